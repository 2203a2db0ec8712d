"""What is sent of an answer that somebody was given: facts, answer and clauses, in the words of that day."""

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from belisha.advice.asking import rules, showing
from belisha.advice.asking.models import Inquiry
from belisha.reasoning.explanation import OPEN


def deciding(inquiry: Inquiry) -> list[str]:
    """The ids of the clauses that decided."""
    return list(dict.fromkeys(row["id"] for row in inquiry.explanation["clauses"] if row["role"] == "decides"))


def named(inquiry: Inquiry) -> list[str]:
    """The ids of every clause that bore on it, those that decided first. One that was left open and decided nothing
    is not among them: what it speaks of may have nothing to do with whoever asks."""
    every = (row["id"] for row in inquiry.explanation["clauses"] if row["result"] != OPEN)
    return list(dict.fromkeys([*deciding(inquiry), *every]))


def snapshot(inquiry: Inquiry, clauses: Mapping) -> dict:
    """Everything that goes along with the question, as plain data: a later version of anything rewrites none of it.

    `clauses` are those of `named` as the school's policy words them, by their ids.
    """
    found = showing.answer(inquiry.explanation, rules.facts(), clauses, inquiry.registers)
    decided = deciding(inquiry)
    return {
        "said": inquiry.said, "verdict": found.verdict, "words": found.words,
        "because": [line.says for line in found.because], "instead": found.instead,
        "must": [line.says for line in found.duties], "gaps": list(found.gaps), "unknown": list(found.unknown),
        "facts": [{"label": row.label, "value": row.value, "source": _source(row.source), "says": row.says}
                  for row in found.facts],
        "missing": [words for row in found.exceptions for words in row.missing],
        "clauses": [
            {"ident": ident, "number": str(clauses[ident]), "text": clauses[ident].text, "decides": ident in decided}
            for ident in named(inquiry) if ident in clauses
        ],
        "answered_at": inquiry.answered_at.isoformat(),
    }  # fmt: skip


def _source(words: str) -> str:
    """Whoever answers reads it too, and has said nothing."""
    return "Said by whoever asks" if words == showing.SAID_SO else words


def path_of(inquiry_id: UUID) -> str:
    """Where whoever asked finds an answer of theirs."""
    return reverse("asking:detail", args=[inquiry_id])
