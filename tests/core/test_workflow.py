"""States and moves, of every table there is."""

import itertools

import pytest
from django.db import models

from belisha.advice import rules as advice
from belisha.core.errors import Conflict, NotAllowed
from belisha.core.workflow import Workflow
from belisha.duties import rules as duties
from belisha.policy import rules as policy
from belisha.policy.models import Policy, Version
from belisha.registers.family import rules as family
from belisha.registers.permissions import rules as permissions

TABLES = {
    "versions": (policy.LIFECYCLE, policy.STATES),
    "acknowledgements": (duties.LIFECYCLE, duties.STATES),
    "questions": (advice.LIFECYCLE, advice.STATES),
    "declarations": (family.LIFECYCLE, family.STATES),
    "permissions": (permissions.LIFECYCLE, permissions.STATES),
}


class Thing:
    """Stands in for a row."""

    def __init__(self, state, rows=1):
        self.state, self.pk, self.asked = state, 1, []
        type(self)._base_manager = self
        self.rows = rows

    def get_state_display(self):
        return self.state

    def filter(self, **wanted):
        self.asked.append(wanted)
        return self

    def update(self, **values):
        self.asked.append(values)
        return self.rows


@pytest.mark.parametrize("name", TABLES)
def test_every_state_and_every_move_do_what_the_table_says(name):
    lifecycle, states = TABLES[name]
    assert set(lifecycle.states()) == set(states)
    for state, move in itertools.product(states, lifecycle.moves):
        sources, target = lifecycle.moves[move]
        thing = Thing(state)
        assert lifecycle.allows(state, move) == (state in sources)
        if state in sources:
            lifecycle.move(thing, move)
            assert thing.state == target
            assert thing.asked == [{"pk": 1, "state": state}, {"state": target}]
        else:
            with pytest.raises(NotAllowed):
                lifecycle.move(thing, move)
            assert (thing.state, thing.asked) == (state, [])


def test_of_two_who_move_at_once_one_is_told():
    thing = Thing("draft", rows=0)
    with pytest.raises(Conflict):
        policy.LIFECYCLE.move(thing, "submit")
    assert thing.state == "draft"


@pytest.mark.django_db
def test_a_row_that_was_moved_meanwhile_is_not_overwritten():
    from cast import a_school

    school = a_school().school
    row = Version.objects.create(
        school=school, policy=Policy.objects.create(school=school, title="P"), number=1, source="x"
    )
    first, second = Version.objects.get(pk=row.pk), Version.objects.get(pk=row.pk)
    policy.LIFECYCLE.move(first, "submit")
    with pytest.raises(Conflict):
        policy.LIFECYCLE.move(second, "withdraw")
    assert Version.objects.get(pk=row.pk).state == "review"


def test_fields_that_belong_to_the_new_state_are_written_in_the_same_statement():
    thing = Thing("due")
    thing.done_at = "now"
    duties.LIFECYCLE.move(thing, "acknowledge", with_fields=("done_at",))
    assert thing.asked[-1] == {"state": "done", "done_at": "now"}


def test_the_diagram_has_one_arrow_for_each_state_a_move_starts_from():
    flow = Workflow(open=({"new", "shut"}, "open"), shut=({"open"}, "shut"))
    assert flow.diagram().splitlines() == [
        "stateDiagram-v2", "    new --> open: open", "    shut --> open: open", "    open --> shut: shut",
    ]  # fmt: skip
    assert flow.states() == ["new", "shut", "open"]


def test_the_database_knows_the_same_states():
    for model, states in ((Version, policy.STATES),):
        known = next(rule for rule in model._meta.constraints if rule.name == "version_state_known")
        assert isinstance(known, models.CheckConstraint)
        assert set(dict(known.condition.children)["state__in"]) == set(states)
