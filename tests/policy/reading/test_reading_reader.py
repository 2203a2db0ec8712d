"""Promises about every document: nothing dropped, nothing twice, spans and words that agree."""

import json
import re
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.policy.reading import Unreadable, read_document, read_text
from belisha.policy.reading.intake import LIMITS

SHARED = Path(__file__).resolve().parents[4] / "shared" / "policy"
FLOORS = {"found": 0.95, "precision": 0.9, "modality": 0.95}
SCRAPS = st.sampled_from(
    ["Staff must:", "- ", "1.1 ", "(a) ", "# ", "**", "| a | b |", "|---|---|", "Do not", "?", "No.", "Yes, if",
     " and must",
     "\n", "\n\n", "  ", "\t", "Can I?", ".", ";", "should they", "7. Rules", "---", "===", "[x](y)", "Page 1 of 2",
     "means", "unless", "*", "\f", "\u00ad", "o\t", "I will", "Headteacher", ":", "`", "Allowed", "✓", "|", "'"]
)  # fmt: skip
# What no item holds: white space, the bars between the cells of a table, and the rulings under its heads.
BETWEEN = re.compile(r"(?:\s|\||:?-{2,}:?(?=\s*(?:\||$)))*")
KINDS = {"norm", "consequence", "power", "exception", "definition", "scope", "reference", "information", "heading"}
MODALITIES = {"must", "must-not", "should", "should-not", "advised", "may", "will", "definition", "scope", "statement"}


@settings(max_examples=400, deadline=None)
@given(st.lists(SCRAPS | st.text(max_size=12), min_size=1, max_size=25).map("".join).filter(str.strip))
def test_no_word_of_any_document_is_lost_or_read_twice(source):
    reading = read_text(source)
    at = 0
    for item in reading.items:
        assert at <= item.start < item.end <= len(source)
        assert BETWEEN.fullmatch(source, at, item.start)
        assert item.text.strip()
        assert item.kind in KINDS
        assert item.modality in MODALITIES
        assert item.cue is None or 0 <= item.cue[0] < item.cue[1] <= len(source)
        assert 0 <= item.confidence <= 1
        assert bool(item.binds) or not item.normative
        at = item.end
    assert BETWEEN.fullmatch(source, at)
    assert len({item.ident for item in reading.items}) == len(reading.items)


def test_the_text_is_the_span_without_its_marks():
    reading = read_text("- **Staff**   must not\n  share [passwords](http://x.example).\n")
    (item,) = reading.items
    assert item.text == "Staff must not share passwords."
    assert reading.source[slice(*item.cue)] == "must not"


def test_the_bars_of_a_table_belong_to_no_item():
    source = "# Quick guide\n\n| Topic | Do |\n|---|---|\n| Photographs | Use the school camera |\n\nBe kind to all.\n"
    items = read_text(source).items
    assert [source[item.start : item.end] for item in items] == [
        "# Quick guide",
        "Topic",
        "Do",
        "Photographs",
        "Use the school camera",
        "Be kind to all.",
    ]


def test_a_second_half_says_what_it_goes_on_from():
    items = read_text("Staff have the right to reply and must avoid rows.\n").items
    assert [item.why for item in items] == [
        'It says "have the right".',
        'It says "must avoid"; it goes on from "Staff have the right to reply".',
    ]


def test_an_inherited_cue_lies_in_the_lead_in():
    reading = read_text("Adults must never:\n\n- post photographs of a pupil;\n")
    item = reading.items[1]
    assert item.inherited
    assert reading.source[slice(*item.cue)] == "must never"
    assert item.why == 'Inherited from "Adults must never:".'


def test_why_is_a_sentence_in_english():
    items = read_text("Staff must lock the door.\n\nEnsure that the gate is shut.\n").items
    assert [item.why for item in items] == ['It says "must".', 'An instruction: it begins with "ensure".']


def test_the_title_is_the_heading_that_calls_itself_a_policy():
    assert (
        read_text("Harrowdene School\n\nOnline Conduct Policy\n\nStaff must be kind.\n").title
        == "Online Conduct Policy"
    )
    assert read_text("Staff must be kind and fair to all.\n", "online_rules.txt").title == "online rules"


def test_a_sentence_torn_by_a_page_end_is_joined_again():
    source = "Staff must tell the Headteacher about anything that\n\nPage 2 of 9\n\nmight harm a pupil.\n"
    (item,) = read_text(source).items
    assert item.text == "Staff must tell the Headteacher about anything that might harm a pupil."


def test_a_bullet_torn_from_its_text_is_joined_again():
    items = read_text("Staff must:\n\n•\n\nbe kind\n\n\uf0b7\tbe fair\n").items
    assert [item.text for item in items] == ["Staff must:", "be kind", "be fair"]


def needs_the_source_policy():
    if not SHARED.exists():
        pytest.skip(f"the source policy is not beside this checkout ({SHARED.name} is missing)")


def test_the_source_policy_is_read_above_the_floors():
    needs_the_source_policy()
    sys.path.insert(0, str(SHARED))
    try:
        from score import score
    finally:
        sys.path.pop(0)
    gold = json.loads((SHARED / "clauses.gold.json").read_text("utf-8"))
    reading = read_document(SHARED / "social-media-policy.txt", "policy.txt")
    read = [{"text": i.text, "modality": i.modality, "normative": i.normative} for i in reading.items]
    figures = score(gold, read)[0]
    assert {name: figures[name] >= floor for name, floor in FLOORS.items()} == dict.fromkeys(FLOORS, True)


def test_the_source_policy_is_read_within_a_second():
    needs_the_source_policy()
    started = time.process_time()
    read_document(SHARED / "social-media-policy.txt", "policy.txt")
    assert time.process_time() - started < 1


def test_a_long_document_without_paragraphs_does_not_take_for_ever():
    started = time.process_time()
    reading = read_text("Staff must be kind and should be fair, " * 1000)
    assert time.process_time() - started < 10
    assert re.match("Staff must be kind", reading.items[0].text)


HOSTILE = {
    "a word without an end": "a" * 200_000,
    "brackets": "(" * 20_000 + "x" + ")" * 20_000,
    "links that never close": "[x](" * 20_000,
    "conditions and dashes": "in a - " * 2_000,
    "full stops": "." * 20_000 + "3",
    "bars": "|a" * 10_000,
    "lead-ins without lists": "Staff must:\n" * 1_000,
    "bullets without words": "• \n" * 5_000,
    "a modal after a modal": " and must" * 2_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_is_read_whole_in_bearable_time(kind):
    started = time.process_time()
    reading = read_text(HOSTILE[kind])
    assert time.process_time() - started < 20  # what was quadratic took minutes
    assert "".join(reading.source.split()).count("x") <= sum(item.text.count("x") for item in reading.items)


def test_the_letters_of_a_section_begin_anew_also_below_a_heading_that_is_no_section_of_its_own():
    text = "# Trips Policy\n\n# Contents\n\n" + "".join(
        f"## {part}. Part\n\n{part}.1 Staff must sign in and must not go alone.\n\n" for part in (1, 2, 3)
    )
    halves = [clause.ident for clause in read_text(text).items if clause.kind == "norm"]
    assert halves == ["1-01-a", "1-01-b", "2-01-a", "2-01-b", "3-01-a", "3-01-b"]


def test_more_sentences_than_a_policy_has_are_refused_with_a_sentence(monkeypatch):
    monkeypatch.setitem(LIMITS, "sentences", 20)
    assert len(read_text("Policy\n\n" + "Staff must not smoke.\n\n" * 19).items) == 20
    with pytest.raises(Unreadable, match="more than 20 sentences"):
        read_text("Policy\n\n" + "Staff must not smoke.\n\n" * 20)
