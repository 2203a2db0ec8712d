"""Everything that changes a question or its answer."""

import datetime
from uuid import UUID

from django.utils import timezone

from belisha.advice import rules, sending
from belisha.advice.asking.models import Inquiry
from belisha.advice.asking.rules import ANSWERED as WAS_ANSWERED
from belisha.advice.models import Ended, Question, QuestionTerms
from belisha.core import notices
from belisha.core.access import WORKER, Can, require
from belisha.core.action import action, answer
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.people.days import school_day
from belisha.people.models import Grant
from belisha.people.queries import who_can
from belisha.policy.models import Clause, Version
from belisha.policy.rules import PUBLISHED, SUPERSEDED
from belisha.registers import deciders
from belisha.registers.permissions import actions as permissions
from belisha.registers.permissions.rules import Wanted

ANSWERS = Can.ANSWER_QUESTION
GIVEN = ("answer", "answered_by", "answered_at", "outcome", "led_to", "unclear", "for_everyone", "shown_as")


@action("question.ask", needs=Can.ASK_QUESTION, sentence="{by} asked a {about}")
def ask(clause: Clause, *, by, text: str, key: UUID) -> Question:
    """Ask about a clause in force. It reaches everybody who answers questions in the school (clause 4-14-a)."""
    if clause.version.state != PUBLISHED:
        raise NotAllowed("A newer version of the policy is in force.", "Find the clause there and ask about it.")
    question = _make(clause.school, by, key, text, clause=clause)
    question.stands_with.add(clause)
    return question


@action("question.send", needs=Can.ASK_QUESTION, sentence="{by} asked a {about}")
def send(inquiry: Inquiry, *, by, text: str, key: UUID) -> Question:
    """Send an answer of one's own with what was said for it, and ask about it (clauses 4-14-a and 5-01-e)."""
    if inquiry.asker_id != by.id:
        raise Refused("Only whoever asked can send an answer on.")
    if inquiry.state != WAS_ANSWERED:
        raise NotAllowed("This has no answer yet.", "Go on with the questions.")
    if not Version.objects.filter(pk=inquiry.version_id, state=PUBLISHED).exists():
        raise NotAllowed("A newer version of the policy is in force.", "Ask again, and send what it says then.")
    if Question.objects.filter(inquiry=inquiry.pk).exclude(state=rules.WITHDRAWN).exists():
        raise NotAllowed("This was sent already.", "You find it under Questions.")
    clauses = list(Clause.objects.filter(version_id=inquiry.version_id, ident__in=sending.named(inquiry)))
    sent = sending.snapshot(inquiry, {clause.ident: clause for clause in clauses})
    made = _make(inquiry.school, by, key, text, inquiry=inquiry.pk, version_id=inquiry.version_id, sent=sent)
    made.stands_with.add(*(clause for clause in clauses if clause.ident in sending.deciding(inquiry)))
    return made


def _make(school, by, key: UUID, text: str, **about) -> Question:
    """A question that waits, with the day by which it is answered, and a letter to whoever answers it."""
    if Question.objects.filter(pk=key).exists():
        raise NotAllowed("This was sent already.", "You find it under Questions.")
    due = school_day(school.pk, timezone.localdate(), terms_of(school).answer_days)
    goes = deciders.goes_to(by.roles, ANSWERS)
    made = Question.objects.create(
        id=key, school_id=school.pk, asker_id=by.pk, text=text.strip(), goes_to=goes, due=due, **about
    )
    _write_to_answerers(made)
    return made


# What follows is done by whoever the question went to: ANSWER_QUESTION, or DECIDE_FOR_HEADTEACHER where it went to the
# chair. `needs` names what both hold; `_answered_by` asks for the one that it takes.


@action("question.answer", needs=Can.ASK_QUESTION, sentence="{by} answered a {about}")
def give_answer(
    question: Question, *, by, text: str, for_everyone: bool, shown_as: str = "", unclear: bool = False,
    protocol: UUID | None = None,
) -> None:  # fmt: skip
    """Answer for everybody, under words of the question that everybody may read, or for the asker alone.

    `protocol`: the key of one that was agreed by it. `unclear`: the policy is unclear here.
    """
    _take(question, by, text, for_everyone, shown_as, unclear)
    question.outcome, question.led_to = (rules.AGREED, protocol) if protocol else (rules.REPLIED, None)
    rules.LIFECYCLE.move(question, "answer", with_fields=GIVEN)
    _tell_asker(question, by)


@action("question.grant", needs=Can.ASK_QUESTION, sentence="{by} answered a {about} with a permission")
def grant(
    question: Question, *, by, text: str, key: UUID, wanted: Wanted, conditions: str = "", open_why: str = ""
) -> None:
    """Answer with a permission, which is made at once and stands in its register like every other (clause 6-05-a).

    The letter that says so is the permission's own.
    """
    _take(question, by, text, for_everyone=False, shown_as="", unclear=question.unclear)
    made = permissions.give(
        question.school, by=by, asker=question.asker, key=key, wanted=wanted, conditions=conditions, open_why=open_why
    )
    question.outcome, question.led_to = rules.PERMITTED, made.pk
    rules.LIFECYCLE.move(question, "answer", with_fields=GIVEN)


@action("question.change", needs=Can.ASK_QUESTION, sentence="{by} changed the answer to a {about}")
def change_answer(
    question: Question, *, by, text: str, for_everyone: bool, shown_as: str = "", unclear: bool = False,
    protocol: UUID | None = None,
) -> None:  # fmt: skip
    """Change what was answered, or for whom. The log keeps that it was changed, and not what it said."""
    _take(question, by, text, for_everyone, shown_as, unclear)
    if protocol:
        question.outcome, question.led_to = rules.AGREED, protocol
    rules.LIFECYCLE.move(question, "change", with_fields=GIVEN)
    _tell_asker(question, by)


@action("question.mark", needs=Can.ASK_QUESTION, sentence="{by} noted for a {about} whether the policy is unclear")
def mark(question: Question, *, by, unclear: bool) -> None:
    """Note that the policy is unclear here, or that it is not: it goes onto the list for the next edition."""
    _answered_by(question, by)
    question.unclear = unclear
    question.save(update_fields=["unclear"])


@action("question.withdraw", needs=Can.ASK_QUESTION, sentence="{by} withdrew a {about}")
def withdraw(question: Question, *, by) -> None:
    """Take a question back that nobody has answered yet. Only its asker still sees it."""
    if question.asker_id != by.id:
        raise Refused("Only whoever asked can withdraw a question.")
    rules.LIFECYCLE.move(question, "withdraw")


@action("question.hand_over", needs=Can.LET_LAPSE, sentence="{by} handed a {about} to the chair of governors")
def hand_over(question: Question, *, by) -> None:
    """Hand it to the chair: its asker could answer it now, as Headteacher or standing in for them."""
    if question.goes_to == deciders.CHAIR or question.state != rules.OPEN:
        raise Conflict("This went to the chair of governors already.")
    question.goes_to = deciders.CHAIR
    question.save(update_fields=["goes_to"])
    _write_to_answerers(question)


@action("question.remind", needs=Can.REMIND, sentence="{by} reminded of a {about} that waits")
def remind(question: Question, *, by, today: datetime.date) -> None:
    """Write to whoever answers that a question has waited beyond its day. Once a day at most."""
    if question.state != rules.OPEN or question.reminded_on == today:
        raise Conflict("This was reminded of already.")
    question.reminded_on = today
    question.save(update_fields=["reminded_on"])
    _write_to_answerers(question)


@action("question.terms", needs=Can.ANSWER_QUESTION, sentence="{by} changed by when questions are answered")
def set_terms(school, *, by, answer_days: int) -> None:
    """In how many of the school's working days a question is answered. What was asked before keeps its day."""
    QuestionTerms.objects.update_or_create(school=school, defaults={"answer_days": answer_days})


def terms_of(school) -> QuestionTerms:
    """The school's terms, or those that hold until it chose its own. For the machinery."""
    return QuestionTerms.objects.filter(school=school).first() or QuestionTerms(school=school)


@action("inquiry.ended", needs=Can.LET_LAPSE, sentence="{by} told an adult that {about} has ended", unnamed=True)
def tell_ended(ended: Ended, *, by) -> Ended:
    """Note that something that an answer rested on has ended, and write to whoever was given it. Once for each."""
    if Ended.objects.filter(inquiry=ended.inquiry, fact=ended.fact).exists():
        raise Conflict("They were told of this already.")
    ended.save(force_insert=True)
    if ended.asker.is_active:
        notices.post("signal", ended.asker, sending.path_of(ended.inquiry))
    return ended


# -- what each of them does -------------------------------------------------------------------------------------------


def _answered_by(question: Question, by) -> None:
    if question.asker_id == by.id:
        raise Refused("Nobody answers their own question.", "The chair of governors answers the Headteacher’s.")
    require(by, deciders.permission(question.goes_to, ANSWERS), question)


def _take(question: Question, by, text: str, for_everyone: bool, shown_as: str, unclear: bool) -> None:
    _answered_by(question, by)
    question.answer, question.for_everyone = text.strip(), for_everyone
    question.shown_as = (shown_as.strip() or question.text) if for_everyone else ""
    question.answered_by_id, question.answered_at, question.unclear = by.pk, timezone.now(), unclear


def _tell_asker(question: Question, by) -> None:
    if question.asker_id != by.pk and question.asker.is_active:
        notices.post("signal", question.asker, question.get_absolute_url())


def _write_to_answerers(question: Question) -> None:
    answering = who_can(question.school, deciders.permission(question.goes_to, ANSWERS))
    notices.post_many("task", answering.exclude(pk=question.asker_id), question.get_absolute_url())


# -- what follows from what happens elsewhere -----------------------------------------------------------------


@answer("role.grant")
def _role_given(held: Grant, *, by) -> None:
    """Whoever becomes Headteacher no longer has their questions answered by a Headteacher."""
    if deciders.goes_to([held.role], ANSWERS) == deciders.CHAIR:
        theirs = Question.objects.filter(asker_id=held.adult_id, state=rules.OPEN, goes_to=deciders.HEADTEACHER)
        for question in theirs.select_related("school", "asker"):
            hand_over(question, by=WORKER)


@answer("version.publish")
def _published(version: Version, *, by) -> None:
    """What was asked about a clause stands with the clauses that go back to it."""
    before = version.before or _superseded_by(version)
    if before is None:
        return
    asked = Question.stands_with.through.objects.filter(clause__version=before)
    asked = list(asked.exclude(question__state=rules.WITHDRAWN).values_list("question_id", "clause__ident"))
    if not asked:
        return
    rows = {clause.ident: clause for clause in version.clauses.only("ident", "came_from", "version")}
    lineage = {ident: clause.came_from for ident, clause in rows.items()}
    Question.stands_with.through.objects.bulk_create(
        [
            Question.stands_with.through(question_id=question, clause_id=rows[ident].pk)
            for question, old in asked
            for ident in rules.descends(old, lineage)
        ],
        ignore_conflicts=True,
    )


def _superseded_by(version: Version) -> Version | None:
    others = Version.objects.filter(policy_id=version.policy_id, state=SUPERSEDED)
    return others.order_by("-superseded_at").first()
