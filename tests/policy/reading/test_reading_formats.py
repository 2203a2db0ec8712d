"""The same policy in every format gives the same clauses; and above the floors on the policy we began with."""

import json
import sys
from pathlib import Path

import pytest
from bindings import BINDINGS

from belisha.policy.reading import read_document
from belisha.policy.reading.apart import read_apart

FLOORS = {"found": 0.95, "precision": 0.9, "modality": 0.95}
INVENTED = """Staff Online Conduct Policy

Ash Lane Primary School

Introduction

This policy explains how adults at the school use social media, both at work and in their own time. It was written with
staff and governors, and it is reviewed every September.

Scope

This policy applies to all employees, governors, volunteers and trainee teachers at the school.

Responsibilities

The Headteacher will:

- keep a register of every account that speaks for the school, with the names of the two adults who hold its password;
- arrange training for new staff within their first half term;
- report serious concerns to the governing body without delay.

Staff must not:

- accept friend requests from pupils, or from former pupils who are under eighteen, unless they are family;
- post photographs of pupils on a personal account;
- discuss colleagues, parents or carers online in a way that could be thought abusive.

All staff should check their privacy settings at least once a term, because the settings change. Teachers may use a
class blog if the Headteacher has agreed to it in writing beforehand. Nobody may answer an angry message on
the same day.

Images

4.1 Photographs of pupils must be taken with a camera that belongs to the school.

4.2 Adults who find an unsuitable picture of a pupil must tell the designated safeguarding lead at once, and must not
copy it or send it on to anyone else, whatever the reason.

4.3 Parents should be asked for their consent each year.

Breaches

Any breach of this policy may lead to disciplinary action. Serious breaches will be reported to the governing body and
may be treated as gross misconduct.
"""


@pytest.fixture(scope="module")
def bound(tmp_path_factory):
    """The invented policy in a format, made once: printing takes the longest."""
    made = {}

    def path(name):
        if name not in made:
            made[name] = BINDINGS[name](tmp_path_factory.mktemp("bound"), INVENTED)
        return made[name]

    return path


def clauses(reading):
    return [(item.text, item.kind, item.modality, item.binds) for item in reading.items if item.normative]


@pytest.mark.parametrize("name", BINDINGS)
def test_a_policy_has_the_same_clauses_in_every_format(bound, name):
    path = bound(name)
    reading = read_document(path, path.name)
    plain = read_document(bound("text"), "policy.txt")
    assert clauses(reading) == clauses(plain)
    assert len(clauses(reading)) == 15
    assert reading.title == "Staff Online Conduct Policy"
    numbered = {item.number.rstrip(".") for item in reading.items if item.number.startswith("4.")}
    assert numbered == {"4.1", "4.2", "4.3"}


@pytest.mark.parametrize("name", BINDINGS)
def test_every_word_of_every_format_is_in_an_item(bound, name):
    path = bound(name)
    reading, at = read_document(path, path.name), 0
    for item in reading.items:
        assert not reading.source[at : item.start].strip()
        at = item.end
    assert not reading.source[at:].strip()
    said = "".join(reading.source.split())
    assert [word for word in INVENTED.replace("- ", " ").split() if word not in said] == []


@pytest.mark.parametrize("name", ["messy Word", "PDF"])
def test_a_reading_made_apart_is_the_same(bound, name):
    path = bound(name)
    told = []
    assert read_apart(path, path.name, progress=told.append) == read_document(path, path.name)
    assert told == sorted(told)
    assert told[-1] == 100
    assert len(told) >= (5 if name == "PDF" else 3)


@pytest.mark.parametrize("name", BINDINGS)
def test_the_source_policy_is_read_above_the_floors_in_every_format(tmp_path, shared, name):
    sys.path.insert(0, str(shared / "policy"))
    try:
        from score import score
    finally:
        sys.path.pop(0)
    path = BINDINGS[name](tmp_path, (shared / "policy" / "social-media-policy.txt").read_text("utf-8"))
    gold = json.loads((shared / "policy" / "clauses.gold.json").read_text("utf-8"))
    reading = read_document(path, Path(path).name)
    read = [{"text": i.text, "modality": i.modality, "normative": i.normative} for i in reading.items]
    figures = score(gold, read)[0]
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}
