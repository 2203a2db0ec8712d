"""The steps of a concern, by its type and by what was answered; written down for good, with who and when."""

import re
import uuid
from datetime import timedelta

import pytest
from cast import a_school, again, an_adult, signed_in
from concerned import a_concern
from concerns.handling.handled import a_post, noted
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from belisha.concerns import queries as concerns
from belisha.concerns import terms
from belisha.concerns.handling import index, queries, rules
from belisha.concerns.handling.calling import actions as calling
from belisha.concerns.handling.calling.rules import next_look
from belisha.concerns.handling.checks import actions as checks
from belisha.concerns.handling.models import FilterCheck, Number, StepEntry
from belisha.concerns.handling.posts import actions as posts
from belisha.concerns.models import Concern
from belisha.concerns.triage import actions as triage
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry, Notice
from belisha.people.employers import actions as employers
from belisha.people.models import Employer
from belisha.people.tasks import tasks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


def keys(actor, concern) -> list[str]:
    return [each.step.key for each in queries.steps_of(again(actor), concern)]


def test_every_step_belongs_to_a_group_and_every_condition_to_an_answer_that_there_is():
    by_key = {step.key: step for step in rules.steps()}
    for step in rules.steps():
        assert step.group in rules.groups()
        for so in filter(None, (step.when, step.unless)):
            ask = next(ask for ask in by_key[so.step].asks if ask.key == so.ask)
            assert set(so.is_) <= set(ask.choices)
        for ask in step.asks:
            assert not ask.second or ask.second in {each.key for each in step.asks}


@pytest.mark.parametrize("kind", rules.steps()[1].kinds)
@pytest.mark.clause("8-03-a", "4-15-a")
def test_posts_against_staff_or_school_are_read_for_safety_first(cast, kind):
    concern = a_concern(cast, kind=kind, subjects=())
    assert keys(cast.head, concern)[:2] == ["danger", "threat"]
    assert keys(cast.head, concern)[-1] != "danger"


@pytest.mark.clause("8-03-a", "8-01-b")
def test_abuse_of_staff_asks_three_questions_then_proof_support_category_and_answer(cast):
    concern = a_concern(cast, kind="cyberbullying_of_staff", subjects=())
    wanted = {"threat", "child_harm", "named_teacher", "keep", "support", "assess", "invite", "platform", "weekly"}
    found = keys(cast.head, concern)
    assert wanted < set(found)
    assert found[:4] == ["danger", "threat", "child_harm", "named_teacher"]
    assert not {"posh", "stopncii", "employer", "lado", "branch"} & set(found)


@pytest.mark.clause("4-15-a")
def test_a_post_that_could_harm_the_good_name_has_its_own_category_and_its_invitation(cast):
    found = keys(cast.head, a_concern(cast, kind="disrepute", subjects=()))
    assert {"assess", "invite", "keep"} < set(found)


@pytest.mark.clause("8-01-b")
def test_what_is_written_down_stays_with_who_and_when(cast):
    concern = a_concern(cast, kind="trolling", subjects=())
    noted(concern, cast.head, "threat", state="doing", found="no")
    noted(concern, cast.head, "threat", turn=1, found="no", why="Rude, and no more.")
    entries = [entry for entry, _ in queries.entries_of(again(cast.head), concern)]
    assert [(entry.state, entry.turn, entry.by) for entry in entries] == [
        ("doing", 1, cast.head), ("done", 2, cast.head)]  # fmt: skip
    for change in (lambda: StepEntry.objects.update(state="done"), lambda: StepEntry.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert "Rude" not in str(StepEntry.objects.values_list())


def test_two_people_writing_at_once_do_not_overwrite_each_other(cast):
    concern = a_concern(cast, kind="trolling", subjects=())
    noted(concern, cast.head, "threat", state="doing", found="no")
    with pytest.raises(Conflict):
        noted(concern, cast.head, "threat", state="doing", found="yes")


def test_a_step_is_done_only_when_what_is_needed_is_answered_and_left_out_only_with_a_reason(cast):
    concern = a_concern(cast, kind="trolling", subjects=())
    with pytest.raises(NotAllowed, match="still to be answered"):
        noted(concern, cast.head, "threat", found="no")
    with pytest.raises(NotAllowed, match="reason"):
        noted(concern, cast.head, "threat", state="not_needed")
    assert noted(concern, cast.head, "threat", state="not_needed", left_out="A duplicate.").state == "not_needed"


@pytest.mark.clause("8-01-b")
def test_proof_is_checked_by_a_second_person(cast):
    concern = a_concern(cast, kind="trolling", subjects=())
    with pytest.raises(NotAllowed, match="Two different people"):
        noted(concern, cast.head, "keep", by="Sheila Bramwell", checked="Sheila  bramwell", lawfully="public")


def test_a_closed_concern_takes_no_more(cast):
    concern = a_concern(cast, kind="trolling", subjects=())
    now = timezone.now()
    Concern.objects.filter(pk=concern.pk).update(state="closed", owner=cast.head, taken_at=now, closed_at=now)
    concern.refresh_from_db()
    with pytest.raises(NotAllowed, match="closed"):
        noted(concern, cast.head, "threat", state="doing")


# -- the clock of a platform -----------------------------------------------------------------------------------------


@pytest.mark.clause("8-03-a")
def test_after_its_hours_without_an_answer_the_helpline_s_step_appears_and_not_before(cast):
    concern = a_concern(cast, kind="cyberbullying_of_staff", subjects=())
    assert terms.of(cast.school.pk)["platform_hours"] == 48
    a_post(concern, cast.head, hours_ago=47)
    assert "posh" not in keys(cast.head, concern)
    a_post(concern, cast.head, hours_ago=48)
    assert "posh" in keys(cast.head, concern)


@pytest.mark.clause("8-03-a")
def test_a_school_says_how_long_a_platform_has_and_the_page_goes_by_it_at_once(cast, client):
    concern = a_concern(cast, kind="cyberbullying_of_staff", subjects=())
    a_post(concern, cast.head, hours_ago=47)
    page = reverse("handling:posts", args=[concern.pk])
    assert "After 48 hours" in signed_in(client, cast.head).get(page).content.decode()
    triage.set_terms(cast.school, by=cast.head, **{**terms.shipped(), "platform_hours": 24})
    assert "posh" in keys(cast.head, concern)
    shown = client.get(page).content.decode()
    assert "After 24 hours" in shown
    assert "Its time is up" in shown
    triage.set_terms(cast.school, by=cast.head, **{**terms.shipped(), "platform_hours": 72})
    assert "posh" not in keys(cast.head, concern)
    told = AuditEntry.objects.filter(kind="concern.set_terms", school_id=cast.school.pk)
    assert told.count() == 2


@pytest.mark.clause("9-06-b")
def test_a_school_says_how_often_its_numbers_are_checked(cast):
    calling.stock(cast.school)
    row = Number.objects.filter(school=cast.school).first()
    assert row.next_look == next_look(row.looked_on, 6)
    triage.set_terms(cast.school, by=cast.head, **{**terms.shipped(), "number_months": 2})
    row.refresh_from_db()
    assert row.next_look == next_look(row.looked_on, 2)


@pytest.mark.parametrize(("outcome", "opens"), [("removed", False), ("refused", True), ("partly", True)])
def test_what_the_platform_did_decides_about_the_helpline(cast, outcome, opens):
    concern = a_concern(cast, kind="cyberbullying_of_staff", subjects=())
    posts.answered(a_post(concern, cast.head, hours_ago=60), by=cast.head, outcome=outcome, reply="No.")
    assert ("posh" in keys(cast.head, concern)) is opens


def test_where_a_child_may_not_be_safe_the_helpline_does_not_wait(cast):
    concern = a_concern(cast, kind="cyberbullying_of_staff", subjects=())
    a_post(concern, cast.head, unsafe=True)
    assert "posh" in keys(cast.head, concern)


def test_an_adult_s_intimate_picture_brings_stopncii(cast):
    concern = a_concern(cast, kind="cyberbullying_of_staff", subjects=())
    a_post(concern, cast.head, intimate=True)
    assert "stopncii" in keys(cast.head, concern)


def test_a_report_is_not_noted_before_it_was_made_nor_twice(cast):
    concern = a_concern(cast, kind="trolling", subjects=())
    said = {"reported_at": timezone.now() + timedelta(hours=1), "words": {}, "intimate": False, "unsafe": False}
    with pytest.raises(NotAllowed):
        posts.add(concern, by=cast.head, key=uuid.uuid4(), **said)
    row = a_post(concern, cast.head)
    with pytest.raises(NotAllowed):
        posts.add(concern, by=cast.head, key=row.pk, **{**said, "reported_at": timezone.now()})


@pytest.mark.clause("7-01-d")
def test_in_the_lane_without_files_no_address_of_a_post_is_kept(cast):
    concern = a_concern(cast, kind="indecent_image", subjects=())
    a_post(concern, cast.head)
    assert [post.words["address"] for post in queries.posts_of(again(cast.head), concern)] == [""]


# -- an adult and a pupil ----------------------------------------------------------------------------------------------


def test_basic_enquiries_each_ask_for_their_source_and_stop_where_there_is_a_sign_of_worse(cast):
    concern = a_concern(cast, kind="pupil_contact")
    enquiries = {step.key for step in rules.steps() if step.group == "enquiries"}
    assert enquiries <= set(keys(cast.head, concern))
    assert all("source" in {ask.key for ask in step.asks} for step in rules.steps() if step.key in enquiries)
    noted(concern, cast.head, "contact_today", signs="yes", today="yes", decided="Police called.")
    assert not enquiries & set(keys(cast.head, concern))
    assert "lado" in keys(cast.head, concern)


@pytest.mark.clause("9-05-d")
def test_the_child_s_welfare_asks_for_a_reference_and_never_for_the_pupil_s_own_file(cast):
    concern = a_concern(cast, kind="pupil_contact", children=())
    with pytest.raises(NotAllowed, match="Reference"):
        noted(concern, cast.head, "welfare", who="The safeguarding lead")
    assert "welfare" in keys(cast.head, concern)


# -- Prevent ---------------------------------------------------------------------------------------------------------


@pytest.mark.clause("9-06-a", "9-06-b")
def test_prevent_begins_with_immediate_danger_and_refers_only_once_that_was_decided(cast):
    concern = a_concern(cast, kind="radicalisation", subjects=())
    first = keys(cast.dsl, concern)
    assert first[:2] == ["danger", "threat_now"]
    assert not {"referral", "family", "acknowledged"} & set(first)
    noted(concern, cast.dsl, "decide", decision="prevent", reason="What he shares.", by="Both of us")
    assert {"referral", "family", "acknowledged"} < set(keys(cast.head, concern))


@pytest.mark.clause("9-05-d", "9-06-b")
def test_what_is_known_of_the_pupil_stays_in_their_own_file_and_the_numbers_stand_beside(client, cast):
    concern = a_concern(cast, kind="radicalisation", subjects=())
    number = next(step.number for step in rules.steps() if step.key == "known")
    answer = signed_in(client, cast.dsl).get(reverse("handling:step", args=[concern.pk, number]))
    assert b"Reference of the pupil" in answer.content
    number = next(step.number for step in rules.steps() if step.key == "threat_now")
    answer = signed_in(client, cast.dsl).get(reverse("handling:step", args=[concern.pk, number]))
    assert b"0800 789 321" in answer.content


# -- an indecent image -----------------------------------------------------------------------------------------------

BRANCHES = {
    "a": {"police_first", "device", "logs", "not_asked"},
    "b": {"iwf", "children_saw", "control"},
    "c": {"consult_now", "pupil_device", "remove"},
    "d": {"false_picture", "platform"},
    "e": {"device", "logs", "disciplinary"},
}


@pytest.mark.clause("7-01-b", "7-01-c", "7-01-d", "7-02-d")
@pytest.mark.parametrize("branch", BRANCHES)
def test_each_branch_of_an_indecent_image_has_its_own_steps(cast, branch):
    concern = a_concern(cast, kind="indecent_image", subjects=())
    mine = set().union(*BRANCHES.values())
    assert not mine & set(keys(cast.head, concern))
    noted(concern, cast.head, "branch", branch=branch, why="By the words of the report.")
    assert mine & set(keys(cast.head, concern)) == BRANCHES[branch]


@pytest.mark.clause("7-01-c")
def test_the_police_come_before_everything_else_and_leave_a_reference(cast):
    concern = a_concern(cast, kind="indecent_image")
    noted(concern, cast.head, "branch", branch="a", why="It is a school laptop.")
    found = keys(cast.head, concern)
    assert found.index("police_first") < found.index("lado")
    with pytest.raises(NotAllowed, match="Police reference"):
        noted(concern, cast.head, "police_first", when="9:10", said="Do not touch it.")


@pytest.mark.clause("7-01-d")
def test_two_people_put_their_names_to_a_device_that_is_locked_away(cast):
    concern = a_concern(cast, kind="indecent_image", subjects=())
    said = {"device": "A laptop in the safe", "when": "9:20", "first": "Margaret Okafor"}
    with pytest.raises(NotAllowed, match="Two different people"):
        noted(concern, cast.head, "device", **said, other="margaret okafor")
    assert noted(concern, cast.head, "device", **said, other="Priya Nair")


@pytest.mark.clause("7-01-d")
def test_no_step_has_a_way_to_add_a_file(client, cast):
    concern = a_concern(cast, kind="indecent_image", subjects=())
    noted(concern, cast.head, "branch", branch="c", why="By the words.")
    signed_in(client, cast.head)
    for each in queries.steps_of(again(cast.head), concern):
        answer = client.get(reverse("handling:step", args=[concern.pk, each.step.number]))
        assert b'type="file"' not in answer.content


# -- filter, employer, advice ----------------------------------------------------------------------------------------


@pytest.mark.clause("7-03-c")
def test_a_filtering_fault_gives_the_it_lead_a_task_that_names_no_matter(client, cast):
    concern = a_concern(cast, kind="filtering_gap", subjects=())
    assert {"exposed", "control"} < set(keys(cast.head, concern))
    signed_in(client, cast.head).post(
        reverse("handling:check_ask", args=[concern.pk]), {"says": "Picture services on tablets."}
    )
    check = FilterCheck.objects.get()
    assert any("filter" in task.title for task in tasks_for(again(cast.it_lead)))
    page = signed_in(client, cast.it_lead).get(check.get_absolute_url()).content.decode()
    assert "Picture services" in page
    assert concern.number not in page
    assert str(concern.pk) not in page
    client.post(check.get_absolute_url(), {"found": "Blocked it, tested again with the office."})
    check.refresh_from_db()
    assert check.done_by == cast.it_lead
    assert not any("filter" in task.title for task in tasks_for(again(cast.it_lead)))


@pytest.mark.clause("7-03-c")
@pytest.mark.parametrize("who", ["it_lead", "head", "office"])
def test_no_task_is_made_that_somebody_barred_would_see(cast, who):
    concern = a_concern(cast, kind="filtering_gap", about=getattr(cast, who), by=cast.teacher)
    by = again(cast.chair if who == "head" else cast.head)
    before = Notice.objects.count()
    with pytest.raises(NotAllowed, match="would see the task"):
        checks.ask(concern, by=by, key=uuid.uuid4(), says="Something")
    assert (FilterCheck.objects.count(), Notice.objects.count()) == (0, before)


@pytest.mark.clause("2-04-b")
def test_about_somebody_whom_others_employ_their_employer_is_told_and_it_is_noted_by_whom_and_when(client, cast):
    agency = employers.add(
        Employer(school=cast.school), by=cast.head, name="Bright Supply", contact="The duty manager", telephone="1234"
    )
    temp = an_adult(cast.school, "Ines Calder", kind="agency")
    temp.employer = agency
    temp.save()
    concern = a_concern(cast, about=temp)
    assert "employer" in keys(cast.head, concern)
    assert "employer" not in keys(cast.head, a_concern(cast, about=cast.teacher))
    number = next(step.number for step in rules.steps() if step.key == "employer")
    page = signed_in(client, cast.head).get(reverse("handling:step", args=[concern.pk, number])).content
    assert b"The duty manager" in page
    with pytest.raises(NotAllowed):
        noted(concern, cast.head, "employer", who="The duty manager", when="Today at ten")
    assert noted(concern, cast.head, "employer", who="She", when="Ten", by="The Headteacher", said="The bare fact")


@pytest.mark.clause("7-04-b")
def test_the_headteacher_may_note_advice_from_hr_or_a_lawyer(cast):
    concern = a_concern(cast, kind="inappropriate_material")
    noted(concern, cast.head, "advice", who="HR adviser, today", what="Wait for the LADO.")
    found = next(each for each in queries.steps_of(again(cast.head), concern) if each.step.key == "advice")
    assert (found.state, found.answers["what"]) == ("done", "Wait for the LADO.")


@pytest.mark.clause("7-02-d")
def test_adult_material_asks_whether_an_investigation_begins_and_why(cast):
    concern = a_concern(cast, kind="inappropriate_material")
    with pytest.raises(NotAllowed, match="Why"):
        noted(concern, cast.head, "disciplinary", decision="no")
    assert noted(concern, cast.head, "disciplinary", decision="wait", reason="The LADO asked for it.")


# -- the page and the index ------------------------------------------------------------------------------------------


def test_the_page_of_a_step_keeps_what_was_typed_when_something_is_missing(client, cast):
    concern = a_concern(cast, kind="trolling", subjects=())
    where = reverse("handling:step", args=[concern.pk, 2])
    answer = signed_in(client, cast.head).post(where, {"state": "done", "why": "Some words that I typed"})
    assert b"Choose one of these: Is there a threat" in answer.content
    assert b"Some words that I typed" in answer.content
    assert not StepEntry.objects.exists()
    client.post(where, {"state": "done", "why": "Rude", "found": "no", "turn": "0"})
    assert StepEntry.objects.get().state == "done"
    page = client.get(where).content.decode()
    turn = re.search(r'name="turn" value="(\d+)"', page)[1]
    assert re.search(r'value="done"[^>]* checked', page)
    client.post(where, {"state": "not_needed", "left_out": "It was a duplicate.", "turn": turn})
    assert [each.state for each in StepEntry.objects.order_by("turn")] == ["done", "not_needed"]
    assert client.post(where, {"state": "doing", "turn": turn}).status_code == 409
    assert "handling.step" in {line.kind for line in concerns.history(again(cast.head), concern)}


@pytest.mark.clause("8-01-b")
def test_the_index_lists_what_the_evidence_rooms_have_and_its_file_is_written_down(client, cast, monkeypatch):
    concern = a_concern(cast, kind="trolling", subjects=())
    where = reverse("handling:index_export", args=[concern.pk])
    monkeypatch.setattr(index, "INDEX", [])
    assert signed_in(client, cast.head).post(where).status_code == 409 or not index.INDEX
    index.INDEX.append(
        lambda actor, about: [index.Piece("A post", "A group", "today", "By the office", None, "ab" * 32)]
    )
    assert b"A group" in client.get(reverse("handling:index", args=[concern.pk])).content
    answer = client.post(where)
    assert answer["Content-Disposition"] == 'attachment; filename="form.docx"'
    assert "handling.take_index" in {line.kind for line in concerns.history(again(cast.head), concern)}


def test_whoever_may_not_know_of_a_concern_writes_nothing_down_about_it(cast):
    concern = a_concern(cast, about=cast.head)
    with pytest.raises(Refused):
        noted(concern, again(cast.head), "danger", state="doing")
    with pytest.raises(Refused):
        a_post(concern, again(cast.head))
