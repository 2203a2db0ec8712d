"""The pages of permissions, as each of the cast finds them."""

import pytest
from cast import a_school, signed_in
from django.urls import reverse
from registers.permitted import (
    CONCERNS,
    CONDITIONS,
    PURPOSE,
    REASON,
    again,
    asked,
    conditional,
    expired,
    granted,
    in_days,
    refused,
    revoked,
    today,
    withdrawn,
)  # fmt: skip

from belisha.packs.permissions import vocabulary
from belisha.registers.permissions import rules
from belisha.registers.permissions.models import Permission

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6-05-a")]
ASK = "/registers/permissions/ask/"


@pytest.fixture
def cast():
    return a_school()


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def page_of(name: str, permission) -> str:
    return reverse(f"permissions:{name}", args=[permission.pk])


def day(name: str, when) -> dict:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def answers(page, **typed) -> dict:
    """What the page would send: what comes along hidden, what its form shows hidden, and what was typed."""
    hidden = {}
    for name, value in page.context["asked"].hidden:
        hidden.setdefault(name, []).append(value)
    form = page.context.get("form")
    shown = {field.name: field.value() or "" for field in form.hidden_fields()} if form else {}
    return {**hidden, **shown, **typed}


def walked(client, page, **more):
    """From the first question to the page that shows all answers."""
    page = client.post(ASK, answers(page, act="discuss-pupils"))
    page = client.post(ASK, answers(page, audience="other", audience_words="The parents of the choir"))
    page = client.post(ASK, answers(page, platform="facebook"))
    page = client.post(ASK, answers(page, purpose=PURPOSE, concerns=CONCERNS))
    return client.post(ASK, answers(page, **day("starts", today()), **more))


def test_a_permission_is_asked_for_one_question_at_a_time_from_a_clause(cast, client):
    signed_in(client, cast.teacher)
    page = client.get(ASK, {"clause": "6-05-a", "act": "discuss-pupils"})
    assert page.context["form"]["act"].value() == "discuss-pupils"
    check = walked(client, page, **day("ends", in_days(9)))
    said = text_of(check)
    for words in (
        "Check what you ask for",
        "Talk about pupils on social media",
        "The parents of the choir",
        "Facebook",
    ):
        assert words in said
    assert not Permission.objects.exists()
    sent = client.post(ASK, answers(check, key=str(check.context["key"]), send="1"), follow=True)
    made = Permission.objects.get()
    assert (made.clause, made.audience_words, made.concerns, made.ends) == (
        "6-05-a", "The parents of the choir", CONCERNS, in_days(9),
    )  # fmt: skip
    assert "counts as not granted" in text_of(sent)
    assert client.post(ASK, answers(check, key=str(check.context["key"]), send="1")).status_code == 409


def test_a_wrong_answer_is_told_and_nothing_typed_is_lost(cast, client):
    signed_in(client, cast.teacher)
    page = client.get(ASK)
    wrong = client.post(ASK, answers(page, act="other", act_words=" "))
    assert "Say in a few words what you mean" in text_of(wrong)
    wrong = walked(client, page, **day("ends", in_days(-1)))
    assert "must not be before the first day" in text_of(wrong)
    wrong = walked(client, page, **day("spoken_on", in_days(1)))
    assert "must not be in the future" in text_of(wrong)
    check = client.post(ASK, answers(wrong, **day("starts", today()), **day("spoken_on", today())))
    assert "counts as not granted, also when it was said to you" in text_of(check)
    back = client.post(ASK, answers(check, change="purpose"))
    assert back.context["form"]["purpose"].value() == PURPOSE
    assert "Check what you ask for" in text_of(client.post(ASK, answers(back, purpose=PURPOSE, concerns="")))


def test_a_link_with_nonsense_asks_like_any_other(cast, client):
    signed_in(client, cast.teacher)
    page = client.get(ASK, {"clause": "<script>", "act": "fly", "renews": "nothing"})
    page = client.post(ASK, answers(page, act="discuss-pupils"))
    assert page.status_code == 200
    assert page.context["asked"].step == "audience"
    assert page.context["asked"].answers["clause"] == ""


@pytest.mark.clause("6-07-a", "6-09-a")
@pytest.mark.parametrize("act", vocabulary().absolute)
def test_what_no_permission_can_allow_leads_to_whoever_helps_and_to_no_form(cast, client, act):
    signed_in(client, cast.teacher)
    page = client.post(ASK, answers(client.get(ASK), act=act))
    said = text_of(page)
    assert "No permission can allow this" in said
    assert vocabulary().absolute[act].clauses[0] in said
    assert '<form method="post" action="/registers/permissions/ask/"' not in said
    everything = {"act": act, "audience": "parents", "platform": "x", "purpose": PURPOSE, **day("starts", today())}
    shown = {"shown": ["act", "audience", "platform", "purpose", "dates"], "send": "1"}
    assert "No permission can allow this" in text_of(client.post(ASK, {**everything, **shown}))
    assert not Permission.objects.exists()


def test_pictures_are_asked_for_with_a_word_about_what_the_policy_says(cast, client):
    signed_in(client, cast.teacher)
    page = client.post(ASK, answers(client.get(ASK), act="post-pictures"))
    assert "Clause 6-15-a names no exception" in text_of(page)


def test_the_headteacher_grants_with_conditions_and_takes_back(cast, client):
    made = asked(cast.teacher)
    signed_in(client, cast.head)
    assert "Decide a request for a permission" in text_of(client.get("/"))
    assert cast.teacher.name in text_of(client.get(reverse("permissions:received")))
    form = client.get(page_of("grant_with_conditions", made))
    assert PURPOSE in text_of(form)
    typed = {"seen": form.context["seen"], "conditions": CONDITIONS, **day("starts", today())}
    wrong = client.post(page_of("grant_with_conditions", made), typed)
    assert "Enter the last day, or say below why there is none" in text_of(wrong)
    typed |= day("ends", in_days(3))
    assert client.post(page_of("grant_with_conditions", made), typed).status_code == 302
    assert client.post(page_of("grant_with_conditions", made), typed).status_code == 409
    assert (again(made).state, again(made).ends) == (rules.CONDITIONAL, in_days(3))
    said = text_of(signed_in(client, cast.teacher).get(made.get_absolute_url()))
    assert "This is permitted, as described here and no further" in said
    assert CONDITIONS in said
    signed_in(client, cast.head)
    form = client.get(page_of("revoke", made))
    assert client.post(page_of("revoke", made), {"seen": form.context["seen"], "reason": REASON}).status_code == 302
    said = text_of(signed_in(client, cast.teacher).get(made.get_absolute_url()))
    assert "It covers nothing any more" in said
    assert REASON in said


def test_one_asked_for_without_a_last_day_is_not_granted_without_a_word(cast, client):
    made = asked(cast.teacher, ends=None)
    signed_in(client, cast.head)
    form = client.get(page_of("grant", made))
    assert "say below why" in text_of(client.post(page_of("grant", made), {"seen": form.context["seen"]}))
    typed = {"seen": form.context["seen"], "open_why": "As long as the class is hers."}
    assert client.post(page_of("grant", made), typed).status_code == 302
    assert "without a last day: As long as the class is hers." in text_of(client.get(made.get_absolute_url()))


def test_as_asked_takes_one_click_and_refusing_takes_a_reason(cast, client):
    signed_in(client, cast.head)
    made, other = asked(cast.teacher), asked(cast.office)
    form = client.get(page_of("grant", made))
    assert client.post(page_of("grant", made), {"seen": form.context["seen"]}).status_code == 302
    form = client.get(page_of("refuse", other))
    assert "Write down the reason" in text_of(client.post(page_of("refuse", other), {"seen": form.context["seen"]}))
    assert client.post(page_of("refuse", other), {"seen": form.context["seen"], "reason": REASON}).status_code == 302
    assert [again(row).state for row in (made, other)] == [rules.GRANTED, rules.REFUSED]


def test_what_was_given_by_word_of_mouth_is_shown_as_such_everywhere(cast, client):
    signed_in(client, cast.head)
    address = reverse("permissions:record", args=[cast.teacher.pk])
    assert address in text_of(client.get(reverse("permissions:whom")))
    key = str(client.get(address).context["form"]["key"].value())
    typed = {"act": "discuss-pupils", "audience": "parents", "platform": "facebook", "purpose": PURPOSE,
             "key": key, **day("spoken_on", today())}  # fmt: skip
    wrong = client.post(address, typed)
    assert "Enter the last day, or say below why there is none" in text_of(wrong)
    typed |= day("ends", in_days(5))
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 409
    noted = asked(cast.teacher, spoken_on=today())
    for page in (reverse("permissions:received") + "?show=in-force", reverse("permissions:received")):
        assert "By word of mouth" in text_of(client.get(page))
    signed_in(client, cast.teacher)
    assert text_of(client.get(reverse("permissions:list"))).count("By word of mouth") == 2
    assert "is not confirmed yet" in text_of(client.get(noted.get_absolute_url()))


def test_one_that_is_over_is_asked_for_again_with_its_answers_and_without_its_days(cast, client):
    old = expired(cast.teacher, cast.head)
    signed_in(client, cast.teacher)
    said = text_of(client.get(old.get_absolute_url()))
    assert "This permission has expired" in said
    assert f"{ASK}?renews={old.pk}" in said
    page = client.get(ASK, {"renews": str(old.pk)})
    assert page.context["form"]["act"].value() == old.act
    page = client.post(ASK, answers(page, act=old.act))
    assert page.context["form"]["audience"].value() == old.audience
    check = walked(client, client.get(ASK, {"renews": str(old.pk)}), **day("ends", in_days(4)))
    client.post(ASK, answers(check, key=str(check.context["key"]), send="1"))
    new = Permission.objects.exclude(pk=old.pk).get()
    assert new.renews == old
    assert old.get_absolute_url() in text_of(client.get(new.get_absolute_url()))
    signed_in(client, cast.volunteer)
    assert client.get(ASK, {"renews": str(old.pk)}).context["form"]["act"].value() is None


def test_an_asker_withdraws_and_still_finds_it(cast, client):
    made = asked(cast.teacher)
    signed_in(client, cast.teacher)
    assert client.get(page_of("withdraw", made)).status_code == 200
    assert client.post(page_of("withdraw", made)).status_code == 302
    assert client.get(page_of("withdraw", made)).status_code == 409
    assert "Withdrawn" in text_of(client.get(reverse("permissions:list")))
    assert signed_in(client, cast.head).get(made.get_absolute_url()).status_code == 404


def test_the_headteacher_sets_the_period(cast, client):
    signed_in(client, cast.head)
    address = reverse("permissions:terms")
    assert client.post(address, {"wait_days": "0"}).status_code == 200
    assert client.post(address, {"wait_days": "3"}).status_code == 302
    assert client.get(address).context["form"]["wait_days"].value() == 3
    for who in (cast.chair, cast.teacher, cast.office):
        assert signed_in(client, who).get(address).status_code == 404


PAGES = ("detail", "grant", "grant_with_conditions", "refuse", "withdraw")
WHO = {
    # a request of the teacher's that waits: each page in turn
    "teacher": (200, 404, 404, 404, 200),
    "head": (200, 200, 200, 200, 404),
    **dict.fromkeys(
        ("chair", "dsl", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office", "trust_safeguarding",
         "other_head", "other_teacher"),
        (404,) * 5,
    ),
    "stranger": (302,) * 5,
}  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_who_opens_what(cast, client, who):
    made, given_ = asked(cast.teacher), granted(cast.teacher, cast.head)
    signed_in(client, getattr(cast, who))
    assert tuple(client.get(page_of(name, made)).status_code for name in PAGES) == WHO[who]
    revoking = {"head": 200, "stranger": 302}.get(who, 404)
    assert client.get(page_of("revoke", given_)).status_code == revoking
    assert client.get(reverse("permissions:record", args=[cast.volunteer.pk])).status_code == revoking
    deciding = {"head": 200, "chair": 200, "other_head": 200, "stranger": 302}
    assert client.get(reverse("permissions:received")).status_code == deciding.get(who, 404)


EVERYWHERE = ("/", "/registers/", "/registers/permissions/", "/registers/permissions/received/", "/people/", "/audit/",
              "/policies/", "/questions/", "/guidance/", "/duties/following/")  # fmt: skip


@pytest.mark.parametrize("who", ["chair", "dsl", "agency_ta", "governor", "it_lead", "office", "other_head"])
def test_nobody_else_finds_a_trace_of_it_anywhere(cast, client, who):
    signed_in(client, getattr(cast, who))
    asked(cast.teacher)
    for make in (granted, conditional, refused, revoked, expired, withdrawn):
        make(cast.teacher, cast.head)
    for address in (*EVERYWHERE, f"/people/{cast.teacher.pk}/"):
        said = text_of(client.get(address, follow=True))
        for secret in (PURPOSE, CONCERNS, CONDITIONS, REASON, "Jonah"):
            assert secret not in said, address
        if address != "/audit/":
            assert "waiting</strong>" not in said, address
    exported = client.post(reverse("audit:export"))
    taken = b"".join(exported).decode() if exported.streaming else exported.content.decode()
    for secret in (PURPOSE, CONCERNS, CONDITIONS, REASON, "facebook", "Jonah"):
        assert secret not in taken.partition("<html")[0]
