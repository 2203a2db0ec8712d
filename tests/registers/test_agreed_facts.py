"""What the advice engine learns of protocols and accounts: at once, and never more than is so."""

import datetime
import uuid

import pytest
import time_machine
from agreed import a_draft, a_platform, agreed, an_account, days, suggested
from cast import a_school
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from belisha.core.access import SET_UP
from belisha.people.leaving import actions as leaving
from belisha.registers.accounts import actions as accounts
from belisha.registers.accounts import facts as account_facts
from belisha.registers.accounts.models import Account
from belisha.registers.protocols import actions, facts, rules
from belisha.registers.protocols.models import Protocol

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


def covering(adult, **asked) -> list[Protocol]:
    said = {"platform": "Classroom", "purpose": "pupils", "classes": ["5A"], "on": days(0), **asked}
    return facts.covering(adult, **said)


def later(number: int):
    return time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=number))


@pytest.mark.clause("6-06-a")
def test_a_draft_and_a_proposal_cover_nothing_and_what_is_agreed_covers_at_once(cast):
    draft = a_draft(cast)
    assert covering(cast.teacher) == []
    actions.propose(draft, by=cast.dsl)
    assert covering(cast.teacher) == []
    actions.agree(Protocol.objects.get(), by=cast.head)
    assert covering(cast.teacher) == [draft]
    actions.end(Protocol.objects.get(), by=cast.head, reason="Over.")
    assert covering(cast.teacher) == []


def test_what_was_not_agreed_never_covers(cast):
    protocol = suggested(cast, platform="Classroom", kind="pupils", classes="5A")
    actions.decline(protocol, by=cast.head, reason="No.")
    assert covering(cast.agency_ta) == []


@pytest.mark.clause("6-02-a")
def test_a_channel_to_parents_never_covers_contact_with_pupils(cast):
    channel = agreed(cast, kind="channel", classes="")
    assert covering(cast.teacher, purpose="channel") == [channel]
    for purpose in ("pupils", "family", "trip", "other", "", "unknown"):
        assert covering(cast.teacher, purpose=purpose) == [], purpose


def test_the_platform_is_known_by_its_name_and_an_unknown_one_is_covered_by_nothing(cast):
    protocol = agreed(cast)
    assert covering(cast.teacher, platform="  CLASSROOM ") == [protocol]
    for platform in ("Chatterbox", "", "Class", "%", "Classroom 2"):
        assert covering(cast.teacher, platform=platform) == [], platform


def test_only_those_whom_it_names_are_covered(cast):
    protocol = agreed(cast, people=[cast.teacher])
    assert covering(cast.teacher) == [protocol]
    for who in ("head", "agency_ta", "governor", "leaver", "other_teacher"):
        assert covering(getattr(cast, who)) == [], who


def test_all_adults_means_those_of_this_school_while_they_work_here(cast):
    protocol = agreed(cast)
    for who in ("head", "teacher", "agency_ta", "volunteer", "governor"):
        assert covering(getattr(cast, who)) == [protocol], who
    for who in ("leaver", "other_teacher", "other_head"):
        assert covering(getattr(cast, who)) == [], who


def test_whoever_leaves_is_covered_no_more(cast):
    agreed(cast, people=[cast.teacher])
    leaving.note_last_day(cast.teacher, by=SET_UP, ends=days(0))
    cast.teacher.refresh_from_db()
    assert covering(cast.teacher) == []


def test_classes_that_are_not_named_or_not_known_are_not_covered(cast):
    protocol = agreed(cast, classes="5A, 5B")
    assert covering(cast.teacher, classes=["5B"]) == [protocol]
    assert covering(cast.teacher, classes=["5A", "6"]) == []
    assert covering(cast.teacher, classes=None) == []
    every = agreed(cast, classes="")
    assert covering(cast.teacher, classes=None) == [every]


def test_first_and_last_day_are_days_in_force_and_the_next_is_none(cast):
    protocol = agreed(cast, first=days(2), last=days(4))
    said = {number: covering(cast.teacher, on=days(number)) for number in range(7)}
    assert [number for number, found in said.items() if found == [protocol]] == [2, 3, 4]
    for number, expected in ((1, []), (4, [protocol]), (5, [])):
        with later(number):
            assert covering(cast.teacher, on=datetime.date.today()) == expected, number


def test_a_new_edition_takes_over_on_its_first_day(cast):
    old = agreed(cast)
    new = actions.new_edition(old, by=cast.head, key=uuid.uuid4())
    actions.change(new, by=cast.head, first=days(3), review=days(30))
    assert covering(cast.teacher, on=days(3)) == [old]
    actions.agree(Protocol.objects.get(pk=new.pk), by=cast.head)
    assert [covering(cast.teacher, on=days(number)) for number in (0, 2, 3, 9)] == [[old], [old], [new], [new]]


@pytest.mark.clause("3-07-a")
def test_the_channels_of_a_school_are_those_in_force(cast):
    assert facts.channels(cast.school, days(0)) == []
    one = agreed(cast, kind="channel")
    trip = agreed(cast, kind="trip")
    a_draft(cast)
    assert facts.channels(cast.school, days(0)) == [one]
    assert trip not in facts.channels(cast.school, days(0))
    assert facts.channels(cast.other_school, days(0)) == []
    actions.end(one, by=cast.head, reason="Over.")
    assert facts.channels(cast.school, days(0)) == []


def test_an_official_account_is_known_by_name_and_platform_while_it_is_in_use(cast):
    account = an_account(cast)

    def official(name="@alderlane", platform="classroom", school=cast.school, on=0):
        return account_facts.official(school, platform, name, days(on))

    assert official() == official("AlderLane") == account
    assert official("other") is None
    assert official(platform="Chatterbox") is None
    assert official(school=cast.other_school) is None
    assert official(on=-1) is None
    accounts.close(Account.objects.get(), by=cast.head)
    assert official() is None
    accounts.reopen(Account.objects.get(), by=cast.head)
    assert official() == account


def test_only_those_named_post_and_only_while_they_work_here_and_it_is_in_use(cast):
    account = an_account(cast, posters=[cast.teacher, cast.leaver])

    def may_post(adult):
        return account_facts.may_post(adult, Account.objects.get(), days(0))

    assert may_post(cast.teacher)
    for who in ("leaver", "office", "head", "other_teacher"):
        assert not may_post(getattr(cast, who)), who
    accounts.change(account, by=cast.head, owners=[cast.office], posters=[])
    assert not may_post(cast.teacher)
    accounts.change(account, by=cast.head, owners=[cast.office], posters=[cast.teacher])
    accounts.close(Account.objects.get(), by=cast.head)
    assert not may_post(cast.teacher)


DAYS = st.integers(-3, 6)


class TestWhatTheDatabaseAnswersIsWhatTheRuleSays(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = a_school()
        cls.platform = a_platform(cls.cast)
        cls.protocol = agreed(cls.cast, people=[cls.cast.teacher], classes="")

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(first=DAYS, last=st.none() | DAYS, stopped=st.none() | DAYS, on=DAYS)
    def test_on_any_day(self, first, last, stopped, on):
        if last is not None and last < first:
            return
        row = Protocol.objects.filter(pk=self.protocol.pk)
        row.update(
            state=rules.ENDED if stopped is not None else rules.AGREED, first=days(first), agreed_on=days(first),
            last=None if last is None else days(last), stopped=None if stopped is None else days(stopped),
            review=days(20),
        )  # fmt: skip
        assert row.get().is_live(days(on)) == row.filter(facts.in_force(days(on))).exists()
        found = covering(self.cast.teacher, classes=None, on=days(on))
        assert bool(found) == row.get().is_live(days(on))
