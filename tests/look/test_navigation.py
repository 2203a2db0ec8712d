"""The navigation bar shows what is built and what this adult may open, and says where they are."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from belisha.core.access import Held, Role
from belisha.look import context, navigation
from belisha.look.navigation import Entry


def blank(request):
    return HttpResponse()


urlpatterns = [
    path("", blank, name="home"),
    path("policies/", include(([path("", blank, name="list")], "policy"))),
    path("people/", include(([path("", blank, name="list")], "people"))),
]
pytestmark = pytest.mark.urls(__name__)
SCHOOL = SimpleNamespace(name="Hazel Lane Primary School")


def adult(*roles, second_factor=True):
    held = [Held(role, uuid4()) for role in roles]
    return SimpleNamespace(
        is_authenticated=True, name="Ada Example", school=SCHOOL, held=held, second_factor=second_factor
    )


def asked(path="/", **attributes):
    request = HttpRequest()
    request.path = path
    for name, value in attributes.items():
        setattr(request, name, value)
    return request


@pytest.mark.parametrize(
    ("roles", "labels"),
    [((Role.ADULT,), ["Home", "Policy"]), ((Role.OFFICE,), ["Home", "Policy", "People"]), ((), ["Home", "Policy"])],
)
def test_an_adult_sees_what_their_role_opens(roles, labels):
    assert [item.label for item in navigation.items(adult(*roles), "/")] == labels


def test_a_page_that_is_not_built_yet_is_left_out():
    assert navigation.items(adult(Role.HEADTEACHER), "/", [Entry("Audit", "audit:list", "read_audit")]) == []


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", ["Home"]), ("/policies/", ["Policy"]), ("/policies/7/clauses/", ["Policy"]), ("/account/", [])],
)
def test_the_bar_says_where_one_is(path, current):
    shown = navigation.items(adult(Role.OFFICE), path)
    assert [item.label for item in shown if item.current] == current


def test_pages_beside_an_entry_belong_to_it_for_whoever_has_the_entry_and_to_nothing_for_others():
    entries = [Entry("Home", "home"), Entry("Policy", "policy:list", "see_people", beside=("people:list", "no:such"))]
    for roles, current in (((Role.OFFICE,), ["Policy"]), ((Role.ADULT,), [])):
        shown = navigation.items(adult(*roles), "/people/7/", entries)
        assert [item.label for item in shown if item.current] == current


def test_every_permission_of_the_table_exists():
    for entry in navigation.ENTRIES:
        assert not entry.permission or navigation.access.Can(entry.permission)


def test_the_frame_names_the_school_and_the_adult():
    shell = context.frame(asked(actor=adult(Role.ADULT)))
    assert (shell.school, shell.adult) == ("Hazel Lane Primary School", "Ada Example")


@pytest.mark.parametrize("attributes", [{}, {"actor": SimpleNamespace(is_authenticated=False)}])
def test_somebody_who_has_not_signed_in_gets_a_bare_frame(attributes):
    shell = context.frame(asked(**attributes))
    assert (shell.school, shell.adult, shell.nav) == ("", "", [])
