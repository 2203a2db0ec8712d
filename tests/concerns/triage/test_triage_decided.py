"""One person takes a concern, decides in writing, asks the LADO, and closes it; nothing does any of it by itself."""

import datetime
import uuid

import pytest
import time_machine
from cast import a_school, again, an_adult
from concerned import a_concern
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.concerns import queries as concerns
from belisha.concerns.models import Concern, Route
from belisha.concerns.returning.models import Message
from belisha.concerns.rules import ANONYMOUS, CONFIDENTIAL, LOW_LEVEL, NO_CONCERN, SELF, THRESHOLD, Young
from belisha.concerns.triage import actions, jobs, queries, rules, showing
from belisha.concerns.triage.models import Chase, Consultation, Decision, Touched
from belisha.core import audit
from belisha.core.access import Role
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry, Notice
from belisha.people.closed import actions as closed
from belisha.people.tasks import tasks_for

pytestmark = pytest.mark.django_db
FRIDAY = datetime.datetime(2026, 11, 20, 16, 30, tzinfo=datetime.UTC)
KEY = uuid.uuid4


def taken(cast, by=None, **said) -> Concern:
    """A concern that the Headteacher took."""
    concern = a_concern(cast, **said)
    actions.take(concern, by=again(by or cast.head))
    return concern


def decided(cast, basket=LOW_LEVEL, by=None, **said) -> Concern:
    concern = taken(cast, by=by, **said)
    limbs = ("risk",) if basket == THRESHOLD else ()
    by = again(by or cast.head)
    actions.decide(concern, by=by, key=KEY(), basket=basket, reason="So it seems.", limbs=limbs, read_register=True)
    return concern


def ask_lado(cast, concern, by=None) -> Consultation:
    said = {"who": "The duty officer", "asked": "", "reply": "Manage it within the school."}
    return actions.consult(
        concern, by=again(by or cast.head), key=KEY(), body=rules.LADO, at=timezone.now(), **said
    )  # fmt: skip


def page(cast, actor, concern) -> dict:
    actor = again(actor)
    return showing.shown(actor, queries.whole(actor, concern.pk))


def letters_to(adult) -> int:
    return Notice.objects.filter(adult_id=adult.pk).count()


# -- one person -------------------------------------------------------------------------------------


@pytest.mark.clause("4-07-a")
def test_one_person_takes_a_concern_and_the_second_is_told_so():
    cast = a_school()
    concern = a_concern(cast, kind="pupil_contact")
    mine, theirs = (Concern.objects.get(pk=concern.pk) for _ in range(2))
    actions.take(mine, by=again(cast.head))
    with pytest.raises(Conflict):
        actions.take(theirs, by=again(cast.dsl))
    concern.refresh_from_db()
    assert concern.owner == cast.head


def test_whoever_gave_it_back_decides_nothing_more_and_the_others_are_written_to():
    cast = a_school()
    concern = taken(cast, kind="pupil_contact")
    before = letters_to(cast.dsl)
    actions.give_back(concern, by=again(cast.head), reason="I am away.", key=KEY())
    assert letters_to(cast.dsl) == before + 1
    with pytest.raises(Refused):
        actions.decide(concern, by=again(cast.head), key=KEY(), basket=LOW_LEVEL, reason="So.")
    actions.take(concern, by=again(cast.dsl))


@pytest.mark.parametrize("who", ["chair", "teacher", "office", "governor", "it_lead", "volunteer", "other_head"])
def test_nobody_whom_it_does_not_reach_takes_it(who):
    cast = a_school()
    with pytest.raises(Refused):
        actions.take(a_concern(cast), by=again(getattr(cast, who)))


def test_whoever_sees_it_and_has_not_taken_it_decides_nothing():
    cast = a_school()
    concern = taken(cast, kind="pupil_contact")
    for act in (
        lambda by: actions.decide(concern, by=by, key=KEY(), basket=LOW_LEVEL, reason="So."),
        lambda by: actions.close(concern, by=by, key=KEY(), reason="So."),
        lambda by: actions.give_back(concern, by=by, key=KEY(), reason="So."),
    ):
        with pytest.raises(Refused):
            act(again(cast.dsl))


# -- acceptance scenarios ---------------------------------------------------------------------------


@pytest.mark.clause("4-08-a")
def test_about_the_headteacher_the_chair_sees_it_and_the_lados_clock_runs():
    with time_machine.travel(FRIDAY, tick=False):
        cast = a_school()
        concern = a_concern(cast, about=cast.head, kind="pupil_contact")
        shown = page(cast, cast.chair, concern)
        clock = next(one for one in shown["clocks"] if one.key == "lado")
        assert (clock.due, clock.stands) == (datetime.date(2026, 11, 23), rules.RUNS)
        assert queries.longest_waiting(again(cast.head)) is None
        assert queries.page_of(again(cast.head), "open", "newest", "") == ([], "")
        assert not [task for task in tasks_for(again(cast.head)) if "concern" in task.title.lower()]
        assert [task.title for task in tasks_for(again(cast.chair)) if "concern" in task.title] == ["A concern waits"]


@pytest.mark.clause("6-08-d", "6-08-e")
def test_an_undeclared_nephew_has_nothing_on_file_and_is_not_put_away_by_itself():
    cast = a_school()
    concern = taken(cast, kind="undeclared_relationship", children=(Young(words="A boy in Year 6"),))
    shown = page(cast, cast.head, concern)
    said = [fact.value for one in shown["registers"] for fact in one.facts]
    assert "No acknowledged relationship on file." in said
    assert shown["consult"]
    put_away = {"by": again(cast.head), "key": KEY(), "basket": NO_CONCERN, "reason": "It is his aunt."}
    with pytest.raises(NotAllowed):
        actions.decide(concern, **put_away)
    actions.decide(concern, **put_away, read_register=True)
    with pytest.raises(NotAllowed):
        actions.close(concern, by=again(cast.head), key=KEY(), reason="It is his aunt.")
    concern.refresh_from_db()
    assert concern.state == "taken"


def test_half_term_does_not_stop_the_clock():
    known = datetime.datetime(2026, 10, 23, 15, 30, tzinfo=datetime.UTC)
    days = {"first": datetime.date(2026, 10, 26), "last": datetime.date(2026, 10, 30)}
    with time_machine.travel(known, tick=False):
        cast = a_school()
        closed.add(cast.school, by=cast.head, title="Half term", key=KEY(), **days)
        concern = a_concern(cast, kind="pupil_contact")
        clock = next(one for one in page(cast, cast.head, concern)["clocks"] if one.key == "lado")
    assert clock.due == datetime.date(2026, 10, 26)


def test_a_school_in_scotland_counts_its_own_bank_holidays():
    with time_machine.travel(datetime.datetime(2026, 1, 1, 12, 0, tzinfo=datetime.UTC), tick=False):
        cast = a_school()
        closed.place(cast.school, by=cast.head, nation="scotland")
        concern = a_concern(cast, kind="pupil_contact")
        clock = next(one for one in page(cast, cast.head, concern)["clocks"] if one.key == "lado")
    assert clock.due == datetime.date(2026, 1, 5)


@pytest.mark.clause("4-10-a")
def test_the_third_low_level_concern_about_one_adult_is_pointed_out_and_nothing_else_happens():
    cast = a_school()
    for _ in range(2):
        one = decided(cast, LOW_LEVEL)
        assert not page(cast, cast.head, one)["pattern"]
    third = taken(cast)
    before = (Notice.objects.count(), Decision.objects.count(), Route.objects.count())
    assert page(cast, cast.head, third)["pattern"]
    third.refresh_from_db()
    assert (third.basket, third.state) == ("", "taken")
    assert before == (Notice.objects.count(), Decision.objects.count(), Route.objects.count())


def test_a_pattern_counts_only_what_its_reader_may_know_of():
    cast = a_school()
    for _ in range(2):
        decided(cast, LOW_LEVEL)
    shared = a_concern(cast, kind="pupil_contact")
    assert page(cast, cast.head, shared)["pattern"]
    seen_by_dsl = page(cast, cast.dsl, shared)
    assert (seen_by_dsl["earlier"], seen_by_dsl["pattern"]) == ([], False)


# -- decisions --------------------------------------------------------------------------------------


@pytest.mark.clause("10-01-a")
def test_every_decision_has_a_reason_and_stays_beside_the_next():
    cast = a_school()
    concern = decided(cast, LOW_LEVEL)
    for empty in ("", "   "):
        with pytest.raises(NotAllowed):
            actions.decide(concern, by=again(cast.head), key=KEY(), basket=NO_CONCERN, reason=empty)
    later = {"basket": THRESHOLD, "reason": "There is more.", "limbs": ("risk",)}
    actions.decide(concern, by=again(cast.head), key=KEY(), **later)
    shown = page(cast, cast.head, concern)["decisions"]
    assert {(told.row.basket, told.words["reason"]) for told in shown} == {
        (LOW_LEVEL, "So it seems."),
        (THRESHOLD, "There is more."),
    }


def test_a_second_click_decides_nothing_twice():
    cast = a_school()
    concern, key = taken(cast), KEY()
    actions.decide(concern, by=again(cast.head), key=key, basket=LOW_LEVEL, reason="So.")
    with pytest.raises(NotAllowed):
        actions.decide(concern, by=again(cast.head), key=key, basket=LOW_LEVEL, reason="So.")
    assert Decision.objects.count() == 1


def test_what_was_decided_is_never_rewritten():
    cast = a_school()
    decided(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(basket=NO_CONCERN)


@pytest.mark.clause("6-17-c", "6-20-b", "6-21-b", "7-02-c", "7-02-d", "6-06-c")
@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("policy_breach", "Teachers’ Standards"),
        ("discriminatory_post", "disciplinary policy"),
        ("abuse_of_colleague", "disciplinary policy"),
        ("inappropriate_material", "suitability"),
        ("indecent_image", "police"),
    ],
)
def test_what_usually_follows_stands_there_as_a_hint_and_decides_nothing(kind, word):
    cast = a_school()
    concern = a_concern(cast, kind=kind)
    said = str(page(cast, cast.head, concern)["guidance"]["rows"])
    assert word in said
    concern.refresh_from_db()
    assert concern.basket == ""


@pytest.mark.clause("7-04-a", "7-04-b")
def test_advice_of_hr_or_a_lawyer_is_noted_with_who_when_and_what_they_said():
    cast = a_school()
    concern = taken(cast, kind="inappropriate_material")
    at = timezone.now() - datetime.timedelta(hours=2)
    said = {"who": "Their adviser", "asked": "What now?", "reply": "Talk to them."}
    for body in (rules.HR, rules.LEGAL):
        actions.consult(concern, by=again(cast.head), key=KEY(), body=body, at=at, **said)
    shown = page(cast, cast.head, concern)["consultations"]
    assert [(told.row.at, told.words) for told in shown] == [(at, said)] * 2


def test_nobody_was_asked_in_the_future():
    cast = a_school()
    later = timezone.now() + datetime.timedelta(minutes=5)
    with pytest.raises(NotAllowed):
        actions.consult(
            taken(cast), by=again(cast.head), key=KEY(), body=rules.LADO, at=later, who="x", asked="", reply="y"
        )


@pytest.mark.clause("4-08-a")
def test_what_may_meet_the_threshold_is_not_closed_before_the_lado_was_asked():
    cast = a_school()
    concern = decided(cast, THRESHOLD)
    with pytest.raises(NotAllowed):
        actions.close(concern, by=again(cast.head), key=KEY(), reason="Done.")
    ask_lado(cast, concern)
    actions.close(concern, by=again(cast.head), key=KEY(), reason="Done.")


@pytest.mark.clause("4-07-a", "10-01-a")
def test_a_concern_is_closed_with_decision_reason_and_what_the_reporter_was_told():
    cast = a_school()
    concern = taken(cast)
    with pytest.raises(NotAllowed):
        actions.close(concern, by=again(cast.head), key=KEY(), reason="Done.")
    actions.decide(concern, by=again(cast.head), key=KEY(), basket=LOW_LEVEL, reason="A slip.")
    with pytest.raises(NotAllowed):
        actions.close(concern, by=again(cast.head), key=KEY(), reason=" ")
    actions.close(concern, by=again(cast.head), key=KEY(), reason="We talked.", told="It has been dealt with.")
    concern.refresh_from_db()
    assert concern.state == "closed"
    last = page(cast, cast.head, concern)["decisions"][0]
    assert last.words == {"reason": "We talked.", "told": "It has been dealt with."}
    assert Message.objects.filter(concern=concern).count() == 1


def test_it_is_opened_again_with_a_reason_by_whoever_it_reaches():
    cast = a_school()
    concern = decided(cast, LOW_LEVEL, kind="pupil_contact")
    actions.close(concern, by=again(cast.head), key=KEY(), reason="Done.")
    with pytest.raises(NotAllowed):
        actions.reopen(concern, by=again(cast.dsl), key=KEY(), reason="")
    actions.reopen(concern, by=again(cast.dsl), key=KEY(), reason="There was another message.")
    concern.refresh_from_db()
    assert (concern.state, concern.owner, concern.closed_at) == ("taken", cast.dsl, None)


def test_the_open_log_learns_nothing_of_what_was_decided():
    cast = a_school()
    log = audit.AuditEntry.objects.filter(school_id=cast.school.pk)
    before = log.count()
    concern = decided(cast)
    actions.close(concern, by=again(cast.head), key=KEY(), reason="Done.", told="Done.")
    assert log.count() == before


# -- who reported -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("openness", "before", "owner", "other"),
    [("named", True, True, True), (CONFIDENTIAL, False, True, False), (ANONYMOUS, False, False, False)],
)
def test_who_reported_is_known_to_whom_they_said(openness, before, owner, other):
    cast = a_school()
    concern = a_concern(cast, kind="pupil_contact", openness=openness)
    assert page(cast, cast.head, concern)["knows_reporter"] is before
    actions.take(concern, by=again(cast.head))
    assert page(cast, cast.head, concern)["knows_reporter"] is owner
    assert page(cast, cast.dsl, concern)["knows_reporter"] is other


def test_a_name_that_was_written_down_in_confidence_is_shown_to_whoever_took_it_alone():
    cast = a_school()
    account = {"what": "A post.", "teller": "Wanda Frost", "own_name": "Wanda Frost"}
    concern = taken(cast, kind="pupil_contact", openness=CONFIDENTIAL, account=account)
    assert "Wanda Frost" in str(page(cast, cast.head, concern)["answers"])
    assert "Wanda Frost" not in str(page(cast, cast.dsl, concern)["answers"])


def test_whoever_reports_themselves_is_thanked(client):
    from cast import signed_in

    cast = a_school()
    concern = a_concern(cast, by=cast.teacher, source=SELF)
    assert b"Thank them" in signed_in(client, cast.head).get(concern.get_absolute_url()).content


# -- clauses ----------------------------------------------------------------------------------------


def test_a_clause_is_chosen_by_a_person_and_taken_back_by_one():
    cast = a_school()
    concern = taken(cast)
    actions.touch(concern, by=again(cast.head), chosen=[(None, "6-22-a"), (None, "10-01-a")])
    actions.touch(concern, by=again(cast.head), chosen=[(None, "10-01-a"), (None, "10-01-a")])
    assert [row.ident for row in queries.touched(again(cast.head), concern)] == ["10-01-a"]
    assert Touched.objects.count() == 2


# -- nothing waits without an owner -----------------------------------------------------------------


@pytest.mark.clause("4-07-a")
def test_what_nobody_took_in_time_is_written_about_once_a_day_and_then_reaches_the_next_post():
    with time_machine.travel(FRIDAY, tick=False) as clock:
        cast = a_school()
        concern = a_concern(cast)
        before = letters_to(cast.head)
        clock.move_to(datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC))
        jobs.chase_due()
        assert letters_to(cast.head) == before  # Monday is its day
        clock.move_to(datetime.datetime(2026, 11, 24, 9, 0, tzinfo=datetime.UTC))
        jobs.chase_due()
        jobs.chase_due()
        assert letters_to(cast.head) == before + 1
        assert not concerns.concerns(again(cast.chair)).exists()
        clock.move_to(datetime.datetime(2026, 11, 25, 9, 0, tzinfo=datetime.UTC))
        jobs.chase_due()
        assert concerns.concerns(again(cast.chair)).filter(pk=concern.pk).exists()
        assert [task.status for task in tasks_for(again(cast.head)) if task.title == "A concern waits"] == ["overdue"]
        actions.take(concern, by=again(cast.chair))
        clock.move_to(datetime.datetime(2026, 11, 26, 9, 0, tzinfo=datetime.UTC))
        jobs.chase_due()
    assert Chase.objects.count() == 2
    assert AuditEntry.objects.filter(about=concern.pk, kind="concern.chase").count() == 2


def test_whoever_it_is_about_is_never_written_to_however_long_it_waits():
    with time_machine.travel(FRIDAY, tick=False) as clock:
        cast = a_school()
        vice = an_adult(cast.school, "Nora Vale", "governor", roles=(Role.VICE_CHAIR,))
        concern = a_concern(cast, about=cast.head)
        for day in (24, 25, 26, 27):
            clock.move_to(datetime.datetime(2026, 11, day, 9, 0, tzinfo=datetime.UTC))
            jobs.chase_due()
    assert letters_to(cast.head) == 0
    assert concerns.concerns(again(vice)).filter(pk=concern.pk).exists()
    assert not concerns.concerns(again(cast.head)).exists()


def test_nobody_is_written_to_at_the_weekend():
    with time_machine.travel(datetime.datetime(2026, 11, 18, 9, 0, tzinfo=datetime.UTC), tick=False) as clock:
        a_concern(a_school())
        clock.move_to(datetime.datetime(2026, 11, 21, 9, 0, tzinfo=datetime.UTC))
        jobs.chase_due()
    assert not Chase.objects.exists()


# -- terms ------------------------------------------------------------------------------------------


def test_a_school_sets_its_terms_inside_what_the_law_leaves_open():
    cast = a_school()
    terms = {**rules.shipped_terms(), "untouched_days": 3, "lado_hours": 24}
    actions.set_terms(cast.school, by=again(cast.chair), **terms)
    assert queries.terms_of(again(cast.head), cast.school) == terms
    with pytest.raises(NotAllowed):
        actions.set_terms(cast.school, by=again(cast.head), **{**terms, "lado_days": 2})
    with pytest.raises(Refused):
        actions.set_terms(cast.school, by=again(cast.dsl), **terms)


def test_a_calendar_says_that_a_task_is_due_and_nothing_else():
    from belisha.calendars.sources import entries

    cast = a_school()
    concern = taken(cast, kind="pupil_contact")
    told = entries(again(cast.head, second_factor=False))
    assert [entry.title for entry in told] == ["Belisha: a task is due"]
    assert str(concern.pk) not in told[0].key
    assert entries(again(cast.teacher, second_factor=False)) == []


@pytest.mark.clause("4-07-a")
def test_deciding_again_on_a_later_day_is_the_first_review():
    def stands(concern):
        (clock,) = [each for each in page(cast, cast.head, concern)["clocks"] if each.key == "review"]
        return clock.stands

    def decides_again(concern):
        said = {"basket": THRESHOLD, "reason": "Looked at again.", "limbs": ("risk",), "read_register": True}
        actions.decide(Concern.objects.get(pk=concern.pk), by=again(cast.head), key=KEY(), **said)

    with time_machine.travel(FRIDAY, tick=False) as clock:
        cast = a_school()
        concern = decided(cast, THRESHOLD)
        decides_again(concern)
        assert stands(concern) == rules.RUNS, "put right on the same day"
        clock.shift(datetime.timedelta(weeks=5))
        assert stands(concern) == rules.LATE
        decides_again(concern)
        assert stands(concern) == rules.MET


def test_the_steps_that_come_next_stand_open_and_the_others_are_folded():
    cast = a_school()
    concern = taken(cast)
    shown = page(cast, cast.head, concern)
    assert 0 < len(shown["steps"]) <= showing.NEXT
    assert all(step.state != "done" for step in shown["steps"])
    assert len(shown["steps"]) + len(shown["further"]) == len(queries.steps(again(cast.head), concern))
