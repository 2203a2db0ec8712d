"""Messages to and fro: between whoever reported and whoever deals with it, and before nobody else's eyes."""

import uuid

import pytest
from cast import a_school, again, an_adult, signed_in
from concerned import a_concern, a_receipt
from django.urls import reverse

from belisha.concerns import queries as concerns
from belisha.concerns.returning import actions, queries, tokens
from belisha.concerns.returning.models import Message
from belisha.concerns.rules import ANONYMOUS, CONFIDENTIAL, NAMED, SELF
from belisha.core.access import PUBLIC, Role
from belisha.core.audit import confidential_log
from belisha.core.errors import Refused
from belisha.core.models import AuditEntry, Notice
from belisha.people.sessions import Stranger

pytestmark = pytest.mark.django_db
QUESTION, ANSWER = "Did anybody else see it?", "Nobody else saw it."


def reported(cast, openness=NAMED, **said):
    by = said.pop("by", cast.office)
    concern = a_concern(cast, by=by, openness=openness, **said)
    return concern, a_receipt(concern, by, tokens.fresh() if openness == ANONYMOUS else "")


# Rows: who; columns: what they read of the messages and of the receipt of a concern that the office reported about
# the teacher; then the same with the Headteacher as the subject; then reported without a name.
TRUTH = """
    head         messages nothing  messages
    chair        nothing  messages nothing
    dsl          nothing  nothing  nothing
    teacher      nothing  nothing  nothing
    agency_ta    nothing  nothing  nothing
    volunteer    nothing  nothing  nothing
    governor     nothing  nothing  nothing
    it_lead      nothing  nothing  nothing
    hr           nothing  nothing  nothing
    office       both     both     nothing
    leaver       nothing  nothing  nothing
    other_head   nothing  nothing  nothing
    trust_safeguarding nothing nothing nothing
    stranger     nothing  nothing  nothing
"""


@pytest.mark.clause("4-09-a")
def test_who_reads_messages_and_receipts():
    cast = a_school()
    made = [reported(cast), reported(cast, about=cast.head), reported(cast, ANONYMOUS)]
    for (concern, receipt), handler in zip(made, (cast.head, cast.chair, cast.head), strict=True):
        actions.write(concern, by=again(handler), words=QUESTION)
        actions.reply(receipt, by=PUBLIC if receipt.reporter is None else again(cast.office), words=ANSWER)
    for name, *expected in (line.split() for line in TRUTH.strip().splitlines()):
        who = getattr(cast, name)
        actor = who if who.id is None else again(who)
        assert [reads(actor, *each) for each in made] == expected, name


def reads(actor, concern, receipt) -> str:
    messages = bool(queries.messages_of(actor, concern))
    paper = queries.receipts(actor).filter(pk=receipt.pk).exists()
    return {(0, 0): "nothing", (1, 0): "messages", (1, 1): "both"}[messages, paper]


def test_only_the_session_that_carries_it_reads_what_a_stranger_reported():
    cast = a_school()
    concern, receipt = reported(cast, ANONYMOUS)
    actions.write(concern, by=again(cast.head), words=QUESTION)
    holder = Stranger()
    holder.carries = frozenset({concern.pk})
    assert [each.words for each in queries.messages_of(holder, concern)] == [QUESTION]
    assert queries.receipt_for(holder, receipt.pk) == receipt
    assert not concerns.concerns(holder).exists()


@pytest.mark.clause("4-07-a")
@pytest.mark.parametrize("openness", [NAMED, CONFIDENTIAL])
def test_the_school_asks_and_the_reporter_answers_and_each_is_written_to(client, openness):
    cast = a_school()
    concern, receipt = reported(cast, openness)
    write, page = reverse("returning:write", args=[concern.pk]), reverse("returning:receipt", args=[receipt.pk])
    letters = Notice.objects.filter(school_id=confidential_log(cast.school.pk))
    before = letters.count()
    assert signed_in(client, cast.head).post(write, {"words": QUESTION}).status_code == 302
    assert letters.filter(adult_id=cast.office.pk).count() == 1
    assert QUESTION in signed_in(client, cast.office).get(page).content.decode()
    assert client.post(page, {"words": ANSWER}).status_code == 302
    assert letters.count() == before + 2
    assert ANSWER in signed_in(client, cast.head).get(write).content.decode()
    assert not Notice.objects.filter(school_id=cast.school.pk, letter="signal").exists()


@pytest.mark.clause("4-09-a")
def test_whoever_reported_never_learns_who_deals_with_it(client):
    cast = a_school()
    concern, receipt = reported(cast)
    actions.write(concern, by=again(cast.head), words=QUESTION)
    page = signed_in(client, cast.office).get(reverse("returning:receipt", args=[receipt.pk])).content.decode()
    assert QUESTION in page
    assert "The school" in page
    assert cast.head.name not in page
    assert cast.head.name in signed_in(client, cast.head).get(
        reverse("returning:write", args=[concern.pk])
    ).content.decode()  # fmt: skip


def test_who_answered_stands_in_no_log():
    cast = a_school()
    concern, receipt = reported(cast, CONFIDENTIAL)
    actions.reply(receipt, by=again(cast.office), words=ANSWER)
    entry = AuditEntry.objects.get(kind="concern.reply")
    assert entry.actor is None
    assert entry.school_id == confidential_log(cast.school.pk)
    assert cast.office.name not in str(concerns.history(again(cast.head), concern))


def test_words_are_sealed():
    cast = a_school()
    concern, _ = reported(cast)
    made = actions.write(concern, by=again(cast.head), words=QUESTION)
    assert QUESTION.encode() not in bytes(Message.objects.get(pk=made.pk).words)


@pytest.mark.parametrize("side", ["school", "reporter"])
def test_the_same_form_sent_twice_writes_once(client, side):
    cast = a_school()
    concern, receipt = reported(cast)
    who = cast.head if side == "school" else cast.office
    page = reverse("returning:write", args=[concern.pk])
    page = page if side == "school" else reverse("returning:receipt", args=[receipt.pk])
    sent, letters = {"words": QUESTION, "key": str(uuid.uuid4())}, Notice.objects.count()
    signed_in(client, who)
    assert [client.post(page, sent).status_code for _ in range(3)] == [302] * 3
    assert Message.objects.count() == 1
    assert Notice.objects.count() == letters + 1


def test_the_key_of_somebody_elses_message_opens_and_changes_nothing(client):
    cast = a_school()
    first, _ = reported(cast)
    theirs = actions.write(first, by=again(cast.head), words=QUESTION)
    other, receipt = reported(cast, by=cast.volunteer)
    signed_in(client, cast.volunteer)
    answer = client.post(reverse("returning:receipt", args=[receipt.pk]), {"words": ANSWER, "key": str(theirs.pk)})
    assert answer.status_code == 302
    assert [each.words for each in queries.messages_of(again(cast.volunteer), other)] == [ANSWER]
    assert [each.words for each in queries.messages_of(again(cast.head), first)] == [QUESTION]


@pytest.mark.parametrize("words", ["", " \n ", "x" * 5001])
def test_an_empty_message_or_one_too_long_is_said_so_and_nothing_is_lost(client, words):
    cast = a_school()
    _, receipt = reported(cast)
    answer = signed_in(client, cast.office).post(reverse("returning:receipt", args=[receipt.pk]), {"words": words})
    assert answer.status_code == 200
    assert words.strip() in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.clause("4-09-a")
def test_nobody_but_who_deals_with_it_writes(client):
    cast = a_school()
    dsl = an_adult(cast.school, "Nora Vale", roles=(Role.DEPUTY_DSL,))
    concern, receipt = reported(cast)
    for adult in [*(each for each in cast.people if each != cast.head), dsl, cast.other_head, cast.stranger]:
        answer = signed_in(client, adult).post(reverse("returning:write", args=[concern.pk]), {"words": QUESTION})
        assert answer.status_code == (302 if adult == cast.stranger else 404), adult.name
        if adult.id:
            with pytest.raises(Refused):
                actions.write(concern, by=again(adult), words=QUESTION)
        if adult.id and adult != cast.office:
            with pytest.raises(Refused):
                actions.reply(receipt, by=again(adult), words=ANSWER)
    assert not Message.objects.exists()


def test_whoever_reports_themselves_talks_with_the_school_and_does_not_see_the_concern():
    cast = a_school()
    concern, receipt = reported(cast, by=cast.teacher, about=cast.teacher, source=SELF)
    actions.write(concern, by=again(cast.head), words=QUESTION)
    actions.reply(receipt, by=again(cast.teacher), words=ANSWER)
    assert [each.words for each in queries.messages_of(again(cast.teacher), concern)] == [QUESTION, ANSWER]
    assert not concerns.concerns(again(cast.teacher)).exists()


@pytest.mark.clause("7-01-a")
def test_where_no_file_can_be_attached_no_page_of_the_conversation_takes_one(client):
    cast = a_school()
    concern, receipt = reported(cast, kind="indecent_image")
    pages = [
        signed_in(client, cast.office).get(reverse("returning:receipt", args=[receipt.pk])),
        signed_in(client, cast.head).get(reverse("returning:write", args=[concern.pk])),
    ]
    for page in pages:
        assert 'type="file"' not in page.content.decode()
        assert "multipart" not in page.content.decode()
    assert "say in words where it is" in pages[0].content.decode()


def test_a_message_shows_on_the_page_of_the_concern_as_a_part_of_it():
    from belisha.concerns.asides import PANELS

    cast = a_school()
    concern, _ = reported(cast)
    actions.write(concern, by=again(cast.head), words=QUESTION)
    parts = [panel for make in PANELS for panel in make(again(cast.head), concern)]
    mine = next(panel for panel in parts if panel.template == "returning/parts/messages.html")
    assert [each.words for each in mine.context["said"]] == [QUESTION]
