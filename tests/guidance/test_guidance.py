"""Pages of guidance: who reads and writes them, what is kept, beside which clause they stand."""

import datetime

import pytest
import time_machine
from cast import a_school, signed_in
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from papers import approved, published

from belisha.core import audit
from belisha.core.action import fingerprint
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.ids import uuid7
from belisha.core.models import AuditEntry
from belisha.guidance import actions, jobs, queries, rules, tasks
from belisha.guidance.models import Before, Page
from belisha.packs.teaching import shipped_guidance
from belisha.policy import actions as policies
from belisha.policy import intake
from belisha.policy.editing import actions as editing
from belisha.policy.written import SHIPPED

pytestmark = pytest.mark.django_db

EVERYBODY = (
    "head", "chair", "dsl", "teacher", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office", "leaver",
    "other_head", "trust_safeguarding", "stranger",
)  # fmt: skip


@pytest.fixture
def cast():
    school = a_school()
    jobs.stock_school.call(str(school.school.pk))
    return school


def facebook(cast) -> Page:
    return Page.objects.select_related("school").get(school=cast.school, key="facebook")


def own_page(cast, title="Our own telephone") -> Page:
    page = Page(id=uuid7(), school=cast.school)
    return actions.add(page, by=cast.head, title=title, body="It is in the office.", kind="other")


def adopted(cast):
    """The shipped policy in force, in the school's words."""
    version = intake.adopt(cast.school, SHIPPED, "Social media policy", {"school": cast.school.name}, by=cast.head)
    approved(version, cast.head)
    policies.publish(version, by=cast.head)
    return version


# Who: reads the list, reads a page that is shown, reads one that is not, may change it.
TABLE = {
    "head": (200, 200, 200, 200),
    "chair": (200, 200, 404, 403),
    "dsl": (200, 200, 404, 403),
    "teacher": (200, 200, 404, 403),
    "agency_ta": (200, 200, 404, 403),
    "volunteer": (200, 200, 404, 403),
    "governor": (200, 200, 404, 403),
    "it_lead": (200, 200, 404, 403),
    "hr": (200, 200, 404, 403),
    "office": (200, 200, 404, 403),
    "leaver": (302, 302, 302, 302),
    "other_head": (200, 404, 404, 404),
    "trust_safeguarding": (200, 404, 404, 404),
    "stranger": (302, 302, 302, 302),
}


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_reads_and_who_changes_a_page(cast, client, who):
    actions.retire(Page.objects.get(school=cast.school, key="dating"), by=cast.head)
    signed_in(client, getattr(cast, who))
    opened = [
        reverse("guidance:list"), reverse("guidance:page", args=["facebook"]),
        reverse("guidance:page", args=["dating"]), reverse("guidance:edit", args=["facebook"]),
    ]  # fmt: skip
    assert tuple(client.get(address).status_code for address in opened) == TABLE[who]


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name not in ("head", "stranger")])
def test_nobody_else_writes_or_retires_a_page(cast, who):
    adult = getattr(cast, who)
    with pytest.raises(Refused):
        actions.change(facebook(cast), by=adult, title="x", body="y", look_months=12)
    with pytest.raises(Refused):
        actions.retire(facebook(cast), by=adult)
    with pytest.raises(Refused):
        actions.take_up(cast.school, by=adult, rows=[], count=0)
    with pytest.raises(Refused):
        actions.add(Page(school=cast.school), by=adult, title="x", body="y", kind="other")
    assert (facebook(cast).number, facebook(cast).state) == (1, rules.KEPT)


@pytest.mark.clause("4-02-b", "5-01-b", "6-03-b")
def test_every_adult_finds_for_each_platform_who_can_see_what(cast, client):
    signed_in(client, cast.volunteer)
    listed = client.get(reverse("guidance:list")).content.decode()
    for row in shipped_guidance().rows:
        assert row.title in listed
        page = client.get(reverse("guidance:page", args=[row.key])).content.decode()
        assert "Last looked at on 22 November 2026" in page
    page = client.get(reverse("guidance:page", args=["facebook"])).content.decode()
    for said in ("Who can see your posts", "telephone number", "tagged", "old posts"):
        assert said in page


@pytest.mark.clause("5-01-b", "6-03-b")
def test_a_page_stands_beside_the_clauses_it_helps_with_and_no_others(cast, client):
    version = adopted(cast)
    signed_in(client, cast.teacher)
    for ident, is_there in (("5-01-b", True), ("6-03-a", True), ("6-03-b", True), ("6-12-a", False)):
        page = client.get(reverse("policy:clause", args=[version.pk, ident])).content.decode()
        assert ("How to do this" in page, "/guidance/facebook/" in page) == (is_there, is_there), ident


def test_a_schools_own_policy_that_only_sounds_like_it_gets_no_page(cast, tmp_path):
    clause = published(cast, tmp_path).clauses.exclude(kind="heading").first()
    clause.pack_id, clause.pack_sure = "5-01-b", False
    assert queries.beside(cast.teacher, clause) == []
    clause.pack_sure = True
    assert queries.beside(cast.teacher, clause)


def test_the_keeper_is_told_which_clause_is_gone_and_nobody_else(cast, client):
    address = reverse("guidance:page", args=["facebook"])
    said = "clauses that no policy in force has"
    assert said in signed_in(client, cast.head).get(address).content.decode()
    assert said not in signed_in(client, cast.teacher).get(address).content.decode()
    adopted(cast)
    assert said not in signed_in(client, cast.head).get(address).content.decode()


def test_a_clause_that_was_retired_is_gone(cast):
    draft = editing.new_edition(adopted(cast), by=cast.head)
    editing.retire(draft.clauses.get(ident="5-01-c"), by=cast.head)
    approved(draft, cast.head)
    policies.publish(draft, by=cast.head)
    assert queries.gone(cast.head, facebook(cast)) == ["5-01-c"]


def test_stocking_twice_brings_nothing_twice_and_leaves_the_schools_words_alone(cast):
    actions.change(facebook(cast), by=cast.head, title="Facebook here", body="Ask the office.", look_months=6)
    actions.retire(Page.objects.get(school=cast.school, key="x"), by=cast.head)
    assert jobs.stock_school.call(str(cast.school.pk)) == 0
    assert facebook(cast).title == "Facebook here"
    assert Page.objects.get(school=cast.school, key="x").state == rules.RETIRED
    jobs.stock_all()
    assert Page.objects.filter(school=cast.other_school).count() == len(shipped_guidance().rows)


def test_a_school_that_was_founded_finds_the_pages_without_asking(cast):
    assert Page.objects.filter(school=cast.school).count() == len(shipped_guidance().rows)


def test_every_change_keeps_the_wording_before(cast, client):
    first = facebook(cast).body
    for body in ("Second words.", "Third words."):
        actions.change(facebook(cast), by=cast.head, title="Facebook", body=body, look_months=12)
    assert [(row.number, row.body) for row in queries.wordings(cast.head, facebook(cast))] == [
        (2, "Second words."),
        (1, first),
    ]
    assert facebook(cast).number == 3
    assert queries.wordings(cast.teacher, facebook(cast)) == []
    page = signed_in(client, cast.head).get(reverse("guidance:before", args=["facebook"])).content.decode()
    assert "Second words." in page
    assert "As it came with Belisha" in page


def test_saving_the_same_words_is_no_new_wording_however_the_browser_ends_its_lines(cast):
    page = facebook(cast)
    body = page.body.replace("\n", "\r\n") + "\r\n"
    actions.change(page, by=cast.head, title=page.title, body=body, look_months=3)
    assert not Before.objects.exists()
    assert facebook(cast).look_months == 3


def test_of_two_who_change_a_page_the_second_is_told_and_loses_nothing(cast, client):
    signed_in(client, cast.head)
    address = reverse("guidance:edit", args=["facebook"])
    seen = fingerprint(facebook(cast))
    actions.change(facebook(cast), by=cast.head, title="Facebook", body="Mine first.", look_months=12)
    sent = {"title": "Facebook", "body": "Mine second.", "look_months": "12", "seen": seen}
    assert client.post(address, sent).status_code == 409
    assert facebook(cast).body == "Mine first."
    with pytest.raises(Conflict):
        actions.retire(facebook(cast), by=cast.head, seen=seen)


def test_a_form_with_a_mistake_comes_back_with_what_was_typed(cast, client):
    answer = signed_in(client, cast.head).post(
        reverse("guidance:edit", args=["facebook"]), {"title": "", "body": "My long words.", "look_months": "0"}
    )
    assert "Enter a title" in answer.content.decode()
    assert "My long words." in answer.content.decode()


def test_a_page_of_the_schools_own_has_an_address_without_its_title(cast):
    page = own_page(cast, "When Margaret is away")
    assert page.get_absolute_url() == "/guidance/page-1/"
    assert own_page(cast).key == "page-2"


def test_a_double_click_writes_one_page(cast, client):
    signed_in(client, cast.head)
    sent = {"title": "Trips", "body": "Take the school's telephone.", "kind": "other", "key": str(uuid7())}
    answers = [client.post(reverse("guidance:add"), sent).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert Page.objects.filter(title="Trips").count() == 1


def test_the_log_says_that_it_was_changed_and_not_what_it_said(cast):
    actions.change(facebook(cast), by=cast.head, title="Facebook", body="A sentence like no other.", look_months=12)
    said = audit.words(AuditEntry.objects.filter(kind="guidance.change").get())
    assert "like no other" not in str(said)


# -- looking again -------------------------------------------------------------------------------------------------


def test_keepers_are_asked_to_look_again_after_as_many_months_as_the_school_said(cast):
    assert not list(tasks.to_look_at(cast.head))
    actions.change(facebook(cast), by=cast.head, title="Facebook", body="Short.", look_months=1)
    later = timezone.now() + datetime.timedelta(days=45)
    with time_machine.travel(later, tick=False):
        assert [task.title for task in tasks.to_look_at(cast.head)] == ["Look at a page of guidance again"]
        assert not list(tasks.to_look_at(cast.teacher))
        actions.look(facebook(cast), by=cast.head)
        assert not list(tasks.to_look_at(cast.head))
        assert facebook(cast).looked_by_id == cast.head.pk


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-11-22", 12, "2027-11-22"), ("2026-01-31", 1, "2026-02-28"), ("2027-12-31", 2, "2028-02-29")],
)
def test_the_day_of_looking_again_is_a_day_of_the_calendar(day, months, then):
    iso = datetime.date.fromisoformat
    assert rules.next_look(iso(day), months) == iso(then)


# -- whom to call --------------------------------------------------------------------------------------------------


def test_whom_to_call_names_who_holds_each_post_and_says_which_are_empty(cast, client):
    page = signed_in(client, cast.volunteer).get(reverse("guidance:page", args=["whom-to-call"])).content.decode()
    assert cast.dsl.name in page
    assert cast.dsl.email in page
    assert cast.head.name in page
    assert "Nobody holds this post at the moment." in page
    assert cast.leaver.name not in page
    assert cast.teacher.name not in page.partition("govuk-summary-list")[2].partition("</dl>")[0]


def test_another_school_reads_its_own_posts(cast):
    named = {grant.adult.name for post in queries.card(cast.other_head) for grant in post.grants}
    assert named == {cast.other_head.name}


# -- the rest ------------------------------------------------------------------------------------------------------


def test_a_search_finds_a_page_that_the_actor_may_read(cast, client):
    actions.retire(Page.objects.get(school=cast.school, key="dating"), by=cast.head)
    signed_in(client, cast.teacher)
    page = client.post(reverse("policy:search"), {"words": "Instagram stories"}).content.decode()
    assert "/guidance/instagram/" in page
    assert "/guidance/dating/" not in client.post(reverse("policy:search"), {"words": "dating"}).content.decode()


def test_an_address_that_is_taken_is_refused_by_the_database_itself(cast):
    page = facebook(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.create(
            school=cast.school, key="facebook", title="x", body="y", looked_on=page.looked_on, next_look=page.next_look
        )


def test_what_is_retired_cannot_be_retired_again(cast):
    actions.retire(facebook(cast), by=cast.head)
    with pytest.raises(NotAllowed):
        actions.retire(facebook(cast), by=cast.head)
    actions.restore(facebook(cast), by=cast.head)
    assert facebook(cast).state == rules.KEPT
