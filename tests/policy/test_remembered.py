"""What was decided about one edition is proposed again for the next, where the words are the same."""

import re
from dataclasses import replace

import pytest
from cast import a_school
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import SHORT, a_draft, approved, published

from belisha.policy import actions, queries
from belisha.policy.drafts import actions as drafts
from belisha.policy.models import Clause, Version
from belisha.policy.reading import read_text
from belisha.policy.remembered import changed, next_edition
from belisha.policy.written import Written, _from_item

PHOTOGRAPHS = "Teachers should check who can see their photographs."
FRIENDS = "Staff must not accept friend requests from pupils."


@pytest.fixture
def cast():
    return a_school()


def put_in_force(version: Version, cast) -> Version:
    actions.publish(approved(version, cast.head), by=cast.head)
    return version


def clause(version: Version, text: str) -> Clause:
    return version.clauses.get(text=text)


def next_of(cast, folder, version: Version, text: str = SHORT) -> Version:
    return a_draft(cast, folder, text, policy=version.policy)


@pytest.mark.django_db
def test_a_decision_is_proposed_again_for_the_same_words(cast, tmp_path):
    first = a_draft(cast, tmp_path)
    drafts.change_clause(
        clause(first, PHOTOGRAPHS), by=cast.head, kind="norm", modality="must", binds=["governors"], pack_id="6-07-a"
    )
    drafts.mark_information(clause(first, FRIENDS), by=cast.head)
    second = next_of(cast, tmp_path, put_in_force(first, cast), SHORT.replace("Breaches", "What follows"))
    again = clause(second, PHOTOGRAPHS)
    assert (again.modality, again.binds, again.pack_id, again.pack_sure) == ("must", ["governors"], "6-07-a", True)
    assert again.why == "You decided this for version 1."
    assert again.sure
    assert not again.decided
    assert clause(second, FRIENDS).kind == "information"
    assert second.before == first
    drafts.keep_sure(second, by=cast.head, count=queries.tally(cast.head, second)["sure"])
    again.refresh_from_db()
    assert again.decided


@pytest.mark.django_db
def test_a_clause_in_other_words_is_read_anew_and_counts_as_changed(cast, tmp_path):
    first = a_draft(cast, tmp_path)
    drafts.mark_information(clause(first, PHOTOGRAPHS), by=cast.head)
    text = SHORT.replace("Teachers should check", "Teachers must always check")
    second = next_of(cast, tmp_path, put_in_force(first, cast), text)
    other = clause(second, PHOTOGRAPHS.replace("should check", "must always check"))
    assert other.modality == "must"
    assert other.came_from == [clause(first, PHOTOGRAPHS).ident]
    before = dict(first.clauses.values_list("ident", "text"))
    assert [row for row in second.clauses.all() if changed(row, before)] == [other]


@pytest.mark.django_db
def test_what_nobody_decided_is_read_anew(cast, tmp_path):
    first = published(cast, tmp_path)
    second = next_of(cast, tmp_path, first)
    assert not second.clauses.filter(why__startswith="You decided").exists()
    assert all(len(row.came_from) == 1 for row in second.clauses.all())


@pytest.mark.django_db
def test_a_clause_that_was_cut_is_cut_again_at_the_same_words(cast, tmp_path):
    first = a_draft(cast, tmp_path)
    drafts.split(clause(first, FRIENDS), by=cast.head, first="Staff must not accept")
    drafts.change_clause(
        clause(first, "friend requests from pupils."), by=cast.head, kind="norm", modality="may", binds=["pupil"]
    )
    second = next_of(cast, tmp_path, put_in_force(first, cast))
    head, rest = clause(second, "Staff must not accept"), clause(second, "friend requests from pupils.")
    assert rest.position == head.position + 1
    assert (rest.modality, rest.binds) == ("may", ["pupil"])
    assert head.sure
    assert rest.sure
    assert second.source[head.start : rest.end].split() == FRIENDS.split()
    assert head.end == rest.start
    assert rest.came_from == [clause(first, rest.text).ident]


@pytest.mark.django_db
def test_clauses_that_were_joined_are_joined_again(cast, tmp_path):
    first = a_draft(cast, tmp_path)
    drafts.merge(clause(first, FRIENDS), by=cast.head)
    both = f"{FRIENDS} {PHOTOGRAPHS}"
    assert clause(first, both).decided
    second = next_of(cast, tmp_path, put_in_force(first, cast))
    joined = clause(second, both)
    assert joined.why == "You decided this for version 1."
    assert second.clauses.count() == first.clauses.count()
    words = " ".join(second.source[row.start : row.end] for row in second.clauses.order_by("position"))
    assert re.findall(r"\w+", words) == re.findall(r"\w+", SHORT)


@pytest.mark.django_db
def test_a_first_edition_has_nothing_before_it(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    assert version.before is None
    assert not version.clauses.exclude(came_from=[]).exists()


# -- without a database ----------------------------------------------------------------------------------------------


def as_written(source: str) -> list[Written]:
    return [_from_item(item) for item in read_text(source).items]


def test_the_same_sentence_in_two_places_keeps_the_decision_of_each():
    source = "Pupils\n\nStaff must tell the Headteacher.\n\nParents\n\nStaff must tell the Headteacher.\n"
    before = as_written(source)
    places = [at for at, each in enumerate(before) if each.kind != "heading"]
    before[places[1]] = replace(before[places[1]], decided=True, kind="information", modality="statement")
    after = next_edition(before, source, as_written(source), 3)
    assert [after[at].kind for at in places] == ["norm", "information"]
    assert after[places[1]].why == "You decided this for version 3."


WORDS = st.lists(
    st.sampled_from(("staff", "must", "not", "accept", "requests", "from", "pupils", "online", "or", "at")),
    min_size=3,
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(WORDS, min_size=1, max_size=6), cut=st.integers(1, 8), data=st.data())
def test_whatever_was_cut_or_joined_no_word_of_the_next_edition_is_lost(lines, cut, data):
    source = "Policy\n\n" + "\n\n".join(f"{' '.join(words).capitalize()}." for words in lines) + "\n"
    before = [replace(each, decided=data.draw(st.booleans())) for each in as_written(source)]
    at = data.draw(st.integers(0, len(before) - 1))
    words = before[at].text.split()
    if 0 < cut < len(words) and before[at].kind != "heading":
        halves = [" ".join(words[:cut]), " ".join(words[cut:])]
        before[at : at + 1] = [replace(before[at], text=half, decided=True, ident=f"z-{half[:2]}") for half in halves]
    after = next_edition(before, source, as_written(source), 1)
    assert " ".join(source[each.start : each.end] for each in after).split() == source.split()
    assert len({each.ident for each in after}) == len(after)
    assert all(source[each.start : each.end].rstrip().endswith(each.text) for each in after)
