"""The pages of declarations, as each of the cast finds them."""

import pytest
from agreed import agreed
from cast import a_school, an_adult, signed_in
from django.urls import reverse
from registers.declared import (
    AGREED,
    NOTES,
    PUPIL,
    REASON,
    WORDS,
    acknowledged,
    again,
    declared,
    discussed,
    ended,
    refused,
    today,
    withdrawn,
)  # fmt: skip

from belisha.core.access import Role
from belisha.core.models import Notice
from belisha.pupils.models import Pupil
from belisha.pupils.rules import folded
from belisha.registers.family import actions, rules
from belisha.registers.family.models import Declaration

pytestmark = pytest.mark.django_db
DECLARE = "/registers/family/declare/"


@pytest.fixture
def cast():
    return a_school()


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def page_of(name: str, declaration) -> str:
    return reverse(f"family:{name}", args=[declaration.pk])


def day(name: str, when) -> dict:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def answers(page, **typed) -> dict:
    """What the page would send: what comes along hidden, and what was typed."""
    hidden = {}
    for name, value in page.context["asked"].hidden:
        hidden.setdefault(name, []).append(value)
    return {**hidden, **typed}


@pytest.mark.clause("6-08-d", "4-09-a")
def test_a_relationship_is_declared_one_question_at_a_time_and_nothing_is_kept_before_it_is_sent(cast, client):
    signed_in(client, cast.teacher)
    page = client.get(DECLARE)
    assert "What do you want to declare?" in text_of(page)
    wrong = client.post(DECLARE, answers(page))
    assert "Choose what you want to declare" in text_of(wrong)
    page = client.post(DECLARE, answers(wrong, kind="family"))
    assert "full name" in text_of(page)
    assert "govuk-error-summary" not in text_of(page)
    page = client.post(DECLARE, answers(page, pupil_name=PUPIL))
    assert "In your own words" in text_of(page)
    wrong = client.post(DECLARE, answers(page, relationship=" "))
    assert "Say in your own words" in text_of(wrong)
    check = client.post(DECLARE, answers(wrong, relationship=WORDS))
    assert "Check what you declare" in text_of(check)
    assert PUPIL in text_of(check)
    back = client.post(DECLARE, answers(check, change="pupil"))
    assert back.context["form"]["pupil_name"].value() == PUPIL
    check = client.post(DECLARE, answers(back, pupil_name="Jonah Pettifer-Low"))
    assert "Jonah Pettifer-Low" in text_of(check)
    assert not Declaration.objects.exists()
    sent = client.post(DECLARE, answers(check, key=str(check.context["key"]), send="1"), follow=True)
    made = Declaration.objects.get()
    assert (made.pupil_name, made.relationship) == ("Jonah Pettifer-Low", WORDS)
    assert "You have declared this" in text_of(sent)
    again_sent = client.post(DECLARE, answers(check, key=str(check.context["key"]), send="1"))
    assert (again_sent.status_code, Declaration.objects.count()) == (409, 1)


@pytest.mark.clause("3-06-b")
def test_a_dual_role_names_no_pupil_also_when_one_was_typed_before(cast, client):
    signed_in(client, cast.teacher)
    page = client.post(DECLARE, answers(client.get(DECLARE), kind="family"))
    page = client.post(DECLARE, answers(page, pupil_name=PUPIL))
    page = client.post(DECLARE, answers(page, relationship=WORDS))
    page = client.post(DECLARE, answers(page, change="kind"))
    check = client.post(DECLARE, answers(page, kind="dual_role"))
    assert PUPIL not in check.content.decode().partition("govuk-summary-list")[2]
    client.post(DECLARE, answers(check, key=str(check.context["key"]), send="1"))
    assert (Declaration.objects.get().kind, Declaration.objects.get().pupil_name) == ("dual_role", "")


def test_nobody_is_told_whether_a_name_stands_on_the_list(cast, client):
    cast.school.looks_up_pupils = True
    cast.school.save()
    signed_in(client, cast.teacher)
    found = declared(cast.teacher)
    Pupil.objects.create(school=cast.school, name=PUPIL, folded=folded(PUPIL))
    listed = declared(cast.teacher)
    assert (found.pupil, listed.pupil is None) == (None, False)
    for made in (found, listed):
        assert "school’s list" not in text_of(client.get(made.get_absolute_url()))
    assert "school’s list" in text_of(signed_in(client, cast.head).get(listed.get_absolute_url()))


@pytest.mark.clause("6-08-a", "6-08-c")
def test_until_it_is_acknowledged_the_page_warns_in_plain_words(cast, client):
    signed_in(client, cast.teacher)
    for made in (declared(cast.teacher), discussed(cast.teacher, cast.head), refused(cast.teacher, cast.head)):
        said = text_of(client.get(made.get_absolute_url()))
        assert "govuk-warning-text" in said
        assert "not covered" in said
        assert "could take messages between you and the pupil for grooming" in said
    said = text_of(client.get(acknowledged(cast.teacher, cast.head).get_absolute_url()))
    assert "covered as far as what was agreed goes, and no further" in said
    assert "Any other pupil" in said
    assert AGREED in said


@pytest.mark.clause("6-08-e", "6-09-a")
def test_the_headteacher_talks_acknowledges_agrees_anew_and_ends_it(cast, client):
    made = declared(cast.teacher)
    signed_in(client, cast.head)
    assert "Talk over a declaration" in text_of(client.get("/"))
    assert "1 waiting" in text_of(client.get(reverse("registers:home")))
    assert cast.teacher.name in text_of(client.get(reverse("family:received")))
    assert client.get(page_of("acknowledge", made)).status_code == 409
    talk = client.get(page_of("discuss", made))
    missing = client.post(page_of("discuss", made), {"seen": talk.context["seen"], "notes": NOTES})
    assert "Enter the day on which you talked" in text_of(missing)
    assert NOTES in text_of(missing)
    typed = {"seen": talk.context["seen"], "notes": NOTES, **day("held_on", today())}
    assert client.post(page_of("discuss", made), typed).status_code == 302
    form = client.get(page_of("acknowledge", made))
    typed = {"seen": form.context["seen"], "protocol": AGREED, "review_on": form.context["form"]["review_on"].value()}
    assert client.post(page_of("acknowledge", made), {**typed, "protocol": ""}).status_code == 200
    assert client.post(page_of("acknowledge", made), typed).status_code == 302
    assert again(made).state == rules.ACKNOWLEDGED
    form = client.get(page_of("agree", made))
    assert form.context["form"]["protocol"].value() == AGREED
    assert client.post(page_of("agree", made), {"seen": form.context["seen"], "protocol": "Less."}).status_code == 302
    assert client.post(page_of("agree", made), {"seen": form.context["seen"], "protocol": "Old."}).status_code == 409
    form = client.get(page_of("look_again", made))
    typed = {"seen": form.context["seen"], "review_on": form.context["form"]["review_on"].value(), "notes": ""}
    assert client.post(page_of("look_again", made), typed).status_code == 302
    form = client.get(page_of("refuse", made))
    assert "Take the acknowledgement back" in text_of(form)
    assert client.post(page_of("refuse", made), {"seen": form.context["seen"], "reason": REASON}).status_code == 302
    form = client.get(page_of("end", made))
    assert client.post(page_of("end", made), {"seen": form.context["seen"], "why": "pupil_left"}).status_code == 302
    said = text_of(client.get(made.get_absolute_url()))
    for what in (NOTES, AGREED, "Less.", REASON, "The pupil left the school"):
        assert what in said


@pytest.mark.clause("6-07-b")
def test_an_acknowledgement_can_follow_a_protocol_of_the_school(cast, client):
    protocol = agreed(cast, people=[cast.teacher], kind="family", title="Families online")
    made = discussed(cast.teacher, cast.head)
    signed_in(client, cast.head)
    form = client.get(page_of("acknowledge", made))
    review_on = form.context["form"]["review_on"].value()
    typed = {"seen": form.context["seen"], "protocol": AGREED, "review_on": review_on}
    unknown = client.post(page_of("acknowledge", made), {**typed, "protocol_key": str(made.pk)})
    assert unknown.status_code == 200
    assert client.post(page_of("acknowledge", made), {**typed, "protocol_key": str(protocol.pk)}).status_code == 302
    assert again(made).protocol_key == protocol.pk
    assert "Families online" in text_of(client.get(made.get_absolute_url()))
    assert client.get(page_of("agree", made)).context["form"]["protocol_key"].value() == protocol.pk


@pytest.mark.clause("4-09-a")
def test_a_receipt_is_dated_and_only_for_whoever_declared_it(cast, client):
    made = discussed(cast.teacher, cast.head)
    said = text_of(signed_in(client, cast.teacher).get(page_of("receipt", made)))
    for what in (cast.teacher.name, PUPIL, WORDS, NOTES, str(made.pk)):
        assert what in said
    assert signed_in(client, cast.head).get(page_of("receipt", made)).status_code == 404


def test_the_adult_takes_it_back_or_ends_it(cast, client):
    signed_in(client, cast.teacher)
    made = declared(cast.teacher)
    assert client.get(page_of("withdraw", made)).status_code == 200
    assert client.post(page_of("withdraw", made)).status_code == 302
    assert client.get(page_of("withdraw", made)).status_code == 409
    other = acknowledged(cast.teacher, cast.head)
    form = client.get(page_of("end", other))
    assert "The adult left" not in text_of(form)
    assert "Choose why it ends" in text_of(client.post(page_of("end", other), {"seen": form.context["seen"]}))
    assert client.post(page_of("end", other), {"seen": form.context["seen"], "why": "not_true"}).status_code == 302
    assert "Ended" in text_of(client.get(reverse("family:list")))


def test_the_headteacher_sets_the_periods(cast, client):
    signed_in(client, cast.head)
    address = reverse("family:terms")
    assert client.get(address).context["form"]["wait_days"].value() == 5
    assert client.post(address, {"wait_days": "0", "again_months": "6"}).status_code == 200
    assert client.post(address, {"wait_days": "3", "again_months": "6"}).status_code == 302
    assert client.get(address).context["form"]["wait_days"].value() == 3
    for who in (cast.chair, cast.teacher, cast.office):
        assert signed_in(client, who).get(address).status_code == 404


PAGES = ("detail", "receipt", "discuss", "acknowledge", "refuse", "end", "withdraw")
WHO = {
    # a discussed declaration of the teacher's: each page in turn
    "teacher": (200, 200, 404, 404, 404, 200, 409),
    "head": (200, 404, 200, 200, 200, 200, 404),
    **dict.fromkeys(
        ("chair", "dsl", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office", "trust_safeguarding",
         "other_head", "other_teacher"),
        (404,) * 7,
    ),
    "stranger": (302,) * 7,
}  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_who_opens_what(cast, client, who):
    made = discussed(cast.teacher, cast.head)
    signed_in(client, getattr(cast, who))
    assert tuple(client.get(page_of(name, made)).status_code for name in PAGES) == WHO[who]
    assert tuple(client.post(page_of(name, made)).status_code == 302 for name in PAGES[2:]) == (
        (True,) * 5 if who == "stranger" else (False,) * 5
    )
    deciding = {"head": 200, "chair": 200, "other_head": 200, "stranger": 302}
    assert client.get(reverse("family:received")).status_code == deciding.get(who, 404)


EVERYWHERE = (
    "/",
    "/registers/",
    "/registers/family/",
    "/registers/family/received/",
    "/registers/permissions/",
    "/people/",
    "/audit/",
    "/policies/",
    "/questions/",
    "/guidance/",
    "/references/",
    "/duties/following/",
)


@pytest.mark.parametrize("who", ["chair", "dsl", "agency_ta", "governor", "it_lead", "hr", "office", "other_head"])
def test_nobody_else_finds_a_trace_of_it_anywhere(cast, client, who):
    """Pages, counts, search, the log and its export say nothing of what was declared, of the pupil or of what came."""
    signed_in(client, getattr(cast, who))
    pages = [*EVERYWHERE, f"/people/{cast.teacher.pk}/"]
    for made in (declared, acknowledged, ended, refused, withdrawn):
        made(cast.teacher, *[cast.head] * (made is not declared))
    for address in pages:
        answer = client.get(address, follow=True)
        said = text_of(answer)
        for secret in (PUPIL, WORDS, NOTES, AGREED, REASON, "Jonah"):
            assert secret not in said, address
        if address != "/audit/":
            assert "waiting</strong>" not in said, address
    for words in ("Jonah", "nephew", "sister"):
        found = text_of(client.post(reverse("policy:search"), {"words": words}))
        assert WORDS not in found
        assert PUPIL not in found
    exported = client.post(reverse("audit:export"))
    taken = b"".join(exported).decode() if exported.streaming else exported.content.decode()
    for secret in (PUPIL, WORDS, NOTES, AGREED, REASON, "pupil_name", "Jonah"):
        assert secret not in taken.partition("<html")[0]


def test_the_headteacher_finds_no_trace_of_what_another_headteacher_told_the_chair(cast, client):
    second = an_adult(cast.school, "Nina Sol", roles=(Role.HEADTEACHER,))
    made = declared(second)
    signed_in(client, cast.head)
    assert client.get(made.get_absolute_url()).status_code == 404
    assert "Talk over" not in text_of(client.get("/"))
    assert "Nina Sol" not in text_of(client.get(reverse("family:received")))
    assert set(Notice.objects.filter(letter="task").values_list("address", flat=True)) == {cast.chair.email}
    signed_in(client, cast.chair)
    assert "Nina Sol" in text_of(client.get(reverse("family:received")))
    actions.discuss(made, by=cast.chair, held_on=today(), notes=NOTES)
    assert client.get(page_of("acknowledge", made)).status_code == 200
