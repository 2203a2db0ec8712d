"""A question about a clause: asked, answered for everybody or for one adult, and standing with the clause."""

import uuid

import pytest
from cast import a_school, again, an_adult, signed_in
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from papers import SHORT, approved, published

from belisha.advice import actions, queries, rules
from belisha.advice.models import Question
from belisha.core.access import SET_UP, Can, Role, may, sees
from belisha.core.action import fingerprint
from belisha.core.audit import words as words_of
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry, Notice
from belisha.core.queries import page_of_entries
from belisha.people import actions as people
from belisha.people.models import Adult
from belisha.policy import actions as policy
from belisha.policy.asides import BESIDE_CLAUSE, MARKS, asides
from belisha.policy.editing import actions as editing
from belisha.policy.models import Clause, Version
from belisha.policy.searching.places import SEARCHED
from belisha.policy.searching.rules import words

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4-14-a")]
TEXT = "Does this hold for a former pupil of my daughter’s choir?"
PLAIN = "Does this hold for former pupils?"
ANSWER = "Yes, until they are grown up."


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast, tmp_path) -> Version:
    return published(cast, tmp_path)


def rule(version, beginning="Staff must not accept") -> Clause:
    return version.clauses.get(text__startswith=beginning)


def asked(clause, by, text=TEXT) -> Question:
    return actions.ask(Clause.objects.get(pk=clause.pk), by=by, text=text, key=uuid.uuid4())


def answered(clause, cast, *, for_everyone=True) -> Question:
    question = asked(clause, cast.teacher)
    actions.give_answer(question, by=cast.head, text=ANSWER, for_everyone=for_everyone, shown_as=PLAIN)
    return question


def beside(actor, clause) -> list[str]:
    return [seen.words for seen in queries.beside(actor, Clause.objects.get(pk=clause.pk))]


def next_edition(version, cast, change=lambda draft: None) -> Version:
    """The next edition, made in place, published."""
    draft = editing.new_edition(Version.objects.get(pk=version.pk), by=cast.head)
    change(draft)
    policy.publish(approved(draft, cast.head), by=cast.head)
    return Version.objects.get(pk=draft.pk)


# -- asking -------------------------------------------------------------------------------------------------------


def test_a_question_reaches_everybody_who_answers_and_the_letter_names_nothing(cast, version):
    people.add(
        cast.school, by=SET_UP, name="Nina Sol", kind="employee", email="second@alder.example",
        starts=timezone.localdate(), roles=(Role.HEADTEACHER,),
    )  # fmt: skip
    question = asked(rule(version), cast.teacher)
    assert (question.state, question.asker, question.clause) == (rules.OPEN, cast.teacher, rule(version))
    letters = Notice.objects.filter(letter="task")
    assert set(letters.values_list("address", flat=True)) == {cast.head.email, "second@alder.example"}
    assert [line.sentence for line in page_of_entries(cast.head, kind="question.ask")[0]] == [
        "Tom Hesketh asked a question about the policy"
    ]
    assert TEXT not in str(page_of_entries(cast.head, kind="question.ask")[0])


@pytest.mark.parametrize("who", ["head", "teacher", "agency_ta", "volunteer", "governor", "hr", "office"])
def test_every_adult_working_in_the_school_may_ask(cast, version, who):
    assert asked(rule(version), getattr(cast, who)).state == rules.OPEN


@pytest.mark.parametrize("who", ["leaver", "other_head", "other_teacher", "stranger"])
def test_nobody_else_may(cast, version, who):
    with pytest.raises(Refused):
        asked(rule(version), getattr(cast, who))
    assert not Question.objects.exists()


def test_a_second_click_asks_nothing_more(cast, version):
    key = uuid.uuid4()
    actions.ask(rule(version), by=cast.teacher, text=TEXT, key=key)
    with pytest.raises(NotAllowed, match="sent already"):
        actions.ask(rule(version), by=cast.teacher, text=TEXT, key=key)
    assert Notice.objects.filter(letter="task").count() == 1


def test_only_a_clause_in_force_is_asked_about(cast, version):
    draft = editing.new_edition(version, by=cast.head)
    with pytest.raises(NotAllowed):
        asked(rule(draft), cast.head)
    with pytest.raises(Refused):
        asked(rule(draft), cast.teacher)


# -- answering ----------------------------------------------------------------------------------------------------


def test_an_answer_for_everybody_is_read_by_everybody_without_the_askers_name_or_words(cast, version):
    question = answered(rule(version), cast)
    for who in ("head", "teacher", "volunteer", "governor", "office", "chair"):
        assert beside(getattr(cast, who), rule(version)), who
    for who in ("volunteer", "chair", "dsl"):
        seen = queries.seen(getattr(cast, who), question)
        assert (seen.words, seen.asker, seen.mine) == (PLAIN, "", False)
    assert queries.seen(cast.teacher, question).words == TEXT
    assert queries.seen(cast.head, question).asker == "Tom Hesketh"
    assert beside(cast.other_teacher, rule(version)) == []


def test_an_answer_for_the_asker_is_nobody_elses_to_read_or_to_count(cast, version):
    question = answered(rule(version), cast, for_everyone=False)
    for who in ("head", "teacher"):
        assert beside(getattr(cast, who), rule(version)) == [TEXT]
    for who in ("chair", "dsl", "volunteer", "governor", "office", "hr", "it_lead", "other_head"):
        actor = getattr(cast, who)
        assert beside(actor, rule(version)) == [], who
        assert not sees(actor, question), who
        assert queries.answered(actor, version) == {}, who
        for name in queries.lists_for(actor):
            assert queries.page_of(actor, name) == ([], ""), who


def test_whoever_asked_gets_a_letter_that_says_nothing(cast, version):
    answered(rule(version), cast)
    letter = Notice.objects.get(letter="signal")
    assert letter.address == cast.teacher.email


def test_a_leaver_gets_no_letter(cast, version):
    leaver = an_adult(cast.school, "Ada Soon")
    question = asked(rule(version), leaver)
    Adult.objects.filter(pk=leaver.pk).update(ends=timezone.localdate())
    question = Question.objects.get(pk=question.pk)
    actions.give_answer(question, by=cast.head, text=ANSWER, for_everyone=False)
    assert not Notice.objects.filter(letter="signal").exists()


@pytest.mark.parametrize("who", ["teacher", "chair", "dsl", "office", "volunteer", "other_head", "stranger"])
def test_only_those_who_answer_questions_answer(cast, version, who):
    question = asked(rule(version), cast.volunteer)
    with pytest.raises(Refused):
        actions.give_answer(question, by=getattr(cast, who), text=ANSWER, for_everyone=True)
    done = answered(rule(version), cast)
    with pytest.raises(Refused):
        actions.change_answer(done, by=getattr(cast, who), text="No.", for_everyone=True)


def test_a_headteacher_without_a_second_factor_does_not_answer(cast, version):
    question = asked(rule(version), cast.volunteer)
    with pytest.raises(Refused, match="second factor"):
        actions.give_answer(question, by=again(cast.head, second_factor=False), text=ANSWER, for_everyone=True)


def test_an_answer_is_changed_taken_from_everybody_and_given_to_them(cast, version):
    question = answered(rule(version), cast)
    actions.change_answer(question, by=cast.head, text="Ask me first.", for_everyone=False)
    assert beside(cast.volunteer, rule(version)) == []
    actions.change_answer(question, by=cast.head, text="Ask me first.", for_everyone=True, shown_as=PLAIN)
    assert beside(cast.volunteer, rule(version)) == [PLAIN]
    change = page_of_entries(cast.head, kind="question.change")[0][-1].change
    assert ("for everyone", "True", "False") in change


@pytest.mark.parametrize("for_everyone", [True, False])
def test_whoever_reads_the_log_reads_no_question_and_no_answer(cast, version, for_everyone):
    question = answered(rule(version), cast, for_everyone=for_everyone)
    actions.change_answer(question, by=cast.head, text="Ask me first.", for_everyone=for_everyone)
    for entry in AuditEntry.objects.filter(kind__startswith="question."):
        said = str(words_of(entry))
        assert not [text for text in (TEXT, PLAIN, ANSWER, "Ask me first.") if text in said]


def test_an_answer_that_somebody_else_changed_meanwhile_is_not_written_over(cast, version):
    question = answered(rule(version), cast)
    seen = fingerprint(question)
    actions.change_answer(Question.objects.get(pk=question.pk), by=cast.head, text="First.", for_everyone=True)
    with pytest.raises(Conflict):
        actions.change_answer(question, by=cast.head, seen=seen, text="Second.", for_everyone=True)


def test_of_two_who_answer_at_once_one_is_told(cast, version):
    question = asked(rule(version), cast.teacher)
    actions.give_answer(Question.objects.get(pk=question.pk), by=cast.head, text=ANSWER, for_everyone=False)
    with pytest.raises(NotAllowed):
        actions.give_answer(question, by=cast.head, text="Another.", for_everyone=False)


# -- withdrawing --------------------------------------------------------------------------------------------------


def test_an_unanswered_question_is_withdrawn_by_its_asker_alone_and_then_seen_by_no_other(cast, version):
    question = asked(rule(version), cast.teacher)
    for who in ("head", "volunteer"):
        with pytest.raises(Refused):
            actions.withdraw(question, by=getattr(cast, who))
    actions.withdraw(question, by=cast.teacher)
    assert not sees(cast.head, question)
    assert sees(cast.teacher, question)
    assert beside(cast.teacher, rule(version)) == []
    with pytest.raises(Refused):
        actions.give_answer(question, by=cast.head, text=ANSWER, for_everyone=True)


def test_an_answered_question_is_not_withdrawn(cast, version):
    with pytest.raises(NotAllowed):
        actions.withdraw(answered(rule(version), cast), by=cast.teacher)


@pytest.mark.parametrize(
    "fields",
    [{"state": "asked"}, {"answer": ""}, {"answered_at": None}, {"shown_as": ""}, {"state": "open"}],
)
def test_the_database_itself_refuses_half_an_answer(cast, version, fields):
    question = answered(rule(version), cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**fields)


# -- standing with the clause -----------------------------------------------------------------------------------


def test_an_answer_stands_with_the_clause_in_later_versions_and_says_when_the_words_changed(cast, version):
    answered(rule(version), cast)
    second = next_edition(version, cast)
    (kept,) = queries.beside(cast.volunteer, rule(second))
    assert not kept.earlier
    reworded = "Staff must not chat with pupils."
    third = next_edition(second, cast, lambda draft: editing.reword(rule(draft), by=cast.head, text=reworded))
    (old,) = queries.beside(cast.volunteer, rule(third, "Staff must not chat"))
    assert old.earlier
    assert beside(cast.volunteer, rule(version)) == [PLAIN]


def test_an_answer_goes_with_a_clause_that_was_taken_out_no_further(cast, version):
    answered(rule(version), cast)
    second = next_edition(version, cast, lambda draft: editing.retire(rule(draft), by=cast.head))
    assert queries.answered(cast.head, second) == {}


def test_a_question_that_still_waits_goes_along_and_a_withdrawn_one_does_not(cast, version):
    waits, gone = asked(rule(version), cast.teacher), asked(rule(version), cast.volunteer)
    actions.withdraw(gone, by=cast.volunteer)
    second = next_edition(version, cast)
    assert list(rule(second).questions.all()) == [waits]


def test_an_imported_edition_takes_its_answers_along(cast, version, tmp_path):
    answered(rule(version), cast)
    second = published(cast, tmp_path, SHORT.replace("should check", "must check"), policy=version.policy)
    assert beside(cast.volunteer, rule(second)) == [PLAIN]


def test_a_draft_shows_what_was_asked_about_the_clause_it_goes_back_to(cast, version):
    answered(rule(version), cast)
    draft = editing.new_edition(version, by=cast.head)
    assert beside(cast.head, rule(draft)) == [TEXT]


IDENTS = st.sampled_from(["1-01-a", "1-01-b", "2-01-a"])


@given(st.dictionaries(IDENTS, st.lists(IDENTS, max_size=2)), IDENTS)
def test_a_clause_goes_back_by_its_lineage_and_by_its_id_only_where_there_is_none(came_from, before):
    found = rules.descends(before, came_from)
    if any(came_from.values()):
        assert found == [ident for ident in came_from if before in came_from[ident]]
    else:
        assert found == [before] * (before in came_from)


# -- where it shows ------------------------------------------------------------------------------------------------


def test_marks_count_the_answers_that_the_reader_may_read(cast, version):
    clause = rule(version)
    answered(clause, cast)
    answered(clause, cast, for_everyone=False)
    labels = {}
    for who in ("volunteer", "teacher", "head"):
        found = {}
        for ask in MARKS:
            found |= {ident: [mark.label for mark in some] for ident, some in ask(getattr(cast, who), version).items()}
        labels[who] = found[clause.ident]
    assert labels == {"volunteer": ["1 answer"], "teacher": ["2 answers"], "head": ["2 answers"]}


def test_the_clause_says_where_to_ask_to_those_who_may(cast, version):
    def templates(actor):
        clause = Clause.objects.select_related("version__policy", "school").get(pk=rule(version).pk)
        return [aside.template for aside in asides(actor, clause, BESIDE_CLAUSE)]

    assert "advice/parts/asked.html" in templates(cast.volunteer)
    assert may(cast.volunteer, Can.ASK_QUESTION, rule(version))


def test_an_answer_for_everybody_is_found_and_a_private_one_or_the_askers_words_are_not(cast, version):
    assert queries.search in SEARCHED
    answered(rule(version), cast)
    answered(rule(version, "Teachers should"), cast, for_everyone=False)
    for who in ("volunteer", "teacher", "head"):
        hits = queries.search(getattr(cast, who), words("former pupils"))
        assert [(hit.title, hit.text) for hit in hits] == [(PLAIN, ANSWER)], who
    assert queries.search(cast.volunteer, words("choir")) == []
    assert queries.search(cast.other_teacher, words("former pupils")) == []


def test_the_task_of_the_home_page_counts_what_waits(cast, client, version):
    asked(rule(version), cast.teacher)
    asked(rule(version), cast.volunteer)
    page = signed_in(client, cast.head).get("/").content.decode()
    assert "Answer 2 questions about the policy" in page
    assert reverse("advice:list") in page
    assert "questions about the policy" not in signed_in(client, cast.teacher).get("/").content.decode()
