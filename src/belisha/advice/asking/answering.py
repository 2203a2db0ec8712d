"""How an inquiry stands at this moment: the book in force, what was said, and what the registers say now."""

from copy import copy
from dataclasses import dataclass

from belisha.advice.asking import known, rules
from belisha.reasoning.deciding import decide
from belisha.reasoning.explanation import Explanation
from belisha.reasoning.facts import FactSchema
from belisha.reasoning.rules import VERDICTS
from belisha.reasoning.shipped import shipped_rulebook
from belisha.rulebook.queries import Book, book_in_force


@dataclass(frozen=True)
class Standing:
    """The answer as it would be now, what the registers said for it, and what there is to ask first, if anything.

    `left`: facts that a register leaves to the asker, with what it says of them and what their word may then be.
    """

    book: Book
    registers: dict[str, known.Known]
    left: dict[str, known.Known]
    explanation: Explanation
    asks: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def facts(self) -> FactSchema:
        return self.book.rules.facts

    @property
    def stops(self) -> bool:
        return rules.stops(self.explanation, self.book.rules)

    def register_data(self) -> dict:
        """What the registers said, as it is kept with the answer."""
        return {
            name: {"value": _plain(each.value), "source": each.source, "says": each.says, "url": each.url}
            for name, each in self.registers.items()
        }

    def explanation_data(self) -> dict:
        """The answer as plain data, with whether it stops everything and what the school's policy leaves out."""
        return {**self.explanation.as_data(), "stop": self.stops, "left_out": list(self.left_out)}


def standing(actor, inquiry) -> Standing | None:
    """Where an inquiry stands now. Nothing of it is kept from one page to the next. None: no policy with rules."""
    book = book_in_force(actor)
    return _under(book, actor, inquiry, {}) if book and book.rules.rules else None


def what_if(actor, inquiry, fact: str, value) -> Standing | None:
    """The same where one fact were otherwise, also one that a register knows. Nothing is written."""
    book, other = book_in_force(actor), copy(inquiry)
    other.said = {**inquiry.said, fact: value}
    return _under(book, actor, other, {fact: value}) if book and book.rules.rules else None


def _under(book: Book, actor, inquiry, instead: dict) -> Standing:
    said = rules.typed(book.rules.facts, inquiry.said)
    registers = {name: each for name, each in known.from_registers(actor, inquiry).items() if name not in instead}
    values, used = rules.weighed(said, {name: (each.value, each.may_be) for name, each in registers.items()})
    explanation = decide(book.rules, values, {name: registers[name].source for name in used})
    choices = bool(rules.OF_A_DECLARATION & {each.fact for each in explanation.asked_because}) and known.choices(actor)
    usual = decide(book.rules, rules.usually(book.rules.facts, values, inquiry.said))
    asks = rules.next_questions(
        explanation, usual, book.rules.facts, inquiry.said, inquiry.asked, bool(choices)
    )  # fmt: skip
    # What a register has to be told before it can say anything comes before what it then says.
    if first := known.first(registers, asks, inquiry.said):
        asks = (first,)
    left = {name: each for name, each in registers.items() if each.value is None}
    used = {name: registers[name] for name in used}
    return Standing(book, used, left, explanation, asks, _left_out(book, values, explanation))


def _left_out(book: Book, values, explanation: Explanation) -> tuple[str, ...]:
    """Clauses of the shipped policy that would be stricter here, and that the school's own document does not have."""
    if not book.rules.off:
        return ()
    shipped = decide(shipped_rulebook(), values)
    stricter = VERDICTS.index(shipped.verdict) > VERDICTS.index(explanation.verdict)
    return tuple(each for each in shipped.deciding if each in book.rules.off) if stricter else ()


def _plain(value):
    return sorted(value) if isinstance(value, (set, frozenset, list, tuple)) else value
