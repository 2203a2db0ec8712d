"""One-time codes: who makes them, how often they work, and what a session on a shared device opens."""

import datetime
import time
import uuid

import pytest
import time_machine
from architecture.house import our_routes
from architecture.world import a_policy, a_short_question, a_world
from cast import a_school, again, an_adult, signed_in
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from owing import YES, a_duty, does, task_of

from belisha import config
from belisha.comprehension.models import ShortQuestion
from belisha.core import audit
from belisha.core.access import Role
from belisha.core.codes import ALPHABET
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.duties.models import Acknowledgement
from belisha.people import actions as people
from belisha.people.codes import actions, rules, visits
from belisha.people.codes.models import Code

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


def types(browser: Client, code: str, network="127.0.0.1"):
    return browser.post(reverse("codes:enter"), {"code": code}, REMOTE_ADDR=network)


def is_in(browser: Client, adult) -> bool:
    return browser.session.get("_auth_user_id") == str(adult.pk)


def on_shared_device(adult, by) -> Client:
    """A browser in a session that was opened with a code."""
    browser = Client()
    assert types(browser, actions.make(adult, by=by)[0]).status_code == 302
    return browser


def test_a_code_is_eight_signs_that_nobody_mistakes_for_one_another():
    code = rules.fresh()
    assert rules.shown(code) == f"{code[:4]}-{code[4:]}"
    assert rules.read(f" {code[:4].lower()} - {code[4:]} ") == code
    assert not set("01ILOUV") & set(ALPHABET)
    assert [rules.read(typed) for typed in ("", "ABCD", "ABCD-EFG1", f"{code}2", "ä" * 8)] == [""] * 5
    assert len({rules.fresh() for _ in range(1000)}) == 1000


def test_a_code_works_once(cast):
    code, _ = actions.make(cast.volunteer, by=cast.office)
    first, second = Client(), Client()
    assert types(first, code).status_code == 302
    assert is_in(first, cast.volunteer)
    assert types(second, code).status_code == 200
    assert not is_in(second, cast.volunteer)


def test_of_two_who_type_it_at_once_one_is_let_in(cast):
    _, row = actions.make(cast.volunteer, by=cast.office)
    actions.use(cast.volunteer, by=cast.volunteer, code=row)
    with pytest.raises(NotAllowed):
        actions.use(cast.volunteer, by=cast.volunteer, code=row)


def test_a_code_is_for_nobody_else(cast):
    _, row = actions.make(cast.volunteer, by=cast.office)
    with pytest.raises(Refused):
        actions.use(cast.volunteer, by=cast.teacher, code=row)
    with pytest.raises(Refused):
        actions.use(cast.teacher, by=cast.teacher, code=row)


def test_the_older_code_dies_with_the_newer_one(cast, client):
    older, _ = actions.make(cast.volunteer, by=cast.office)
    newer, _ = actions.make(cast.volunteer, by=cast.office)
    assert types(client, older).status_code == 200
    assert types(client, newer).status_code == 302


def test_a_code_works_for_as_long_as_the_school_chose(cast, client):
    code, row = actions.make(cast.volunteer, by=cast.office)
    lasts = datetime.timedelta(minutes=config.load().code_minutes)
    with time_machine.travel(row.made_at + lasts + datetime.timedelta(seconds=1), tick=False):
        assert types(client, code).status_code == 200
    with time_machine.travel(row.made_at + lasts - datetime.timedelta(seconds=1), tick=False):
        assert types(client, code).status_code == 302


def test_only_a_hash_with_a_key_from_outside_the_database_is_kept(cast):
    code, row = actions.make(cast.volunteer, by=cast.office)
    assert code not in str(vars(row))
    assert row.secret_hash == actions.hash_of(code)
    assert code not in str([audit.words(entry) for entry in AuditEntry.objects.all()])


def test_whoever_leaves_has_no_code_any_more(cast, client):
    code, row = actions.make(cast.volunteer, by=cast.office)
    given = {"name": "Peter Lund", "kind": "volunteer", "email": "", "starts": cast.volunteer.starts}
    people.change(cast.volunteer, by=cast.office, **given, ends=datetime.date.today())
    assert types(client, code).status_code == 200
    row.refresh_from_db()
    assert row.expires_at <= datetime.datetime.now(datetime.UTC)
    with pytest.raises(NotAllowed):
        actions.make(again(cast.volunteer), by=cast.office)


# Who makes a code for whom: the office for everybody who holds nothing delicate, the Headteacher for all.
MAKES = {
    "head": {"volunteer", "teacher", "dsl", "office", "head"},
    "office": {"volunteer", "teacher", "office"},
    "teacher": set(), "dsl": set(), "governor": set(), "chair": set(), "it_lead": set(), "volunteer": set(),
    "other_head": set(), "trust_safeguarding": set(), "stranger": set(),
}  # fmt: skip


@pytest.mark.parametrize("who", MAKES)
def test_who_makes_a_code_and_hands_a_device_over_for_whom(cast, who):
    made, handed = set(), set()
    for whose in ("volunteer", "teacher", "dsl", "chair", "office", "head"):
        by, adult = getattr(cast, who), again(getattr(cast, whose))
        for act, done in ((actions.make, made), (actions.hand_over, handed)):
            try:
                act(adult, by=by)
            except Refused:
                continue
            done.add(whose)
    assert made == handed == MAKES[who]


def test_nobody_else_finds_the_pages(cast, client):
    pages = [reverse(f"codes:{name}", args=[cast.volunteer.pk]) for name in ("ways", "made", "hand_over")]
    for who, number in (("office", 200), ("head", 200), ("teacher", 404), ("dsl", 404), ("other_head", 404)):
        signed_in(client, getattr(cast, who))
        assert [client.get(page).status_code for page in pages] == [number] * 3, who


def test_the_code_is_shown_once_and_to_whoever_made_it(cast, client):
    signed_in(client, cast.office).post(reverse("codes:make", args=[cast.volunteer.pk]))
    made = reverse("codes:made", args=[cast.volunteer.pk])
    assert "belisha-secret" in client.get(made).content.decode()
    assert "belisha-secret" not in client.get(made).content.decode()


def test_guessing_stops_after_a_few_tries_of_one_network(cast):
    tries = [types(Client(), "2222-2222", "10.0.0.1").status_code for _ in range(32)]
    assert tries == [200] * 30 + [429] * 2
    code, _ = actions.make(cast.volunteer, by=cast.office)
    assert types(Client(), code, "10.0.0.1").status_code == 429
    assert types(Client(), code, "10.0.0.2").status_code == 302


# -- what such a session is ---------------------------------------------------------------------------


def test_no_role_comes_with_a_code(cast):
    browser = on_shared_device(cast.head, cast.head)
    request = browser.get("/").wsgi_request
    assert request.actor.by_code
    assert request.actor.roles == {Role.ADULT}
    assert not request.actor.second_factor


def test_every_page_that_is_not_on_the_list_says_what_a_code_is_for():
    world = a_world()
    browser = on_shared_device(world.cast.head, world.cast.head)
    opened, closed = set(), set()
    for route in our_routes():
        wanted = {name: value for name, value in world.keys(world.cast.head).items() if f":{name}>" in route.path}
        wanted |= {"version_id": world.published.pk} if ":version_id>" in route.path else {}
        try:
            address = reverse(route.name, kwargs=wanted)
        except Exception:  # a key that the world has not got: somebody else's page
            assert not rules.opens(route.name), route.name
            continue
        answer = browser.get(address)
        said = "" if answer.streaming else answer.content.decode()
        (closed if "This page is not part of your tasks" in said else opened).add(route.name)
        if route.name == "codes:enter":
            assert "Enter your code" in said
    assert {name for name in opened if not rules.opens(name)} == set()
    for name in ("people:list", "people:detail", "policy:search", "advice:list", "audit:list", "codes:visit"):
        assert name in closed


def test_no_page_there_offers_the_search_which_does_not_open():
    world = a_world()
    shared, own = on_shared_device(world.cast.volunteer, world.cast.office), signed_in(Client(), world.cast.volunteer)
    address = reverse("policy:detail", args=[world.published.policy_id])
    pages = [browser.get(address).content.decode() for browser in (shared, own)]
    assert [reverse("policy:search") in page for page in pages] == [False, True]
    assert all("The whole policy" in page for page in pages)


@pytest.mark.parametrize(
    "name",
    ["account_change_password", "account_set_password", "account_login", "account_reauthenticate", "mfa_index",
     "mfa_activate_totp", "mfa_add_webauthn", "usersessions_list", "account_reset_password"],
)  # fmt: skip
def test_no_page_about_ones_own_sign_in_opens_on_a_shared_device(cast, name):
    browser = on_shared_device(cast.teacher, cast.office)
    for ask in (browser.get, browser.post):
        assert "This page is not part of your tasks" in ask(reverse(name)).content.decode()


def test_a_code_does_not_open_what_they_answered_about_themselves_before(cast):
    duty, other = a_duty(cast, "question"), a_duty(cast, "question", title="Asked today")
    does(cast.teacher, duty, YES)
    before, browser = task_of(cast.teacher, duty), on_shared_device(cast.teacher, cast.office)
    for name in ("detail", "do", "evidence"):
        assert browser.get(reverse(f"owed:{name}", args=[before.pk])).status_code == 404
    assert duty.title not in browser.get(reverse("owed:record")).content.decode()

    does(by_code(cast.teacher), other, YES)
    assert browser.get(reverse("owed:detail", args=[task_of(cast.teacher, other).pk])).status_code == 200
    assert other.title in browser.get(reverse("owed:record")).content.decode()
    with time_machine.travel(time.time() + 24 * 3600, tick=False):
        later = on_shared_device(cast.teacher, cast.office)
        assert later.get(reverse("owed:detail", args=[task_of(cast.teacher, other).pk])).status_code == 404


def by_code(adult):
    """As in a session that was opened with a code."""
    found = again(adult, second_factor=False)
    found.by_code = True
    return found


def test_it_ends_after_a_few_minutes_without_a_click(cast):
    browser = on_shared_device(cast.volunteer, cast.office)
    idle, now = config.load().code_idle_minutes * 60, time.time()
    with time_machine.travel(now + idle - 30, tick=False):
        assert browser.get("/").status_code == 200
    with time_machine.travel(now + idle + 60, tick=False):
        assert browser.get("/").status_code == 200
    with time_machine.travel(now + 2 * idle + 120, tick=False):
        assert browser.get("/").status_code == 302


def test_an_hour_later_nothing_of_it_is_left_though_nobody_clicked_again(cast):
    on_shared_device(cast.volunteer, cast.office)
    assert all(row.expire_date.timestamp() < time.time() + 3600 for row in Session.objects.all())


def test_whoever_was_signed_in_on_the_device_is_signed_out(cast, client):
    signed_in(client, cast.office)
    before = client.session.session_key
    types(client, actions.make(cast.volunteer, by=cast.office)[0])
    assert is_in(client, cast.volunteer)
    assert not Session.objects.filter(pk=before).exists()
    assert "codes" not in str(client.session.items()) or "one_time_code" not in client.session


def test_what_is_acknowledged_there_says_so_and_the_last_task_ends_the_session(cast):
    a_policy(cast, "In force", 3)
    browser = on_shared_device(cast.volunteer, cast.office)
    (duty,) = cast.volunteer.acknowledgements.filter(state="due")
    assert "Read and acknowledge" in browser.get("/").content.decode()
    answer = browser.post(reverse("duties:acknowledge", args=[duty.pk]), {"read": "on"})
    duty.refresh_from_db()
    assert (duty.state, duty.given) == ("done", "code")
    assert answer.url == reverse("codes:thanks")
    assert browser.get("/").status_code == 302
    assert "Please give the device back" in browser.get(answer.url).content.decode()


def test_a_short_question_between_reading_and_the_tick_opens_there(cast):
    a_short_question(cast, a_policy(cast, "In force", 3))
    browser = on_shared_device(cast.volunteer, cast.office)
    (duty,) = cast.volunteer.acknowledgements.filter(state="due")
    tick = reverse("duties:acknowledge", args=[duty.pk])
    asked = browser.get(tick).url
    assert "Must you read it?" in browser.get(asked).content.decode()
    question = ShortQuestion.objects.get()
    assert browser.post(asked, {"question": question.pk, "choice": 2}).url == asked
    assert browser.get(asked).url == tick
    assert browser.post(tick, {"read": "on"}).url == reverse("codes:thanks")


def test_what_is_acknowledged_elsewhere_says_that_they_did_it_themselves(client):
    world = a_world()
    (duty,) = world.cast.teacher.acknowledgements.filter(state="due")
    signed_in(client, world.cast.teacher).post(reverse("duties:acknowledge", args=[duty.pk]), {"read": "on"})
    assert Acknowledgement.objects.get(pk=duty.pk).given == "self"


def test_a_row_of_a_code_is_seen_by_those_who_may_make_one(cast):
    from belisha.core.access import sees

    _, row = actions.make(cast.volunteer, by=cast.office)
    some = ("head", "office", "volunteer", "dsl", "other_head")
    assert {name for name in some if sees(getattr(cast, name), row)} == {"head", "office"}
    assert Code.objects.count() == 1
    assert an_adult(cast.school, "Nell Frost").codes.count() == 0


# -- handed over, in a world with a policy to read ------------------------------------------------------


def comes_today(cast):
    """Somebody who was not here this morning."""
    given = {"name": "Ines Calloway", "sender": {"name": "Northgate Supply"}, "teacher": True, "last": None}
    return visits.receive(cast.school, by=cast.office, key=uuid.uuid4(), **given)


@pytest.mark.clause("4-11-a")
def test_what_they_owe_is_there_at_once_and_the_offices_session_is_not(cast):
    version, browser = a_policy(cast, "In force", 3), Client()
    adult = comes_today(cast)
    assert not adult.acknowledgements.exists()
    office = signed_in(browser, cast.office).session.session_key
    answer = browser.post(reverse("codes:hand_over", args=[adult.pk]))
    (duty,) = adult.acknowledgements.all()
    assert answer.url == version.policy.get_absolute_url()
    assert not Session.objects.filter(pk=office).exists()
    assert browser.get(reverse("people:list")).status_code == 403

    done = browser.post(reverse("duties:acknowledge", args=[duty.pk]), {"read": "on"})
    assert done.url == reverse("codes:thanks")
    duty.refresh_from_db()
    assert (duty.given, duty.adult) == ("code", adult)
    assert not any(row.get_decoded().get("_auth_user_id") for row in Session.objects.all())


def test_handing_over_twice_asks_once():
    world = a_world()
    adult = comes_today(world.cast)
    actions.hand_over(again(adult), by=world.cast.office)
    asked = set(adult.acknowledgements.values_list("pk", flat=True))
    actions.hand_over(again(adult), by=world.cast.office)
    assert asked
    assert set(adult.acknowledgements.values_list("pk", flat=True)) == asked
