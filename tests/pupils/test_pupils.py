"""Pupils as a bare lookup: off until it is switched on, three facts and no more, no directory, gone when it is off."""

import datetime

import pytest
import time_machine
from cast import a_school, again, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pupils.listed import some_pupils

from belisha import config
from belisha.core import audit
from belisha.core.action import ACTIONS, ANSWERS
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.pupils import actions, jobs, limits, queries
from belisha.pupils.models import Pupil, PupilList

pytestmark = pytest.mark.django_db
OPENS = """
                      head  office  dsl  teacher  agency_ta  governor  chair  it_lead  hr  other_head
    pupils:list       yes   yes     yes  no       no         no        no     no       no  yes
    pupils:switch_on  yes   yes     no   no       no         no        no     no       no  yes
    pupils:switch_off yes   yes     no   no       no         no        no     no       no  yes
    pupils:give       yes   yes     no   no       no         no        no     no       no  yes
    pupils:columns    yes   yes     no   no       no         no        no     no       no  no
    pupils:drop       yes   yes     no   no       no         no        no     no       no  no
"""
ROWS = [line.split() for line in OPENS.strip().splitlines()]
SAYS = {200: "yes", 302: "yes", 404: "no"}
LIST = "Forename,Surname,NC Year,UPN,Date of birth,Ethnicity,Notes\nOtis,Vane,2,U1,1/2/2018,zebra-one,likes tea-zebra\n"


def give(client, text: str):
    return client.post(reverse("pupils:give"), {"files": SimpleUploadedFile("pupils.csv", text.encode())})


def bring_in(client, text: str, complete=True):
    columns = give(client, text).url
    form = client.get(columns).context["form"]
    check = client.post(columns, {name: form[name].value() or "" for name in form.fields}).url
    return client.post(check, {"complete": "on"} if complete else {})


@pytest.mark.parametrize("row", ROWS[1:], ids=lambda row: row[0])
def test_who_opens_which_page(client, row):
    school = a_school()
    actions.switch_on(school.school, by=school.head)
    give(signed_in(client, school.head), LIST)
    names = {"args": [PupilList.objects.get().pk]} if row[0] in ("pupils:columns", "pupils:drop") else {}
    for who, expected in zip(ROWS[0], row[1:], strict=True):
        answer = signed_in(client, getattr(school, who)).get(reverse(row[0], **names))
        assert SAYS[answer.status_code] == expected, who


def test_nothing_is_found_and_nothing_taken_while_it_is_switched_off(client):
    school = a_school()
    assert queries.exactly(school.school, "Otis Vane") == []
    assert "switched off" in signed_in(client, school.head).get(reverse("pupils:list")).content.decode()
    assert client.get(reverse("pupils:give")).url == reverse("pupils:list")
    with pytest.raises(NotAllowed):
        actions.give(school.school, by=school.head, rows=[])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Zoë O’Neill", 1), ("zoe oneill", 1), ("ZOE  O'NEILL", 1), ("Zoe", 0), ("O’Neill", 0), ("Zoe O", 0), ("", 0),
        ("%", 0), ("Zoe O’Neil", 0), ("Neill Zoe", 0),
    ],
)  # fmt: skip
def test_an_exact_whole_name_is_found_whatever_its_case_and_accents_and_a_part_is_not(typed, found):
    school = a_school()
    some_pupils(school)
    assert len(queries.exactly(school.school, typed)) == found
    assert queries.exactly(school.other_school, typed) == []


def test_three_facts_are_kept_and_no_more(client):
    school = a_school()
    actions.switch_on(school.school, by=school.head)
    signed_in(client, school.office)
    bring_in(client, LIST)
    (pupil,) = Pupil.objects.all()
    assert (pupil.name, pupil.year, pupil.identifier) == ("Otis Vane", "2", "U1")
    everything = str(list(PupilList.objects.values())) + str(list(Pupil.objects.values()))
    assert "zebra" not in everything
    assert "2018" not in everything.replace(str(timezone.now().year), "")


def test_a_second_list_changes_pupils_and_who_is_missing_has_left_and_no_more(client):
    school, left = a_school(), []
    ANSWERS["pupil.leave"].append(lambda pupil, *, by: left.append(pupil.name))
    try:
        actions.switch_on(school.school, by=school.head)
        signed_in(client, school.head)
        bring_in(client, "Name,Year,UPN\nOtis Vane,2,U1\nZoë Lane,2,\n")
        bring_in(client, "Name,Year,UPN\nOtis Vane-Reed,3,U1\n", complete=False)
        assert left == []
        bring_in(client, "Name,Year,UPN\nOtis Vane-Reed,3,U1\n")
    finally:
        ANSWERS["pupil.leave"].pop()
    assert left == ["Zoë Lane"]
    assert set(Pupil.objects.values_list("name", "year", "identifier")) == {
        ("Otis Vane-Reed", "3", "U1"), ("Zoë Lane", "2", ""),
    }  # fmt: skip
    assert queries.exactly(school.school, "Zoe Lane") == []
    bring_in(client, "Name,Year\nZoë Lane,3\n", complete=False)
    assert len(queries.exactly(school.school, "Zoe Lane")) == 1


def test_switching_it_off_destroys_every_row_after_asking(client):
    school = a_school()
    some_pupils(school)
    signed_in(client, school.head)
    give(client, LIST)
    assert client.post(reverse("pupils:switch_off"), {}).status_code == 200
    assert Pupil.objects.count() == 2
    client.post(reverse("pupils:switch_off"), {"sure": "on"})
    assert (Pupil.objects.count(), PupilList.objects.count()) == (0, 0)
    assert queries.exactly(school.school, "Otis Vane") == []


def test_the_log_names_no_pupil_and_is_whole(client):
    school = a_school()
    pupil, *_ = some_pupils(school)
    actions.leave(pupil, by=school.head)
    said = [str(audit.words(entry)) for entry in AuditEntry.objects.filter(kind__startswith="pupil.")]
    assert said
    assert [text for text in said if "Otis" in text or "Neill" in text] == []
    assert audit.verify(school.school.pk).whole


@pytest.mark.parametrize("who", ["teacher", "dsl", "governor", "it_lead", "other_head"])
def test_who_does_not_keep_pupils_changes_none(who):
    school = a_school()
    pupil, *_ = some_pupils(school)
    for act in (lambda by: actions.leave(pupil, by=by), lambda by: actions.switch_off(school.school, by=by)):
        with pytest.raises(Refused):
            act(again(getattr(school, who)))


def test_who_tries_one_name_after_the_other_is_stopped():
    school = a_school()
    for _ in range(config.load().pupil_lookups):
        limits.count(school.teacher)
    with pytest.raises(NotAllowed, match="looked up many"):
        limits.count(school.teacher)
    limits.count(school.dsl)


def test_a_name_is_searched_for_by_post_and_a_left_pupil_is_not_shown(client):
    school = a_school()
    otis, _ = some_pupils(school)
    address = reverse("pupils:list")
    page = signed_in(client, school.dsl).post(address, {"search": "oneil"}).content.decode()
    assert "Zoë O’Neill" in page
    assert "Otis Vane" not in page
    assert "Otis Vane" in client.get(f"{address}?search=oneil").content.decode()
    actions.leave(otis, by=school.head)
    assert "Otis Vane" not in client.get(address).content.decode()


def test_a_damaged_list_says_so_row_by_row(client):
    school = a_school()
    actions.switch_on(school.school, by=school.head)
    signed_in(client, school.head)
    columns = give(client, f"Name,Year\n,2\nOtis Vane,{'x' * 50}\nZoë Lane,2\nZoë Lane,2\nA\x07B C,1\n").url
    page = client.post(columns, {"column_0": "name", "column_1": "year"}, follow=True).content.decode()
    for sentence in ("There is no name.", "The year group is longer", "The same pupil is in line 4", "cannot be shown"):
        assert sentence in page
    assert not Pupil.objects.exists()


def test_a_list_that_nobody_confirmed_is_forgotten(client):
    school = a_school()
    actions.switch_on(school.school, by=school.head)
    give(signed_in(client, school.head), LIST)
    given = PupilList.objects.get()
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25), tick=False):
        jobs.forget_due()
    given.refresh_from_db()
    assert (given.state, given.table, given.rows) == ("dropped", {}, [])
    assert client.get(reverse("pupils:check", args=[given.pk])).status_code == 404


@pytest.mark.parametrize("key", ["pupil.match", "pupil.bring_in", "pupil.drop", "pupil.forget"])
@pytest.mark.parametrize("who", ["teacher", "dsl", "chair", "other_head"])
def test_who_does_not_keep_pupils_does_nothing_with_a_list_of_them(key, who):
    school = a_school()
    actions.switch_on(school.school, by=school.head)
    given = actions.give(school.school, by=school.head, rows=[])
    details = {"pupil.match": {"fields": []}, "pupil.bring_in": {"complete": True}}.get(key, {})
    with pytest.raises(Refused):
        ACTIONS[key].run(given, by=again(getattr(school, who)), **details)
