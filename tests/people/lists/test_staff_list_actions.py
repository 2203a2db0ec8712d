"""Who may do what with a staff list, action by action, and that many changed together are written down one by one."""

import pytest
from cast import a_school, again, signed_in
from given import brought_in, give_csv, newest

from belisha.core.access import WORKER
from belisha.core.action import ACTIONS
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.people.lists import actions
from belisha.people.lists.tables import from_text

pytestmark = pytest.mark.django_db

# Key → what else the action is given. The last two are the worker's alone.
KEYS = {
    "staff_list.match": {"fields": ["name"]},
    "staff_list.choose": {"school_key": "o1"},
    "staff_list.confirm": {"shown": "", "complete": False},
    "staff_list.drop": {},
    "staff_list.finish": {},
    "adult.add_many": {"adults": [], "roles": [], "number": "nobody"},
    "adult.change_many": {"changes": [], "number": "nobody"},
    "staff_list.stop": {"why": ""},
    "staff_list.forget": {},
}
WORKERS = {"staff_list.stop", "staff_list.forget"}
MAY_NOT = ("teacher", "dsl", "governor", "chair", "it_lead", "hr", "agency_ta", "leaver", "other_head")


def a_list(school, text=b"Name\nNoor Haddad\n"):
    return actions.give(school.school, by=school.head, form="table", read=from_text(text))


@pytest.mark.parametrize("key", KEYS)
def test_who_may_not_keep_people_changes_no_list(key):
    school = a_school()
    thing = school.school if key.startswith("adult.") else a_list(school)
    others = [*MAY_NOT, "head", "office"] if key in WORKERS else MAY_NOT
    for who in others:
        with pytest.raises(Refused):
            ACTIONS[key].run(thing, by=again(getattr(school, who)), **KEYS[key])


@pytest.mark.parametrize("who", MAY_NOT)
def test_who_may_not_keep_people_gives_no_list(who):
    school = a_school()
    with pytest.raises(Refused):
        actions.give(
            school.school, by=again(getattr(school, who)), form="table", read=from_text(b"Name\nNoor Haddad\n")
        )


def test_a_list_that_is_over_is_over():
    school = a_school()
    given = a_list(school)
    actions.match(given, by=school.head, fields=["name"])
    actions.forget(given, by=WORKER)
    for act in (
        lambda: actions.match(given, by=school.head, fields=["name"]),
        lambda: actions.drop(given, by=school.head),
        lambda: actions.forget(given, by=WORKER),
    ):
        with pytest.raises((NotAllowed, KeyError)):
            act()


def test_adults_whose_keys_come_with_a_second_list_are_changed_together_and_each_has_an_entry(client):
    school = a_school()
    rows = "".join(f"{adult.name},{adult.email},K{n}\n" for n, adult in enumerate(school.people))
    give_csv(signed_in(client, school.head), f"Name,Email,Staff ID\n{rows}")
    brought_in(client)
    assert newest().result["number"] == {"update": len(school.people)}
    assert AuditEntry.objects.filter(kind="adult.change_many").count() == 1
    changed = AuditEntry.objects.filter(kind="adult.change", about__in=[adult.pk for adult in school.people])
    assert changed.count() == len(school.people)
    assert [again(adult).listed_as for adult in school.people] == [f"K{n}" for n in range(len(school.people))]
