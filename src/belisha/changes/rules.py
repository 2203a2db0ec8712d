"""What changed between two versions, clause by clause, and what is proposed about it. No database.

`compare` says it, and `apply` proves it: put the differences to the old version and the new one comes out.
"""

import hashlib
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from belisha.changes.wording import BREAK, GONE, NEW, SAME, Run, from_parts, runs, side, tokens
from belisha.people.rules import binds as speaks_to
from belisha.policy.rules import NORMATIVE

UNCHANGED = "unchanged"
# Every kind of change, in the order in which it is shown. A clause may have several.
KINDS = {
    "new": "New",
    "removed": "Removed",
    "strength": "Strength",
    "scope": "Who is bound",
    "exception": "Exception",
    "duty": "Duty",
    "wording": "Wording",
    "split": "Split",
    "merged": "Merged",
    "moved": "Moved",
    UNCHANGED: "Unchanged",
}
# A sentence of these kinds asks nothing of anybody.
SILENT_KINDS = frozenset({"heading", "information", "reference"})


@dataclass(frozen=True)
class Line:
    """A clause of a version: where it stands, and what it says. Only what it says is compared."""

    ident: str
    text: str
    kind: str = "norm"
    modality: str = "must"
    binds: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    tell: tuple[str, ...] = ()
    deadline: str = ""
    number: str = ""
    section: str = ""

    @property
    def label(self) -> str:
        return self.number if any(letter.isdigit() for letter in self.number) else self.ident


SAID = ("kind", "modality", "binds", "exceptions", "tell", "deadline")
BLANK = Line("", "", "", "", (), (), (), "")


@dataclass(frozen=True)
class Place:
    """Where a clause stands in its version, and what it is called."""

    at: int
    ident: str
    label: str


@dataclass(frozen=True)
class Turn:
    """One thing about a clause that is another now: `name` is a field of `Line`."""

    name: str
    before: str | tuple[str, ...]
    after: str | tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What became of some clauses: of one, of one that was split, of several that were merged, of none, into none."""

    was: tuple[Place, ...]
    now: tuple[Place, ...]
    kinds: tuple[str, ...]
    runs: tuple[Run, ...]
    turns: tuple[tuple[Turn, ...], ...]  # for each clause now, against the first of those before
    binds: tuple[str, ...]  # whoever was or is bound
    section: str = ""
    silent: bool = False  # asks nothing of anybody, before or after
    heading: bool = False

    @property
    def changed(self) -> bool:
        return UNCHANGED not in self.kinds

    @cached_property
    def key(self) -> str:
        """Which clauses it is about, as 32 characters for a form."""
        return _hash([[place.ident for place in each] for each in (self.was, self.now)])[:32]

    @cached_property
    def said(self) -> str:
        """A hash of what they said and say: another as soon as one of them is changed again."""
        return _hash(
            [self.kinds, [side(self.runs, of) for of in (GONE, NEW)], [[asdict(t) for t in ts] for ts in self.turns]]
        )

    def speaks_to(self, kind: str, roles: set) -> bool:
        """Whether an adult of this kind with these roles must hear of it. What names nobody is said to everybody."""
        return not self.binds or speaks_to(self.binds, kind, roles)

    def plain(self) -> dict:
        """As JSON can hold it."""
        return {**asdict(self), "runs": [[run.what, run.parts] for run in self.runs]}


def from_plain(plain: Mapping) -> Difference:
    """The difference that was put down with `plain`."""
    return Difference(
        was=tuple(Place(**place) for place in plain["was"]),
        now=tuple(Place(**place) for place in plain["now"]),
        kinds=tuple(plain["kinds"]),
        runs=tuple(from_parts(what, parts) for what, parts in plain["runs"]),
        turns=tuple(tuple(_turn(turn) for turn in each) for each in plain["turns"]),
        binds=tuple(plain["binds"]),
        section=plain["section"],
        silent=plain["silent"],
        heading=plain["heading"],
    )


def _turn(plain: Mapping) -> Turn:
    before, after = (tuple(v) if isinstance(v, list) else v for v in (plain["before"], plain["after"]))
    return Turn(plain["name"], before, after)


def _hash(said) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


# -- comparing ---------------------------------------------------------------------------------------------------


def compare(before: Sequence[Line], after: Sequence[Line], lineage: Sequence[Iterable[int]]) -> list[Difference]:
    """All of both versions, in the order of the new one, what was removed where it stood.

    `lineage` says for each clause after which of those before it goes back to (`policy.lineage.align`).
    """
    families = _families(len(before), lineage)
    moved = _moved(families)
    found = [
        _difference(was, now, before, after, lineage, moved=index in moved)
        for index, (was, now) in enumerate(families)
    ]  # fmt: skip
    return sorted(found, key=_order(found))


def apply(before: Sequence[Line], differences: Iterable[Difference]) -> list[Line]:
    """The new version, from the old one and the differences alone. Raises `ValueError` where they do not fit."""
    made, used = {}, Counter()
    for each in differences:
        olds = [before[place.at] for place in each.was]
        used.update(place.at for place in each.was)
        if side(each.runs, GONE) != ([line.text for line in olds] or [""]):
            raise ValueError(f"the words before {each.key} are others")
        base = olds[0] if olds else BLANK
        texts = side(each.runs, NEW)
        for place, text, turns in zip(each.now, texts, each.turns, strict=bool(each.now)):
            if any(getattr(base, turn.name) != turn.before for turn in turns):
                raise ValueError(f"the clause before {each.key} is another")
            made[place.at] = replace(
                base, text=text, ident=place.ident, **{turn.name: turn.after for turn in turns}
            )  # fmt: skip
    if used != Counter(range(len(before))) or set(made) != set(range(len(made))):
        raise ValueError("the differences do not account for every clause once")
    return [made[at] for at in range(len(made))]


def _families(number: int, lineage: Sequence[Iterable[int]]) -> list[tuple[list[int], list[int]]]:
    """Clauses before and after that belong together, each clause in exactly one family."""
    home = {place: [[place], []] for place in range(number)}
    for at, places in enumerate(lineage):
        family = [[], [at]]
        for other in {id(home[place]): home[place] for place in places}.values():
            family[0] += other[0]
            family[1] += other[1]
        for place in family[0]:
            home[place] = family
        if not family[0]:
            home["new", at] = family
    once = {id(family): family for family in home.values()}.values()
    return [(sorted(was), sorted(now)) for was, now in once]


def _moved(families: list[tuple[list[int], list[int]]]) -> set[int]:
    """The fewest families that must be taken out for the rest to stand in the order in which they stood."""
    order = sorted((now[0], was[0], index) for index, (was, now) in enumerate(families) if was and now)
    tops, ends, back = [], [], {}
    for _, place, index in order:
        at = bisect_left(tops, place)
        tops[at : at + 1], ends[at : at + 1] = [place], [index]
        back[index] = ends[at - 1] if at else None
    kept, index = set(), ends[-1] if ends else None
    while index is not None:
        kept.add(index)
        index = back[index]
    return {index for *_, index in order} - kept


def _difference(was, now, before, after, lineage, *, moved: bool) -> Difference:
    olds, news = [before[at] for at in was], [after[at] for at in now]
    several = Counter(place for at in now for place in set(lineage[at]))
    told = {
        "new": not olds,
        "removed": not news,
        "split": any(number > 1 for number in several.values()),
        "merged": any(len(set(lineage[at])) > 1 for at in now),
        "moved": moved,
        **_said_otherwise(olds, news),
    }
    kinds = tuple(kind for kind in KINDS if told.get(kind)) or (UNCHANGED,)
    base = olds[0] if olds else BLANK
    texts = [line.text for line in olds], [line.text for line in news]
    return Difference(
        was=tuple(Place(at, line.ident, line.label) for at, line in zip(was, olds, strict=True)),
        now=tuple(Place(at, line.ident, line.label) for at, line in zip(now, news, strict=True)),
        kinds=kinds,
        runs=runs(*texts) if texts[0] != texts[1] else (Run(SAME, tuple(tokens(texts[0]))),),
        turns=tuple(_turns(base, line) for line in news),
        binds=tuple(sorted({word for line in (*olds, *news) for word in line.binds})),
        section=(news or olds)[0].section,
        silent=all(line.kind in SILENT_KINDS for line in (*olds, *news)),
        heading=all(line.kind == "heading" for line in (*olds, *news)),
    )


def _said_otherwise(olds: list[Line], news: list[Line]) -> dict[str, bool]:
    """What the clauses say otherwise. Of one that came or went: whether a duty came or went with it."""
    if not olds or not news:
        return {"duty": any(line.kind == "norm" for line in (*olds, *news))}
    each = {name: [{getattr(line, name) for line in lines} for lines in (olds, news)] for name in SAID}
    other = {name: values[0] != values[1] for name, values in each.items()}
    asks = [any(line.kind in NORMATIVE for line in lines) for lines in (olds, news)]
    one = len(olds) == len(news) == 1
    return {
        "strength": other["modality"],
        "scope": other["binds"] or other["kind"],
        "exception": other["exceptions"],
        "duty": other["tell"] or other["deadline"] or asks[0] != asks[1],
        "wording": olds[0].text != news[0].text if one else _words(olds) != _words(news),
    }


def _words(lines: list[Line]) -> list[str]:
    return [token for token in tokens([line.text for line in lines]) if token != BREAK and not token.isspace()]


def _turns(base: Line, line: Line) -> tuple[Turn, ...]:
    pairs = [(name, getattr(base, name), getattr(line, name)) for name in SAID]
    return tuple(Turn(*pair) for pair in pairs if pair[1] != pair[2])


def _order(found: list[Difference]):
    """By where it stands now; what was removed stands after the clause that it followed."""
    stands = {place.at: each.now[0].at for each in found if each.now for place in each.was}
    last, after = -1, {}
    for each in sorted((each for each in found if each.was), key=lambda each: each.was[0].at):
        last = stands.get(each.was[0].at, last)
        after[each.was[0].at] = last
    return lambda each: (each.now[0].at, 0, 0) if each.now else (after[each.was[0].at], 1, each.was[0].at)


# -- for a page ----------------------------------------------------------------------------------------------------


def grouped(told: Iterable) -> list[tuple[str, list]]:
    """By their section, in order; what follows under the same title stands together."""
    return [(title, list(some)) for title, some in groupby(told, key=attrgetter("section"))]


def counted(told: Iterable) -> dict[str, int]:
    """How many are of each of their kinds, in the order of `KINDS`."""
    numbers = Counter(kind for each in told for kind in each.kinds)
    return {kind: numbers[kind] for kind in KINDS if numbers[kind]}
