"""The people of the tests are what they say they are."""

import pytest
from cast import a_school, signed_in

from belisha.core.access import Can, may
from belisha.people.models import Adult

pytestmark = pytest.mark.django_db


def test_the_cast_holds_the_roles_its_names_say():
    school = a_school()
    assert may(school.head, Can.CHANGE_ROLES, school.teacher)
    assert may(school.office, Can.CHANGE_PEOPLE, school.teacher)
    assert may(school.trust_safeguarding, Can.SEE_PEOPLE, school.teacher)
    assert not may(school.other_head, Can.SEE_PEOPLE, school.teacher)
    assert school.leaver.held == []
    assert Adult.objects.count() == 14


def test_a_signed_in_member_of_the_cast_acts_in_the_request(client):
    school = a_school()
    answer = signed_in(client, school.head).get("/")
    assert answer.wsgi_request.actor.second_factor
    assert not signed_in(client, school.head, second_factor=False).get("/").wsgi_request.actor.second_factor
