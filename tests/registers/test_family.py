"""Declarations of family relationships and dual roles: who may do what, and what is on record afterwards."""

import datetime
import uuid

import pytest
import time_machine
from cast import a_school, again, an_adult
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from registers import declared as made_here
from registers.declared import (
    AGREED,
    IN_STATE,
    NOTES,
    PUPIL,
    REASON,
    WORDS,
    acknowledged,
    declared,
    discussed,
    ended,
    refused,
    today,
    withdrawn,
)  # fmt: skip

from belisha.core.access import SET_UP, WORKER, Role, sees, visible_to
from belisha.core.action import ANSWERS, fingerprint
from belisha.core.audit import words as words_of
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry, Notice
from belisha.core.queries import page_of_entries
from belisha.people import actions as people
from belisha.people.models import Adult
from belisha.pupils.models import Pupil
from belisha.pupils.rules import folded
from belisha.registers import deciders
from belisha.registers.family import actions, jobs, means, queries, rules, tasks
from belisha.registers.family.models import Declaration, DeclarationEntry
from belisha.registers.waiting import Waiting

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "head", "chair", "dsl", "teacher", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office", "leaver",
    "trust_safeguarding", "other_head", "other_teacher", "stranger",
)  # fmt: skip


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def listed(cast):
    """The school keeps the list of pupils, and one of them has the name."""
    cast.school.looks_up_pupils = True
    cast.school.save()
    return Pupil.objects.create(school=cast.school, name=PUPIL, folded=folded(PUPIL))


def happened(declaration) -> list[str]:
    return [entry.what for entry in declaration.told.all()]


# -- declaring ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("6-08-d", "3-06-b")
@pytest.mark.parametrize("who", ["teacher", "agency_ta", "volunteer", "governor", "office", "dsl", "it_lead", "hr"])
def test_every_adult_of_the_school_declares_and_it_goes_to_the_headteacher(cast, who):
    adult = getattr(cast, who)
    for kind in rules.KINDS:
        made = declared(adult, kind=kind)
        assert (made.state, made.adult, made.goes_to) == (rules.DECLARED, adult, deciders.HEADTEACHER)
        assert made.pupil_name == (PUPIL if kind == rules.FAMILY else "")
    letters = Notice.objects.filter(letter="task")
    assert set(letters.values_list("address", flat=True)) == {cast.head.email}


@pytest.mark.parametrize("who", ["leaver", "stranger"])
def test_whoever_does_not_work_here_declares_nothing(cast, who):
    with pytest.raises(Refused):
        actions.declare(
            cast.school, by=getattr(cast, who), key=uuid.uuid4(), kind=rules.FAMILY, relationship="x", pupil_name="A B"
        )
    assert not Declaration.objects.exists()


def test_nobody_of_another_school_declares_here(cast):
    with pytest.raises(Refused):
        actions.declare(cast.school, by=cast.other_teacher, key=uuid.uuid4(), kind=rules.INTEREST, relationship="x")


def test_what_the_headteacher_declares_goes_to_the_chair_and_to_nobody_else(cast):
    made = declared(cast.head)
    assert made.goes_to == deciders.CHAIR
    assert list(Notice.objects.values_list("address", flat=True)) == [cast.chair.email]
    assert {who for who in EVERYBODY if sees(getattr(cast, who), made)} == {"head", "chair"}
    with pytest.raises(Refused):
        actions.discuss(made, by=cast.head, held_on=today(), notes=NOTES)
    actions.discuss(made, by=cast.chair, held_on=today(), notes=NOTES)
    actions.acknowledge(made_here.again(made), by=cast.chair, protocol=AGREED)
    assert made_here.again(made).state == rules.ACKNOWLEDGED


def test_a_second_click_declares_nothing_more(cast):
    key = uuid.uuid4()
    declared(cast.teacher, key=key)
    with pytest.raises(NotAllowed, match="sent already"):
        declared(cast.teacher, key=key)
    assert Declaration.objects.count() == 1


def test_a_name_is_matched_on_the_list_only_exactly_and_only_when_there_is_one(cast, listed):
    assert declared(cast.teacher, pupil="jonah  PETTIFER").pupil == listed
    assert declared(cast.teacher, pupil="Jonah").pupil is None
    Pupil.objects.create(school=cast.school, name=PUPIL, folded=folded(PUPIL))
    assert declared(cast.teacher).pupil is None


def test_where_the_list_is_switched_off_the_typed_name_is_all_there_is(cast, listed):
    cast.school.looks_up_pupils = False
    cast.school.save()
    assert declared(again(cast.teacher)).pupil is None


# -- deciding -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("6-08-e", "6-09-a")
def test_it_is_talked_over_before_it_is_acknowledged(cast):
    made = declared(cast.teacher)
    with pytest.raises(NotAllowed):
        actions.acknowledge(made, by=cast.head, protocol=AGREED)
    with pytest.raises(NotAllowed, match="future"):
        actions.discuss(made, by=cast.head, held_on=today() + datetime.timedelta(1), notes=NOTES)
    actions.discuss(made, by=cast.head, held_on=today(), notes=NOTES)
    actions.acknowledge(made_here.again(made), by=cast.head, protocol=AGREED)
    made = made_here.again(made)
    assert (made.state, made.protocol, made.discussed_on, made.decided_on) == (
        rules.ACKNOWLEDGED, AGREED, today(), today(),
    )  # fmt: skip
    assert made.review_on > today()
    assert Notice.objects.filter(letter="signal", address=cast.teacher.email).count() == 1


@pytest.mark.clause("6-07-b")
def test_nothing_is_acknowledged_without_words_of_what_was_agreed(cast):
    made = discussed(cast.teacher, cast.head)
    with pytest.raises(NotAllowed, match="Nothing was written"):
        actions.acknowledge(made, by=cast.head, protocol="  ")
    with pytest.raises(NotAllowed, match="Nothing was written"):
        actions.refuse(made_here.again(made), by=cast.head, reason=" ")
    assert made_here.again(made).state == rules.DISCUSSED


def test_what_was_agreed_anew_is_added_and_what_was_agreed_before_stays(cast):
    made = acknowledged(cast.teacher, cast.head)
    actions.agree_anew(made, by=cast.head, protocol="Only while their mother reads along.")
    made = made_here.again(made)
    assert made.protocol == "Only while their mother reads along."
    assert [entry.words for entry in made.told.all()] == [WORDS, NOTES, AGREED, made.protocol]
    assert happened(made) == ["declared", "discussed", "acknowledged", "agreed_anew"]


def test_an_acknowledgement_is_taken_back_and_given_again_after_another_talk(cast):
    made = acknowledged(cast.teacher, cast.head)
    actions.refuse(made, by=cast.head, reason=REASON)
    made = made_here.again(made)
    assert (made.state, made.reason, made.protocol, made.review_on) == (rules.NOT_ACKNOWLEDGED, REASON, "", None)
    with pytest.raises(NotAllowed):
        actions.acknowledge(made, by=cast.head, protocol=AGREED)
    actions.discuss(made, by=cast.head, held_on=today(), notes="Once more.")
    assert (made_here.again(made).decided_on, made_here.again(made).reason) == (None, "")
    actions.acknowledge(made_here.again(made), by=cast.head, protocol=AGREED)
    assert happened(made) == ["declared", "discussed", "acknowledged", "refused", "discussed", "acknowledged"]


def test_looking_again_moves_the_next_look_on_and_never_to_a_day_that_was(cast):
    made = acknowledged(cast.teacher, cast.head)
    with pytest.raises(NotAllowed, match="not in the future"):
        actions.look_again(made, by=cast.head, review_on=today())
    later = made.review_on + datetime.timedelta(90)
    actions.look_again(made_here.again(made), by=cast.head, review_on=later, notes="As before.")
    assert made_here.again(made).review_on == later


DECISIONS = {
    "discuss": (rules.DECLARED, lambda row, by: actions.discuss(row, by=by, held_on=today(), notes=NOTES)),
    "acknowledge": (rules.DISCUSSED, lambda row, by: actions.acknowledge(row, by=by, protocol=AGREED)),
    "refuse": (rules.DISCUSSED, lambda row, by: actions.refuse(row, by=by, reason=REASON)),
    "agree": (rules.ACKNOWLEDGED, lambda row, by: actions.agree_anew(row, by=by, protocol=AGREED)),
    "look_again": (
        rules.ACKNOWLEDGED,
        lambda row, by: actions.look_again(row, by=by, review_on=today() + datetime.timedelta(9)),
    ),
    "end": (rules.ACKNOWLEDGED, lambda row, by: actions.end(row, by=by, why=rules.PUPIL_LEFT)),
}


@pytest.mark.parametrize("decision", DECISIONS)
def test_only_the_headteacher_decides_about_what_others_declared(cast, decision):
    state, act = DECISIONS[decision]
    for who in set(EVERYBODY) - {"head"}:
        if (who, decision) == ("teacher", "end"):
            continue
        row = IN_STATE[state](cast.teacher, cast.head)
        with pytest.raises(Refused):
            act(row, getattr(cast, who))
    with pytest.raises(Refused, match="Headteacher needs a second factor"):
        act(IN_STATE[state](cast.teacher, cast.head), again(cast.head, second_factor=False))
    act(IN_STATE[state](cast.teacher, cast.head), cast.head)


@pytest.mark.parametrize("decision", DECISIONS)
def test_only_the_chair_decides_about_what_the_headteacher_declared(cast, decision):
    state, act = DECISIONS[decision]
    second = an_adult(cast.school, "Nina Sol", roles=(Role.HEADTEACHER,))
    for who in (second, cast.dsl, cast.governor, cast.other_head):
        with pytest.raises(Refused):
            act(IN_STATE[state](cast.head, cast.chair), who)
    act(IN_STATE[state](cast.head, cast.chair), cast.chair)


def test_the_adult_may_end_what_they_declared_and_take_back_what_was_not_discussed(cast):
    actions.end(acknowledged(cast.teacher, cast.head), by=cast.teacher, why=rules.NOT_TRUE)
    assert Declaration.objects.get().state == rules.ENDED
    with pytest.raises(NotAllowed):
        actions.withdraw(discussed(cast.volunteer, cast.head), by=cast.volunteer)
    with pytest.raises(Refused):
        actions.withdraw(declared(cast.volunteer), by=cast.head)
    made = withdrawn(cast.volunteer)
    assert {who for who in EVERYBODY if sees(getattr(cast, who), made)} == {"volunteer"}


def test_of_two_who_decide_at_once_one_is_told(cast):
    second = an_adult(cast.school, "Nina Sol", roles=(Role.HEADTEACHER,))
    made = discussed(cast.teacher, cast.head)
    seen, other = fingerprint(made), made_here.again(made)
    actions.acknowledge(made, by=cast.head, protocol=AGREED, seen=seen)
    with pytest.raises(Conflict):
        actions.refuse(other, by=second, reason=REASON, seen=seen)
    assert made_here.again(made).state == rules.ACKNOWLEDGED
    seen = fingerprint(made_here.again(made))
    actions.agree_anew(made_here.again(made), by=cast.head, protocol="First.", seen=seen)
    with pytest.raises(Conflict):
        actions.agree_anew(made_here.again(made), by=second, protocol="Second.", seen=seen)


# -- who knows of it ------------------------------------------------------------------------------------------------

# Whose declaration → who sees it in every state but withdrawn. Nobody else, whatever the state.
TRUTH = {
    "teacher": {"teacher", "head"},
    "office": {"office", "head"},
    "chair": {"chair", "head"},
    "dsl": {"dsl", "head"},
    "head": {"head", "chair"},
}


@pytest.mark.parametrize("whose", TRUTH)
@pytest.mark.parametrize("state", rules.STATES)
def test_who_sees_whose_declaration_in_which_state(cast, whose, state):
    adult, by = getattr(cast, whose), cast.chair if whose == "head" else cast.head
    made = IN_STATE[state](adult, by)
    expected = {whose} if state == rules.WITHDRAWN else TRUTH[whose]
    for who in EVERYBODY:
        actor = getattr(cast, who)
        assert sees(actor, made) == (who in expected), who
        assert visible_to(actor, Declaration.objects.all()).exists() == (who in expected), who
        assert visible_to(actor, DeclarationEntry.objects.all()).exists() == (who in expected), who
    assert not sees(again(by, second_factor=False), made)


def test_only_whoever_decides_is_told_that_something_waits(cast):
    declared(cast.teacher)
    told = {who: [task.title for task in tasks.to_decide(getattr(cast, who))] for who in EVERYBODY[:-1]}
    assert {who for who, titles in told.items() if titles} == {"head"}
    assert told["head"] == ["Talk over a declaration"]
    for who in ("chair", "dsl", "office", "teacher"):
        assert [shelf.waiting for shelf in tasks.shelves(getattr(cast, who)) if shelf.waiting] == []
    assert [shelf.waiting for shelf in tasks.shelves(cast.head)] == [0, 1]


def test_the_log_says_no_more_than_that_there_was_a_declaration(cast):
    made = acknowledged(cast.teacher, cast.head)
    actions.agree_anew(made, by=cast.head, protocol="Another agreement.")
    refused(cast.volunteer, cast.head)
    actions.end(made_here.again(made), by=cast.head, why=rules.PUPIL_LEFT)
    entries = AuditEntry.objects.filter(kind__startswith="declaration.")
    assert entries.count() == 8
    for entry in entries:
        said = str(words_of(entry)).lower()
        secrets = (PUPIL, WORDS, NOTES, AGREED, REASON, "Another agreement", "family", "pupil", "dual", "jonah")
        assert not [secret for secret in secrets if secret.lower() in said], said
    assert {entry.kept_under for entry in entries} == {f"adult:{cast.teacher.pk}", f"adult:{cast.volunteer.pk}"}
    assert [line.sentence for line in page_of_entries(cast.head, kind="declaration.acknowledge")[0]] == [
        "Margaret Okafor acknowledged a declaration"
    ]


def test_letters_name_nothing_and_reach_only_the_two(cast):
    actions.end(refused(cast.teacher, cast.head), by=cast.teacher, why=rules.NOT_TRUE)
    assert set(Notice.objects.values_list("address", flat=True)) == {cast.head.email, cast.teacher.email}
    assert set(Notice.objects.values_list("letter", flat=True)) <= {"task", "signal"}


# -- whoever becomes Headteacher ------------------------------------------------------------------------------------


def test_what_a_new_headteacher_declared_goes_to_the_chair_and_stays_there(cast):
    made = acknowledged(cast.dsl, cast.head)
    closed = ended(cast.dsl, cast.head)
    people.grant(cast.dsl, by=SET_UP, role=Role.HEADTEACHER)
    made = made_here.again(made)
    assert (made.goes_to, happened(made)[-1]) == (deciders.CHAIR, "moved")
    assert made_here.again(closed).goes_to == deciders.HEADTEACHER
    for who, may in ((again(cast.dsl), False), (cast.head, False), (cast.chair, True)):
        assert queries.decides(who, made) == may
    assert not sees(cast.head, made)
    people.end_role(again(cast.dsl).grants.get(role=Role.HEADTEACHER), by=SET_UP)
    assert made_here.again(made).goes_to == deciders.CHAIR


def test_a_role_that_begins_on_a_day_entered_before_is_noticed_within_the_hour(cast):
    made = declared(cast.dsl)
    cast.dsl.grants.create(
        role=Role.HEADTEACHER, school=cast.school, starts=today(), ends=today() + datetime.timedelta(14),
        stands_in_for=cast.head.grants.get(role=Role.HEADTEACHER),
    )  # fmt: skip
    with pytest.raises(Refused, match="their own"):
        actions.discuss(made, by=again(cast.dsl), held_on=today(), notes=NOTES)
    for _ in range(2):
        jobs.hand_over_due()
    assert made_here.again(made).goes_to == deciders.CHAIR
    assert happened(made) == ["declared", "moved"]


# -- what ends it ---------------------------------------------------------------------------------------------------


def test_it_ends_when_the_pupil_leaves_where_the_pupil_is_known(cast, listed):
    known, typed = acknowledged(cast.teacher, cast.head), acknowledged(cast.volunteer, cast.head, pupil="Ida Quist")
    for answer in ANSWERS["pupil.leave"]:
        answer(listed, by=cast.office)
    known = made_here.again(known)
    assert (known.state, known.ended_why, known.ended_on) == (rules.ENDED, rules.PUPIL_LEFT, today())
    assert made_here.again(typed).state == rules.ACKNOWLEDGED


def test_it_ends_when_the_adult_leaves(cast):
    made, others = declared(cast.teacher), declared(cast.volunteer)
    for answer in ANSWERS["adult.leave"]:
        answer(cast.teacher, by=cast.office)
    assert (made_here.again(made).state, made_here.again(made).ended_why) == (rules.ENDED, rules.ADULT_LEFT)
    assert made_here.again(others).state == rules.DECLARED


def test_a_last_day_that_nobody_closed_is_noticed_within_the_hour(cast):
    made = declared(cast.teacher)
    Adult.objects.filter(pk=cast.teacher.pk).update(ends=today())
    for _ in range(2):
        jobs.end_due()
    assert (made_here.again(made).state, happened(made)) == (rules.ENDED, ["declared", "ended"])


def test_a_pupil_who_is_destroyed_with_the_list_takes_no_declaration_along(cast, listed):
    made = declared(cast.teacher)
    listed.delete()
    assert (made_here.again(made).pupil, made_here.again(made).pupil_name) == (None, PUPIL)


# -- waiting --------------------------------------------------------------------------------------------------------

MONDAY = datetime.datetime(2026, 6, 8, 9, tzinfo=datetime.UTC)


def on(day: int):
    return time_machine.travel(MONDAY + datetime.timedelta(day), tick=False)


def test_whoever_decides_is_reminded_after_the_schools_limit_and_once_each_time():
    with on(0):
        cast = a_school()
        made = declared(cast.teacher)
        actions.set_terms(cast.school, by=cast.head, wait_days=2, again_months=12)
        Notice.objects.all().delete()
    reminded = []
    for day in range(10):
        with on(day):
            jobs.remind_due()
            jobs.remind_due()
            reminded.append(Notice.objects.count())
    # Two working days: Wednesday is the last day; on Thursday it is late; two working days later again, past a weekend.
    assert reminded == [0, 0, 0, 1, 1, 1, 1, 1, 2, 2]
    assert set(Notice.objects.values_list("address", "letter")) == {(cast.head.email, "task")}
    with on(3):
        assert queries.waiting(cast.head) == Waiting(1, 1)
        assert next(iter(tasks.to_decide(cast.head))).status == "overdue"
        actions.discuss(made_here.again(made), by=cast.head, held_on=today(), notes=NOTES)
        actions.acknowledge(made_here.again(made), by=cast.head, protocol=AGREED)
        assert queries.waiting(cast.head) == Waiting()
    with on(20):
        jobs.remind_due()
        assert Notice.objects.filter(letter="task").count() == 2


def test_the_chair_is_reminded_of_what_the_headteacher_declared():
    with on(0):
        cast = a_school()
        declared(cast.head)
        Notice.objects.all().delete()
    with on(11):
        jobs.remind_due()
        assert list(Notice.objects.values_list("address", flat=True)) == [cast.chair.email]
        assert next(iter(tasks.to_decide(cast.chair))).status == "overdue"
        assert list(tasks.to_decide(cast.head)) == []


def test_a_reminder_is_given_once_and_only_of_what_waits(cast):
    made = acknowledged(cast.teacher, cast.head)
    with pytest.raises(Conflict):
        actions.remind(made, by=WORKER, today=today())


def test_an_acknowledged_one_is_looked_at_again_after_the_schools_months():
    with on(0):
        cast = a_school()
        actions.set_terms(cast.school, by=cast.head, wait_days=5, again_months=3)
        acknowledged(cast.teacher, cast.head)
    with on(91):
        assert list(tasks.to_decide(cast.head)) == []
    with on(92):
        assert [task.title for task in tasks.to_decide(cast.head)] == ["Look at a declaration again"]
        assert list(tasks.to_decide(cast.teacher)) == []


@pytest.mark.parametrize("who", sorted(set(EVERYBODY) - {"head"}))
def test_only_the_headteacher_sets_how_long_they_may_wait(cast, who):
    with pytest.raises(Refused):
        actions.set_terms(cast.school, by=getattr(cast, who), wait_days=9, again_months=1)


# -- what the database and the tables say ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        (rules.ACKNOWLEDGED, {"protocol": ""}),
        (rules.ACKNOWLEDGED, {"discussed_on": None}),
        (rules.ACKNOWLEDGED, {"discussed_on": datetime.date(2100, 1, 1)}),
        (rules.ACKNOWLEDGED, {"decided_by": None}),
        (rules.ACKNOWLEDGED, {"review_on": None}),
        (rules.ACKNOWLEDGED, {"state": rules.DECLARED}),
        (rules.ACKNOWLEDGED, {"pupil_name": ""}),
        (rules.DISCUSSED, {"discussed_on": None}),
        (rules.NOT_ACKNOWLEDGED, {"reason": ""}),
        (rules.ENDED, {"ended_why": ""}),
        (rules.ENDED, {"state": rules.ACKNOWLEDGED}),
        (rules.DECLARED, {"state": rules.ACKNOWLEDGED}),
        (rules.DECLARED, {"state": "perhaps"}),
        (rules.DECLARED, {"kind": "cousin"}),
        (rules.DECLARED, {"goes_to": "the office"}),
        (rules.DECLARED, {"kind": rules.INTEREST}),
        (rules.DECLARED, {"relationship": ""}),
    ],
)
@pytest.mark.clause("6-09-a")
def test_the_database_itself_refuses_half_a_decision(cast, state, fields):
    made = IN_STATE[state](cast.teacher, cast.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.filter(pk=made.pk).update(**fields)


def test_what_happened_is_never_written_over(cast):
    made = acknowledged(cast.teacher, cast.head)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.told.update(words="Something else.")


@pytest.mark.clause("6-08-a", "6-08-c")
@pytest.mark.parametrize("kind", rules.KINDS)
def test_every_state_says_what_it_permits_and_what_it_does_not(kind):
    for state in rules.STATES:
        meaning = means.of(kind, state)
        assert meaning.says.endswith(".")
        assert meaning.warns == (state in {rules.DECLARED, rules.DISCUSSED, rules.NOT_ACKNOWLEDGED})
    assert "grooming" in means.why(rules.FAMILY)


class TestTheLifecycle(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = a_school()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(moves=st.lists(st.sampled_from(sorted({*DECISIONS, "withdraw"})), max_size=7))
    def test_whatever_is_tried_in_whatever_order_the_table_holds_and_each_step_is_told_once(self, moves):
        made, told = declared(self.cast.teacher), 1
        for move in moves:
            row = made_here.again(made)
            name = {"agree": "agree_anew"}.get(move, move)
            allowed = rules.LIFECYCLE.allows(row.state, name)
            try:
                if move == "withdraw":
                    actions.withdraw(row, by=self.cast.teacher)
                else:
                    DECISIONS[move][1](row, self.cast.head)
            except NotAllowed:
                assert not allowed, (row.state, move)
            except Refused:
                assert row.state == rules.WITHDRAWN
            else:
                assert allowed
                told += 1
            row = made_here.again(made)
            entries = list(row.told.all())
            assert (len(entries), row.changes, entries[-1].state) == (told, told, row.state)
            if row.state == rules.ACKNOWLEDGED:
                assert row.discussed_on <= row.decided_on == timezone.localdate()


@pytest.mark.parametrize(
    ("rows", "name", "pupil", "word"),
    [
        ([], "ella marsh", None, "none"),
        ([("acknowledged", "ella marsh", None)], "", None, "unknown"),
        ([("acknowledged", "ella marsh", None)], "ella marsh", None, "acknowledged"),
        ([("acknowledged", "ella marsh", None)], "ella", None, "unknown"),
        ([("acknowledged", "ella marsh", None)], "tom reed", None, "none"),
        ([("acknowledged", "ella marsh", 1)], "", 2, "none"),
        ([("acknowledged", "ella marsh", 1)], "ella marsh", 2, "none"),
        ([("acknowledged", "ella marsh", None)], "", 2, "unknown"),
        ([("acknowledged", "ella marsh", 2), ("declared", "ella marsh", 2)], "", 2, "declared"),
        ([("acknowledged", "ella marsh", 2), ("not_acknowledged", "ella marsh", 2)], "", 2, "not_acknowledged"),
        ([("ended", "ella marsh", 2), ("withdrawn", "ella marsh", 2)], "", 2, "none"),
        ([("discussed", "ella marsh", 2)], "", 2, "declared"),
    ],
)
def test_what_is_on_file_about_a_pupil_is_never_better_than_what_is_known(rows, name, pupil, word):
    found, _ = rules.about([rules.OnFile(*row) for row in rows], name, pupil)
    assert found == word
