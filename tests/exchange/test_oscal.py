"""The policy as an OSCAL catalog, back again, and catalogs from elsewhere."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oscal_rules import faults
from plains import DRAFT, IN_FORCE, NUMBERED, PARTICULARS, a_plain, only, shipped, with_particulars

from belisha.exchange import oscal
from belisha.policy import carried
from belisha.policy.carried.oscal import NS, escaped, unescaped
from belisha.policy.reading import Unreadable

CARRIED = ("ident", "number", "section", "text", "kind", "modality", "binds", "decided", "pack_id", "pack_sure",
           "particulars")  # fmt: skip
PLAINS = {
    "short": a_plain(), "numbered": a_plain(NUMBERED), "shipped": shipped(), "draft": a_plain(standing=DRAFT),
    "rich": with_particulars(a_plain()), "told": with_particulars(shipped(), "statement"),
    "marked": only("Staff must *never* write {{ insert: param, x }} or \\_ here."),
}  # fmt: skip
# Sentences that ask nothing stand in their group and are no controls.
OF_A_GROUP = ("heading", "information", "reference")
ELSEWHERE = {
    "uuid": "74c8ba1e-5cd4-4ad1-bbfd-d888e2f6c724",
    "metadata": {"title": "Safe *systems*", "version": "4", "oscal-version": "1.1.2"},
    "params": [{"id": "days", "values": ["14"]}],
    "groups": [
        {
            "id": "ac",
            "title": "Access",
            "parts": [{"name": "overview", "prose": "What follows is about access."}],
            "groups": [
                {
                    "title": "Accounts",
                    "controls": [
                        {
                            "id": "ac-1",
                            "title": "Closing accounts",
                            "params": [
                                {"id": "ac-1_prm_1", "label": "a post"},
                                {"id": "pick", "select": {"choice": ["lock", "close in {{ days }} days"]}},
                            ],
                            "props": [{"name": "label", "value": "AC-1"}],
                            "parts": [
                                {
                                    "name": "statement",
                                    "prose": "The {{ insert: param, ac-1_prm_1 }} must:",
                                    "parts": [
                                        {"name": "item", "props": [{"name": "label", "value": "a."}],
                                         "prose": "{{ insert: param, pick }} accounts;"},
                                        {"name": "item", "prose": "say so in {{ insert: param, days }} days."},
                                    ],
                                },
                                {"name": "guidance", "prose": "Read it.\n\nThen ask {{ insert: param, nobody }}."},
                            ],
                            "controls": [{"id": "ac-1.1", "title": "Keep a list of accounts"}],
                        }
                    ],
                }
            ],
        }
    ],
    "controls": ["damaged", {"id": 3, "title": None}],
}  # fmt: skip


def read(data: object, folder, name="policy.oscal.json") -> carried.Carried:
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return carried.read(path, name)


def kept(clause) -> dict:
    """What a catalog carries of a clause; particulars that say nothing are none."""
    said = {name: value for name, value in clause.particulars.items() if value}
    return {field: getattr(clause, field) for field in CARRIED} | {"particulars": said}


@pytest.mark.parametrize("name", PLAINS)
def test_the_catalog_keeps_to_the_specification(name):
    assert faults(oscal.catalog(PLAINS[name])) == []


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_catalog_of_any_words_keeps_to_the_specification(words):
    plain = with_particulars(only(f"{words}."), "must")
    odd = replace(plain.standing, school=words, minute=words, approved_by=words)
    assert faults(oscal.catalog(replace(plain, standing=odd))) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_reference_tool_accepts_the_catalog():
    from trestle.oscal.catalog import Catalog  # takes seconds to import

    for plain in PLAINS.values():
        found = Catalog.model_validate_json(json.dumps(oscal.catalog(plain)["catalog"]))
        controls = [control for group in found.groups for control in getattr(group, "controls", None) or []]
        assert len(controls) == sum(clause.kind not in OF_A_GROUP for clause in plain.clauses)


@pytest.mark.parametrize("name", PLAINS)
def test_our_own_catalog_comes_back_as_it_was_read(tmp_path, name):
    plain = PLAINS[name]
    found = read(oscal.document(plain).decode(), tmp_path)
    assert found.title == plain.title
    assert [kept(clause) for clause in found.clauses] == [kept(clause) for clause in plain.clauses]
    assert all(found.source[clause.start : clause.end].endswith(clause.text) for clause in found.clauses)


def test_every_clause_that_asks_something_is_a_control_with_its_strength():
    plain = with_particulars(a_plain())
    groups = oscal.catalog(plain)["catalog"]["groups"]
    control = next(c for g in groups for c in g.get("controls", ()) if len(c["parts"]) > 1)
    said = {prop["name"]: prop["value"] for prop in control["props"] if prop.get("ns") == NS}
    assert control["id"].startswith("c")
    assert (said["modality"], said["binds"], said["deadline"], said["tell"]) == (
        "must-not",
        "adult",
        "at once",
        "headteacher",
    )
    assert [part["name"] for part in control["parts"]] == ["statement", "exception", "consequence"]
    assert [part.get("ns") for part in control["parts"]] == [None, NS, NS]
    assert unescaped(control["parts"][1]["prose"]) == PARTICULARS["exceptions"][0]


def test_no_person_is_named_as_who_approved_it():
    for name, named in {
        "Full governing body": True, "Board of Trustees": True, "The Resources Committee": True,
        "Jo Example, chair of governors": False, "J. Example": False, "Governor Example": False,
    }.items():  # fmt: skip
        plain = a_plain(standing=replace(IN_FORCE, approved_by=name))
        assert (name in json.dumps(oscal.catalog(plain))) == named


def test_words_that_look_like_markup_stay_words():
    for words in ("*a* _b_ `c` [d](e) <f> {{ insert: param, g }}", "a\\*b\\", "1 < 2 > 0"):
        assert unescaped(escaped(words)) == words


def test_a_catalog_from_elsewhere_comes_as_sentences_that_nobody_has_read(tmp_path):
    found = read({"catalog": ELSEWHERE}, tmp_path)
    assert [(clause.kind, clause.number, clause.section, clause.text) for clause in found.clauses] == [
        ("heading", "", "", "Access"),
        ("information", "", "Access", "What follows is about access."),
        ("heading", "", "Access", "Accounts"),
        ("heading", "AC-1", "Accounts", "Closing accounts"),
        ("information", "", "Closing accounts", "The [a post] must:"),
        ("information", "a.", "Closing accounts", "[lock or close in 14 days] accounts;"),
        ("information", "", "Closing accounts", "say so in 14 days."),
        ("information", "", "Closing accounts", "Read it."),
        ("information", "", "Closing accounts", "Then ask [nobody]."),
        ("information", "", "Closing accounts", "Keep a list of accounts"),
    ]
    assert {
        (clause.modality, clause.decided, clause.confidence) for clause in found.clauses if clause.kind != "heading"
    } == {("statement", False, 0.0)}
    assert len({clause.ident for clause in found.clauses}) == len(found.clauses)
    assert all(found.source[clause.start : clause.end].endswith(clause.text) for clause in found.clauses)


def test_an_oscal_catalog_may_be_yaml(tmp_path):
    text = "catalog:\n  metadata: {title: X}\n  controls:\n  - {id: a-1, title: Staff must ask.}\n"
    assert read(text, tmp_path, "x.yaml").clauses[0].text == "Staff must ask."


def test_parameters_that_name_each_other_come_to_an_end(tmp_path):
    params = [{"id": name, "label": "{{ insert: param, " + other + " }}"} for name, other in ("ab", "ba")]
    part = {"name": "statement", "prose": "It is {{ insert: param, a }}."}
    found = read(
        {"catalog": {"metadata": {"title": "X"}, "params": params, "controls": [{"id": "c", "parts": [part]}]}},
        tmp_path,
    )
    assert found.clauses[-1].text.startswith("It is [")


OTHERS = ("profile", "component-definition", "system-security-plan", "assessment-plan", "assessment-results",
          "plan-of-action-and-milestones", "mapping-collection")  # fmt: skip
MANY = [{"id": f"a-{number}", "title": "Ask."} for number in range(5001)]
WORDLESS = (
    None, [], {}, {"metadata": 1}, {"metadata": {}}, {"metadata": {}, "groups": [{"title": "X"}]},
    {"metadata": {}, "controls": MANY},
)  # fmt: skip


@pytest.mark.parametrize("model", OTHERS)
def test_other_models_are_refused_by_name(tmp_path, model):
    with pytest.raises(Unreadable, match="only an OSCAL catalog holds the words of a policy"):
        read({model: {"uuid": "x"}}, tmp_path)


@pytest.mark.parametrize("catalog", WORDLESS)
def test_a_catalog_without_words_or_with_too_many_is_refused(tmp_path, catalog):
    with pytest.raises(Unreadable):
        read({"catalog": catalog}, tmp_path)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["metadata", "groups", "controls", "parts", "params", "props", "title", "prose",
                                       "id", "values", "select", "choice", "label", "name", "value", "links", "ns",
                                       "back-matter", "resources", "citation", "text"]), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["groups", "controls", "params", "parts", "back-matter"]), JUNK), st.booleans())
def test_a_damaged_catalog_is_read_or_refused(tmp_path_factory, damaged, ours):
    props = [{"name": "format", "ns": NS, "value": "1"}] if ours else []
    try:
        found = read(
            {"catalog": {"metadata": {"title": "X", "props": props}} | damaged}, tmp_path_factory.getbasetemp()
        )
    except Unreadable:
        return
    assert found.clauses
