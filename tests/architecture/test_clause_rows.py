"""Every row of the clause register that names a feature which is built has a test that cites it."""

import re

import pytest

from belisha.commands.clauses import citations, repository

# The features that are built, by the codes of the register. Whoever builds the next one adds it here.
BUILT = ("F1", "F2", "F3", "F4", "F5", "F6", "F7", "F9", "F10", "F11", "F17")
ROW = re.compile(r"^\| (\d+-\d\d-[a-z]) \|(.*)\|$", re.MULTILINE)


def rows(register: str, feature: str) -> list[str]:
    """The ids of the rows whose software behaviour (the last column but one) names a feature."""
    found = [(ident, cells.split(" | ")[-2]) for ident, cells in ROW.findall(register)]
    return [ident for ident, behaviour in found if re.search(rf"\b{feature}\b", behaviour)]


@pytest.mark.parametrize("feature", BUILT)
def test_each_row_that_names_a_built_feature_has_a_test_that_cites_it(shared, feature):
    register, cited = (shared / "design/clauses.md").read_text("utf-8"), citations(repository() / "tests")
    assert rows(register, feature)
    assert [ident for ident in rows(register, feature) if ident not in cited] == []


def test_the_rule_would_notice():
    register = "| 1-01-a | starts | F9 in our words | F2 read it, F10 train | C |\n| 1-01-b | a | F1 preamble | G |\n"
    assert rows(register, "F2") == rows(register, "F10") == ["1-01-a"]
    assert rows(register, "F9") == []
    assert rows(register, "F1") == ["1-01-b"]
