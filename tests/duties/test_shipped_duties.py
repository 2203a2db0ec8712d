"""The duties that ship: whole, each with its source and the clauses that it keeps, drafts until a school wants them."""

import copy
from importlib.resources import files

import pytest
import yaml
from cast import a_school, signed_in
from django.urls import reverse
from django.utils import timezone
from owing import NO, a_duty, attends, does, shipped, task_of

from belisha.core.access import Role
from belisha.core.models import AuditEntry
from belisha.duties.owed import jobs, rules
from belisha.duties.owed.keeping import actions as keeping
from belisha.duties.owed.models import Duty
from belisha.packs import PackError
from belisha.packs.duties import ShippedDuty, shipped_duties, whole
from belisha.packs.library import read_library, shipped_references
from belisha.people.rules import ADULT_KINDS
from belisha.references import actions as references
from belisha.references.models import Reference

RAW = yaml.safe_load(files("belisha.packs").joinpath("shelf", "duties.yaml").read_text("utf-8"))
ROWS = {row.key: row for row in shipped_duties().rows}
KEPT = {
    "3-06-a", "3-08-a", "4-02-b", "4-04-a", "4-10-a", "4-16-a", "5-01-a", "5-01-b", "5-01-c", "5-01-d", "5-01-f",
    "6-03-a", "6-03-b", "6-08-d", "6-16-a", "6-20-a", "9-02-b", "9-03-c", "9-05-c",
}  # fmt: skip


@pytest.fixture
def cast(db):
    return a_school()


def test_every_clause_that_asks_something_of_adults_has_its_duty():
    assert {ident for row in ROWS.values() for ident in row.clauses} == KEPT


def test_each_says_how_we_know_and_when_somebody_looked():
    assert shipped_duties().last_checked.year >= 2026
    assert [row.key for row in ROWS.values() if not row.source] == []
    # What nobody here has read is not shipped as read, and a period that no source gives says that it is a suggestion.
    assert {
        ROWS[key].certainty for key in ("online-safety-training", "safeguarding-prevent-training", "read-kcsie")
    } == {"second-hand"}
    suggested = [row for row in ROWS.values() if row.certainty == "general" and (row.every_months or row.each_year)]
    assert [row.key for row in suggested if "suggestion" not in row.source] == []


def test_each_names_roles_kinds_ways_and_references_that_there_are():
    for row in ROWS.values():
        assert set(row.roles) | set(row.chased_by) <= {role.value for role in Role}
        assert set(row.kinds) <= set(ADULT_KINDS)
        assert row.way in rules.WAYS
        assert not row.reference or shipped_references().get(row.reference)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: data["duties"][0].pop("source"), "duties own-accounts"),
        (lambda data: data["duties"][0].update(way="watch"), "duties own-accounts"),
        (lambda data: data["duties"][0].pop("items"), "duties own-accounts"),
        (lambda data: data["duties"][0].update(each_year="31-12"), "duties own-accounts"),
        (lambda data: data["duties"][0].update(each_year="12-31"), "asked again in two ways"),
        (lambda data: data["duties"][0].update(reference="nowhere"), "names a reference that is not there"),
        (lambda data: data["duties"][0]["items"].append(data["duties"][0]["items"][0]), "has a line twice"),
        (lambda data: data["duties"].append(data["duties"][0]), "is there twice"),
        (lambda data: data.pop("last_checked"), "the file"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(change, told):
    data = copy.deepcopy(RAW)
    change(data)
    with pytest.raises(PackError, match=told):
        whole(read_library(yaml.safe_dump(data), "duties", ShippedDuty))


def test_a_school_gets_them_as_drafts_once_and_its_own_words_are_left_alone(cast):
    references.stock(cast.school)
    jobs.stock_school.call(str(cast.school.pk))
    assert set(Duty.objects.values_list("pack_key", "state")) == {(key, "draft") for key in ROWS}
    duty = Duty.objects.get(pack_key="own-accounts")
    keeping.change(duty, by=cast.head, title="Ours", every_months=6)
    keeping.end(Duty.objects.get(pack_key="read-briefing"), by=cast.head)
    jobs.stock_all()
    duty.refresh_from_db()
    assert (duty.title, duty.every_months) == ("Ours", 6)
    assert Duty.objects.filter(school=cast.school).count() == len(ROWS)
    assert AuditEntry.objects.filter(school_id=cast.school.pk, kind="duty.take_up").count() == 1


def test_what_is_to_be_read_waits_until_it_is_in_the_library(cast):
    keeping.stock(cast.school)
    assert set(Duty.objects.values_list("pack_key", flat=True)) == {
        row.key for row in ROWS.values() if not row.reference
    }
    references.stock(cast.school)
    keeping.stock(cast.school)
    assert set(Duty.objects.values_list("pack_key", flat=True)) == set(ROWS)
    assert Duty.objects.get(pack_key="read-prevent").reference.key == "prevent-statutory-guidance"


def test_drafts_are_offered_on_the_home_page_of_those_who_keep_duties(cast, client):
    keeping.stock(cast.school)
    line = "Choose what else is asked of adults"
    assert line in signed_in(client, cast.head).get("/").content.decode()
    assert line not in signed_in(client, cast.office).get("/").content.decode()
    a_duty(cast)
    assert line not in signed_in(client, cast.head).get("/").content.decode()


READINGS = [
    pytest.param("read-prevent", marks=pytest.mark.clause("9-03-c")),
    pytest.param("read-prevent-advice", marks=pytest.mark.clause("9-03-c")),
    pytest.param("read-briefing", marks=pytest.mark.clause("9-05-c")),
    pytest.param("read-acceptable-use", marks=pytest.mark.clause("5-01-d")),
    pytest.param("read-it-policies", marks=pytest.mark.clause("5-01-d")),
    pytest.param("equality-duties", marks=pytest.mark.clause("6-20-a")),
    "read-kcsie",
]


@pytest.mark.parametrize("key", READINGS)
def test_what_is_to_be_read_is_shown_where_it_is_kept_read_and_recorded_with_its_edition(cast, client, key):
    duty = shipped(cast, key)
    Reference.objects.filter(pk=duty.reference_id).update(where="Blue folder in the office", edition="The one of 2026")
    task = task_of(cast.volunteer, duty)
    page = signed_in(client, cast.volunteer).get(reverse("owed:do", args=[task.pk]))
    for words in (duty.reference.title, "Blue folder in the office", "The one of 2026"):
        assert words in page.content.decode().replace("&#x27;", "'"), words
    client.post(reverse("owed:do", args=[task.pk]), {"asked": page.context["form"]["asked"].value(), "agree": "on"})
    task.refresh_from_db()
    assert task.state == rules.DONE
    assert task.shown["reference"]["edition"] == "The one of 2026"
    assert task.wording == duty.wording


@pytest.mark.clause("5-01-a", "5-01-f", "3-08-a")
def test_the_review_is_asked_on_joining_and_again_at_the_period_of_the_school(cast):
    duty = shipped(cast, "own-accounts")
    assert duty.every_months == ROWS["own-accounts"].every_months
    every = {line.key: [key for key, _ in line.options][:1] or [line.key] for line in duty.lines if not line.help}
    row = does(cast.teacher, duty, every)
    assert row.again_on == rules.again_on(duty.terms, timezone.localdate(row.done_at))
    keeping.change(duty, by=cast.head, every_months=12)
    assert task_of(cast.teacher, duty).again_on > row.again_on


def test_every_shipped_duty_can_be_done_as_it_ships(cast):
    for key, row in ROWS.items():
        duty = shipped(cast, key)
        if row.way == "training":
            done = attends(cast.teacher, duty)
        elif row.way == "question":
            done = does(cast.teacher, duty, NO)
        else:
            every = {line.key: [each for each, _ in line.options][:1] or [line.key] for line in duty.lines}
            done = does(cast.teacher, duty, every)
        assert done.state == rules.DONE, key
