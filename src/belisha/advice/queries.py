"""Questions and answers, each for somebody."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from belisha.advice import rules, sending
from belisha.advice.asking import cures
from belisha.advice.asking import queries as asking
from belisha.advice.asking.models import Inquiry
from belisha.advice.models import Question, QuestionTerms
from belisha.core import keyset
from belisha.core.access import Can, may, visible_to
from belisha.core.errors import NotAllowed
from belisha.people.days import school_day
from belisha.policy.models import Clause, Version
from belisha.policy.queries import clause_for
from belisha.policy.rules import PUBLISHED, READABLE
from belisha.policy.searching.places import MOST, within
from belisha.policy.searching.rules import ANSWERS, Hit, Words
from belisha.registers import deciders
from belisha.registers.protocols.queries import protocols
from belisha.registers.protocols.rules import AGREED

PAGE = 50
ANSWERS_IT = Can.ANSWER_QUESTION


@dataclass(frozen=True)
class Seen:
    """A question as one adult sees it: whose words, whose name, and whether it was about an earlier wording.

    `whole`: whether they see what was sent with it.
    """

    question: Question
    words: str
    mine: bool
    asker: str
    earlier: bool
    whole: bool


def questions(actor) -> QuerySet[Question]:
    """The questions that the actor may know of."""
    related = ("clause__version__policy", "version__policy", "school", "asker")
    found = visible_to(actor, Question.objects.select_related(*related))
    return found.defer("clause__version__source", "clause__version__pages", "version__source", "version__pages")


def question_for(actor, question_id) -> Question:
    return get_object_or_404(questions(actor), pk=question_id)


def clause_to_ask_about(actor, version_id, ident: str) -> Clause:
    return clause_for(actor, version_id, ident)


def seen(actor, question: Question, beside: Clause | None = None) -> Seen:
    """Others than the asker and those who answer read the question as it was put for everybody, and no name."""
    mine, answering = question.asker_id == actor.id, answers(actor, question)
    return Seen(
        question, question.text if mine or answering else question.shown_as, mine,
        question.asker.name if answering else "", beside is not None and beside.text not in _worded(question),
        mine or answering,
    )  # fmt: skip


def _worded(question: Question) -> list[str]:
    """The clauses that it was asked about, in their words of that day."""
    if question.clause is not None:
        return [question.clause.text]
    return [row["text"] for row in question.sent["clauses"]]


def answers(actor, question: Question) -> bool:
    """Whether it is for the actor to answer. Nobody answers what they asked themselves."""
    return deciders.may_decide(actor, question, question.asker_id, ANSWERS_IT)


def answers_at_all(actor) -> bool:
    """Whether questions of anybody come to the actor."""
    return deciders.decides_at_all(actor, ANSWERS_IT)


def beside(actor, clause: Clause) -> list[Seen]:
    """What was asked about a clause or about those it goes back to, and may be read by the actor, newest first."""
    here = Q(stands_with=clause.pk)
    if clause.version.state not in READABLE:
        here = Q(stands_with__version=clause.version.before_id, stands_with__ident__in=clause.came_from)
    found = questions(actor).filter(here).exclude(state=rules.WITHDRAWN).distinct()
    return [seen(actor, question, clause) for question in found.order_by("-asked_at", "-id")]


def answered(actor, version: Version) -> Counter:
    """How many answers the actor can read, by clause of a version."""
    found = visible_to(actor, Question.objects.filter(state=rules.ANSWERED, stands_with__version=version))
    return Counter(found.values_list("stands_with__ident", flat=True))


def number_open(actor) -> int:
    """How many questions wait for the actor to answer them."""
    return _open(actor).count()


def number_late(actor, today: datetime.date) -> int:
    """How many of them have waited beyond their day."""
    return _open(actor).filter(due__lt=today).count()


def may_ask(actor, clause: Clause) -> bool:
    return clause.version.state == PUBLISHED and may(actor, Can.ASK_QUESTION, clause)


# -- lists ---------------------------------------------------------------------------------------------------------


def _open(actor) -> QuerySet[Question]:
    return questions(actor).filter(_answering(actor), state=rules.OPEN)


def _given(actor) -> QuerySet[Question]:
    return questions(actor).filter(_answering(actor), state=rules.ANSWERED)


def _own(actor) -> QuerySet[Question]:
    return questions(actor).filter(asker_id=actor.id)


def _everyone(actor) -> QuerySet[Question]:
    return questions(actor).filter(state=rules.ANSWERED, for_everyone=True)


def _answering(actor) -> Q:
    """What went to the actor: what they asked of others themselves does not wait for them."""
    return deciders.came_to(actor, ANSWERS_IT) & ~Q(asker_id=actor.id)


@dataclass(frozen=True)
class Listing:
    """One of the lists of questions: its name, what is in it, whether the newest comes first, and for whom it is."""

    label: str
    rows: object
    falling: bool
    answering: bool


LISTS = {
    "open": Listing("Waiting for an answer", _open, falling=False, answering=True),
    "answered": Listing("Answered", _given, falling=True, answering=True),
    "own": Listing("Your own", _own, falling=True, answering=False),
    "everyone": Listing("Answers for everybody", _everyone, falling=True, answering=False),
}


def lists_for(actor) -> dict[str, str]:
    """The lists that there are for the actor, by their name in an address. The first is the one that opens."""
    answering = answers_at_all(actor)
    return {name: each.label for name, each in LISTS.items() if answering or not each.answering}


def page_of(actor, name: str, after: str = "") -> tuple[list[Seen], str]:
    """One page of a list, and the key of the next one (empty at the end). Costs the same wherever it lies."""
    chosen = LISTS[name]
    rows = chosen.rows(actor).fetch_mode(FETCH_RAISE)
    found, following = keyset.page(rows, by="asked_at", key="id", after=after, size=PAGE, falling=chosen.falling)
    return [seen(actor, question) for question in found], following


# -- about an answer ----------------------------------------------------------------------------------------------


def inquiry_to_send(actor, inquiry_id) -> Inquiry:
    """An answer of the actor's own. Where everything stops, somebody is called, and no letter is waited for."""
    found = asking.answered_for(actor, inquiry_id)
    if found.explanation.get("stop"):
        raise NotAllowed("This does not wait for an answer.", "Call the Headteacher or the safeguarding lead now.")
    return found


def sent_before(actor, inquiry: Inquiry) -> Question | None:
    """The question with which the actor sent this answer already."""
    return questions(actor).filter(inquiry=inquiry.pk).exclude(state=rules.WITHDRAWN).first()


def to_send(actor, inquiry: Inquiry) -> dict:
    """What would go along with a question about this answer."""
    return sending.snapshot(inquiry, asking.clauses(actor, inquiry.version_id, sending.named(inquiry)))


def question_to_answer(actor, question_id) -> Question:
    """One that the actor answers; for everybody else that page does not exist."""
    question = question_for(actor, question_id)
    if not answers(actor, question):
        raise Http404
    return question


def answers_to(actor) -> str:
    return asking.answers_to(actor)


def grants(actor, question: Question) -> bool:
    """Whether the actor may answer it with a permission; what belongs to a clause is asked for in its register."""
    return question.clause_id is None and may(
        actor, deciders.permission(question.goes_to, Can.DECIDE_PERMISSION), question
    )


def wanted(question: Question) -> dict:
    """What the form of a permission shows before anything is typed: what was said, and the question itself."""
    given = {name: value for name, value in cures.wanted(question.sent["said"]) if name != "shown"}
    return {**given, "purpose": question.text}


def led_to(question: Question) -> str:
    """Where the permission or the protocol stands that came of it."""
    pages = {rules.PERMITTED: "permissions:detail", rules.AGREED: "protocols:detail"}
    return reverse(pages[question.outcome], args=[question.led_to]) if question.led_to else ""


def terms(actor, school) -> QuestionTerms:
    """By when questions are answered in a school, or what holds until it chose for itself."""
    return visible_to(actor, QuestionTerms.objects.filter(school=school)).first() or QuestionTerms(school=school)


def due_if_asked_today(actor) -> datetime.date:
    return school_day(actor.school_id, timezone.localdate(), terms(actor, actor.school).answer_days)


def agreed_since(actor, question: Question) -> list[tuple[str, str]]:
    """Protocols that were agreed since a question was asked, as choices: one of them may be what came of it."""
    rows = protocols(actor).filter(state=AGREED, agreed_at__gte=question.asked_at).order_by("title", "pk")
    return [(str(row.pk), row.title) for row in rows]


# -- what is found -------------------------------------------------------------------------------------------------


def search(actor, words: Words) -> list[Hit]:
    """Answers for everybody that may hold what is looked for. The asker's own words are not searched: others read
    the question as it was put for everybody."""
    rows = _everyone(actor).filter(within(words, "shown_as", "answer")).order_by("pk")[:MOST]
    return [Hit(row.shown_as, row.answer, row.get_absolute_url(), ANSWERS) for row in rows]
