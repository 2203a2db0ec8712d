"""The references and the points that ship: whole, each with a source and how sure that is, checked as they load."""

import copy
from importlib.resources import files

import pytest
import yaml

from belisha.packs import PackError, load_pack
from belisha.packs.library import (
    ShippedCheck,
    ShippedReference,
    fault_in_looks,
    read_library,
    shipped_checks,
    shipped_references,
)

PACK = load_pack("staff-social-media")
DATA = files("belisha.packs").joinpath("shelf")
RAW = {name: yaml.safe_load(DATA.joinpath(f"{name}.yaml").read_text("utf-8")) for name in ("references", "checks")}
KINDS = {"references": ShippedReference, "checks": ShippedCheck}
SISTERS = {
    "safeguarding-policy", "disciplinary-policy", "equality-policy", "acceptable-use-policy", "remote-learning-policy",
    "staff-code-of-conduct", "low-level-concerns-policy", "whistleblowing-policy",
}  # fmt: skip


def read_again(name, change):
    data = copy.deepcopy(RAW[name])
    change(data)
    return read_library(yaml.safe_dump(data), name, KINDS[name])


def test_the_library_holds_the_whole_register_of_rules_and_every_reference_of_the_pack():
    rows = shipped_references().rows
    assert {name for row in rows for name in row.register} == {f"R{number}" for number in range(1, 34)}
    assert {each.id for each in PACK.references} <= {row.key for row in rows}
    assert {row.key for row in rows if row.kind == "sister"} >= SISTERS


def test_the_points_are_the_27_and_every_gap_of_the_pack():
    rows = shipped_checks().rows
    assert sorted(row.point for row in rows if row.point) == list(range(1, 28))
    assert {row.gap for row in rows if row.gap} == {gap.id for gap in PACK.gaps}
    named = {ident for row in rows for look in row.looks for ident in look.get("pack", ())}
    assert named <= set(PACK.by_id)


@pytest.mark.parametrize("rows", [shipped_references().rows, shipped_checks().rows], ids=["references", "checks"])
def test_every_row_says_how_we_know_and_how_sure_that_is(rows):
    assert [row.key for row in rows if not row.source or not row.certainty] == []


def test_what_was_not_confirmed_is_not_shipped_as_read():
    sure = {row.key: row.certainty for row in shipped_references().rows}
    assert sure["kcsie"] == "second-hand"
    assert sure["safer-working-practice"] == "general"
    assert sure["prevent-statutory-guidance"] == "verified"
    assert {row.key: row.certainty for row in shipped_checks().rows}["duty-to-report-abuse"] == "not-found"
    assert sure["communications-offences"] == "general"
    points = {row.key: row.certainty for row in shipped_checks().rows}
    # No row is surer than the least sure thing it says.
    assert {points[key] for key in ("governors-watch-staff", "no-criticism-at-all", "other-laws-on-posts")} == {
        "general"
    }
    # A day of publication is no first day in force.
    assert {row.key for row in shipped_references().rows if row.since} == {
        "kcsie", "prevent-statutory-guidance", "ofsted-framework", "worker-protection-2023", "communications-offences",
    }  # fmt: skip
    # Nobody opened the addresses, and each row with one says so.
    assert [row.key for row in shipped_references().rows if row.address and "not opened" not in row.source] == []
    # Royal Assent is no commencement: nothing says that these are in force.
    assert [shipped_references().get(key).since for key in ("crime-and-policing-act-2026", "cwsa-2026")] == ["", ""]


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("references", lambda data: data["references"][0].pop("source"), "references kcsie"),
        ("references", lambda data: data["references"][0].update(kind="rumour"), "references kcsie"),
        ("references", lambda data: data["references"][0].update(address="http://plain.example"), "references kcsie"),
        ("references", lambda data: data["references"].append(data["references"][0]), "kcsie is there twice"),
        ("checks", lambda data: data["checks"][0].update(severity="Z"), "checks kcsie-edition"),
        ("checks", lambda data: data["checks"][0].update(looks=[{"any": ["(a+)+"]}]), "checks kcsie-edition"),
        ("checks", lambda data: data["checks"][0].update(looks=[]), "checks kcsie-edition"),
        ("checks", lambda data: data["checks"][0].update(looks=[{"sign": "unknown"}]), "checks kcsie-edition"),
        ("checks", lambda data: data.pop("edition"), "the file"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(name, change, told):
    with pytest.raises(PackError, match=told):
        read_again(name, change)


def test_what_is_no_yaml_is_refused():
    with pytest.raises(PackError, match="not readable YAML"):
        read_library("checks: [", "checks", ShippedCheck)


def test_what_a_school_types_is_held_against_the_same_schema():
    assert fault_in_looks([{"any": ["blue telephone*", "a|b * c#"]}]) == ""
    assert fault_in_looks([{"any": ["(blue)"]}])
    assert fault_in_looks([{}])
    assert fault_in_looks("x")
