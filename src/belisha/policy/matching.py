"""Which clause of a shipped pack says what a clause of an imported document says: "your 7.2 says what 6-07-a says".

Word overlap weighted by rarity finds candidates, neighbours that agree lift them, and each pack clause is given
away once, the best pair first. Nothing is learned and nothing leaves the process: the same input gives the same
answer. Headings are not compared, since every school has its own; the order of the clauses says more. A person
confirms every match, so `sure` only decides what is ticked beforehand.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt
from typing import Protocol

# How each figure was chosen: by trying a grid of values on the source policy (whole, shuffled, and without the
# keywords) and on statements in the manner of other schools, among them some that no clause of the pack says; the
# figures are round because the values around each do about as well. Measured in tests/policy/test_matching.py.
KEYWORD = 0.6  # weight of a keyword beside a word of the pack's text
PAIR = 0.4  # weight of two words that stand together, beside one word
STRANGER = 0.7  # weight of a word the pack never uses: it holds the score of unrelated sentences down
SAME_MODALITY = 0.05  # enough to part "should keep" from "should not delete", too little to outweigh a word
SAME_NUMBER = 0.10  # the document's own number may be chance, so it only breaks ties
NEIGHBOUR = 0.30  # most that agreeing neighbours can add
REACH = 3  # clauses before and after that count as neighbours
ROUNDS = 3  # passes over the neighbours; more change nothing
FLOOR = 0.25  # below this most pairs share only common words; 0.22 lets three times as many strangers in
NEAR_BEST = 0.75  # a clause gets its second choice only if that is nearly as good as its first
SURE = 0.40  # score from which a match may be ticked beforehand …
LEAD = 0.12  # … if it also leads every other candidate by this much
CLOSE = tuple(exp(-distance / 2) for distance in range(6))  # agreement of neighbours whose places are so far apart
FULL = sum(2 / step for step in range(1, REACH + 1))  # support when every neighbour agrees exactly

# Words without a subject of their own. The modal verbs are here because modality is compared apart.
SILENT = frozenset(
    re.findall(
        r"\w+",
        """
    a about all also an and any are as at be been being but by can could do does for from had has have he her
    his if in into is it its may might must never no nor not of on or our out own shall she should so such
    than that the their them then there these they this those to too under up was we were what when where
    whether which who will with would you your yourself ie eg etc
        """,
    )
)
# Words that policies use for one another. Left is what a word counts as.
SAME = {
    "adult": "adults staff employee employees worker workers member members personnel",
    "pupil": "pupils student students learner learners",
    "child": "children",
    "parent": "parents carer carers guardian guardians",
    "headteacher": "head principal headmaster headmistress",
    "phone": "phones telephone telephones mobile mobiles smartphone",
    "photo": "photos photograph photographs picture pictures image images photography",
    "film": "films video videos filming footage",
    "screenshot": "screenshots screengrab screengrabs screenprint screenprints",
    "family": "families relative relatives related relation",
    "report": "reports reported reporting notify notified inform informed",
    "concern": "concerns worry worries worried concerned",
    "governor": "governors trustee trustees governing",
    "dismissal": "dismissed dismiss",
    "disciplinary": "discipline disciplined",
    "terrorism": "terrorist terrorists",
    "extremism": "extremist extremists",
    "colleague": "colleagues coworker coworkers",
    "filter": "filters filtering filtered",
}
COUNTS_AS = {word: base for base, words in SAME.items() for word in words.split()}
JOINED = (
    ("e-mail", "email"),
    ("on-line", "online"),
    ("web-site", "website"),
    ("co-worker", "coworker"),
    ("head teacher", "headteacher"),
    ("screen print", "screenprint"),
    ("screen shot", "screenshot"),
    ("at once", "immediately"),
    ("straight away", "immediately"),
)

# Endings that are cut off, the longest first, and what takes their place.
ENDINGS = (
    ("ational", "at"),
    ("ations", "at"),
    ("ation", "at"),
    ("ities", "iti"),
    ("ity", "iti"),
    ("ments", ""),
    ("ment", ""),
    ("ings", ""),
    ("ing", ""),
    ("ions", ""),
    ("ion", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ously", "ous"),
    ("ally", "al"),
    ("ly", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
)


class Wording(Protocol):
    """A clause as it was read from a document: what the policy reader's items offer."""

    @property
    def text(self) -> str: ...
    @property
    def modality(self) -> str: ...
    @property
    def ident(self) -> str: ...


class Shipped(Protocol):
    """A clause of a pack: what `belisha.packs.PackClause` offers (packs lie above this folder)."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def modality(self) -> str: ...
    @property
    def keywords(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Match:
    """The pack clause that the clause at `index` corresponds to; None when nothing is near enough.

    `score` runs from 0 to about 1.4 and ranks matches; it is not a probability. `sure`: may be ticked beforehand.
    """

    index: int
    pack_id: str | None
    score: float
    sure: bool


def match(clauses: Sequence[Wording], pack: Sequence[Shipped], *, use_numbers: bool = True) -> list[Match]:
    """One Match per clause, in the order given; no pack clause is given to two.

    `use_numbers=False` leaves the document's own numbering out of account. Clauses of any kind may be passed;
    leave headings out, since a heading would take the clause it stands over.
    """
    base = _similarities(clauses, pack)
    for row, clause in zip(base, clauses, strict=True):
        for at in row:
            row[at] += _bonus(clause, pack[at], use_numbers)
    scores = base
    for _ in range(ROUNDS):
        scores = _with_neighbours(base, scores)
    return _assign(scores, pack)


def stems(text: str) -> list[str]:
    """The words of a text that carry meaning, in order, cut to a rough stem so that forms of a word agree."""
    text = text.lower().replace("’", "'").replace("_", " ")
    for apart, joined in JOINED:
        text = text.replace(apart, joined)
    words = re.findall(r"[a-z0-9]+", text.replace("'s", "").replace("'", ""))
    return [_stem(COUNTS_AS.get(word, word)) for word in words if word not in SILENT]


def _stem(word: str) -> str:
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + instead
            break
    return word.removesuffix("e") if len(word) > 3 else word


def _features(words: Sequence[str], weight: float) -> dict[str, float]:
    found = dict.fromkeys(words, weight)
    for left, right in pairwise(words):
        found.setdefault(f"{left} {right}", weight * PAIR)
    return found


def _shipped_features(clause: Shipped) -> dict[str, float]:
    found = {}
    for keyword in clause.keywords:
        found |= _features(stems(keyword), KEYWORD)
    return found | _features(stems(clause.text), 1.0)


def _similarities(clauses: Sequence[Wording], pack: Sequence[Shipped]) -> list[dict[int, float]]:
    """For each clause, the cosine (0 to 1) to each pack clause that shares a word with it."""
    shipped = [_shipped_features(each) for each in pack]
    rarity = _rarity(shipped)
    postings = defaultdict(list)
    for at, features in enumerate(shipped):
        weights = {name: weight * rarity[name] for name, weight in features.items()}
        length = _length(weights)
        for name, weight in weights.items():
            postings[name].append((at, weight / length))
    stranger = STRANGER * log(1 + len(pack))
    return [_row(stems(clause.text), postings, rarity, stranger) for clause in clauses]


def _rarity(shipped: Sequence[Mapping[str, float]]) -> dict[str, float]:
    counts = Counter(name for features in shipped for name in features)
    return {name: log(1 + len(shipped) / count) for name, count in counts.items()}


def _length(weights: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values())) or 1.0


def _row(
    words: Sequence[str], postings: Mapping[str, list], rarity: Mapping[str, float], stranger: float
) -> dict[int, float]:
    weights = {name: weight * rarity[name] for name, weight in _features(words, 1.0).items() if name in rarity}
    strangers = len({word for word in words if word not in rarity})
    length = sqrt(sum(weight * weight for weight in weights.values()) + strangers * stranger**2) or 1.0
    row = defaultdict(float)
    for name, weight in weights.items():
        for at, other in postings[name]:
            row[at] += weight / length * other
    return dict(row)


def _bonus(clause: Wording, shipped: Shipped, use_numbers: bool) -> float:
    same = SAME_MODALITY if clause.modality == shipped.modality else 0.0
    return same + (SAME_NUMBER if use_numbers and clause.ident == shipped.id else 0.0)


def _with_neighbours(base: Sequence[dict[int, float]], scores: Sequence[dict[int, float]]) -> list[dict[int, float]]:
    """The base scores, each lifted where the best guesses around it lie around the same place in the pack."""
    guesses = [max(row.items(), key=lambda pair: (pair[1], -pair[0]), default=(0, 0.0)) for row in scores]
    lifted = []
    for index, row in enumerate(base):
        near = [
            (guesses[index + step][0] - step, guesses[index + step][1] / abs(step))
            for step in range(-REACH, REACH + 1)
            if step and 0 <= index + step < len(base)
        ]
        lifted.append({at: score + NEIGHBOUR * _support(at, near) for at, score in row.items()})
    return lifted


def _support(at: int, near: Iterable[tuple[int, float]]) -> float:
    """0 to about 1: how well the places that the neighbours point to agree with this one."""
    return sum(trust * CLOSE[abs(at - place)] for place, trust in near if abs(at - place) < len(CLOSE)) / FULL


def _assign(scores: Sequence[Mapping[int, float]], pack: Sequence[Shipped]) -> list[Match]:
    best = [max(row.values(), default=0.0) for row in scores]
    pairs = sorted(
        (-score, index, at)
        for index, row in enumerate(scores)
        for at, score in row.items()
        if score >= FLOOR and score >= NEAR_BEST * best[index]
    )
    found, taken = {}, set()
    for score, index, at in pairs:
        if index not in found and at not in taken:
            taken.add(at)
            found[index] = _found(index, at, -score, scores[index], pack)
    return [found.get(index) or Match(index, None, round(best[index], 3), False) for index in range(len(scores))]


def _found(index: int, at: int, score: float, row: Mapping[int, float], pack: Sequence[Shipped]) -> Match:
    runner_up = max((other for place, other in row.items() if place != at), default=0.0)
    return Match(index, pack[at].id, round(score, 3), score >= SURE and score - runner_up >= LEAD)
