"""The linter's own eyes, for what no list of phrases can see: broken references, gaps in numbers, dates that passed."""

import calendar
import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from belisha.policy.rules import add_months
from belisha.remarks.looking import SIGNS, Found, Line, Paper, fold

POINTER = re.compile(
    r"\b(?P<what>paragraph|section|clause|para|appendix|annex|schedule)s?\s+(?P<number>\d+(?:\.\d+)*|[A-H]\b)", re.I
)
# A number that belongs to somebody else's text: the words around it name an Act or guidance.
ELSEWHERE = re.compile(
    r"\b(?:Act|Acts|Regulations?|Order|KCSIE|Keeping Children|guidance|Guidance|Convention|Standards)\b"
)
HERE = re.compile(r"\b(?:this|our) (?:policy|document|code)\b|\b(?:above|below)\b", re.I)
NUMBER = re.compile(r"(\d+(?:\.\d+)*)(?![\d/])")
PLACEHOLDER = re.compile(
    r"\[[^\]\n]*\b(?:insert|name|school|academy|date|title|add|enter|head\w*|contact|number)\b[^\]\n]*\]"
    r"|<[^>\n]*\b(?:insert|name|school|academy|date|title|add|enter|contact|number)\b[^>\n]*>"
    r"|\bX{3,}\b|\{\{?[^{}\n]{2,40}\}?\}|\b(?:insert|enter|add) (?:school|name|date|title|details) here\b",
    re.I,
)
TWICE = re.compile(r"\b([a-z]{2,})\s+\1\b", re.I)
RIGHTLY_TWICE = {"that", "had", "very", "many", "bye"}
QUOTED = re.compile(r"[“\"‘]([A-Z][\w-]+(?: [A-Za-z][\w-]*){0,3})[”\"’](?!\w)")
# Words in capitals that legal drafting uses for what it has defined: "the Authorised Users".
CAPITALS = re.compile(
    r"\b(?:the|an?|any|all|each|every) ((?:[A-Z][a-z]+ )+"
    r"(?:Devices?|Users?|Accounts?|Systems?|Content|Materials?|Persons?|Individuals?|Equipment|Platforms?|Information))\b"
)
# Before a name in quotation marks, or behind it, that is no term: a platform, the words of a sign on the wall.
NAMED = re.compile(r"\b(?:such as|like|e\.?g\.?|sites?|apps?|platforms?|called|named) $", re.I)
SHOWN = re.compile(r"[”\"’] (?:notice|sign|sticker|poster|button|page|tab|menu|field|friend|request|follow)s?\b", re.I)
MEANS = r"(?:means|mean|is|are|refers? to|can be defined|includes?|covers?)"
MONTHS = {
    name.lower(): at for names in (calendar.month_name, calendar.month_abbr) for at, name in enumerate(names) if name
}
SHORT = 25  # words of a line that gives a date of the document, and not of something in it


def broken_cross_reference(paper: Paper, asked: Mapping) -> Iterator[Found]:
    """Paragraphs, sections and appendices that a clause points to and the document does not have."""
    numbers, letters = _numbers(paper), _letters(paper)
    for line in paper.clauses:
        for hit in POINTER.finditer(line.text):
            around = line.text[max(0, hit.start() - 60) : hit.end() + 70]
            ours = HERE.search(line.text[hit.end() : hit.end() + 30])
            if not ours and ELSEWHERE.search(around):
                continue
            if hit["number"].upper() not in (letters if hit["number"].isalpha() else numbers):
                yield Found(line.ident, hit[0])


def _numbers(paper: Paper) -> set[str]:
    """Every number the document prints, and those above it: 7.2 stands in 7."""
    printed = {line.number for line in paper.lines} | {line.text[:12] for line in paper.lines if line.kind == "heading"}
    found: set[str] = set()
    for text in printed:
        if hit := re.match(r"\W*(?:section |part |appendix |paragraph )?(\d+(?:\.\d+)*)", text, re.I):
            parts = hit[1].split(".")
            found |= {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return found


def _letters(paper: Paper) -> set[str]:
    headings = (line.text for line in paper.lines if line.kind == "heading" or len(line.text) < 80)
    named = (re.match(r"\W*(?:appendix|annex|schedule)\s+([A-H]|\d+)\b", text, re.I) for text in headings)
    return {hit[1].upper() for hit in named if hit}


def placeholder(paper: Paper, asked: Mapping) -> Iterator[Found]:
    """Places of a model text in which nobody wrote anything."""
    for line in paper.lines:
        if hit := PLACEHOLDER.search(line.text):
            yield Found(line.ident, hit[0])


def doubled_words(paper: Paper, asked: Mapping) -> Iterator[Found]:
    """A word that stands twice."""
    for line in paper.clauses:
        if (hit := TWICE.search(line.text)) and hit[1].lower() not in RIGHTLY_TWICE:
            yield Found(line.ident, hit[0])


def undefined_terms(paper: Paper, asked: Mapping) -> Iterator[Found]:
    """Terms in quotation marks or capitals that look defined and are not."""
    whole = "\n".join(line.text for line in paper.lines)
    defined = {fold(line.defines) for line in paper.lines if line.defines}
    seen = set()
    for line in paper.clauses:
        for hit in (*QUOTED.finditer(line.text), *CAPITALS.finditer(line.text)):
            term = hit[1]
            if fold(term) in seen | defined or _is_no_term(line.text, hit) or _is_defined(term, whole):
                continue
            seen.add(fold(term))
            yield Found(line.ident, term)


def _is_no_term(text: str, hit: re.Match) -> bool:
    """Whether the words are those of a post, of a platform or of something on display."""
    post = hit[1].startswith("Designated ") and "Person" in hit[1]
    return post or bool(NAMED.search(text[: hit.start()]) or SHOWN.match(text, hit.end() - 1))


def _is_defined(term: str, whole: str) -> bool:
    one = re.escape(term.rstrip("s"))
    said = (
        rf"{one}s?[”\"’*)]*(?:\s*[-–—:]+)?\s+{MEANS}\b",  # the term means …
        rf"\([^()]*[“\"‘]{one}s?[”\"’][^()]*\)",  # … (the “Term”)
        rf"(?:called|known as|term|phrase|word)s? [“\"‘]?{one}",
        rf"\b(?:policy|guidance|document|report|note|book|form|entitled|titled|see)[:,]? (?:on |the )*[“\"‘]{one}",
    )
    return any(re.search(each, whole, re.I) for each in said)


def number_gaps(paper: Paper, asked: Mapping) -> Iterator[Found]:
    """Numbers of sections and paragraphs that jump, or that do not begin at one."""
    seen: dict[str, set[int]] = defaultdict(set)
    where: dict[tuple[str, int], str] = {}
    lists: set[int] = set()  # numbers of clauses with no section above them: they fill a gap and make none
    for line in paper.lines:
        hit = NUMBER.match(line.number) or (NUMBER.match(line.text) if line.kind == "heading" else None)
        if not hit:
            continue
        if line.kind != "heading" and "." not in hit[1]:
            lists.add(int(hit[1]))
            continue
        parts = [int(part) for part in hit[1].split(".")]
        for depth, each in enumerate(parts):
            above = ".".join(map(str, parts[:depth]))
            seen[above].add(each)
            where.setdefault((above, each), line.ident)
    for above, numbers in seen.items():
        there = numbers | (set() if above else lists)
        wanted = next(number for number in range(1, max(numbers) + 2) if number not in there)
        after = [number for number in numbers if number > wanted]
        if after and max(numbers) < 100:
            name = f"{above}.{wanted}".lstrip(".")
            yield Found(where[above, min(after)], f"{name} is missing")


def review_overdue(paper: Paper, asked: Mapping) -> Iterator[Found]:
    """A day of review that passed: the school's own, or the one the document gives."""
    if paper.review_due:
        if paper.review_due < paper.today:
            yield Found("", f"due on {paper.review_due.day} {paper.review_due:%B %Y}")
        return
    due = _latest(paper, asked.get("due_after", ()))
    if not due and (dated := _latest(paper, asked.get("dated_after", ()))):
        due = (dated[0], add_months(dated[1], paper.review_months))
    if due and due[1] < paper.today:
        yield Found(due[0].ident, due[0].text[:80])


def _latest(paper: Paper, after) -> tuple[Line, datetime.date] | None:
    """The last of the days that stand behind one of these words in the short lines of a document."""
    found = [
        (line, day)
        for line in paper.lines
        if len(line.folded.split()) <= SHORT
        for words in after
        if (day := _day_after(line.folded, f" {words} "))
    ]
    return max(found, key=lambda pair: pair[1], default=None)


def _day_after(folded: str, words: str) -> datetime.date | None:
    at = folded.find(words)
    if at < 0:
        return None
    said = folded[at + len(words) :].split()[:6]
    for index, word in enumerate(said):
        if not re.fullmatch(r"20\d\d", word):
            continue
        year, before = int(word), said[:index]
        month = next((MONTHS[each] for each in before if each in MONTHS), 0)
        if not month and before and before[-1].isdigit() and 1 <= int(before[-1]) <= 12:
            month = int(before[-1])
        month = month or 12
        return datetime.date(year, month, calendar.monthrange(year, month)[1])
    return None


def stale_citation(paper: Paper, asked: Mapping) -> Iterator[Found]:
    """Citations of an edition that was replaced."""
    for ident, cited in paper.cited.items():
        for each in cited:
            if each.stale and (book := paper.book(each.key)):
                yield Found(ident, f"{book.title}, {each.edition}", each.key)


def unchecked_references(paper: Paper, asked: Mapping) -> Iterator[Found]:
    """References that the document leans on and whose day of checking has passed."""
    for ident, cited in paper.cited.items():
        for each in cited:
            book = paper.book(each.key)
            if book and book.next_check and book.next_check < paper.today:
                yield Found(ident, book.title)


SIGNS.update(
    {
        "broken-cross-reference": broken_cross_reference,
        "placeholder": placeholder,
        "doubled-words": doubled_words,
        "undefined-terms": undefined_terms,
        "number-gaps": number_gaps,
        "review-overdue": review_overdue,
        "stale-citation": stale_citation,
        "unchecked-references": unchecked_references,
    }
)
