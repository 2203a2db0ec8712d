"""Belisha's own format: everything goes out and comes back, and nothing else comes in."""

import json
import re
from dataclasses import asdict, fields, replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from plains import IN_FORCE, a_plain, only, shipped, with_particulars

from belisha.exchange import own
from belisha.policy import carried, rules
from belisha.policy.carried.own import SCHEMA, validator
from belisha.policy.carried.parsing import LIMITS
from belisha.policy.reading import Unreadable
from belisha.policy.reading.shapes import Cited, Particulars
from belisha.policy.written import Written, from_file

WRITERS = {"yaml": own.as_yaml, "json": own.as_json}
# Every character that a database keeps: no half pairs, no zero byte.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
TRAPS = ["yes", "0x1F", "1e3", "2026-10-12", "7.10", "- a", " lead", "trail ", "a: b", "# x", "&a", "*a", "!!str x",
         "é😀", "<<", "\x07",
         "|", ">\n", "\n\n x\n  y ", "\t", "\u2028", "\x85", "\ufeff", "'\"", "{}", "null", "~"]  # fmt: skip


def back(data: bytes, folder, name: str) -> carried.Carried:
    """The file read again."""
    path = folder / name
    path.write_bytes(data)
    return carried.read(path, name)


def refusal(text: str, folder, name="policy.yaml") -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Unreadable) as said:
        back(text.encode(), folder, name)
    assert len(said.value.reason) <= 500
    assert said.value.remedy
    return said.value.reason


def broken(folder, change) -> str:
    """The sentence about a file of ours that somebody changed."""
    data = own.as_data(a_plain())
    change(data)
    return refusal(json.dumps(data), folder, "policy.json")


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("plain", [a_plain(), shipped(), with_particulars(a_plain())], ids=["short", "shipped", "rich"])
def test_everything_goes_out_and_comes_back(tmp_path, kind, plain):
    plain = replace(plain, pages=(0, 5))
    found = back(WRITERS[kind](plain), tmp_path, f"policy.{kind}")
    assert (found.title, found.source, found.pages, found.clauses) == (
        plain.title, plain.source, plain.pages, plain.clauses,
    )  # fmt: skip


@pytest.mark.parametrize("kind", WRITERS)
@settings(deadline=None, max_examples=150)
@given(words=WORDS | st.sampled_from(TRAPS), more=WORDS | st.sampled_from(TRAPS))
def test_any_words_go_out_and_come_back(tmp_path_factory, kind, words, more):
    plain = only(f"{words}x{more}")
    clause = replace(plain.clauses[0], section=more[:300], number=words[:20], particulars={"defines": words})
    plain = replace(plain, clauses=(clause,), title=f"{words}.{more}"[:200])
    found = back(WRITERS[kind](plain), tmp_path_factory.getbasetemp(), f"any.{kind}")
    assert (found.title, found.source, found.clauses) == (plain.title, plain.source, plain.clauses)


def test_what_is_written_obeys_the_published_schema():
    for plain in (a_plain(), shipped(), with_particulars(a_plain()), replace(a_plain(), standing=IN_FORCE)):
        assert [fault.message for fault in validator().iter_errors(own.as_data(plain))] == []


def test_the_schema_knows_what_the_house_knows():
    schema = json.loads(SCHEMA.read_text("utf-8"))
    clause = schema["$defs"]["clause"]["properties"]
    particulars = clause["particulars"]["properties"]
    assert set(clause) == {each.name for each in fields(Written)} == set(schema["$defs"]["clause"]["required"])
    assert clause["kind"]["enum"] == list(rules.KINDS)
    assert clause["modality"]["enum"] == list(rules.MODALITIES)
    assert clause["binds"]["items"]["enum"] == list(rules.BINDS)
    assert schema["properties"]["school"]["properties"]["state"]["enum"] == list(rules.STATES)
    assert set(particulars) == {each.name for each in fields(Particulars)}
    assert set(particulars["cited"]["items"]["properties"]) == {each.name for each in fields(Cited)}


def test_what_belongs_to_the_school_stays_out_of_what_goes_to_another():
    data = own.as_data(a_plain())
    assert "Full governing body" in json.dumps(data["school"])
    assert "Full governing body" not in json.dumps(data["policy"])


def test_a_file_of_a_newer_belisha_is_refused(tmp_path):
    assert "newer Belisha" in broken(tmp_path, lambda data: data.update(format_version=2))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["policy"].pop("source"),
        lambda data: data["policy"]["clauses"][3].update(end=10**6),
        lambda data: data["policy"]["clauses"][3].update(start=5, end=5),
        lambda data: data["policy"]["clauses"][3].update(kind="law"),
        lambda data: data["policy"]["clauses"][3].update(ident="A/B"),
        lambda data: data["policy"]["clauses"][3].update(ident="a\n"),
        lambda data: data["policy"]["clauses"][3].update(ident=data["policy"]["clauses"][2]["ident"]),
        lambda data: data["policy"]["clauses"][3].update(text="   "),
        lambda data: data["policy"]["clauses"][3].update(cue_start=1, cue_end=None),
        lambda data: data["policy"]["clauses"][3].update(binds=["everybody"]),
        lambda data: data["policy"]["clauses"][3].update(password="x"),
        lambda data: data["policy"].update(pages=[9, 3]),
        lambda data: data.update(policy="all of it"),
    ],
)
def test_a_file_with_something_wrong_is_refused_with_where(tmp_path, change):
    assert "something is missing or wrong at “" in broken(tmp_path, change)


def test_a_bomb_of_anchors_is_refused_before_it_goes_off(tmp_path):
    layers = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert "anchors" in refusal("l0: &l0 [x]\n" + layers, tmp_path)
    assert "anchors" in refusal("a: *b\n", tmp_path)


def test_no_object_is_made_from_a_tag(tmp_path):
    assert "tags" in refusal("a: !!python/object/apply:os.system ['true']\n", tmp_path)


@pytest.mark.parametrize("name", ["policy.yaml", "policy.json"])
def test_a_file_nested_without_end_is_refused(tmp_path, name):
    assert refusal('{"a": ' + "[" * 200_000, tmp_path, name)
    assert "nested" in refusal('{"a": ' + "[" * 70 + "]" * 70 + "}", tmp_path, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.json", "{"), ("p.yaml", "a: [1"), ("p.yaml", "a: 1\n---\nb: 2"), ("p.json", ""), ("p.yaml", ""),
        ("p.json", "[]"), ("p.yml", "only words"), ("p.json", '{"a": NaN}'), ("p.yaml", "a: .inf"),
        ("p.json", '{"a": "\\u0000"}'), ("p.yaml", 'a: "\\0"'), ("p.json", '{"a": "\\ud800"}'), ("p.json", "{}"),
        ("p.yaml", "a: 1"), ("p.json", '{"a": ' + "9" * 5000 + "}"),
    ],
)  # fmt: skip
def test_what_is_no_policy_is_refused(tmp_path, name, text):
    refusal(text, tmp_path, name)


@pytest.mark.parametrize(("word", "said"), [("a\0b", "zero byte"), ("\ud800", "half characters")])
def test_words_that_no_database_keeps_are_refused(tmp_path, word, said):
    assert said in broken(tmp_path, lambda data: data["policy"]["clauses"][3].update(why=word))


def test_a_file_that_is_no_text_or_too_big_is_refused(tmp_path):
    (tmp_path / "p.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable, match="damaged"):
        carried.read(tmp_path / "p.json", "p.json")
    (tmp_path / "p.json").write_bytes(b" " * 2000)
    with pytest.raises(Unreadable, match="too big"):
        carried.read(tmp_path / "p.json", "p.json", limit=1000)


def test_a_file_of_very_many_parts_is_refused_before_it_fills_the_memory(tmp_path):
    many = 2 * LIMITS["nodes"]
    assert "too many parts" in refusal('{"a": [' + "1," * many + "1]}", tmp_path, "many.json")
    assert "too many parts" in refusal("- a\n" * many, tmp_path, "many.yaml")
    assert LIMITS["file"] <= 8 * 1024 * 1024


def test_a_document_is_none_of_its_business(tmp_path):
    assert carried.read(tmp_path / "policy.docx", "policy.docx") is None


def test_a_date_without_quotes_is_a_word(tmp_path):
    text = own.as_yaml(a_plain()).decode().replace("'2026-10-12'", "2026-10-12")
    assert "approved_on: 2026-10-12" in text
    assert back(text.encode(), tmp_path, "p.yaml").title == a_plain().title


def test_yaml_reads_as_people_write_it():
    text = own.as_yaml(a_plain()).decode()
    assert "  source: |" in text
    assert "&" not in text.split("source:")[0]
    assert yaml.safe_load(text)["policy"]["clauses"][0] == {
        **asdict(a_plain().clauses[0]), "binds": [], "came_from": [],
    }  # fmt: skip


def test_a_deep_number_makes_an_id_that_can_be_carried_and_stand_in_an_address(tmp_path):
    document = tmp_path / "policy.txt"
    document.write_text("Policy\n\n1. Rules\n\n7.3.1 Staff must ask first.\n\n7.3.1.2 Staff must tell.\n", "utf-8")
    reading, clauses = from_file(document, document.name, LIMITS["file"])
    plain = replace(a_plain(), source=reading.source, clauses=tuple(clauses))
    assert back(own.as_json(plain), tmp_path, "p.json").clauses[-1].ident == "7-03-1-2-a"
    assert all(re.fullmatch(rules.IDENT, clause.ident) for clause in clauses)
