"""Every test is run, none is skipped in silence, and none replaces what it is about."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from house import TESTS, calls, functions

from belisha.commands import clauses

FILES = sorted(TESTS.rglob("test_*.py"))


def silent(tree: ast.AST) -> list[int]:
    """Lines that skip a test, or expect it to fail, without saying why."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail"}:
            call = next((each for each in calls(tree) if each.func is node), None)
            reasons = call and [each for each in call.keywords if each.arg in {"reason", "msg"}]
            said = call and (reasons or (node.attr == "skip" and call.args))
            found += [] if said else [node.lineno]
    return found


def replaced(tree: ast.AST) -> list[int]:
    """Lines that put a mock in the place of something of ours."""
    called = re.compile(r"\bpatch(\.object|\.dict|\.multiple)?$")
    return sorted(call.lineno for call in calls(tree) if called.search(ast.unparse(call.func)))


def hidden(tree: ast.Module) -> list[str]:
    """The tests of a file, at its top or in a class."""
    return [one.name for one in functions(tree) if one.name.startswith("test_")]


def at(path: Path, lines: list[int]) -> list[str]:
    return [f"{path.relative_to(TESTS)}:{line}" for line in lines]


def test_every_file_of_tests_is_collected(request):
    here = {item.path for item in request.session.items}
    assert set(FILES) <= here or {path.relative_to(TESTS.parent).as_posix() for path in FILES} <= collected()


def collected() -> set[str]:
    """What pytest finds when it is asked for everything: this run was asked for a part."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:]
    return {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}


def test_no_test_hides_in_a_file_that_is_not_collected():
    others = [path for path in TESTS.rglob("*.py") if path not in FILES]
    assert {path.name: names for path in others if (names := hidden(ast.parse(path.read_text("utf-8"))))} == {}


def test_no_two_files_of_tests_share_a_name():
    assert [name for name, number in Counter(path.name for path in FILES).items() if number > 1] == []


def test_nothing_in_tests_is_a_package():
    assert list(TESTS.rglob("__init__.py")) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_tests_is_read_whole_skips_nothing_in_silence_and_replaces_nothing(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert at(path, silent(tree)) == []
    assert at(path, replaced(tree)) == []
    assert [
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "test_it_works"
    ] == []


def test_the_rule_would_notice():
    bad = "@pytest.mark.skip\ndef test_a(): pass\n@pytest.mark.xfail()\ndef test_b(): pass\npytest.skip()\n"
    good = '@pytest.mark.skipif(True, reason="no server")\ndef test_c(): pytest.skip("no server")\n'
    assert silent(ast.parse(bad)) == [1, 3, 5]
    assert silent(ast.parse(good)) == []
    patching = 'with mock.patch("belisha.core.audit.record"): pass\nmocker.patch.object(a, "b")'
    assert replaced(ast.parse(patching)) == [1, 2]
    assert hidden(ast.parse("def test_a(): pass")) == ["test_a"]


def test_marks_are_read_from_functions_files_and_cases():
    text = """
pytestmark = [pytest.mark.django_db, pytest.mark.clause("1-01-a")]
@pytest.mark.clause("2-01-a", "2-01-b")
@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.clause("3-01-a"))])
def test_it(x): pass
"""
    assert sorted(clauses.marks(ast.parse(text))) == [
        ("", "1-01-a"), ("test_it", "2-01-a"), ("test_it", "2-01-b"), ("test_it", "3-01-a"),
    ]  # fmt: skip
