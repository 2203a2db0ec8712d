"""A first start makes its tables at once. They are those that a school has which was there from the first day."""

import pytest
from engines.labour import Place

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines")]


@pytest.fixture(params=["sqlite", "postgresql"])
def nothing(request, tmp_path):
    """Makes empty databases on one engine and then on the other."""
    places = []

    def make() -> Place:
        settings = {}
        if request.param == "postgresql":
            settings["BELISHA_DATABASE_URL"] = request.getfixturevalue("server").database()
        places.append(Place(tmp_path / f"data-{len(places)}", settings))
        return places[-1]

    yield make
    for place in places:
        place.close()


def _unlike(here: list, there: list) -> list:
    """What stands on one side only."""
    both = [row for row in here if row not in there] + [row for row in there if row not in here]
    # Django's migration of its own table of groups makes its key wider than its model says. We have no groups.
    return [row for row in both if row[:2] != ["auth_group_permissions", "id"]]


def test_tables_made_at_once_are_those_that_every_migration_makes(nothing):
    at_once, step_by_step = nothing().run("make_at_once"), nothing().run("make_step_by_step")
    assert at_once.keys() == step_by_step.keys()
    for what, found in step_by_step.items():
        assert found, what
        assert _unlike(at_once[what], found) == [], what
        assert len(at_once[what]) == len(found), what


def test_making_them_is_done_whole_or_not_at_all(nothing):
    place = nothing()
    place.run("make_and_fail")
    assert place.run("tables") == []
    assert place.run("migrate")["waiting"] == []
