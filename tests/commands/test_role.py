"""`belisha role`: who is chair when whoever could say so is gone, from the server and told in the log."""

import pytest

from belisha import cli
from belisha.commands import Stop, role


def test_a_role_is_given_and_ended_from_the_server(lived_in):
    given = lived_in.belisha("role", "give", "ben.marsh", "chair")
    assert given.returncode == 0, given.stderr
    assert "Ben Marsh’s role as Chair of governors has begun." in given.stdout
    again = lived_in.belisha("role", "give", "ben.marsh", "chair")
    assert (again.returncode, "already holds" in again.stderr) == (1, True)
    both = lived_in.belisha("role", "give", "ada.okafor", "vice-chair")
    assert (both.returncode, "nobody can be both" in both.stderr) == (1, True)
    ended = lived_in.belisha("role", "end", "ben.marsh", "chair")
    assert (ended.returncode, "has ended." in ended.stdout) == (0, True)
    none = lived_in.belisha("role", "end", "ben.marsh", "chair")
    assert (none.returncode, "does not hold" in none.stderr) == (1, True)


def test_a_role_that_nobody_is_given_is_said_with_those_that_are():
    with pytest.raises(Stop, match="There is no role “queen”"):
        role._role_called("queen")
    for not_given in ("adult", "inspector", "trust_safeguarding"):
        with pytest.raises(Stop):
            role._role_called(not_given)
    assert role._role_called("Vice-Chair").value == "vice_chair"


def test_what_to_do_is_give_or_end(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["role", "take", "ada.okafor", "chair"])
    assert ended.value.code == 2
