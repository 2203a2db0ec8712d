"""The shipped pack hangs together, and a pack that does not is refused with the place named."""

import copy
import json
import re
from importlib.resources import files

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.packs import PackError, build, load_pack, pack_names, read_pack

NAME = "staff-social-media"
PACK = load_pack(NAME)
FIELDS = ("id", "text", "binds", "modality", "kind", "class", "features")
RAW = yaml.safe_load(files("belisha.packs").joinpath(f"{NAME}.yaml").read_text(encoding="utf-8"))


def place_of(clause_id):
    return next(at for at, clause in enumerate(RAW["clauses"]) if clause["id"] == clause_id)


def damaged(change):
    data = copy.deepcopy(RAW)
    change(data)
    return data


def test_every_shipped_pack_loads_and_is_read_once():
    assert pack_names() == (NAME,)
    assert all(load_pack(name) is load_pack(name) for name in pack_names())


def test_the_pack_holds_the_whole_register_in_order():
    ids = [clause.id for clause in PACK.clauses]
    ranks = [(clause.section, clause.paragraph, clause.letter) for clause in PACK.clauses]
    assert len(ids) == len(set(ids)) == 148
    assert ranks == sorted(ranks)
    assert sum(clause.normative for clause in PACK.clauses) == 115


def test_letters_of_a_paragraph_run_without_a_gap():
    letters = {}
    for clause in PACK.clauses:
        letters.setdefault((clause.section, clause.paragraph), []).append(clause.letter)
    assert all(found == list("abcdefgh"[: len(found)]) for found in letters.values())


def test_every_link_leads_to_something_in_the_pack():
    for clause in PACK.clauses:
        linked = {*clause.consequences, *clause.see, *(each.clause_id for each in clause.exceptions)}
        assert linked - {None} <= PACK.by_id.keys(), clause.id
        assert set(clause.refs) <= {each.id for each in PACK.references}, clause.id
        assert set(clause.defines) <= {each.id for each in PACK.glossary}, clause.id
        assert set(clause.gaps) <= {each.id for each in PACK.gaps}, clause.id


def test_what_follows_a_breach_is_a_consequence():
    followers = {target for clause in PACK.clauses for target in clause.consequences}
    assert {PACK.by_id[target].kind for target in followers} == {"consequence"}


def test_definitions_and_terms_belong_to_each_other():
    defining = {term: clause.kind for clause in PACK.clauses for term in clause.defines}
    assert set(defining.values()) == {"definition"}
    assert defining.keys() == {term.id for term in PACK.glossary}


def test_every_variable_is_used_and_none_is_unknown():
    used = set(re.findall(r"\{(\w+)\}", " ".join(clause.text for clause in PACK.clauses)))
    assert used == {variable.name for variable in PACK.variables}


def test_only_what_the_words_make_absolute_is_absolute():
    assert [clause.id for clause in PACK.clauses if clause.absolute] == ["4-17-a", "7-01-a"]
    assert not any(clause.exceptions for clause in PACK.clauses if clause.absolute)


def test_a_report_without_a_time_of_its_own_takes_it_from_the_catch_all():
    borrowed = {clause.id: clause.deadline_from for clause in PACK.clauses if clause.deadline_from}
    assert borrowed == {"4-15-a": "6-22-a", "8-03-a": "6-22-a"}
    assert PACK.by_id["6-22-a"].deadline == "immediately"


def test_every_clause_speaks_in_its_modality():
    words = {each.id: "|".join(each.words) for each in PACK.modalities}
    silent = [
        each.id for each in PACK.clauses if not re.search(rf"\b({words[each.modality]})\b", each.text, re.IGNORECASE)
    ]
    assert silent == []


def test_every_sentence_is_short_enough_to_read_after_school():
    sentences = [(clause.id, each) for clause in PACK.clauses for each in re.split(r"(?<=[.!?])\s+", clause.text)]
    assert [name for name, sentence in sentences if len(sentence.split()) > 35] == []
    assert [clause.id for clause in PACK.clauses if clause.text[-1] not in '."'] == []


def test_sentences_are_short_on_the_whole():
    sentences = [each for clause in PACK.clauses for each in re.split(r"(?<=[.!?])\s+", clause.text)]
    assert sum(len(each.split()) for each in sentences) / len(sentences) < 20


def test_no_person_address_or_machine_path_is_in_the_file():
    text = files("belisha.packs").joinpath(f"{NAME}.yaml").read_text(encoding="utf-8")
    assert not re.search(r"\b(Mrs?|Ms|Miss|Dr)\b|https?:|/home/", text)


def test_every_field_of_the_schema_is_explained():
    schema = json.loads(files("belisha.packs").joinpath("policy-pack.schema.json").read_text(encoding="utf-8"))
    objects = [schema, *(each for each in walk(schema) if each.get("type") == "object")]
    fields = {name: field for each in objects for name, field in each["properties"].items()}
    assert len(fields) > 40
    assert [name for name, field in fields.items() if not field.get("description")] == []
    assert all(each["additionalProperties"] is False for each in objects)


def walk(node):
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from walk(each)


def set_in(clause_id, field, value):
    return lambda data: data["clauses"][place_of(clause_id)].__setitem__(field, value)


DAMAGE = {
    "an unknown modality": (set_in("6-07-a", "modality", "ought"), "clause 6-07-a, field modality"),
    "an unknown class": (set_in("6-07-a", "class", "Q"), "clause 6-07-a, field class"),
    "a field nobody knows": (set_in("6-07-a", "mood", "stern"), "clause 6-07-a.*mood"),
    "a text that lost its modal": (
        set_in("6-07-a", "text", "Contact with pupils is not something we want."),
        "6-07-a is must-not",
    ),
    "an unknown variable": (
        set_in("6-07-a", "text", "You must never write to {somebody} at school."),
        "6-07-a.*somebody",
    ),
    "a torn brace": (set_in("6-07-a", "text", "You must never write to a {school pupil."), "6-07-a.*brace"),
    "a consequence that is not there": (set_in("6-07-a", "consequences", ["6-99-a"]), "6-07-a.*6-99-a"),
    "an exception that is not there": (
        set_in("6-07-a", "exceptions", [{"id": "6-99-a", "curable_by": []}]),
        "6-07-a.*6-99-a",
    ),
    "an exception with words and an id": (
        set_in("6-07-a", "exceptions", [{"id": "6-07-b", "text": "Family only.", "curable_by": []}]),
        "clause 6-07-a, field exceptions",
    ),
    "a clause that leads to itself": (set_in("6-07-a", "see", ["6-07-a"]), "6-07-a.*not another clause"),
    "a reference that is not listed": (set_in("6-07-a", "refs", ["magna-carta"]), "6-07-a.*magna-carta"),
    "a gap that does not know the clause": (set_in("6-07-a", "gaps", ["family_not_defined"]), "6-07-a.*do not name"),
    "a section that is not its own": (set_in("6-07-a", "section", 5), "6-07-a.*section 5"),
    "absolute set to false": (set_in("6-07-a", "absolute", False), "clause 6-07-a, field absolute"),
    "two deadlines": (set_in("4-15-a", "deadline", "promptly"), "4-15-a.*deadline_from"),
    "no keywords": (set_in("6-07-a", "keywords", []), "clause 6-07-a, field keywords"),
    "a damaged id": (set_in("6-07-a", "id", "6-7-a"), "clause number 71, field id"),
    "a clause twice": (
        lambda data: data["clauses"].insert(3, {**data["clauses"][2], "features": ["F2"]}),
        "1-01-b is there twice",
    ),
    "two clauses swapped": (lambda data: data["clauses"].insert(0, data["clauses"].pop(5)), "0-01-a stands after"),
    "an unused variable": (
        lambda data: data["variables"].append({"name": "bell", "label": "Bell", "hint": "Bell.", "default": None}),
        "no clause uses bell",
    ),
    "a missing table": (lambda data: data.pop("glossary"), "glossary"),
    "an undescribed modality": (lambda data: data["modalities"].pop(), "modalities"),
    "an empty section": (lambda data: data["sections"].append({"number": 11, "title": "More"}), "section 11"),
    "a term nobody defines": (
        lambda data: data["glossary"].append({"id": "meme", "term": "meme", "meaning": "A joke."}),
        "no clause names meme",
    ),
}


@pytest.mark.parametrize("change", DAMAGE, ids=str)
def test_a_damaged_pack_is_refused_with_its_place_named(change):
    alter, place = DAMAGE[change]
    with pytest.raises(PackError, match=place):
        build(damaged(alter))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(RAW["clauses"]), st.sampled_from(FIELDS))
def test_a_clause_that_lost_a_field_is_refused_by_name(clause, field):
    at = place_of(clause["id"])
    data = {**RAW, "clauses": [*RAW["clauses"]]}
    data["clauses"][at] = {key: value for key, value in clause.items() if key != field}
    with pytest.raises(PackError) as refusal:
        build(data)
    assert f"clause number {at + 1}:" in str(refusal.value) if field == "id" else clause["id"] in str(refusal.value)
    assert field in str(refusal.value)


@pytest.mark.parametrize("text", ["", "clauses: [", "- a\n- b", "just words", "pack: !!python/object:os.system {}"])
def test_what_is_not_a_pack_is_refused(text):
    with pytest.raises(PackError):
        read_pack(text)


@pytest.mark.parametrize("name", ["", "other", "../staff-social-media", "policy-pack.schema"])
def test_a_pack_that_does_not_ship_is_refused(name):
    with pytest.raises(PackError, match="staff-social-media"):
        load_pack(name)
