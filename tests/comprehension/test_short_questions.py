"""Short questions: off by default, one a page, a wrong answer shows the clause, and only "understood" is kept."""

import uuid

import pytest
from cast import a_school, again, an_adult, signed_in
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.urls import reverse
from papers import approved

from belisha.comprehension import actions, queries, rules
from belisha.comprehension.models import ShortQuestion, Understood
from belisha.core import audit
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.duties import actions as duties
from belisha.duties import jobs
from belisha.duties.models import Acknowledgement
from belisha.duties.rules import DONE, DUE
from belisha.packs.teaching import shipped_questions
from belisha.policy import actions as policies
from belisha.policy import intake
from belisha.policy.editing import actions as editing
from belisha.policy.written import SHIPPED

pytestmark = pytest.mark.django_db

WORDS = {"text": "Whose telephone do you use?", "choices": ["My own", "The school's"], "right": 2, "why": "See below."}


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast):
    version = intake.adopt(cast.school, SHIPPED, "Social media policy", {"school": cast.school.name}, by=cast.head)
    approved(version, cast.head)
    policies.publish(version, by=cast.head)
    jobs.open_for_version.call(str(version.pk))
    return version


def duty_of(adult, version) -> Acknowledgement:
    return Acknowledgement.objects.select_related("version__policy", "school").get(
        adult=adult, version=version, state=DUE
    )


def a_question(cast, version, clauses=("6-02-b",), start=True, **more) -> ShortQuestion:
    given = {**WORDS, "clauses": list(clauses), **more}
    question = actions.add(version.policy, by=cast.head, key=uuid.uuid4(), **given)
    if start:
        actions.start(question, by=cast.head)
    return fresh(question)


def fresh(question) -> ShortQuestion:
    return ShortQuestion.objects.select_related("policy", "school", "version__policy").get(pk=question.pk)


def a_new_edition(cast, version, *, reword=(), retire=()):
    """The next version in force, with some clauses in other words, what changed marked as material."""
    from belisha.changes import actions as changes
    from belisha.changes import editions

    draft = editing.new_edition(version, by=cast.head)
    for ident in reword:
        clause = draft.clauses.select_related("version__policy", "school").get(ident=ident)
        editing.reword(clause, by=cast.head, text=f"{clause.text} You must do so every single day.")
    for ident in retire:
        editing.retire(draft.clauses.select_related("version__policy", "school").get(ident=ident), by=cast.head)
    draft.refresh_from_db()
    changed = [each for each in editions.draft_changes(draft) if each.changed]
    marks = {each.key: True for each in changed}
    changes.mark(draft, by=cast.head, marks=marks, shown=editions.fingerprint(changed))
    approved(draft, cast.head)
    policies.publish(draft, by=cast.head)
    jobs.open_for_version.call(str(draft.pk))
    return draft


# -- the way to an acknowledgement -----------------------------------------------------------------------------------


def test_nothing_is_asked_until_the_school_switches_it_on(cast, version, client):
    assert queries.open_for(cast.teacher, version) == []
    a_question(cast, version, start=False)
    assert queries.open_for(cast.teacher, version) == []
    page = signed_in(client, cast.teacher).get(reverse("duties:acknowledge", args=[duty_of(cast.teacher, version).pk]))
    assert page.status_code == 200


@pytest.mark.clause("4-11-a")
def test_a_wrong_answer_shows_the_clause_in_the_schools_words_and_asks_again(cast, version, client):
    question = a_question(cast, version)
    duty = duty_of(cast.teacher, version)
    signed_in(client, cast.teacher)
    asked = client.get(reverse("duties:acknowledge", args=[duty.pk]), follow=True)
    address = reverse("duties:understand", args=[duty.pk])
    assert asked.redirect_chain == [(address, 302)]
    page = asked.content.decode()
    clause = version.clauses.get(ident="6-02-b").text
    assert WORDS["text"] in page
    assert clause not in page
    wrong = client.post(address, {"question": question.pk, "choice": "1"}).content.decode()
    assert "Read it once more" in wrong
    assert clause in wrong
    assert WORDS["text"] in wrong
    right = client.post(address, {"question": question.pk, "choice": "2"}, follow=True)
    assert right.redirect_chain[-1][0] == reverse("duties:acknowledge", args=[duty.pk])
    client.post(reverse("duties:acknowledge", args=[duty.pk]), {"read": "on"})
    assert Acknowledgement.objects.get(pk=duty.pk).state == DONE


def test_of_several_each_has_its_page_and_what_was_understood_is_not_asked_again(cast, version, client):
    first, second = (a_question(cast, version, text=f"Question {n}?") for n in "12")
    address = reverse("duties:understand", args=[duty_of(cast.teacher, version).pk])
    signed_in(client, cast.teacher)
    page = client.get(address).content.decode()
    assert "2 short questions" in page
    assert "Question 2?" not in page
    page = client.post(address, {"question": first.pk, "choice": "2"}, follow=True).content.decode()
    assert "Question 2?" in page
    assert "Question 1?" not in page
    again_sent = client.post(address, {"question": first.pk, "choice": "2"}, follow=True)
    assert "Question 2?" in again_sent.content.decode()
    assert Understood.objects.count() == 1
    client.post(address, {"question": second.pk, "choice": "2"})
    assert Understood.objects.count() == 2


def test_no_answer_is_an_error_that_says_what_to_do(cast, version, client):
    question = a_question(cast, version)
    address = reverse("duties:understand", args=[duty_of(cast.teacher, version).pk])
    for choice in ({}, {"choice": "9"}, {"choice": "x"}):
        page = signed_in(client, cast.teacher).post(address, {"question": question.pk, **choice}).content.decode()
        assert "govuk-error-summary" in page
    assert not Understood.objects.exists()


@pytest.mark.parametrize("sent", [{"read": "on"}, {"read": "on", "understood": "1"}, {}])
def test_a_form_sent_by_hand_does_not_pass_by_a_question(cast, version, client, sent):
    a_question(cast, version)
    duty = duty_of(cast.teacher, version)
    answer = signed_in(client, cast.teacher).post(reverse("duties:acknowledge", args=[duty.pk]), sent)
    assert (answer.status_code, answer.url) == (302, reverse("duties:understand", args=[duty.pk]))
    with pytest.raises(NotAllowed, match="short question"):
        duties.acknowledge(duty_of(cast.teacher, version), by=again(cast.teacher), wording="read")
    assert duty_of(cast.teacher, version)


def test_a_question_switched_on_while_somebody_reads_loses_nothing_and_asks_it_then(cast, version, client):
    first = a_question(cast, version, text="First?")
    duty = duty_of(cast.teacher, version)
    signed_in(client, cast.teacher)
    client.post(reverse("duties:understand", args=[duty.pk]), {"question": first.pk, "choice": "2"})
    client.get(reverse("duties:acknowledge", args=[duty.pk]))
    second = a_question(cast, version, text="Second?")
    page = client.post(reverse("duties:acknowledge", args=[duty.pk]), {"read": "on"}, follow=True).content.decode()
    assert "Second?" in page
    assert "First?" not in page
    client.post(reverse("duties:understand", args=[duty.pk]), {"question": second.pk, "choice": "2"})
    client.post(reverse("duties:acknowledge", args=[duty.pk]), {"read": "on"})
    assert Acknowledgement.objects.get(pk=duty.pk).state == DONE


def test_a_question_switched_off_while_it_is_open_lets_them_go_on(cast, version, client):
    question = a_question(cast, version)
    duty = duty_of(cast.teacher, version)
    actions.stop(question, by=cast.head)
    sent = {"question": question.pk, "choice": "1"}
    answer = signed_in(client, cast.teacher).post(reverse("duties:understand", args=[duty.pk]), sent)
    assert answer.url == reverse("duties:acknowledge", args=[duty.pk])
    with pytest.raises(NotAllowed, match="no longer asked"):
        actions.understand(fresh(question), by=cast.head, choice=2)
    with pytest.raises(Refused):
        actions.understand(fresh(question), by=cast.teacher, choice=2)


def test_whoever_came_in_with_a_code_is_asked_and_understands_as_everybody(cast, version):
    question = a_question(cast, version, clauses=("6-17-a",))
    adult = again(cast.teacher)
    adult.by_code = True
    assert [each.pk for each in queries.open_for(adult, version)] == [question.pk]
    actions.understand(question, by=adult, choice=2)
    assert queries.open_for(adult, version) == []


def test_a_question_about_teachers_is_asked_of_teachers(cast, version):
    a_question(cast, version, clauses=("6-17-a",))
    trainee = an_adult(cast.school, "Tess Marl", "trainee_teacher")
    assert queries.open_for(cast.teacher, version)
    assert queries.open_for(trainee, version)
    assert queries.open_for(cast.volunteer, version) == []


# -- what is kept ----------------------------------------------------------------------------------------------------


def test_a_wrong_answer_is_kept_nowhere(cast, version, client):
    question = a_question(cast, version)
    address = reverse("duties:understand", args=[duty_of(cast.teacher, version).pk])
    signed_in(client, cast.teacher)
    client.get(address)
    before = AuditEntry.objects.count(), set(client.session.keys())
    for _ in range(3):
        client.post(address, {"question": question.pk, "choice": "1"})
    assert (AuditEntry.objects.count(), set(client.session.keys())) == before
    assert not Understood.objects.exists()
    assert all("choice" not in str(each.get_decoded()) for each in Session.objects.all())
    with pytest.raises(NotAllowed):
        actions.understand(question, by=again(cast.teacher), choice=1)
    assert AuditEntry.objects.count() == before[0]


def test_what_is_kept_is_who_which_version_and_when_and_nothing_like_a_mark(cast, version, client):
    question = a_question(cast, version)
    address = reverse("duties:understand", args=[duty_of(cast.teacher, version).pk])
    signed_in(client, cast.teacher)
    for choice in "1112":
        client.post(address, {"question": question.pk, "choice": choice})
    fields = {field.attname for field in Understood._meta.concrete_fields}
    assert fields == {"id", "school_id", "adult_id", "question_id", "version_id", "clauses", "at"}
    row = Understood.objects.get()
    assert (row.adult_id, row.version_id, row.clauses) == (cast.teacher.pk, version.pk, ["6-02-b"])
    said = audit.words(AuditEntry.objects.filter(kind="comprehension.understand").get())
    assert not {"choice", "tries", "right"} & set(said.details)
    assert "choice" not in said.change


def test_understood_twice_is_understood_once(cast, version):
    question = a_question(cast, version)
    actions.understand(question, by=cast.teacher, choice=2)
    with pytest.raises(Conflict):
        actions.understand(question, by=cast.teacher, choice=2)
    row = Understood.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Understood.objects.create(
            school=cast.school, adult=cast.teacher, question=question, version=version, clauses=row.clauses
        )


# -- new versions ----------------------------------------------------------------------------------------------------


def test_after_a_new_version_only_a_question_about_what_changed_is_asked_again(cast, version):
    changed, same = a_question(cast, version, ("6-02-b",)), a_question(cast, version, ("6-05-a",))
    for question in (changed, same):
        actions.understand(question, by=cast.teacher, choice=2)
    newer = a_new_edition(cast, version, reword=("6-02-b",))
    assert [each.pk for each in queries.open_for(again(cast.teacher), newer)] == [changed.pk]
    assert len(queries.open_for(cast.dsl, newer)) == 2
    actions.understand(fresh(changed), by=cast.teacher, choice=2)
    assert queries.open_for(again(cast.teacher), newer) == []


def test_a_group_of_which_a_clause_was_taken_out_is_asked_again(cast, version):
    question = a_question(cast, version, ("6-02-a", "6-02-b"))
    actions.understand(question, by=cast.teacher, choice=2)
    newer = a_new_edition(cast, version, retire=("6-02-a",))
    assert fresh(question).clauses == ["6-02-b"]
    assert [each.pk for each in queries.open_for(again(cast.teacher), newer)] == [question.pk]


def test_a_question_whose_clauses_are_all_gone_is_asked_of_nobody_and_its_keepers_see_that(cast, version, client):
    question = a_question(cast, version, ("6-02-b",))
    newer = a_new_edition(cast, version, retire=("6-02-b",))
    assert fresh(question).clauses == []
    assert queries.open_for(cast.teacher, newer) == []
    page = signed_in(client, cast.head).get(reverse("comprehension:policy", args=[version.policy_id]))
    assert "Its clauses are gone" in page.content.decode()
    actions.stop(fresh(question), by=cast.head)
    with pytest.raises(NotAllowed, match="no longer in force"):
        actions.start(fresh(question), by=cast.head)


def test_where_it_cannot_be_told_what_changed_it_is_asked_again():
    assert rules.still_holds(None, ["1-01-a"], ["1-01-a"]) is False
    assert rules.still_holds([], ["1-01-a"], ["1-01-a"]) is True


@pytest.mark.parametrize(
    ("clauses", "lineage", "then"),
    [
        (["a"], {"a": ["a"], "b": ["b"]}, ["a"]),
        (["a"], {"x": ["a"], "b": ["b"]}, ["x"]),
        (["a"], {"x": ["a"], "y": ["a"]}, ["x", "y"]),
        (["a", "b"], {"x": ["a", "b"]}, ["x"]),
        (["a"], {"b": ["b"]}, []),
        (["a"], {"a": [], "b": []}, ["a"]),
        ([], {"a": ["a"]}, []),
    ],
)
def test_a_question_goes_on_with_the_clauses_that_go_back_to_its_own(clauses, lineage, then):
    assert rules.descends(clauses, lineage) == then


# -- the pack --------------------------------------------------------------------------------------------------------


def test_the_pack_offers_a_question_only_where_the_policy_has_all_its_clauses(cast, version, tmp_path):
    from papers import published

    offered = {row.key for row in queries.offered(cast.head, version)}
    assert offered == {row.key for row in shipped_questions().rows}
    newer = a_new_edition(cast, version, retire=("8-01-c",))
    assert {row.key for row in queries.offered(cast.head, newer)} == offered - {"bullied-online"}
    own = published(cast, tmp_path)
    assert "niece-in-year-four" not in {row.key for row in queries.offered(cast.head, own)}
    with pytest.raises(NotAllowed, match="does not have the clauses"):
        actions.take(own.policy, by=cast.head, key="niece-in-year-four")


def test_one_that_is_taken_is_asked_and_no_longer_offered(cast, version):
    actions.take(version.policy, by=cast.head, key="own-time")
    taken = ShortQuestion.objects.get()
    assert (taken.state, taken.clauses) == (rules.ON, ["2-02-a", "4-12-a"])
    assert "own-time" not in {row.key for row in queries.offered(cast.head, version)}
    for key in ("own-time", "no-such-question"):
        with pytest.raises(NotAllowed):
            actions.take(version.policy, by=cast.head, key=key)


def test_every_shipped_question_has_one_right_answer_and_help_that_does_not_give_it_away():
    rows = shipped_questions().rows
    assert len(rows) >= 12
    assert {row.right for row in rows} >= {1, 2, 3, 4}
    assert [row.key for row in rows if row.choices[row.right - 1].lower() in row.why.lower()] in ([], ["own-time"])
    assert [row.key for row in rows if not 2 <= len(set(row.choices)) == len(row.choices) <= 4] == []


# -- who may do what -------------------------------------------------------------------------------------------------

# Who: opens the questions of a policy, opens one, may write one.
DOORS = {
    "head": (200, 200, 200), "chair": (404, 404, 404), "dsl": (200, 200, 403), "teacher": (404, 404, 404),
    "agency_ta": (404, 404, 404), "volunteer": (404, 404, 404), "governor": (404, 404, 404), "it_lead": (404, 404, 404),
    "hr": (404, 404, 404), "office": (200, 200, 403), "leaver": (302, 302, 302), "other_head": (404, 404, 404),
    "trust_safeguarding": (200, 200, 403), "stranger": (302, 302, 302),
}  # fmt: skip


@pytest.mark.parametrize("who", DOORS)
def test_who_sees_and_who_keeps_the_questions(cast, version, client, who):
    question = a_question(cast, version)
    signed_in(client, getattr(cast, who))
    opened = [
        reverse("comprehension:policy", args=[version.policy_id]), reverse("comprehension:detail", args=[question.pk]),
        reverse("comprehension:add", args=[version.policy_id]),
    ]  # fmt: skip
    assert tuple(client.get(address).status_code for address in opened) == DOORS[who]


@pytest.mark.parametrize("who", ["chair", "dsl", "teacher", "office", "it_lead", "other_head", "trust_safeguarding"])
def test_nobody_else_writes_or_switches_a_question(cast, version, who):
    question, adult = a_question(cast, version), getattr(cast, who)
    with pytest.raises(Refused):
        actions.stop(question, by=adult)
    with pytest.raises(Refused):
        actions.take(version.policy, by=adult, key="own-time")
    with pytest.raises(Refused):
        actions.add(version.policy, by=adult, key=uuid.uuid4(), clauses=["6-02-b"], **WORDS)


@pytest.mark.parametrize("who", ["other_head", "other_teacher", "leaver"])
def test_nobody_from_elsewhere_understands_it(cast, version, who):
    with pytest.raises(Refused):
        actions.understand(a_question(cast, version), by=again(getattr(cast, who)), choice=2)


def test_a_leader_sees_who_understood_and_nothing_else_about_them(cast, version, client):
    question = a_question(cast, version)
    actions.understand(question, by=cast.teacher, choice=2)
    page = signed_in(client, cast.dsl).get(reverse("comprehension:detail", args=[question.pk])).content.decode()
    assert cast.teacher.name in page
    assert cast.volunteer.name not in page
    assert queries.page_of_understood(cast.governor, question)[0] == []
    assert "tries" not in page.split("<main")[1]


def test_the_duty_of_another_asks_nothing(cast, version, client):
    a_question(cast, version)
    address = reverse("duties:understand", args=[duty_of(cast.teacher, version).pk])
    for who in (cast.head, cast.volunteer, cast.other_head):
        assert signed_in(client, who).get(address).status_code == 404


# -- writing one -----------------------------------------------------------------------------------------------------


def typed(**more) -> dict:
    return {
        "clauses": "6.2(b)", "text": "Whose?", "answer_1": "Mine", "answer_2": "The school's", "right": "2", "why": "",
        **more,
    }  # fmt: skip


def test_the_headteacher_writes_switches_on_changes_and_switches_off_a_question(cast, version, client):
    signed_in(client, cast.head)
    add = reverse("comprehension:add", args=[version.policy_id])
    key = str(uuid.uuid4())
    assert [client.post(add, typed(key=key)).status_code for _ in range(2)] == [302, 409]
    question = ShortQuestion.objects.get()
    assert (question.state, question.clauses, question.choices) == (rules.OFF, ["6-02-b"], ["Mine", "The school's"])
    client.post(reverse("comprehension:edit", args=[question.pk]), typed(text="Whose telephone?", answer_3="Any"))
    assert fresh(question).text == "Whose telephone?"
    client.post(reverse("comprehension:start", args=[question.pk]))
    assert fresh(question).state == rules.ON
    with pytest.raises(NotAllowed, match="asked at the moment"):
        actions.change(fresh(question), by=cast.head, clauses=["6-02-b"], **WORDS)
    actions.understand(fresh(question), by=cast.head, choice=2)
    client.post(reverse("comprehension:stop", args=[question.pk]))
    with pytest.raises(NotAllowed, match="understood it already"):
        actions.change(fresh(question), by=cast.head, clauses=["6-02-b"], **WORDS)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"clauses": "99.9"}, "no clause 99.9"),
        ({"clauses": ""}, "at least one clause"),
        ({"answer_2": ""}, "Write an answer"),
        ({"right": "4"}, "one of the answers that you wrote"),
        ({"right": ""}, "Choose the right answer"),
        ({"answer_4": "Fourth"}, "leave the fourth empty"),
        ({"answer_2": "mine"}, "two of them are the same"),
        ({"text": ""}, "Write the question"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(cast, version, client, more, told):
    answer = signed_in(client, cast.head).post(
        reverse("comprehension:add", args=[version.policy_id]), typed(why="My help.", **more)
    )
    page = answer.content.decode()
    assert told in page
    assert "My help." in page
    assert not ShortQuestion.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"clauses": []}, {"clauses": ["99-99-z"]}, {"right": 3}, {"right": 0}, {"choices": ["One"]}]
)
def test_the_action_refuses_what_is_no_question(cast, version, wrong):
    with pytest.raises(NotAllowed):
        actions.add(version.policy, by=cast.head, key=uuid.uuid4(), **{**WORDS, "clauses": ["6-02-b"], **wrong})
