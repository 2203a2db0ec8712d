"""A concern reaches posts; whoever it is about cannot know of it, whatever they hold; the open log says nothing."""

import pytest
from cast import a_school, again, an_adult
from concerned import a_concern

from belisha.concerns import actions, queries
from belisha.core.access import Role
from belisha.core.errors import Refused
from belisha.core.models import AuditEntry, Notice

pytestmark = pytest.mark.django_db


def readers(cast, concern) -> set[str]:
    return {one.name for one in cast.people if queries.concerns(again(one)).filter(pk=concern.pk).exists()}


@pytest.mark.clause("6-22-a")
def test_a_concern_about_a_teacher_reaches_the_headteacher():
    cast = a_school()
    assert readers(cast, a_concern(cast)) == {cast.head.name}


@pytest.mark.clause("6-22-a", "4-08-a")
def test_a_concern_about_the_headteacher_reaches_the_chair_and_nobody_else():
    cast = a_school()
    deputy_dsl = an_adult(cast.school, "Nora Vale", roles=(Role.DEPUTY_DSL,))
    concern = a_concern(cast, about=cast.head, kind="pupil_contact")
    assert readers(cast, concern) == {cast.chair.name}
    assert not queries.concerns(again(deputy_dsl)).exists()


def test_nobody_in_the_school_is_reached_where_all_who_could_are_named():
    cast = a_school()
    assert readers(cast, a_concern(cast, about=[cast.head, cast.chair])) == set()


def test_the_open_log_and_the_outbox_of_the_school_say_nothing_of_it():
    cast = a_school()
    letters, entries = (list(model.objects.filter(school_id=cast.school.pk)) for model in (Notice, AuditEntry))
    concern = a_concern(cast, about=cast.head)
    actions.read(concern, by=again(cast.chair))
    assert [list(model.objects.filter(school_id=cast.school.pk)) for model in (Notice, AuditEntry)] == [
        letters,
        entries,
    ]
    assert {line.kind for line in queries.history(again(cast.chair), concern)} == {"concern.report", "concern.read"}


def test_whoever_it_is_about_is_refused_by_the_action_itself():
    cast = a_school()
    with pytest.raises(Refused):
        actions.read(a_concern(cast, about=cast.head), by=again(cast.head))
