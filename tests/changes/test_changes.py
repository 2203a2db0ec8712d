"""The publisher says which changes matter; what was said is fixed with the version; everybody may read it."""

import pytest
from cast import a_school, signed_in
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from papers import a_draft, approved, published
from two_editions import FIRST, SECOND, first_and_draft

from belisha.changes import actions, editions
from belisha.changes.models import Comparison, Mark
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.policy import actions as policy
from belisha.policy.drafts import actions as drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def draft(cast, tmp_path):
    return first_and_draft(cast, tmp_path)[1]


def changed(version):
    return [entry for entry in editions.entries(version) if entry.changed]


def mark_all(version, by, material=None):
    """Every change marked, as it is proposed or all alike."""
    found = changed(version)
    marks = {entry.key: entry.proposal.material if material is None else material for entry in found}
    actions.mark(version, by=by, marks=marks, shown=editions.fingerprint(entry.difference for entry in found))


def publish(version, by):
    policy.publish(approved(version, by), by=by)


# -- marking ----------------------------------------------------------------------------------------------------


def test_a_stronger_duty_is_proposed_as_material_and_a_comma_as_editorial(draft):
    proposed = {entry.kinds: entry.proposal.material for entry in changed(draft)}
    assert proposed == {("strength", "wording"): True, ("wording",): False}


def test_what_the_publisher_says_stands_until_the_clause_is_changed_again(cast, draft):
    mark_all(draft, cast.head)
    assert {entry.material for entry in changed(draft)} == {True, False}
    teachers = draft.clauses.get(binds=["teacher"])
    drafts.change_clause(teachers, by=cast.head, kind="norm", modality="may", binds=["teacher"])
    again = {entry.kinds: (entry.material, entry.stale) for entry in changed(draft)}
    assert again == {("strength", "wording"): (None, True), ("wording",): (False, False)}


def test_marking_twice_keeps_one_mark_for_each_change(cast, draft):
    mark_all(draft, cast.head)
    mark_all(draft, cast.head, material=True)
    assert [mark.material for mark in Mark.objects.filter(version=draft)] == [True, True]


@pytest.mark.parametrize("who", ["dsl", "chair", "teacher", "office", "governor", "other_head"])
def test_only_who_publishes_marks(cast, draft, who):
    with pytest.raises(Refused):
        mark_all(draft, getattr(cast, who))


def test_changes_that_nobody_saw_are_not_marked(cast, draft):
    seen = editions.fingerprint(entry.difference for entry in changed(draft))
    drafts.mark_information(draft.clauses.get(binds=["teacher"]), by=cast.head)
    with pytest.raises(Conflict):
        actions.mark(draft, by=cast.head, marks={}, shown=seen)


def test_a_first_version_has_nothing_to_mark(cast, tmp_path):
    version = first_and_draft(cast, tmp_path)[0]
    assert editions.material_since(version, version) is None
    with pytest.raises(NotAllowed):
        actions.mark(version, by=cast.head, marks={}, shown="")


def test_marking_is_told_in_the_log(cast, draft, client):
    mark_all(draft, cast.head)
    page = signed_in(client, cast.head).get(reverse("audit:list"), {"kind": "version.mark"}).content.decode()
    assert "1 material, 1 editorial" in page


# -- published --------------------------------------------------------------------------------------------------


def test_with_publication_the_changes_and_what_was_said_about_them_are_fixed(cast, draft):
    mark_all(draft, cast.head)
    before = [(entry.difference.key, entry.kinds, entry.material) for entry in changed(draft)]
    publish(draft, cast.head)
    assert [(entry.difference.key, entry.kinds, entry.material) for entry in changed(draft)] == before
    for broken in (
        lambda: Mark.objects.filter(version=draft).update(material=False),
        lambda: Mark.objects.filter(version=draft).delete(),
        lambda: Mark.objects.create(school=cast.school, version=draft, key="x", said="y"),
        lambda: Comparison.objects.filter(version=draft).update(told=[]),
        lambda: Comparison.objects.filter(version=draft).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            broken()
    with pytest.raises(NotAllowed):
        mark_all(draft, cast.head)


def test_what_nobody_marked_counts_as_material(cast, draft):
    publish(draft, cast.head)
    assert [entry.material for entry in changed(draft)] == [None, None]
    assert [mark.material for mark in Mark.objects.filter(version=draft)] == [True, True]
    assert len(editions.material_since(draft, draft.before)) == 2


def test_a_mark_of_words_that_were_changed_again_counts_for_nothing(cast, draft):
    mark_all(draft, cast.head, material=False)
    drafts.change_clause(draft.clauses.get(binds=["teacher"]), by=cast.head, kind="norm", modality="may", binds=[])
    publish(draft, cast.head)
    assert [each.kinds for each in editions.material_since(draft, draft.before)] == [("strength", "scope", "wording")]


def test_a_first_version_is_compared_with_nothing(cast, tmp_path):
    assert not Comparison.objects.filter(version=first_and_draft(cast, tmp_path)[0]).exists()


def test_over_two_editions_what_mattered_on_the_way_is_told(cast, draft, tmp_path):
    first = draft.before
    mark_all(draft, cast.head)
    publish(draft, cast.head)
    text = SECOND.replace("any worry online", "any worry online at once")
    third = a_draft(cast, tmp_path, text, draft.policy)
    mark_all(third, cast.head)
    publish(third, cast.head)
    told = editions.material_since(third, first)
    assert sorted(each.binds for each in told) == [("adult",), ("teacher",)]
    assert [each.binds for each in editions.material_since(third, draft)] == [("adult",)]
    assert [entry.kinds for entry in editions.between(first, third) if entry.changed]


# -- pages ------------------------------------------------------------------------------------------------------


def page_of(client, who, version, **query):
    return signed_in(client, who).get(reverse("changes:version", args=[version.pk]), query)


@pytest.mark.parametrize(
    ("who", "of_draft", "of_published"),
    [("head", 200, 200), ("chair", 200, 200), ("teacher", 404, 200), ("volunteer", 404, 200), ("governor", 404, 200),
     ("other_head", 404, 404), ("other_teacher", 404, 404)],
)  # fmt: skip
def test_every_adult_reads_what_changed_in_a_published_version_and_few_in_a_draft(
    cast, draft, client, who, of_draft, of_published
):
    assert page_of(client, getattr(cast, who), draft).status_code == of_draft
    publish(draft, cast.head)
    assert page_of(client, getattr(cast, who), draft).status_code == of_published


def test_the_words_that_went_and_came_are_marked_and_said(cast, draft, client):
    publish(draft, cast.head)
    page = page_of(client, cast.teacher, draft).content.decode()
    assert ">should<" in page.split("<del>")[2]
    assert ">must<" in page.split("<ins>")[2]
    assert "[taken out: " in page
    assert "How strong" in page


def test_the_page_shows_one_kind_of_change_when_asked(cast, draft, client):
    publish(draft, cast.head)
    page = page_of(client, cast.teacher, draft, show="strength").content.decode()
    assert "photographs" in page
    assert "passwords" not in page
    assert "What is unchanged" not in page
    assert "What is unchanged" in page_of(client, cast.teacher, draft).content.decode()


def test_any_two_versions_can_be_compared_whichever_was_opened(cast, draft, client, tmp_path):
    publish(draft, cast.head)
    third = published(cast, tmp_path, FIRST, draft.policy)
    first = draft.before
    for opened, other in ((third, first), (first, third)):
        page = page_of(client, cast.teacher, opened, since=str(other.pk)).content.decode()
        assert "from version 1 to version 3" in page
        assert "every clause says what it said" in page


def test_a_draft_is_not_offered_to_compare_with_to_who_may_not_read_it(cast, draft, client):
    page = page_of(client, cast.teacher, draft.before, since=str(draft.pk))
    assert str(draft.pk) not in page.content.decode()
    assert "nothing to compare it with" in page.content.decode()


def test_from_the_policy_and_from_the_draft_there_is_a_way_to_what_changed(cast, draft, client):
    address = reverse("changes:version", args=[draft.pk])
    beside = signed_in(client, cast.head).get(draft.get_absolute_url()).content.decode()
    assert address in beside
    assert reverse("changes:mark", args=[draft.pk]) in beside
    publish(draft, cast.head)
    assert address in signed_in(client, cast.teacher).get(draft.policy.get_absolute_url()).content.decode()


def test_the_publisher_marks_on_one_page(cast, draft, client):
    address = reverse("changes:mark", args=[draft.pk])
    signed_in(client, cast.head)
    shown = client.get(address).context["shown"]
    keys = [entry.key for entry in changed(draft)]
    client.post(address, {"shown": shown, **dict.fromkeys(keys, "editorial")})
    assert {entry.material for entry in changed(draft)} == {False}
    client.post(address, {"shown": shown, "as_proposed": "1"})
    assert {entry.material for entry in changed(draft)} == {True, False}
    assert client.post(address, {"shown": "of before", "as_proposed": "1"}).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("head", 200), ("chair", 403), ("teacher", 404), ("other_head", 404)])
def test_who_opens_the_page_for_marking(cast, draft, client, who, status):
    page = signed_in(client, getattr(cast, who)).get(reverse("changes:mark", args=[draft.pk]))
    assert page.status_code == status


def test_a_published_version_is_no_longer_marked(cast, draft, client):
    publish(draft, cast.head)
    assert signed_in(client, cast.head).get(reverse("changes:mark", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("name", ["changes:version", "changes:mark"])
def test_forty_changes_ask_as_often_as_two(cast, client, tmp_path, name):
    signed_in(client, cast.head)
    counts = []
    before = published(cast, tmp_path, FIRST)
    for number in (2, 40):
        rules = "".join(f"\nStaff must keep record {n} of the kind {n * 7}.\n" for n in range(number))
        draft = a_draft(cast, tmp_path, FIRST + rules, before.policy)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name, args=[draft.pk])).status_code == 200
        counts.append(len(seen))
        policy.withdraw(draft, by=cast.head)
    assert counts[1] <= counts[0]


def test_a_first_version_says_that_there_is_nothing_to_compare_or_to_mark(cast, client, tmp_path):
    first = a_draft(cast, tmp_path, FIRST)
    assert "nothing to compare it with" in page_of(client, cast.head, first).content.decode()
    page = client.get(reverse("changes:mark", args=[first.pk]))
    assert "everybody is asked to acknowledge all of it" in page.content.decode()
    assert client.post(reverse("changes:mark", args=[first.pk]), {"as_proposed": "1"}).status_code == 409
