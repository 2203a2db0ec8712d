"""The navigation says where one is in the rooms of concerns, to whoever has them, and to nobody what there is."""

import re

import pytest
from cast import a_school, signed_in
from concerned import a_concern
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def nav(client, address: str) -> tuple[list[str], list[str]]:
    """The entries of a page's navigation, and those that are marked as current."""
    page = client.get(address).content.decode().partition('id="navigation"')[2].partition("</ul>")[0]
    labels = [re.sub("<[^>]+>", "", one) for one in re.findall(r"<a [^>]*>(.*?)</a>", page)]
    return labels, re.findall(r'aria-current="true"><strong[^>]*>(.*?)</strong>', page)


@pytest.mark.clause("9-06-b")
def test_every_adult_finds_the_numbers_to_call_and_where_they_are(client):
    cast = a_school()
    for adult in (cast.head, cast.teacher, cast.office):
        labels, current = nav(signed_in(client, adult), reverse("handling:numbers"))
        assert "Numbers to call" in labels
        assert current == ["Numbers to call"]


def test_pages_of_evidence_belong_to_concerns(client):
    cast = a_school()
    concern = a_concern(cast)
    signed_in(client, cast.head)
    for address in (reverse("evidence:verified"), reverse("evidence:of_concern", args=[concern.pk])):
        assert nav(client, address)[1] == ["Concerns"]


def test_whoever_a_concern_is_about_sees_the_same_navigation_as_without_it():
    cast = a_school()
    browsers = {adult: signed_in(Client(), adult) for adult in (cast.head, cast.teacher)}
    addresses = ("/", reverse("evidence:verified"), "/evidence/items/00000000-0000-0000-0000-000000000000/")
    before = {(adult, at): nav(browser, at) for adult, browser in browsers.items() for at in addresses}
    a_concern(cast, about=[cast.head, cast.teacher])
    assert {(adult, at): nav(browser, at) for adult, browser in browsers.items() for at in addresses} == before
