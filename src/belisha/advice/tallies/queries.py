"""What is shown of what people ask, and what the policy leaves open, each for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import FETCH_RAISE

from belisha.advice import queries as advice
from belisha.advice.tallies import rules
from belisha.advice.tallies.models import CountingTerms, Period, Shown
from belisha.core.access import Can, may, visible_to
from belisha.core.queries import school_for
from belisha.packs.advising import advice_table
from belisha.packs.loading import load_pack
from belisha.policy.models import Clause
from belisha.reasoning.checking import CONTRADICTION, GAP, check
from belisha.reasoning.rules import ACT, VERDICTS
from belisha.reasoning.shipped import shipped_facts
from belisha.rulebook.queries import Book, book_in_force

# As many unclear questions as a page can hold; who has more begins an edition.
MOST = 100
HEADINGS = dict(zip(VERDICTS, ("Permitted", "Be cautious", "Needs permission", "Forbidden"), strict=True))


@dataclass(frozen=True)
class Row:
    """An act, and what is shown under each verdict; None where it is hidden."""

    label: str
    bands: tuple[tuple[str, rules.Band | None], ...]


@dataclass(frozen=True)
class Table:
    """What is shown of a finished period: rows, and the acts with which each mark was met often enough."""

    period: Period
    rows: list[Row]
    marked: dict[str, list[str]]

    @property
    def silent(self) -> list[str]:
        return self.marked.get(rules.SILENT, [])

    @property
    def unsettled(self) -> list[str]:
        return self.marked.get(rules.UNSETTLED, [])

    @property
    def unread(self) -> list[str]:
        return self.marked.get(rules.UNREAD, [])


@dataclass(frozen=True)
class Left:
    """A gap of the policy in words, with the clauses it lies between and the acts with which it was often met."""

    says: str
    suggestion: str
    clauses: list[Clause]
    met_with: list[str]


@dataclass(frozen=True)
class Findings:
    """What the edition in force leaves open, and whether the actor may begin the next one."""

    book: Book
    gaps: list[Left]
    contradictions: list[str]
    silences: list[str]
    may_begin: bool


# -- the counts ----------------------------------------------------------------------------------------------------


def periods(actor) -> list[Period]:
    """The finished periods, newest first."""
    school = school_for(actor, Can.SEE_ASKED)
    found = visible_to(actor, Period.objects.filter(school=school, state=rules.SHOWN))
    return list(found.order_by("-first"))


def running(actor) -> Period | None:
    """The days that are being counted. Nothing is known of them but that they are."""
    found = visible_to(actor, Period.objects.filter(school_id=actor.school_id, state=rules.RUNNING))
    return found.order_by("-first").first()


def chosen(found: list[Period], first: str) -> Period | None:
    """The period that begins on a day, as it stands in an address; else the newest."""
    return next((period for period in found if str(period.first) == first), found[0] if found else None)


def table(actor, period: Period) -> Table:
    """What is shown of a period, in the order in which acts are offered."""
    found = {row.cell: row.band for row in visible_to(actor, Shown.objects.filter(period=period))}
    labels = {rules.NO_ACT: "something that was not understood", **shipped_facts().facts[ACT].labels}
    rows = []
    for act in _in_order(cell.act for cell in found):
        bands = tuple((HEADINGS[each], found.get(rules.Cell(act, each, rules.ITSELF))) for each in VERDICTS)
        rows.append(Row(labels.get(act, act), bands))
    marked: dict[str, list[str]] = {}
    for act in _in_order(cell.act for cell in found):
        for mark in sorted({cell.mark for cell in found if cell.act == act} - {rules.ITSELF}):
            marked.setdefault(mark, []).append(labels.get(act, act))
    return Table(period, rows, marked)


def _in_order(acts: Iterable[str]) -> list[str]:
    """Each act once, those that are no longer offered at the end."""
    order = {act: place for place, act in enumerate(shipped_facts().facts[ACT].values)}
    return sorted(set(acts), key=lambda act: (order.get(act, len(order)), act))


def lines(actor, period: Period) -> list[tuple[str, ...]]:
    """A period as rows of a spreadsheet."""
    heads = ("What somebody wanted to do", *HEADINGS.values())
    return [heads, *((row.label, *(str(band or "") for _, band in row.bands)) for row in table(actor, period).rows)]


def terms(actor, school) -> CountingTerms:
    """The school's terms, or those that hold until it chose its own."""
    return visible_to(actor, CountingTerms.objects.filter(school=school)).first() or CountingTerms(school=school)


# -- what the policy leaves open -----------------------------------------------------------------------------------


def findings(actor, marked: dict[str, list[str]]) -> Findings | None:
    """What the edition in force leaves open. None where no policy with rules is in force."""
    book = book_in_force(actor)
    if book is None:
        return None
    told = check(book.rules)
    return Findings(
        book, _gaps(book, marked),
        [each.says for each in told if each.kind == CONTRADICTION], [each.says for each in told if each.kind == GAP],
        may(actor, Can.DRAFT_POLICY, book.version),
    )  # fmt: skip


def _gaps(book: Book, marked: dict[str, list[str]]) -> list[Left]:
    """The gaps that this edition has, those that were met often first."""
    words = {gap.id: gap for gap in load_pack(advice_table("rules")["pack"]).gaps}
    where: dict[str, list[str]] = {}
    for row in book.rules.gaps:
        if row.says["clause"] not in where.setdefault(row.key, []):
            where[row.key].append(row.says["clause"])
    found = [
        Left(
            words[key].gap, words[key].suggestion,
            [book.clauses[ident] for ident in idents if ident in book.clauses], marked.get(key, []),
        )
        for key, idents in where.items() if key in words
    ]  # fmt: skip
    return sorted(found, key=lambda gap: not gap.met_with)


def unclear(actor) -> list[advice.Seen]:
    """The questions at which the Headteacher marked the policy as unclear, as far as the actor may read them."""
    found = advice.questions(actor).filter(school_id=actor.school_id, unclear=True).fetch_mode(FETCH_RAISE)
    return [advice.seen(actor, question) for question in found.order_by("-asked_at", "-id")[:MOST]]
