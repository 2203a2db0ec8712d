"""One concern on one page: what was said, what is on file, and what was decided, opened together."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from belisha.concerns import rules as concerns
from belisha.concerns.asides import Step
from belisha.concerns.models import Concern
from belisha.concerns.queries import account_of, history
from belisha.concerns.reporting.questions import in_words
from belisha.concerns.sealing import opened_many
from belisha.concerns.triage import queries, rules, says
from belisha.policy.models import Version

# What an account says about whoever reported it: theirs to show, or not.
WHO = frozenset({"teller", "teller_how", "own_name", "own_contact"})
# How many steps stand open on the page; the others are folded.
NEXT = 5


@dataclass(frozen=True)
class Day:
    """A day, and how it is known."""

    on: datetime.date
    says: str


@dataclass(frozen=True)
class Told:
    """Something that was decided or asked, with its words."""

    row: object
    words: dict


def happened(concern: Concern, account: dict) -> Day:
    """The day by which registers and policy are held against it: when it happened, or the nearest that is known."""
    if stated := _day(account.get("happened_on")):
        return Day(stated, "the day on which it happened, as reported")
    if concern.learned_on:
        return Day(concern.learned_on, "the day on which the reporter learned of it; when it happened was not said")
    return Day(timezone.localdate(concern.known_at), "the day on which the school first knew; nothing earlier was said")


def _day(text) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text or "")
    except (TypeError, ValueError):
        return None


def knows_reporter(actor, concern: Concern) -> bool:
    """Whether this person may know who reported: a name given in confidence is for whoever took the concern."""
    if concern.openness == concerns.CONFIDENTIAL:
        return concern.owner_id is not None and concern.owner_id == actor.id
    return concern.openness == concerns.NAMED


def versions_then(concern: Concern) -> list[Version]:
    """The versions of the policy that were in force on the day it happened."""
    return says.versions_on(concern.school_id, happened(concern, account_of(concern)).on)


def shown(actor, concern: Concern) -> dict:
    """Everything that the page of a concern needs, for whoever fetched it (`queries.whole`)."""
    account, known = account_of(concern), knows_reporter(actor, concern)
    on = happened(concern, account)
    versions = says.versions_on(concern.school_id, on.on)
    before, registers = queries.earlier(actor, concern), says.about(concern, on.on, versions)
    decisions, asked, subjects, children = _opened(actor, concern)
    handles = queries.may_handle(actor, concern)
    steps, further = _next(queries.steps(actor, concern))
    return {
        "answers": in_words(account if known else {key: said for key, said in account.items() if key not in WHO}),
        "reporter": concern.reporter if known else None, "knows_reporter": known,
        "subjects": subjects, "children": children, "on": on, "versions": versions, "registers": registers,
        "earlier": before, "pattern": queries.shows_pattern(actor, concern, before, as_if=True),
        "consult": _should_consult(concern, registers), "decisions": decisions, "consultations": asked,
        "clocks": queries.clocks(actor, concern), "touched": queries.touched(actor, concern),
        "panels": queries.panels(actor, concern), "steps": steps, "further": further,
        "guidance": rules.guidance(concern.kind), "limbs": rules.limbs(),
        "may_take": handles and concern.state == concerns.NEW, "handles": handles,
        "is_owner": concern.owner_id == actor.id and handles,
        "history": [line for line in history(actor, concern) if _is_told(line.kind)],
        "readings": history(actor, concern, ("concern.read",), 50),
    }  # fmt: skip


def _next(steps: list[Step]) -> tuple[list[Step], list[Step]]:
    """The steps that come next, and the others, which the page folds."""
    first = [step for step in steps if step.state != "done"][:NEXT]
    return first, [step for step in steps if step not in first]


def _is_told(kind: str) -> bool:
    """What the history tells: not each look at it, nor how the reporter came to their words."""
    return kind != "concern.read" and not kind.startswith("draft.")


def _should_consult(concern: Concern, registers: list[says.About]) -> bool:
    """Whether the page says, beside the button that is always there, that the LADO should be asked (6-08-d)."""
    return concern.kind == "undeclared_relationship" and any(each.related != "acknowledged" for each in registers)


def _opened(actor, concern: Concern) -> tuple[list[Told], list[Told], list[Told], list[Told]]:
    """Decisions, consultations, subjects and children with their words, unsealed in one go."""
    groups = [
        queries.decisions(actor, concern),
        queries.consultations(actor, concern),
        list(concern.subjects.all()),
        list(concern.children.all()),
    ]
    rows = [row for group in groups for row in group]
    words = iter(opened_many(concern.school_id, [(concern.pk, row.words) for row in rows]))
    decisions, asked, subjects, children = ([Told(row, next(words)) for row in group] for group in groups)
    return decisions, asked, subjects, children
