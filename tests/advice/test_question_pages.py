"""The pages of questions and answers, as each of the cast finds them."""

import uuid

import pytest
from cast import a_school, signed_in
from django.urls import reverse
from papers import approved, published

from belisha.advice import actions, queries, rules
from belisha.advice.models import Question
from belisha.policy import actions as policy
from belisha.policy.editing import actions as editing

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4-14-a")]


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def clause(cast, tmp_path):
    return published(cast, tmp_path).clauses.get(text__startswith="Staff must not accept")


def ask_page(clause) -> str:
    return reverse("advice:ask", args=[clause.version_id, clause.ident])


def asked(clause, by, text="What is a pupil?") -> Question:
    return actions.ask(clause, by=by, text=text, key=uuid.uuid4())


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_an_adult_asks_from_the_clause_checks_and_sends(cast, client, clause):
    signed_in(client, cast.teacher)
    assert ask_page(clause) in client.get(clause.get_absolute_url()).content.decode()
    form = client.get(ask_page(clause)).context["form"]
    typed = {"text": "What is\n\na pupil?", "key": str(form["key"].value())}
    checked = client.post(ask_page(clause), typed)
    assert "Check your question" in text_of(checked)
    assert not Question.objects.exists()
    changed = client.post(ask_page(clause), {**typed, "change": "1"})
    assert changed.context["form"]["text"].value() == "What is\n\na pupil?"
    sent = client.post(ask_page(clause), {**typed, "send": "1"}, follow=True)
    question = Question.objects.get()
    assert "Your question was sent" in text_of(sent)
    assert question.text.replace("\r", "") == "What is\n\na pupil?"
    assert client.post(ask_page(clause), {**typed, "send": "1"}).status_code == 409


def test_an_empty_question_is_told_and_keeps_its_page(cast, client, clause):
    answer = signed_in(client, cast.teacher).post(ask_page(clause), {"text": " ", "send": "1"})
    assert "Write your question" in text_of(answer)
    assert not Question.objects.exists()


def test_what_was_typed_stays_when_a_newer_version_came_into_force(cast, client, clause):
    draft = editing.new_edition(clause.version, by=cast.head)
    policy.publish(approved(draft, cast.head), by=cast.head)
    signed_in(client, cast.teacher)
    answer = client.post(ask_page(clause), {"text": "Words that took an hour", "send": "1"})
    assert "Words that took an hour" in text_of(answer)
    assert "newer version" in text_of(answer)
    assert client.get(ask_page(clause)).status_code == 409
    assert "Ask about this clause" not in text_of(client.get(clause.get_absolute_url()))


def test_the_headteacher_answers_for_everybody_in_words_that_tell_nothing_of_the_asker(cast, client, clause):
    question = asked(clause, cast.teacher, "My Ella is sixteen: is she a pupil?")
    signed_in(client, cast.head)
    assert "My Ella" in text_of(client.get(reverse("advice:list")))
    address = reverse("advice:answer", args=[question.pk])
    seen = client.get(address).context["seen"]
    missing = client.post(address, {"seen": seen, "text": "She is."})
    assert "Choose who can read it" in text_of(missing)
    assert "She is." in text_of(missing)
    typed = {"seen": seen, "text": "Everybody on roll is.", "readers": "everyone", "shown_as": "Who is a pupil?"}
    assert client.post(address, typed).status_code == 302
    signed_in(client, cast.volunteer)
    for page in (clause.get_absolute_url(), question.get_absolute_url(), f"{reverse('advice:list')}?show=everyone"):
        read = text_of(client.get(page))
        assert "Who is a pupil?" in read
        assert "Ella" not in read
        assert "Hesketh" not in read
    assert "My Ella" in text_of(signed_in(client, cast.teacher).get(question.get_absolute_url()))


def test_an_answer_is_changed_on_the_same_page(cast, client, clause):
    question = asked(clause, cast.teacher)
    actions.give_answer(question, by=cast.head, text="Old words.", for_everyone=False)
    address = reverse("advice:answer", args=[question.pk])
    form = signed_in(client, cast.head).get(address)
    assert form.context["form"]["text"].value() == "Old words."
    typed = {"seen": form.context["seen"], "text": "New words.", "readers": "asker", "shown_as": ""}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 409
    question.refresh_from_db()
    assert (question.answer, question.for_everyone) == ("New words.", False)


def test_an_asker_withdraws_and_still_finds_the_question(cast, client, clause):
    question = asked(clause, cast.teacher)
    signed_in(client, cast.teacher)
    address = reverse("advice:withdraw", args=[question.pk])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert "What is a pupil?" in text_of(client.get(f"{reverse('advice:list')}?show=own"))
    assert client.get(address).status_code == 409
    assert signed_in(client, cast.head).get(question.get_absolute_url()).status_code == 404


WHO = [
    # who, an open question of the teacher's, their private answer, the answer for everybody, answering, withdrawing
    ("teacher", 200, 200, 200, 404, 200),
    ("head", 200, 200, 200, 200, 403),
    ("chair", 404, 404, 200, 404, 404),
    ("dsl", 404, 404, 200, 404, 404),
    ("volunteer", 404, 404, 200, 404, 404),
    ("governor", 404, 404, 200, 404, 404),
    ("other_head", 404, 404, 404, 404, 404),
    ("other_teacher", 404, 404, 404, 404, 404),
    ("stranger", 302, 302, 302, 302, 302),
]


@pytest.mark.parametrize(("who", "waits", "private", "everybody", "answering", "withdrawing"), WHO)
def test_who_opens_what(cast, client, clause, who, waits, private, everybody, answering, withdrawing):
    rows = [asked(clause, cast.teacher) for _ in range(3)]
    actions.give_answer(rows[1], by=cast.head, text="Only you.", for_everyone=False)
    actions.give_answer(rows[2], by=cast.head, text="All of you.", for_everyone=True)
    signed_in(client, getattr(cast, who))
    found = [client.get(question.get_absolute_url()).status_code for question in rows]
    assert found == [waits, private, everybody]
    assert client.get(reverse("advice:answer", args=[rows[0].pk])).status_code == answering
    assert client.get(reverse("advice:withdraw", args=[rows[0].pk])).status_code == withdrawing


def test_a_private_question_changes_nothing_that_another_adult_sees(cast, client, clause):
    pages = (clause.get_absolute_url(), clause.version.policy.get_absolute_url(), reverse("advice:list"), "/",
             f"{reverse('advice:list')}?show=everyone")  # fmt: skip
    signed_in(client, cast.volunteer)

    def opened() -> list[str]:
        return [client.get(page).content.decode().partition("<main")[2] for page in pages]

    def plain(texts):
        import re

        return [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text) for text in texts]

    before = plain(opened())
    question = asked(clause, cast.teacher)
    assert plain(opened()) == before
    actions.give_answer(question, by=cast.head, text="Only you.", for_everyone=False)
    assert plain(opened()) == before


def test_the_lists_are_paged_and_cost_as_many_queries_for_twenty_as_for_two(
    cast, client, clause, monkeypatch, django_assert_max_num_queries
):
    signed_in(client, cast.head)
    counts = []
    for number in (2, 18):
        for _ in range(number):
            question = asked(clause, cast.teacher)
            actions.give_answer(question, by=cast.head, text="Yes.", for_everyone=True)
            asked(clause, cast.volunteer)
        for page in (f"{reverse('advice:list')}?show=open", f"{reverse('advice:list')}?show=answered",
                     clause.get_absolute_url(), clause.version.policy.get_absolute_url()):  # fmt: skip
            client.get(page)
            with django_assert_max_num_queries(60) as seen:
                assert client.get(page).status_code == 200
            counts.append(len(seen))
    assert counts[:4] == counts[4:]
    monkeypatch.setattr(queries, "PAGE", 7)
    for name, newest_first in (("open", False), ("answered", True)):
        found, after = [], ""
        while True:
            rows, after = queries.page_of(cast.head, name, after)
            found += [row.question.asked_at for row in rows]
            if not after:
                break
        assert len(found) == 20
        assert found == sorted(found, reverse=newest_first)
        assert rules.STATES


def test_a_list_opens_for_every_adult_with_what_is_theirs(cast, client, clause):
    asked(clause, cast.teacher)
    assert "What is a pupil?" in text_of(signed_in(client, cast.teacher).get(reverse("advice:list")))
    read = text_of(signed_in(client, cast.volunteer).get(f"{reverse('advice:list')}?show=open"))
    assert "What is a pupil?" not in read
    assert "Waiting for an answer" not in read
