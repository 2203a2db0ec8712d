"""Who may import whom, and who may write: decide, write, fetch and show are different files."""

import ast
import re

import pytest
from house import SOURCE, Module, calls, imports, modules

# The ground, then each floor on those before it. A folder that is not named here has no place in the house yet.
LOW = {"config", "core", "look", "sealed", "people", "packs"}
BOOKS = {"policy", "changes", "references", "remarks"}
FLOORS = {
    "core": {"config"},
    "look": {"core"},
    "packs": set(),
    "reasoning": {"packs"},
    "sealed": {"config", "core"},
    "people": {"config", "core", "look", "sealed", "packs"},
    "pupils": {"config", "core", "look", "sealed", "people"},
    "calendars": {"config", "core", "look", "people"},
    "policy": {"config", "core", "look", "sealed", "people", "packs"},
    "changes": {*LOW, "policy"},
    "references": {*LOW, "policy", "changes"},
    "remarks": {*LOW, "policy", "changes", "references"},
    "guidance": {*LOW, "policy", "references"},
    "comprehension": {*LOW, "policy", "changes"},
    "rulebook": {*LOW, "policy", "reasoning"},
    "duties": {*LOW, *BOOKS, "guidance", "comprehension", "calendars"},
    "registers": {*LOW, *BOOKS, "guidance", "calendars", "pupils", "duties"},
    "advice": {*LOW, *BOOKS, "reasoning", "rulebook", "pupils", "registers", "guidance"},
    "concerns": {*LOW, *BOOKS, "pupils", "guidance", "calendars", "duties", "registers"},
    "evidence": {*LOW, "concerns"},
    "exchange": {*LOW, *BOOKS, "duties", "rulebook", "advice"},
    "demo": {"core", "look", "people", "settings", "urls"},
}
# The machinery's own pages, and the forms on them, are shown like every other page.
UPWARDS = {
    ("core/views.py", "look"): "the audit pages stand in the same frame as every page",
    ("core/forms.py", "look"): "and their filters in the same form markup",
}
# The one place where each may leave the pattern, and why.
MANAGERS_IN_VIEWS = {"demo/views.py": "the demonstration lists whom to sign in as, before anybody is an actor"}
WRITERS = {
    "core/audit.py": "the log itself; called by @action and by the signing of checkpoints",
    "core/head.py": "where the log stands; held and moved by the log alone",
    "core/notices.py": "the outbox: posts in the caller's transaction, claims and marks letters",
    "core/jobs.py": "the schedule's own row, which is its lock",
    "core/workflow.py": "the conditional update that every move is; called from actions",
    "concerns/routing/working_out.py": "routes and bars of a concern, inside the action that changed it",
    "concerns/returning/receipts.py": "the receipt and the hash of its code, inside the action that sends a report",
    "people/sessions.py": "deletes sessions that are over, which are no fact of the school",
    "policy/jobs.py": "who reads a waiting document and how far: no fact of the school, written every half second",
    "sealed/keys.py": "wrapped keys: made when something is first sealed, destroyed by the action that shreds",
    "sealed/store.py": "the row of a sealed file, made in the caller's transaction",
    "sealed/rotate.py": "rewraps keys, for the action and the command that rotate",
    "duties/following/sheets.py": "saves a workbook into memory, and no row",
    "exchange/word.py": "saves a Word document into memory, and no row",
    "concerns/handling/papers/word.py": "saves a Word document into memory, and no row",
    "policy/reading/pdfpages.py": "saves the picture of a page into memory; no row",
    "evidence/showing/drawing.py": "saves pictures into memory, in a process without a database",
    "commands/demo_concerns.py": "saves a drawn picture into memory, and no row",
    "sealed/export.py": "brings exported keys back into a database that has none",
}
BROAD = {
    "core/jobs.py": "the job runner: one fault must not end the process",
    "commands/archive.py": "a thread hands its fault to the caller, who raises it",
    "commands/serve.py": "a forked child must end where it was forked, whatever happens",
}

VERBS = {
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "asave", "acreate",
    "adelete", "aupdate", "abulk_create", "aget_or_create", "aupdate_or_create",
}  # fmt: skip
NAMES = {"utils", "helpers", "common", "managers", "signals", "mixins", "services", "misc"}
PURE = {"django.db", "django.contrib", "django.core", "django.apps", "django.http", "django.shortcuts"}


def named(module: str) -> str:
    """belisha.people.models.Adult → people."""
    return module.split(".")[1] if module.startswith("belisha.") else ""


def climbs(module: Module) -> list[str]:
    """Imports from a folder that is not below."""
    if not module.folder or module.folder == "commands":
        return []
    below = FLOORS.get(module.folder, set()) | {module.folder}
    wrong = [(named(name), line) for name, line in imports(module) if named(name) and named(name) not in below]
    return [f"{module.name}:{line} imports {to}" for to, line in wrong if (module.name, to) not in UPWARDS]


def strays(module: Module) -> list[str]:
    """What a view imports from another folder that is not one of the shared rooms."""
    shared = {module.folder, "look", "core", "config", "packs"}
    return [
        f"{module.name}:{line} imports {name}"
        for name, line in imports(module)
        if module.is_view and named(name) and named(name) not in shared
    ]


def managers(module: Module) -> list[str]:
    """Where a view reaches past queries and actions."""
    reached = (node for node in ast.walk(module.tree) if isinstance(node, ast.Attribute))
    lines = [node.lineno for node in reached if node.attr in {"objects", "_default_manager", "_base_manager"}]
    return [f"{module.name}:{line}" for line in lines if module.is_view]


def writes(module: Module) -> list[str]:
    """Calls that change rows. `update` counts where it is called on what looks like a queryset."""
    found = []
    for call in calls(module.tree):
        if isinstance(call.func, ast.Attribute) and (call.func.attr in VERBS or _updates(call)):
            found.append(f"{module.name}:{call.lineno} .{call.func.attr}()")
    return found


def _updates(call: ast.Call) -> bool:
    chain = ast.unparse(call.func.value)
    return call.func.attr == "update" and bool(re.search(r"\.(filter|exclude|all|objects|_base_manager)\b", chain))


def broad(module: Module) -> list[str]:
    """`except Exception`, and whatever else swallows every fault. To tidy up and raise it again is not to catch it."""
    caught = (node for node in ast.walk(module.tree) if isinstance(node, ast.ExceptHandler))
    wide = {"Exception", "BaseException"}
    return [
        f"{module.name}:{node.lineno}"
        for node in caught
        if (node.type is None or wide & {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)})
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]


def impure(module: Module) -> list[str]:
    """What of Django's database a file of decisions imports."""
    return [
        f"{module.name}:{line} {name}"
        for name, line in imports(module)
        if any(name.startswith(each) for each in PURE)
        or name.endswith((".models", ".queries", ".actions"))
        or ".models." in name
    ]


def everywhere(rule, excepted=()) -> list[str]:
    return [wrong for module in modules() if module.name not in excepted for wrong in rule(module)]


def test_a_folder_imports_only_from_the_floors_below_it():
    assert everywhere(climbs) == []


def test_every_folder_has_its_floor():
    folders = {module.folder for module in modules()} - {"", "commands"}
    assert folders == set(FLOORS)


def test_a_view_imports_from_its_own_folder_and_the_shared_rooms():
    assert everywhere(strays, MANAGERS_IN_VIEWS) == []


def test_no_view_touches_a_manager():
    assert everywhere(managers, MANAGERS_IN_VIEWS) == []


def test_only_actions_write():
    acting = {module.name for module in modules() if module.file == "actions.py"}
    assert everywhere(writes, {*acting, *WRITERS}) == []


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_the_reasons_to_write_are_still_needed(name):
    assert writes(next(module for module in modules() if module.name == name))


def test_what_decides_needs_no_database():
    assert [wrong for module in modules() if module.file == "rules.py" for wrong in impure(module)] == []


def test_packs_are_pure():
    assert [
        name for module in modules() if module.folder == "packs" for name, _ in imports(module) if "django" in name
    ] == []


def test_reading_a_document_is_pure():
    reading = [module for module in modules() if module.name.startswith("policy/reading/")]
    assert [name for module in reading for name, _ in imports(module) if name.startswith("django")] == []


def test_no_file_is_named_for_what_it_is_not_about():
    names = {part for path in SOURCE.rglob("*") for part in (path.stem, *path.relative_to(SOURCE).parts)}
    assert names & NAMES == set()


def test_faults_are_caught_by_name():
    assert everywhere(broad, BROAD) == []


BAD = """
from belisha.duties import models
from django.db import connection
def view(request):
    from belisha.policy.models import Version
    try:
        Version.objects.filter(pk=1).update(state="x")
        request.thing.save()
    except Exception:
        pass
    except (ValueError, BaseException):
        pass
    except:
        pass
"""


def test_the_rules_would_notice():
    bad = Module("people/views.py", "from belisha.look.pages import get_only\n" + BAD)
    assert [len(rule(bad)) for rule in (climbs, strays, managers, writes, broad)] == [2, 2, 1, 2, 3]
    assert len(impure(Module("people/rules.py", BAD))) == 3
