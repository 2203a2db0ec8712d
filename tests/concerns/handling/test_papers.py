"""Letters and forms: nothing left to fill in, no child named, plain text whatever was typed, and every copy noted."""

import io
import re
import uuid
import zipfile
from datetime import timedelta

import pytest
from cast import a_school, again, signed_in
from concerned import a_concern
from concerns.handling.handled import a_paper
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pupils.listed import some_pupils

from belisha.concerns import queries as concerns
from belisha.concerns.handling import queries
from belisha.concerns.handling.models import Paper
from belisha.concerns.handling.papers import actions, rules, word
from belisha.concerns.handling.papers.rules import Line
from belisha.concerns.rules import Young
from belisha.core.errors import Conflict, NotAllowed
from belisha.look.templatetags.look import day
from belisha.pupils.models import Pupil

pytestmark = pytest.mark.django_db
LETTERS = ("invitation", "warning", "site", "note")


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def concern(cast):
    return a_concern(cast, kind="cyberbullying_of_staff", subjects=())


def taken(client, paper: Paper) -> bytes:
    answer = client.post(reverse("handling:paper_export", args=[paper.concern_id, paper.pk]))
    assert answer.status_code == 200, answer.content
    return answer.content


def text_of(file: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(file)).paragraphs)


@pytest.mark.clause("8-03-a")
def test_every_letter_is_a_word_file_on_the_school_s_name_with_nothing_left_to_fill_in(client, cast, concern):
    signed_in(client, cast.head)
    for kind in LETTERS:
        said = text_of(taken(client, a_paper(concern, cast.head, kind, signed="Margaret Okafor, Headteacher")))
        assert said.startswith(cast.school.name)
        assert "Margaret Okafor, Headteacher" in said
        assert not re.search(r"[\[\]{}]|\.\.\.|…", said), kind


def test_a_letter_that_is_not_complete_is_kept_and_gives_no_file(client, cast, concern):
    paper = a_paper(concern, cast.head, "invitation", when="")
    answer = signed_in(client, cast.head).post(reverse("handling:paper_export", args=[concern.pk, paper.pk]))
    assert answer.status_code != 200
    assert b"On which day and at what time" in answer.content
    page = client.get(paper.get_absolute_url()).content
    assert b"Take the Word file" not in page


def test_the_sentence_about_accused_teachers_stands_only_where_it_was_asked_for(cast, concern):
    template, said = rules.templates()["warning"], {"accused": "no", "to": "A", "what": "insult", "before": "We wrote."}
    said |= {"by": "Friday", "contact": "the office", "signed": "The chair"}
    without = " ".join(line.text for line in rules.lines(template, said, "School", "today"))
    with_it = " ".join(line.text for line in rules.lines(template, {**said, "accused": "yes"}, "School", "today"))
    assert "pupil has accused" in with_it
    assert "pupil has accused" not in without


def test_nobody_is_kept_off_the_site_for_words_online_alone(client, cast, concern):
    paper = a_paper(concern, cast.head, "site", on_site="no")
    answer = signed_in(client, cast.head).post(reverse("handling:paper_export", args=[concern.pk, paper.pk]))
    assert answer.status_code != 200
    assert b"For words online alone there is letter 2" in answer.content


def test_a_letter_never_names_a_child_of_the_concern(client, cast):
    some_pupils(cast, "Zofia Lindqvist")
    pupil = Pupil.objects.get(name="Zofia Lindqvist")
    concern = a_concern(cast, kind="trolling", subjects=(), children=(Young(pupil=pupil.pk),))
    with pytest.raises(NotAllowed, match="child’s name"):
        a_paper(concern, cast.head, "invitation", where="with the teacher of zofia\n LINDQVIST")
    paper = a_paper(concern, cast.head, "invitation")
    where = reverse("handling:paper_edit", args=[concern.pk, paper.pk])
    answer = signed_in(client, cast.head).post(where, {"to": "Parent of Zofia Lindqvist", "where": "In the hall"})
    assert "child’s name stands in it" in answer.content.decode()
    assert b"In the hall" in answer.content
    assert queries.words_of(Paper.objects.get(pk=paper.pk))["to"] == "Something"


HOSTILE = '=1+1 {MERGEFIELD x} { INCLUDETEXT "x" } <w:fldSimple w:instr="DDE"/> &amp; \x00\x0b\ud800￾ {signed} %s'


def test_what_was_typed_is_plain_text_in_the_file_and_cannot_break_it(client, cast, concern):
    typed = HOSTILE.replace("\ud800", "")
    paper = a_paper(concern, cast.head, "invitation", where=typed, signed="The Headteacher")
    file = taken(signed_in(client, cast.head), paper)
    said = text_of(file)
    assert '{MERGEFIELD x} { INCLUDETEXT "x" } <w:fldSimple w:instr="DDE"/> &amp;' in said
    assert "{signed} %s" in said
    xml = zipfile.ZipFile(io.BytesIO(file)).read("word/document.xml").decode()
    assert not re.search(r"<w:(fldSimple|instrText|hyperlink|object)\b", xml)
    assert text_of(word.document([Line(HOSTILE)], "A school")).startswith("=1+1")


def test_the_file_s_name_and_properties_say_nothing_and_that_it_was_taken_is_written_down(client, cast, concern):
    paper = a_paper(concern, cast.head, "warning")
    answer = signed_in(client, cast.head).post(reverse("handling:paper_export", args=[concern.pk, paper.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="letter.docx"'
    about = Document(io.BytesIO(answer.content)).core_properties
    assert (about.title, about.comments, about.subject, about.author) == ("", "", "", cast.school.name)
    assert "handling.take_paper" in {line.kind for line in concerns.history(again(cast.head), concern)}


def test_what_was_filled_in_is_sealed(cast, concern):
    a_paper(concern, cast.head, "invitation", to="Mrs Quillfeather")
    assert b"Quillfeather" not in bytes(Paper.objects.get().words)


def test_two_people_filling_in_one_paper_are_told_of_each_other(client, cast, concern):
    paper = a_paper(concern, cast.head, "note")
    where = reverse("handling:paper_edit", args=[concern.pk, paper.pk])
    seen = re.search(rb'name="seen" value="(\w+)"', signed_in(client, cast.head).get(where).content)[1].decode()
    client.post(where, {"seen": seen, "contact": "the office"})
    answer = client.post(where, {"seen": seen, "contact": "somebody else"})
    assert answer.status_code == 409
    assert queries.words_of(Paper.objects.get())["contact"] == "the office"


def test_beginning_twice_with_one_form_begins_one(cast, concern):
    key = uuid.uuid4()
    made = {actions.begin(concern, by=cast.head, key=key, kind="note").pk for _ in range(2)}
    assert made == {key}


# -- the Prevent referral ----------------------------------------------------------------------------------------------


@pytest.fixture
def worry(cast):
    return a_concern(cast, kind="radicalisation", subjects=(), by=cast.teacher)


@pytest.mark.clause("9-06-b", "9-06-a")
def test_the_prevent_referral_has_everything_the_department_asks_for(client, cast, worry):
    paper = a_paper(worry, cast.dsl, "prevent", fear="That he leaves the country.", file="CPOMS 77")
    said = text_of(taken(signed_in(client, cast.dsl), paper))
    wanted = (
        "Immediate danger", "How the concern arose", "A specific event", "Signs",
        "Interest in extremism, mass attacks or hatred", "Online use and how it was found", "Contacts", "Threats",
        "Needs and disability", "The family", "Talks with the child and the parents", "Support so far",
        "What may happen", "Who was told",
    )  # fmt: skip
    at = [said.index(f"\n{heading}\n") for heading in wanted]
    assert at == sorted(at)
    assert "That he leaves the country." in said
    # The pupil's own file stays elsewhere, and where it is stays here.
    assert "CPOMS 77" not in said
    assert b"CPOMS 77" in client.get(paper.get_absolute_url()).content


@pytest.mark.clause("9-06-b")
def test_immediate_danger_comes_before_a_referral(client, cast, worry):
    paper = a_paper(worry, cast.dsl, "prevent", danger="yes")
    page = signed_in(client, cast.dsl).get(paper.get_absolute_url()).content
    assert b"call 999 first" in page
    assert b"0800 789 321" in page
    with pytest.raises(NotAllowed, match="999"):
        actions.take(paper, by=cast.dsl)


@pytest.mark.clause("9-06-b")
def test_whether_child_and_parents_were_told_or_why_not_is_asked_before_the_file(cast, worry):
    with pytest.raises(NotAllowed, match="why not"):
        actions.take(a_paper(worry, cast.dsl, "prevent", told="neither", told_how=""), by=cast.dsl)


@pytest.mark.clause("9-06-b", "9-05-d")
def test_that_it_was_sent_and_what_came_back_are_kept(client, cast, worry):
    paper = a_paper(worry, cast.dsl, "prevent")
    signed_in(client, cast.dsl)
    today = timezone.localdate()
    with pytest.raises(NotAllowed, match="to come"):
        actions.give(paper, by=cast.dsl, on=today + timedelta(days=1), said={"to": "x", "how": "y"})
    with pytest.raises(NotAllowed):
        actions.answered(paper, by=cast.dsl, said={"who": "x"})
    back = [
        ("handling:paper_give", {"on": today.isoformat(), "to": "The Prevent lead", "how": "The secure form"}),
        ("handling:paper_answer", {"answered": today.isoformat(), "who": "The police", "reply": "Received."}),
    ]
    for name, said in back:
        assert client.post(reverse(name, args=[worry.pk, paper.pk]), said).status_code == 302
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "The secure form" in page
    assert "Received." in page
    assert f"answered on {day(today)}" in page
    with pytest.raises(NotAllowed):
        actions.write(Paper.objects.get(), by=cast.dsl, said={})


# -- the request for advice --------------------------------------------------------------------------------------------


@pytest.mark.clause("7-01-c")
def test_a_request_for_advice_is_complete_in_every_part_before_it_is_a_file(client, cast):
    concern = a_concern(cast, kind="pupil_contact")
    for ask in rules.templates()["lado"].asks:
        with pytest.raises(NotAllowed):
            actions.take(
                a_paper(concern, cast.head, "lado", **{ask.key: "" if ask.key != "lead" else "no"}), by=cast.head
            )
    said = text_of(taken(signed_in(client, cast.head), a_paper(concern, cast.head, "lado")))
    for heading in ("The adult", "Summary", "Action so far", "Others involved", "Senior lead consulted"):
        assert f"\n{heading}\n" in said


def test_a_stale_form_changes_nothing(cast, concern):
    paper = a_paper(concern, cast.head, "note")
    with pytest.raises(Conflict):
        actions.write(paper, by=cast.head, said={}, seen="0" * 32)
