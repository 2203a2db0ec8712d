"""Permissions of the Headteacher: who may do what, until when, and what is on record afterwards."""

import datetime
import uuid
from importlib.resources import files

import pytest
import time_machine
import yaml
from cast import a_school, again, an_adult
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from papers import approved
from registers import permitted
from registers.permitted import (
    CONCERNS,
    CONDITIONS,
    IN_STATE,
    PURPOSE,
    REASON,
    SCOPE,
    asked,
    conditional,
    expired,
    granted,
    in_days,
    refused,
    today,
    wanted,
    withdrawn,
)  # fmt: skip

from belisha.core.access import SET_UP, WORKER, Role, sees, visible_to
from belisha.core.action import ANSWERS, fingerprint
from belisha.core.audit import words as words_of
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry, Notice
from belisha.core.queries import page_of_entries
from belisha.packs import PackError, load_pack
from belisha.packs.permissions import FILE, OTHER, read_vocabulary, vocabulary
from belisha.people import actions as people
from belisha.people.models import Adult
from belisha.policy import actions as policy
from belisha.policy import intake
from belisha.policy.asides import BESIDE_CLAUSE, asides
from belisha.policy.models import Clause
from belisha.policy.written import SHIPPED
from belisha.registers import deciders
from belisha.registers.permissions import actions, jobs, queries, rules, tasks
from belisha.registers.permissions.models import Permission, PermissionEntry
from belisha.registers.permissions.rules import Scope
from belisha.registers.waiting import Waiting

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6-05-a")]
EVERYBODY = (
    "head", "chair", "dsl", "teacher", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office", "leaver",
    "trust_safeguarding", "other_head", "other_teacher", "stranger",
)  # fmt: skip


@pytest.fixture
def cast():
    return a_school()


def happened(permission) -> list[str]:
    return [entry.what for entry in permission.told.all()]


# -- asking -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["teacher", "agency_ta", "volunteer", "governor", "office", "dsl", "it_lead", "hr"])
def test_every_adult_of_the_school_asks_and_it_goes_to_the_headteacher(cast, who):
    made = asked(getattr(cast, who))
    assert (made.state, made.asker, made.goes_to) == (rules.ASKED, getattr(cast, who), deciders.HEADTEACHER)
    assert set(Notice.objects.values_list("address", "letter")) == {(cast.head.email, "task")}


@pytest.mark.parametrize("who", ["leaver", "stranger", "other_teacher", "other_head"])
def test_whoever_does_not_work_here_asks_for_nothing(cast, who):
    with pytest.raises(Refused):
        actions.ask(cast.school, by=getattr(cast, who), key=uuid.uuid4(), wanted=wanted())


def test_what_the_headteacher_asks_for_goes_to_the_chair(cast):
    made = asked(cast.head)
    assert made.goes_to == deciders.CHAIR
    assert {who for who in EVERYBODY if sees(getattr(cast, who), made)} == {"head", "chair"}
    with pytest.raises(Refused, match="their own"):
        actions.grant(made, by=cast.head)
    actions.grant(permitted.again(made), by=cast.chair)
    assert permitted.again(made).state == rules.GRANTED


def test_a_second_click_asks_nothing_more(cast):
    key = uuid.uuid4()
    asked(cast.teacher, key=key)
    with pytest.raises(NotAllowed, match="sent already"):
        asked(cast.teacher, key=key)


@pytest.mark.parametrize(
    "scope",
    [
        Scope("fly", "parents", "facebook"),
        Scope("discuss-pupils", "", "facebook"),
        Scope("discuss-pupils", "parents", "carrier-pigeon"),
        Scope("other", "parents", "facebook"),
        Scope("discuss-pupils", "other", "facebook", audience_words="  "),
    ],
)
def test_nothing_is_asked_for_that_is_not_said(cast, scope):
    with pytest.raises(NotAllowed, match="not clear"):
        asked(cast.teacher, scope=scope)
    with pytest.raises(NotAllowed, match="before the first"):
        asked(cast.teacher, starts=3, ends=2)


@pytest.mark.clause("6-07-a", "6-09-a")
@pytest.mark.parametrize("act", vocabulary().absolute)
def test_what_is_absolute_cannot_be_asked_for_or_recorded_by_anybody(cast, act):
    with pytest.raises(NotAllowed, match=vocabulary().absolute[act].says[:20]):
        asked(cast.teacher, scope=Scope(act, "parents", "facebook"))
    with pytest.raises(NotAllowed):
        actions.record(
            cast.teacher, by=cast.head, key=uuid.uuid4(), wanted=wanted(scope=Scope(act, "parents", "facebook")),
            spoken_on=today(),
        )  # fmt: skip
    assert not Permission.objects.exists()


def test_a_renewal_is_asked_anew_with_the_old_one_beside_it_and_only_by_whoever_had_it(cast):
    old = expired(cast.teacher, cast.head)
    new = asked(cast.teacher, renews=old)
    assert (new.renews, new.state) == (old, rules.ASKED)
    with pytest.raises(Refused):
        asked(cast.volunteer, renews=old)


# -- deciding -----------------------------------------------------------------------------------------------------


def test_it_is_granted_as_asked_or_with_conditions_and_for_other_days(cast):
    made = granted(cast.teacher, cast.head)
    assert (made.state, made.decided_by, made.ends, made.conditions) == (rules.GRANTED, cast.head, in_days(30), "")
    other = asked(cast.teacher)
    actions.grant_with_conditions(other, by=cast.head, conditions=CONDITIONS, starts=in_days(2), ends=in_days(5))
    other = permitted.again(other)
    assert (other.state, other.starts, other.ends) == (rules.CONDITIONAL, in_days(2), in_days(5))
    assert Notice.objects.filter(letter="signal", address=cast.teacher.email).count() == 2


def test_one_without_a_last_day_says_why_it_has_none(cast):
    made = asked(cast.teacher, ends=None)
    with pytest.raises(NotAllowed, match="ends on a day"):
        actions.grant(made, by=cast.head)
    actions.grant(permitted.again(made), by=cast.head, open_why="As long as the group is needed.")
    assert permitted.again(made).open_why == "As long as the group is needed."
    other = asked(cast.teacher, ends=None)
    actions.grant(other, by=cast.head, ends=in_days(3), open_why="")
    assert permitted.again(other).ends == in_days(3)


def test_nothing_is_granted_for_days_that_are_gone_or_with_nothing_said(cast):
    made = asked(cast.teacher, ends=2)
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(3)
    with time_machine.travel(later), pytest.raises(NotAllowed, match="has passed"):
        actions.grant(permitted.again(made), by=cast.head)
    for act, words in ((actions.refuse, {"reason": " "}), (actions.grant_with_conditions, {"conditions": " "})):
        more = {"starts": today(), "ends": today()} if act is actions.grant_with_conditions else {}
        with pytest.raises(NotAllowed, match="Nothing was written"):
            act(permitted.again(made), by=cast.head, **words, **more)


DECISIONS = {
    "grant": (rules.ASKED, lambda row, by: actions.grant(row, by=by)),
    "grant_with_conditions": (
        rules.ASKED,
        lambda row, by: actions.grant_with_conditions(
            row, by=by, conditions=CONDITIONS, starts=row.starts, ends=row.ends
        ),
    ),
    "refuse": (rules.ASKED, lambda row, by: actions.refuse(row, by=by, reason=REASON)),
    "revoke": (rules.GRANTED, lambda row, by: actions.revoke(row, by=by, reason=REASON)),
}


@pytest.mark.parametrize("decision", DECISIONS)
def test_only_the_headteacher_decides_about_what_others_asked_for(cast, decision):
    state, act = DECISIONS[decision]
    for who in set(EVERYBODY) - {"head"}:
        with pytest.raises(Refused):
            act(IN_STATE[state](cast.teacher, cast.head), getattr(cast, who))
    with pytest.raises(Refused):
        act(IN_STATE[state](cast.teacher, cast.head), again(cast.head, second_factor=False))
    act(IN_STATE[state](cast.teacher, cast.head), cast.head)


@pytest.mark.parametrize("decision", DECISIONS)
def test_only_the_chair_decides_about_what_the_headteacher_asked_for(cast, decision):
    state, act = DECISIONS[decision]
    second = an_adult(cast.school, "Nina Sol", roles=(Role.HEADTEACHER,))
    for who in (second, cast.dsl, cast.governor, cast.other_head):
        with pytest.raises(Refused):
            act(IN_STATE[state](cast.head, cast.chair), who)
    act(IN_STATE[state](cast.head, cast.chair), cast.chair)


def test_a_request_is_withdrawn_by_its_asker_alone_and_then_seen_by_no_other(cast):
    with pytest.raises(Refused):
        actions.withdraw(asked(cast.teacher), by=cast.head)
    with pytest.raises(NotAllowed):
        actions.withdraw(granted(cast.teacher, cast.head), by=cast.teacher)
    made = withdrawn(cast.teacher)
    assert {who for who in EVERYBODY if sees(getattr(cast, who), made)} == {"teacher"}


def test_of_two_who_decide_at_once_one_is_told(cast):
    second = an_adult(cast.school, "Nina Sol", roles=(Role.HEADTEACHER,))
    made = asked(cast.teacher)
    seen, other = fingerprint(made), permitted.again(made)
    actions.grant(made, by=cast.head, seen=seen)
    with pytest.raises(Conflict):
        actions.refuse(other, by=second, reason=REASON, seen=seen)
    with pytest.raises(NotAllowed):
        actions.refuse(permitted.again(made), by=second, reason=REASON)
    assert permitted.again(made).state == rules.GRANTED


# -- by word of mouth -----------------------------------------------------------------------------------------------


def test_what_an_adult_notes_as_spoken_waits_to_be_confirmed(cast):
    made = asked(cast.teacher, spoken_on=in_days(-2))
    assert (made.state, made.spoken, made.stands, happened(made)) == (rules.ASKED, True, "", ["noted"])
    actions.grant(made, by=cast.head)
    made = permitted.again(made)
    assert (made.state, made.spoken, made.stands) == (rules.GRANTED, True, rules.LIVE)
    with pytest.raises(NotAllowed, match="future"):
        asked(cast.teacher, spoken_on=in_days(1))


def test_the_headteacher_records_what_was_said_and_it_is_shown_as_such(cast):
    made = actions.record(cast.teacher, by=cast.head, key=uuid.uuid4(), wanted=wanted(), spoken_on=in_days(-1))
    made = permitted.again(made)
    assert (made.asker, made.state, made.spoken, happened(made)) == (cast.teacher, rules.GRANTED, True, ["recorded"])
    said = actions.record(
        cast.teacher, by=cast.head, key=uuid.uuid4(), wanted=wanted(ends=None), spoken_on=today(),
        conditions=CONDITIONS, open_why="Until I say otherwise.",
    )  # fmt: skip
    assert permitted.again(said).state == rules.CONDITIONAL
    for who in set(EVERYBODY) - {"head"}:
        with pytest.raises(Refused):
            actions.record(cast.office, by=getattr(cast, who), key=uuid.uuid4(), wanted=wanted(), spoken_on=today())


def test_nobody_records_a_permission_of_their_own_or_of_another_headteacher(cast):
    second = an_adult(cast.school, "Nina Sol", roles=(Role.HEADTEACHER,))
    for adult in (cast.head, second):
        with pytest.raises(Refused, match="themselves"):
            actions.record(adult, by=cast.head, key=uuid.uuid4(), wanted=wanted(), spoken_on=today())


# -- who knows of it ------------------------------------------------------------------------------------------------

TRUTH = {"teacher": {"teacher", "head"}, "office": {"office", "head"}, "chair": {"chair", "head"},
         "head": {"head", "chair"}}  # fmt: skip


@pytest.mark.parametrize("whose", TRUTH)
@pytest.mark.parametrize("state", rules.STATES)
def test_who_sees_whose_permission_in_which_state(cast, whose, state):
    adult, by = getattr(cast, whose), cast.chair if whose == "head" else cast.head
    made = IN_STATE[state](adult, by)
    expected = {whose} if state == rules.WITHDRAWN else TRUTH[whose]
    for who in EVERYBODY:
        actor = getattr(cast, who)
        assert sees(actor, made) == (who in expected), who
        assert visible_to(actor, Permission.objects.all()).exists() == (who in expected), who
        assert visible_to(actor, PermissionEntry.objects.all()).exists() == (who in expected), who


def test_only_whoever_decides_is_told_that_something_waits(cast):
    asked(cast.teacher)
    told = {who: [task.title for task in tasks.to_decide(getattr(cast, who))] for who in EVERYBODY[:-1]}
    assert {who for who, titles in told.items() if titles} == {"head"}
    assert [shelf.waiting for shelf in tasks.shelves(cast.head)] == [0, 1]
    assert [shelf.waiting for who in ("chair", "dsl", "teacher") for shelf in tasks.shelves(getattr(cast, who))] == [
        0, 0, 0, 0,
    ]  # fmt: skip


def test_the_log_says_no_more_than_that_there_was_a_permission(cast):
    actions.revoke(conditional(cast.teacher, cast.head), by=cast.head, reason=REASON)
    refused(cast.volunteer, cast.head)
    withdrawn(cast.teacher)
    entries = AuditEntry.objects.filter(kind__startswith="permission.")
    assert entries.count() == 7
    for entry in entries:
        said = str(words_of(entry)).lower()
        secrets = (PURPOSE, CONCERNS, CONDITIONS, REASON, "facebook", "discuss", "parents", "jonah", "year 6")
        assert not [secret for secret in secrets if secret.lower() in said], said
    assert {entry.kept_under for entry in entries} == {f"adult:{cast.teacher.pk}", f"adult:{cast.volunteer.pk}"}
    assert [line.sentence for line in page_of_entries(cast.head, kind="permission.revoke")[0]] == [
        "Margaret Okafor took a permission back"
    ]


# -- time -----------------------------------------------------------------------------------------------------------

MONDAY = datetime.datetime(2026, 6, 8, 9, tzinfo=datetime.UTC)


def on(day: int):
    return time_machine.travel(MONDAY + datetime.timedelta(day), tick=False)


def test_the_date_decides_at_once_and_the_job_says_so_within_the_hour():
    with on(0):
        cast = a_school()
        made = granted(cast.teacher, cast.head, starts=1, ends=2)
        assert (made.stands, made.label) == (rules.NOT_YET, "Granted, not yet in force")
    for day, stands in ((1, rules.LIVE), (2, rules.LIVE), (3, rules.OVER)):
        with on(day):
            assert permitted.again(made).stands == stands
    with on(2):
        jobs.expire_due()
        assert permitted.again(made).state == rules.GRANTED
        with pytest.raises(Conflict):
            actions.expire(permitted.again(made), by=WORKER)
    with on(3):
        assert permitted.again(made).label == "Expired"
        assert [row.pk for row in queries.page_of(cast.head, "ended")[0]] == [made.pk]
        assert queries.page_of(cast.head, "in-force")[0] == []
        before = Notice.objects.count()
        for _ in range(2):
            jobs.expire_due()
        assert (permitted.again(made).state, Notice.objects.count()) == (rules.EXPIRED, before + 1)
        letter = Notice.objects.order_by("-made_at").first()
        assert (letter.letter, letter.address) == ("signal", cast.teacher.email)
        with pytest.raises(NotAllowed):
            actions.revoke(permitted.again(made), by=cast.head, reason=REASON)


def test_whoever_decides_is_reminded_after_the_schools_limit_and_once_each_time():
    with on(0):
        cast = a_school()
        made = asked(cast.teacher)
        actions.set_terms(cast.school, by=cast.head, wait_days=2)
        Notice.objects.all().delete()
    reminded = []
    for day in range(10):
        with on(day):
            jobs.remind_due()
            jobs.remind_due()
            reminded.append(Notice.objects.count())
    assert reminded == [0, 0, 0, 1, 1, 1, 1, 1, 2, 2]
    with on(3):
        assert queries.waiting(cast.head) == Waiting(1, 1)
        assert next(iter(tasks.to_decide(cast.head))).status == "overdue"
        actions.refuse(permitted.again(made), by=cast.head, reason=REASON)
        with pytest.raises(Conflict):
            actions.remind(permitted.again(made), by=WORKER, today=today())


@pytest.mark.parametrize("who", sorted(set(EVERYBODY) - {"head"}))
def test_only_the_headteacher_sets_how_long_they_may_wait(cast, who):
    with pytest.raises(Refused):
        actions.set_terms(cast.school, by=getattr(cast, who), wait_days=9)


# -- what ends it, and whom it goes to ------------------------------------------------------------------------------


def test_it_ends_when_the_adult_leaves(cast):
    waiting, given_, others = asked(cast.teacher), granted(cast.teacher, cast.head), granted(cast.office, cast.head)
    for answer in ANSWERS["adult.leave"]:
        answer(cast.teacher, by=cast.office)
    assert [permitted.again(row).state for row in (waiting, given_, others)] == [
        rules.WITHDRAWN, rules.REVOKED, rules.GRANTED,
    ]  # fmt: skip
    with pytest.raises(Refused):
        actions.lapse(others, by=cast.head)


def test_a_last_day_that_nobody_closed_is_noticed_within_the_hour(cast):
    made = granted(cast.teacher, cast.head)
    Adult.objects.filter(pk=cast.teacher.pk).update(ends=today())
    for _ in range(2):
        jobs.end_due()
    assert permitted.again(made).state == rules.REVOKED


def test_what_a_new_headteacher_asked_for_goes_to_the_chair(cast):
    made = asked(cast.dsl)
    people.grant(cast.dsl, by=SET_UP, role=Role.HEADTEACHER)
    made = permitted.again(made)
    assert (made.goes_to, happened(made)) == (deciders.CHAIR, ["asked", "moved"])
    assert not queries.decides(again(cast.dsl), made)
    assert queries.decides(cast.chair, made)
    assert not sees(cast.head, made)


def test_a_stand_ins_own_request_is_noticed_within_the_hour(cast):
    made = asked(cast.dsl)
    cast.dsl.grants.create(
        role=Role.HEADTEACHER, school=cast.school, starts=today(), ends=in_days(14),
        stands_in_for=cast.head.grants.get(role=Role.HEADTEACHER),
    )  # fmt: skip
    for _ in range(2):
        jobs.hand_over_due()
    assert permitted.again(made).goes_to == deciders.CHAIR
    with pytest.raises(Conflict):
        actions.hand_over(permitted.again(made), by=WORKER)


# -- beside the clauses ---------------------------------------------------------------------------------------------


def test_a_clause_that_a_permission_is_about_leads_there_and_an_absolute_one_says_so(cast):
    draft = intake.adopt(cast.school, SHIPPED, "Staff policy", {"school": cast.school.name}, by=cast.head)
    policy.publish(approved(draft, cast.head), by=cast.head)

    def beside(actor, ident):
        clause = Clause.objects.select_related("version__policy", "school").get(version=draft, ident=ident)
        found = [each for each in asides(actor, clause, BESIDE_CLAUSE) if each.template.startswith("permissions/")]
        return found[0].thing if found else None

    assert beside(cast.teacher, "6-05-a").act == "discuss-pupils"
    never = beside(cast.teacher, "6-07-a")
    assert (never.act, [each.key for each in never.absolute]) == ("", ["connect-pupil"])
    assert beside(cast.teacher, "1-01-a") is None
    assert beside(cast.other_teacher, "6-05-a") is None


def test_the_vocabulary_names_clauses_that_there_are_and_nothing_twice():
    pack, words = load_pack("staff-social-media").by_id, vocabulary()
    for row in (*words.acts.values(), *words.absolute.values()):
        assert set(row.clauses) <= set(pack), row.key
        assert row.source
    assert {OTHER} <= set(words.acts) & set(words.audiences) & set(words.platforms)
    assert {clause for row in words.absolute.values() for clause in row.clauses} >= {"6-02-b", "6-07-a", "6-09-a"}


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("acts"),
        lambda data: data["acts"].append(data["acts"][0]),
        lambda data: data["acts"][0].update(colour="red"),
        lambda data: data["absolute"][0].update(clauses=[]),
        lambda data: data["absolute"][0].update(leads="nowhere"),
        lambda data: data["absolute"][0].update(key=data["acts"][0]["key"]),
    ],
)
def test_a_vocabulary_that_is_wrong_is_refused(change):
    data = yaml.safe_load(files("belisha.packs").joinpath("shelf", FILE).read_text("utf-8"))
    change(data)
    with pytest.raises(PackError):
        read_vocabulary(yaml.safe_dump(data))
    with pytest.raises(PackError):
        read_vocabulary("a: [")


# -- what the database and the tables say ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        (rules.GRANTED, {"ends": None}),
        (rules.GRANTED, {"decided_on": None}),
        (rules.GRANTED, {"decided_by": None}),
        (rules.GRANTED, {"conditions": "Some."}),
        (rules.GRANTED, {"state": rules.ASKED}),
        (rules.CONDITIONAL, {"conditions": ""}),
        (rules.REFUSED, {"reason": ""}),
        (rules.REFUSED, {"state": rules.GRANTED}),
        (rules.REVOKED, {"revoked_why": ""}),
        (rules.REVOKED, {"revoked_on": None}),
        (rules.EXPIRED, {"ends": None, "open_why": "x"}),
        (rules.ASKED, {"state": rules.GRANTED}),
        (rules.ASKED, {"state": "perhaps"}),
        (rules.ASKED, {"purpose": ""}),
        (rules.ASKED, {"ends": datetime.date(2000, 1, 1)}),
        (rules.ASKED, {"spoken": True}),
        (rules.ASKED, {"goes_to": "the office"}),
    ],
)
def test_the_database_itself_refuses_half_a_decision(cast, state, fields):
    made = IN_STATE[state](cast.teacher, cast.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Permission.objects.filter(pk=made.pk).update(**fields)


def test_what_happened_is_never_written_over(cast):
    with pytest.raises(DatabaseError), transaction.atomic():
        granted(cast.teacher, cast.head).told.update(words="Something else.")


class TestTheLifecycle(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = a_school()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(moves=st.lists(st.sampled_from(sorted({*DECISIONS, "withdraw", "expire"})), max_size=5))
    def test_whatever_is_tried_in_whatever_order_the_table_holds_and_each_step_is_told_once(self, moves):
        made, told = asked(self.cast.teacher), 1
        for move in moves:
            row = permitted.again(made)
            allowed = rules.LIFECYCLE.allows(row.state, move)
            try:
                if move == "withdraw":
                    actions.withdraw(row, by=self.cast.teacher)
                elif move == "expire":
                    actions.expire(row, by=WORKER)
                else:
                    DECISIONS[move][1](row, self.cast.head)
            except NotAllowed:
                assert not allowed, (row.state, move)
            except Refused:
                assert row.state == rules.WITHDRAWN
            except Conflict:
                assert move == "expire"
            else:
                assert allowed
                told += 1
            row = permitted.again(made)
            entries = list(row.told.all())
            assert (len(entries), row.changes, entries[-1].state) == (told, told, row.state)


DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


@given(state=st.sampled_from(list(rules.STATES)), starts=DAYS, ends=st.none() | DAYS, day=DAYS)
def test_a_permission_is_in_force_only_when_given_begun_and_not_over(state, starts, ends, day):
    live = rules.standing(state, starts, ends, day) == rules.LIVE
    assert live == (state in rules.GIVEN and starts <= day and (ends is None or day <= ends))


WORDS = st.none() | st.sampled_from(["", "other", "facebook", "Facebook ", "Mastodon", "discuss-pupils"])


@given(act=WORDS, audience=WORDS, platform=WORDS)
def test_what_is_unknown_is_never_a_match(act, audience, platform):
    scope = Scope("discuss-pupils", "other", "other", "", "The parish council", "Mastodon")
    matches = rules.covers(scope, act, audience, platform)
    assert not matches
    assert rules.covers(scope, "discuss-pupils", "the parish  council", " mastodon")
    assert not rules.covers(SCOPE, "discuss-pupils", "pupils-parents", platform) or rules.plain(platform) == "facebook"
