"""What words cite, when that is stale, and when to look again: decided without a database."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.packs.library import shipped_references
from belisha.references.rules import Book, Shelf, citations, is_stale, next_check

BOOKS = tuple(
    Book(row.key, row.title, row.kind, row.edition, row.cited_as, row.aged) for row in shipped_references().rows
)

SHELF = Shelf(BOOKS)


def said(text, cited=()):
    return {each.key: (each.edition, each.stale) for each in citations(text, cited, SHELF)}


@pytest.mark.clause("1-03-a", "1-03-b", "9-03-a", "9-03-b", "6-18-d")
@pytest.mark.parametrize(
    ("text", "key", "edition", "stale"),
    [
        ("We follow Keeping Children Safe in Education 2019.", "kcsie", "2019", True),
        ("We follow Keeping Children Safe in Education (September 2026).", "kcsie", "September 2026", False),
        ("We follow KCSIE as it stands.", "kcsie", "", False),
        ("The guidance for safer working practice, May 2019, applies.", "safer-working-practice", "", False),
        ("The guidance for safer working practice (May 2019) applies.", "safer-working-practice", "May 2019", True),
        ("Statutory guidance on the Prevent duty (June 2015).", "prevent-statutory-guidance", "June 2015", True),
        (
            "Statutory guidance issued under s29 of our Counter-Terrorism and Security Act 2015 (June 2015).",
            "prevent-statutory-guidance", "June 2015", True,
        ),
        ("It is covered by the Data Protection Act 2018.", "dpa-2018", "2018", False),
        ("The General Data Protection Regulation (GDPR) 2018 holds.", "gdpr", "2018", True),
        ("The UK GDPR holds.", "gdpr", "", False),
        ("Section 26 of the Counter-Terrorism and Security Act 2015 says so.", "ctsa-2015", "2015", False),
    ],
)  # fmt: skip
def test_a_clause_cites_an_edition(text, key, edition, stale):
    assert said(text)[key] == (edition, stale)


@pytest.mark.parametrize("year", ["2018", "as updated in 2018"])
def test_one_citation_does_not_take_the_year_of_the_next(year):
    found = said(f"See Keeping Children Safe in Education and Working Together to Safeguard Children {year}.")
    assert found["kcsie"] == ("", False)
    assert found["working-together"] == ("2018", True)


def test_guidance_does_not_take_the_year_of_the_act_it_was_issued_under():
    found = said("Statutory guidance issued under s29 of our Counter-Terrorism and Security Act 2015 applies.")
    assert found["prevent-statutory-guidance"] == ("", False)
    assert found["ctsa-2015"] == ("2015", False)


def test_everyday_words_cite_nothing():
    assert said("Adults support safer working practice in general and give advice to staff.") == {}


def test_what_the_second_reading_found_gives_the_edition_that_the_words_leave_open():
    cited = [{"words": "KCSIE", "title": "Keeping Children Safe in Education", "kind": "guidance", "edition": "2021"}]
    assert said("We follow the guidance.", cited)["kcsie"] == ("2021", True)


def test_an_edition_without_a_year_is_never_called_stale():
    book = Book("x", "X", "guidance", "third edition", ("x",))
    assert not is_stale("2019", book)
    assert not is_stale("second edition", book)


def test_the_next_check_is_after_the_schools_own_period_and_never_after_the_references_own_day():
    day = datetime.date(2026, 11, 22)
    assert next_check(day, 12) == datetime.date(2027, 11, 22)
    assert next_check(day, 12, "09-01") == datetime.date(2027, 9, 1)
    assert next_check(datetime.date(2026, 9, 1), 12, "09-01") == datetime.date(2027, 9, 1)
    assert next_check(datetime.date(2026, 8, 31), 6) == datetime.date(2027, 2, 28)


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 1, 1)),
    st.integers(1, 60),
    st.sampled_from(["", "09-01", "02-29"]),
)
def test_the_next_check_is_always_later(day, months, own):
    assert next_check(day, months, own) > day


@given(st.text(max_size=200))
def test_any_words_can_be_looked_through(text):
    for each in citations(text, (), SHELF):
        assert each.key in {book.key for book in BOOKS}
