"""The yearly review: reminded of once, overdue where it shows, and recorded also when nothing changed."""

import datetime
import uuid

import pytest
from cast import a_school, signed_in
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from papers import SHORT, a_draft, published

from belisha.core.access import WORKER
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.guards import TRIGGERS, standing
from belisha.core.models import Notice
from belisha.core.queries import page_of_entries
from belisha.policy import rules
from belisha.policy.models import Policy, Review, Version
from belisha.policy.reviewing import actions as reviewing
from belisha.policy.reviewing import jobs
from belisha.policy.reviewing.rules import OUTCOMES, OVERDUE, SOON
from belisha.policy.reviewing.rules import standing as standing_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("0-01-a")]
TODAY = timezone.localdate()


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast, tmp_path) -> Version:
    return published(cast, tmp_path)


def due(version: Version, days: int) -> Version:
    """The same version with its review so many days from today."""
    Version.objects.filter(pk=version.pk).update(review_due=TODAY + datetime.timedelta(days))
    return Version.objects.select_related("policy").get(pk=version.pk)


def held(policy: Policy, by, **changed) -> Review:
    said = {"outcome": "unchanged", "approved_by": "Full governing body", "held_on": TODAY, "key": uuid.uuid4()}
    return reviewing.record_review(Policy.objects.get(pk=policy.pk), by=by, **{**said, **changed})


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


# -- what decides ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "said"), [(-1, OVERDUE), (0, SOON), (60, SOON), (61, "")])
def test_a_review_is_soon_from_the_first_day_of_the_notice_and_overdue_from_the_day_after_it(days, said):
    assert standing_of(TODAY + datetime.timedelta(days), TODAY, 60) == said


@given(st.dates(), st.dates(max_value=datetime.date(9000, 1, 1)), st.integers(min_value=1, max_value=366))
def test_what_is_overdue_is_never_soon_and_a_longer_notice_reminds_no_later(day, today, notice):
    said = standing_of(day, today, notice)
    assert (said == OVERDUE) == (day < today)
    if said:
        assert standing_of(day, today, notice + 1) == said


# -- the reminder ---------------------------------------------------------------------------------------------------


def test_those_who_publish_are_written_to_once_sixty_days_before(cast, version):
    due(version, 61)
    jobs.remind_due()
    assert not Notice.objects.filter(letter="task").exists()
    due(version, 60)
    for _ in range(2):
        jobs.remind_due()
    letter = Notice.objects.get(letter="task")
    assert letter.address == cast.head.email
    assert [line.sentence for line in page_of_entries(cast.head, kind="policy.remind_review")[0]] == [
        f"Belisha reminded one adult that a review of {version.policy.title} is due"
    ]


def test_the_school_chooses_how_long_before(cast, version):
    Policy.objects.filter(pk=version.policy_id).update(review_notice_days=90)
    due(version, 90)
    jobs.remind_due()
    assert Notice.objects.filter(letter="task").count() == 1


def test_of_two_workers_who_remind_at_once_one_writes(cast, version):
    version = due(version, 3)
    reviewing.remind_of_review(version.policy, by=WORKER, due=version.review_due, who="one adult")
    with pytest.raises(Conflict):
        reviewing.remind_of_review(version.policy, by=WORKER, due=version.review_due, who="one adult")
    assert Notice.objects.filter(letter="task").count() == 1


def test_the_next_review_is_reminded_of_again(cast, version):
    due(version, 3)
    jobs.remind_due()
    held(version.policy, cast.head)
    due(version, 5)
    jobs.remind_due()
    assert Notice.objects.filter(letter="task").count() == 2


def test_nobody_is_reminded_of_what_is_no_longer_in_force(cast, version, tmp_path):
    due(version, -5)
    published(cast, tmp_path, SHORT.replace("should", "must"), policy=version.policy)
    jobs.remind_due()
    assert not Notice.objects.filter(letter="task").exists()


# -- where it shows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "task", "banner", "records"),
    [
        ("head", True, True, True),
        ("chair", False, True, True),
        ("dsl", False, True, False),
        ("office", False, True, False),
        ("teacher", False, False, False),
        ("governor", False, False, False),
        ("other_head", False, False, False),
    ],
)
def test_who_is_told_that_a_review_is_overdue(cast, client, version, who, task, banner, records):
    version = due(version, -1)
    signed_in(client, getattr(cast, who))
    assert (f"Review {version.policy.title}" in text_of(client.get("/"))) == task
    policy = client.get(version.policy.get_absolute_url())
    assert ("This policy was to be reviewed by" in text_of(policy)) == banner
    assert (reverse("policy:add_review", args=[version.policy_id]) in policy.content.decode()) == records


def test_the_library_says_plainly_that_a_review_is_overdue(cast, client, version):
    signed_in(client, cast.head)
    assert "Review overdue" not in text_of(client.get(reverse("policy:list")))
    due(version, -1)
    assert "Review overdue" in text_of(client.get(reverse("policy:list")))


def test_nothing_is_said_long_before(cast, client, version):
    signed_in(client, cast.head)
    assert f"Review {version.policy.title}" not in text_of(client.get("/"))
    assert "to be reviewed by" not in text_of(client.get(version.policy.get_absolute_url()))


# -- the outcome --------------------------------------------------------------------------------------------------


def test_a_review_after_which_nothing_changes_is_recorded_and_moves_the_next_one_on(cast, version):
    before = due(version, -10).review_due
    review = held(version.policy, cast.head, minute="FGB 7", note="Read against the new guidance.")
    assert (review.outcome, review.approved_by, review.minute) == ("unchanged", "Full governing body", "FGB 7")
    assert (review.was_due, review.next_due) == (before, rules.add_months(TODAY, 12))
    version.refresh_from_db()
    assert (version.review_due, version.state) == (review.next_due, rules.PUBLISHED)
    assert version.text_hash
    assert [line.sentence for line in page_of_entries(cast.head, kind="policy.review")[0]] == [
        f"Margaret Okafor recorded a review of {version.policy.title}, approved by Full governing body"
    ]


def test_the_next_review_moves_by_nothing_but_a_review_or_a_publication(cast, version, tmp_path):
    before = due(version, -10).review_due
    draft = a_draft(cast, tmp_path, SHORT.replace("should", "must"), policy=version.policy)
    jobs.remind_due()
    version.refresh_from_db()
    assert version.review_due == before
    assert draft.review_due is None


@pytest.mark.parametrize(("days", "says"), [(1, "future"), (-4000, "not approved yet")])
def test_a_review_lies_between_the_approval_and_today(cast, version, days, says):
    with pytest.raises(NotAllowed, match=says):
        held(version.policy, cast.head, held_on=TODAY + datetime.timedelta(days))
    assert not Review.objects.exists()


def test_an_earlier_review_does_not_move_the_next_one_back(cast, version):
    Version.objects.filter(pk=version.pk).update(approved_on=TODAY - datetime.timedelta(50))
    held(version.policy, cast.head)
    with pytest.raises(NotAllowed, match="later review"):
        held(version.policy, cast.head, held_on=TODAY - datetime.timedelta(30))


def test_what_is_not_in_force_is_not_reviewed(cast, client, tmp_path):
    draft = a_draft(cast, tmp_path)
    with pytest.raises(NotAllowed, match="nothing to review"):
        held(draft.policy, cast.head)
    signed_in(client, cast.head)
    assert client.get(reverse("policy:add_review", args=[draft.policy_id])).status_code == 409


@pytest.mark.parametrize("who", ["teacher", "governor", "office", "dsl", "it_lead", "other_head"])
def test_only_those_who_approve_record_a_review(cast, client, version, who):
    with pytest.raises(Refused):
        held(version.policy, getattr(cast, who))
    status = signed_in(client, getattr(cast, who)).get(reverse("policy:add_review", args=[version.policy_id]))
    assert status.status_code == (404 if who == "other_head" else 403)


def test_a_review_is_recorded_on_a_page_and_stands_below_the_policy(cast, client, version):
    signed_in(client, cast.chair)
    address = reverse("policy:add_review", args=[version.policy_id])
    empty = client.post(address, {"note": "Words that were typed"})
    assert empty.status_code == 200
    assert "Words that were typed" in text_of(empty)
    typed = {"outcome": "unchanged", "approved_by": "The governors", "held_on": TODAY.isoformat(), "minute": "7",
             "note": "Nothing new.", "key": str(uuid.uuid4())}  # fmt: skip
    assert client.post(address, typed).url == version.policy.get_absolute_url()
    assert client.post(address, typed).status_code == 409
    assert Review.objects.count() == 1
    read = text_of(signed_in(client, cast.teacher).get(version.policy.get_absolute_url()))
    assert "by The governors: Nothing needs to change (version 1; minute 7)" in read


@pytest.mark.parametrize(("who", "leads"), [("head", "begin"), ("chair", "policy")])
def test_a_review_that_asks_for_changes_leads_to_a_draft(cast, client, version, who, leads):
    signed_in(client, getattr(cast, who))
    typed = {"outcome": "changes", "approved_by": "The governors", "held_on": TODAY.isoformat()}
    answer = client.post(reverse("policy:add_review", args=[version.policy_id]), typed)
    to = {"begin": reverse("policy:begin", args=[version.pk]), "policy": version.policy.get_absolute_url()}
    assert answer.url == to[leads]
    assert client.get(answer.url).status_code == 200


def test_every_outcome_can_be_recorded(cast, version):
    assert {held(version.policy, cast.head, outcome=outcome).outcome for outcome in OUTCOMES} == set(OUTCOMES)


def test_the_terms_of_a_policy_hold_the_days_of_notice(cast, client, version):
    address = reverse("policy:terms", args=[version.policy_id])
    form = signed_in(client, cast.head).get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"review_notice_days": "30"}
    assert client.post(address, typed).status_code == 302
    assert Policy.objects.get(pk=version.policy_id).review_notice_days == 30


def test_twenty_reviews_cost_as_many_queries_as_two(cast, client, version, django_assert_max_num_queries):
    signed_in(client, cast.head)
    counts = []
    for number in (2, 18):
        for _ in range(number):
            held(version.policy, cast.head)
        client.get(version.policy.get_absolute_url())
        with django_assert_max_num_queries(60) as seen:
            client.get(version.policy.get_absolute_url())
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_triggers_that_hold_published_words_still_stand():
    assert set(TRIGGERS[connection.vendor]) <= standing(connection)


def test_a_day_before_the_approval_is_said_beside_the_field_and_nothing_typed_is_lost(cast, client, version):
    before = version.approved_on - datetime.timedelta(1)
    filled = {
        "outcome": next(iter(OUTCOMES)), "approved_by": "The full governing body", "note": "We read it aloud.",
        "held_on_day": before.day, "held_on_month": before.month, "held_on_year": before.year,
    }  # fmt: skip
    answer = signed_in(client, cast.head).post(reverse("policy:add_review", args=[version.policy_id]), filled)
    assert answer.status_code == 200
    assert "Enter that day or a later one." in answer.content.decode()
    assert "We read it aloud." in answer.content.decode()
    assert not Review.objects.exists()
