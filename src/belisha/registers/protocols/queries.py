"""Platforms, protocols and what is wrong with them, each for somebody."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core import keyset
from belisha.core.access import Can, may, visible_to
from belisha.core.queries import school_for
from belisha.packs.protocols import ShippedProtocol, shipped_protocols
from belisha.people.models import Adult
from belisha.registers.protocols import rules
from belisha.registers.protocols.facts import in_force
from belisha.registers.protocols.models import Platform, Protocol, ProtocolStep

PAGE = 50


def keeps(actor) -> bool:
    """Whether the actor keeps the register."""
    return may(actor, Can.KEEP_PROTOCOLS, actor.school)


# -- protocols -----------------------------------------------------------------------------------------------------


def protocols(actor) -> QuerySet[Protocol]:
    """The protocols of the actor's school that they may know of."""
    found = visible_to(actor, Protocol.objects.filter(school_id=actor.school_id))
    return found.select_related("platform", "school", "made_by", "agreed_by", "replaces")


def protocol_for(actor, protocol_id) -> Protocol:
    return get_object_or_404(protocols(actor).prefetch_related("people"), pk=protocol_id)


def mine(actor) -> list[Protocol]:
    """What is in force today and covers the actor: the channels they may use, and for what."""
    covers = Q(everyone=True) | Q(pk__in=_naming(actor))
    return list(protocols(actor).filter(covers, in_force(_today())).order_by("kind", "title", "pk"))


def _naming(actor):
    return Protocol.people.through.objects.filter(adult_id=actor.pk).values("protocol_id")


def _now(actor) -> QuerySet[Protocol]:
    return protocols(actor).filter(in_force(_today()))


def _waiting(actor) -> QuerySet[Protocol]:
    later = Q(state=rules.AGREED, first__gt=_today())
    return protocols(actor).filter(Q(state__in=rules.OPEN) | later)


def _past(actor) -> QuerySet[Protocol]:
    """What was once agreed and no longer holds: it stays readable for the days on which it did."""
    past = Q(stopped__lte=_today()) | Q(last__lt=_today())
    return protocols(actor).filter(past, state__in=rules.ONCE_AGREED)


def _declined(actor) -> QuerySet[Protocol]:
    return protocols(actor).filter(state=rules.DECLINED)


@dataclass(frozen=True)
class Listing:
    """One of the lists of protocols: its name and what is in it."""

    label: str
    rows: object


LISTS = {
    "now": Listing("In force", _now),
    "waiting": Listing("Being agreed", _waiting),
    "past": Listing("No longer in force", _past),
    "declined": Listing("Not agreed", _declined),
}


def page_of(actor, name: str, after: str = "") -> tuple[list[Protocol], str]:
    """One page of a list, and the key of the next one (empty at the end)."""
    rows = LISTS[name].rows(actor).fetch_mode(FETCH_RAISE)
    return keyset.page(rows, by="title", key="id", after=after, size=PAGE)


def editions(actor, protocol: Protocol) -> list[Protocol]:
    """The edition before this one and those begun after it, as far as the actor may know of them."""
    return list(protocols(actor).filter(Q(pk=protocol.replaces_id) | Q(replaces=protocol)).order_by("made_at", "pk"))


def timeline(actor, protocol: Protocol) -> list[ProtocolStep]:
    """What happened to a protocol, oldest first."""
    found = visible_to(actor, ProtocolStep.objects.filter(protocol=protocol))
    return list(found.select_related("by").order_by("at", "pk"))


def number_proposed(actor) -> int:
    """How many protocols wait for the actor to agree to them."""
    return protocols(actor).filter(state=rules.PROPOSED).count()


def colleagues(actor) -> list[Adult]:
    """The adults working here, for those who keep the register to choose from."""
    school = school_for(actor, Can.KEEP_PROTOCOLS)
    found = visible_to(actor, Adult.objects.filter(school=school)).filter(Q(ends=None) | Q(ends__gt=_today()))
    return list(found.order_by("name", "pk"))


def templates() -> tuple[ShippedProtocol, ...]:
    """The protocols to begin from."""
    return shipped_protocols().rows


def template_of(key: str) -> ShippedProtocol | None:
    return shipped_protocols().get(key) if key else None


def platform_named(actor, name: str) -> Platform | None:
    """The platform of the actor's school of that name, as far as they may know of it."""
    found = visible_to(actor, Platform.objects.filter(school_id=actor.school_id))
    return next((each for each in found if rules.name_key(each.name) == rules.name_key(name)), None) if name else None


# -- platforms -----------------------------------------------------------------------------------------------------


def platforms(actor) -> QuerySet[Platform]:
    """The platforms that the actor may know of; `covered` says whether a protocol in force speaks of it."""
    live = Protocol.objects.filter(in_force(_today()), platform=OuterRef("pk"))
    found = visible_to(actor, Platform.objects.filter(school_id=actor.school_id))
    return found.annotate(covered=Exists(live)).select_related("school", "said_by").order_by("name", "pk")


def platform_for(actor, platform_id) -> Platform:
    return get_object_or_404(platforms(actor), pk=platform_id)


def of_platform(actor, platform: Platform) -> list[Protocol]:
    """The protocols about a platform that the actor may know of, without those that were not agreed."""
    found = protocols(actor).filter(platform=platform).exclude(state=rules.DECLINED)
    return list(found.order_by("-made_at", "-pk"))


# -- findings ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be, where to mend it, and since when. It ends when it is mended."""

    title: str
    says: str
    url: str
    since: datetime.date | None


def findings(actor) -> list[Finding]:
    """What is wrong with platforms and protocols today, for those who keep the register. Three queries."""
    if not keeps(actor):
        return []
    return [*_uncovered(actor), *_overdue(actor), *_deserted(actor)]


def _uncovered(actor) -> Iterable[Finding]:
    """A platform in use without a protocol in force (clause 6-06-a)."""
    for platform in platforms(actor).filter(state=rules.USED, covered=False, since__lte=_today()):
        says = "It is in use, and no protocol in force speaks of it."
        yield Finding(platform.name, says, platform.get_absolute_url(), platform.since)


def _overdue(actor) -> Iterable[Finding]:
    """A protocol past its last day or its day of review, which nobody ended or replaced."""
    late = Q(last__lt=_today()) | Q(review__lt=_today())
    for each in protocols(actor).filter(late, state=rules.AGREED).order_by("title", "pk"):
        over = each.last is not None and each.last < _today()
        says = "Its last day has passed. End it, or agree on a new edition." if over else "It is to be looked at again."
        yield Finding(each.title, says, each.get_absolute_url(), each.last if over else each.review)


def _deserted(actor) -> Iterable[Finding]:
    """A protocol in force that names only adults who have left."""
    here = Protocol.people.through.objects.filter(protocol_id=OuterRef("pk"))
    here = here.filter(Q(adult__ends=None) | Q(adult__ends__gt=_today()))
    left = _now(actor).filter(~Exists(here), everyone=False).order_by("title", "pk")
    for each in left:
        says = "Nobody whom it names works here any more. End it, or agree on a new edition."
        yield Finding(each.title, says, each.get_absolute_url(), None)


def _today() -> datetime.date:
    return timezone.localdate()
