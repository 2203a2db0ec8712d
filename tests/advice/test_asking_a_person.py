"""A question about an answer: sent with what was said, seen by whom it went to and nobody else, answered by a day."""

import datetime
import uuid

import agreed
import pytest
import time_machine
from advice.inquired import FRIEND_REQUEST, answered, begun
from advice.sent import TALK, WORDS, a_small_policy, found, sent
from cast import a_school, again, an_adult
from django.db import IntegrityError, transaction
from django.utils import timezone
from registers.permitted import wanted

from belisha.advice import actions, jobs, queries, rules
from belisha.advice.models import Question
from belisha.core.access import SET_UP, Role, sees
from belisha.core.audit import words as words_of
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry, Notice
from belisha.people import actions as people
from belisha.people.closed import actions as closed
from belisha.people.posts import actions as posts
from belisha.policy.models import Clause
from belisha.policy.searching.rules import words
from belisha.registers import deciders
from belisha.registers.permissions import rules as granting
from belisha.registers.permissions.models import Permission
from belisha.registers.permissions.rules import Scope

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4-14-a", "5-01-e")]
ANSWER = "No. Tell her and her family at school instead."
PLAIN = "May I stay linked with a pupil for a while?"
# A Monday before which no bank holiday lies.
MONDAY = datetime.datetime(2026, 6, 8, 9, tzinfo=datetime.UTC)
NOBODY = ("chair", "dsl", "governor", "office", "hr", "it_lead", "agency_ta", "leaver", "other_head", "stranger")


@pytest.fixture
def cast():
    made = a_school()
    a_small_policy(made)
    return made


def reply(question, by, *, for_everyone=False, **more):
    actions.give_answer(found(question), by=by, text=ANSWER, for_everyone=for_everyone, shown_as=PLAIN, **more)
    return found(question)


# -- sending ------------------------------------------------------------------------------------------------------


def test_what_is_sent_is_what_was_said_and_answered_in_the_words_of_that_day(cast):
    question = sent(cast.volunteer)
    assert question.sent["verdict"] == "forbidden"
    assert question.sent["said"] == FRIEND_REQUEST
    assert {row["label"] for row in question.sent["facts"]} >= {"What you want to do", "How"}
    decided = [row for row in question.sent["clauses"] if row["decides"]]
    assert [row["ident"] for row in decided] == ["6-07-a"]
    assert decided[0]["text"] == Clause.objects.get(version=question.version, ident="6-07-a").text


@pytest.mark.parametrize("who", ["head", "teacher", "chair", "dsl", "office", "other_head", "stranger"])
def test_an_answer_is_sent_by_whoever_it_was_given_to_and_by_nobody_else(cast, who):
    theirs = answered(cast.volunteer)
    with pytest.raises(Refused):
        actions.send(theirs, by=getattr(cast, who), text=WORDS, key=uuid.uuid4())
    assert not Question.objects.exists()


def test_what_has_no_answer_yet_is_not_sent(cast):
    with pytest.raises(NotAllowed):
        actions.send(begun(cast.volunteer), by=cast.volunteer, text=WORDS, key=uuid.uuid4())


def test_a_second_click_sends_nothing_more_and_one_answer_is_sent_once(cast):
    theirs, key = answered(cast.volunteer), uuid.uuid4()
    actions.send(theirs, by=cast.volunteer, text=WORDS, key=key)
    for again_by in (key, uuid.uuid4()):
        with pytest.raises(NotAllowed, match="sent already"):
            actions.send(theirs, by=cast.volunteer, text=WORDS, key=again_by)
    assert Notice.objects.filter(letter="task").count() == 1
    twice = Question(school=cast.school, asker=cast.volunteer, text=WORDS, inquiry=theirs.pk, version=theirs.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save(force_insert=True)


def test_what_was_withdrawn_can_be_sent_again(cast):
    question = sent(cast.volunteer)
    actions.withdraw(question, by=cast.volunteer)
    assert not sees(cast.head, found(question))
    theirs = answered(cast.volunteer)
    Question.objects.filter(pk=question.pk).update(inquiry=theirs.pk)
    assert actions.send(theirs, by=cast.volunteer, text=WORDS, key=uuid.uuid4()).state == rules.OPEN


def test_under_a_policy_that_is_no_longer_in_force_nothing_is_sent(cast):
    theirs = answered(cast.volunteer)
    type(theirs.version).objects.filter(pk=theirs.version_id).update(state="superseded", superseded_at=timezone.now())
    with pytest.raises(NotAllowed, match="newer version"):
        actions.send(theirs, by=cast.volunteer, text=WORDS, key=uuid.uuid4())


# -- who sees it, and who answers ----------------------------------------------------------------------------------

# Who asked → who sees the question with everything in it, beside whoever asked.
READS = {"volunteer": {"head"}, "teacher": {"head"}, "chair": {"head"}, "head": {"chair"}, "dsl": {"head"}}


@pytest.mark.parametrize("asker", READS)
def test_a_question_is_seen_by_its_asker_and_by_whom_it_went_to(cast, asker):
    question = sent(getattr(cast, asker))
    everybody = ("head", "teacher", "volunteer", *NOBODY)
    seeing = {who for who in everybody if sees(getattr(cast, who), question)}
    assert seeing == READS[asker] | {asker}
    answering = {who for who in everybody if queries.answers(getattr(cast, who), question)}
    assert answering == READS[asker]
    for who in everybody:
        if who not in READS[asker]:
            with pytest.raises(Refused):
                reply(question, getattr(cast, who))
    letters = Notice.objects.filter(letter="task").values_list("address", flat=True)
    assert list(letters) == [getattr(cast, who).email for who in READS[asker]]


@pytest.mark.parametrize("asker", ["volunteer", "head"])
def test_a_reply_to_one_is_read_by_nobody_else_and_one_for_everybody_without_what_was_sent(cast, asker):
    answering = cast.chair if asker == "head" else cast.head
    private = reply(sent(getattr(cast, asker)), answering)
    assert not sees(cast.teacher, private)
    shared = reply(sent(getattr(cast, asker)), answering, for_everyone=True)
    seen = queries.seen(again(cast.teacher), shared)
    assert (seen.words, seen.asker, seen.whole, seen.mine) == (PLAIN, "", False, False)
    assert queries.seen(again(answering), shared).whole
    assert queries.seen(again(getattr(cast, asker)), shared).whole


def test_an_answer_for_everybody_stands_beside_the_clauses_that_decided_and_is_found(cast):
    question = reply(sent(cast.volunteer), cast.head, for_everyone=True)
    clause = question.stands_with.get()
    assert clause.ident == "6-07-a"
    assert [each.words for each in queries.beside(again(cast.teacher), clause)] == [PLAIN]
    assert [hit.title for hit in queries.search(again(cast.teacher), words("linked pupil"))] == [PLAIN]
    assert queries.search(again(cast.teacher), words("play")) == []
    assert queries.answered(again(cast.teacher), question.version) == {"6-07-a": 1}


def test_whoever_becomes_headteacher_has_what_they_asked_answered_by_the_chair(cast):
    deputy = an_adult(cast.school, "Nia Deputy", roles=(Role.DEPUTY,))
    question = sent(deputy)
    assert question.goes_to == deciders.HEADTEACHER
    people.grant(deputy, by=SET_UP, role=Role.HEADTEACHER)
    assert found(question).goes_to == deciders.CHAIR
    assert not queries.answers(again(deputy), found(question))


def test_what_a_stand_in_asked_goes_to_the_chair_within_the_hour(cast):
    deputy, today = an_adult(cast.school, "Nia Deputy", roles=(Role.DEPUTY,)), timezone.localdate()
    question = sent(deputy)
    held = cast.head.grants.get(role="headteacher")
    posts.name_stand_in(held, by=cast.head, adult=deputy, first=today, last=today + datetime.timedelta(days=3))
    jobs.hand_over_due()
    jobs.hand_over_due()
    assert found(question).goes_to == deciders.CHAIR
    assert sent(again(deputy)).goes_to == deciders.CHAIR


# -- what can come of it -------------------------------------------------------------------------------------------


@pytest.mark.clause("6-05-a")
def test_a_permission_in_answer_stands_in_its_register_as_every_other(cast):
    question = sent(cast.teacher, TALK)
    given = wanted(scope=Scope("discuss-pupils", "parents", "whatsapp"), concerns="")
    actions.grant(question, by=cast.head, text="Until the trip.", key=uuid.uuid4(), wanted=given)
    made, question = Permission.objects.get(), found(question)
    assert (made.asker, made.state, made.spoken, made.decided_by) == (cast.teacher, granting.GRANTED, False, cast.head)
    assert (question.state, question.outcome, question.led_to) == (rules.ANSWERED, rules.PERMITTED, made.pk)
    assert question.for_everyone is False
    assert queries.led_to(question) == made.get_absolute_url()
    assert answered(cast.teacher, TALK).verdict == "permitted"


def test_the_headteacher_is_permitted_by_the_chair_and_never_by_themselves(cast):
    question = sent(cast.head, TALK)
    given = wanted(scope=Scope("discuss-pupils", "parents", "whatsapp"), concerns="")
    with pytest.raises(Refused):
        actions.grant(question, by=cast.head, text="Yes.", key=uuid.uuid4(), wanted=given)
    actions.grant(question, by=cast.chair, text="Yes.", key=uuid.uuid4(), wanted=given)
    assert Permission.objects.get().goes_to == deciders.CHAIR


@pytest.mark.parametrize("who", ["teacher", "chair", "dsl", "office", "volunteer", "other_head", "stranger"])
def test_nobody_else_grants_anything_by_answering(cast, who):
    question = sent(cast.teacher, TALK)
    with pytest.raises(Refused):
        actions.grant(question, by=getattr(cast, who), text="Yes.", key=uuid.uuid4(), wanted=wanted())
    assert not Permission.objects.exists()
    assert found(question).state == rules.OPEN


def test_a_permission_that_cannot_be_given_leaves_the_question_open(cast):
    question = sent(cast.teacher, TALK)
    with pytest.raises(NotAllowed):
        actions.grant(
            question, by=cast.head, text="Yes.", key=uuid.uuid4(), wanted=wanted(scope=Scope("connect-pupil", "", ""))
        )
    assert found(question).state == rules.OPEN


def test_what_the_form_of_a_permission_shows_comes_from_what_was_said(cast):
    shown = queries.wanted(sent(cast.teacher, TALK))
    assert (shown["act"], shown["platform"], shown["purpose"]) == ("discuss-pupils", "whatsapp", WORDS)
    assert "audience" not in shown  # parents in general, or those of the pupils concerned: a person says which


def test_a_protocol_that_was_agreed_is_named_as_what_came_of_it(cast):
    before = agreed.agreed(cast)
    question = sent(cast.teacher)
    after = agreed.agreed(cast, title="By letter")
    assert queries.agreed_since(cast.head, question) == [(str(after.pk), "By letter")]
    assert str(before.pk) not in dict(queries.agreed_since(cast.head, question))
    assert reply(question, cast.head, protocol=after.pk).outcome == rules.AGREED


def test_that_the_policy_is_unclear_is_marked_with_or_without_a_reply(cast):
    question = sent(cast.volunteer)
    for who in ("volunteer", "chair", "teacher"):
        with pytest.raises(Refused):
            actions.mark(question, by=getattr(cast, who), unclear=True)
    actions.mark(question, by=cast.head, unclear=True)
    assert (found(question).unclear, found(question).state) == (True, rules.OPEN)
    assert reply(question, cast.head, unclear=True).unclear
    actions.mark(found(question), by=cast.head, unclear=False)
    assert not found(question).unclear


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": ""}, {"outcome": "other"}, {"inquiry": None}, {"version": None}, {"goes_to": "nobody"},
        {"state": "open", "answer": "", "answered_at": None, "answered_by": None, "led_to": uuid.uuid4()},
    ],
)  # fmt: skip
def test_the_database_itself_refuses_half_of_it(cast, fields):
    question = reply(sent(cast.volunteer), cast.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**fields)


def test_whoever_reads_the_log_reads_nothing_of_what_was_sent(cast):
    question = sent(cast.volunteer)
    actions.mark(question, by=cast.head, unclear=True)
    reply(question, cast.head, for_everyone=True)
    for entry in AuditEntry.objects.filter(kind__startswith="question."):
        said = str(words_of(entry))
        for secret in (WORDS, PLAIN, ANSWER, "accept_request", "6-07-a", str(question.inquiry)):
            assert secret not in said


# -- by when -------------------------------------------------------------------------------------------------------


def test_a_question_has_a_day_in_the_schools_own_working_days(cast):
    with time_machine.travel(MONDAY, tick=False):
        assert sent(cast.volunteer).due == datetime.date(2026, 6, 15)
        actions.set_terms(cast.school, by=cast.head, answer_days=2)
        day = datetime.date(2026, 6, 9)
        closed.add(cast.school, by=cast.head, title="Training", first=day, last=day, key=uuid.uuid4())
        assert sent(cast.volunteer).due == datetime.date(2026, 6, 11)


@pytest.mark.parametrize("who", ["teacher", "chair", "dsl", "office", "other_head", "stranger"])
def test_only_the_headteacher_sets_by_when(cast, who):
    with pytest.raises(Refused):
        actions.set_terms(cast.school, by=getattr(cast, who), answer_days=9)


def letters() -> int:
    return Notice.objects.filter(letter="task").count()


def test_what_waits_beyond_its_day_is_reminded_of_again_and_again_but_on_no_closed_day():
    with time_machine.travel(MONDAY, tick=False):
        cast = a_school()
        a_small_policy(cast)
        actions.set_terms(cast.school, by=cast.head, answer_days=2)
        question = sent(cast.volunteer)
    told = []
    for day in range(2, 16):
        with time_machine.travel(MONDAY + datetime.timedelta(days=day), tick=False):
            before = letters()
            jobs.remind_due()
            jobs.remind_due()
            told += [day] * (letters() - before)
            assert question.is_overdue == (day > 2)
    # Due on Wednesday: on Thursday, then after two school days more each time, and on no Saturday.
    assert told == [3, 8, 11]
    with time_machine.travel(MONDAY + datetime.timedelta(days=15), tick=False):
        reply(question, cast.head)
        before = letters()
        jobs.remind_due()
        assert letters() == before


def test_nothing_is_overdue_that_was_answered_or_withdrawn():
    day = datetime.date(2026, 6, 8)
    assert rules.is_overdue(rules.OPEN, day, day) is False
    assert rules.is_overdue(rules.OPEN, day, day + datetime.timedelta(days=1)) is True
    assert rules.is_overdue(rules.OPEN, None, day) is False
    for state in (rules.ANSWERED, rules.WITHDRAWN):
        assert rules.is_overdue(state, day, day + datetime.timedelta(days=9)) is False
