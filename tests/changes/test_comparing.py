"""What changed between two versions: whatever is edited, the differences explain it."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.changes import rules
from belisha.changes.chains import Step, across, material
from belisha.changes.proposing import WHY, proposal
from belisha.changes.rules import SAID, Line, apply, compare, from_plain
from belisha.changes.wording import BREAK, GONE, NEW, SAME, runs, side
from belisha.policy.lineage import align
from belisha.policy.rules import KINDS, MODALITIES

WORDS = ("Staff", "must", "not", "accept", "friend", "requests", "from", "pupils", "or", "their", "parents", "unless",
         "the", "Headteacher", "agrees", "in", "writing", "tell", "DSL", "about", "any", "worry", "photos")  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join).map("{}.".format)
# Nothing is said about spaces, line breaks or scripts: whatever a document holds has to come out again.
anything = texts | st.text(min_size=1, max_size=40)
few = st.lists(st.sampled_from(["in writing", "in an emergency", "Headteacher"]), max_size=2, unique=True).map(tuple)
lines = st.builds(
    Line, ident=st.just(""), text=anything, kind=st.sampled_from(sorted(KINDS)),
    modality=st.sampled_from(sorted(MODALITIES)), binds=few, exceptions=few, tell=few,
    deadline=st.sampled_from(["", "immediately", "yearly"]),
)  # fmt: skip
editions = st.lists(lines, max_size=8)


def numbered(edition: list[Line], chance: random.Random) -> list[Line]:
    """Ids as an import gives them: by place, now and then carried on from before."""
    return [replace(line, ident=line.ident or f"{at}-{chance.randrange(1000)}") for at, line in enumerate(edition)]


def reword(edition, chance, at):
    words = edition[at].text.split(" ")
    words[chance.randrange(len(words))] = chance.choice(WORDS)
    edition[at] = replace(edition[at], text=" ".join(words) or "x")


def reorder(edition, chance, at):
    edition.insert(chance.randrange(len(edition)), edition.pop(at))


def drop(edition, chance, at):
    del edition[at]


def add(edition, chance, at):
    edition.insert(at, Line("", " ".join(chance.choices(WORDS, k=6))))


def split(edition, chance, at):
    line, cut = edition[at], len(edition[at].text) // 2
    pieces = [piece for piece in (line.text[:cut], line.text[cut:]) if piece]
    edition[at : at + 1] = [
        replace(line, text=piece, ident=line.ident if not n else "") for n, piece in enumerate(pieces)
    ]


def merge(edition, chance, at):
    joined = edition[at : at + 2]
    edition[at : at + 2] = [replace(joined[0], text=" ".join(line.text for line in joined))]


def restrength(edition, chance, at):
    edition[at] = replace(edition[at], modality=chance.choice(sorted(MODALITIES)))


def rescope(edition, chance, at):
    edition[at] = replace(edition[at], binds=(chance.choice(["teacher", "adult"]),), kind=chance.choice(sorted(KINDS)))


def recondition(edition, chance, at):
    edition[at] = replace(edition[at], exceptions=("when asked",), tell=("dsl",), deadline="promptly")


EDITS = (reword, reorder, drop, add, split, merge, restrength, rescope, recondition)


def said(edition: list[Line]) -> list[tuple]:
    """What counts as the version: ids, words, order, strength, who is bound, and the particulars."""
    return [(line.ident, line.text, *[getattr(line, name) for name in SAID]) for line in edition]


def compared(before, after):
    return compare(before, after, align(before, after))


@settings(max_examples=300)
@given(editions, st.lists(st.sampled_from(EDITS), max_size=8), st.randoms(use_true_random=False))
def test_any_edit_the_comparison_explains_it(edition, edits, chance):
    before = numbered(edition, chance)
    after = list(before)
    for edit in edits:
        if after:
            edit(after, chance, chance.randrange(len(after)))
    after = numbered([replace(line, ident="" if n else line.ident) for n, line in enumerate(after)], chance)
    assert said(apply(before, compared(before, after))) == said(after)


@given(editions, editions, st.data())
def test_whatever_a_person_says_about_where_a_clause_comes_from_the_comparison_explains_it(old, new, data):
    chance = random.Random(1)
    before, after = numbered(old, chance), numbered(new, chance)
    places = st.sets(st.integers(0, len(before) - 1)) if before else st.just(set())
    lineage = [data.draw(places) for _ in after]
    found = compare(before, after, lineage)
    assert said(apply(before, found)) == said(after)
    assert said(apply(before, [from_plain(each.plain()) for each in found])) == said(after)


@given(editions)
def test_a_version_compared_with_itself_says_only_unchanged(edition):
    before = numbered(edition, random.Random(1))
    assert {kind for each in compared(before, before) for kind in each.kinds} <= {"unchanged"}


@given(st.lists(anything, max_size=3), st.lists(anything, max_size=3))
def test_the_marks_hold_both_texts_to_the_letter(before, after):
    marks = runs(before, after)
    assert side(marks, GONE) == (before or [""])
    assert side(marks, NEW) == (after or [""])
    assert all(run.tokens for run in marks)


# -- each kind by itself ---------------------------------------------------------------------------------------

RULE = Line("1-01-a", "Staff must not accept friend requests from pupils of the school.", modality="must-not",
            binds=("adult",))  # fmt: skip
OTHER = Line("1-02-a", "Photographs of trips are kept in the school office for one year.", binds=("adult",))
THIRD = Line("1-03-a", "Governors look at this policy together every spring term.", binds=("governors",))
CASES = [
    ("nothing", [RULE, OTHER], {"unchanged"}),
    ("a comma", [replace(RULE, text="Staff must not accept friend requests, from pupils of the school."), OTHER],
     {"unchanged", "wording"}),
    ("another strength", [replace(RULE, modality="should-not"), OTHER], {"unchanged", "strength"}),
    ("others are bound", [replace(RULE, binds=("teacher",)), OTHER], {"unchanged", "scope"}),
    ("an exception", [replace(RULE, exceptions=("unless agreed",)), OTHER], {"unchanged", "exception"}),
    ("somebody to tell", [replace(RULE, tell=("dsl",)), OTHER], {"unchanged", "duty"}),
    ("by when", [replace(RULE, deadline="immediately"), OTHER], {"unchanged", "duty"}),
    ("a sentence that became a rule", [replace(RULE, kind="information"), OTHER], {"unchanged", "scope", "duty"}),
    ("one more", [RULE, OTHER, THIRD], {"unchanged", "new", "duty"}),
    ("one less", [RULE], {"unchanged", "removed", "duty"}),
    ("the other way round", [OTHER, RULE], {"unchanged", "moved"}),
    ("two in one", [replace(RULE, text=f"{RULE.text} {OTHER.text}")], {"merged", "strength"}),
    ("one in two", [replace(RULE, text="Staff must not accept friend requests."),
                    Line("1-01-b", "from pupils of the school.", modality="must-not", binds=("adult",)), OTHER],
     {"unchanged", "split", "wording"}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "after", "kinds"), CASES, ids=[case[0] for case in CASES])
def test_each_kind_of_change_is_told(case, after, kinds):
    found = compared([RULE, OTHER], after)
    assert {kind for each in found for kind in each.kinds} == kinds
    assert set(rules.counted(found)) == kinds


def test_only_what_moved_is_told_as_moved():
    edition = [replace(RULE, ident=f"1-0{n}-a", text=f"Rule {n} of the school says {n * 111}.") for n in range(1, 7)]
    after = [edition[5], *edition[:5]]
    assert [each.kinds for each in compared(edition, after)].count(("moved",)) == 1


def test_what_was_removed_stands_where_it_stood():
    found = compared([RULE, OTHER, THIRD], [RULE, THIRD])
    assert [each.kinds[0] for each in found] == ["unchanged", "removed", "unchanged"]


def test_the_words_are_marked_in_runs_and_not_in_letters():
    marks = runs(["Staff must not accept requests from pupils."], ["Staff should never accept requests from a pupil."])
    assert [(run.what, "".join(run.parts)) for run in marks] == [
        (SAME, "Staff "), (GONE, "must not"), (NEW, "should never"), (SAME, " accept requests from "),
        (GONE, "pupils"), (NEW, "a pupil"), (SAME, "."),
    ]  # fmt: skip


def test_a_kept_word_between_two_changed_ones_is_read_as_changed_with_them():
    marks = runs(["Tell the head of the school today please."], ["Tell a head of our school now please."])
    assert [run.what for run in marks].count(SAME) <= 3
    assert max(len(run.tokens) for run in marks if run.what != SAME) >= 3


def test_a_sentence_of_which_hardly_a_word_stayed_is_shown_before_and_after():
    marks = runs(["Keep passwords secret and locked."], ["Nobody may film in the playground and post it."])
    assert [run.what for run in marks] == [GONE, NEW]


def test_where_a_clause_was_split_stands_a_mark_of_its_own():
    marks = runs(["Tell the head. Keep a copy."], ["Tell the head.", "Keep a copy."])
    assert [run.tokens for run in marks if run.what == NEW] == [(BREAK,)]


# -- what is proposed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "material"),
    [
        ("staff must not accept friend requests from Pupils, of the school", False),
        ("Staff must not accept friend requests from the pupils of a school.", False),
        ("Staff must not accept friend requests from a pupil of the school.", False),
        ("Staff must accept friend requests from pupils of the school.", True),
        ("Staff must not accept friend requests from pupils or friends of the school.", True),
        ("Employees must not accept friend requests from pupils of the school.", True),
        ("Staff must not accept school requests from pupils of the friend.", True),
        ("Staff must not accept 2 friend requests from pupils of the school.", True),
    ],
)
def test_words_are_editorial_only_where_none_with_a_meaning_changed(text, material):
    assert proposal(compare([RULE], [replace(RULE, text=text)], [(0,)])[0]).material is material


def test_what_changes_what_somebody_has_to_do_is_material_and_where_it_stands_is_not():
    for case, after, kinds in CASES[1:]:
        for each in compared([RULE, OTHER], after):
            if each.changed and case != "one in two":
                assert proposal(each).material is bool(set(WHY) & set(each.kinds)), (case, kinds)


def test_a_heading_or_information_is_editorial_and_a_definition_is_not():
    for kind, is_material in (("heading", False), ("information", False), ("definition", True), ("scope", True)):
        line = Line("h-0", "Family means parents.", kind=kind, modality="statement")
        changed = compare([line], [replace(line, text="Family means aunts.")], [(0,)])[0]
        assert proposal(changed).material is is_material


def test_what_names_nobody_is_said_to_everybody_and_what_names_teachers_to_teachers():
    nobody = compare([], [Line("1", "Family means parents.")], [()])[0]
    police = compare([], [Line("1", "The police will be told.", binds=("police",))], [()])[0]
    pulled = compare([replace(RULE, binds=("adult",))], [replace(RULE, binds=("teacher",))], [(0,)])[0]
    assert nobody.speaks_to("volunteer", set())
    assert not police.speaks_to("volunteer", set())
    assert pulled.speaks_to("volunteer", set()), "who is let off must hear of it too"


def test_a_change_that_is_changed_again_is_another_change():
    first, second = (compare([RULE], [replace(RULE, text=text)], [(0,)])[0] for text in ("One.", "Two."))
    third = compare([RULE], [replace(RULE, text="One.", modality="may")], [(0,)])[0]
    assert first.key == second.key == third.key
    assert len({first.said, second.said, third.said}) == 3


# -- over several editions --------------------------------------------------------------------------------------


def step(before, after, heard_of=lambda each: True) -> Step:
    found = align(before, after)
    lineage = {line.ident: [before[at].ident for at in places] for line, places in zip(after, found, strict=True)}
    return Step(lineage, [each for each in compare(before, after, found) if each.changed and heard_of(each)])


def test_over_two_steps_what_mattered_on_the_way_is_told_once():
    first = [RULE, OTHER, THIRD]
    second = [replace(RULE, modality="should-not"), OTHER, replace(THIRD, text=THIRD.text + " Always.")]
    third = [replace(second[0], text="Staff should not accept friend requests from pupils of any school."), second[2]]
    steps = [step(first, second, lambda each: "strength" in each.kinds), step(second, third)]
    found = material(across(first, third, steps), steps)
    assert [each.kinds for each in found] == [("strength", "wording"), ("removed", "duty")]
    assert said(apply(first, across(first, third, steps))) == said(third)


def test_what_was_changed_and_changed_back_is_nothing_new():
    first, second = [RULE, OTHER], [replace(RULE, modality="may"), OTHER]
    steps = [step(first, second), step(second, first)]
    assert material(across(first, first, steps), steps) == []


def test_what_came_in_between_and_went_again_is_nothing_new():
    first, second = [RULE], [RULE, OTHER]
    steps = [step(first, second), step(second, first)]
    assert material(across(first, first, steps), steps) == []


def test_a_clause_that_went_on_the_way_and_is_gone_is_told():
    steps = [step([RULE, OTHER], [RULE]), step([RULE], [RULE, THIRD], lambda each: False)]
    found = material(across([RULE, OTHER], [RULE, THIRD], steps), steps)
    assert [each.kinds[0] for each in found] == ["removed"]


def test_differences_that_do_not_fit_are_refused():
    found = compared([RULE, OTHER], [RULE])
    with pytest.raises(ValueError, match="others"):
        apply([THIRD, OTHER], found)
    with pytest.raises(ValueError, match="once"):
        apply([RULE, OTHER], found[:1])
