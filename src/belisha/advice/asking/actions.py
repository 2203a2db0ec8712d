"""Everything that changes an inquiry. The log says what happened, and of none of it who did it."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from belisha.advice.asking import answering, rules
from belisha.advice.asking.models import Inquiry
from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed
from belisha.people.models import School
from belisha.reasoning.facts import SET
from belisha.reasoning.shipped import shipped_facts
from belisha.rulebook.queries import book_in_force

ANSWER = ("verdict", "explanation", "registers", "version", "text_hash", "answered_at", "proof")


@action("inquiry.begin", needs=Can.ASK_ADVICE, sentence="{by} began {about}", unnamed=True)
def begin(school: School, *, by, key: UUID, doing: str, facts: dict, words: str = "") -> Inquiry:
    """Begin to ask. `facts` are what is known from what somebody chose to do, checked by them; None: not known.

    The key is the inquiry's, so that a second click begins nothing more.
    """
    if found := Inquiry.objects.filter(pk=key, asker=by.pk).first():
        return found
    if Inquiry.objects.filter(pk=key).exists():
        raise NotAllowed("This was sent already.", "Start again from “May I…?”.")
    said = {name: _plain(name, value) for name, value in facts.items()}
    book = book_in_force(by)
    return Inquiry.objects.create(
        id=key, school=school, asker_id=by.pk, doing=doing, words=words.strip(), said=said,
        begun_under=book.version if book else None,
    )  # fmt: skip


@action("inquiry.say", needs=Can.ASK_ADVICE, sentence="{by} said more about {about}", unnamed=True)
def say(inquiry: Inquiry, *, by, fact: str, value) -> None:
    """Say one fact, or that one does not know it (None). What was said of it before is replaced."""
    _still_asking(inquiry)
    inquiry.said = {**inquiry.said, fact: _plain(fact, value)}
    inquiry.asked = list(dict.fromkeys([*inquiry.asked, fact]))
    inquiry.save(update_fields=["said", "asked"])


@action("inquiry.agree", needs=Can.ASK_ADVICE, sentence="{by} agreed to what is usual in {about}", unnamed=True)
def agree(inquiry: Inquiry, *, by, facts: Iterable[str]) -> None:
    """Say of facts that each is as it nearly always is, having seen them listed."""
    _still_asking(inquiry)
    usual = {name: _plain(name, shipped_facts().facts[name].silent) for name in facts}
    inquiry.said = {**inquiry.said, **usual}
    inquiry.asked = list(dict.fromkeys([*inquiry.asked, *usual]))
    inquiry.save(update_fields=["said", "asked"])


@action(
    "inquiry.choose", needs=Can.ASK_ADVICE, sentence="{by} said which declaration is meant in {about}", unnamed=True
)
def choose(inquiry: Inquiry, *, by, declaration: UUID | None) -> None:
    """Say which of one's own declarations is meant; None: another pupil, for whom there is none."""
    _still_asking(inquiry)
    inquiry.declaration = declaration
    inquiry.asked = list(dict.fromkeys([*inquiry.asked, rules.DECLARATION]))
    inquiry.save(update_fields=["declaration", "asked"])


@action("inquiry.conclude", needs=Can.ASK_ADVICE, sentence="{by} was given guidance on {about}", unnamed=True)
def conclude(inquiry: Inquiry, *, by) -> None:
    """Keep the answer: under the version in force now, from what the registers say now."""
    _still_asking(inquiry)
    stands = answering.standing(by, inquiry)
    if stands is None:
        raise NotAllowed("The school has no policy in force that could answer.", "Ask the Headteacher before you act.")
    if stands.asks:
        raise NotAllowed("There is something to ask first.", "Go on with the questions.")
    inquiry.verdict, inquiry.explanation = stands.explanation.verdict, stands.explanation_data()
    inquiry.registers, inquiry.answered_at = stands.register_data(), timezone.now()
    inquiry.version, inquiry.text_hash = stands.book.version, stands.book.version.text_hash
    inquiry.proof = rules.proof(inquiry.record())
    rules.LIFECYCLE.move(inquiry, "conclude", with_fields=ANSWER)


def _still_asking(inquiry: Inquiry) -> None:
    if inquiry.state == rules.ANSWERED:
        raise NotAllowed("This was answered already.", "Look at the answer, try “What if?”, or ask again.")


def _plain(name: str, value):
    """A value as it is kept: checked against the list of facts, a set as a list in order, None for not known."""
    facts = shipped_facts()
    if value is None:
        return None
    typed = facts.typed({name: value})[name]
    return sorted(typed) if facts.facts[name].kind == SET else typed
