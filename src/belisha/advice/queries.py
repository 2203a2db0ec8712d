"""Questions and answers, each for somebody."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Q, QuerySet
from django.shortcuts import get_object_or_404

from belisha.advice import rules
from belisha.advice.models import Question
from belisha.core import keyset
from belisha.core.access import Can, held, may, visible_to
from belisha.policy.models import Clause, Version
from belisha.policy.queries import clause_for
from belisha.policy.rules import PUBLISHED, READABLE
from belisha.policy.searching.places import MOST, within
from belisha.policy.searching.rules import ANSWERS, Hit, Words

PAGE = 50


@dataclass(frozen=True)
class Seen:
    """A question as one adult sees it: whose words, whose name, and whether it was about an earlier wording."""

    question: Question
    words: str
    mine: bool
    asker: str
    earlier: bool


def questions(actor) -> QuerySet[Question]:
    """The questions that the actor may know of."""
    found = visible_to(actor, Question.objects.select_related("clause__version__policy", "school", "asker"))
    return found.defer("clause__version__source")


def question_for(actor, question_id) -> Question:
    return get_object_or_404(questions(actor), pk=question_id)


def clause_to_ask_about(actor, version_id, ident: str) -> Clause:
    return clause_for(actor, version_id, ident)


def seen(actor, question: Question, beside: Clause | None = None) -> Seen:
    """Others than the asker and those who answer read the question as it was put for everybody, and no name."""
    mine, answers = question.asker_id == actor.id, may(actor, Can.ANSWER_QUESTION, question)
    return Seen(
        question, question.text if mine or answers else question.shown_as, mine,
        question.asker.name if answers and not mine else "",
        beside is not None and question.clause.text != beside.text,
    )  # fmt: skip


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
    """Where the actor answers: what they asked of others themselves does not wait for them."""
    return held(Can.ANSWER_QUESTION).q(actor)


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
    answers = may(actor, Can.ANSWER_QUESTION)
    return {name: each.label for name, each in LISTS.items() if answers or not each.answering}


def page_of(actor, name: str, after: str = "") -> tuple[list[Seen], str]:
    """One page of a list, and the key of the next one (empty at the end). Costs the same wherever it lies."""
    chosen = LISTS[name]
    rows = chosen.rows(actor).fetch_mode(FETCH_RAISE)
    found, following = keyset.page(rows, by="asked_at", key="id", after=after, size=PAGE, falling=chosen.falling)
    return [seen(actor, question) for question in found], following


# -- what is found -------------------------------------------------------------------------------------------------


def search(actor, words: Words) -> list[Hit]:
    """Answers for everybody that may hold what is looked for. The asker's own words are not searched: others read
    the question as it was put for everybody."""
    rows = _everyone(actor).filter(within(words, "shown_as", "answer")).order_by("pk")[:MOST]
    return [Hit(row.shown_as, row.answer, row.get_absolute_url(), ANSWERS) for row in rows]
