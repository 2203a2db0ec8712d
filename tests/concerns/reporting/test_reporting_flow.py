"""An adult reports: from the first question to the receipt, every type, nothing doubled, nothing lost."""

import datetime

import pytest
from cast import a_school, again, signed_in
from django.utils import timezone
from walking import WHAT, Walk

from belisha.concerns import queries, rules
from belisha.concerns.models import Concern
from belisha.concerns.queries import account_of
from belisha.concerns.reporting.models import Draft, Receipt

pytestmark = pytest.mark.django_db

# What a clause says must be told to the Headteacher at once, and the type under which it is told.
CLAUSES = [
    pytest.param("policy_breach", marks=pytest.mark.clause("6-22-a")),
    pytest.param("disrepute", marks=pytest.mark.clause("4-15-a")),
    pytest.param("filtering_gap", marks=pytest.mark.clause("7-03-c")),
    pytest.param("inappropriate_material", marks=pytest.mark.clause("7-04-a", "7-02-c")),
    pytest.param("cyberbullying_of_staff", marks=pytest.mark.clause("8-03-a")),
    pytest.param("trolling", marks=pytest.mark.clause("8-03-a")),
    pytest.param("radicalisation", marks=pytest.mark.clause("9-05-a", "9-06-a")),
    pytest.param("undeclared_relationship", marks=pytest.mark.clause("6-08-d")),
    pytest.param("discriminatory_post", marks=pytest.mark.clause("6-20-b")),
]


@pytest.mark.parametrize("kind", CLAUSES)
def test_what_must_be_told_is_told_to_the_headteacher_at_once(client, kind):
    cast = a_school()
    sent = Walk(signed_in(client, cast.office)).about(kind).answers().sends()
    concern = Concern.objects.get()
    assert (concern.kind, concern.known_at.date()) == (kind, timezone.now().date())
    assert sent.url == f"/reported/receipts/{concern.receipt.pk}/"
    assert queries.concerns(again(cast.head)).get() == concern


def test_the_shortest_report_takes_few_answers_and_no_more_than_one_must_be_written(client):
    walk = Walk(signed_in(client, a_school().office)).about("other")
    walk.post("next/", shown="shows_child", shows_child="no")
    walk.post("next/", shown="seen", what=WHAT, exact_words="")
    assert walk.get("check/").status_code == 200


def test_what_was_said_arrives_sealed_and_in_its_columns(client):
    cast = a_school()
    day = timezone.localdate() - datetime.timedelta(days=1)
    boxes = {"learned_day": str(day.day), "learned_month": str(day.month), "learned_year": str(day.year)}
    walk = Walk(signed_in(client, cast.office), danger="unknown").about("pupil_contact")
    walk.post("next/", shown="shows_child", shows_child="no")
    walk.post("next/", shown="seen", what="It began in June 🙂", exact_words="hi")
    for shown in ("contact_kind", "contact_began", "contact_family"):
        walk.post("next/", shown=shown)
    walk.post("next/", shown="where", platform="Pictogram", address="", shown_as="sunny_day")
    walk.post("next/", shown="happened")
    walk.post("next/", shown="learned", **boxes)
    walk.answers(people=[{"adult": str(cast.teacher.pk)}], child="B., Year 6", knows="Nobody")
    walk.sends()
    concern = Concern.objects.get()
    account = account_of(concern)
    assert account["what"] == "It began in June 🙂"
    assert (account["platform"], account["shown_as"], account["knows"]) == ("Pictogram", "sunny_day", "Nobody")
    assert "kind" not in account
    assert "danger" not in account
    assert (concern.danger, concern.learned_on, concern.reporter) == (None, day, cast.office)
    assert [one.adult for one in concern.subjects.all()] == [cast.teacher]
    assert concern.children.count() == 1
    assert b"June" not in bytes(concern.account)


def test_a_child_in_danger_is_asked_first_and_leads_to_the_numbers(client):
    cast = a_school()
    client = signed_in(client, cast.office)
    assert b"999" in client.get("/report/").content
    walk = Walk(client, danger="yes")
    assert walk.last.url.endswith("/danger/")
    assert b"999" in walk.get("danger/").content
    walk.about("image").answers().sends()
    assert Concern.objects.get().danger is True


def test_the_same_form_sent_twice_is_one_report_with_one_receipt(client):
    walk = Walk(signed_in(client, a_school().office)).about("image").answers()
    first, second = walk.sends(), walk.post("check/")
    assert first.url == second.url
    assert (Concern.objects.count(), Receipt.objects.count(), Draft.objects.count()) == (1, 1, 0)


def test_an_answer_can_be_changed_before_it_is_sent(client):
    walk = Walk(signed_in(client, a_school().office)).about("image").answers()
    number = next(number for number, title, _ in walk.get("check/").context["rows"] if title.startswith("What did you"))
    assert WHAT.encode() in walk.get(f"questions/{number}/").content
    walk.post(f"questions/{number}/", shown="seen", what="Something else")
    walk.sends()
    assert account_of(Concern.objects.get())["what"] == "Something else"


def test_what_was_begun_is_found_again_after_the_session_ended(client):
    cast = a_school()
    walk = Walk(signed_in(client, cast.office)).about("image")
    walk.post("next/", shown="shows_child", shows_child="no")
    walk.post("next/", shown="seen", what="Before the bell")
    client = signed_in(client, cast.office)
    assert walk.base.encode() in client.get("/report/mine/").content
    assert b"Before the bell" in walk.get("questions/2/").content


def test_what_was_sent_is_on_the_list_of_whoever_sent_it_and_of_nobody_else(client):
    cast = a_school()
    Walk(signed_in(client, cast.office)).about("image").answers().sends()
    number = Concern.objects.get().number.encode()
    assert number in client.get("/report/mine/").content
    assert number not in signed_in(client, cast.teacher).get("/report/mine/").content


def test_a_report_about_oneself_is_thanked_and_is_about_whoever_sends_it(client):
    cast = a_school()
    walk = Walk(signed_in(client, cast.teacher), source="self")
    assert b"Thank you" in walk.get("kind/").content
    walk.about("pupil_contact").answers()
    assert b"low-level concern" in walk.get("check/").content
    walk.sends()
    concern = Concern.objects.get()
    assert (concern.source, concern.openness, concern.reporter) == (rules.SELF, rules.NAMED, cast.teacher)
    assert concern.subjects.get().adult == cast.teacher
    assert not queries.concerns(again(cast.teacher)).exists()


def test_what_somebody_else_told_is_sent_with_both_names_from_when_the_school_knew(client):
    cast = a_school()
    day = timezone.localdate() - datetime.timedelta(days=3)
    told = {"told_on_day": str(day.day), "told_on_month": str(day.month), "told_on_year": str(day.year)}
    walk = Walk(signed_in(client, cast.office), source="on_behalf").about("image")
    walk.post("next/", shown="teller", teller="A grandmother", teller_how="telephone", told_at="9.05", **told)
    walk.answers().sends()
    concern = Concern.objects.get()
    assert (concern.source, concern.entered_by, concern.reporter) == (rules.ON_BEHALF, cast.office, None)
    assert account_of(concern)["teller"] == "A grandmother"
    assert timezone.localtime(concern.known_at).replace(tzinfo=None) == datetime.datetime.combine(
        day, datetime.time(9, 5)
    )
    assert Receipt.objects.get().reporter == cast.office


def test_only_the_office_and_those_who_handle_concerns_write_down_what_others_told(client):
    cast = a_school()
    sent = signed_in(client, cast.teacher).post("/report/", {"danger": "no", "source": "on_behalf"})
    assert sent.status_code == 200
    assert b"govuk-error-summary" in sent.content
    assert not Draft.objects.exists()


def test_in_confidence_the_name_is_kept_with_the_concern(client):
    cast = a_school()
    Walk(signed_in(client, cast.office)).about("image").answers(openness="confidential").sends()
    concern = Concern.objects.get()
    assert (concern.openness, concern.reporter) == (rules.CONFIDENTIAL, cast.office)


def test_dropping_a_report_destroys_it(client):
    walk = Walk(signed_in(client, a_school().office)).about("image")
    assert walk.get("drop/").status_code == 200
    assert walk.post("drop/").status_code == 302
    assert not Draft.objects.exists()
    assert walk.get("next/").status_code == 404


def test_a_type_is_found_by_words_and_by_a_question_and_neither_is_kept(client):
    walk = Walk(signed_in(client, a_school().office))
    before = bytes(walk.draft.said)
    found = walk.post("kind/", words="he follows a pupil on snapchat")
    assert next(iter(found.context["rows"]))[0] == "pupil_contact"
    led = walk.post("kind/", find="details")
    assert [key for key, _ in led.context["rows"]] == ["confidentiality", "pupil_data"]
    assert len(walk.post("kind/", words="xyzzy").context["rows"]) == len(rules.TYPES)
    assert bytes(walk.draft.said) == before
