"""A pack in the words of one school."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from .checking import BRACED
from .pack import Pack, PackClause, PackError

LONGEST_VALUE = 120  # characters; a name or a place, not a paragraph


def render(pack: Pack, values: Mapping[str, str]) -> tuple[PackClause, ...]:
    """The clauses with the school's particulars in place of the braces; defaults stand in for what is not given.

    PackError for a value of an unknown name, a variable that has neither value nor default, or a value that
    could not stand inside a sentence.
    """
    complete = complete_values(pack, values)
    return tuple(replace(clause, text=_fill(clause.text, complete)) for clause in pack.clauses)


def complete_values(pack: Pack, values: Mapping[str, str]) -> Mapping[str, str]:
    """The school's values over the defaults, each trimmed and checked."""
    declared = {variable.name: variable for variable in pack.variables}
    for name in values:
        if name not in declared:
            raise PackError(f"The pack {pack.name} has no variable called {name!r}.")
    given = pack.defaults | {name: _sound(declared[name].label, value) for name, value in values.items()}
    for name, variable in declared.items():
        if name not in given:
            users = [clause.id for clause in pack.clauses if f"{{{name}}}" in clause.text]
            raise PackError(f"{variable.label} is missing; clause {users[0]} needs it.")
    return MappingProxyType(given)


def as_document(pack: Pack, values: Mapping[str, str]) -> tuple[str, Mapping[str, tuple[int, int]]]:
    """The policy as plain text to read, and where each clause stands in it.

    Returns the text (headings, numbered paragraphs, one clause to a line) and, by clause id, (start, end) such
    that text[start:end] is exactly the clause. Errors as for `render`.
    """
    clauses = render(pack, values)
    parts = [f"{pack.title}\n{complete_values(pack, values)['school']}\n" if _names_school(pack) else f"{pack.title}\n"]
    length = len(parts[0])
    spans = {}
    for section in pack.sections:
        inside = [clause for clause in clauses if clause.section == section.number]
        heading = f"\n{section.number}. {section.title}\n\n"
        parts.append(heading)
        length += len(heading)
        for clause in inside:
            number = f"{_number(clause, inside)} "
            spans[clause.id] = (length + len(number), length + len(number) + len(clause.text))
            parts.append(f"{number}{clause.text}\n")
            length += len(parts[-1])
    return "".join(parts), MappingProxyType(spans)


def _names_school(pack: Pack) -> bool:
    return any(variable.name == "school" for variable in pack.variables)


def _number(clause: PackClause, inside: list[PackClause]) -> str:
    """6.7 for a paragraph with one duty, 6.7(a) for one of several: 6-07-a can be found again from either."""
    number = f"{clause.section}.{clause.paragraph}"
    several = sum(other.paragraph == clause.paragraph for other in inside) > 1
    return f"{number}({clause.letter})" if several else number


def _fill(text: str, values: Mapping[str, str]) -> str:
    # One pass, so that a value cannot bring in braces that are filled in turn.
    filled = BRACED.sub(lambda found: values[found[1]], text)
    # A name such as "the Principal" may open a sentence.
    return filled[:1].upper() + filled[1:]


def _sound(label: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PackError(f"{label} is missing.")
    value = value.strip()
    if len(value) > LONGEST_VALUE:
        raise PackError(f"{label} is longer than {LONGEST_VALUE} characters.")
    if re.search(r"[{}\x00-\x1f\x7f-\x9f\u2028\u2029]", value):
        raise PackError(f"{label} must be one line of plain text without braces.")
    return value
