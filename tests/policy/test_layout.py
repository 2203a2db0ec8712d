"""What a reader sees of a document that was made for paper: whole sentences, and columns that say which they are."""

import pytest
from bs4 import BeautifulSoup
from cast import a_school, signed_in
from django.urls import reverse
from papers import published

pytestmark = pytest.mark.django_db

TEXT = """# Staff Social Media Policy

1. Pictures ............................ 3

## 1. Pictures

1.1 Staff must keep passwords in the safe and must not share them with anybody.

1.2 When they use a phone of their own on a trip, staff must:

- ask the Headteacher first;
- keep no picture of a pupil.

1.3 All staff must:

- read this policy.

### Do and don't

| Do | Don't |
| --- | --- |
| Ask a second adult to look at each post | Tag pupils or parents |
| Use first names only | Post from your own phone |
"""


@pytest.fixture
def read(client, tmp_path):
    cast = a_school()
    version = published(cast, tmp_path, TEXT)
    page = signed_in(client, cast.teacher).get(reverse("policy:detail", args=[version.policy_id]))
    return BeautifulSoup(page.content, "html.parser")


def _line(read, words: str) -> str:
    found = next(each for each in read.select(".belisha-clause") if words in each.text)
    return " ".join(found.text.split())


def test_a_cell_below_dont_never_stands_as_if_it_were_asked_for(read):
    assert _line(read, "Tag pupils").startswith("Don't: Tag pupils or parents")
    assert _line(read, "Use first names").startswith("Do: Use first names only")
    assert [each.text for each in read.select("h3")][-1] == "Do and don't"


def test_a_second_half_is_told_with_the_words_that_it_goes_on_from(read):
    told = [" ".join(each.text.split()) for each in read.select(".belisha-for-you li")]
    assert any("keep passwords in the safe and must not share them" in each for each in told)


def test_an_item_is_told_with_the_lead_in_that_says_when(read):
    told = [" ".join(each.text.split()) for each in read.select(".belisha-for-you li")]
    assert any(
        each.startswith("When they use a phone of their own on a trip, staff must: ask the Head") for each in told
    )
    assert any(each.startswith("read this policy.") for each in told), "a lead-in without a condition is not repeated"


def test_the_printed_list_of_contents_is_folded_away_and_nothing_of_it_is_lost(read):
    dots = [each for each in read.select(".belisha-clause") if "......" in each.text]
    assert len(dots) == 1
    assert "list of contents" in dots[0].find_parent("details").summary.text


def test_a_cell_that_a_search_finds_says_how_strong_it_is(client, tmp_path):
    cast = a_school()
    published(cast, tmp_path, TEXT)
    answer = signed_in(client, cast.teacher).post(reverse("policy:search"), {"words": "own phone"})
    assert "(must not)" in answer.content.decode()
