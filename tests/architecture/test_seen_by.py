"""No list without a reader: every model says who sees it, every query starts from who asks."""

import ast

import pytest
from django.apps import apps
from house import Module, calls, functions, modules

from belisha.core.access import Rule

OURS = [model for model in apps.get_models() if model.__module__.startswith("belisha.")]
# Models that no page lists, and why.
UNSEEN = {
    "AuditHead": "where a log stands; read by the log alone",
    "AuditNode": "hashes; read by proofs alone",
    "AuditKey": "public halves of signing keys, of no school",
    "ScheduledRun": "the clock of the worker, of no school",
    "Trust": "a name above schools; reached through a school that may be seen",
    "Key": "wrapped keys; read by the sealed room alone",
    "SealedFile": "reached through the row that it belongs to, which says who sees it",
    "Stamp": "stands beside a confidential log, which nobody reads; a bundle carries those that it needs",
    "Tally": "exact numbers of a running period; no page reads them, and they are destroyed as it ends",
}
# Functions of queries.py that fetch rows and start from something else, and why.
OTHERWISE = {
    "concerns/returning/queries.py:receipt_by_token": "for whoever has the code of a report, which is the proof",
    "concerns/returning/queries.py:conversation": "what belongs to a receipt that was fetched for its reporter",
    "concerns/returning/queries.py:door_open": "answers only yes or no, for strangers too",
    "concerns/returning/queries.py:open_doors": "what a school chose to show to strangers",
    "core/queries.py:people_in_log": "goes through the permission to read the log of one's own school",
    "core/queries.py:lines": "words for rows that were fetched before",
    "pupils/queries.py:exactly": "finds a name that was typed in whole, for whoever declares a tie; shows nothing",
    "people/lists/queries.py:addresses_elsewhere": "answers only yes or no about addresses that were typed in",
    "registers/accounts/queries.py:colleagues": "goes through the permission to keep the register",
    "registers/accounts/queries.py:platforms": "goes through the permission to keep the register",
    "people/chair/queries.py:holding": "goes through the permission to keep the chair's and vice-chair's roles",
    "people/chair/queries.py:empty": "goes through the same permission, and answers with names of posts alone",
    "people/chair/queries.py:to_invite": "narrows a list that was fetched for its reader",
    "concerns/handling/queries.py:numbers": "whom to call, for strangers who report too; the rows name nobody",
    "concerns/routing/queries.py:colleagues": "a colleague by a name typed in whole, for whoever declares or deals",
    "concerns/reporting/queries.py:colleagues": "a colleague by name, for whoever reports one; shows the name alone",
    "concerns/reporting/queries.py:subject": "the colleague whom the reporter chose from these",
    "concerns/reporting/queries.py:named": "names for what the reporter's own draft says",
    "concerns/reporting/queries.py:lines": "the same, as lines of the check page",
    "evidence/lane/queries.py:made_from": "the copies of an item that was fetched for its reader, to be sealed off too",
    "evidence/lane/queries.py:who_could_have_seen": "by what custody and history tell their reader, for the same item",
    "evidence/showing/queries.py:obstacle": "what the virus check said of an item that was fetched for its reader",
    "evidence/showing/queries.py:warning_of": "the same, as a sentence",
    "evidence/showing/queries.py:held_back": "the same, and whether this reader may download it",
    "evidence/showing/queries.py:to_read": "for the worker and not for pages; has no reader",
    "evidence/showing/queries.py:to_scan": "for the worker and not for pages; has no reader",
    "evidence/queries.py:hashes": "sizes and hashes for the receipt of the report that they came with",
    "evidence/queries.py:to_check": "for the nightly check and not for pages; has no reader",
    "people/queries.py:grants_of": "for the command line and not for pages; has no reader",
    "people/queries.py:holders": "for letters and not for pages; has no reader",
    "people/queries.py:who_can": "for letters and not for pages; has no reader",
    "people/providers/queries.py:linked": "at the door, where nobody is an actor yet; no page shows what it finds",
    "people/providers/queries.py:named": "at the door likewise, from an address that a provider vouches for",
    "people/providers/queries.py:has_link": "answers only yes or no, at the door",
    "people/providers/queries.py:whose_door": "in whose log it stands that somebody unknown was turned away",
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_says_who_sees_it(model):
    if model.__name__ in UNSEEN:
        assert not hasattr(model, "seen_by")
    else:
        assert isinstance(getattr(model, "seen_by", None), Rule)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_row_of_a_school_carries_its_key(model):
    schoolless = {"School", "Trust", "AuditKey", "ScheduledRun"}
    # A role is held at a school or at a trust.
    assert model.__name__ in schoolless or {"school", "school_id"} & {field.name for field in model._meta.fields}


def unasked(module: Module) -> list[str]:
    """Public functions that fetch rows and neither go through `visible_to` nor call one that does."""
    defined = {one.name: one for one in module.tree.body if isinstance(one, ast.FunctionDef)}
    safe = {"visible_to"}
    while grown := {name for name, one in defined.items() if name not in safe and safe & called(one)}:
        safe |= grown
    return [
        f"{module.name}:{name}"
        for name, one in defined.items()
        if not name.startswith("_") and name not in safe and fetches(one, defined)
    ]


def called(one: ast.FunctionDef) -> set[str]:
    return {call.func.id for call in calls(one) if isinstance(call.func, ast.Name)}


def fetches(one: ast.FunctionDef, defined: dict, seen=frozenset()) -> bool:
    """Whether it reaches a manager, itself or through a private function of the file."""
    if any(isinstance(node, ast.Attribute) and node.attr == "objects" for node in ast.walk(one)):
        return True
    inside = called(one) & set(defined) - seen
    return any(fetches(defined[name], defined, seen | {name}) for name in inside)


def late(module: Module) -> list[str]:
    """Functions that fetch for somebody and do not take that somebody first."""
    public = [one for one in functions(module.tree) if not one.name.startswith("_") and "visible_to" in called(one)]
    return [f"{module.name}:{one.name}" for one in public if [each.arg for each in one.args.args][:1] != ["actor"]]


QUERIES = [module for module in modules() if module.file == "queries.py"]


def test_every_query_starts_from_what_its_reader_may_see():
    assert [name for module in QUERIES for name in unasked(module) if name not in OTHERWISE] == []


def test_a_query_takes_its_reader_first():
    assert [name for module in QUERIES for name in late(module)] == []


def test_the_reasons_are_still_needed():
    there = {f"{module.name}:{one.name}" for module in QUERIES for one in functions(module.tree)}
    assert set(OTHERWISE) <= there
    assert set(UNSEEN) <= {model.__name__ for model in OURS}


def test_the_rule_would_notice():
    bad = "def all(actor): return Adult.objects.all()\ndef more(actor): return _x()\ndef _x(): return A.objects.all()\n"
    good = "def seen(actor): return visible_to(actor, Adult.objects.all())\ndef some(actor): return seen(actor)\n"
    swapped = "def seen(school, actor): return visible_to(actor, Adult.objects.all())\n"
    assert unasked(Module("x/queries.py", bad + good)) == ["x/queries.py:all", "x/queries.py:more"]
    assert late(Module("x/queries.py", swapped)) == ["x/queries.py:seen"]
