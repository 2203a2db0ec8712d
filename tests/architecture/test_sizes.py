"""Nothing grows until nobody reads it: files, functions, parameters."""

import ast

from house import TESTS, Module, functions, modules

FILE, NEVER, FUNCTION, PARAMETERS = 300, 500, 40, 8
# Over 300 lines, and why that is no second thing that wants a file of its own.
LONG: dict[str, str] = {}


def too_long(module: Module) -> list[str]:
    """Functions of more than 40 lines, or with more than eight parameters."""
    found = []
    for one in functions(module.tree):
        length, given = one.end_lineno - one.lineno + 1, one.args
        number = len([*given.posonlyargs, *given.args, *given.kwonlyargs])
        if length > FUNCTION:
            found.append(f"{module.name}:{one.lineno} {one.name} has {length} lines")
        if number > PARAMETERS:
            found.append(f"{module.name}:{one.lineno} {one.name} has {number} parameters")
    return found


def lines(module: Module) -> int:
    return len(module.text.splitlines())


def test_a_source_file_over_300_lines_is_two_files():
    assert {m.name: lines(m) for m in modules() if lines(m) > FILE and m.name not in LONG} == {}


def test_no_file_has_500_lines():
    assert [module.name for module in modules() if lines(module) > NEVER] == []


def test_the_reasons_to_be_long_are_still_needed():
    assert [module.name for module in modules() if module.name in LONG and lines(module) <= FILE] == []


def test_a_function_has_at_most_40_lines_and_eight_parameters():
    assert [wrong for module in modules() for wrong in too_long(module)] == []


def test_every_file_says_what_it_holds():
    silent = [m.name for m in modules() if m.text.strip() and not ast.get_docstring(m.tree)]
    assert [name for name in silent if name.rpartition("/")[2] not in {"apps.py", "urls.py", "wsgi.py"}] == []


def test_nothing_is_left_to_do():
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    texts = [(module.name, module.text) for module in modules()]
    texts += [(path.name, path.read_text("utf-8")) for path in TESTS.rglob("*.py")]
    assert [(name, word) for name, text in texts for word in words if word in text] == []


def test_the_rule_would_notice():
    long = "def walk(a, b, c, d, e, *, f, g, h, i):\n" + "    a += 1\n" * FUNCTION
    assert len(too_long(Module("x.py", long))) == 2
    assert lines(Module("x.py", long * 10)) > FILE
