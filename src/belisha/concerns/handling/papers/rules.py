"""What a paper says, from its template and what was filled in. No database, no Word."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from belisha.concerns.handling.rules import Answered, Ask, answered_from, ask_from, missing
from belisha.core.workflow import Workflow
from belisha.packs.concerning import concern_table

DRAFT, GIVEN, DROPPED = "draft", "given", "dropped"
STATES = {DRAFT: "Draft", GIVEN: "Sent", DROPPED: "Put away"}
LIFECYCLE = Workflow(give=({DRAFT}, GIVEN), drop=({DRAFT}, DROPPED))
# Where the templates stand.
TABLES = ("letters", "prevent")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a letter; `when`: only if this was answered so."""

    text: str
    when: Answered | None = None


@dataclass(frozen=True)
class Template:
    """A letter or a form that leaves the school."""

    key: str
    label: str
    says: str
    file: str
    asks: tuple[Ask, ...]
    title: str = ""
    numbers: str = ""
    names_no_child: bool = False
    confirm: Answered | None = None
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of the file as it will be: a heading, or words under it."""

    text: str
    heading: bool = False


@cache
def templates() -> dict[str, Template]:
    """Every template that ships, by its key."""
    rows = [row for table in TABLES for row in concern_table(table)["papers"]]
    return {row["key"]: _template(row) for row in rows}


def hinders(template: Template, said: Mapping[str, str]) -> str:
    """Why the file cannot be made yet; empty if it can."""
    if template.confirm and said.get(template.confirm.ask) not in (None, "", *template.confirm.is_):
        return template.confirm.says
    if left := missing(template.asks, said):
        return f"Something is still to be answered: {left[0].label}"
    return ""


def lines(template: Template, said: Mapping[str, str], school: str, today: str) -> list[Line]:
    """What stands in the file. Nothing is left to be filled in: what was not given and not needed leaves no trace."""
    if template.paragraphs:
        return _letter(template, {**said, "school": school, "today": today})
    return _form(template, said, school, today)


def _letter(template: Template, said: Mapping[str, str]) -> list[Line]:
    found = []
    for each in template.paragraphs:
        if each.when and said.get(each.when.ask) not in each.when.is_:
            continue
        text = _filled(each.text, said)
        if text:
            found.append(Line(text))
    return found


def _form(template: Template, said: Mapping[str, str], school: str, today: str) -> list[Line]:
    found, section = [Line(template.title, heading=True), Line(f"{school}, {today}")], ""
    for ask in template.asks:
        answer = said.get(ask.key, "")
        if ask.inside or not answer:
            continue
        if ask.section != section:
            section = ask.section
            found.append(Line(section, heading=True))
        found.append(Line(f"{ask.label} {ask.choices.get(answer, answer)}" if ask.choices else answer))
    return found


def _filled(text: str, said: Mapping[str, str]) -> str:
    """The text with its answers, in one pass: an answer that has braces in it is not filled in again."""
    out, rest = "", text
    while "{" in rest:
        before, _, rest = rest.partition("{")
        key, _, rest = rest.partition("}")
        if not said.get(key):
            return ""
        out += before + str(said[key])
    return out + rest


def _template(row: dict) -> Template:
    plain = {name: row[name] for name in ("key", "label", "says", "file")}
    extra = {name: row[name] for name in ("title", "numbers") if name in row}
    return Template(
        **plain, **extra, asks=tuple(map(ask_from, row["asks"])), confirm=answered_from(row.get("confirm")),
        names_no_child=row.get("named_child") == "refused",
        paragraphs=tuple(map(_paragraph, row.get("paragraphs", ()))),
    )  # fmt: skip


def _paragraph(row) -> Paragraph:
    return Paragraph(row) if isinstance(row, str) else Paragraph(row["text"], answered_from(row["when"]))
