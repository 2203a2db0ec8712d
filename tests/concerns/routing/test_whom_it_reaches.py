"""The walk through the table of routes, without a database: who leads, who comes instead, who is told beside."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.concerns.routing import rules
from belisha.concerns.routing.ground import POSTS
from belisha.concerns.routing.rules import (
    HANDED_ON,
    Bond,
    Situation,
    names_adult,
    names_child,
    posts_in,
    route,
    tied,
    with_soft,
)
from belisha.concerns.rules import TYPES, type_row
from belisha.packs.concerning import concern_table

HEAD, CHAIR, VICE, DSL, DEPUTY, DPO, TEACHER, OTHER = (UUID(int=number) for number in range(1, 9))
HOLDERS = {
    "headteacher": frozenset({HEAD}), "chair": frozenset({CHAIR}), "vice_chair": frozenset({VICE}),
    "dsl": frozenset({DSL}), "deputy_dsl": frozenset({DEPUTY}), "dpo": frozenset({DPO}),
}  # fmt: skip


def reached(kind="policy_breach", subjects=(), barred=(), without=(), **more) -> list[str]:
    holders = {post: adults for post, adults in HOLDERS.items() if post not in without}
    bars = frozenset(barred) | frozenset(subjects)
    found = Situation(kind, {**holders, **more.pop("holders", {})}, frozenset(subjects), bars, **more)
    return [each.post for each in route(found)]


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("Margaret Okafor", True), ("margaret  OKAFOR", True), ("Mrs Okafor", True), ("ms. okafor, I think", True),
        ("M. Okafor", True), ("Okafor, Margaret", True), ("It was Margaret Okafor again", True),
        ("Works in school: Okafor", True), ("Works in school: Margaret", True),
        ("Okafor", False), ("Margaret", False), ("Margaret Okaforson", False), ("Mr Oka", False), ("", False),
        ("A parent", False), ("Works in school: ", False),
    ],
)  # fmt: skip
def test_whom_words_mean(words, means):
    assert names_adult(words, "Margaret Okafor") is means


def test_a_double_name_is_found_by_either_half_after_a_title():
    assert names_adult("Mrs Okafor", "Margaret Jane Okafor-Lane") is False
    assert names_adult("Mrs Okafor-Lane", "Margaret Jane Okafor-Lane") is True
    assert names_adult("Mrs Lane", "Margaret Jane Okafor-Lane") is True


@pytest.mark.parametrize(
    ("words", "posts"),
    [
        ("the Headteacher", {"headteacher"}), ("Our head teacher", {"headteacher"}), ("The head", {"headteacher"}),
        ("vice-chair of governors", {"vice_chair"}), ("the chair of governors", {"chair"}),
        ("deputy DSL", {"deputy_dsl"}), ("the DSL", {"dsl"}), ("headteacher and the chair", {"headteacher", "chair"}),
        ("a head of year", set()), ("somebody on a chair", set()), ("", set()),
    ],
)  # fmt: skip
def test_which_post_words_mean(words, posts):
    assert posts_in(words) == posts


@pytest.mark.clause("6-22-a", "4-08-a", "4-14-a")
@pytest.mark.parametrize(
    ("situation", "wanted"),
    [
        ({}, ["headteacher"]),
        ({"subjects": [TEACHER]}, ["headteacher"]),
        ({"subjects": [HEAD]}, ["chair"]),
        ({"subjects": [HEAD, CHAIR]}, ["vice_chair"]),
        ({"subjects": [HEAD, CHAIR, VICE]}, []),
        ({"subjects": [CHAIR]}, ["vice_chair"]),
        ({"subjects": [CHAIR], "without": ["vice_chair"]}, ["headteacher"]),
        ({"subjects": [CHAIR, HEAD], "without": ["vice_chair"]}, []),
        ({"barred": [HEAD]}, ["chair"]),
        ({"barred": [HEAD, CHAIR]}, ["vice_chair"]),
        ({"without": ["headteacher"]}, ["chair"]),
        ({"kind": "pupil_contact", "subjects": [DSL]}, ["headteacher", "deputy_dsl"]),
        ({"kind": "pupil_contact", "subjects": [HEAD]}, ["chair"]),
        ({"kind": "pupil_contact", "subjects": [CHAIR]}, ["vice_chair"]),
        ({"kind": "pupil_contact", "barred": [HEAD, CHAIR, VICE]}, ["dsl"]),
        ({"kind": "pupil_data", "subjects": [DPO]}, ["headteacher"]),
        ({"kind": "pupil_data"}, ["headteacher", "dpo"]),
        ({"for_a_child": True}, ["headteacher", "dsl"]),
        ({"added": ("dpo",)}, ["headteacher", "dpo"]),
        ({"added": ("dpo",), "subjects": [HEAD]}, ["chair"]),
        ({"handed": ("chair",)}, ["headteacher", "chair"]),
        ({"handed": ("chair",), "subjects": [CHAIR]}, ["vice_chair"]),
        ({"of_subjects": frozenset({"headteacher"})}, ["chair"]),
    ],
)
def test_who_has_it(situation, wanted):
    assert reached(**situation) == wanted


@pytest.mark.clause("9-06-a", "9-06-b")
def test_both_the_headteacher_and_the_safeguarding_lead_hear_of_radicalisation():
    assert reached("radicalisation") == ["headteacher", "dsl"]


@pytest.mark.clause("7-01-c")
def test_an_indecent_image_reaches_both_who_have_to_act_on_it():
    assert reached("indecent_image") == ["headteacher", "dsl"]


def test_a_stand_in_has_it_unless_it_is_about_whoever_holds_the_post_beside_them():
    both = {"holders": {"headteacher": frozenset({HEAD, OTHER})}}
    assert reached(**both) == ["headteacher"]
    assert reached(subjects=[HEAD], **both) == ["chair"]
    assert reached(subjects=[OTHER], **both) == ["chair"]
    assert reached(barred=[HEAD], **both) == ["headteacher"]


def test_it_is_handed_on_to_the_next_and_never_to_whom_it_is_about():
    found = Situation("policy_breach", HOLDERS)
    assert rules.next_in_turn(found, ["headteacher"]) == "chair"
    assert rules.next_in_turn(found, ["headteacher", "chair"]) == "vice_chair"
    assert rules.next_in_turn(found, ["headteacher", "chair", "vice_chair"]) is None
    about_chair = Situation("policy_breach", HOLDERS, frozenset({CHAIR}), frozenset({CHAIR}))
    assert rules.next_in_turn(about_chair, ["headteacher"]) == "vice_chair"
    handed = route(Situation("policy_breach", HOLDERS, handed=("chair",)))
    assert [(each.post, each.why, each.leads) for each in handed][1] == ("chair", HANDED_ON, False)


def test_a_subject_cannot_shut_the_school_out_by_calling_everybody_a_friend():
    found = Situation("policy_breach", HOLDERS, frozenset({TEACHER}), frozenset({TEACHER}))
    barred, reached = with_soft(found, frozenset({HEAD}))
    assert HEAD in barred
    assert [each.post for each in reached] == ["chair"]
    barred, reached = with_soft(found, frozenset({HEAD, CHAIR, VICE}))
    assert HEAD not in barred
    assert [each.post for each in reached] == ["headteacher"]


def test_a_tie_counts_for_both_but_a_subjects_word_only_from_before_the_report():
    subjects, nobody = frozenset({TEACHER}), frozenset()
    assert tied([Bond(HEAD, TEACHER, 5)], subjects, nobody, 3) == ({HEAD}, set())
    assert tied([Bond(TEACHER, HEAD, 2)], subjects, nobody, 3) == (set(), {HEAD})
    assert tied([Bond(TEACHER, HEAD, 5)], subjects, nobody, 3) == (set(), set())
    assert tied([Bond(HEAD, TEACHER, 1, stands=False)], subjects, nobody, 3) == (set(), set())
    assert tied([Bond(HEAD, TEACHER, 1, stands=False)], subjects, frozenset({HEAD}), 3) == ({HEAD}, set())


@pytest.mark.parametrize(
    ("words", "name", "same"),
    [
        ("Lena Ash", "lena ash", True), ("Lena Ash, Year 6", "Léna Ash", True), ("my niece Lena Ash", "Lena Ash", True),
        ("Lena Ashworth", "Lena Ash", False), ("L. A.", "Lena Ash", False), ("Lena", "Lena", True),
        ("Lena and Tom", "Lena", False), ("", "Lena Ash", False), ("Lena Ash", "", False),
    ],
)  # fmt: skip
def test_a_child_is_known_by_the_whole_name(words, name, same):
    assert names_child(words, name) == same


PEOPLE = [HEAD, CHAIR, VICE, DSL, DEPUTY, DPO, TEACHER, OTHER]
some = st.frozensets(st.sampled_from(PEOPLE), max_size=5)


@settings(max_examples=400, deadline=None)
@given(
    kind=st.sampled_from(sorted(TYPES)), subjects=some, more=some, child=st.booleans(), soft=some,
    holders=st.dictionaries(st.sampled_from(POSTS), st.frozensets(st.sampled_from(PEOPLE), max_size=3)),
    added=st.lists(st.sampled_from(POSTS), max_size=3).map(tuple),
    handed=st.lists(st.sampled_from(POSTS), max_size=2).map(tuple),
)  # fmt: skip
def test_one_leads_and_nobody_is_passed_over_who_may_deal_with_it(
    kind, subjects, more, child, soft, holders, added, handed
):
    found = Situation(kind, holders, subjects, subjects | more, child, added, handed=handed)
    barred, result = with_soft(found, soft)
    assert sum(each.leads for each in result) == (1 if result else 0)
    assert len({each.post for each in result}) == len(result)
    for each in result:
        assert holders[each.post] - barred
        assert not holders[each.post] & subjects
    if not result:
        for post in chain(kind, subjects, holders):
            assert holders.get(post, frozenset()) & subjects or not holders.get(post, frozenset()) - found.barred


def chain(kind, subjects, holders) -> list[str]:
    """The posts that would lead one after the other, and who is told beside where nobody has to be left out."""
    table = concern_table("routes")
    of_subjects = {post for post, adults in holders.items() if adults & subjects}
    for row in table["about"]:
        if row["post"] in of_subjects:
            return row["leads"]
    following = {row["post"]: row["next"] for row in table["instead"]}
    first, *beside = type_row(kind)["reaches"]
    line = [first]
    while line[-1] in following:
        line.append(following[line[-1]])
    return line if of_subjects & set(table["alone"]["about"]) else [*line, *beside]
