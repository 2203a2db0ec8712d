"""The pack against the register it was written from, where the register is at hand."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from belisha.packs import load_pack, render

SHARED = Path(__file__).parents[3] / "shared"
REGISTER, GOLD = SHARED / "design/clauses.md", SHARED / "policy/clauses.gold.json"
SOURCE = SHARED / "policy/social-media-policy.txt"
needs_register = pytest.mark.skipif(
    not (REGISTER.exists() and GOLD.exists() and SOURCE.exists()),
    reason="the clause register is not beside the checkout",
)
PACK = load_pack("staff-social-media")
BINDS = {
    "adults": ("adult",),
    "teachers": ("teacher",),
    "employees": ("employee",),
    "school": ("school",),
    "police": ("police",),
    "governors": ("governors",),
    "Headteacher": ("headteacher",),
    "governors, Headteacher, SLT": ("governors", "headteacher", "slt"),
    "Headteacher, SLT, governors": ("headteacher", "slt", "governors"),
    "Headteacher or Governing Body": ("headteacher", "governors"),
}
TELL = {
    "Headteacher": "headteacher",
    "DSL": "dsl",
    "children's social care": "childrens_social_care",
    "police": "police",
    "LA": "local_authority",
    "school": "school",
    "HR": "hr",
    "legal": "legal_advisers",
}


def register():
    """The cells of each row of the register by clause id: the ten columns after the id."""
    rows = {}
    for clause_id, rest in re.findall(
        r"^\| (\d+-\d\d-[a-z]) \|(.*)\|$", REGISTER.read_text(encoding="utf-8"), re.MULTILINE
    ):
        cells = [cell.strip() for cell in rest.split("|")]
        if len(cells) == 11:
            rows.setdefault(clause_id, cells)
    return rows


def gold():
    return json.loads(GOLD.read_text(encoding="utf-8"))["clauses"]


@needs_register
def test_ids_strength_kind_and_audience_are_those_of_the_gold_answers():
    kinds = {"info": "information"}
    expected = [
        (each["id"], each["modality"], kinds.get(each["kind"], each["kind"]), BINDS[each["binds"]]) for each in gold()
    ]
    assert [(clause.id, clause.modality, clause.kind, clause.binds) for clause in PACK.clauses] == expected


@needs_register
def test_class_features_clocks_and_people_are_those_of_the_register():
    rows = register()
    assert rows.keys() == PACK.by_id.keys()
    for clause in PACK.clauses:
        cells = rows[clause.id]
        told = {TELL[name.strip()] for name in re.split("[,;]", cells[6]) if name.strip() != "–"}
        time = cells[7].replace(" ", "_")
        assert clause.klass == cells[10], clause.id
        assert set(clause.tell) == told, clause.id
        assert clause.deadline == (None if time.startswith(("–", "(")) else time), clause.id
        assert bool(clause.deadline_from) == ("6-22-a_adds" in time), clause.id
        assert set(clause.features) == (set(re.findall(r"\bF\d+", cells[9])) or {"F1"}), clause.id


@needs_register
def test_the_gaps_of_the_register_are_all_in_the_pack():
    listed = REGISTER.read_text(encoding="utf-8").split("## Contradictions, gaps and dated text")[1]
    assert len(re.findall(r"^- \*\*", listed, re.MULTILINE)) == len(PACK.gaps)


def words(text):
    return re.findall(r"[a-z0-9]+", re.sub("['’]", "", text.lower()))


def runs(text, length=8):
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


@needs_register
def test_no_sentence_is_taken_over_from_the_source_or_the_register():
    theirs = runs(SOURCE.read_text(encoding="utf-8")) | runs(REGISTER.read_text(encoding="utf-8"))
    ours = [(clause.id, clause.text) for clause in render(PACK, {"school": "the school"})]
    ours += [(gap.id, f"{gap.gap} / {gap.suggestion}") for gap in PACK.gaps]
    ours += [(term.id, term.meaning) for term in PACK.glossary]
    assert [(name, runs(text) & theirs) for name, text in ours if runs(text) & theirs] == []


@needs_register
def test_the_school_and_the_person_on_the_cover_of_the_source_stay_out_of_the_pack():
    cover = SOURCE.read_text(encoding="utf-8").split("Introduction")[0]
    school = next(line for line in cover.splitlines() if line.endswith("School"))
    surname = re.search(r"^Headteacher\s.*?(\w+)$", cover, re.MULTILINE)[1]
    text = files("belisha.packs").joinpath("staff-social-media.yaml").read_text(encoding="utf-8")
    assert school.split()[0] not in text
    assert surname not in text
