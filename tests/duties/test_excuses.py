"""Excuses: a reason and an end, nobody's own, and nothing that is chased or counted as late."""

import datetime
import uuid

import pytest
import time_machine
from architecture.world import a_policy
from cast import a_school, again, signed_in
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from duties import followed

from belisha.core.access import sees
from belisha.core.errors import NotAllowed, Refused
from belisha.core.queries import page_of_entries
from belisha.duties.following import actions, rules
from belisha.duties.following.excused import excused, excused_until, holding
from belisha.duties.following.models import Excuse
from belisha.duties.models import Acknowledgement
from belisha.duties.owed.models import Duty, Owed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast):
    return a_policy(cast, "In force", 2)


@pytest.fixture
def owed(cast):
    duty = Duty.objects.create(
        school=cast.school, title="Prevent guidance", way="reading", starts_on=timezone.localdate(), state="live"
    )
    day = timezone.localdate()
    return Owed.objects.create(
        school=cast.school, adult=cast.teacher, duty=duty, opened_at=timezone.now(), due_on=day
    )  # fmt: skip


def days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


def is_excused(model, adult) -> list[bool]:
    return list(model.objects.filter(adult=adult).annotate(yes=excused(model)).values_list("yes", flat=True))


@pytest.mark.parametrize(
    ("from_what", "policy", "duty"), [("everything", True, True), ("policy", True, False), ("duty", False, True)]
)
def test_an_excuse_is_from_everything_or_from_one_thing(cast, version, owed, from_what, policy, duty):
    of = {"everything": None, "policy": version.policy, "duty": owed.duty}[from_what]
    followed.an_excuse(cast.teacher, by=cast.head, of=of)
    assert is_excused(Acknowledgement, cast.teacher) == [policy]
    assert is_excused(Owed, cast.teacher) == [duty]
    assert is_excused(Acknowledgement, cast.dsl) == [False]


def test_it_ends_by_itself_after_its_last_day(cast, version):
    excuse = followed.an_excuse(cast.teacher, by=cast.head, days=4)
    for number, holds in ((0, True), (4, True), (5, False)):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=number)):
            assert is_excused(Acknowledgement, cast.teacher) == [holds]
            assert excuse.holds_on(timezone.localdate()) is holds


def test_it_does_not_hold_before_its_first_day(cast, version):
    followed.an_excuse(cast.teacher, by=cast.head, first=days(2))
    assert is_excused(Acknowledgement, cast.teacher) == [False]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        assert is_excused(Acknowledgement, cast.teacher) == [True]


def test_ended_early_it_holds_no_longer_and_is_ended_once(cast, version):
    excuse = followed.an_excuse(cast.teacher, by=cast.head)
    actions.end_excuse(excuse, by=cast.head)
    assert is_excused(Acknowledgement, cast.teacher) == [False]
    assert not excuse.holds_on(timezone.localdate())
    with pytest.raises(NotAllowed, match="ended already"):
        actions.end_excuse(excuse, by=cast.head)
    assert Excuse.objects.get().reason


def test_sql_and_python_say_the_same_of_every_day(cast):
    spans = [(0, 0, None), (-3, 3, None), (-3, 3, 0), (-3, 3, 1), (1, 4, None), (1, 4, 0), (-5, -1, None)]
    for first, last, ended in spans:
        Excuse.objects.create(
            school=cast.school, adult=cast.teacher, reason="x", first=days(first), last=days(last),
            given_by=cast.head, given_at=timezone.now(), ended_on=None if ended is None else days(ended),
            ended_by=None if ended is None else cast.head,
        )  # fmt: skip
    for number in range(-6, 6):
        held = set(Excuse.objects.filter(holding(days(number))).values_list("pk", flat=True))
        assert held == {each.pk for each in Excuse.objects.all() if each.holds_on(days(number))}


def test_of_two_excuses_the_longer_one_is_shown(cast, version):
    followed.an_excuse(cast.teacher, by=cast.head, days=3)
    longer = followed.an_excuse(cast.teacher, by=cast.head, days=9)
    rows = Acknowledgement.objects.filter(adult=cast.teacher).annotate(until=excused_until(Acknowledgement))
    assert rows.get().until == longer.last


def test_who_is_excused_may_still_do_it_and_finds_it_said_on_their_home_page(cast, version, owed, client):
    excuse = followed.an_excuse(cast.teacher, by=cast.head)
    page = signed_in(client, cast.teacher).get("/").content.decode()
    until = f"{excuse.last.day} {excuse.last:%B %Y}"
    assert page.count(f"Excused until {until}") == 2
    assert f"You are excused until {until}" in page
    assert "Overdue" not in page
    duty = Acknowledgement.objects.get(adult=cast.teacher)
    assert client.get(reverse("duties:acknowledge", args=[duty.pk])).status_code == 200
    own = client.get(reverse("following:own")).content.decode()
    assert excuse.reason in own


@pytest.mark.parametrize("who", ["dsl", "office", "it_lead", "chair", "governor", "teacher", "other_head"])
def test_others_excuse_nobody(cast, who):
    with pytest.raises(Refused):
        followed.an_excuse(cast.volunteer, by=getattr(cast, who))


def test_nobody_excuses_themselves(cast, client):
    with pytest.raises(Refused, match="Nobody excuses themselves"):
        followed.an_excuse(cast.head, by=cast.head)
    signed_in(client, cast.head)
    assert client.get(reverse("following:excuse", args=[cast.head.pk])).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Excuse.objects.create(
            school=cast.school, adult=cast.head, given_by=cast.head, reason="x", first=days(0), last=days(1),
            given_at=timezone.now(),
        )  # fmt: skip


def test_an_excuse_has_a_reason_and_an_end(cast, client):
    address = reverse("following:excuse", args=[cast.teacher.pk])
    page = signed_in(client, cast.head).post(address, {"first": str(days(0))}).content.decode()
    assert "Say why they are excused." in page
    assert "an excuse without an end is none" in page
    page = client.post(address, {"reason": "x", "first": str(days(3)), "last": str(days(1))}).content.decode()
    assert "not before the first one" in page
    page = client.post(address, {"reason": "x", "first": str(days(-3)), "last": str(days(-1))}).content.decode()
    assert "still to come" in page
    assert not Excuse.objects.exists()


def test_the_page_excuses_once_however_often_it_is_sent(cast, version, client):
    address, key = reverse("following:excuse", args=[cast.teacher.pk]), str(uuid.uuid4())
    sent = {"of": str(version.policy_id), "reason": "Ill", "first": str(days(0)), "last": str(days(9)), "key": key}
    signed_in(client, cast.head)
    assert client.post(address, sent).status_code == 302
    assert "saved already" in client.post(address, sent).content.decode()
    excuse = Excuse.objects.get()
    assert excuse.policy_id == version.policy_id
    client.post(reverse("following:end_excuse", args=[excuse.pk]))
    excuse.refresh_from_db()
    assert excuse.ended_on == days(0)


def test_the_log_tells_that_and_until_when_and_never_why(cast):
    excuse = followed.an_excuse(cast.teacher, by=cast.head, reason="Operation on the knee")
    actions.end_excuse(excuse, by=cast.head)
    (given,), (ended,) = (page_of_entries(cast.head, kind=kind)[0] for kind in ("excuse.give", "excuse.end"))
    assert given.sentence.startswith("Margaret Okafor gave an excuse of Tom Hesketh from everything, until ")
    assert ended.sentence == "Margaret Okafor ended the excuse of Tom Hesketh early"
    assert "knee" not in str((given, ended))


# Who may know of an excuse, and so of its reason.
@pytest.mark.parametrize(
    ("who", "yes"),
    [("head", True), ("teacher", True), ("dsl", False), ("office", False), ("chair", False), ("hr", False),
     ("governor", False), ("trust_safeguarding", False), ("other_head", False), ("it_lead", False)],
)  # fmt: skip
def test_the_reason_is_for_them_and_for_those_who_excuse(cast, who, yes):
    excuse = followed.an_excuse(cast.teacher, by=cast.head)
    assert sees(again(getattr(cast, who)), excuse) is yes


def test_an_excuse_is_decided_by_days_alone():
    first, last = datetime.date(2026, 11, 2), datetime.date(2026, 11, 6)
    held = [number for number in range(1, 9) if rules.holds(first, last, None, datetime.date(2026, 11, number))]
    assert held == [2, 3, 4, 5, 6]
    assert not rules.holds(first, last, first, first)


def test_whoever_is_excused_is_counted_as_that_and_not_as_late_among_what_is_asked(client, cast, owed):
    Owed.objects.filter(pk=owed.pk).update(due_on=days(-3))
    asked = signed_in(client, cast.head).get(reverse("owed:list"))
    assert "Nobody did it yet, 1 has it to do, 1 of them late" in asked.content.decode()
    Excuse.objects.create(
        school=cast.school, adult=cast.teacher, reason="Away", first=days(-1), last=days(5),
        given_by=cast.head, given_at=timezone.now(),
    )  # fmt: skip
    for page in (reverse("owed:list"), owed.duty.get_absolute_url()):
        text = client.get(page).content.decode()
        assert "0 have it to do, 1 is excused" in text
        assert "late" not in text.split("1 is excused")[0].split("have it to do")[-1]
