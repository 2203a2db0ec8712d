"""What the advice engine is told of the registers: live, at once, and never more than is known."""

import datetime
import uuid

import pytest
import time_machine
from cast import a_school, again
from django.db import connection
from django.test.utils import CaptureQueriesContext
from registers import declared, permitted
from registers.declared import AGREED, PUPIL
from registers.permitted import CONDITIONS, in_days, today

from belisha.people.models import Adult
from belisha.pupils.models import Pupil
from belisha.pupils.rules import folded
from belisha.registers.family import actions as family
from belisha.registers.family import rules
from belisha.registers.family.facts import standing
from belisha.registers.permissions import actions as permissions
from belisha.registers.permissions.facts import covering
from belisha.registers.permissions.rules import Scope

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 6, 8, 9, tzinfo=datetime.UTC)
WHAT = {"act": "discuss-pupils", "audience": "pupils-parents", "platform": "facebook"}


@pytest.fixture
def cast():
    return a_school()


def on(day: int):
    return time_machine.travel(MONDAY + datetime.timedelta(day), tick=False)


# -- family -------------------------------------------------------------------------------------------------------


@pytest.mark.clause("6-07-b", "6-08-a")
def test_each_step_is_seen_by_the_very_next_question(cast):
    teacher = cast.teacher
    assert standing(teacher, pupil=PUPIL).word == "none"
    made = declared.declared(teacher)
    assert standing(teacher, pupil=PUPIL).word == "declared"
    family.discuss(made, by=cast.head, held_on=today(), notes="Talked.")
    assert standing(teacher, pupil=PUPIL).word == "declared"
    family.acknowledge(declared.again(made), by=cast.head, protocol=AGREED)
    said = standing(teacher, pupil=PUPIL)
    assert (said.word, said.key, said.declared_on, said.discussed_on) == ("acknowledged", made.pk, today(), today())
    assert said.protocol == AGREED
    family.agree_anew(declared.again(made), by=cast.head, protocol="Less than before.")
    assert standing(teacher, pupil=PUPIL).protocol == "Less than before."
    family.refuse(declared.again(made), by=cast.head, reason="No longer.")
    assert (standing(teacher, pupil=PUPIL).word, standing(teacher, pupil=PUPIL).protocol) == ("not_acknowledged", "")
    family.end(declared.again(made), by=cast.head, why=rules.PUPIL_LEFT)
    assert standing(teacher, pupil=PUPIL).word == "none"


def test_what_was_withdrawn_is_not_on_file(cast):
    declared.withdrawn(cast.teacher)
    assert standing(cast.teacher, pupil=PUPIL).word == "none"


@pytest.mark.clause("6-07-a")
def test_an_acknowledged_nephew_says_nothing_of_any_other_pupil_or_adult(cast):
    declared.acknowledged(cast.teacher, cast.head)
    assert standing(cast.teacher, pupil="Ida Quist").word == "none"
    assert standing(cast.volunteer, pupil=PUPIL).word == "none"
    assert standing(cast.teacher).word == "unknown"
    assert standing(cast.volunteer).word == "none"
    for spelt in ("jonah pettifer", "JONAH  PETTIFER", "Jonah Pettifer "):
        assert standing(cast.teacher, pupil=spelt).word == "acknowledged"
    for half in ("Jonah", "Pettifer", "Jonah P", "Jon Pettifer"):
        assert standing(cast.teacher, pupil=half).word == "unknown"


def test_two_pupils_of_one_name_are_told_apart_by_their_keys(cast):
    cast.school.looks_up_pupils = True
    cast.school.save()
    one = Pupil.objects.create(school=cast.school, name=PUPIL, folded=folded(PUPIL))
    declared.acknowledged(cast.teacher, cast.head)
    two = Pupil.objects.create(school=cast.school, name=PUPIL, folded=folded(PUPIL))
    assert standing(cast.teacher, pupil=one).word == "acknowledged"
    assert standing(cast.teacher, pupil=one.pk).word == "acknowledged"
    assert standing(cast.teacher, pupil=two).word == "none"
    assert standing(cast.teacher, pupil=two.pk).word == "none"


def test_a_name_that_several_pupils_have_acknowledges_none_of_them(cast):
    cast.school.looks_up_pupils = True
    cast.school.save()
    one = Pupil.objects.create(school=cast.school, name=PUPIL, folded=folded(PUPIL))
    declared.acknowledged(cast.teacher, cast.head)
    two = Pupil.objects.create(school=cast.school, name=PUPIL, folded=folded(PUPIL))
    declared.acknowledged(cast.volunteer, cast.head)  # typed, when there were two of them
    assert standing(cast.teacher, pupil=PUPIL).word == "unknown"
    assert {standing(cast.volunteer, pupil=each).word for each in (PUPIL, one, two, one.pk, two.pk)} == {"unknown"}
    assert standing(cast.teacher, pupil=one).word == "acknowledged"
    declared.refused(cast.volunteer, cast.head)
    assert standing(cast.volunteer, pupil=two).word == "not_acknowledged"


def test_a_name_that_was_only_typed_leaves_a_key_unknown(cast):
    declared.acknowledged(cast.teacher, cast.head)
    assert standing(cast.teacher, pupil=uuid.uuid4()).word == "unknown"


@pytest.mark.clause("3-06-b")
def test_an_acknowledged_dual_role_permits_no_contact(cast):
    declared.acknowledged(cast.teacher, cast.head, kind=rules.DUAL_ROLE)
    assert standing(cast.teacher, pupil=PUPIL).word == "none"


def test_of_two_declarations_about_a_pupil_the_stricter_counts(cast):
    declared.acknowledged(cast.teacher, cast.head)
    declared.refused(cast.teacher, cast.head)
    assert standing(cast.teacher, pupil=PUPIL).word == "not_acknowledged"


@pytest.mark.clause("6-09-a")
def test_a_day_that_was_is_answered_as_it_stood_then():
    with on(0):
        cast = a_school()
        made = declared.declared(cast.teacher)
    with on(2):
        family.discuss(declared.again(made), by=cast.head, held_on=today(), notes="Talked.")
        family.acknowledge(declared.again(made), by=cast.head, protocol=AGREED)
    with on(5):
        family.end(declared.again(made), by=cast.head, why=rules.NOT_TRUE)
    days = [(MONDAY + datetime.timedelta(day)).date() for day in range(-1, 7)]
    words = [standing(cast.teacher, pupil=PUPIL, on=day).word for day in days]
    assert words == [
        "none", "declared", "declared", "acknowledged", "acknowledged", "acknowledged", "none", "none",
    ]  # fmt: skip


def test_whoever_left_has_nothing_on_file_from_that_day(cast):
    declared.acknowledged(cast.teacher, cast.head)
    permitted.granted(cast.teacher, cast.head)
    Adult.objects.filter(pk=cast.teacher.pk).update(ends=today())
    left = again(cast.teacher)
    assert standing(left, pupil=PUPIL).word == "none"
    assert covering(left, **WHAT) == []


# -- permissions ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("6-05-a")
def test_only_what_was_granted_counts_and_taking_it_back_is_seen_at_once(cast):
    teacher = cast.teacher
    made = permitted.asked(teacher)
    assert covering(teacher, **WHAT) == []
    permissions.grant_with_conditions(
        made, by=cast.head, conditions=CONDITIONS, starts=today(), ends=in_days(4), open_why=""
    )
    (found,) = covering(teacher, **WHAT)
    assert (found.key, found.conditions, found.ends, found.spoken) == (made.pk, CONDITIONS, in_days(4), False)
    assert covering(cast.volunteer, **WHAT) == []
    permissions.revoke(permitted.again(made), by=cast.head, reason="Something happened.")
    assert covering(teacher, **WHAT) == []


@pytest.mark.clause("6-05-a")
def test_a_permission_ends_with_its_last_day_whether_or_not_anybody_noted_it():
    with on(0):
        cast = a_school()
        permitted.granted(cast.teacher, cast.head, starts=1, ends=2)
    counts = []
    for day in range(4):
        with on(day):
            counts.append(len(covering(cast.teacher, **WHAT)))
    assert counts == [0, 1, 1, 0]


def test_what_was_said_by_word_of_mouth_counts_only_when_confirmed(cast):
    made = permitted.asked(cast.teacher, spoken_on=in_days(-1))
    assert covering(cast.teacher, **WHAT) == []
    permissions.grant(made, by=cast.head)
    assert [found.spoken for found in covering(cast.teacher, **WHAT)] == [True]


@pytest.mark.parametrize("state", ["asked", "refused", "withdrawn", "expired", "revoked"])
def test_what_is_not_in_force_covers_nothing(cast, state):
    permitted.IN_STATE[state](cast.teacher, cast.head)
    assert covering(cast.teacher, **WHAT) == []


@pytest.mark.parametrize(
    "unknown",
    [
        {"platform": None}, {"platform": ""}, {"platform": "other"}, {"platform": "instagram"}, {"audience": None},
        {"audience": "public"}, {"act": None}, {"act": "post-pictures"},
    ],
)  # fmt: skip
def test_what_is_unknown_or_otherwise_is_no_match(cast, unknown):
    permitted.granted(cast.teacher, cast.head)
    assert covering(cast.teacher, **{**WHAT, **unknown}) == []


def test_a_platform_in_ones_own_words_matches_those_words_alone(cast):
    permitted.granted(cast.teacher, cast.head, scope=Scope("discuss-pupils", "parents", "other", "", "", "Mastodon"))
    asked = {"act": "discuss-pupils", "audience": "parents"}
    assert len(covering(cast.teacher, **asked, platform="mastodon")) == 1
    assert covering(cast.teacher, **asked, platform="other") == []


def test_a_day_before_the_decision_was_not_covered_and_a_day_before_it_was_taken_back_was():
    with on(0):
        cast = a_school()
        made = permitted.granted(cast.teacher, cast.head, starts=-3, ends=9)
    with on(4):
        permissions.revoke(permitted.again(made), by=cast.head, reason="Something happened.")
    days = [(MONDAY + datetime.timedelta(day)).date() for day in (-1, 0, 3, 4)]
    assert [len(covering(cast.teacher, **WHAT, on=day)) for day in days] == [0, 1, 1, 0]


def test_an_answer_costs_few_statements_however_much_is_on_file(cast):
    for _ in range(5):
        declared.acknowledged(cast.teacher, cast.head)
        permitted.granted(cast.teacher, cast.head)
    with CaptureQueriesContext(connection) as seen:
        standing(cast.teacher, pupil=PUPIL)
        assert len(covering(cast.teacher, **WHAT)) == 5
    assert len(seen) == 4
