"""Which clause of the edition before a clause goes back to: kept, reworded, moved, split, merged, new."""

import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.packs import load_pack, render
from belisha.policy.lineage import align
from belisha.policy.written import SHIPPED


@dataclass(frozen=True)
class Line:
    """A clause as an edition tells it."""

    ident: str
    text: str
    kind: str = "norm"


def edition(*texts: str) -> list[Line]:
    return [Line(f"1-{number:02d}-a", text) for number, text in enumerate(texts, 1)]


FRIENDS = "Staff must not accept friend requests from pupils."
PARENTS = "Staff must not accept friend requests from parents."
PASSWORDS = "All staff must keep their passwords to themselves and lock their screens."
WORRY = "Tell the Headteacher about any worry online and keep a screenshot of what you saw."
BEFORE = edition(FRIENDS, PARENTS, PASSWORDS, WORRY)


@pytest.mark.parametrize(
    ("case", "after", "expected"),
    [
        ("the same", BEFORE, [(0,), (1,), (2,), (3,)]),
        ("another case and quotation marks", edition(FRIENDS.upper()), [(0,)]),
        ("one put in, so that every id moves on", edition("Be kind in public.", FRIENDS, PARENTS, PASSWORDS, WORRY),
         [(), (0,), (1,), (2,), (3,)]),
        ("one taken out", edition(PARENTS, PASSWORDS, WORRY), [(1,), (2,), (3,)]),
        ("moved to the front", edition(WORRY, FRIENDS, PARENTS, PASSWORDS), [(3,), (0,), (1,), (2,)]),
        ("reworded under its id", edition(FRIENDS, PARENTS, "Staff must keep every password secret."),
         [(0,), (1,), (2,)]),
        ("reworded and moved", [Line("9-01-a", "All staff must keep their passwords to themselves and lock the door.")],
         [(2,)]),
        ("another rule under the same id", edition("Photographs of trips are kept for one year."), [()]),
        ("split in two", edition(FRIENDS, PARENTS, PASSWORDS, "Tell the Headteacher about any worry online.",
                                 "Keep a screenshot of what you saw."), [(0,), (1,), (2,), (3,), (3,)]),
        ("two merged", edition(f"{FRIENDS} {WORRY}", PARENTS, PASSWORDS), [(0, 3), (1,), (2,)]),
    ],
)  # fmt: skip
def test_a_clause_goes_back_to_the_one_that_said_it_before(case, after, expected):
    assert align(BEFORE, after) == expected


def test_a_heading_goes_back_to_a_heading_and_never_to_a_rule():
    before = [Line("h-0", "Social media", "heading"), Line("1-01-a", "Social media")]
    after = [Line("1-01-a", "Social media"), Line("h-1", "Social media", "heading")]
    assert align(before, after) == [(1,), (0,)]


def test_lines_with_the_same_words_stay_in_their_order():
    before = edition(*["You must read this policy."] * 4)
    assert align(before, before) == [(0,), (1,), (2,), (3,)]
    assert align(before, before[1:]) == [(1,), (2,), (3,)]


def shipped() -> list[Line]:
    """The shipped policy as an edition."""
    return [Line(clause.id, clause.text) for clause in render(load_pack(SHIPPED), {"school": "Ash Lane"})]


def test_the_shipped_policy_shuffled_renumbered_and_a_word_in_eight_changed_is_found_again():
    chance, before = random.Random(7), shipped()
    order = list(range(len(before)))
    chance.shuffle(order)
    after = [Line(f"x-{at}", _changed(before[place].text, chance)) for at, place in enumerate(order)]
    right = sum(found == (place,) for found, place in zip(align(before, after), order, strict=True))
    assert right / len(before) >= 0.95


def _changed(text: str, chance: random.Random) -> str:
    return " ".join("otherwise" if chance.random() < 1 / 8 else word for word in text.split())


def test_long_clauses_of_the_shipped_policy_that_are_split_are_found_again():
    before = shipped()
    halves = {clause.ident: clause.text.split() for clause in before if len(clause.text.split()) >= 20}
    after = []
    for clause in before:
        words = halves.get(clause.ident, ())
        pieces = [words[: len(words) // 2], words[len(words) // 2 :]] if words else [clause.text.split()]
        after += [Line(f"{clause.ident}{letter}", " ".join(piece)) for letter, piece in zip("xy", pieces, strict=False)]
    told = dict(zip((line.ident for line in after), align(before, after), strict=True))
    places = {clause.ident: at for at, clause in enumerate(before)}
    right = sum(told[f"{ident}{letter}"] == (places[ident],) for ident in halves for letter in "xy")
    assert right / (2 * len(halves)) >= 0.9


WORDS = ("pupils", "must", "not", "phone", "the", "head", "about", "any", "photo", "of", "staff", "online")
lines = st.lists(
    st.builds(
        Line,
        st.from_regex(r"\A[1-3]-0[1-3]-[ab]\Z"),
        st.lists(st.sampled_from(WORDS), min_size=1).map(" ".join),
        st.sampled_from(["norm", "heading"]),
    ),
    max_size=12,
)  # fmt: skip


@given(lines, lines)
def test_whatever_is_compared_every_answer_is_a_clause_of_the_same_sort_and_the_same_each_time(before, after):
    found = align(before, after)
    assert found == align(before, after)
    assert len(found) == len(after)
    for line, places in zip(after, found, strict=True):
        assert all((before[place].kind == "heading") == (line.kind == "heading") for place in places)


@given(lines)
def test_an_edition_goes_back_to_itself(before):
    assert align(before, before) == [(at,) for at in range(len(before))]
