"""What adults owe, for themselves and for leaders."""

from django.db.models import FETCH_RAISE, Count, F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from belisha.changes.editions import material_since
from belisha.changes.rules import Difference, from_plain
from belisha.changes.showing import Shown, shown
from belisha.core import keyset
from belisha.core.access import visible_to
from belisha.duties import rules
from belisha.duties.following.excused import excused_until
from belisha.duties.models import Acknowledgement
from belisha.duties.rules import for_them
from belisha.duties.since import newest
from belisha.look.templatetags.look import day
from belisha.policy.audience.queries import roles_of
from belisha.policy.models import Version
from belisha.policy.rules import PUBLISHED

PAGE = 50


def mine(actor) -> QuerySet[Acknowledgement]:
    """What the actor is still asked to acknowledge, soonest first."""
    own = visible_to(actor, Acknowledgement.objects.filter(adult_id=actor.id, state=rules.DUE))
    own = own.annotate(until=excused_until(Acknowledgement)).select_related("version__policy")
    return own.defer("version__source", "shown").order_by("due_on", "id")


def mine_for(actor, version: Version) -> Acknowledgement | None:
    """What the actor owes for one version, or was asked last."""
    own = visible_to(actor, Acknowledgement.objects.filter(adult_id=actor.id, version=version))
    return (
        own.select_related("follows__version").defer("follows__version__source", "shown").order_by("-opened_at").first()
    )


def own_duty(actor, duty_id) -> Acknowledgement:
    """A duty of the actor's own, fetched through the permission."""
    own = visible_to(actor, Acknowledgement.objects.filter(adult_id=actor.id, pk=duty_id))
    found = own.select_related("version__policy", "school", "follows__version")
    found = found.defer("version__source", "follows__version__source").first()
    if found is None:
        raise Http404
    return found


def changes_for(actor, duty: Acknowledgement) -> list[Difference]:
    """What changed for the actor since the acknowledgement that this duty goes on from; nothing: the whole policy."""
    told = material_since(duty.version, duty.follows.version) if duty.follows_id else None
    return for_them(told or [], actor.kind, roles_of(actor))


def wording(duty: Acknowledgement, *, of_changes: bool) -> str:
    """What the adult puts their name to, with its particulars."""
    version = duty.version
    said = {"policy": version.policy.title, "number": version.number, "date": day(version.published_at)}
    if not of_changes:
        return rules.WORDING.format(**said)
    return rules.WORDING_OF_CHANGES.format(since=duty.follows.version.number, day=day(duty.follows.done_at), **said)


def clauses_at(version: Version) -> str:
    """Where the pages of the clauses of a version are."""
    return f"{version.get_absolute_url()}clauses/"


def shown_then(duty: Acknowledgement) -> list[Shown]:
    """The changes that were shown when it was acknowledged, as they were."""
    return [shown(from_plain(plain)) for plain in duty.shown]


def published(actor) -> list[Version]:
    """The versions in force at the actor's schools."""
    seen = visible_to(actor, Version.objects.filter(state=PUBLISHED)).select_related("policy__school", "school")
    return list(seen.defer("source").order_by("policy__title", "id"))


def asked(actor, version: Version) -> QuerySet[Acknowledgement]:
    """Who was asked to acknowledge a version and still works here, by name."""
    rows = _asked(actor).filter(version=version)
    rows = rows.annotate(followed=F("follows__version__number"), followed_at=F("follows__done_at")).defer("shown")
    return rows.select_related("adult").order_by("adult__name", "adult_id")


def tally(actor, version: Version) -> dict[str, int]:
    """How many were asked, have acknowledged, are late, cannot be written to, and had nothing change for them."""
    return _asked(actor).filter(version=version).aggregate(**_counts())


def tallies(actor) -> list[tuple[Version, dict[str, int]]]:
    """The same for every version in force, with two queries however many there are."""
    rows = _asked(actor).filter(version__state=PUBLISHED).values("version_id").annotate(**_counts())
    counted = {row["version_id"]: row for row in rows}
    return [(version, counted[version.pk]) for version in published(actor) if version.pk in counted]


def _asked(actor) -> QuerySet[Acknowledgement]:
    here = Q(adult__ends=None) | Q(adult__ends__gt=timezone.localdate()) | Q(state=rules.DONE)
    return visible_to(actor, Acknowledgement.objects.filter(here, newest()).exclude(state=rules.LAPSED))


def _counts() -> dict[str, Count]:
    due, late = Q(state=rules.DUE), Q(state=rules.DUE, due_on__lt=timezone.localdate())
    return {
        "all": Count("id", filter=~Q(state=rules.CARRIED)),
        "done": Count("id", filter=Q(state=rules.DONE)),
        "due": Count("id", filter=due),
        "late": Count("id", filter=late),
        "carried": Count("id", filter=Q(state=rules.CARRIED)),
        "no_mail": Count("id", filter=due & Q(adult__email="")),
        "reminded": Count("id", filter=due & Q(reminded_at__date=timezone.localdate())),
    }


SHOWS = {"due": Q(state=rules.DUE), "done": Q(state=rules.DONE), "carried": Q(state=rules.CARRIED), "all": Q()}


def page_of_asked(actor, version: Version, *, show="due", after="") -> tuple[list[Acknowledgement], str]:
    """One page by name, and the key of the next one (empty at the end). Costs the same wherever it lies."""
    rows = asked(actor, version).fetch_mode(FETCH_RAISE).filter(SHOWS.get(show, SHOWS["due"]))
    return keyset.page(rows, by="adult__name", key="adult_id", after=after, size=PAGE)
