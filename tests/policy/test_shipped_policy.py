"""The shipped policy, published: how each of its rows that only asks to be shown looks to a reader."""

import re

import pytest
from cast import a_school, signed_in
from django.urls import reverse
from django.utils.html import escape
from papers import approved

from belisha.policy import actions, intake, queries
from belisha.policy.written import SHIPPED

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast):
    version = intake.adopt(cast.school, SHIPPED, "Social media", {"school": cast.school.name}, by=cast.head)
    actions.publish(approved(version, cast.head), by=cast.head)
    return version


def texts(version, *idents: str) -> list[str]:
    found = dict(version.clauses.values_list("ident", "text"))
    return [found[ident] for ident in idents]


PREAMBLE = ("1-01-a", "1-01-b", "1-02-a", "6-11-b", "6-16-b", "9-01-a", "9-02-a")
GLOSSARY = ("2-04-a", "2-04-c", "2-04-d", "2-04-e", "6-18-d", "8-01-a", "8-02-a")
LINES = ("3-01-a", "3-05-a", "6-20-c")


@pytest.mark.clause("1-01-a", "1-01-b", "1-02-a", "6-11-b", "6-16-b", "9-01-a", "9-02-a")
def test_what_binds_nobody_is_shown_as_text_and_asks_nothing(cast, version, client):
    page = signed_in(client, cast.teacher).get(reverse("policy:detail", args=[version.policy_id])).content.decode()
    page = re.sub(r'<a class="belisha-term"[^>]*>([^<]*)</a>', r"\1", page)
    reading = queries.reading(cast.teacher, version)
    asked = {clause.ident for _, clauses in reading.for_you for clause in clauses}
    for ident, text in zip(PREAMBLE, texts(version, *PREAMBLE), strict=True):
        assert escape(text) in page, ident
        assert ident not in asked


@pytest.mark.clause("2-04-a", "2-04-c", "2-04-d", "2-04-e", "6-18-d", "8-01-a", "8-02-a")
def test_what_defines_a_word_stands_in_the_glossary(cast, version):
    terms = {term.clause.ident for term in queries.reading(cast.volunteer, version).terms}
    assert set(GLOSSARY) <= terms


@pytest.mark.clause("3-01-a", "3-05-a", "6-20-c")
def test_what_every_adult_owes_is_said_to_every_adult_before_they_acknowledge(cast, version):
    for adult in (cast.teacher, cast.volunteer, cast.governor, cast.agency_ta):
        mine = {clause.ident for _, clauses in queries.reading(adult, version).for_you for clause in clauses}
        assert set(LINES) <= mine, adult


@pytest.mark.clause("4-06-a")
def test_what_follows_a_breach_is_said_plainly_where_the_policy_is_read(cast, version, client):
    page = signed_in(client, cast.teacher).get(reverse("policy:detail", args=[version.policy_id])).content.decode()
    before_the_whole = page[: page.index("The whole policy")]
    for text in texts(version, "3-04-b", "6-06-b", "10-01-b"):
        assert escape(text) in before_the_whole
