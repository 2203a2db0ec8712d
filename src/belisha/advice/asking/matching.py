"""What somebody asks and what they say, read from their own words: the act, the people, the other facts. No guess:
what the words leave open stays open, and where they say two things, neither is taken."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from belisha.advice.asking.lexicon import REACH, STOP, Hit, Text, compiled
from belisha.advice.asking.pointing import guesses
from belisha.packs.advising import advice_table
from belisha.reasoning.facts import BAND, SET
from belisha.reasoning.shipped import shipped_facts

KIND, RELATION, TYPE, ABOUT = "counterpart.kind", "counterpart.relation", "channel.type", "content.about"
PUPILS = ("pupil", "pupil_group")
READ_OVER, SPOKEN_OF, GROUP = "_", "@", "group"
# How much a word weighs: as the act itself or as a hint; where it stands behind "may I", before it, or elsewhere.
SAYS, HINTS, PER_WORD, NAMES, FIRST = 3.0, 1.0, 0.3, 1.0, 2.0
BEHIND, BEFORE, ELSEWHERE, NOT_ASKED = 3.0, 1.2, 1.0, 2.0
# A pattern that says with whom.
NAMED = re.compile(r"@[a-z]")
GROUPED = (
    "create_group",
    "join_group",
    "post",
    "message",
    "reply",
    "discuss_pupil",
    "comment",
    "share",
    "publish_image",
)


@dataclass(frozen=True)
class Mention:
    """Somebody spoken of: where, the row of the table that says so, and whether the words deny it."""

    hit: Hit
    row: Mapping
    denied: bool

    @property
    def kind(self) -> str:
        return "" if self.denied else self.row.get("kind", "")

    @property
    def also(self) -> Mapping:
        return {} if self.denied else self.row.get("also", {})

    @property
    def tokens(self) -> tuple[str, ...]:
        """What stands for them when acts are looked for."""
        person = self.kind or RELATION in self.also or self.denied
        token = SPOKEN_OF + self.kind if person else READ_OVER + self.row.get("about", "")
        return (token, GROUP) if TYPE in self.also else (token,)


@dataclass(frozen=True)
class Said:
    """One value of a fact, and the words that say it."""

    value: object
    hit: Hit


@dataclass
class Heard:
    """Facts with the words that say them."""

    facts: dict[str, object] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, value: object, words: str) -> None:
        """Keep a value; several of a set are kept together."""
        typed = shipped_facts().typed({name: value})[name]
        if isinstance(typed, frozenset):
            typed |= self.facts.get(name, frozenset())
            words = "; ".join(dict.fromkeys(filter(None, [self.why.get(name), words])))
        self.facts[name], self.why[name] = typed, words


class Question:
    """A question, read once."""

    def __init__(self, text: Text):
        self.text, self.table = text, advice_table("words")

    @cached_property
    def mentions(self) -> list[Mention]:
        """The people spoken of, in their order. The longest words win, and what lies within them is not read again."""
        found = [(hit, row) for row in self.table["people"] for hit in _hits(self.text, row["says"])]
        kept: list[Mention] = []
        for hit, row in sorted(found, key=lambda each: -len(each[0])):
            if all(hit.end <= other.hit.start or other.hit.end <= hit.start for other in kept) and self._after(
                hit, row
            ):
                kept.append(Mention(hit, row, _denied(self.text, hit)))
        return sorted(kept, key=lambda each: each.hit.start)

    def _after(self, hit: Hit, row: Mapping) -> bool:
        """Do the words stand behind those that they have to stand behind?"""
        return "after" not in row or any(before.end == hit.start for before in _hits(self.text, row["after"]))

    @cached_property
    def _masks(self) -> list[tuple[Hit, tuple[str, ...]]]:
        """The words for each person with the small words before them, and what stands for them."""
        masks, articles, last = [], set(self.table["articles"]), 0
        for mention in self.mentions:
            start = mention.hit.start
            while start > last and self.text.tokens[start - 1] in articles:
                start -= 1
            masks.append((Hit(start, mention.hit.end), mention.tokens))
            last = mention.hit.end
        return masks

    @cached_property
    def masked(self) -> Text:
        """The same with one token for each person, so that an act can be found whoever it is with."""
        tokens, at = [], 0
        for hit, instead in self._masks:
            tokens += [*self.text.tokens[at : hit.start], *instead]
            at = hit.end
        return Text((*tokens, *self.text.tokens[at:]))

    @cached_property
    def acts(self) -> list[tuple[str, float, str]]:
        """Acts that the words speak of, the likeliest first, with how likely and the words."""
        asks, found = _hits(self.masked, self.table["asks"]), defaultdict(list)
        said = self._spoken_acts()
        behind = [hit.start for _, hit, _ in said if self._weight(hit, asks) == BEHIND]
        for act, hit, named in said:
            first = FIRST if behind and hit.start == min(behind) else 0.0
            found[act].append(((SAYS + PER_WORD * len(hit) + named) * self._weight(hit, asks) + first, hit))
        likely = [
            (act, self._likely(act, hits), self._unmasked(max(hits, key=_score)[1])) for act, hits in found.items()
        ]
        return sorted(likely, key=lambda each: -each[1])

    @property
    def guessed(self) -> list[tuple[str, float, str]]:
        """Acts that single words point to, for want of anything better."""
        return guesses(self.masked.tokens)

    def _spoken_acts(self) -> list[tuple[str, Hit, float]]:
        """Where the words speak of an act, longer words before those within them; more where they name with whom."""
        said = [
            (row["act"], hit, NAMES if NAMED.search(written) else 0.0)
            for row in self.table["acts"] for written in row["says"] for hit in _hits(self.masked, [written])
        ]  # fmt: skip
        return [
            (act, hit, named) for act, hit, named in said
            if not any(hit != other and hit.within(other) and named <= more for _, other, more in said)
        ]  # fmt: skip

    def _unmasked(self, hit: Hit) -> str:
        """The words themselves of a place in the masked text."""
        starts, at = [], 0
        for mask, instead in self._masks:
            starts += [*range(at, mask.start), mask.start, *[mask.end] * (len(instead) - 1)]
            at = mask.end
        starts += range(at, len(self.text.tokens) + 1)
        return self.text.words(Hit(starts[hit.start], starts[hit.end]))

    def _likely(self, act: str, hits: list) -> float:
        row = next(each for each in self.table["acts"] if each["act"] == act)
        return max(score for score, _ in hits) + HINTS * len(_hits(self.masked, row.get("hints", ())))

    def _weight(self, hit: Hit, asks: list[Hit]) -> float:
        """How much it counts where it stands."""
        if not asks:
            return NOT_ASKED
        start, end = self.masked.sentence(hit.start)
        here = [ask for ask in asks if start <= ask.start < end]
        if any(ask.start <= hit.start for ask in here):
            return BEHIND
        return BEFORE if here else ELSEWHERE

    def heard(self, act: str) -> Heard:
        """The facts that the words say, where this is the act."""
        heard = Heard()
        self._people(act, heard)
        for name, said in self._said(act).items():
            self._settle(name, said, heard)
        return heard

    # -- people ---------------------------------------------------------------------------------------------------

    def _people(self, act: str, heard: Heard) -> None:
        """Who the other person is, or whom it is about."""
        for mention in self.mentions:
            for name, value in mention.also.items():
                if name.startswith("who.") or (name == TYPE and act in GROUPED):
                    heard.take(name, value, self.text.words(mention.hit))
            if mention.row.get("about") and act in mention.row["for"]:
                heard.take(ABOUT, [mention.row["about"]], self.text.words(mention.hit))
        if act in self.table["towards"] or not act:
            self._other_person(heard, [each for each in self.mentions if each.kind])
            self._relation(heard)
        elif act in self.table["of_people"]:
            self._spoken_of(act, heard)

    def _other_person(self, heard: Heard, mentions: list[Mention]) -> None:
        """The one kind of person behind "may I"; the one in all the words where none stands there."""
        asked = self._behind(mentions) or mentions
        kinds = {each.kind for each in asked}
        if len(kinds) == 1:
            heard.take(KIND, asked[0].kind, self.text.words(asked[0].hit))

    def _relation(self, heard: Heard) -> None:
        """How one knows the other person, where the words for them say it or stand in a sentence of their own."""
        related = [each for each in self.mentions if RELATION in each.also]
        values = {each.also[RELATION] for each in related}
        with_kind = [each for each in self.mentions if each.kind and RELATION not in each.also]
        for mention in related:
            near = [each for each in with_kind if self._together(each.hit, mention.hit)]
            if len(values) == 1 and not near and mention.kind in ("", heard.facts.get(KIND)):
                heard.take(RELATION, mention.also[RELATION], self.text.words(mention.hit))

    def _spoken_of(self, act: str, heard: Heard) -> None:
        """Whom words are about: pupils; and to whom they go, where that is somebody else or a group of theirs."""
        plain = [each for each in self.mentions if each.kind and TYPE not in each.also]
        for mention in self._behind(plain):
            if mention.kind in PUPILS:
                heard.take(ABOUT, ["pupil"], self.text.words(mention.hit))
        groups = [each for each in self.mentions if TYPE in each.also and each.kind]
        others = [each for each in plain if each.kind not in PUPILS] if act == "discuss_pupil" else []
        self._other_person(heard, groups or others)

    def _behind(self, mentions: list[Mention]) -> list[Mention]:
        """Those that stand behind "may I" in its sentence."""
        asks = _hits(self.text, self.table["asks"])
        return [each for each in mentions if any(self._follows(each.hit, ask) for ask in asks)]

    def _follows(self, hit: Hit, ask: Hit) -> bool:
        return ask.start <= hit.start and self._together(hit, ask)

    def _together(self, one: Hit, other: Hit) -> bool:
        return self.text.sentence(one.start) == self.text.sentence(other.start)

    # -- other facts ----------------------------------------------------------------------------------------------

    def _said(self, act: str) -> dict[str, list[Said]]:
        """Every value that some words say, by fact."""
        found = defaultdict(list)
        for row in self.table["facts"]:
            if "for" in row and act not in row["for"]:
                continue
            for hit in _hits(self.text, row["says"]):
                value = self._number(hit) if row.get("age") else row["value"]
                value = row.get("denied") if _denied(self.text, hit) else value
                if value is not None:
                    found[row["fact"]].append(Said(value, hit))
        return found

    def _number(self, hit: Hit) -> int:
        return next(int(token) for token in self.text.tokens[hit.start : hit.end] if token.isdigit())

    def _settle(self, name: str, said: list[Said], heard: Heard) -> None:
        """Take what the words agree on. Longer words hold for those within them; "may I" decides between others."""
        said = [one for one in said if not any(one.hit != two.hit and one.hit.within(two.hit) for two in said)]
        if shipped_facts().facts[name].kind == SET:
            for each in said:
                heard.take(name, each.value, self.text.words(each.hit))
            return
        if len({each.value for each in said}) > 1:
            asks = _hits(self.text, self.table["asks"])
            said = [each for each in said if any(self._follows(each.hit, ask) for ask in asks)]
        plain = shipped_facts().facts[name].kind != BAND or all(each.value > 2 for each in said)
        if len({each.value for each in said}) == 1 and plain and name not in heard.facts:
            heard.take(name, said[0].value, self.text.words(said[0].hit))


def _hits(text: Text, written: Iterable[str]) -> list[Hit]:
    return [hit for pattern in compiled(tuple(written)) for hit in text.find(pattern)]


def _denied(text: Text, hit: Hit) -> bool:
    """Do the words just before turn it into its opposite?"""
    start, _ = text.sentence(hit.start)
    before = Text(text.tokens[max(start, hit.start - REACH - 1) : hit.start])
    reach = len(before.tokens) - REACH - 1
    return STOP not in before.tokens and any(each.end > max(reach, 0) for each in _hits(before, _denials()))


def _score(scored: tuple[float, Hit]) -> float:
    return scored[0]


def _denials() -> list[str]:
    return advice_table("words")["denies"]
