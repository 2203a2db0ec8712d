"""What one puts one's name to: short lines, only of clauses that the published version has, only for whom they bind."""

import pytest
from cast import a_school, again, an_adult, signed_in
from django.urls import reverse
from papers import approved, published

from belisha.core.access import Role
from belisha.duties import jobs
from belisha.duties.lines import rules
from belisha.duties.lines.queries import lines_for
from belisha.duties.models import Acknowledgement
from belisha.packs.teaching import shipped_lines
from belisha.policy import actions as policies
from belisha.policy import intake
from belisha.policy.editing import actions as editing
from belisha.policy.written import SHIPPED

EVERYBODY = {
    "3-01-a", "3-03-a", "3-05-a", "3-08-b", "4-06-a", "4-11-a", "4-12-a", "4-13-a", "6-20-c", "10-02-a",
}  # fmt: skip
# Who, how they work here, their roles, and which lines they read beside those for everybody.
FOR_WHOM = [
    ("a teacher", "employee", {Role.TEACHER}, {"6-17-a", "10-01-b"}),
    ("a trainee teacher", "trainee_teacher", set(), {"6-17-a"}),
    ("the Headteacher", "employee", {Role.HEADTEACHER}, {"6-17-a", "10-01-b"}),
    ("an agency teacher", "agency", {Role.TEACHER}, {"6-17-a"}),
    ("a caretaker", "employee", set(), {"10-01-b"}),
    ("an apprentice", "apprentice", set(), {"10-01-b"}),
    ("a volunteer", "volunteer", set(), set()),
    ("a consultant", "consultant", {Role.HR}, set()),
    ("a governor", "governor", {Role.GOVERNOR}, {"4-01-a"}),
    ("a trustee", "trustee", set(), {"4-01-a"}),
]


def about(lines) -> set[str]:
    return {line.ident for line in lines}


@pytest.mark.clause(
    "3-01-a", "3-03-a", "3-05-a", "3-08-b", "4-06-a", "4-11-a", "4-12-a", "4-13-a", "6-17-a", "6-20-c", "10-02-a"
)
@pytest.mark.parametrize(("who", "kind", "roles", "more"), FOR_WHOM, ids=[row[0] for row in FOR_WHOM])
def test_who_reads_which_lines(who, kind, roles, more):
    said = {row.clauses[0]: (row.clauses[0], row.clauses[0]) for row in shipped_lines().rows}
    assert about(rules.lines(shipped_lines().rows, said, kind, roles)) == EVERYBODY | more


def test_of_a_clause_that_the_version_does_not_have_there_is_no_line():
    rows = shipped_lines().rows
    assert rules.lines(rows, {}, "employee", set()) == []
    only = rules.lines(rows, {"4-11-a": ("7-02-b", "7.2")}, "employee", set())
    assert [(line.key, line.ident, line.clause) for line in only] == [("know-it", "7-02-b", "7.2")]


@pytest.mark.clause("4-06-a", "6-20-c", "10-02-a")
def test_what_can_follow_stands_under_its_own_heading():
    said = {row.clauses[0]: (row.clauses[0], row.clauses[0]) for row in shipped_lines().rows}
    grouped = dict(rules.grouped(rules.lines(shipped_lines().rows, said, "volunteer", set())))
    assert list(grouped) == ["What you take on", "What can follow"]
    assert about(grouped["What can follow"]) == {"4-06-a", "6-20-c", "10-02-a"}
    assert rules.grouped([]) == []


@pytest.fixture
def cast(db):
    return a_school()


@pytest.fixture
def version(cast):
    return in_force(
        cast, intake.adopt(cast.school, SHIPPED, "Media policy", {"school": cast.school.name}, by=cast.head)
    )


def in_force(cast, version):
    approved(version, cast.head)
    policies.publish(version, by=cast.head)
    jobs.open_for_version.call(str(version.pk))
    return version


def duty_of(adult, version):
    return Acknowledgement.objects.select_related("version__policy", "school").get(adult=adult, version=version)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.clause("3-03-a", "4-12-a", "6-17-a")
def test_the_lines_stand_before_the_tick_lead_to_their_clauses_and_are_kept(cast, version, client):
    address = reverse("duties:acknowledge", args=[duty_of(cast.teacher, version).pk])
    page = words(signed_in(client, cast.teacher).get(address))
    lines = lines_for(cast.teacher, version)
    before = page.split('name="read"')[0]
    for line in lines:
        assert f"{version.get_absolute_url()}clauses/{line.ident}/" in before
    assert "Teachers&#x27; Standards" in before or "Teachers’ Standards" in before
    client.post(address, {"read": "on"})
    duty = duty_of(cast.teacher, version)
    assert duty.lines == [line.plain() for line in lines]
    shown = words(client.get(reverse("duties:done", args=[duty.pk])))
    assert "The lines that you were shown" in shown
    assert "What can follow" in shown


def test_what_was_shown_stays_as_it_was_when_other_lines_ship(cast, version, client):
    address = reverse("duties:acknowledge", args=[duty_of(cast.teacher, version).pk])
    signed_in(client, cast.teacher).post(address, {"read": "on"})
    duty = duty_of(cast.teacher, version)
    duty.lines[0]["line"] = "A line of long ago."
    Acknowledgement.objects.filter(pk=duty.pk).update(lines=duty.lines)
    assert "A line of long ago." in words(client.get(reverse("duties:done", args=[duty.pk])))


def test_a_volunteer_reads_nothing_that_binds_teachers_or_employees(cast, version, client):
    address = reverse("duties:acknowledge", args=[duty_of(cast.volunteer, version).pk])
    page = words(signed_in(client, cast.volunteer).get(address))
    assert "As a teacher" not in page
    assert "As an employee" not in page
    assert "I know what this policy says." in page


def test_a_document_of_the_schools_own_shows_no_line_for_what_it_does_not_say(cast, client, tmp_path):
    version = published(cast, tmp_path)
    jobs.open_for_version.call(str(version.pk))
    said = set(version.clauses.filter(pack_sure=True).values_list("pack_id", flat=True))
    for line in lines_for(cast.teacher, version):
        row = shipped_lines().get(line.key)
        assert row.clauses[0] in said
    page = words(
        signed_in(client, cast.teacher).get(reverse("duties:acknowledge", args=[duty_of(cast.teacher, version).pk]))
    )
    assert "As a teacher" not in page


def test_a_clause_that_was_taken_out_takes_its_line_with_it(cast, version):
    draft = editing.new_edition(version, by=cast.head)
    editing.retire(draft.clauses.select_related("version__policy", "school").get(ident="6-20-c"), by=cast.head)
    draft.refresh_from_db()
    assert "6-20-c" in about(lines_for(cast.head, version))
    assert "6-20-c" not in about(lines_for(cast.head, draft))


def test_a_clause_that_only_may_say_it_gives_no_line(cast, version):
    """A draft whose clause was matched and never confirmed."""
    draft = editing.new_edition(version, by=cast.head)
    draft.clauses.filter(ident="6-20-c").update(pack_sure=False)
    assert "6-20-c" not in about(lines_for(cast.head, draft))


def test_whoever_came_in_with_a_code_reads_the_lines_of_what_they_are(cast, version):
    teacher = again(cast.teacher)
    teacher.by_code = True
    assert "6-17-a" in about(lines_for(teacher, version))


# -- why it applies --------------------------------------------------------------------------------------------------


@pytest.mark.clause("2-01-b", "2-01-c")
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("trainee_teacher", "clause 2.1(b)</a> names trainee teachers."),
        ("volunteer", "clause 2.1(b)</a> names volunteers."),
        ("governor", "clause 2.1(c)</a> names governors."),
        ("employee", "clause 2.1(a)</a> names employees."),
    ],
)
def test_the_page_says_by_which_clause_it_applies_to_the_reader(cast, version, client, kind, said):
    adult = an_adult(cast.school, "Tess Marl", kind)
    jobs.open_for_school.call(str(cast.school.pk))
    page = words(signed_in(client, adult).get(reverse("duties:acknowledge", args=[duty_of(adult, version).pk])))
    assert said in page


def test_whom_no_clause_names_reads_that_the_school_asks_everybody(cast, client, tmp_path):
    version = published(cast, tmp_path)
    jobs.open_for_version.call(str(version.pk))
    address = reverse("duties:acknowledge", args=[duty_of(cast.governor, version).pk])
    assert "No clause names you in particular." in words(signed_in(client, cast.governor).get(address))
