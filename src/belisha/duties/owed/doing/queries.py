"""What an adult owes and did, and who wished for help."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.safestring import SafeString

from belisha.core import keyset
from belisha.core.access import Can, held, may, sees, visible_to
from belisha.duties import rules as acknowledging
from belisha.duties.following.excused import excused_until
from belisha.duties.models import Acknowledgement
from belisha.duties.owed import rules
from belisha.duties.owed.models import Duty, Owed
from belisha.guidance.models import Page
from belisha.guidance.queries import pages
from belisha.guidance.rules import KEPT
from belisha.guidance.showing import shown as as_html
from belisha.references.models import Reference
from belisha.sealed.store import filename, open_file

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A line that was ticked, in words: what it says, what was chosen of it, and the guidance beside each choice."""

    label: str
    chosen: list[str]


def open_tasks(actor) -> list[Owed]:
    """What the actor still owes, soonest first."""
    own = visible_to(actor, Owed.objects.filter(adult_id=actor.id, state=rules.DUE, duty__state=rules.LIVE))
    own = own.annotate(until=excused_until(Owed))
    return list(own.select_related("duty").only("due_on", "state", "duty__title", "duty__way").order_by("due_on", "pk"))


def own_task(actor, owed_id) -> Owed:
    """Something of the actor's own, fetched through the permission."""
    own = visible_to(actor, Owed.objects.filter(_on_this_device(actor), adult_id=actor.id))
    return get_object_or_404(own.select_related("duty__reference", "duty__school", "school", "evidence"), pk=owed_id)


def _on_this_device(actor) -> Q:
    """With a one-time code: what is to be done, and what was done with a code today. Whoever made the code could type
    it in themselves, and what somebody answered about themselves before is not theirs to read."""
    if not actor.by_code:
        return Q()
    began = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Q(state=rules.DUE) | Q(given="code", done_at__gte=began)


def owed_for(actor, duty: Duty) -> Owed | None:
    """What the actor owes of one duty."""
    return visible_to(actor, Owed.objects.filter(adult_id=actor.id, duty=duty, state=rules.DUE)).first()


def to_read(actor, duty: Duty) -> Reference | None:
    """What is to be read, if it is in the library for this adult."""
    return duty.reference if duty.reference and sees(actor, duty.reference) else None


def says(duty: Duty) -> SafeString:
    """What is asked, as HTML. What the school typed is no markup."""
    return as_html(duty.says)


def guides(actor, duty: Duty) -> list[Page]:
    """The guidance pages that go with the choices of a review: a choice and a page have the same key."""
    keys = [key for item in duty.lines for key, _ in item.options]
    return list(pages(actor).filter(key__in=keys, state=KEPT).defer("body")) if keys else []


def as_ticked(owed: Owed) -> list[Line]:
    """What was ticked, in the words that stood there then."""
    if owed.shown.get("way") == "question":
        return [Line("Your answer", [word.capitalize() for word in owed.answers.get(rules.ANSWER, [])])]
    lines = []
    for item in rules.items_of(owed.shown.get("items", [])):
        ticked = owed.answers.get(item.key, [])
        if ticked:
            lines.append(Line(item.label, [label for key, label in item.options if key in ticked]))
    return lines


def evidence_of(actor, owed_id) -> tuple[Owed, str, Iterator[bytes]]:
    """The evidence of a training, for whoever gave it and for those who keep duties or witness.

    A sheet that many signed is for the latter alone: the others' names are on it.
    """
    rows = Owed.objects.select_related("evidence", "school").filter(_on_this_device(actor), pk=owed_id)
    row = visible_to(actor, rows).first()
    if row is None or row.evidence is None or not may_see_evidence(actor, row):
        raise Http404
    return row, filename(row.evidence), open_file(row.evidence)


def may_see_evidence(actor, owed: Owed) -> bool:
    if owed.adult_id == actor.id and owed.given != "recorded":
        return True
    return may(actor, Can.KEEP_DUTIES, owed) or may(actor, Can.WITNESS, owed)


def done_by(actor) -> list[Owed]:
    """All that the actor did, newest first, with what they put their name to."""
    own = visible_to(actor, Owed.objects.filter(_on_this_device(actor), adult_id=actor.id, state=rules.DONE))
    return list(own.select_related("duty").order_by("-done_at", "-pk"))


def acknowledged_by(actor) -> list[Acknowledgement]:
    """All that the actor acknowledged, newest first."""
    own = visible_to(actor, Acknowledgement.objects.filter(adult_id=actor.id, state=acknowledging.DONE))
    found = own.select_related("version__policy").defer("version__source", "version__pages", "shown")
    return list(found.order_by("-done_at", "-pk"))


# -- help wanted ----------------------------------------------------------------------------------------------------


def wishes(actor) -> QuerySet[Owed]:
    """Who wishes for help and where it is not noted yet that they had it: for those who keep duties."""
    open_ = Owed.objects.filter(held(Can.KEEP_DUTIES).q(actor), help_wanted=True, helped_at=None, state=rules.DONE)
    return visible_to(actor, open_.filter(_newest())).select_related("adult", "duty", "school")


def number_of_wishes(actor) -> int:
    """How many wait for help of whom the actor is to hear: those who keep duties, or whose role a duty names."""
    roles = sorted(actor.roles)
    open_ = visible_to(actor, Owed.objects.filter(help_wanted=True, helped_at=None, state=rules.DONE)).filter(_newest())
    keeps = held(Can.KEEP_DUTIES).q(actor)
    named = [duty for duty, chased in _chased(actor) if set(chased) & set(roles)]
    return open_.filter(keeps | Q(duty__in=named)).count()


def _chased(actor) -> list[tuple]:
    duties = visible_to(actor, Duty.objects.filter(way="review"))
    return list(duties.values_list("pk", "chased_by"))


def _newest() -> Exists:
    """Who did it again since and wished for nothing is no longer waiting."""
    later = Owed.objects.filter(adult=OuterRef("adult_id"), duty=OuterRef("duty_id"), round__gt=OuterRef("round"))
    return ~Exists(later.filter(state=rules.DONE))


def page_of_wishes(actor, after: str) -> tuple[list[Owed], str]:
    """One page of them, oldest first, and the key of the next one."""
    return keyset.page(wishes(actor).defer("wording"), by="done_at", key="id", after=after, size=PAGE)


def wished(owed: Owed) -> list[str]:
    """With what somebody would like help, in the words that they ticked."""
    items = [item for item in rules.items_of(owed.shown.get("items", [])) if item.help]
    return [label for item in items for key, label in item.options if key in owed.answers.get(item.key, ())]


def wish_for(actor, owed_id) -> Owed:
    return get_object_or_404(wishes(actor), pk=owed_id)
