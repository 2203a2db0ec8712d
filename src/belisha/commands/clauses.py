"""`belisha clauses`: which test makes which clause of the shipped policy real."""

import ast
from collections import defaultdict
from pathlib import Path

from belisha.commands import Stop, say

SUMMARY = "List the clauses of the shipped policy with the tests that cite them. Needs the source repository."
EXAMPLE = "belisha clauses --without-test"
CODES = {1: "this is an installed copy: the tests are in the repository"}
SHIPPED = "staff-social-media"


def arguments(parser) -> None:
    parser.add_argument("--without-test", action="store_true", help="only the clauses that no test cites")


def run(options) -> int:
    from belisha.packs import load_pack

    cited = citations(repository() / "tests")
    for clause in load_pack(SHIPPED).clauses:
        tests = cited.get(clause.id, [])
        if not (options.without_test and tests):
            say(f"{clause.id}  {clause.modality}  {', '.join(tests) or 'no test'}")
    return 0


def repository() -> Path:
    """The root of the source repository that this program runs from."""
    root = Path(__file__).parents[3]
    if not (root / "pyproject.toml").is_file() or not (root / "tests").is_dir():
        raise Stop("This is an installed copy of Belisha. The tests that cite clauses are in its source repository.")
    return root


def citations(tests: Path) -> dict[str, list[str]]:
    """Clause id → the tests that carry it in `@pytest.mark.clause("…")`, as file::test, sorted."""
    found = defaultdict(set)
    for path in tests.rglob("test_*.py"):
        name = path.relative_to(tests).as_posix()
        for test, clause in marks(ast.parse(path.read_text("utf-8"))):
            found[clause].add(f"{name}::{test}" if test else name)
    return {clause: sorted(names) for clause, names in sorted(found.items())}


def marks(tree: ast.Module) -> list[tuple[str, str]]:
    """(name of the test, clause id) for each mark; the name is empty where the mark is on the whole file."""
    pairs = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            pairs += [(node.name, clause) for mark in node.decorator_list for clause in cited_in(mark)]
        if isinstance(node, ast.ClassDef):
            pairs += marks(node)
        if isinstance(node, ast.Assign):
            pairs += [("", clause) for clause in cited_in(node.value)]
    return pairs


def cited_in(node: ast.AST) -> list[str]:
    """The ids in every `….clause("…")` inside an expression. An id that is worked out cannot be read: say so."""
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    given = [call.args for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "clause"]
    return [ast.literal_eval(argument) for arguments in given for argument in arguments]
