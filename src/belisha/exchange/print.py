"""The policy as a tagged PDF, for the printer and for a screen reader. Nothing is fetched from anywhere."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from belisha.core.errors import NotAllowed
from belisha.exchange.plain import Plain, Section, columns, normative, sections
from belisha.exchange.said import facts, footing
from belisha.policy.written import Written

MEDIA_TYPE = "application/pdf"
STYLE = Path(__file__).parent / "static" / "exchange" / "print.css"
# Letters of HTML. Laying out takes a second for every 20,000, and keeps others waiting; 60 pages have about 300,000.
LONGEST = 500_000
DEEPEST = 6  # of HTML's headings; the title of the policy is the first


@dataclass(frozen=True)
class Printed:
    """A section as it is printed, with the level of its heading."""

    heading: Written | None
    level: int
    clauses: list[dict]


def page(plain: Plain) -> str:
    """The policy as HTML, every word of it escaped."""
    heads = columns(plain)
    printed = [_printed(section, heads) for section in sections(plain)]
    # A head of a column stands before each of its cells, and over nothing.
    printed = [one for one in printed if one.clauses or not one.heading or one.heading.text not in heads.values()]
    terms = [clause for clause in plain.clauses if clause.kind == "definition"]
    context = {"plain": plain, "facts": facts(plain), "foot": footing(plain), "sections": printed, "terms": terms}
    return render_to_string("exchange/parts/print.html", context)


def document(plain: Plain) -> bytes:
    """The PDF of a version: tagged, in English, with its title."""
    try:
        from weasyprint import CSS, HTML  # takes longer to import than most pages to answer
    except OSError as fault:  # the libraries that draw letters are Debian's, and the machine may not have them
        raise NotAllowed(
            "This server cannot print yet: a part of its system is missing.",
            "Take the Word document. Whoever looks after the server finds what is missing with `belisha check`.",
        ) from fault
    words = page(plain)
    if len(words) > LONGEST:
        raise NotAllowed("This policy is too long to be laid out here.", "Take it as Word, and print that.")
    html = HTML(string=words, url_fetcher=_refuse, base_url=None)
    return html.write_pdf(stylesheets=[CSS(string=_style(), url_fetcher=_refuse)], pdf_variant="pdf/ua-1")


@cache
def _style() -> str:
    return STYLE.read_text("utf-8")


def _refuse(url: str, *args, **kwargs):
    raise ValueError("Nothing is fetched while a policy is printed.")


def _printed(section: Section, heads: dict[str, str]) -> Printed:
    clauses = [
        {
            "ident": clause.ident, "number": clause.number, "text": clause.text, "rule": normative(clause),
            "column": heads.get(clause.ident, ""),
        }
        for clause in section.clauses
    ]  # fmt: skip
    of_a_column = section.heading and section.heading.text in {clause["column"] for clause in clauses}
    return Printed(None if of_a_column else section.heading, min(section.depth + 1, DEEPEST), clauses)
