"""The pages about rules, as each of the cast, and the way from a clause to a rule that answers."""

import uuid

import pytest
from cast import a_school, signed_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rulebook.ruled import CHOSEN, LINES, a_case, a_document, a_rule, adopted, publish

from belisha.policy.asides import BELOW, BESIDE_CLAUSE, BESIDE_DRAFT, asides
from belisha.rulebook import actions, queries
from belisha.rulebook.models import OwnRule, WrittenCase

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


# Who opens what: the Headteacher drafts, the chair approves and only reads. 403: refused in words; 404: not there.
OPENS = {
    "head": {"version": 200, "checks": 200, "detail": 200, "give": 200, "edit": 200, "trial": 200, "retire": 200},
    "chair": {"version": 200, "checks": 200, "detail": 200, "give": 403, "edit": 403, "trial": 200, "retire": 403},
    **dict.fromkeys(
        ("teacher", "agency_ta", "volunteer", "governor", "hr", "leaver", "other_head", "other_teacher", "stranger"),
        dict.fromkeys(("version", "checks", "detail", "give", "edit", "trial", "retire"), 404),
    ),
}


def addresses(version, rule) -> dict:
    return {
        "version": reverse("rulebook:version", args=[version.pk]),
        "checks": reverse("rulebook:checks", args=[version.pk]),
        "give": reverse("rulebook:give", args=[version.pk, "7-03-a"]),
        "detail": reverse("rulebook:detail", args=[rule.pk]),
        "edit": reverse("rulebook:edit", args=[rule.pk, "says"]),
        "trial": reverse("rulebook:trial", args=[rule.pk]),
        "retire": reverse("rulebook:retire", args=[rule.pk]),
    }


@pytest.mark.parametrize("who", sorted(OPENS))
def test_who_opens_which_page(cast, client, who):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    signed_in(client, getattr(cast, who))
    for name, address in addresses(version, rule).items():
        status = client.get(address).status_code
        wanted = OPENS[who][name]
        # Strangers, and those who left, are sent to the door.
        assert status == wanted or (status in (302, 404) and wanted == 404), (who, name, status)


@pytest.mark.parametrize("who", ["chair", "teacher", "other_head"])
def test_who_sends_a_form_that_is_not_theirs_changes_nothing(cast, client, who):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    case = a_case(version, cast.head)
    signed_in(client, getattr(cast, who))
    before = (list(OwnRule.objects.values()), list(WrittenCase.objects.values()))
    sent = [
        (reverse("rulebook:give", args=[version.pk, "7-03-a"]), {}),
        (reverse("rulebook:edit", args=[rule.pk, "says"]), {"chosen": "allowed"}),
        (reverse("rulebook:keep", args=[rule.pk]), {}),
        (reverse("rulebook:retire", args=[rule.pk]), {}),
        (reverse("rulebook:add_case", args=[rule.pk]), {"act": "message", "question": "x", "verdict": "permitted"}),
        (reverse("rulebook:retire_case", args=[case.pk]), {}),
    ]
    for address, data in sent:
        assert client.post(address, data).status_code in (403, 404, 409)
    assert (list(OwnRule.objects.values()), list(WrittenCase.objects.values())) == before


def test_from_a_clause_to_a_rule_one_question_a_page_and_back_in_words(cast, client):
    version = a_document(cast)
    signed_in(client, cast.head)
    listed = text_of(client.get(reverse("rulebook:version", args=[version.pk])))
    assert "Your own clauses without a rule" in listed
    assert "Give clause 7.1 a rule" in listed
    page = client.post(reverse("rulebook:give", args=[version.pk, "7-01-a"]), follow=True)
    rule = version.own_rules.get()
    for number, (part, chosen) in enumerate(CHOSEN.items(), 1):
        assert page.redirect_chain[-1][0] == reverse("rulebook:edit", args=[rule.pk, part])
        assert f"question {number} of 9" in text_of(page)
        page = client.post(page.redirect_chain[-1][0], {"chosen": chosen}, follow=True)
    assert LINES[0] in text_of(page)
    page = client.post(page.redirect_chain[-1][0], {"because": "It is so.", "instead": ""}, follow=True)
    said = text_of(page)
    assert "This is how Belisha will answer" in said
    assert "then <strong>it needs the Headteacher’s permission first; until then it is forbidden</strong>" in said
    assert "the other person is a parent or carer of a pupil" in said
    assert "Not finished" in said
    seen = said.partition('name="seen" value="')[2][:32]
    page = client.post(reverse("rulebook:keep", args=[rule.pk]), {"seen": seen}, follow=True)
    assert "Your own rule" in text_of(page)
    rule.refresh_from_db()
    assert rule.state == "kept"


def test_a_second_click_on_begin_leads_to_the_same_rule(cast, client):
    version = a_document(cast)
    signed_in(client, cast.head)
    address = reverse("rulebook:give", args=[version.pk, "7-01-a"])
    client.post(address)
    assert client.post(address).url == version.own_rules.get().get_absolute_url()
    assert version.own_rules.count() == 1


def test_what_has_to_be_chosen_is_asked_for_in_words_and_nothing_is_written(cast, client):
    version = a_document(cast)
    signed_in(client, cast.head)
    rule = actions.give(version.clauses.get(ident="7-01-a"), by=cast.head, key=uuid.uuid4())
    for part, said in (("acts", "Choose at least one."), ("says", "Choose what it says."), ("because", "Say in a")):
        answer = client.post(reverse("rulebook:edit", args=[rule.pk, part]), {})
        assert answer.status_code == 200
        assert said in text_of(answer)
    forged = client.post(reverse("rulebook:edit", args=[rule.pk, "towards"]), {"chosen": ["aunt"]})
    assert "aunt is not one of the available choices" in text_of(forged) or forged.context["form"].errors
    rule.refresh_from_db()
    assert rule.said == {}
    assert client.get(reverse("rulebook:edit", args=[rule.pk, "nonsense"])).status_code == 404


TRIED = {
    "act": "message", "counterpart-kind": "parent", "channel-type": "social_dm", "channel-account": "personal",
    "circumstances-permission": "none",
}  # fmt: skip


def test_a_rule_is_tried_before_it_is_kept_and_nothing_is_written(cast, client):
    version = a_document(cast)
    rule = a_rule(version, cast.head, keep=False)
    signed_in(client, cast.head)
    address = reverse("rulebook:trial", args=[rule.pk])
    shown = text_of(client.get(address))
    assert "The Headteacher" in shown
    assert 'name="channel-type"' in shown
    said = text_of(client.post(address, TRIED))
    assert "Needs permission first by clause 7.1" in said
    assert "Without your rule it would be: Permitted" in said
    free = text_of(client.post(address, {**TRIED, "counterpart-kind": "public"}))
    assert "Permitted" in free
    assert "Your rule says nothing about this." in free
    unknown = text_of(client.post(address, {**TRIED, "circumstances-permission": ""}))
    assert "Belisha would still ask" in unknown
    assert "The Headteacher&#x27;s permission" in unknown
    rule.refresh_from_db()
    assert rule.state == "writing"


def test_what_was_tried_is_kept_as_a_case_that_then_holds_or_stops(cast, client):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    signed_in(client, cast.head)
    address = reverse("rulebook:add_case", args=[rule.pk])
    without = client.post(address, {**TRIED, "verdict": "needs_permission", "question": ""})
    assert "Write the question." in text_of(without)
    assert not version.written_cases.exists()
    sent = {**TRIED, "verdict": "needs_permission", "question": "May I answer a parent?", "key": str(uuid.uuid4())}
    page = client.post(address, sent, follow=True)
    case = version.written_cases.get()
    assert (case.verdict, case.deciding, case.facts["channel.account"]) == ("needs_permission", ["7-01-a"], "personal")
    assert "Holds" in text_of(page)
    actions.choose(rule, by=cast.head, part="says", chosen="careful")
    actions.keep(rule, by=cast.head)
    checks = text_of(client.get(reverse("rulebook:checks", args=[version.pk])))
    assert "Your written case “May I answer a parent?” fails" in checks
    assert "Fails" in checks
    client.post(reverse("rulebook:retire_case", args=[case.pk]))
    assert "Nothing stands in the way." in text_of(client.get(reverse("rulebook:checks", args=[version.pk])))


def test_the_draft_s_page_says_what_stops_it_and_the_button_is_refused_in_the_same_words(cast, client):
    version = a_document(cast)
    rule = actions.give(version.clauses.get(ident="7-01-a"), by=cast.head, key=uuid.uuid4())
    signed_in(client, cast.head)
    said = "The rule of clause 7.1 is not finished. Finish it, or take it away."
    assert said in text_of(client.get(version.get_absolute_url()))
    refused = client.post(reverse("policy:move", args=[version.pk, "submit"]))
    assert refused.status_code == 409
    assert said in text_of(refused)
    client.post(reverse("rulebook:retire", args=[rule.pk]))
    assert said not in text_of(client.get(version.get_absolute_url()))


def test_a_reader_sees_beside_a_clause_in_force_how_it_answers_and_nothing_to_work_on(cast, client):
    version = publish(adopted(cast), cast.head)
    signed_in(client, cast.teacher)
    page = text_of(client.get(reverse("policy:clause", args=[version.pk, "6-09-a"])))
    assert "This clause answers questions" in page
    assert "then <strong>it is forbidden</strong>" in page
    assert "All rules of this version" not in page
    other = text_of(client.get(reverse("policy:clause", args=[version.pk, "1-01-a"])))
    assert "This clause answers questions" not in other
    assert reverse("rulebook:version", args=[version.pk]) not in text_of(client.get(version.policy.get_absolute_url()))
    signed_in(client, cast.head)
    assert reverse("rulebook:version", args=[version.pk]) in text_of(client.get(version.policy.get_absolute_url()))


def templates(actor, thing, of) -> list[str]:
    return [aside.template for aside in asides(actor, thing, of)]


def test_asides_are_there_for_whom_they_are(cast):
    version = a_document(cast)
    clause = version.clauses.get(ident="7-01-a")
    assert "rulebook/parts/clause.html" in templates(cast.head, clause, BESIDE_CLAUSE)
    assert "rulebook/parts/clause.html" not in templates(cast.teacher, clause, BESIDE_CLAUSE)
    assert "rulebook/parts/beside_draft.html" in templates(cast.head, version, BESIDE_DRAFT)
    published = publish(version, cast.head)
    assert "rulebook/parts/below.html" in templates(cast.chair, published, BELOW)
    assert "rulebook/parts/below.html" not in templates(cast.teacher, published, BELOW)


def test_the_list_of_rules_asks_as_often_for_eight_clauses_as_for_two(cast, client):
    signed_in(client, cast.head)
    asked = {}
    for number in (2, 8):
        version = a_document(cast, lines=tuple(f"Adults must not do thing {at}." for at in range(number + 1)))
        for at in range(number):
            if at != 1:
                a_rule(version, cast.head, f"7-{at + 1:02d}-a")
        for name in ("version", "checks"):
            with CaptureQueriesContext(connection) as queries_made:
                client.get(reverse(f"rulebook:{name}", args=[version.pk]))
            asked.setdefault(name, []).append(len(queries_made))
    assert all(many <= few for few, many in asked.values()), asked


def test_what_is_off_is_listed_with_what_it_would_answer(cast, client):
    version = a_document(cast, packs=("6-07-a",))
    signed_in(client, cast.head)
    page = text_of(client.get(reverse("rulebook:version", args=[version.pk])))
    assert "Off, because your document does not say it" in page
    assert "Clause 6-09-a of the shipped policy" in page
    assert "An exception to it in the shipped policy is not in your document" in page
    assert queries.rules_of(version).deciding[0].clause.ident == "7-01-a"
