"""What the school asks, for those who keep it and for those who follow it up."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.safestring import SafeString

from belisha.core.access import Can, held, may, visible_to
from belisha.duties.following.excused import excused
from belisha.duties.owed import rules
from belisha.duties.owed.actions import spoken_to
from belisha.duties.owed.keeping import words
from belisha.duties.owed.models import Duty, Owed
from belisha.guidance.showing import shown as as_html
from belisha.references.models import Reference
from belisha.references.rules import KEPT

NOBODY = dict.fromkeys(("done", "due", "late", "excused", "help"), 0)
ORDER = (rules.LIVE, rules.DRAFT, rules.ENDED)


def duties(actor) -> QuerySet[Duty]:
    """What the school asks, as those know it who keep duties or follow them up."""
    leads = held(Can.KEEP_DUTIES).q(actor) | held(Can.SEE_ACKNOWLEDGEMENTS).q(actor)
    return visible_to(actor, Duty.objects.filter(leads)).select_related("school", "reference")


def in_states(actor) -> list[tuple[str, list[Duty]]]:
    """Every duty under the label of its state, with how many did it, owe it, are late and are excused."""
    rows, counts = list(duties(actor).order_by("title", "pk")), _counts(actor)
    for row in rows:
        row.tally = counts.get(row.pk, NOBODY)
    shelves = [(rules.DUTY_STATES[state], [row for row in rows if row.state == state]) for state in ORDER]
    return [(label, found) for label, found in shelves if found]


def duty_for(actor, asked_id) -> Duty:
    return get_object_or_404(duties(actor), pk=asked_id)


def duty_to_keep(actor, asked_id) -> Duty:
    """The same, for a page that changes it: hidden from whoever may only look."""
    found = duty_for(actor, asked_id)
    if not may(actor, Can.KEEP_DUTIES, found):
        raise Http404
    return found


def tally(actor, duty: Duty) -> dict[str, int]:
    """How many did it, owe it, are late, are excused, and wish for help."""
    return _counts(actor, duty=duty).get(duty.pk, NOBODY)


def _counts(actor, **of) -> dict[UUID, dict[str, int]]:
    """By duty: an adult who is excused today neither owes it nor is late."""
    owes, away = Q(state=rules.DUE, away=False), Q(state=rules.DUE, away=True)
    rows = visible_to(actor, Owed.objects.filter(**of)).annotate(away=excused(Owed)).order_by().values("duty")
    counted = rows.annotate(
        done=Count("adult", filter=Q(state=rules.DONE), distinct=True),
        due=Count("id", filter=owes),
        late=Count("id", filter=owes & Q(due_on__lt=timezone.localdate())),
        excused=Count("id", filter=away),
        help=Count("id", filter=Q(state=rules.DONE, help_wanted=True, helped_at=None)),
    )
    return {row["duty"]: row for row in counted.values("duty", *NOBODY)}


def readable(actor) -> QuerySet[Reference]:
    """What can be asked to be read: the library as it is kept."""
    return visible_to(actor, Reference.objects.filter(state=KEPT)).order_by("title", "pk")


def reference_to_ask(actor, reference_id) -> Reference:
    return get_object_or_404(readable(actor).select_related("school"), pk=reference_id)


def asked_to_read(actor, reference: Reference) -> Duty | None:
    """The live duty by which a reference is read, if there is one."""
    return visible_to(actor, Duty.objects.filter(reference=reference, state=rules.LIVE)).first()


def none_is_live(actor) -> bool:
    """Whether the school has drafts and asks for none of them."""
    kept = visible_to(actor, Duty.objects.filter(held(Can.KEEP_DUTIES).q(actor)))
    states = set(kept.order_by().values_list("state", flat=True).distinct())
    return states == {rules.DRAFT}


def number_asked(actor, duty: Duty) -> int:
    """How many adults it speaks to today, for whoever is about to ask them."""
    return visible_to(actor, spoken_to(duty)).count()


def says(duty: Duty) -> SafeString:
    """What is asked, as HTML. What the school typed is no markup."""
    return as_html(duty.says)


def facts(duty: Duty) -> list[tuple[str, str]]:
    """A duty in rows of a summary: what stands there, in words."""
    rows = [
        ("How it is done", duty.get_way_display()),
        ("Asked of", words.whom(duty.kinds, duty.roles)),
        ("Asked from", words.day(duty.starts_on)),
        ("Time to do it", words.working_days(duty.days)),
        ("Asked again", words.again(duty.every_months, duty.each_year)),
        ("Evidence", duty.get_evidence_display() if duty.way == "training" else ""),
        ("Put their name to", duty.wording),
        ("A yes leads", words.leads(duty.leads_to)),
        ("Followed up by", words.roles(duty.chased_by) or "Those who keep the duties"),
        ("Keeps clauses", ", ".join(duty.clauses)),
        ("How we know", duty.source),
    ]
    return [(label, said) for label, said in rows if said]
