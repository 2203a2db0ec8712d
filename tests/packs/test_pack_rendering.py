"""A school's particulars stand in the clauses, and the printed policy can be cut up again."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.packs import PackError, as_document, complete_values, load_pack, render

PACK = load_pack("staff-social-media")
SCHOOL = {"school": "Ash Lane Primary School"}
LINES = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="{}"), min_size=1, max_size=40)


def text_of(clause_id, values):
    return next(clause.text for clause in render(PACK, values) if clause.id == clause_id)


def test_the_schools_own_words_take_the_place_of_the_braces():
    assert "only Seesaw," in text_of("6-06-a", SCHOOL | {"learning_platform": "Seesaw"})
    assert text_of("7-04-b", SCHOOL | {"headteacher_title": "Principal"}).startswith("The Principal may")
    assert text_of("2-01-a", SCHOOL).startswith("This policy applies to everyone Ash Lane Primary School employs")


def test_what_the_school_does_not_say_has_a_default():
    assert "only Google Classroom," in text_of("6-06-a", SCHOOL)
    assert complete_values(PACK, SCHOOL) == PACK.defaults | SCHOOL


def test_rendering_leaves_everything_but_the_text_alone():
    for before, after in zip(PACK.clauses, render(PACK, SCHOOL), strict=True):
        assert (before.id, before.modality, before.exceptions) == (after.id, after.modality, after.exceptions)


def test_the_name_of_the_school_has_to_be_given():
    with pytest.raises(PackError, match="Name of the school is missing; clause 1-02-a needs it"):
        render(PACK, {})


def test_a_value_nobody_asked_for_is_refused():
    with pytest.raises(PackError, match="no variable called 'motto'"):
        render(PACK, SCHOOL | {"motto": "Onwards"})


@pytest.mark.parametrize("value", ["", "   ", "two\nlines", "a {brace}", "bell\x07", "x" * 121, None, 7])
def test_a_value_that_cannot_stand_in_a_sentence_is_refused_by_its_label(value):
    with pytest.raises(PackError, match="Name of the school"):
        render(PACK, {"school": value})


@settings(max_examples=50, deadline=None)
@given(LINES, LINES)
def test_no_brace_is_left_and_the_spans_cut_out_exactly_the_clauses(school, platform):
    values = {"school": school, "learning_platform": platform}
    text, spans = as_document(PACK, values)
    clauses = render(PACK, values)
    assert not re.search("[{}]", text)
    assert list(spans) == [clause.id for clause in clauses]
    assert all(text[slice(*spans[clause.id])] == clause.text for clause in clauses)


def test_the_document_reads_as_a_policy():
    text, spans = as_document(PACK, SCHOOL)
    assert text.startswith("Staff social media policy\nAsh Lane Primary School\n")
    assert "\n\n6. Using social media\n\n6.0 " in text
    assert "\n6.7(a) You must never be linked with a pupil" in text
    assert "\n6.4 You must not ask a pupil" in text
    edges = [edge for span in spans.values() for edge in span]
    assert edges == sorted(edges)
    assert edges[-1] == len(text) - 1
