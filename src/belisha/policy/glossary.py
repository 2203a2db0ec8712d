"""The words that a version defines, as entries to be linked to, and the places in its text where they occur."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from belisha.policy.models import Clause
from belisha.policy.reading.folding import STRAIGHT
from belisha.policy.reading.particulars import defines

# A document that defines more than this many words at once is a dictionary; the rest stand in the list, unlinked.
LINKED = 150
EDGE = r"(?<![\w-])(?:{})(?![\w-])"


@dataclass(frozen=True)
class Term:
    """One entry: the word as it was written, where the entry stands on the page, and the clause that defines it."""

    word: str
    anchor: str
    clause: Clause


class Glossary:
    """The terms of one version. `linked` is asked for every clause, so everything is worked out beforehand."""

    def __init__(self, definitions: Iterable[Clause], address: Callable[[Term], str] = lambda term: f"#{term.anchor}"):
        self.terms = _terms(definitions)
        self._links, forms = {}, {}
        for term in self.terms[:LINKED]:
            self._links[term] = format_html('<a class="belisha-term" href="{}">', address(term))
            for form in _forms(term.word):
                forms.setdefault(form, term)
        self._forms: Mapping[str, Term] = forms
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        among = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in longest_first)
        self._pattern = re.compile(EDGE.format(among), re.I) if forms else None

    def linked(self, text: str, clause: Clause | None = None) -> SafeString:
        """The text for a page, each term a link where it first occurs. A definition does not lead to itself."""
        if self._pattern is None:
            return escape(text)
        parts, at, seen = [], 0, set()
        for match in self._pattern.finditer(text.translate(STRAIGHT)):
            term = self._forms[" ".join(match[0].lower().split())]
            if term in seen or (clause is not None and term.clause.pk == clause.pk):
                continue
            seen.add(term)
            parts += [escape(text[at : match.start()]), self._links[term], escape(text[slice(*match.span())]), "</a>"]
            at = match.end()
        # Every part is escaped or our own.
        return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308


def _terms(definitions: Iterable[Clause]) -> list[Term]:
    """An entry for each definition, with an anchor of its own; the word is "" where the text does not say it."""
    found, taken = [], set()
    for clause in definitions:
        # A clause that was read before there was a second reading has no particulars.
        word = clause.particulars.get("defines") or defines(clause.text)
        anchor = f"word-{slugify(word)[:60] or clause.ident}"
        if anchor in taken:
            anchor = f"word-{clause.ident}"
        taken.add(anchor)
        found.append(Term(word, anchor, clause))
    return found


def _forms(word: str) -> list[str]:
    """How a term may be written, in small letters: each of "adults/employees", one of them and several."""
    found = []
    for form in word.translate(STRAIGHT).lower().split("/"):
        form = " ".join(form.split()).strip("\"' ")
        if len(form) > 1:
            found += [form, *_numbers(form)]
    return found


def _numbers(form: str) -> list[str]:
    """The plural of a singular, and the singular of a plural, as far as English is regular."""
    if form.endswith("ies"):
        return [f"{form[:-3]}y"]
    if form.endswith("s") and not form.endswith(("ss", "us", "is")):
        return [form[:-1]]
    if re.search(r"[^aeiou]y$", form):
        return [f"{form[:-1]}ies"]
    return [f"{form}es" if re.search(r"(?:s|x|ch|sh)$", form) else f"{form}s"]
