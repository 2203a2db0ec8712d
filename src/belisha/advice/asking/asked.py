"""What was asked and said so far, as pages show it, and the way back."""

from dataclasses import dataclass

from django.urls import reverse

from belisha.advice.asking import rules


@dataclass(frozen=True)
class Said:
    """A line of what was said, and where it is changed; what a register knows is not."""

    key: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Usual:
    """A fact that is left, with what it nearly always is."""

    name: str
    question: str
    value: str


def said(inquiry, stands) -> list[Said]:
    """Everything that was said, and what the registers know beside it."""
    facts, lines = stands.facts.facts, []
    for number, name in enumerate(rules.in_order(stands.facts, inquiry.said, inquiry.asked), 1):
        url = reverse("asking:change", args=[inquiry.pk, number])
        if name == rules.DECLARATION:
            lines.append(Said("The pupil", "One of your declarations" if inquiry.declaration else "Another pupil", url))
        elif name in facts and name not in stands.registers:
            value = inquiry.said[name]
            words = "You don’t know" if value is None else _in_words(facts[name], rules.as_value(facts[name], value))
            lines.append(Said(facts[name].label, words, url))
    return lines + [Said(facts[name].label, each.says) for name, each in stands.registers.items()]


def usual(stands) -> list[Usual]:
    """What is left to ask, all of which has a usual answer."""
    facts = [stands.facts.facts[name] for name in stands.asks]
    return [Usual(fact.name, fact.question or fact.label, _in_words(fact, fact.silent)) for fact in facts]


def back(inquiry, stands, number: int = 0) -> str:
    """The question before: the last that was asked, or the one before the `number` that is being changed."""
    names = rules.in_order(stands.facts, inquiry.said, inquiry.asked)
    before = (number or len(names) + 1) - 1
    # What it began with was looked through as a whole; before that is the page of what people want to do.
    begun = sum(name not in inquiry.asked for name in names)
    return reverse("asking:change", args=[inquiry.pk, before]) if before > begun else reverse("asking:start")


def _in_words(fact, value) -> str:
    words = fact.in_words(value)
    return words[:1].upper() + words[1:]
