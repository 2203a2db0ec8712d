"""A new version asks only those whom something that matters binds, and shows them only that."""

import pytest
from cast import a_school, again, an_adult, signed_in
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from papers import a_draft, approved, published

from belisha.changes import actions as changes
from belisha.changes import editions
from belisha.core.access import WORKER
from belisha.core.action import ACTIONS
from belisha.duties import actions, jobs, queries, rules
from belisha.duties.models import Acknowledgement
from belisha.people import actions as people
from belisha.policy import actions as policy
from belisha.policy.models import Version

pytestmark = pytest.mark.django_db

FIRST = """Staff Social Media Policy

Ash Lane Primary School

What we ask

Staff must not accept friend requests from pupils. Teachers should check who can see their photographs.

All staff must:

- keep their passwords to themselves;
- tell the Headteacher about any worry online.
"""
STRONGER_FOR_TEACHERS = FIRST.replace("Teachers should check", "Teachers must check")
STRONGER_FOR_ALL = FIRST.replace("friend requests from pupils", "friend requests from pupils or their parents")
A_COMMA = FIRST.replace("keep their passwords to", "keep their passwords, to")


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def first(cast, folder):
    """Version 1, acknowledged by the teacher, the volunteer and the governor."""
    version = published(cast, folder, FIRST)
    jobs.open_for_version.call(str(version.pk))
    for adult in (cast.teacher, cast.volunteer, cast.governor):
        acknowledge(adult, version)
    return version


def duty_of(adult, version) -> Acknowledgement:
    return Acknowledgement.objects.select_related("version__policy", "school").get(adult=adult, version=version)


def acknowledge(adult, version):
    actions.acknowledge(duty_of(adult, version), by=adult, wording="read")


def next_version(cast, folder, first, text, *, marked=True) -> Version:
    """The next version in force, its changes marked as proposed, and everybody asked who has to be."""
    draft = a_draft(cast, folder, text, first.policy)
    if marked:
        found = [entry for entry in editions.entries(draft) if entry.changed]
        seen = editions.fingerprint(entry.difference for entry in found)
        marks = {entry.key: entry.proposal.material for entry in found}
        changes.mark(draft, by=cast.head, marks=marks, shown=seen)
    policy.publish(approved(draft, cast.head), by=cast.head)
    jobs.open_for_version.call(str(draft.pk))
    return draft


def states(version, *adults) -> list[str]:
    return [duty_of(adult, version).state for adult in adults]


# -- who is asked -----------------------------------------------------------------------------------------------


@pytest.mark.clause("3-08-b", "4-11-a")
def test_what_changed_for_teachers_is_asked_of_teachers_alone(cast, folder, first):
    second = next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    assert states(second, cast.teacher, cast.volunteer, cast.governor) == [rules.DUE, rules.CARRIED, rules.CARRIED]
    assert duty_of(cast.teacher, second).follows == duty_of(cast.teacher, first)


def test_who_never_acknowledged_is_asked_for_the_whole(cast, folder, first):
    second = next_version(cast, folder, first, A_COMMA)
    duty = duty_of(cast.agency_ta, second)
    assert (duty.state, duty.follows_id) == (rules.DUE, None)
    assert states(first, cast.agency_ta) == [rules.LAPSED]


def test_a_joiner_is_asked_for_the_whole(cast, folder, first):
    second = next_version(cast, folder, first, A_COMMA)
    joiner = an_adult(cast.school, "Nadia Flint")
    jobs.open_for_school.call(str(cast.school.pk))
    assert (duty_of(joiner, second).state, duty_of(joiner, second).follows_id) == (rules.DUE, None)


def test_what_nobody_marked_is_asked_of_everybody_it_binds(cast, folder, first):
    second = next_version(cast, folder, first, A_COMMA, marked=False)
    assert states(second, cast.teacher, cast.volunteer) == [rules.DUE, rules.DUE]


def test_a_rule_that_was_taken_out_is_told_to_those_it_bound(cast, folder, first):
    without = FIRST.replace(" Teachers should check who can see their photographs.", "")
    second = next_version(cast, folder, first, without)
    assert states(second, cast.teacher, cast.volunteer) == [rules.DUE, rules.CARRIED]


@pytest.mark.clause("4-01-a")
def test_nobody_is_said_to_have_acknowledged_what_they_did_not(cast, folder, first):
    second = next_version(cast, folder, first, A_COMMA)
    duty = duty_of(cast.volunteer, second)
    assert (duty.done_at, duty.version_hash, duty.wording, duty.due_on) == (None, "", "", None)
    assert duty.follows.version == first
    assert duty.follows.state == rules.DONE
    assert queries.tally(cast.head, second) | {"due": 0} == queries.tally(cast.head, second) | {
        "done": 0, "carried": 3, "all": len(cast.people) - 3, "due": 0,
    }  # fmt: skip


def test_an_acknowledgement_that_carries_over_needs_one_to_carry(cast, folder, first):
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.filter(adult=cast.agency_ta).update(state=rules.CARRIED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.filter(adult=cast.agency_ta).update(due_on=None)


def test_asking_twice_changes_nothing(cast, folder, first):
    second = next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    before = list(Acknowledgement.objects.order_by("pk").values_list("pk", "state", "due_on"))
    assert jobs.open_for_version.call(str(second.pk)) == 0
    jobs.open_due()
    assert list(Acknowledgement.objects.order_by("pk").values_list("pk", "state", "due_on")) == before


def test_a_worker_killed_between_two_chunks_leaves_nothing_half_asked(cast, folder, first, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 3)
    draft = a_draft(cast, folder, STRONGER_FOR_TEACHERS, first.policy)
    policy.publish(approved(draft, cast.head), by=cast.head)
    since = actions.Since(draft)
    assert actions._ask_some(draft, since, by=WORKER) == 3
    jobs.open_due()
    rows = Acknowledgement.objects.filter(version=draft)
    assert set(rows.values_list("adult_id", flat=True)) == {adult.pk for adult in cast.people}
    assert states(draft, cast.teacher, cast.volunteer, cast.agency_ta) == [rules.DUE, rules.CARRIED, rules.DUE]


def test_the_log_tells_how_many_were_asked_and_how_many_were_not(cast, folder, first, client):
    next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    said = ACTIONS["acknowledgement.carry"].sentence
    assert "nothing material changed for them" in said
    page = signed_in(client, cast.head).get(reverse("audit:list"), {"kind": "acknowledgement.carry"}).content.decode()
    assert "did not ask 2 adults" in page


# -- over several versions ----------------------------------------------------------------------------------------


def test_who_missed_a_version_reads_all_that_changed_since_they_last_acknowledged(cast, folder, first):
    next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    both = STRONGER_FOR_TEACHERS.replace("friend requests from pupils", "friend requests from pupils or their parents")
    third = next_version(cast, folder, first, both)
    duty = duty_of(cast.teacher, third)
    assert duty.follows.version == first
    told = queries.changes_for(cast.teacher, duty)
    assert sorted(each.kinds for each in told) == [("strength", "wording"), ("wording",)]
    assert [each.kinds for each in queries.changes_for(cast.volunteer, duty_of(cast.volunteer, third))] == [
        ("wording",)
    ]


def test_an_acknowledgement_is_carried_over_as_many_versions_as_change_nothing_for_them(cast, folder, first):
    next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    comma = STRONGER_FOR_TEACHERS.replace("keep their passwords to", "keep their passwords, to")
    third = next_version(cast, folder, first, comma)
    assert states(third, cast.volunteer, cast.teacher) == [rules.CARRIED, rules.DUE]
    assert duty_of(cast.volunteer, third).follows.version == first


def test_what_was_changed_and_changed_back_is_not_asked_for(cast, folder, first):
    next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    third = next_version(cast, folder, first, FIRST)
    assert states(third, cast.teacher) == [rules.CARRIED]


def test_where_it_cannot_be_told_what_changed_the_whole_is_asked_for(cast, folder, first):
    draft = a_draft(cast, folder, A_COMMA, first.policy)
    Version.objects.filter(pk=draft.pk).update(before=None)  # as versions were made before there were comparisons
    draft.refresh_from_db()
    policy.publish(approved(draft, cast.head), by=cast.head)
    jobs.open_for_version.call(str(draft.pk))
    duty = duty_of(cast.teacher, draft)
    assert (duty.state, duty.follows_id) == (rules.DUE, None)


@pytest.mark.clause("2-01-b")
def test_who_trains_to_be_a_teacher_is_asked_for_what_changed_for_teachers(cast, folder, first):
    trainee = an_adult(cast.school, "Nadia Fenwick", kind="trainee_teacher")
    jobs.open_for_version.call(str(first.pk))
    acknowledge(trainee, first)
    second = next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    assert states(second, trainee, cast.volunteer) == [rules.DUE, rules.CARRIED]


# -- roles that change --------------------------------------------------------------------------------------------


def test_who_takes_on_a_role_is_asked_for_what_changed_for_that_role(cast, folder, first):
    second = next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    people.grant(again(cast.volunteer), by=cast.head, role="teacher")
    jobs.look_again_at.call(str(cast.volunteer.pk))
    duty = duty_of(cast.volunteer, second)
    assert duty.state == rules.DUE
    assert duty.due_on
    assert len(queries.changes_for(again(cast.volunteer), duty)) == 1
    assert states(second, cast.governor) == [rules.CARRIED]


def test_a_lost_nudge_about_a_role_is_made_good_by_the_hourly_look(cast, folder, first):
    second = next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    people.grant(again(cast.volunteer), by=cast.head, role="teacher")
    for _ in range(2):
        jobs.open_due()
        assert states(second, cast.volunteer, cast.governor) == [rules.DUE, rules.CARRIED]
    assert "acknowledgement.ask_after_all" in ACTIONS


BOTH = STRONGER_FOR_TEACHERS.replace("friend requests from pupils", "friend requests from pupils or their parents")


def acknowledge_changes(adult, version):
    duty = Acknowledgement.objects.select_related("version__policy", "school").get(
        adult=adult, version=version, state=rules.DUE
    )
    told = queries.changes_for(again(adult), duty)
    actions.acknowledge(duty, by=adult, wording="read", shown=told)
    return [place.label for each in told for place in each.now]


def test_who_read_only_what_bound_them_is_asked_again_when_a_role_brings_more(cast, folder, first, client):
    second = next_version(cast, folder, first, BOTH)
    assert len(acknowledge_changes(cast.volunteer, second)) == 1
    people.grant(again(cast.volunteer), by=cast.head, role="teacher")
    for _ in range(2):
        jobs.look_again_at.call(str(cast.volunteer.pk))
        jobs.open_due()
    assert states(second, cast.governor) == [rules.DUE]
    done, asked = Acknowledgement.objects.filter(adult=cast.volunteer, version=second).order_by("opened_at")
    assert (done.state, len(done.shown), asked.state) == (rules.DONE, 1, rules.DUE)
    rows = Acknowledgement.objects.filter(version=second).values("adult").distinct()
    assert queries.tally(again(cast.head), second)["all"] == rows.count()
    assert len(acknowledge_changes(cast.volunteer, second)) == 2
    jobs.open_due()
    assert queries.mine(again(cast.volunteer)).count() == 0
    assert queries.mine_for(again(cast.volunteer), second).state == rules.DONE


def test_what_was_never_shown_is_told_with_the_next_version(cast, folder, first):
    second = next_version(cast, folder, first, BOTH)
    acknowledge_changes(cast.volunteer, second)
    people.grant(again(cast.volunteer), by=cast.head, role="teacher")
    third = next_version(cast, folder, second, BOTH + "\nStaff must not lend their telephone to a pupil.\n")
    jobs.open_due()
    assert len(acknowledge_changes(cast.volunteer, third)) == 3


def test_a_second_row_that_waits_is_never_made_twice(cast, folder, first):
    second = next_version(cast, folder, first, BOTH)
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.create(
            school=cast.school, adult=cast.volunteer, version=second, opened_at=second.published_at,
            due_on=second.published_at.date(),
        )  # fmt: skip


def test_who_gave_up_a_role_is_shown_the_whole_if_nothing_binds_them_any_more(cast, folder, first, client):
    second = next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    people.end_role(cast.teacher.grants.get(role="teacher"), by=cast.head)
    duty = duty_of(cast.teacher, second)
    page = signed_in(client, cast.teacher).get(reverse("duties:acknowledge", args=[duty.pk])).content.decode()
    assert "I have read Staff Social Media Policy, version 2" in page


# -- what they read -----------------------------------------------------------------------------------------------


def test_an_adult_reads_only_what_changed_for_them_and_puts_their_name_to_that(cast, folder, first, client):
    both = STRONGER_FOR_TEACHERS.replace("keep their passwords to", "keep their passwords, to")
    second = next_version(cast, folder, first, both)
    duty = duty_of(cast.teacher, second)
    address = reverse("duties:acknowledge", args=[duty.pk])
    answer = signed_in(client, cast.teacher).get(address)
    page = answer.content.decode()
    assert "photographs" in page
    assert "passwords" not in page
    assert f"{reverse('changes:version', args=[second.pk])}?since={first.pk}" in page
    assert second.policy.get_absolute_url() in page
    client.post(address, {"read": "on", "shown": answer.context["form"].initial["shown"]})
    duty.refresh_from_db()
    assert duty.state == rules.DONE
    assert duty.version_hash == second.text_hash
    assert "version 1" in duty.wording
    assert duty.wording in page
    kept = client.get(reverse("duties:done", args=[duty.pk])).content.decode()
    assert "photographs" in kept
    assert [plain["kinds"] for plain in duty.shown] == [["strength", "wording"]]


@pytest.mark.parametrize("sent", [{"read": "on"}, {"read": "on", "shown": "another list"}, {"shown": "another list"}])
def test_nothing_is_acknowledged_that_was_not_shown(cast, folder, first, client, sent):
    duty = duty_of(cast.teacher, next_version(cast, folder, first, STRONGER_FOR_TEACHERS))
    signed_in(client, cast.teacher).post(reverse("duties:acknowledge", args=[duty.pk]), sent)
    duty.refresh_from_db()
    assert duty.state == rules.DUE


def test_a_list_that_changed_meanwhile_is_shown_again(cast, folder, first, client):
    duty = duty_of(cast.teacher, next_version(cast, folder, first, STRONGER_FOR_TEACHERS))
    answer = signed_in(client, cast.teacher).post(
        reverse("duties:acknowledge", args=[duty.pk]), {"read": "on", "shown": "another list"}
    )
    assert answer.status_code == 409


def test_who_was_not_asked_sees_why_on_the_policy_and_on_their_record(cast, folder, first, client):
    second = next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    duty = duty_of(cast.volunteer, second)
    signed_in(client, cast.volunteer)
    assert "Nothing material changed for you" in client.get(second.policy.get_absolute_url()).content.decode()
    record = client.get(reverse("duties:done", args=[duty.pk])).content.decode()
    assert "You have not acknowledged version 2" in record
    assert reverse("duties:done", args=[duty.follows_id]) in record
    assert "Read what changed" not in client.get("/").content.decode()
    assert client.post(reverse("duties:acknowledge", args=[duty.pk]), {"read": "on"}).status_code == 200
    assert states(second, cast.volunteer) == [rules.CARRIED]


def test_the_home_page_leads_to_what_changed(cast, folder, first, client):
    second = next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    page = signed_in(client, cast.teacher).get("/").content.decode()
    assert f"Read what changed in {second.policy.title}" in page
    assert reverse("duties:acknowledge", args=[duty_of(cast.teacher, second).pk]) in page


# -- leaders ------------------------------------------------------------------------------------------------------


def test_leaders_see_for_whom_nothing_changed(cast, folder, first, client):
    second = next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    signed_in(client, cast.head)
    pages = {
        show: client.get(reverse("duties:acknowledgements"), {"show": show}).content.decode()
        for show in ("due", "done", "carried")
    }
    assert [show for show, page in pages.items() if cast.volunteer.name in page] == ["carried"]
    assert [show for show, page in pages.items() if cast.teacher.name in page] == ["due"]
    assert "2 acknowledged an earlier version" in pages["due"]
    assert "acknowledged version 1 on" in pages["carried"]
    counted = queries.tally(cast.head, second)
    assert (counted["carried"], counted["due"], counted["all"]) == (2, len(cast.people) - 2, len(cast.people) - 2)


def test_nobody_is_reminded_of_what_they_are_not_asked(cast, folder, first):
    second = next_version(cast, folder, first, STRONGER_FOR_TEACHERS)
    assert actions.remind(second, by=cast.head) == len(cast.people) - 2


@pytest.mark.parametrize("page", ["list", "ask"])
def test_sixty_adults_take_no_more_queries_than_ten(cast, folder, first, client, page):
    signed_in(client, cast.head)
    counts = []
    text = STRONGER_FOR_ALL
    for more in (0, 50):
        for n in range(more):
            an_adult(cast.school, f"Adult {n:03}", email="")
        jobs.open_for_school.call(str(cast.school.pk))
        current = Version.objects.get(policy=first.policy, state="published")
        for duty in Acknowledgement.objects.filter(version=current, state=rules.DUE).select_related("adult"):
            actions.acknowledge(duty, by=again(duty.adult), wording="read")
        text = text.replace("their parents", "their parents and friends", 1)
        draft = a_draft(cast, folder, text, first.policy)
        policy.publish(approved(draft, cast.head), by=cast.head)
        with CaptureQueriesContext(connection) as asking:
            jobs.open_for_version.call(str(draft.pk))
        with CaptureQueriesContext(connection) as listing:
            client.get(reverse("duties:acknowledgements"), {"show": "all"})
        counts.append(len(asking if page == "ask" else listing))
    assert counts[1] <= counts[0]
