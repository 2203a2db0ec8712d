"""The pages of triage: who opens which, what stands on them, and that nobody else learns that there is a concern."""

import datetime
import uuid

import pytest
from cast import a_school, again, signed_in
from concerned import a_concern
from django.urls import reverse
from django.utils import timezone

from belisha.concerns import queries as concerns
from belisha.concerns.models import Concern
from belisha.concerns.rules import LOW_LEVEL, Young
from belisha.concerns.triage import actions
from belisha.concerns.triage.models import Consultation, Decision

pytestmark = pytest.mark.django_db

WHO = ["head", "chair", "dsl", "teacher", "governor", "it_lead", "office", "trust_safeguarding", "other_head"]
WHO += ["stranger"]
# Situation → the answer for each of them. 302: signs in first. The trust's lead has no route of these concerns.
PAGES = {
    "queue": (200, 200, 200, 403, 403, 403, 403, 200, 200, 302),
    "about a teacher": (200, 404, 404, 404, 404, 404, 404, 404, 404, 302),
    "about a teacher and a pupil": (200, 404, 200, 404, 404, 404, 404, 404, 404, 302),
    "about the Headteacher": (404, 200, 404, 404, 404, 404, 404, 404, 404, 302),
    "about the safeguarding lead": (200, 404, 404, 404, 404, 404, 404, 404, 404, 302),
    "terms": (200, 200, 404, 404, 404, 404, 404, 404, 200, 302),
}


def situations(cast) -> dict[str, str]:
    return {
        "queue": reverse("triage:list"),
        "about a teacher": a_concern(cast).get_absolute_url(),
        "about a teacher and a pupil": a_concern(cast, kind="pupil_contact").get_absolute_url(),
        "about the Headteacher": a_concern(cast, about=cast.head, kind="pupil_contact").get_absolute_url(),
        "about the safeguarding lead": a_concern(cast, about=cast.dsl, kind="pupil_contact").get_absolute_url(),
        "terms": reverse("triage:terms"),
    }


@pytest.mark.clause("4-08-a", "6-22-a")
def test_who_opens_which_page(client):
    cast = a_school()
    addresses = situations(cast)
    found = {name: [] for name in addresses}
    for who in WHO:
        signed_in(client, getattr(cast, who))
        for name, address in addresses.items():
            found[name].append(client.get(address).status_code)
    assert {name: tuple(codes) for name, codes in found.items()} == PAGES


def test_without_a_second_factor_nobody_opens_any(client):
    cast = a_school()
    address = a_concern(cast).get_absolute_url()
    signed_in(client, cast.head, second_factor=False)
    assert client.get(address).status_code == 404
    assert client.get(reverse("triage:list")).status_code == 403
    assert b"A concern waits" not in client.get("/").content


@pytest.mark.parametrize("step", ["take", "give_back", "decide", "consult", "clauses", "close", "reopen"])
def test_whoever_it_is_about_finds_none_of_its_pages(client, step):
    cast = a_school()
    concern = a_concern(cast, about=cast.head, kind="pupil_contact")
    signed_in(client, cast.head)
    address = reverse(f"triage:{step}", args=[concern.pk])
    other = reverse(f"triage:{step}", args=[uuid.uuid4()])
    assert client.post(address).status_code == client.post(other).status_code == 404


def test_the_queue_names_neither_reporter_nor_subject(client):
    cast = a_school()
    a_concern(cast, kind="pupil_contact", children=(Young(words="Wilma Thorne"),))
    said = signed_in(client, cast.dsl).get(reverse("triage:list")).content.decode()
    assert "An adult working in school" in said
    for name in (cast.teacher.name, cast.office.name, "Wilma Thorne", "picture service"):
        assert name not in said


def test_the_queue_shows_what_its_reader_may_know_of_by_state_and_age(client):
    cast = a_school()
    old = a_concern(cast, known_at=timezone.now() - datetime.timedelta(days=9))
    new, mine, hidden = a_concern(cast), a_concern(cast), a_concern(cast, about=cast.head)
    actions.take(mine, by=again(cast.head))
    signed_in(client, cast.head)

    def shown(query=""):
        said = client.get(reverse("triage:list") + query).content.decode()
        order = sorted((said.find(each.number), name) for name, each in named.items() if each.number in said)
        return [name for _, name in order]

    named = {"old": old, "new": new, "mine": mine, "hidden": hidden}
    assert shown()[-1] == "old"
    assert set(shown()) == {"old", "new", "mine"}
    assert shown("?order=oldest")[0] == "old"
    assert set(shown("?show=new")) == {"old", "new"}
    assert shown("?show=mine") == ["mine"]
    assert shown("?show=closed") == []


def test_the_page_says_what_is_not_known(client):
    cast = a_school()
    concern = a_concern(cast, subjects=(), kind="other", learned_on=None)
    said = signed_in(client, cast.head).get(concern.get_absolute_url()).content.decode()
    assert "names no adult of this school" in said
    assert "No version of the policy was in force" in said
    assert said.count("Not said") >= 3


def test_that_somebody_read_it_stands_in_its_history(client):
    cast = a_school()
    concern = a_concern(cast)
    signed_in(client, cast.head).get(concern.get_absolute_url())
    read = concerns.history(again(cast.head), concern, ("concern.read",))
    assert [line.sentence for line in read] == [f"{cast.head.name} read concern {concern.number}"]


def test_from_taking_to_closing_on_the_pages(client):
    cast = a_school()
    concern = a_concern(cast)
    signed_in(client, cast.head)

    def post(step, **said):
        return client.post(reverse(f"triage:{step}", args=[concern.pk]), said)

    assert post("take").status_code == 302
    assert "Write why" in post("decide", basket=LOW_LEVEL).content.decode()
    assert "Choose which of the four" in post("decide", basket="may_meet_threshold", reason="x").content.decode()
    assert post("decide", basket=LOW_LEVEL, reason="A slip.").status_code == 302
    asked = {"body": "hr", "on": timezone.localdate().isoformat(), "time": "00:00", "who": "Ann", "reply": "Talk."}
    assert "Enter a time" in post("consult", **{**asked, "time": "late"}).content.decode()
    assert post("consult", **asked).status_code == 302
    assert post("close", reason="We talked.").status_code == 302
    concern.refresh_from_db()
    assert (concern.state, Decision.objects.count(), Consultation.objects.count()) == ("closed", 2, 1)
    assert post("reopen", reason="Another one.").status_code == 302
    assert post("give_back", reason="I am away.").status_code == 302
    concern.refresh_from_db()
    assert (concern.state, concern.owner) == ("new", None)


def test_of_two_who_take_it_at_once_the_second_reads_that_they_were_second(client):
    cast = a_school()
    concern = a_concern(cast, kind="pupil_contact")
    actions.take(Concern.objects.get(pk=concern.pk), by=again(cast.dsl))
    answer = signed_in(client, cast.head).post(reverse("triage:take", args=[concern.pk]))
    assert answer.status_code == 409
    assert b"Somebody else took this" in answer.content


@pytest.mark.clause("4-07-a")
def test_the_version_in_force_on_the_day_and_its_clauses_are_offered(client):
    from architecture.world import a_policy

    cast = a_school()
    version = a_policy(cast, "In force", 3)
    concern = a_concern(cast, account={"what": "A post.", "happened_on": timezone.localdate().isoformat()})
    signed_in(client, cast.head)
    assert str(version) in client.get(concern.get_absolute_url()).content.decode()
    address, ident = reverse("triage:clauses", args=[concern.pk]), version.clauses.first().ident
    assert "No clause" in client.post(address, {"another": "99-99-z"}).content.decode()
    assert client.post(address, {"another": ident}).status_code == 302
    assert ident in client.get(concern.get_absolute_url()).content.decode()
    before = a_concern(cast, account={"what": "A post.", "happened_on": "2001-01-01"})
    assert b"No version of the policy was in force" in client.get(before.get_absolute_url()).content


def test_only_the_headteacher_sets_the_nation(client):
    cast = a_school()
    address = reverse("people:edit_nation")
    assert signed_in(client, cast.teacher).post(address, {"nation": "scotland"}).status_code == 404
    assert signed_in(client, cast.head).post(address, {"nation": "atlantis"}).status_code == 200
    assert signed_in(client, cast.head).post(address, {"nation": "scotland"}).status_code == 302
    cast.school.refresh_from_db()
    assert cast.school.nation == "scotland"
