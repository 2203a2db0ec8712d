"""How an inquiry stands at this moment: the book in force, what was said, and what the registers say now."""

from copy import copy
from dataclasses import dataclass

from belisha.advice.asking import known, rules
from belisha.reasoning.deciding import decide
from belisha.reasoning.explanation import Explanation
from belisha.reasoning.facts import FactSchema
from belisha.rulebook.queries import Book, book_in_force


@dataclass(frozen=True)
class Standing:
    """The answer as it would be now, what the registers said for it, and what there is to ask first, if anything.

    `limits`: the values that one's own word may have where a register leaves a fact to the asker, but not wholly.
    """

    book: Book
    registers: dict[str, known.Known]
    limits: dict[str, tuple[str, ...]]
    explanation: Explanation
    asks: str

    @property
    def facts(self) -> FactSchema:
        return self.book.rules.facts

    @property
    def stops(self) -> bool:
        return rules.stops(self.explanation, self.book.rules)

    def register_data(self) -> dict:
        """What the registers said, as it is kept with the answer."""
        return {
            name: {"value": _plain(each.value), "source": each.source, "says": each.says}
            for name, each in self.registers.items()
        }

    def explanation_data(self) -> dict:
        return {**self.explanation.as_data(), "stop": self.stops}


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
    asks = rules.next_question(explanation, inquiry.said, inquiry.asked, bool(choices))
    limits = {name: each.may_be for name, each in registers.items() if each.may_be}
    return Standing(book, {name: registers[name] for name in used}, limits, explanation, asks)


def _plain(value):
    return sorted(value) if isinstance(value, (set, frozenset, list, tuple)) else value
