"""The pages on which an answer is sent on, and answered, as each of the cast finds them."""

import pytest
from advice.inquired import INDECENT, answered
from advice.sent import TALK, WORDS, a_small_policy, found, sent
from cast import a_school, signed_in
from django.urls import reverse

from belisha.advice import actions, rules
from belisha.advice.models import Question
from belisha.registers.permissions.models import Permission

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4-14-a", "5-01-e")]
EVERYBODY = ("head", "teacher", "volunteer", "chair", "dsl", "office", "governor", "other_head")


@pytest.fixture
def cast():
    made = a_school()
    a_small_policy(made)
    return made


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def send_page(inquiry) -> str:
    return reverse("advice:send", args=[inquiry.pk])


# Page → who opens it, for a volunteer's question that waits (200), and for whom there is none (404).
OPENS = {
    "detail": {"volunteer": 200, "head": 200},
    "answer": {"head": 200},
    "grant": {"head": 200},
    "withdraw": {"volunteer": 200},
}


@pytest.mark.parametrize("name", OPENS)
def test_who_opens_which_page(cast, client, name):
    address = reverse(f"advice:{name}", args=[sent(cast.volunteer).pk])
    opened = {who: signed_in(client, getattr(cast, who)).get(address).status_code for who in EVERYBODY}
    refused = 403 if name == "withdraw" else 404
    assert opened == {who: OPENS[name].get(who, refused if who == "head" else 404) for who in EVERYBODY}


def test_the_page_of_sending_is_the_askers_alone(cast, client):
    address = send_page(answered(cast.volunteer))
    opened = {who: signed_in(client, getattr(cast, who)).get(address).status_code for who in EVERYBODY}
    assert opened == {who: 200 if who == "volunteer" else 404 for who in EVERYBODY}


@pytest.mark.clause("7-01-d")
def test_what_stops_everything_is_not_sent_to_wait_for_an_answer(cast, client):
    stopped = answered(cast.volunteer, INDECENT)
    client = signed_in(client, cast.volunteer)
    for response in (client.get(send_page(stopped)), client.post(send_page(stopped), {"text": "What now?"})):
        assert response.status_code == 409
        assert "Call the Headteacher" in text_of(response)
    assert not Question.objects.exists()


def test_the_page_shows_everything_that_is_sent_and_to_whom_before_it_is(cast, client):
    inquiry = answered(cast.volunteer)
    client = signed_in(client, cast.volunteer)
    page = text_of(client.get(send_page(inquiry)))
    for words in ("Ask the Headteacher", "with your name", "You must not.", "accept a friend or follow request",
                  "never be linked with a pupil", "You are answered by"):  # fmt: skip
        assert words in page
    assert not Question.objects.exists()
    empty = client.post(send_page(inquiry), {"text": " "})
    assert "Write your question" in text_of(empty)
    after = client.post(send_page(inquiry), {"text": WORDS}, follow=True)
    question = Question.objects.get()
    assert "Your question was sent" in text_of(after)
    assert f"The Headteacher answers by {question.due.day}" in text_of(after)
    assert client.get(send_page(inquiry)).url == question.get_absolute_url()
    assert "<title>A question about the policy" in after.content.decode()


def test_the_headteachers_own_goes_to_the_chair_and_the_page_says_so(cast, client):
    page = text_of(signed_in(client, cast.head).get(send_page(answered(cast.head))))
    assert "goes to the chair of governors" in page
    assert "the Headteacher, with your name" not in page


def test_the_headteacher_sees_all_of_it_and_replies_for_everybody_in_other_words(cast, client):
    question = sent(cast.volunteer)
    client = signed_in(client, cast.head)
    page = text_of(client.get(question.get_absolute_url()))
    for words in (WORDS, "Peter Lund", "You must not.", "never be linked with a pupil", "Answer with a permission"):
        assert words in page
    address = reverse("advice:answer", args=[question.pk])
    form = client.get(address).context
    assert form["form"]["shown_as"].value() == ""
    typed = {"seen": form["seen"], "text": "No.", "readers": "everyone", "shown_as": ""}
    assert "words that tell nothing of who asked" in text_of(client.post(address, typed))
    client.post(address, {**typed, "shown_as": "May I stay linked?", "unclear": "on"})
    assert (found(question).shown_as, found(question).unclear) == ("May I stay linked?", True)
    others = text_of(signed_in(client, cast.teacher).get(question.get_absolute_url()))
    assert "May I stay linked?" in others
    for secret in (WORDS, "Peter Lund", "accept a friend or follow request", "unclear"):
        assert secret not in others


def test_a_permission_is_granted_on_a_page_that_was_filled_in_from_what_was_said(cast, client):
    question = sent(cast.teacher, TALK)
    client = signed_in(client, cast.head)
    address = reverse("advice:grant", args=[question.pk])
    form = client.get(address).context
    assert (form["form"]["act"].value(), form["form"]["platform"].value()) == ("discuss-pupils", "whatsapp")
    typed = {
        "seen": form["seen"], "key": str(form["form"]["key"].value()), "act": "discuss-pupils", "audience": "parents",
        "platform": "whatsapp", "purpose": "The trip.", "text": "Until the trip.", "open_why": "Looked at in summer.",
    }  # fmt: skip
    assert "Write the answer" in text_of(client.post(address, {**typed, "text": ""}))
    assert not Permission.objects.exists()
    client.post(address, typed)
    assert found(question).outcome == rules.PERMITTED
    theirs = text_of(signed_in(client, cast.teacher).get(question.get_absolute_url()))
    assert "A permission was granted" in theirs
    assert Permission.objects.get().get_absolute_url() in theirs
    assert signed_in(client, cast.head).get(address).status_code == 409


def test_a_question_about_a_clause_is_answered_with_no_permission(cast, client):
    clause = found(sent(cast.volunteer)).stands_with.get()
    about = actions.ask(clause, by=cast.teacher, text="What is a pupil?", key=sent(cast.dsl).inquiry)
    client = signed_in(client, cast.head)
    assert "Answer with a permission" not in text_of(client.get(about.get_absolute_url()))
    assert client.get(reverse("advice:grant", args=[about.pk])).status_code == 404


def test_the_policy_is_marked_as_unclear_by_a_button(cast, client):
    question = sent(cast.volunteer)
    address = reverse("advice:mark", args=[question.pk])
    for who, status in (("volunteer", 404), ("teacher", 404), ("chair", 404), ("head", 302)):
        assert signed_in(client, getattr(cast, who)).post(address, {"unclear": "1"}).status_code == status
    assert found(question).unclear
    client.post(address, {})
    assert not found(question).unclear


def test_the_chair_finds_what_the_headteacher_asked_among_their_tasks(cast, client):
    question = sent(cast.head)
    client = signed_in(client, cast.chair)
    assert "Answer a question about the policy" in text_of(client.get("/"))
    assert question.get_absolute_url() in client.get(reverse("advice:list")).content.decode()
    assert "Answer a question" not in text_of(signed_in(client, cast.head).get("/"))


def test_by_when_is_set_on_a_page_of_the_headteachers(cast, client):
    address = reverse("advice:terms")
    for who in EVERYBODY:
        opened = signed_in(client, getattr(cast, who)).get(address).status_code
        assert opened == (200 if who in {"head", "other_head"} else 404), who
    signed_in(client, cast.head).post(address, {"answer_days": "9"})
    assert actions.terms_of(cast.school).answer_days == 9
