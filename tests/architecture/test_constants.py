"""What changes without us (deadlines, retention, addresses) is data; what is whose (machines, schools) is not ours."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from house import ROOT, Module, modules

ADDRESS = re.compile(r"https?://\w|[\w.+-]+@[\w-]+|\bwww\.\w|\b0\d{2,4}[ -]\d{3}[ -]?\d{3,4}\b")
# Addresses in strings, and why.
ADDRESSES = {
    "config.py": "the local default, examples in what a setting means, and where Google and Microsoft sign people in",
    "deployment.py": "an example of a setting",
    "look/sentences.py": "examples in messages to whoever typed an address wrongly",
    "policy/reading/numbering.py": "the name of an XML schema",
    "policy/reading/opennumbers.py": "the name of an XML schema",
    "policy/reading/word.py": "the name of an XML schema",
    "exchange/odrl.py": "the names of RDF vocabularies",
    "commands/demo_school.py": "the invented school's addresses, in a domain that cannot exist",
    "commands/demo_duties.py": "the invented school's addresses, in a domain that cannot exist",
    "commands/demo_people.py": "invented addresses, in a domain that cannot exist",
}
# Spans of more than a day, and why they are no rule of a school's or of the law.
SPANS = {
    "people/actions.py": "how long an invitation's secret works",
    "deployment.py": "a nightly backup that was left out twice",
    "commands/demo_school.py": "the invented school's past",
    "commands/demo_duties.py": "the invented school's past",
    "commands/demo_people.py": "the invented school's past",
    "commands/demo_owed.py": "the invented school's past",
    "commands/demo_concerns.py": "the invented school's past",
}
LAWFUL = re.compile(r"(?i)\b\w*(deadline|retain|retention|keep_for|statutory|lado|within_days)\w*\b")
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "crates" + ".io")
MACHINE = ("/wo" + "rk/", "/ro" + "ot/", "/tmp/" + "uvt")
# Names a path as what must not appear.
MAY_NAME = {"tests/packs/test_policy_pack.py"}


def strings(module: Module) -> list[tuple[str, int]]:
    """Every string that is not a docstring, with its line."""
    spoken = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        if node.body and isinstance(node.body[0], ast.Expr)
    }
    found = (node for node in ast.walk(module.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [(node.value, node.lineno) for node in found if id(node) not in spoken]


def addresses(module: Module) -> list[str]:
    return [f"{module.name}:{line} {text[:60]}" for text, line in strings(module) if ADDRESS.search(text)]


def spans(module: Module) -> list[str]:
    """`timedelta(days=14)`: a number of days or weeks that somebody may have meant as a rule."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("timedelta"):
            numbers = [each.value for each in node.keywords if each.arg in {"days", "weeks"}] + node.args
            known = [each.value for each in numbers if isinstance(each, ast.Constant)]
            found += [f"{module.name}:{node.lineno} {ast.unparse(node)}" for value in known if value > 1]
    return found


def lawful(module: Module) -> list[str]:
    """A number with a name that sounds like the law."""
    assigned = (node for node in ast.walk(module.tree) if isinstance(node, ast.Assign | ast.AnnAssign))
    return [
        f"{module.name}:{node.lineno}"
        for node in assigned
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, int)
        if LAWFUL.search(ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target))
    ]


def committed() -> dict[str, str]:
    """Every committed file that is text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True)
    if listed.returncode:
        pytest.skip("this is not a git checkout, so nothing is committed")
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        try:
            found[name] = (ROOT / name).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    return found


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub("['’]", "", text.lower()))


def runs(text: str, length=12) -> set[tuple]:
    said = words(text)
    return {tuple(said[at : at + length]) for at in range(len(said) - length + 1)}


def cover(source: Path) -> list[str]:
    """The names on the cover of the source policy: the school's first word, and the Headteacher's surname."""
    text = source.read_text("utf-8").split("Introduction")[0]
    school = next(line for line in text.splitlines() if line.endswith("School"))
    return [school.split()[0], re.search(r"^Headteacher\s.*?(\w+)$", text, re.MULTILINE)[1]]


def test_addresses_are_data():
    assert [wrong for module in modules() if module.name not in ADDRESSES for wrong in addresses(module)] == []


def test_deadlines_and_retention_are_data():
    assert [wrong for module in modules() if module.name not in SPANS for wrong in spans(module)] == []
    assert [wrong for module in modules() for wrong in lawful(module)] == []


def test_no_committed_file_names_a_registry_or_a_machine():
    texts = committed()
    found = [(name, word) for name, text in texts.items() for word in (*HOSTS, *MACHINE) if word in text]
    assert [pair for pair in found if pair[0] not in MAY_NAME] == []


def test_no_committed_file_names_the_source_policys_school_or_its_head(shared):
    names = re.compile("|".join(rf"\b{name}\b" for name in cover(shared / "policy/social-media-policy.txt")))
    assert [name for name, text in committed().items() if names.search(text)] == []


def test_no_committed_file_holds_twelve_words_of_the_source_policy(shared):
    theirs = runs((shared / "policy/social-media-policy.txt").read_text("utf-8"))
    assert [(name, " ".join(min(both))) for name, text in committed().items() if (both := runs(text) & theirs)] == []


def test_the_rule_would_notice():
    bad = (
        'x = "write to lado@council.example or 0161 234 5678"\ny = timedelta(days=10)\nLADO_DAYS = 1\nz = timedelta(14)'
    )
    module = Module("x.py", bad)
    assert [len(rule(module)) for rule in (addresses, spans, lawful)] == [1, 2, 1]
    assert addresses(Module("x.py", '"""See https://example.org."""')) == []
