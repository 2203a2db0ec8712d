"""Every action has a permission, a sentence that says who, a key, a docstring and a test."""

import ast
import re
from pathlib import Path

import pytest
from house import TESTS, modules

from belisha.commands.reference import folders
from belisha.core.access import ROLES, SYSTEMS, Can
from belisha.core.action import ACTIONS, Registered
from belisha.core.queries import GROUPS

folders("actions")
KEY = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
# Nobody did it who could be named: the sentence says so.
NOBODY = {"sign_in.ask_new_password": "whoever asks has not signed in, so it may not have been them"}
# Run by a public function of the same file, which is what is documented and tested.
BEHIND = {
    "acknowledgement.ask": "ask_everyone",
    "acknowledgement.remind": "remind",
    "sign_in.invite": "invite",
    "sign_in.first_password": "set_up",
}
THIS = Path(__file__).name
TESTED = {path.name: path.read_text("utf-8") for path in TESTS.rglob("test_*.py") if path.name != THIS}


def mistakes(one: Registered) -> list[str]:
    """What is wrong with an action."""
    found = []
    if not KEY.fullmatch(one.key):
        found.append("its key is not family.verb")
    if not isinstance(one.needs, Can) or not holders(one.needs):
        found.append("nobody has its permission")
    if "{by}" not in one.sentence and one.key not in NOBODY:
        found.append("its sentence does not say who")
    if not one.run.__doc__ and one.key not in BEHIND:
        found.append("it has no docstring")
    if "_" in (words := said(one)) or words != words.strip() or words.endswith("."):
        found.append(f"its sentence is not words: {words}")
    if not where_tested(one):
        found.append("no test mentions it")
    return found


def said(one: Registered) -> str:
    """The sentence with words in its places."""
    return one.sentence.format(by="Ada", about="Ben", **dict.fromkeys(one.details, "this"))


def holders(permission: Can) -> list[str]:
    cards = [card.label for card in ROLES.values() if permission in card.permissions]
    return cards + [system.name for system in SYSTEMS if permission in system.permissions]


def where_tested(one: Registered) -> list[str]:
    """The test files that name its key, its function (`actions.close`) or the page that calls it ("cases:close")."""
    function = BEHIND.get(one.key, one.run.__name__)
    named = re.compile(rf"""["']{re.escape(one.key)}["']|\b(?:actions|drafts)\.{function}\b|["':]{function}["']""")
    return [name for name, text in TESTED.items() if named.search(text)]


@pytest.mark.parametrize("key", sorted(ACTIONS))
def test_an_action_is_whole(key):
    assert mistakes(ACTIONS[key]) == []


def test_every_action_stands_in_a_file_of_actions():
    assert {one.run.__module__.rpartition(".")[2] for one in ACTIONS.values()} == {"actions"}


def test_every_family_of_keys_has_a_name_on_the_audit_page():
    assert {key.partition(".")[0] for key in ACTIONS} - set(GROUPS) == set()


def test_every_permission_is_held_by_somebody():
    assert [permission for permission in Can if not holders(permission)] == []


def test_every_permission_is_asked_for_somewhere():
    asked = {
        node.attr
        for module in modules()
        if module.name != "core/access.py"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Can"
    }
    assert {permission.name for permission in Can} - asked == set()


def test_the_log_is_written_by_actions_alone():
    asks = re.compile(r"audit\.record(_many)?\(|import record(_many)?\b")
    writing = [m.name for m in modules() if asks.search(m.text)]
    assert writing == ["core/action.py"]


def test_the_rule_would_notice():
    def nobody_calls_this(thing, *, by):
        return thing

    assert len(mistakes(Registered("Case Close", None, "closed {the_case}.", nobody_calls_this))) == 6
