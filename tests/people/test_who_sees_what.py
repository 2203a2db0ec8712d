"""The page "Who can see what": whole, in words, read by everybody, with names for those who may see people."""

import re

import pytest
from cast import a_school, again, signed_in
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import ROLES, Can, Role
from belisha.people import words
from belisha.people.posts import actions as posts

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_every_permission_is_said_in_words_and_stands_in_one_place():
    assert set(words.CAN_IN_WORDS) == set(Can)
    placed = [can for cans in words.AREAS.values() for can in cans]
    assert sorted(placed) == sorted(Can)
    assert len(set(words.CAN_IN_WORDS.values())) == len(Can)


def test_the_words_are_a_governors_and_not_a_programmers():
    said = " ".join([*words.CAN_IN_WORDS.values(), *words.AREAS, *(card.purpose for card in ROLES.values())])
    assert not re.search(r"_|\b(CRUD|API|row|record_|permission_|ID|admin|user|users)\b", said)


@pytest.mark.parametrize("who", ["head", "governor", "teacher", "volunteer"])
def test_every_role_and_every_permission_is_on_the_page(client, who):
    cast = a_school()
    page = text_of(signed_in(client, getattr(cast, who)).get(reverse("people:who_sees_what")))
    assert [card.label for card in ROLES.values() if card.label not in page] == []
    assert [can for can, said in words.CAN_IN_WORDS.items() if f"Who may {said}?" not in page] == []


@pytest.mark.parametrize("can", Can)
def test_turned_round_the_table_says_the_same(can):
    holders = {card.label for role, card in ROLES.items() if can in card.permissions}
    said = words.who_may(can)
    if can in ROLES[Role.ADULT].permissions:
        assert said == ["Every adult working in school"]
    elif holders:
        assert set(said) == holders
    else:
        assert said[0].startswith("Nobody: ")


def test_who_reads_declarations_is_answered_on_one_line(client):
    cast = a_school()
    page = text_of(signed_in(client, cast.governor).get(reverse("people:who_sees_what")))
    assert "Who may read and acknowledge declarations?</dt>" in page
    after = page.split("Who may read and acknowledge declarations?</dt>")[1]
    assert re.match(r'<dd class="govuk-summary-list__value">Headteacher</dd>', after.strip())


def test_names_stand_there_for_those_who_may_see_people_only(client):
    cast = a_school()
    today = timezone.localdate()
    posts.name_stand_in(cast.dsl.grants.get(role="dsl"), by=cast.head, adult=cast.office, first=today, last=today)
    address = reverse("people:who_sees_what")
    seen = text_of(signed_in(client, cast.dsl).get(address))
    assert "Held by Priya Nair, Sheila Bramwell (standing in)." in seen
    assert "Colin Marsh" not in seen
    for who in (cast.governor, cast.teacher, cast.chair):
        assert "Priya Nair" not in text_of(signed_in(client, again(who)).get(address))
