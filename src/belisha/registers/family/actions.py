"""Everything that changes a declaration."""

import datetime
from uuid import UUID

from django.utils import timezone

from belisha.core import notices
from belisha.core.access import WORKER, Can
from belisha.core.action import action, answer
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.people.models import Adult, Grant
from belisha.people.queries import who_can
from belisha.policy.rules import add_months
from belisha.pupils.models import Pupil
from belisha.pupils.queries import exactly
from belisha.registers import deciders
from belisha.registers.family import rules
from belisha.registers.family.models import Declaration, DeclarationEntry, FamilyTerms

DECIDES = Can.DECIDE_DECLARATION


@action("declaration.declare", needs=Can.DECLARE, sentence="{by} made a {about}")
def declare(school, *, by, key: UUID, kind: str, relationship: str, pupil_name: str = "") -> Declaration:
    """Declare a family relationship, a dual role or a conflict of interests (clauses 6-08-d and 3-06-b). Of oneself."""
    if Declaration.objects.filter(pk=key).exists():
        raise NotAllowed("This was sent already.", "You find it among your declarations.")
    pupil_name = " ".join(pupil_name.split()) if kind == rules.FAMILY else ""
    # Nobody is told whether the name was found: a declaration is no way to learn who goes to this school.
    found = exactly(school, pupil_name) if pupil_name else []
    made = Declaration.objects.create(
        id=key, school_id=school.pk, adult_id=by.pk, kind=kind, relationship=relationship.strip(),
        pupil_name=pupil_name, pupil=found[0] if len(found) == 1 else None,
        goes_to=deciders.goes_to(by.roles, DECIDES), changes=1,
    )  # fmt: skip
    _tell(made, by, "declared", words=made.relationship)
    _write_to_deciders(made, "task")
    return made


@action("declaration.withdraw", needs=Can.DECLARE, sentence="{by} took back a {about}")
def withdraw(declaration: Declaration, *, by) -> None:
    """Take back one's own declaration that nobody has discussed yet. Nobody else sees it from then on."""
    if declaration.adult_id != by.id:
        raise Refused("Only whoever declared it can take it back.")
    _move(declaration, "withdraw", by, "withdrawn")


# What follows is done by whoever the declaration went to: DECIDE_DECLARATION, or DECIDE_FOR_HEADTEACHER where it went
# to the chair. `needs` names what both hold; `_decided_by` asks for the one that it takes.


@action("declaration.discuss", needs=Can.DECLARE, sentence="{by} recorded a talk about a {about}")
def discuss(declaration: Declaration, *, by, held_on: datetime.date, notes: str) -> None:
    """Record that it was talked over, on which day, and what was said (clauses 6-08-e and 6-09-a)."""
    _decided_by(declaration, by)
    if held_on > timezone.localdate():
        raise NotAllowed("The day of the talk is in the future.", "Record it when you have talked.")
    _move(
        declaration, "discuss", by, "discussed", day=held_on, words=notes, discussed_on=held_on, decided_on=None,
        decided_by_id=None, reason="",
    )  # fmt: skip


@action("declaration.acknowledge", needs=Can.DECLARE, sentence="{by} acknowledged a {about}")
def acknowledge(
    declaration: Declaration, *, by, protocol: str, protocol_key: UUID | None = None,
    review_on: datetime.date | None = None,
) -> None:  # fmt: skip
    """Acknowledge it, with what was agreed (clause 6-07-b). It was talked over before (clause 6-09-a)."""
    _decided_by(declaration, by)
    today = timezone.localdate()
    if declaration.discussed_on and declaration.discussed_on > today:
        raise NotAllowed("It can only be acknowledged after it was talked over.", "Record the talk first.")
    review_on = review_on or add_months(today, terms_of(declaration.school).again_months)
    _hold_review(review_on)
    _move(
        declaration, "acknowledge", by, "acknowledged", day=today, words=protocol, key=protocol_key, decided_on=today,
        decided_by_id=by.pk, protocol=_said(protocol), protocol_key=protocol_key, review_on=review_on, reason="",
    )  # fmt: skip
    _write_to_adult(declaration, by)


@action("declaration.refuse", needs=Can.DECLARE, sentence="{by} did not acknowledge a {about}")
def refuse(declaration: Declaration, *, by, reason: str) -> None:
    """Do not acknowledge it, or take an acknowledgement back, with the reason."""
    _decided_by(declaration, by)
    today = timezone.localdate()
    _move(
        declaration, "refuse", by, "refused", day=today, words=reason, decided_on=today, decided_by_id=by.pk,
        reason=_said(reason), protocol="", protocol_key=None, review_on=None,
    )  # fmt: skip
    _write_to_adult(declaration, by)


@action("declaration.agree", needs=Can.DECLARE, sentence="{by} recorded a new agreement about a {about}")
def agree_anew(declaration: Declaration, *, by, protocol: str, protocol_key: UUID | None = None) -> None:
    """Agree something else about an acknowledged declaration. What was agreed before stays in the timeline."""
    _decided_by(declaration, by)
    _move(
        declaration, "agree_anew", by, "agreed_anew", day=timezone.localdate(), words=protocol, key=protocol_key,
        protocol=_said(protocol), protocol_key=protocol_key,
    )  # fmt: skip
    _write_to_adult(declaration, by)


@action("declaration.look_again", needs=Can.DECLARE, sentence="{by} looked at a {about} again")
def look_again(declaration: Declaration, *, by, review_on: datetime.date, notes: str = "") -> None:
    """Note that an acknowledged declaration still holds, and when to look next."""
    _decided_by(declaration, by)
    _hold_review(review_on)
    _move(declaration, "look_again", by, "looked_again", day=timezone.localdate(), words=notes, review_on=review_on)


@action("declaration.end", needs=Can.DECLARE, sentence="{by} ended a {about}")
def end(declaration: Declaration, *, by, why: str) -> None:
    """End it: the pupil left, the adult left, or it is no longer so. Its adult may end it, and whoever decides."""
    mine = declaration.adult_id == by.id
    if not mine:
        _decided_by(declaration, by)
    _end(declaration, by, why)
    if mine:
        _write_to_deciders(declaration, "signal")
    else:
        _write_to_adult(declaration, by)


@action("declaration.lapse", needs=Can.LET_LAPSE, sentence="{by} ended a {about}")
def lapse(declaration: Declaration, *, by, why: str) -> None:
    """End it because the pupil or the adult left."""
    _end(declaration, by, why)
    if why == rules.PUPIL_LEFT:
        _write_to_adult(declaration, by)


@action("declaration.hand_over", needs=Can.LET_LAPSE, sentence="{by} handed a {about} to the chair of governors")
def hand_over(declaration: Declaration, *, by) -> None:
    """Hand a declaration to the chair: its adult could decide about it now, as Headteacher or standing in.

    It stays with the chair when that ends: what was told to one is not passed on to another without being asked.
    """
    if declaration.goes_to == deciders.CHAIR:
        raise Conflict("This went to the chair of governors already.")
    declaration.goes_to, declaration.changes = deciders.CHAIR, declaration.changes + 1
    declaration.save(update_fields=["goes_to", "changes"])
    _tell(declaration, by, "moved", day=timezone.localdate())
    _write_to_deciders(declaration, "signal")


@action("declaration.remind", needs=Can.REMIND, sentence="{by} reminded of a {about} that waits")
def remind(declaration: Declaration, *, by, today: datetime.date) -> None:
    """Write to whoever decides that a declaration has waited beyond the school's limit. Once a day at most."""
    if not declaration.waits or declaration.reminded_on == today:
        raise Conflict("This was reminded of already.")
    declaration.reminded_on = today
    declaration.save(update_fields=["reminded_on"])
    _write_to_deciders(declaration, "task")


@action("declaration.terms", needs=Can.DECIDE_DECLARATION, sentence="{by} changed the terms of declarations")
def set_terms(school, *, by, wait_days: int, again_months: int) -> None:
    """How long a declaration may wait, and after how long an acknowledged one is looked at again."""
    FamilyTerms.objects.update_or_create(school=school, defaults={"wait_days": wait_days, "again_months": again_months})


def terms_of(school) -> FamilyTerms:
    """The school's terms, or those that hold until it chose its own. For the machinery and for pages of who decides."""
    return FamilyTerms.objects.filter(school=school).first() or FamilyTerms(school=school)


# -- what each of them does -------------------------------------------------------------------------------------------


def _decided_by(declaration: Declaration, by) -> None:
    if declaration.adult_id == by.id:
        raise Refused("Nobody decides about their own declaration.", "The chair of governors decides.")
    if not deciders.may_decide(by, declaration, declaration.adult_id, DECIDES):
        raise Refused("Only whoever this declaration went to decides about it.")


def _said(words: str) -> str:
    if not words.strip():
        raise NotAllowed("Nothing was written.", "Say it in a sentence or two.")
    return words.strip()


def _hold_review(day: datetime.date) -> None:
    if day <= timezone.localdate():
        raise NotAllowed("The day to look again is not in the future.", "Enter a later day.")


def _end(declaration: Declaration, by, why: str) -> None:
    today = timezone.localdate()
    _move(declaration, "end", by, "ended", day=today, words=rules.WHY_ENDED[why], ended_on=today, ended_why=why)


def _move(declaration: Declaration, move: str, by, what: str, *, day=None, words="", key=None, **fields) -> None:
    """Move it, with everything that belongs to the new state, and write down what happened."""
    for name, value in fields.items():
        setattr(declaration, name, value)
    declaration.changes += 1
    rules.LIFECYCLE.move(declaration, move, with_fields=(*fields, "changes"))
    _tell(declaration, by, what, day=day, words=words, key=key)


def _tell(declaration: Declaration, by, what: str, *, day=None, words="", key=None) -> None:
    DeclarationEntry.objects.create(
        school_id=declaration.school_id, declaration=declaration, what=what, day=day, words=words.strip(),
        by_id=by.id, by_name=str(by.name), state=declaration.state, protocol_key=key,
    )  # fmt: skip


def _write_to_deciders(declaration: Declaration, letter: str) -> None:
    deciding = who_can(declaration.school, deciders.permission(declaration.goes_to, DECIDES))
    notices.post_many(letter, deciding.exclude(pk=declaration.adult_id), declaration.get_absolute_url())


def _write_to_adult(declaration: Declaration, by) -> None:
    if declaration.adult_id != by.id and declaration.adult.is_active:
        notices.post("signal", declaration.adult, declaration.get_absolute_url())


# -- what follows from what happens elsewhere -------------------------------------------------------------------------


@answer("adult.leave")
def _adult_left(adult: Adult, *, by) -> None:
    """What an adult declared ends with their work here."""
    for declaration in Declaration.objects.filter(adult=adult, state__in=rules.OPEN).select_related("school", "adult"):
        lapse(declaration, by=WORKER, why=rules.ADULT_LEFT)


@answer("pupil.leave")
def _pupil_left(pupil: Pupil, *, by) -> None:
    """What was declared about a pupil ends when they leave. One whose name was only typed is ended by hand."""
    for declaration in Declaration.objects.filter(pupil=pupil, state__in=rules.OPEN).select_related("school", "adult"):
        lapse(declaration, by=WORKER, why=rules.PUPIL_LEFT)


@answer("role.grant")
def _role_given(grant: Grant, *, by) -> None:
    """Whoever becomes Headteacher no longer has what they declared decided by a Headteacher."""
    if deciders.goes_to([grant.role], DECIDES) == deciders.CHAIR:
        for declaration in Declaration.objects.filter(
            adult_id=grant.adult_id, state__in=rules.OPEN, goes_to=deciders.HEADTEACHER
        ).select_related("school", "adult"):
            hand_over(declaration, by=WORKER)
