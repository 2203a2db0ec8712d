"""Platforms and protocols: suggested, drafted, agreed, replaced, ended; who sees which; what is wrong with them."""

import datetime
import uuid

import pytest
import time_machine
from agreed import a_draft, a_platform, agreed, days, suggested
from cast import a_school, an_adult
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from belisha.core.access import SET_UP, Role, sees, visible_to
from belisha.core.action import fingerprint
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import Notice
from belisha.core.queries import page_of_entries
from belisha.packs.protocols import shipped_protocols
from belisha.people.leaving import actions as leaving
from belisha.registers.protocols import actions, jobs, queries, rules
from belisha.registers.protocols.models import Platform, Protocol, ProtocolStep
from belisha.registers.protocols.platforms import actions as platforms

pytestmark = pytest.mark.django_db
WHO = ("head", "chair", "dsl", "teacher", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office")
OUTSIDE = ("leaver", "trust_safeguarding", "other_head", "other_teacher", "stranger")


@pytest.fixture
def cast():
    return a_school()


def told(cast, key) -> list[str]:
    return [line.sentence for line in page_of_entries(cast.head, kind=key)[0]]


def steps(protocol) -> list[str]:
    return list(protocol.steps.order_by("at", "pk").values_list("what", flat=True))


def letters(kind) -> set[str]:
    return set(Notice.objects.filter(letter=kind).values_list("address", flat=True))


def found(actor) -> set[str]:
    return {finding.title for finding in queries.findings(actor)}


def fresh(protocol) -> Protocol:
    return Protocol.objects.get(pk=protocol.pk)


# -- what ships ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("6-02-a", "6-06-a")
def test_the_channels_that_the_policy_names_are_the_first_rows_and_nothing_of_them_is_agreed(cast):
    assert jobs.stock_school.call(str(cast.school.pk)) == 3
    assert jobs.stock_school.call(str(cast.school.pk)) == 0
    rows = {row.name: row for row in Platform.objects.filter(school=cast.school)}
    assert set(rows) == {"School e-mail", "School telephone", "Google Classroom"}
    assert {row.state for row in rows.values()} == {rules.UNDECIDED}
    assert all(row.ours for row in rows.values())
    drafts = {each.platform.name: each for each in Protocol.objects.filter(school=cast.school)}
    assert {each.state for each in drafts.values()} == {rules.DRAFT}
    # A channel to parents is none to pupils: only the classroom's draft speaks of them.
    assert {name: each.kind for name, each in drafts.items()} == {
        "School e-mail": "channel", "School telephone": "channel", "Google Classroom": "pupils",
    }  # fmt: skip
    assert told(cast, "platform.stock") == ["Belisha put 3 platforms that the policy names in"]
    assert queries.mine(cast.teacher) == []


def test_what_the_school_entered_itself_is_not_stocked_again(cast):
    a_platform(cast, "google classroom")
    assert jobs.stock_school.call(str(cast.school.pk)) == 2
    jobs.stock_all()
    assert Platform.objects.filter(school=cast.school).count() == 3
    assert Platform.objects.filter(school=cast.other_school).count() == 3


@pytest.mark.clause("6-02-b")
def test_the_trip_telephone_is_a_template_with_blanks_that_names_the_gap_of_the_policy(cast):
    trip = shipped_protocols().get("trip-phone")
    assert trip.gap == "emergency_no_exception"
    assert "no exception" in trip.gap_says
    assert "999" in trip.agreement
    assert "safeguarding lead" in trip.agreement
    assert "own number is given" in trip.agreement
    protocol = a_draft(cast, kind="trip", title=trip.title, purpose=trip.purpose, agreement=trip.agreement)
    with pytest.raises(NotAllowed, match="filled in"):
        actions.agree(protocol, by=cast.head)
    with pytest.raises(NotAllowed, match="filled in"):
        actions.propose(protocol, by=cast.dsl)
    assert fresh(protocol).state == rules.DRAFT


def test_every_template_has_a_source_a_day_and_a_clause_and_nothing_but_blanks_to_fill():
    library = shipped_protocols()
    assert library.last_checked <= timezone.localdate()
    assert {row.key for row in library.rows} == {
        "school-email", "school-telephone", "google-classroom", "trip-phone", "family-contact", "remote-lesson",
    }  # fmt: skip
    assert all((row.source and row.clauses and rules.blanks(row.agreement)) or row.gap for row in library.rows)


# -- what an adult says --------------------------------------------------------------------------------------------


def test_every_adult_may_say_what_is_used_and_the_headteacher_is_told(cast):
    for who in WHO:
        Notice.objects.all().delete()
        protocol = suggested(cast, by=getattr(cast, who))
        assert (protocol.state, protocol.made_by) == (rules.PROPOSED, getattr(cast, who))
        assert letters("task") == (set() if who == "head" else {cast.head.email}), who
        assert steps(protocol) == ["suggested"]
    assert queries.number_proposed(cast.head) == len(WHO)


def test_nobody_else_may(cast):
    for who in ("leaver", "other_head", "stranger"):
        with pytest.raises(Refused):
            suggested(cast, by=getattr(cast, who))
    assert not Platform.objects.filter(school=cast.school).exists()


def test_what_is_used_already_is_in_use_and_a_finding_until_it_is_agreed(cast):
    protocol = suggested(cast)
    assert Platform.objects.get(name="Chatterbox").state == rules.USED
    assert found(cast.head) == found(cast.dsl) == {"Chatterbox"}
    assert found(cast.teacher) == found(cast.office) == set()
    actions.change(protocol, by=cast.head, agreement="Nobody is named.", first=days(0), review=days(90))
    actions.agree(fresh(protocol), by=cast.head)
    assert found(cast.head) == set()
    assert letters("signal") == {cast.agency_ta.email}


def test_what_is_only_asked_for_is_not_in_use(cast):
    suggested(cast, already=False)
    assert Platform.objects.get(name="Chatterbox").state == rules.UNDECIDED
    assert found(cast.head) == set()


def test_what_the_school_does_not_use_is_a_finding_again_when_somebody_uses_it(cast):
    platform = a_platform(cast, "Chatterbox", used=False)
    platforms.stop_platform(platform, by=cast.head)
    suggested(cast, platform="  CHATTERBOX ")
    assert Platform.objects.get(school=cast.school).state == rules.USED
    assert found(cast.head) == {"Chatterbox"}


def test_a_platform_said_not_to_be_used_ends_the_finding_and_whoever_said_it_is_told(cast):
    suggested(cast)
    platforms.stop_platform(Platform.objects.get(), by=cast.head)
    assert found(cast.head) == set()
    assert letters("signal") == {cast.agency_ta.email}
    platforms.begin_platform(Platform.objects.get(), by=cast.dsl)
    assert found(cast.head) == {"Chatterbox"}
    assert told(cast, "platform.stop") == ["Margaret Okafor noted that Chatterbox is not used"]
    assert told(cast, "platform.begin") == ["Priya Nair noted that Chatterbox is in use"]


def test_a_platform_is_not_said_to_be_unused_while_a_protocol_speaks_of_it(cast):
    protocol = agreed(cast)
    with pytest.raises(NotAllowed, match="still speaks of it"):
        platforms.stop_platform(protocol.platform, by=cast.head)


def test_a_platform_is_once_in_the_register_whatever_its_letters(cast):
    a_platform(cast, "Classroom")
    other = a_platform(cast, "Other")
    assert told(cast, "platform.add")[0] == "Margaret Okafor put Other into the register of platforms"
    with pytest.raises(NotAllowed, match="already"):
        a_platform(cast, "CLASSROOM")
    with pytest.raises(NotAllowed, match="already"):
        platforms.change_platform(other, by=cast.head, name="classroom")
    platforms.change_platform(other, by=cast.head, name="Other one", note="Looked at in May.")
    assert told(cast, "platform.change") == ["Margaret Okafor changed what the register says of Other one"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Platform.objects.create(school=cast.school, name="cLASSROOM")


def test_a_family_relationship_is_declared_and_not_suggested(cast):
    with pytest.raises(NotAllowed):
        suggested(cast, kind="family")


def test_a_second_click_makes_nothing_more(cast):
    key = uuid.uuid4()
    said = {"platform": "Chatterbox", "already": True, "kind": "channel", "purpose": "Telling parents."}
    actions.suggest(cast.school, by=cast.teacher, key=key, **said)
    with pytest.raises(NotAllowed, match="done already"):
        actions.suggest(cast.school, by=cast.teacher, key=key, **said)
    with pytest.raises(NotAllowed, match="done already"):
        actions.draft(cast.school, by=cast.head, key=key, kind="other", title="Twice")
    assert Protocol.objects.count() == 1


# -- agreeing ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("6-06-a")
def test_a_protocol_goes_from_draft_to_agreed_and_those_whom_it_concerns_are_told(cast):
    protocol = a_draft(cast, people=[cast.teacher, cast.agency_ta])
    actions.propose(protocol, by=cast.dsl)
    assert letters("task") == {cast.head.email}
    actions.take_back(fresh(protocol), by=cast.dsl)
    actions.propose(fresh(protocol), by=cast.dsl)
    actions.agree(fresh(protocol), by=cast.head)
    protocol = fresh(protocol)
    assert (protocol.state, protocol.agreed_by, protocol.agreed_on) == (rules.AGREED, cast.head, days(0))
    assert letters("signal") == {cast.teacher.email, cast.agency_ta.email}
    assert steps(protocol) == ["begun", "proposed", "taken_back", "proposed", "agreed"]
    assert told(cast, "protocol.agree") == ["Margaret Okafor agreed to a protocol"]
    assert "Classroom in Year 5" not in str(page_of_entries(cast.head, kind="protocol.agree"))


def test_nobody_but_the_headteacher_agrees_declines_or_ends(cast):
    proposed, live = suggested(cast), agreed(cast)
    for who in {*WHO, *OUTSIDE} - {"head"}:
        actor = getattr(cast, who)
        for act, about, said in (
            (actions.agree, proposed, {}),
            (actions.decline, proposed, {"reason": "No."}),
            (actions.end, live, {"reason": "No."}),
        ):
            with pytest.raises(Refused):
                act(about, by=actor, **said)
    assert (fresh(proposed).state, fresh(live).state) == (rules.PROPOSED, rules.AGREED)


@pytest.mark.parametrize("keeper", [True, False], ids=["keepers", "others"])
def test_only_those_who_keep_the_register_draft_change_propose_and_begin_editions(cast, keeper):
    live = agreed(cast)
    for who in ("head", "dsl") if keeper else {*WHO, *OUTSIDE} - {"head", "dsl"}:
        actor, one, key = getattr(cast, who), a_draft(cast), uuid.uuid4()
        for act, about, said in (
            (actions.draft, cast.school, {"key": key, "kind": "other", "title": "One more"}),
            (actions.change, one, {"title": "Changed"}),
            (actions.propose, one, {}),
            (actions.take_back, one, {}),
            (actions.drop, one, {}),
            (platforms.add_platform, Platform(school=cast.school), {"name": f"Of {who}", "used": True}),
        ):
            if keeper:
                act(about, by=actor, **said)
            else:
                with pytest.raises(Refused):
                    act(about, by=actor, **said)
        assert Protocol.objects.filter(pk=key).exists() == keeper
        assert fresh(one).state == (rules.DECLINED if keeper else rules.DRAFT)
        assert Platform.objects.filter(name=f"Of {who}").exists() == keeper
        if not keeper:
            with pytest.raises(Refused):
                actions.new_edition(live, by=actor, key=uuid.uuid4())


# What is taken away from a draft that could be agreed, and what is said then.
NOT_WHOLE = [
    ({"purpose": " "}, "what it is for"),
    ({"agreement": ""}, "what was agreed"),
    ({"agreement": "Ring [number]."}, r"filled in: \[number\]"),
    ({"platform": None}, "which platform"),
    ({"first": None}, "from which day"),
    ({"review": None}, "last day, or a day"),
    ({"first": -10}, "before the day on which it was agreed"),
]


def test_nobody_agrees_to_what_is_not_whole(cast):
    platform = a_platform(cast)
    for without, said in NOT_WHOLE:
        given = {name: days(value) if isinstance(value, int) else value for name, value in without.items()}
        protocol = a_draft(cast, **{"platform": platform, **given})
        with pytest.raises(NotAllowed, match=said):
            actions.agree(protocol, by=cast.head)
        assert fresh(protocol).state == rules.DRAFT


def test_days_that_are_none_are_refused_with_a_sentence():
    day = datetime.date(2026, 3, 10)
    before, after = day - datetime.timedelta(days=1), day + datetime.timedelta(days=1)
    for dates, said in (
        ((day, day, None, after, day), ""),
        ((day, day, before, None, day), "before its first"),
        ((before, before, before, None, day), "has passed"),
        ((day, after, None, day, day), "looked at again lies before"),
        ((after, after, None, after, day), "has not come"),
        ((before, before, None, after, day, True), "from today or from a later day"),
    ):
        fault = rules.fault_in_dates(*dates)
        assert said in fault if said else fault == ""


def test_nobody_agrees_for_adults_who_are_not_here(cast):
    protocol = a_draft(cast, people=[cast.leaver])
    with pytest.raises(NotAllowed, match="nobody who works here"):
        actions.agree(protocol, by=cast.head)


def test_what_was_agreed_on_paper_before_holds_from_that_day(cast):
    protocol = a_draft(cast, first=days(-10))
    with pytest.raises(NotAllowed, match="has not come"):
        actions.agree(protocol, by=cast.head, agreed_on=days(1))
    actions.agree(fresh(protocol), by=cast.head, agreed_on=days(-12))
    assert fresh(protocol).is_live(days(-10))
    assert not fresh(protocol).is_live(days(-11))


@pytest.mark.clause("6-07-b")
def test_a_family_protocol_names_adults_and_is_agreed_by_the_headteacher(cast):
    family = shipped_protocols().get("family-contact")
    assert family.kind == rules.FAMILY
    assert "6-07-b" in family.clauses
    with pytest.raises(IntegrityError), transaction.atomic():
        a_draft(cast, kind="family", platform=None)
    protocol = agreed(cast, people=[cast.teacher], kind="family", platform=None, title="Family contact")
    assert protocol.is_live(days(0))
    assert letters("signal") == {cast.teacher.email}


def test_nobody_agrees_to_a_protocol_for_their_own_family(cast):
    protocol = a_draft(cast, people=[cast.head, cast.teacher], kind="family", platform=None, title="Family contact")
    with pytest.raises(Refused):
        actions.agree(protocol, by=cast.head)
    assert not fresh(protocol).is_live(days(0))


def test_declined_is_told_with_its_reason_and_can_be_taken_back(cast):
    protocol = suggested(cast)
    actions.decline(protocol, by=cast.head, reason=" Use the newsletter. ")
    assert (fresh(protocol).state, fresh(protocol).reason) == (rules.DECLINED, "Use the newsletter.")
    assert letters("signal") == {cast.agency_ta.email}
    assert "newsletter" not in str(page_of_entries(cast.head, kind="protocol.decline"))
    actions.take_back(fresh(protocol), by=cast.dsl)
    assert (fresh(protocol).state, fresh(protocol).reason) == (rules.DRAFT, "")


def test_what_was_agreed_is_not_changed(cast):
    protocol = agreed(cast)
    for act in (
        lambda: actions.change(protocol, by=cast.head, title="Other"),
        lambda: actions.propose(protocol, by=cast.head),
        lambda: actions.drop(protocol, by=cast.head),
        lambda: actions.agree(protocol, by=cast.head),
        lambda: actions.decline(protocol, by=cast.head, reason="No."),
    ):
        with pytest.raises(NotAllowed):
            act()


# -- replaced and ended --------------------------------------------------------------------------------------------


def test_a_new_edition_takes_the_place_of_the_old_one_which_stays_readable_for_its_days(cast):
    old = agreed(cast, people=[cast.teacher])
    new = actions.new_edition(old, by=cast.dsl, key=uuid.uuid4())
    assert (new.title, list(new.people.all()), new.replaces) == (old.title, [cast.teacher], old)
    with pytest.raises(NotAllowed, match="being written"):
        actions.new_edition(old, by=cast.head, key=uuid.uuid4())
    actions.change(new, by=cast.head, people=[cast.agency_ta], first=days(7), review=days(90))
    Notice.objects.all().delete()
    actions.agree(fresh(new), by=cast.head)
    old, new = fresh(old), fresh(new)
    assert (old.state, old.stopped) == (rules.REPLACED, days(7))
    assert [old.is_live(days(0)), old.is_live(days(6)), old.is_live(days(7))] == [True, True, False]
    assert [new.is_live(days(6)), new.is_live(days(7))] == [False, True]
    # Those who were in it and those who are in it now.
    assert letters("signal") == {cast.teacher.email, cast.agency_ta.email, cast.dsl.email}
    assert queries.editions(cast.teacher, new) == [old]
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=8)):
        assert old in queries.page_of(cast.volunteer, "past")[0]


def test_a_new_edition_does_not_rewrite_days_that_have_passed(cast):
    old = a_draft(cast, first=days(-20))
    actions.agree(old, by=cast.head, agreed_on=days(-20))
    new = actions.new_edition(fresh(old), by=cast.head, key=uuid.uuid4())
    actions.change(new, by=cast.head, first=days(-5), review=days(90))
    with pytest.raises(NotAllowed, match="from today or from a later day"):
        actions.agree(fresh(new), by=cast.head, agreed_on=days(-6))


def test_ended_covers_nothing_from_that_moment_and_those_concerned_are_told(cast):
    protocol = agreed(cast, people=[cast.teacher])
    Notice.objects.all().delete()
    actions.end(protocol, by=cast.head, reason="The class has left.")
    assert letters("signal") == {cast.teacher.email}
    assert not fresh(protocol).is_live(days(0))
    with pytest.raises(NotAllowed):
        actions.end(fresh(protocol), by=cast.head, reason="Again.")


def test_a_replaced_one_that_still_runs_can_be_ended_and_one_that_stopped_cannot(cast):
    old = agreed(cast)
    new = actions.new_edition(old, by=cast.head, key=uuid.uuid4())
    actions.change(new, by=cast.head, first=days(7), review=days(90))
    actions.agree(fresh(new), by=cast.head)
    actions.end(fresh(old), by=cast.head, reason="At once.")
    assert fresh(old).stopped == days(0)
    with pytest.raises(NotAllowed, match="no longer in force"):
        actions.end(fresh(old), by=cast.head, reason="Again.")


def test_of_two_who_decide_at_once_one_is_told_so(cast):
    protocol = a_draft(cast)
    seen = fingerprint(protocol)
    one, other = fresh(protocol), fresh(protocol)
    actions.agree(one, by=cast.head, seen=seen)
    with pytest.raises(Conflict):
        actions.agree(other, by=cast.head, seen=seen)
    assert steps(protocol).count("agreed") == 1


def test_of_two_editions_agreed_at_once_one_replaces(cast):
    old = agreed(cast)
    first = actions.new_edition(old, by=cast.head, key=uuid.uuid4())
    actions.propose(first, by=cast.dsl)
    actions.decline(first, by=cast.head, reason="Later.")
    second = actions.new_edition(fresh(old), by=cast.head, key=uuid.uuid4())
    actions.take_back(fresh(first), by=cast.dsl)
    for edition in (first, second):
        actions.change(fresh(edition), by=cast.head, first=days(0), review=days(9))
    actions.agree(fresh(first), by=cast.head)
    with pytest.raises(Conflict):
        actions.agree(fresh(second), by=cast.head)
    assert fresh(second).state == rules.DRAFT
    with pytest.raises(IntegrityError), transaction.atomic():
        Protocol.objects.filter(pk=second.pk).update(
            state=rules.AGREED, agreed_by=cast.head, agreed_on=days(0), agreed_at=timezone.now()
        )


def test_nobody_agrees_to_other_words_or_people_than_they_saw(cast):
    protocol = a_draft(cast, people=[cast.teacher])
    seen = fingerprint(protocol)
    actions.change(fresh(protocol), by=cast.dsl, people=[cast.teacher, cast.volunteer])
    with pytest.raises(Conflict):
        actions.agree(fresh(protocol), by=cast.head, seen=seen)


# -- leaving -------------------------------------------------------------------------------------------------------


def leave(adult):
    leaving.note_last_day(adult, by=SET_UP, ends=days(0))


def test_whoever_leaves_goes_off_the_list_and_the_timeline_keeps_it(cast):
    protocol = agreed(cast, people=[cast.teacher, cast.agency_ta])
    leave(cast.teacher)
    assert list(protocol.people.all()) == [cast.agency_ta]
    assert protocol.steps.get(what="left").note == "Tom Hesketh"
    assert found(cast.head) == set()
    leave(cast.agency_ta)
    assert found(cast.head) == {"Classroom in Year 5"}
    actions.end(fresh(protocol), by=cast.head, reason="Nobody is left.")
    assert found(cast.head) == {"Classroom"}


def test_what_had_ended_keeps_whom_it_named(cast):
    protocol = agreed(cast, people=[cast.teacher])
    actions.end(protocol, by=cast.head, reason="Over.")
    leave(cast.teacher)
    assert list(protocol.people.all()) == [cast.teacher]


# -- findings over time --------------------------------------------------------------------------------------------


def test_past_its_last_day_or_its_day_of_review_it_is_a_finding(cast):
    agreed(cast, title="Ends", last=days(3))
    agreed(cast, title="Reviewed", platform=a_platform(cast, "Second"), review=days(5))
    assert found(cast.head) == set()
    for day, expected in (
        (3, set()), (4, {"Ends", "Classroom"}), (5, {"Ends", "Classroom"}), (6, {"Ends", "Classroom", "Reviewed"}),
    ):  # fmt: skip
        with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=day)):
            assert found(cast.head) == expected, day


# -- who sees what -------------------------------------------------------------------------------------------------

# Situation → the cast who know of it. Everybody else does not.
KEEP = {"head", "dsl"}
SEEN = {
    "draft": KEEP,
    "proposed": KEEP | {"agency_ta"},
    "declined": KEEP | {"agency_ta"},
    "agreed": set(WHO) | {"trust_safeguarding"},
    "ended": set(WHO) | {"trust_safeguarding"},
    "family draft": KEEP,
    "family agreed": KEEP | {"teacher"},
    "family ended": KEEP | {"teacher"},
}


def situation(cast, name) -> Protocol:
    family = {"people": [cast.teacher], "kind": "family", "platform": None}
    made = {
        "draft": lambda: a_draft(cast, people=[cast.teacher]),
        "proposed": lambda: suggested(cast),
        "declined": lambda: suggested(cast),
        "agreed": lambda: agreed(cast),
        "ended": lambda: agreed(cast),
        "family draft": lambda: a_draft(cast, **family),
        "family agreed": lambda: agreed(cast, **family),
        "family ended": lambda: agreed(cast, **family),
    }[name]()
    if name == "declined":
        actions.decline(made, by=cast.head, reason="No.")
    if name.endswith("ended"):
        actions.end(made, by=cast.head, reason="Over.")
    return fresh(made)


@pytest.mark.clause("3-07-a")
def test_who_knows_of_a_protocol(cast):
    everybody = {who: getattr(cast, who) for who in (*WHO, *OUTSIDE)}
    for name, expected in SEEN.items():
        protocol = situation(cast, name)
        one, happened = Protocol.objects.filter(pk=protocol.pk), ProtocolStep.objects.filter(protocol=protocol)
        assert {who for who, actor in everybody.items() if sees(actor, protocol)} == expected, name
        assert {who for who, actor in everybody.items() if visible_to(actor, one)} == expected, name
        assert {who for who, actor in everybody.items() if visible_to(actor, happened)} == expected, name


def test_who_knows_of_a_platform(cast):
    suggested(cast, already=False)
    platform, some = Platform.objects.get(), {"head", "dsl", "agency_ta"}

    def knows():
        return {who for who in (*WHO, *OUTSIDE) if sees(getattr(cast, who), platform)}

    assert knows() == some
    platforms.begin_platform(platform, by=cast.head)
    assert knows() == set(WHO) | {"trust_safeguarding"}
    platforms.stop_platform(platform, by=cast.head)
    assert knows() == some


def test_the_headteacher_of_two_schools_of_a_trust_keeps_to_their_own(cast):
    agreed(cast)
    assert not queries.protocols(cast.other_head)
    assert not queries.platforms(cast.other_head)
    assert not queries.findings(cast.other_head)


# -- what may never be ---------------------------------------------------------------------------------------------


WRONG = (
    {"state": "nonsense"}, {"kind": "nonsense"}, {"title": ""}, {"state": rules.AGREED}, {"state": rules.ENDED},
    {"stopped": 0}, {"last": -9}, {"review": -9}, {"agreed_on": 5}, {"kind": rules.FAMILY},
)  # fmt: skip


def test_the_database_refuses(cast):
    protocol = a_draft(cast)
    for wrong in WRONG:
        given = {name: days(value) if isinstance(value, int) else value for name, value in wrong.items()}
        with pytest.raises(IntegrityError), transaction.atomic():
            Protocol.objects.filter(pk=protocol.pk).update(**given)


def test_what_happened_is_never_rewritten(cast):
    step = suggested(cast).steps.get()
    for act in (lambda: ProtocolStep.objects.update(note="x"), lambda: step.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert connection.vendor == "sqlite" or ProtocolStep.objects.get().note == ""


# -- rules ---------------------------------------------------------------------------------------------------------

DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 1, 12))
MAYBE = st.none() | DAYS


@given(state=st.sampled_from(list(rules.STATES)), first=MAYBE, last=MAYBE, stopped=MAYBE, on=DAYS)
def test_nothing_is_in_force_that_nobody_agreed_to_or_outside_its_days(state, first, last, stopped, on):
    live = rules.is_live(state, first, last, stopped, on)
    if state not in rules.ONCE_AGREED or first is None or on < first:
        assert not live
    if (last is not None and on > last) or (stopped is not None and on >= stopped):
        assert not live
    assert (rules.standing(state, first, last, stopped, on) == "In force") == live


@given(moves=st.lists(st.sampled_from(list(rules.LIFECYCLE.moves)), max_size=12))
def test_whatever_is_done_nothing_agreed_becomes_a_draft_again(moves):
    state, once = rules.DRAFT, False
    for move in moves:
        if rules.LIFECYCLE.allows(state, move):
            state = rules.LIFECYCLE.moves[move][1]
        once = once or state == rules.AGREED
        assert not once or state in rules.ONCE_AGREED


@pytest.mark.parametrize(
    ("held", "asked", "covered"),
    [
        ("", None, True), ("", ["5A"], True), ("all classes", ["5A"], True), ("5A, 5B", ["5a"], True),
        ("5A and 5B", ["5A", "5B"], True), ("Year 5, Year 6", ["6"], True), ("5A", ["5A", "6"], False),
        ("5A", None, False), ("5A", [], False), ("5A", ["15A"], False),
    ],
)  # fmt: skip
def test_a_class_is_covered_only_where_it_is_named(held, asked, covered):
    assert rules.covers_classes(held, asked) == covered


def test_a_second_headteacher_is_asked_as_well(cast):
    second = an_adult(cast.school, "Nina Sol", roles=(Role.HEADTEACHER,))
    suggested(cast)
    assert letters("task") == {cast.head.email, second.email}
