"""The engine by itself, on rules made for the purpose: truth, exceptions, what decides, and what is refused."""

import ast
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

import belisha.reasoning
from belisha.packs.advising import advice_table, check_table
from belisha.packs.pack import PackError
from belisha.reasoning.conditions import AllOf, AnyOf, Is, Not
from belisha.reasoning.deciding import decide
from belisha.reasoning.explanation import EXCEPTED, OPEN
from belisha.reasoning.facts import FactError
from belisha.reasoning.reading import read_facts, read_rulebook
from belisha.reasoning.shipped import shipped_facts

TRUTHS = (True, False, None)
A, B = Is("a", frozenset({"yes"})), Is("b", frozenset({"yes"}))
WHEN_CALL = {"clause": "1-01-a", "acts": "call", "because": "So it is."}
PUPIL = {"fact": "counterpart.kind", "is": "pupil"}


def knowing(**truths):
    return {name: "yes" if truth else "no" for name, truth in truths.items() if truth is not None}


def book(*rules, **more):
    """A rulebook of these rules alone."""
    empty = {kind: [] for kind in ("duties", "gaps", "notes", "silent", "meanings")}
    data = {"pack": "made", "sets": {}, **empty, "rules": rules, **more}
    return read_rulebook(data, shipped_facts(), edition="1")


def rule(**row):
    return WHEN_CALL | {"effect": "forbids", "when": []} | row


# -- truth ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_and_or_and_not_follow_the_tables_of_three_values(a, b):
    order = {False: 0, None: 1, True: 2}
    known = knowing(a=a, b=b)
    assert AllOf((A, B))(known) is min(a, b, key=order.get)
    assert AnyOf((A, B))(known) is max(a, b, key=order.get)
    assert Not(A)(known) is {True: False, False: True, None: None}[a]


def test_all_of_nothing_is_true_and_any_of_nothing_is_false():
    assert AllOf(())({}) is True
    assert AnyOf(())({}) is False


@pytest.mark.parametrize(
    ("held", "truth"), [({"yes"}, True), ({"no", "yes"}, True), ({"no"}, False), (set(), False), (None, None)]
)
def test_a_set_has_a_value_where_it_holds_it_among_others(held, truth):
    assert A({} if held is None else {"a": frozenset(held)}) is truth


WRONG = {"name": "a", "when": [{"fact": "x", "is": "y"}]}


# -- what is refused, and by which name ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"when": [{"fact": "counterpart.kinnd", "is": "pupil"}]}, "counterpart.kinnd"),
        ({"when": [{"fact": "counterpart.kind", "is": "puppil"}]}, "puppil"),
        ({"when": [{"fact": "counterpart.kind", "is": "$nobody"}]}, r"\$nobody"),
        ({"when": [{"not": {"any": [{"all": [{"fact": "channel.typ", "is": "sms"}]}]}}]}, "channel.typ"),
        ({"when": [{"fact": "channel.platform", "is": "WhatsApp"}]}, "free text"),
        ({"acts": "telephon"}, "telephon"),
        ({"effect": "blocks"}, "blocks"),
        ({"absolute": True, "exceptions": [{"clause": "1-01-b", "reach": [], "needs": []}]}, "no exception"),
        ({"exceptions": [{"clause": "1-01-b", "reach": [{"fact": "nobody", "is": "yes"}], "needs": []}]}, "nobody"),
        (
            {"exceptions": [{"clause": "1-01-b", "reach": [], "needs": [WRONG]}]},
            "'x'",
        ),
    ],
)  # fmt: skip
def test_a_mistyped_word_is_an_error_that_names_the_clause_and_the_word(row, says):
    with pytest.raises(FactError, match=says) as raised:
        book(rule(**row))
    assert "clause 1-01-a" in str(raised.value)


def test_two_rules_of_one_clause_need_two_names():
    with pytest.raises(FactError, match="two rules of one name"):
        book(rule(), rule())


def test_what_a_definition_concludes_cannot_be_asked_nor_rest_on_itself():
    asked = {"fact": "counterpart.kind", "clause": "1-01-b", "when": []}
    with pytest.raises(FactError, match="is asked, and not concluded"):
        book(meanings=[asked])
    circle = {"fact": "channel.social", "clause": "1-01-b", "when": [{"fact": "channel.social", "is": "no"}]}
    with pytest.raises(FactError, match="concluded later"):
        book(meanings=[circle])


@pytest.mark.parametrize(
    "spoil", [{"effect": "blocks"}, {"when": "call == 1"}, {"when": [{"fact": "a", "is": 1}]}, {"x": 1}]
)
def test_a_row_that_has_not_the_shape_is_refused_with_its_clause(spoil):
    data = advice_table("rules")
    with pytest.raises(PackError, match=data["rules"][0]["clause"]):
        check_table("rules", {**data, "rules": [{**data["rules"][0], **spoil}, *data["rules"][1:]]})


def test_facts_that_mean_what_they_have_not_are_refused():
    data = advice_table("facts")
    with pytest.raises(FactError, match="no_such"):
        read_facts({**data, "also_named": {"content.x": {"no_such": "yes"}}})
    with pytest.raises(FactError, match="no_such"):
        read_facts({**data, "same_as": {"content.x": "no_such"}})
    broken = [row | {"silent": "perhaps"} if row["name"] == "content.explicit" else row for row in data["facts"]]
    with pytest.raises(FactError, match="perhaps"):
        read_facts({**data, "facts": broken})


@pytest.mark.parametrize("raw", ["aunt", 7, {"a": 1}, ["pupil"]])
def test_a_value_that_is_not_on_the_list_is_refused(raw):
    with pytest.raises(FactError, match=r"counterpart\.kind"):
        shipped_facts().typed({"counterpart.kind": raw})


def test_a_concluded_fact_cannot_be_said():
    with pytest.raises(FactError, match=r"channel\.social"):
        shipped_facts().typed({"channel.social": "yes"})


def test_a_number_falls_into_its_range_and_the_last_has_no_end():
    bands = {age: shipped_facts().typed({"counterpart.age": age})["counterpart.age"] for age in (0, 15, 16, 17, 18, 99)}
    assert bands == {0: "child", 15: "child", 16: "under_18", 17: "under_18", 18: "adult", 99: "adult"}


# -- what decides --------------------------------------------------------------------------------------------------


def exception(*needs, clause="1-01-b", reach=()):
    return {"clause": clause, "reach": list(reach), "needs": list(needs)}


PERMISSION = {
    "name": "permission",
    "cure": "permission",
    "when": [{"fact": "circumstances.permission", "is": "express_headteacher"}],
}
PLACE = {"name": "place", "when": [{"fact": "circumstances.place", "is": "school"}]}


@pytest.mark.parametrize(
    ("known", "verdict", "mildest"),
    [
        ({"circumstances.permission": "express_headteacher"}, "permitted", "permitted"),
        ({"circumstances.permission": "none"}, "needs_permission", "needs_permission"),
        ({}, "needs_permission", "permitted"),
    ],
)
def test_what_a_step_of_the_school_can_cure_needs_permission_until_it_is_done(known, verdict, mildest):
    answer = decide(book(rule(exceptions=[exception(PERMISSION)])), {"act": "call", **known})
    assert (answer.verdict, answer.mildest) == (verdict, mildest)
    assert answer.until_then == ("forbidden" if verdict == "needs_permission" else "")


@pytest.mark.parametrize(
    ("known", "verdict", "mildest"),
    [
        ({"circumstances.place": "home"}, "forbidden", "forbidden"),
        ({}, "forbidden", "permitted"),
        ({"circumstances.place": "school"}, "permitted", "permitted"),
    ],
)
def test_what_nothing_cures_stays_forbidden(known, verdict, mildest):
    answer = decide(book(rule(exceptions=[exception(PLACE)])), {"act": "call", **known})
    assert (answer.verdict, answer.mildest) == (verdict, mildest)


def test_a_fact_is_asked_though_another_need_is_lost_where_it_still_makes_a_difference():
    answer = decide(
        book(rule(exceptions=[exception(PERMISSION, PLACE)])), {"act": "call", "circumstances.permission": "none"}
    )
    assert (answer.verdict, answer.mildest) == ("forbidden", "needs_permission")
    assert [each.fact for each in answer.asked_because] == ["circumstances.place"]


def test_an_exception_that_does_not_reach_the_case_is_not_tested():
    answer = decide(
        book(rule(exceptions=[exception(PERMISSION, reach=[PUPIL])])), {"act": "call", "counterpart.kind": "parent"}
    )
    assert (answer.verdict, answer.exceptions) == ("forbidden", ())


def test_an_exception_that_is_met_decides_in_the_stead_of_what_it_lifts():
    answer = decide(book(rule(exceptions=[exception()])), {"act": "call"})
    assert (answer.verdict, answer.deciding) == ("permitted", ("1-01-b",))
    assert next(each.result for each in answer.clauses if each.id == "1-01-a") == EXCEPTED


def test_a_general_clause_gives_way_to_a_narrow_one_that_is_as_strong():
    narrow, wide = rule(when=[PUPIL]), rule(clause="1-02-a", general=True)
    both = book(wide, narrow)
    answer = decide(both, {"act": "call", "counterpart.kind": "pupil"})
    assert (answer.deciding, answer.relevant) == (("1-01-a",), ("1-02-a",))
    assert decide(both, {"act": "call", "counterpart.kind": "parent"}).deciding == ("1-02-a",)
    milder = book(wide, rule(when=[PUPIL], effect="cautions"))
    assert decide(milder, {"act": "call", "counterpart.kind": "pupil"}).deciding == ("1-02-a",)


def test_while_nothing_certain_is_as_strict_one_clause_decides_that_hangs_on_the_fewest_facts():
    place = {"fact": "circumstances.place", "is": "school"}
    rules = book(rule(clause="1-02-a", when=[PUPIL, place]), rule(when=[PUPIL]), rule(clause="1-03-a", when=[place]))
    answer = decide(rules, {"act": "call"})
    assert (answer.verdict, answer.deciding) == ("forbidden", ("1-01-a",))
    assert {each.id for each in answer.clauses if each.result == OPEN} == {"1-01-a", "1-02-a", "1-03-a"}
    assert [each.fact for each in answer.asked_because] == ["counterpart.kind", "circumstances.place"]


def test_what_only_might_be_decides_nothing_beside_what_certainly_is():
    open_ = rule(clause="1-02-a", when=[PUPIL], absolute=True, instead="Stop.")
    answer = decide(book(open_, rule(instead="Wait.")), {"act": "call"})
    assert (answer.deciding, answer.instead, answer.absolute) == (("1-01-a",), "Wait.", False)


def test_a_confirming_clause_decides_beside_a_prohibition_and_never_alone():
    confirms = rule(clause="1-02-a", effect="confirms")
    assert decide(book(rule(), confirms), {"act": "call"}).deciding == ("1-01-a", "1-02-a")
    alone = decide(book(confirms), {"act": "call"})
    assert (alone.verdict, alone.deciding) == ("permitted", ())


def test_the_strongest_clause_wins_and_the_milder_are_shown():
    answer = decide(
        book(rule(effect="allows"), rule(clause="1-02-a", effect="cautions"), rule(clause="1-03-a")), {"act": "call"}
    )
    assert (answer.verdict, answer.deciding) == ("forbidden", ("1-03-a",))
    assert set(answer.relevant) == {"1-01-a", "1-02-a"}


def test_without_an_act_every_rule_may_speak():
    answer = decide(book(rule()), {})
    assert answer.verdict == "forbidden"


def test_what_a_definition_concludes_is_told_with_its_clause():
    meaning = {"fact": "channel.social", "clause": "1-09-a", "when": [{"fact": "channel.type", "is": "blog"}]}
    rules = book(rule(when=[{"fact": "channel.social", "is": "yes"}]), meanings=[meaning])
    answer = decide(rules, {"act": "call", "channel.type": "blog"})
    assert (answer.deciding, answer.relevant) == (("1-01-a",), ("1-09-a",))
    assert [each.fact for each in decide(rules, {"act": "call"}).asked_because] == ["channel.type"]


# -- beside the clauses --------------------------------------------------------------------------------------------


def test_a_duty_is_shown_where_it_is_so_and_a_warning_also_while_it_is_open():
    duty = {
        "clause": "1-05-a",
        "act": "tell",
        "to": "Headteacher",
        "deadline": "immediately",
        "acts": "call",
        "when": [PUPIL],
    }
    warning = {"key": "danger", "kind": "first", "acts": "call", "when": [PUPIL], "says": "Stop.", "when_open": True}
    rules = book(rule(), duties=[duty], notes=[warning])
    said = {
        kind: decide(rules, {"act": "call"} | ({"counterpart.kind": kind} if kind else {}))
        for kind in ("pupil", "parent", None)
    }
    assert [len(said[kind].duties) for kind in said] == [1, 0, 0]
    assert [len(said[kind].notes) for kind in said] == [1, 0, 1]
    assert said["pupil"].duties[0]["deadline"] == "immediately"


def test_a_gap_is_shown_only_beside_its_clause():
    gap = {"gap": "no_exception", "clause": "1-01-a", "acts": "call", "when": []}
    rules = book(rule(when=[PUPIL]), gaps=[gap])
    assert decide(rules, {"act": "call", "counterpart.kind": "pupil"}).gaps == ("no_exception",)
    assert decide(rules, {"act": "call", "counterpart.kind": "parent"}).gaps == ()


# -- what the engine is made of ------------------------------------------------------------------------------------


def sources():
    return sorted(Path(belisha.reasoning.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_nothing_written_in_a_string_is_ever_run(path):
    called = {node.func.id for node in ast.walk(ast.parse(path.read_text("utf-8")))
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    assert not called & {"eval", "exec", "compile", "__import__", "globals"}


def test_the_engine_needs_neither_django_nor_a_database():
    names = ", ".join(f"belisha.reasoning.{path.stem}" for path in sources() if path.stem != "__init__")
    script = (
        f"import sys, {names}\n"
        "from belisha.reasoning.shipped import shipped_rulebook\n"
        "from belisha.reasoning.deciding import decide\n"
        "assert decide(shipped_rulebook(), {'act': 'skip_training'}).verdict == 'forbidden'\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules} & {'django', 'sqlite3', 'psycopg', 'asyncio'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")
