"""Everything that changes a question or its answer."""

from uuid import UUID

from django.utils import timezone

from belisha.advice import rules
from belisha.advice.models import Question
from belisha.core import notices
from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed, Refused
from belisha.people.queries import who_can
from belisha.policy.models import Clause, Version
from belisha.policy.rules import PUBLISHED, SUPERSEDED

GIVEN = ("answer", "answered_by", "answered_at", "for_everyone", "shown_as")


@action("question.ask", needs=Can.ASK_QUESTION, sentence="{by} asked a {about}")
def ask(clause: Clause, *, by, text: str, key: UUID) -> Question:
    """Ask about a clause in force. It reaches everybody who answers questions in the school (clause 4-14-a)."""
    if clause.version.state != PUBLISHED:
        raise NotAllowed("A newer version of the policy is in force.", "Find the clause there and ask about it.")
    if Question.objects.filter(pk=key).exists():
        raise NotAllowed("This was sent already.", "You find it under Questions.")
    question = Question.objects.create(id=key, school_id=clause.school_id, clause=clause, asker=by, text=text.strip())
    question.stands_with.add(clause)
    answering = who_can(clause.school, Can.ANSWER_QUESTION).exclude(pk=by.pk)
    notices.post_many("task", answering, question.get_absolute_url())
    return question


@action("question.answer", needs=Can.ANSWER_QUESTION, sentence="{by} answered a {about}")
def give_answer(question: Question, *, by, text: str, for_everyone: bool, shown_as: str = "") -> None:
    """Answer for everybody, under words of the question that everybody may read, or for the asker alone."""
    _take(question, by, text, for_everyone, shown_as)
    rules.LIFECYCLE.move(question, "answer", with_fields=GIVEN)
    _tell_asker(question, by)


@action("question.change", needs=Can.ANSWER_QUESTION, sentence="{by} changed the answer to a {about}")
def change_answer(question: Question, *, by, text: str, for_everyone: bool, shown_as: str = "") -> None:
    """Change what was answered, or for whom. The log keeps that it was changed, and not what it said."""
    _take(question, by, text, for_everyone, shown_as)
    rules.LIFECYCLE.move(question, "change", with_fields=GIVEN)
    _tell_asker(question, by)


@action("question.withdraw", needs=Can.ASK_QUESTION, sentence="{by} withdrew a {about}")
def withdraw(question: Question, *, by) -> None:
    """Take a question back that nobody has answered yet. Only its asker still sees it."""
    if question.asker_id != by.id:
        raise Refused("Only whoever asked can withdraw a question.")
    rules.LIFECYCLE.move(question, "withdraw")


def _take(question: Question, by, text: str, for_everyone: bool, shown_as: str) -> None:
    question.answer, question.for_everyone = text.strip(), for_everyone
    question.shown_as = (shown_as.strip() or question.text) if for_everyone else ""
    question.answered_by_id, question.answered_at = by.pk, timezone.now()


def _tell_asker(question: Question, by) -> None:
    if question.asker_id != by.pk and question.asker.is_active:
        notices.post("signal", question.asker, question.get_absolute_url())


# -- what follows from what happens elsewhere -----------------------------------------------------------------


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
