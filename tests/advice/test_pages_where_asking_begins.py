"""The first page of "May I…?", what was understood, and what is begun: for whom, and where nothing of it may stand."""

import json
import re
from uuid import uuid4

import pytest
from cast import a_school, signed_in
from django.urls import reverse

from belisha.advice.asking.doing import doings
from belisha.advice.asking.models import Inquiry
from belisha.core.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4-14-a", "2-04-a")]

START, WORDS, BEGIN = reverse("asking:start"), reverse("asking:understand"), reverse("asking:begin")
TYPED = "A Yr 6 pupil, Zebedee Quince, has asked to folow me on Insta. May I acept?"


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def teacher(cast, client):
    return signed_in(client, cast.teacher)


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def hidden(answer) -> dict:
    """What the form of the page sends if nothing is changed."""
    form = answer.context["form"]
    return {"understood": "1", **{field.html_name: _sent(field.value()) for field in form}}


def _sent(value):
    return "" if value is None else value


WHO = [
    # who, the first page, what was understood, beginning
    ("head", 200, 200, 302),
    ("chair", 200, 200, 302),
    ("dsl", 200, 200, 302),
    ("teacher", 200, 200, 302),
    ("agency_ta", 200, 200, 302),
    ("volunteer", 200, 200, 302),
    ("governor", 200, 200, 302),
    ("it_lead", 200, 200, 302),
    ("hr", 200, 200, 302),
    ("office", 200, 200, 302),
    ("other_teacher", 200, 200, 302),
]


@pytest.mark.parametrize(("name", "start", "words", "begin"), WHO, ids=[row[0] for row in WHO])
def test_every_adult_may_begin_to_ask(cast, client, name, start, words, begin):
    adult = getattr(cast, name)
    signed_in(client, adult)
    assert client.get(START).status_code == start
    assert client.post(WORDS, {"words": TYPED}).status_code == words
    assert client.post(BEGIN, {"doing": "reply", "key": uuid4()}).status_code == begin
    assert Inquiry.objects.get().asker_id == adult.id


@pytest.mark.parametrize("name", ["leaver", "stranger"])
def test_who_does_not_work_here_is_sent_to_sign_in(cast, client, name):
    signed_in(client, getattr(cast, name))
    for answer in (client.get(START), client.post(WORDS, {"words": TYPED}), client.post(BEGIN, {"doing": "reply"})):
        assert answer.status_code == 302
        assert reverse("account_login") in answer.url
    assert not Inquiry.objects.exists()


def test_everything_that_can_be_done_stands_on_the_first_page_and_looking_writes_nothing(teacher):
    before = AuditEntry.objects.count()
    shown = text_of(teacher.get(START))
    assert [each.label for each in doings() if each.label not in shown.replace("&#x27;", "'")] == []
    assert "Name nobody" in shown
    assert not Inquiry.objects.exists()
    assert AuditEntry.objects.count() == before


def test_words_are_understood_shown_and_kept_nowhere(teacher, caplog):
    before = AuditEntry.objects.count()
    answer = teacher.post(WORDS, {"words": TYPED})
    shown = text_of(answer)
    assert "This is what we understood" in shown
    assert "Accept a friend or follow request" in shown
    assert "You wrote: “a yr 6 pupil”" in shown or "You wrote: “a year 6 pupil”" in shown
    title = re.search(r"<title>(.*?)</title>", answer.content.decode())[1]
    assert title.strip() == "What was understood – Belisha"
    assert answer.request["QUERY_STRING"] == ""
    assert "Quince" not in caplog.text
    assert not Inquiry.objects.exists()
    assert AuditEntry.objects.count() == before


def test_opening_the_address_of_the_words_leads_back_to_the_start(teacher):
    assert teacher.get(WORDS).url == START


def test_what_was_understood_counts_as_it_was_corrected(teacher):
    sent = hidden(teacher.post(WORDS, {"words": TYPED}))
    assert sent["fact-counterpart.kind"] == "pupil"
    sent |= {"fact-counterpart.kind": "former_pupil", "fact-channel.type": ""}
    answer = teacher.post(BEGIN, sent)
    inquiry = Inquiry.objects.get()
    assert answer.url == reverse("asking:next", args=[inquiry.pk])
    assert inquiry.said == {
        "act": "accept_request", "counterpart.kind": "former_pupil", "channel.platform": "Instagram",
    }  # fmt: skip
    assert (inquiry.doing, inquiry.words) == ("accept-request", TYPED)


def test_nothing_of_a_name_stands_in_the_log_or_an_address(teacher):
    sent = hidden(teacher.post(WORDS, {"words": TYPED}))
    answer = teacher.post(BEGIN, sent)
    entries = json.dumps(list(AuditEntry.objects.values()), default=str)
    assert "Quince" not in entries
    assert "Quince" not in answer.url
    assert "inquiry.begin" in entries


def test_a_second_click_begins_nothing_more_and_another_choice_from_the_same_page_does(teacher):
    key = uuid4()
    first = teacher.post(BEGIN, {"doing": "reply", "key": key}).url
    assert teacher.post(BEGIN, {"doing": "reply", "key": key}).url == first
    assert teacher.post(BEGIN, {"doing": "call", "key": key}).url != first
    assert Inquiry.objects.count() == 2


def test_the_key_of_another_adult_begins_ones_own(cast, client):
    key = uuid4()
    mine = signed_in(client, cast.teacher).post(BEGIN, {"doing": "reply", "key": key})
    assert mine.status_code == 302
    signed_in(client, cast.volunteer)
    assert client.get(mine.url).status_code == 404
    assert client.post(BEGIN, {"doing": "reply", "key": key}).status_code == 302
    assert Inquiry.objects.count() == 2


@pytest.mark.parametrize(
    "sent", [{}, {"doing": "no-such-thing"}, {"doing": "declare"}, {"understood": "1", "doing": "no-such-thing"}]
)
def test_what_is_not_in_the_list_begins_nothing(teacher, sent):
    assert teacher.post(BEGIN, sent).status_code == 404
    assert not Inquiry.objects.exists()


def test_a_value_that_there_is_not_is_told_and_nothing_is_lost(teacher):
    sent = hidden(teacher.post(WORDS, {"words": TYPED})) | {"fact-counterpart.kind": "wizard"}
    answer = teacher.post(BEGIN, sent)
    assert "Choose one of the answers, or leave it open." in text_of(answer)
    assert "Instagram" in answer.content.decode()
    assert not Inquiry.objects.exists()


def test_a_fact_that_there_is_not_is_not_taken(teacher):
    sent = hidden(teacher.post(WORDS, {"words": TYPED}))
    sent |= {"shown": sent["shown"] + " channel.social who.shoe_size", "fact-channel.social": "yes"}
    teacher.post(BEGIN, sent)
    assert "channel.social" not in Inquiry.objects.get().said


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Write what you want to do"), ("   ", "Write what you want to do"), ("a" * 2001, "Make it shorter")],
)
def test_nothing_to_understand_is_said_on_the_first_page(teacher, typed, words):
    answer = teacher.post(WORDS, {"words": typed})
    assert words in text_of(answer)
    assert "Or choose it here" in text_of(answer)


def test_another_reading_of_the_same_words_can_be_chosen(teacher):
    answer = teacher.post(WORDS, {"words": "A parent texted me. Can I reply or ring her?", "instead": "call"})
    assert answer.context["best"].key == "call"
    assert "reply" in {each.key for each in answer.context["others"]}
    assert teacher.post(WORDS, {"words": "Hello", "instead": "no-such-thing"}).status_code == 404


def test_what_is_not_understood_begins_with_the_question_what_it_is(teacher):
    answer = teacher.post(WORDS, {"words": "zxcvb qwert"})
    assert "We could not tell what you want to do" in text_of(answer)
    teacher.post(BEGIN, hidden(answer))
    assert Inquiry.objects.get().said == {}


@pytest.mark.clause("6-22-a")
def test_danger_to_a_child_comes_before_what_was_understood(teacher):
    shown = text_of(teacher.post(WORDS, {"words": "He says his dad hits him. May I message him on WhatsApp?"}))
    assert shown.index("tell the safeguarding lead now") < shown.index("This is what we understood")
    assert shown.index("Report a concern") < shown.index("This is what we understood")


@pytest.mark.clause("7-01-a")
def test_an_indecent_image_is_not_to_be_copied_before_anything_is_asked(teacher):
    shown = text_of(teacher.post(WORDS, {"words": "Found a naked picture of a pupil. May I screenshot it?"}))
    assert shown.index("do not copy, send, print or open it again") < shown.index("This is what we understood")


def test_what_somebody_typed_is_text_and_no_markup(teacher):
    answer = teacher.post(WORDS, {"words": "<script>alert(1)</script> accept friend request"})
    assert "<script>alert(1)" not in answer.content.decode()
