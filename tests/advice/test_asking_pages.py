"""The pages of "May I…?": who opens them, one question each, the answer in four lines, and where everything stops."""

import re
from uuid import uuid4

import pytest
from advice.inquired import (
    FRIEND_REQUEST,
    HARMLESS,
    HOLIDAY,
    INDECENT,
    NEPHEW,
    answered,
    begun,
    fresh,
    in_force,
    some_rules_in_force,
)
from cast import a_school, signed_in
from django.urls import reverse
from registers import declared

from belisha.advice.asking import actions, rules
from belisha.advice.asking.models import Inquiry
from belisha.core.models import AuditEntry
from belisha.registers.family import actions as family

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast):
    return some_rules_in_force(cast)


def at(name: str, inquiry: Inquiry, *more) -> str:
    return reverse(f"asking:{name}", args=[inquiry.pk, *more])


def words(answer) -> str:
    """The text of a page's main part, without markup."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("&#x27;", "'")


# -- who opens what ----------------------------------------------------------------------------------------------------

# A teacher's own questions, for everybody: 2 opens, 4 not found, 3 sent to sign in.
WHO = """
              next change detail print record what_if conclude again list
    teacher      2      2      2     2      2       2        2     2    2
    head         4      4      4     4      4       4        4     4    2
    chair        4      4      4     4      4       4        4     4    2
    dsl          4      4      4     4      4       4        4     4    2
    agency_ta    4      4      4     4      4       4        4     4    2
    volunteer    4      4      4     4      4       4        4     4    2
    governor     4      4      4     4      4       4        4     4    2
    it_lead      4      4      4     4      4       4        4     4    2
    hr           4      4      4     4      4       4        4     4    2
    office       4      4      4     4      4       4        4     4    2
    trust_safeguarding 4 4     4     4      4       4        4     4    2
    other_head   4      4      4     4      4       4        4     4    2
    leaver       3      3      3     3      3       3        3     3    3
    stranger     3      3      3     3      3       3        3     3    3
"""
COLUMNS, *ROWS = [line.split() for line in WHO.strip().splitlines()]
POSTED = {"conclude", "again"}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_somebody_asked_opens_for_them_alone(client, cast, version, row):
    asking, made = begun(cast.teacher, {"act": "accept_request"}), answered(cast.teacher)
    actions.say(asking, by=cast.teacher, fact="channel.type", value="social_connect")
    signed_in(client, getattr(cast, row[0]))
    for name, wanted in zip(COLUMNS, row[1:], strict=True):
        thing = asking if name in ("next", "change") else made
        url = reverse("asking:list") if name == "list" else at(name, thing, *([1] if name == "change" else []))
        answer = client.post(url) if name in POSTED else client.get(url)
        sent_in = answer.status_code == 302 and answer.url.startswith("/account/login/")
        found = "3" if sent_in else "4" if answer.status_code == 404 else "2"
        assert found == wanted, f"{row[0]} at {name}: {answer.status_code}"


def test_ones_list_names_ones_own_and_says_when_there_is_nothing(client, cast, version):
    answered(cast.teacher)
    assert "Accept a friend" in words(signed_in(client, cast.teacher).get(reverse("asking:list")))
    assert "You have not asked anything yet" in words(signed_in(client, cast.head).get(reverse("asking:list")))


def test_no_address_title_or_log_page_says_what_or_who(client, cast):
    in_force(cast)
    made = answered(cast.teacher)
    signed_in(client, cast.teacher)
    for name in ("detail", "print", "what_if"):
        title = re.search(r"<title>(.*?)</title>", client.get(at(name, made)).content.decode(), re.DOTALL)[1]
        assert title in {"An answer – Belisha", "A record – Belisha", "What if? – Belisha"}
        assert re.fullmatch(rf"/ask/{made.pk}/[a-z-]+/", at(name, made))
    log = signed_in(client, cast.head).get("/audit/", {"kind": "inquiry.conclude"}).content.decode()
    assert "An adult was given guidance" in log
    assert cast.teacher.name not in log.partition("<table")[2] or "<table" not in log


# -- one question a page -----------------------------------------------------------------------------------------------


def test_one_question_a_page_until_the_answer(client, cast):
    in_force(cast)
    made = begun(cast.teacher, {"act": "accept_request", "channel.type": "social_connect"})
    signed_in(client, cast.teacher)
    url = at("next", made)
    first = client.get(url).content.decode()
    assert first.count("<fieldset") == 1
    assert "Why are you asking this?" in first
    assert "I don’t know" in first
    answer = client.post(url, {"fact": "counterpart.kind", "value": "pupil"})
    assert answer.url == url
    answer = client.post(url, {"fact": "counterpart.relation", "value": "none"})
    assert answer.url == at("detail", made)
    said = words(client.get(answer.url))
    for line in ("You must not.", "Because", "What to do instead", "What you must do now", "not a decision"):
        assert line in said


@pytest.mark.parametrize("sent", [{}, {"value": ""}, {"value": "a horse"}, {"value": ["pupil", "parent"]}])
def test_an_answer_that_is_none_is_asked_for_in_words(client, cast, version, sent):
    made = begun(cast.teacher, {"act": "accept_request", "channel.type": "social_connect"})
    answer = signed_in(client, cast.teacher).post(at("next", made), {"fact": "counterpart.kind", **sent})
    if sent.get("value") == ["pupil", "parent"]:
        assert fresh(made).said["counterpart.kind"] == "parent"
        return
    assert b"govuk-error-summary" in answer.content
    assert "counterpart.kind" not in fresh(made).said


def test_a_clause_that_may_not_apply_accuses_nobody(client, cast):
    in_force(cast)
    made = begun(cast.teacher, {"act": "accept_request", "channel.type": "social_connect"})
    signed_in(client, cast.teacher)
    for _ in range(20):
        if fresh(made).state == rules.ANSWERED:
            break
        page = client.get(at("next", made)).content.decode()
        sent = (
            {"fact": fact[1], "value": "not-known"}
            if (fact := re.search(r'name="fact" value="([^"]+)"', page))
            else ({"usual": re.findall(r'name="usual" value="([^"]+)"', page), "agreed": "1"})
        )
        client.post(at("next", made), sent)
    shown = words(client.get(at("detail", made)))
    assert "It is not known whether this clause applies. That depends on: the other person" in shown
    assert "Nothing excuses" not in shown.partition("The clauses")[0]
    assert "Find out what is not known" in shown


def test_who_does_not_say_what_they_want_to_do_gets_no_answer_rather_than_somebody_elses(client, cast):
    in_force(cast)
    made = begun(cast.teacher, {})
    signed_in(client, cast.teacher).post(at("next", made), {"fact": "act", "value": "not-known"})
    shown = words(client.get(at("detail", made)))
    assert "There is no answer yet." in shown
    assert "That is not a yes" in shown
    assert "You must not." not in shown
    assert "There is no answer yet." in words(client.get(reverse("asking:list")))


def test_who_does_not_know_gets_the_stricter_answer_with_its_reason(client, cast):
    in_force(cast)
    made = begun(cast.teacher, {**HARMLESS, "act": "accept_request", "channel.type": "social_connect"})
    signed_in(client, cast.teacher)
    for _ in range(12):
        if fresh(made).state == rules.ANSWERED:
            break
        page = client.get(at("next", made)).content.decode()
        fact = re.search(r'name="fact" value="([^"]+)"', page)[1]
        client.post(at("next", made), {"fact": fact, "value": "not-known"})
    made = fresh(made)
    assert made.state == rules.ANSWERED
    assert made.verdict == "forbidden"
    assert "What is not known counts as the stricter answer" in words(client.get(at("detail", made)))


def test_a_question_of_several_choices_takes_none_of_these_or_some_but_not_both(client, cast, version):
    made = begun(cast.teacher, {"act": "message", "content.about": ["pupil"]})
    signed_in(client, cast.teacher)
    url = at("change", made, 2)
    both = client.post(url, {"fact": "content.about", "value": ["pupil", "none-of-these"]})
    assert "but not both" in words(both)
    client.post(url, {"fact": "content.about", "value": ["none-of-these"]})
    assert fresh(made).said["content.about"] == []
    client.post(url, {"fact": "content.about", "value": ["not-known"]})
    assert fresh(made).said["content.about"] is None


def test_what_is_usual_is_agreed_to_at_once_or_changed_by_itself(client, cast):
    in_force(cast)
    said = {
        "act": "message", "counterpart.kind": "parent", "channel.type": "email", "channel.account": "school",
        "channel.device": "school", "content.topic": "none",
    }  # fmt: skip
    made = begun(cast.teacher, said)
    signed_in(client, cast.teacher)
    page = client.get(at("next", made))
    names = re.findall(r'name="usual" value="([^"]+)"', page.content.decode())
    assert "Is all of this so?" in words(page)
    assert "content.image_of" in names
    one = client.post(at("next", made), {"other": "content.confidential"})
    assert "Does it hold something confidential?" in words(one)
    client.post(at("next", made), {"fact": "content.confidential", "value": "yes"})
    client.post(at("next", made), {"usual": [*names, "act", "nonsense"]})
    kept = fresh(made)
    assert kept.said["content.confidential"] == "yes"
    assert kept.said["act"] == "message"
    assert "content.image_of" in kept.said


def test_the_way_back_leads_to_the_question_before_and_changes_what_was_said(client, cast, version):
    made = begun(cast.teacher, {"act": "accept_request"})
    signed_in(client, cast.teacher)
    client.post(at("next", made), {"fact": "counterpart.kind", "value": "pupil"})
    back = re.search(r'href="([^"]+)" class="govuk-back-link"', client.get(at("next", made)).content.decode())[1]
    assert back == at("change", made, 2)
    page = client.get(back).content.decode()
    assert re.search(r'value="pupil"[^>]*checked', page)
    client.post(back, {"fact": "counterpart.kind", "value": "colleague"})
    assert fresh(made).said["counterpart.kind"] == "colleague"


def test_a_page_left_open_in_another_tab_answers_its_own_question(client, cast, version):
    made = begun(cast.teacher, {"act": "accept_request"})
    signed_in(client, cast.teacher)
    client.post(at("next", made), {"fact": "counterpart.kind", "value": "pupil"})
    client.post(at("next", made), {"fact": "counterpart.kind", "value": "colleague"})
    assert fresh(made).said == {"act": "accept_request", "counterpart.kind": "colleague"}


def test_what_was_not_asked_cannot_be_said(client, cast, version):
    made = begun(cast.teacher, {"act": "accept_request"})
    signed_in(client, cast.teacher)
    for name in ("who.role", "channel.social", "nonsense", "circumstances.permission"):
        client.post(at("next", made), {"fact": name, "value": "headteacher"})
    assert fresh(made).said == {"act": "accept_request"}


def test_once_answered_its_questions_lead_to_the_answer(client, cast, version):
    made = answered(cast.teacher)
    signed_in(client, cast.teacher)
    for name, more in (("next", ()), ("change", (1,))):
        assert client.post(at(name, made, *more), {"fact": "act", "value": "post"}).url == at("detail", made)
    assert client.post(at("conclude", made)).url == at("detail", made)
    assert fresh(made).said == made.said


def test_nothing_is_answered_by_a_school_without_a_policy(client, cast):
    made = begun(cast.teacher, HOLIDAY)
    page = words(signed_in(client, cast.teacher).get(at("next", made)))
    assert "That is not a yes" in page
    assert "Ask the Headteacher" in page
    assert cast.head.name in page


# -- declarations ------------------------------------------------------------------------------------------------------


def test_which_pupil_is_chosen_among_ones_own_declarations(client, cast):
    in_force(cast)
    mine, other = declared.declared(cast.teacher), declared.declared(cast.head, pupil="Somebody Else")
    made = begun(cast.teacher, NEPHEW)
    signed_in(client, cast.teacher)
    page = words(client.get(at("next", made)))
    assert declared.PUPIL in page
    assert "Somebody Else" not in page
    assert "Another pupil" in page
    refused = client.post(at("next", made), {"fact": "declaration", "declaration": str(other.pk)})
    assert b"govuk-error-summary" in refused.content
    client.post(at("next", made), {"fact": "declaration", "declaration": str(mine.pk)})
    assert fresh(made).declaration == mine.pk


# -- the answer --------------------------------------------------------------------------------------------------------


@pytest.mark.clause("7-01-a")
def test_the_stop_page_says_whom_to_call_and_offers_no_way_round(client, cast):
    in_force(cast)
    made = answered(cast.teacher, INDECENT)
    answer = signed_in(client, cast.teacher).get(at("detail", made))
    page, markup = words(answer), answer.content.decode().partition("<main")[2]
    for said in ("Stop here", "Whom to call", cast.dsl.name, cast.head.name, "999"):
        assert said in page
    for never in ("permission", "What if", "Ask the Headteacher", 'type="file"', "What would help", "<form"):
        assert never not in markup, never
    assert client.get(at("what_if", made)).url == at("detail", made)


@pytest.mark.parametrize("name", ["next", "detail"])
@pytest.mark.clause("9-06-a")
def test_where_a_child_may_be_in_danger_the_way_to_report_comes_first(client, cast, name):
    in_force(cast)
    said = {"act": "message", "counterpart.kind": "parent", "content.topic": "danger_to_child"}
    if name == "detail":
        said = {**FRIEND_REQUEST, **said, "counterpart.kind": "pupil", "channel.type": "social_dm"}
    made = (answered if name == "detail" else begun)(cast.teacher, said)
    page = words(signed_in(client, cast.teacher).get(at(name, made)))
    report = page.index("Report a concern")
    assert "A child may need help" in page[:report]
    assert report < page.index("Why are you asking this?" if name == "next" else "Because")
    assert cast.dsl.name in page


def test_whistleblowing_is_shown_its_way_and_is_not_called_a_danger_to_a_child(client, cast):
    in_force(cast)
    said = {**HOLIDAY, "content.topic": "whistleblowing", "content.about": ["school"], "content.tone": "critical"}
    made = answered(cast.teacher, said)
    page = words(signed_in(client, cast.teacher).get(at("detail", made)))
    assert "protected by law" in page
    assert "Report a concern" not in page


def test_an_answer_that_was_given_stays_and_says_when_it_would_be_another_today(client, cast):
    in_force(cast)
    tie = declared.discussed(cast.teacher, cast.head)
    made = begun(cast.teacher, {**NEPHEW, "counterpart.agreed_protocol_followed": "yes"})
    actions.choose(made, by=cast.teacher, declaration=tie.pk)
    signed_in(client, cast.teacher)
    client.post(at("conclude", made))
    kept = fresh(made)
    assert "Today the answer would be" not in words(client.get(at("detail", made)))
    family.end(tie, by=cast.teacher, why="not_true")
    page = words(client.get(at("detail", made)))
    assert kept.verdict_in_words in page
    assert fresh(made).record() == kept.record()


def test_under_a_newer_version_it_says_so_and_asks_again_on_request(client, cast, version):
    made = answered(cast.teacher)
    some_rules_in_force(cast, "6-07-a", "6-07-b", "7-01-a", before=version)
    signed_in(client, cast.teacher)
    page = words(client.get(at("detail", made)))
    assert "a newer one is in force" in page
    assert "version 1" in page
    key = uuid4()
    for _ in range(2):
        assert client.post(at("again", made), {"key": key}).status_code == 302
    assert Inquiry.objects.get(pk=key).said == made.said
    assert Inquiry.objects.count() == 2


def test_published_anew_meanwhile_is_said_with_the_answer(client, cast, version):
    made = begun(cast.teacher)
    some_rules_in_force(cast, "6-07-a", "6-07-b", "6-08-a", before=version)
    signed_in(client, cast.teacher)
    client.post(at("conclude", made))
    page = words(client.get(at("detail", made)))
    assert "published anew while you were answering" in page
    assert "version 2" in page


def test_what_if_shows_both_answers_and_keeps_nothing(client, cast, version):
    made, entries = answered(cast.teacher), AuditEntry.objects.count()
    signed_in(client, cast.teacher)
    assert "What would be otherwise?" in words(client.get(at("what_if", made)))
    asks = client.post(at("what_if", made), {"fact": "counterpart.kind"})
    assert "Who is it with, or about?" in words(asks)
    sent = {"fact": "counterpart.kind", "value": "colleague", "chosen": "1"}
    page = words(client.post(at("what_if", made), sent))
    # What the school left out of its policy is not taken for leave.
    assert "No clause forbids it." in page
    assert "You must not." in page
    assert page.index("No clause forbids it.") < page.index("You must not.")
    assert (AuditEntry.objects.count(), fresh(made).record()) == (entries, made.record())
    assert b"govuk-error-summary" in client.post(at("what_if", made), {"fact": "nonsense"}).content


def test_the_record_can_be_checked_against_its_proof(client, cast, version):
    made = answered(cast.teacher)
    signed_in(client, cast.teacher)
    page = words(client.get(at("print", made)))
    assert made.proof in page
    assert re.search(r"entry \d+ of the school", page)
    record = client.get(at("record", made))
    assert rules.proof(record.json()) == made.proof
    assert record["Content-Disposition"] == 'attachment; filename="record.json"'
    assert client.get(at("print", begun(cast.teacher))).status_code == 404


def test_every_page_of_asking_has_a_way_out_that_works_without_scripts(client, cast, version):
    asking, made = begun(cast.teacher, {"act": "accept_request"}), answered(cast.teacher)
    signed_in(client, cast.teacher)
    for url in (at("next", asking), at("detail", made), at("what_if", made), at("print", made)):
        assert re.search(r'<a class="[^"]+" href="/policies/" data-leave', client.get(url).content.decode()), url
