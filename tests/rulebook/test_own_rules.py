"""Rules that a school gives to clauses of its own: what they answer, how they live, and what they never do."""

import uuid
from datetime import date

import pytest
from cast import a_school, again
from django.db import IntegrityError, transaction
from rulebook.ruled import BECAUSE, CHOSEN, FACTS, LINES, a_case, a_document, a_rule, adopted, approve, publish

from belisha.core.action import fingerprint
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.policy import actions as policy
from belisha.policy.drafts import actions as drafts
from belisha.policy.editing import actions as editing
from belisha.policy.models import Clause, Version
from belisha.reasoning.deciding import decide
from belisha.reasoning.shipped import shipped_facts
from belisha.rulebook import actions, queries, rules
from belisha.rulebook.models import OwnRule, WrittenCase

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


def verdict(version: Version, **other) -> str:
    facts = {**FACTS, **other}
    return decide(queries.book_of(version).rules, shipped_facts().typed(facts)).verdict


def stops(version: Version) -> list[str]:
    return [each.says for each in rules.stops(queries.findings(version))]


# -- what they answer --------------------------------------------------------------------------------------------------


def test_an_own_rule_changes_the_answer_and_is_the_clause_that_decides(cast):
    version = a_document(cast)
    assert verdict(version) == "permitted"
    a_rule(version, cast.head)
    book = queries.book_of(version)
    found = decide(book.rules, shipped_facts().typed(FACTS))
    assert (found.verdict, found.deciding) == ("needs_permission", ("7-01-a",))
    assert found.exceptions[0].missing == ("express_permission_headteacher",)
    assert found.exceptions[0].cures == ("permission",)
    assert found.instead == "Ask the office to answer."
    assert book.clauses["7-01-a"].text == LINES[0]
    assert verdict(version, **{"circumstances.permission": "express_headteacher"}) == "permitted"
    assert verdict(version, **{"counterpart.kind": "public"}) == "permitted"


def test_a_rule_that_is_being_written_answers_nothing(cast):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    assert verdict(version) == "needs_permission"
    actions.choose(rule, by=cast.head, part="says", chosen="careful")
    assert verdict(version) == "permitted"
    actions.keep(rule, by=cast.head)
    assert verdict(version) == "be_cautious"


def test_a_rule_stands_beside_those_of_the_shipped_policy_and_the_stricter_wins(cast):
    version = adopted(cast)
    clause = version.clauses.filter(pack_id="1-01-a").first() or version.clauses.exclude(kind="heading").first()
    facts = {**FACTS, "content.about": [], "content.work_related": "no", "counterpart.relation": "none"}
    known = {name: fact.silent for name, fact in shipped_facts().facts.items() if fact.silent is not None}
    known |= shipped_facts().typed(facts)
    before = decide(queries.book_of(version).rules, known)
    a_rule(version, cast.head, clause.ident)
    after = decide(queries.book_of(version).rules, known)
    assert (before.verdict, after.verdict) == ("be_cautious", "needs_permission")
    assert clause.ident in after.deciding


def test_the_book_is_made_anew_after_every_edit_and_not_before(cast):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    first = queries.book_of(version).rules
    assert queries.book_of(version).rules is first
    actions.retire(rule, by=cast.head)
    assert queries.book_of(version).rules is not first
    assert verdict(version) == "permitted"


def test_a_book_costs_the_same_whatever_the_number_of_rules(cast, django_assert_num_queries):
    version = a_document(cast, lines=tuple(f"Adults must not do thing {number}." for number in range(8)))
    for number in range(7):
        a_rule(version, cast.head, f"7-{number + 1:02d}-a")
    with django_assert_num_queries(2):
        queries.book_of(version)
    with django_assert_num_queries(3):
        queries.findings(version)


def test_adults_are_answered_by_the_version_in_force_and_not_by_the_draft(cast):
    version = publish_with_rule(cast)
    draft = editing.new_edition(version, by=cast.head)
    for rule in draft.own_rules.all():
        actions.retire(rule, by=cast.head)
    book = queries.book_in_force(again(cast.teacher))
    assert book.version == version
    assert "7-01-a" in book.clauses
    assert queries.book_in_force(again(cast.other_teacher)) is None


def publish_with_rule(cast) -> Version:
    version = a_document(cast)
    a_rule(version, cast.head)
    return publish(version, cast.head)


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"when": [{"fact": "counterpart.knd", "is": "parent"}]}, "there is no fact called 'counterpart.knd'"),
        ({"when": [{"fact": "counterpart.kind", "is": "aunt"}]}, "counterpart.kind cannot be 'aunt'"),
        ({"acts": ["shout"]}, "act cannot be 'shout'"),
        ({"effect": "frowns"}, "'frowns' is not one of"),
        ({"when": "counterpart.kind == 'parent'"}, "is not of type 'array'"),
    ],
)
def test_a_rule_that_cannot_be_read_stops_publication_in_words_that_name_the_clause(cast, row, said):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    OwnRule.objects.filter(pk=rule.pk).update(row={**rule.row, **row})
    with pytest.raises(NotAllowed) as refused:
        policy.submit(version, by=cast.head)
    assert "The rule of clause 7.1 cannot be read" in refused.value.reason
    assert said in refused.value.reason
    version.refresh_from_db()
    assert version.state == "draft"
    with pytest.raises(NotAllowed, match=r"clause 7\.1 cannot be read"):
        actions.keep(again_(rule), by=cast.head)


def again_(rule: OwnRule) -> OwnRule:
    """The rule as somebody takes it up again."""
    OwnRule.objects.filter(pk=rule.pk).update(state="writing")
    return OwnRule.objects.get(pk=rule.pk)


def test_a_rule_in_force_that_an_update_made_unreadable_asks_for_care_and_permits_nothing(cast):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    OwnRule.objects.filter(pk=rule.pk).update(row={**rule.row, "when": [{"fact": "a.fact.of.before", "is": "yes"}]})
    book = queries.book_of(version)
    assert book.unread == ("7-01-a",)
    assert decide(book.rules, {}).verdict == "be_cautious"
    assert decide(book.rules, {"act": "report"}).deciding == ("7-01-a",)


def test_a_case_that_fails_stops_approval_and_publication_as_well(cast):
    version = a_document(cast)
    a_rule(version, cast.head)
    a_case(version, cast.head, verdict="forbidden")
    Version.objects.filter(pk=version.pk).update(state="review")
    version.refresh_from_db()
    with pytest.raises(NotAllowed, match="May I answer a parent"):
        policy.approve(version, by=cast.head, approved_by="The Governing Body", approved_on=date(2026, 10, 10))


def test_what_was_slipped_past_approval_is_refused_at_publication(cast):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    OwnRule.objects.filter(pk=rule.pk).update(row={**rule.row, "acts": ["shout"]})
    Version.objects.filter(pk=version.pk).update(
        state="approved", approved_on="2026-10-10", approved_by="Governors", text_hash="sha256:x"
    )
    version.refresh_from_db()
    with pytest.raises(NotAllowed, match=r"clause 7\.1"):
        policy.publish(version, by=cast.head)
    version.refresh_from_db()
    assert version.state == "approved"


def test_an_unfinished_rule_stops_publication(cast):
    version = a_document(cast)
    rule = actions.give(version.clauses.first(), by=cast.head, key=uuid.uuid4())
    assert stops(version) == ["The rule of clause 7.1 is not finished. Finish it, or take it away."]
    with pytest.raises(NotAllowed, match="not finished"):
        actions.keep(rule, by=cast.head)


def test_rules_that_contradict_each_other_stop_publication(cast):
    version = a_document(cast)
    a_rule(version, cast.head, chosen={**CHOSEN, "unless": []})
    a_rule(version, cast.head, "7-03-a", chosen={**CHOSEN, "says": "allowed", "unless": []})
    assert stops(version) == ["Clause 7.1 forbids exactly what clause 7.3 allows."]
    with pytest.raises(NotAllowed, match=r"Clause 7\.1 forbids exactly"):
        policy.submit(version, by=cast.head)


def test_the_shipped_policy_is_published_as_it_is_adopted(cast):
    version = adopted(cast)
    assert stops(version) == []
    assert publish(version, cast.head).state == "published"


def test_new_words_of_a_clause_ask_for_another_look_at_its_rule(cast):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    editing.reword(version.clauses.get(ident="7-01-a"), by=cast.head, text="Adults must not lend a tablet to anybody.")
    found = [each for each in queries.findings(version) if each.level == rules.LOOK]
    assert ["other words" in each.says for each in found] == [True]
    assert found[0].about == str(rule.pk)


# -- how they live -----------------------------------------------------------------------------------------------------


def test_a_new_edition_takes_its_rules_and_cases_along(cast):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    a_case(version, cast.head)
    publish(version, cast.head)
    draft = editing.new_edition(version, by=cast.head)
    copy = draft.own_rules.get()
    assert (copy.came_from, copy.state, copy.row, copy.said) == (rule, "kept", rule.row, rule.said)
    assert verdict(draft) == "needs_permission"
    assert draft.written_cases.get().question == "May I answer a parent?"
    assert stops(draft) == []
    actions.choose(copy, by=cast.head, part="says", chosen="careful")
    actions.keep(copy, by=cast.head)
    assert (verdict(version), verdict(draft)) == ("needs_permission", "be_cautious")
    assert ["May I answer a parent?" in each for each in stops(draft)] == [True]


def test_a_rule_follows_its_clause_to_a_new_id(cast):
    assert rules.descends("7-01-a", {"1-01-a": [], "1-02-a": ["7-01-a"]}) == "1-02-a"
    assert rules.descends("7-01-a", {"7-01-a": ["6-01-a"]}) == ""
    assert rules.descends("7-01-a", {"7-01-a": []}) == "7-01-a"
    version = a_document(cast)
    a_rule(version, cast.head)
    publish(version, cast.head)
    draft = a_document(cast, lines=LINES[:1], policy_=version.policy)
    assert draft.own_rules.get().row["exceptions"][0]["clause"] == "7-01-a"
    moved = actions._for(draft.own_rules.get().row, "9-01-a")
    assert (moved["clause"], moved["exceptions"][0]["clause"]) == ("9-01-a", "9-01-a")


def test_a_rule_goes_with_its_clause(cast):
    version = a_document(cast)
    a_rule(version, cast.head)
    editing.retire(version.clauses.get(ident="7-01-a"), by=cast.head)
    assert not version.own_rules.exists()
    assert AuditEntry.objects.filter(kind="rule.retire").count() == 1


def test_a_rule_goes_along_where_its_clause_is_joined_to_another(cast):
    version = a_document(cast)
    a_rule(version, cast.head, "7-03-a")
    drafts.merge(version.clauses.get(ident="7-02-a"), by=cast.head)
    rule = version.own_rules.get()
    assert (rule.clause, rule.row["clause"], rule.state) == ("7-02-a", "7-02-a", "writing")
    a_rule(version, cast.head)
    drafts.merge(version.clauses.get(ident="7-01-a"), by=cast.head)
    assert list(version.own_rules.values_list("clause", flat=True)) == ["7-01-a"]


@pytest.mark.parametrize("change", ["update", "delete", "insert"])
def test_the_rules_of_an_approved_version_are_held_by_the_database(cast, change):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    case = a_case(version, cast.head)
    approve(version, cast.head)
    for thing, field in ((rule, "because"), (case, "question")):
        model = type(thing)
        rows = model.objects.filter(pk=thing.pk)
        thing.pk = uuid.uuid4()
        if change == "insert" and model is OwnRule:
            thing.clause = "7-03-a"
        todo = {
            "update": lambda rows=rows, field=field: rows.update(**{field: "x"}),
            "delete": lambda rows=rows: rows.delete(),
            "insert": lambda thing=thing: thing.save(force_insert=True),
        }
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
            todo[change]()
    policy.send_back(version, by=cast.head)
    assert version.own_rules.update(because="x") == 1


def test_nobody_changes_the_rules_of_what_is_no_draft(cast):
    version = publish_with_rule(cast)
    rule = version.own_rules.get()
    for attempt in (
        lambda: actions.choose(rule, by=cast.head, part="says", chosen="careful"),
        lambda: actions.keep(rule, by=cast.head),
        lambda: actions.retire(rule, by=cast.head),
        lambda: actions.give(version.clauses.get(ident="7-03-a"), by=cast.head, key=uuid.uuid4()),
        lambda: a_case(version, cast.head),
    ):
        with pytest.raises(NotAllowed, match="no longer a draft"):
            attempt()


def test_who_drafts_makes_rules_and_nobody_else(cast):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    case = a_case(version, cast.head)
    clause = Clause.objects.get(version=version, ident="7-03-a")
    for who in (cast.teacher, cast.chair, cast.office, cast.other_head):
        for attempt in (
            lambda by=who: actions.give(clause, by=by, key=uuid.uuid4()),
            lambda by=who: actions.choose(rule, by=by, part="says", chosen="allowed"),
            lambda by=who: actions.keep(rule, by=by),
            lambda by=who: actions.move(rule, by=by, to="7-02-a"),
            lambda by=who: actions.retire(rule, by=by),
            lambda by=who: a_case(version, by),
            lambda by=who: actions.retire_case(case, by=by),
        ):
            with pytest.raises(Refused):
                attempt()


def test_two_who_change_one_rule_do_not_write_over_each_other(cast):
    version = a_document(cast)
    rule = a_rule(version, cast.head)
    seen = fingerprint(rule)
    actions.choose(rule, by=cast.head, part="says", chosen="careful")
    with pytest.raises(Conflict):
        actions.choose(rule, by=cast.head, seen=seen, part="says", chosen="allowed")


def test_a_clause_has_one_rule_and_a_second_click_begins_no_other(cast):
    version = a_document(cast)
    a_rule(version, cast.head)
    with pytest.raises(NotAllowed, match="has a rule already"):
        actions.give(version.clauses.get(ident="7-01-a"), by=cast.head, key=uuid.uuid4())
    case = a_case(version, cast.head)
    with pytest.raises(NotAllowed, match="already"):
        actions.write_case(
            version, by=cast.head, key=case.pk, question="x", facts=FACTS, verdict="forbidden", deciding=[]
        )
    assert WrittenCase.objects.count() == 1


def test_the_log_tells_what_was_chosen_and_not_the_school_s_words(cast):
    version = a_document(cast)
    a_rule(version, cast.head)
    kinds = set(AuditEntry.objects.filter(kind__startswith="rule.").values_list("kind", flat=True))
    assert kinds == {"rule.give", "rule.choose", "rule.keep"}
    assert BECAUSE not in str(list(AuditEntry.objects.values()))


# -- a document with few clauses of the shipped policy ------------------------------------------------------------


def test_a_document_answers_by_the_shipped_clauses_that_it_has_and_lists_those_that_are_off(cast):
    version = a_document(cast, packs=("6-07-a", "", "6-19-a"))
    found = queries.rules_of(version)
    assert [row.clause.ident for row in found.deciding] == ["7-01-a", "7-03-a"]
    off = {row.ident for row in found.off}
    assert {"6-09-a", "6-12-a", "6-05-a"} <= off
    assert not {"6-07-a", "6-19-a"} & off
    assert all(row.text and row.rules for row in found.off)
    # The exception for families is not in the document, so that nothing lifts what it forbids.
    assert found.lost == ["7-01-a"]
    known = {"act": "connect", "counterpart.kind": "pupil", "channel.type": "social_connect"}
    told = decide(queries.book_of(version).rules, known)
    assert (told.verdict, told.deciding) == ("forbidden", ("7-01-a",))
    assert stops(version) == []


def test_only_clauses_of_the_school_s_own_that_ask_something_want_a_rule(cast):
    version = a_document(cast, packs=("6-07-a", "", ""))
    assert [clause.ident for clause in queries.rules_of(version).without] == ["7-03-a"]
    a_rule(version, cast.head, "7-03-a")
    assert queries.rules_of(version).without == []
