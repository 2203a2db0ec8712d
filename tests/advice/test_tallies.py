"""What adults ask is counted as they are answered, finished when its days are over, and destroyed in time."""

import datetime
import re
from uuid import uuid4

import pytest
import time_machine
from advice.counted import AFTER, IN_TERM, a_shipped_policy, asked, in_the_past, many_periods, turned_over
from advice.inquired import FRIEND_REQUEST, answered
from cast import a_school, an_adult, many_adults, signed_in
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from belisha.advice import actions as advice
from belisha.advice.tallies import actions, jobs, queries, rules
from belisha.advice.tallies.models import CountingTerms, Period, Shown, Tally
from belisha.core import audit
from belisha.core.access import WORKER, Role
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.packs.advising import advice_table

pytestmark = pytest.mark.django_db
AT = reverse("tallies:list")
ALL = ("head", "chair", "dsl", "teacher", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office")
OUTSIDE = ("leaver", "trust_safeguarding", "other_head", "stranger")


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast):
    return a_shipped_policy(cast)


@pytest.fixture
def crowd(cast):
    return many_adults(cast.school, 20)


def numbers() -> dict:
    return {(row.act, row.verdict, row.mark): row.number for row in Tally.objects.all()}


def read(client, address=AT) -> str:
    """A page, without what is another each time it is opened."""
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page.content.decode())


# -- counting ------------------------------------------------------------------------------------------------------


def test_what_adults_are_answered_is_counted_in_the_same_transaction(cast, version):
    with time_machine.travel(IN_TERM, tick=False):
        asked(cast.teacher, version, gaps=["family_not_defined"])
        asked(cast.volunteer, version)
        asked(cast.volunteer, version, verdict="permitted")
    assert numbers() == {
        ("post", "forbidden", ""): 2, ("post", "forbidden", "family_not_defined"): 1, ("post", "permitted", ""): 1,
    }  # fmt: skip
    period = Period.objects.get()
    assert (period.first, period.last) == (datetime.date(2026, 9, 1), datetime.date(2026, 12, 31))


def test_an_adult_who_asks_again_and_again_counts_once_and_again_in_the_next_period(cast, version):
    with time_machine.travel(IN_TERM, tick=False):
        for _ in range(5):
            asked(cast.teacher, version)
    assert numbers() == {("post", "forbidden", ""): 1}
    with time_machine.travel(datetime.datetime(2027, 1, 1, 9, tzinfo=datetime.UTC), tick=False):
        asked(cast.teacher, version)
    assert [(row.period.first.month, row.number) for row in Tally.objects.order_by("period__first")] == [(9, 1), (1, 1)]


def test_a_question_that_an_adult_really_asked_is_counted(cast, version):
    inquiry = answered(cast.teacher, FRIEND_REQUEST)
    assert numbers()["accept_request", inquiry.verdict, ""] == 1


def test_what_is_kept_leads_to_nobody_and_to_no_day(cast, version):
    with time_machine.travel(IN_TERM, tick=False):
        asked(cast.teacher, version)
    names = {field.name for field in Tally._meta.get_fields()}
    assert names == {"id", "school", "period", "act", "verdict", "mark", "number"}
    assert Tally.objects.get().pk.version == Period.objects.get().pk.version == 4
    assert not AuditEntry.objects.filter(about_type__startswith="tallies").exists()


# -- periods that are over -----------------------------------------------------------------------------------------


def test_a_finished_period_shows_steps_and_its_exact_numbers_are_destroyed(cast, version, crowd):
    in_the_past(crowd[:7], version, gaps=["family_not_defined"])
    in_the_past(crowd[:4], version, act="message")
    in_the_past(crowd[:13], version, act="email", verdict="permitted")
    turned_over()
    assert not Tally.objects.exists()
    assert {(row.act, row.mark): str(row.band) for row in Shown.objects.all()} == {
        ("post", ""): "5 to 9", ("post", "family_not_defined"): "5 or more", ("email", ""): "10 to 14",
    }  # fmt: skip
    done = Period.objects.get(state=rules.SHOWN)
    assert (done.hidden_below, done.adults) == (5, 30)


def test_the_schedule_may_run_twice_and_begins_a_period_in_which_nobody_asked(cast):
    with time_machine.travel(IN_TERM, tick=False):
        jobs.turn_over_due()
        jobs.turn_over_due()
        assert Period.objects.filter(school=cast.school).count() == 1
    turned_over()
    turned_over()
    states = list(Period.objects.filter(school=cast.school).order_by("first").values_list("state", flat=True))
    assert states == [rules.SHOWN, rules.RUNNING]
    kinds = AuditEntry.objects.filter(school_id=cast.school.pk, kind__startswith="tally").values_list("kind", flat=True)
    assert sorted(kinds) == ["tally.begin", "tally.begin", "tally.close"]
    assert audit.verify(cast.school.pk).whole


def test_a_period_that_is_not_over_cannot_be_finished_and_none_is_begun_twice(cast):
    today = timezone.localdate()
    period = actions.begin(cast.school, by=WORKER, first=today, last=today)
    with pytest.raises(NotAllowed, match="not over"):
        actions.close(period, by=WORKER)
    with pytest.raises(NotAllowed, match="not finished"):
        actions.forget(period, by=WORKER)
    with pytest.raises(NotAllowed, match="already"):
        actions.begin(cast.school, by=WORKER, first=today, last=today)
    for adult in (cast.head, cast.chair):
        with pytest.raises(Refused):
            actions.close(period, by=adult)


def test_counts_are_destroyed_when_they_were_kept_long_enough(cast):
    many_periods(cast, 2)
    actions.set_terms(cast.school, by=cast.head, period="term", hide_below=5, keep_months=12)
    with time_machine.travel(datetime.datetime(2002, 6, 1, tzinfo=datetime.UTC), tick=False):
        jobs.turn_over_due()
    assert list(Period.objects.filter(state=rules.SHOWN).values_list("first", flat=True)) == [datetime.date(2001, 9, 1)]
    assert AuditEntry.objects.filter(kind="tally.forget").count() == 1


def test_another_period_begins_when_the_running_one_ends_and_never_overlaps_it(cast, version):
    with time_machine.travel(IN_TERM, tick=False):
        asked(cast.teacher, version)
        actions.set_terms(cast.school, by=cast.head, period="month", hide_below=5, keep_months=12)
        asked(cast.volunteer, version)
    assert Period.objects.count() == 1
    turned_over()
    spans = list(Period.objects.filter(school=cast.school).order_by("first").values_list("first", "last"))
    assert spans[1] == (AFTER, AFTER.replace(day=31))


def test_a_bound_set_lower_afterwards_opens_nothing_that_was_hidden(cast, version, crowd):
    with time_machine.travel(IN_TERM, tick=False):
        actions.set_terms(cast.school, by=cast.head, period="term", hide_below=10, keep_months=12)
    in_the_past(crowd[:9], version)
    turned_over()
    actions.set_terms(cast.school, by=cast.head, period="term", hide_below=5, keep_months=12)
    assert not Shown.objects.exists()
    with pytest.raises(NotAllowed, match="always hidden"):
        actions.set_terms(cast.school, by=cast.head, period="term", hide_below=4, keep_months=12)


@pytest.mark.parametrize("low", [{"low": 4, "high": 9}, {"low": 5, "high": 5}, {"low": 0, "high": None}])
def test_the_database_shows_no_small_number(cast, low):
    many_periods(cast, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shown.objects.update(**low)


def test_the_database_lets_no_school_hide_less(cast):
    actions.set_terms(cast.school, by=cast.head, period="term", hide_below=5, keep_months=12)
    with pytest.raises(IntegrityError), transaction.atomic():
        CountingTerms.objects.update(hide_below=4)


# -- the page ------------------------------------------------------------------------------------------------------

LEAD, CHANGE = {"head", "chair", "deputy"}, {"head"}
OPENS = {"list": LEAD, "export": LEAD, "terms": CHANGE}


def test_who_opens_which_page(client, cast):
    many_periods(cast, 1)
    deputy = an_adult(cast.school, "Deborah Quill", roles=(Role.DEPUTY,))
    for who in (*ALL, "deputy", *OUTSIDE):
        signed_in(client, deputy if who == "deputy" else getattr(cast, who))
        opened = {name for name in OPENS if client.get(reverse(f"tallies:{name}")).status_code == 200}
        # The head of another school finds their own, in which nothing was counted.
        expected = {"list", "terms"} if who == "other_head" else {name for name, those in OPENS.items() if who in those}
        assert opened == expected, who


def test_another_school_sees_nothing_of_it(client, cast):
    many_periods(cast, 1)
    assert "5 to 9" in read(signed_in(client, cast.head))
    assert "5 to 9" not in read(signed_in(client, cast.other_head))


def test_a_role_that_sleeps_for_want_of_a_second_factor_sees_no_counts(client, cast):
    assert signed_in(client, cast.head, second_factor=False).get(AT).status_code == 403


def test_fewer_than_five_look_like_nobody_and_like_four(client, cast, version, crowd):
    pages = set()
    for some in range(5):
        with transaction.atomic():
            in_the_past(crowd[:6], version)
            in_the_past(crowd[:some], version, act="message", gaps=["family_not_defined"])
            turned_over()
            pages.add((read(signed_in(client, cast.head)), read(client, reverse("tallies:export"))))
            transaction.set_rollback(True)
    assert len(pages) == 1
    assert "5 to 9" in next(iter(pages))[0]


def test_nothing_asked_in_the_running_period_changes_the_page(client, cast, version, crowd):
    in_the_past(crowd[:6], version)
    turned_over()
    with time_machine.travel(datetime.datetime(2027, 1, 5, 9, tzinfo=datetime.UTC), tick=False):
        before = read(signed_in(client, cast.head))
        for adult in crowd:
            asked(adult, version, act="message", gaps=["family_not_defined"])
            assert read(client) == before


def test_in_a_school_of_too_few_everybody_may_ask_and_nobody_is_shown(client, version, cast):
    in_the_past(cast.people[:9], version)
    cast.office.ends = datetime.date(2026, 12, 1)
    cast.office.save()
    turned_over()
    assert not Shown.objects.exists()
    assert "too few adults worked here" in " ".join(read(signed_in(client, cast.head)).split())


def test_the_page_says_what_the_policy_leaves_open_and_which_gaps_were_met(client, cast, version, crowd):
    in_the_past(crowd[:6], version, act="accept_request", gaps=["family_not_defined"])
    turned_over()
    page = " ".join(read(signed_in(client, cast.head)).split())
    assert "No clause says who counts as family" in page
    assert "Met by 5 adults or more</strong> who asked: accept a friend or follow request" in page
    assert reverse("policy:begin", args=[version.pk]) in page
    assert reverse("policy:clause", args=[version.pk, "6-09-a"]) in page
    chairs = read(signed_in(client, cast.chair))
    assert "No clause says who counts as family" in chairs
    assert reverse("policy:begin", args=[version.pk]) not in chairs


def test_where_the_policy_says_nothing_it_is_said_with_the_acts(client, cast, version, crowd):
    says = advice_table("rules")["silent"][0]["says"]
    in_the_past(crowd[:6], version, act="react", verdict="permitted", decided=says, open_=["counterpart.kind"])
    turned_over()
    page = " ".join(read(signed_in(client, cast.head)).split())
    assert "The policy says nothing</strong>, and 5 adults or more asked: like or react to something" in page
    assert "Something was not known" in page


def test_questions_at_which_the_policy_was_found_unclear_are_listed_to_those_who_may_read_them(client, cast, version):
    said = {"for_everyone": True, "unclear": True, "text": "We will mend it."}
    private = advice.ask(version.clauses.first(), by=cast.teacher, text="For me alone?", key=uuid4())
    public = advice.ask(version.clauses.first(), by=cast.teacher, text="My own words", key=uuid4())
    advice.give_answer(private, by=cast.head, **{**said, "for_everyone": False})
    advice.give_answer(public, by=cast.head, **said, shown_as="For all of us?")
    plain = advice.ask(version.clauses.first(), by=cast.teacher, text="All clear?", key=uuid4())
    advice.give_answer(plain, by=cast.head, **{**said, "unclear": False}, shown_as="All clear?")
    shown = read(signed_in(client, cast.head))
    assert "found unclear (2)" in shown
    assert private.get_absolute_url() in shown
    shown = read(signed_in(client, cast.chair))
    assert "found unclear (1)" in shown
    assert "For all of us?" in shown
    assert "My own words" not in shown
    assert not {private.get_absolute_url(), cast.teacher.name} & set(shown.split('"'))


def test_a_school_without_rules_is_told_so_and_not_shown_a_fault(client, cast):
    assert "No policy with rules is in force" in read(signed_in(client, cast.head))
    assert client.get(reverse("tallies:export")).status_code == 404


def test_the_spreadsheet_has_what_the_page_shows_and_no_more(client, cast, version, crowd):
    in_the_past(crowd[:6], version)
    in_the_past(crowd[:2], version, verdict="permitted")
    turned_over()
    rows = signed_in(client, cast.chair).get(reverse("tallies:export")).content.decode("utf-8-sig").splitlines()
    assert rows == [
        "What somebody wanted to do,Permitted,Be cautious,Needs permission,Forbidden", "post something,,,,5 to 9",
    ]  # fmt: skip


def test_how_it_is_counted_is_changed_in_a_form_and_never_below_five(client, cast):
    signed_in(client, cast.head)
    typed = {"period": "month", "hide_below": "4", "keep_months": "24"}
    page = client.post(reverse("tallies:terms"), typed)
    assert page.status_code == 200
    assert "greater than or equal to 5" in page.content.decode()
    assert client.post(reverse("tallies:terms"), {**typed, "hide_below": "8"}).status_code == 302
    terms = queries.terms(cast.head, cast.school)
    assert (terms.period, terms.hide_below, terms.keep_months) == ("month", 8, 24)


def test_the_way_to_it_stands_above_the_policy_for_those_who_may_see_it(client, cast, version):
    for adult, there in ((cast.head, True), (cast.chair, True), (cast.teacher, False)):
        page = signed_in(client, adult).get(version.policy.get_absolute_url()).content.decode()
        assert (AT in page) is there, adult
