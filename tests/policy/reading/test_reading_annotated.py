"""The bars of the importer, held over invented policies of every shape in which real ones come."""

import sys

import pytest
from annotated import SHAPES, annotated, measured

from belisha.policy.reading import read_text

BARS = {"found": 0.9, "precision": 0.88, "modality": 0.92}
NAMES = sorted(path.name for path in SHAPES.iterdir())


def read(source: str, name: str) -> list[tuple[str, str]]:
    return [(item.text, item.modality) for item in read_text(source, name).items if item.normative]


def below(figures: dict[str, float]) -> dict[str, float]:
    return {measure: figure for measure, figure in figures.items() if figure < BARS[measure]}


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_of_each_shape_is_read_above_the_bars(name):
    source, gold = annotated(name)
    assert len(gold) > 15
    assert below(measured(gold, read(source, name))) == {}


def test_all_shapes_together_are_read_well_above_the_bars():
    gold, clauses = [], []
    for name in NAMES:
        source, marked = annotated(name)
        gold, clauses = gold + marked, clauses + read(source, name)
    figures = measured(gold, clauses)
    assert {measure: figure for measure, figure in figures.items() if figure < BARS[measure] + 0.04} == {}


def test_the_measures_fall_when_a_clause_is_missed_made_up_or_misread():
    source, gold = annotated("agreement-of-an-academy.txt")
    clauses = read(source, "agreement.txt")
    whole = measured(gold, clauses)
    assert measured(gold, clauses[5:])["found"] < whole["found"]
    assert measured(gold, [*clauses, ("Nobody ever wrote this", "must")])["precision"] < whole["precision"]
    assert measured(gold, [(text, "advised") for text, _ in clauses])["modality"] < 0.2


@pytest.mark.parametrize("name", NAMES[:4])
def test_our_measures_are_those_of_the_design(name, shared):
    sys.path.insert(0, str(shared / "policy"))
    try:
        from score import score
    finally:
        sys.path.pop(0)
    source, gold = annotated(name)
    clauses = read(source, name)
    theirs = score(
        [
            {"start": " ".join(mark.start), "modality": mark.right[0], "also_ok": list(mark.right[1:]), "kind": "norm"}
            for mark in gold
        ],
        [{"text": text, "modality": modality} for text, modality in clauses],
    )[0]
    ours = measured(gold, clauses)
    assert {measure: round(figure, 3) for measure, figure in ours.items()} == {m: theirs[m] for m in ours}
