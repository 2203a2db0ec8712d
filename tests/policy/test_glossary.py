"""The words that a version defines: entries of their own, and links where they occur."""

import re

import pytest
from bs4 import BeautifulSoup
from cast import a_school, signed_in
from django.urls import reverse
from papers import published

from belisha.policy import queries
from belisha.policy.asides import MARKS, Mark
from belisha.policy.glossary import LINKED, Glossary
from belisha.policy.models import Clause

pytestmark = pytest.mark.django_db

TEXT = """Staff Social Media Policy

Words

"Social media" means any website or app where people talk to each other.

"Information" means words, sounds and pictures.

"Unkind information" means information that is meant to hurt.

Rules

Staff must keep private information off social media. Staff should read what social media says of information.

Staff must never post unkind information about a "colleague" & others.
"""


def definition(text: str, ident: str = "2-01-a") -> Clause:
    return Clause(text=text, ident=ident, kind="definition")


def glossary(*texts: str) -> Glossary:
    return Glossary([definition(text, f"2-{at:02d}-a") for at, text in enumerate(texts, 1)])


def links(html: str) -> list[tuple[str, str]]:
    """(where to, which words) of each link."""
    return [(a["href"], a.text) for a in BeautifulSoup(html, "html.parser").find_all("a")]


def test_a_term_is_linked_where_it_first_occurs_in_a_clause():
    linked = glossary("Image means any picture.").linked("An image is not an image of it.")
    assert linked == 'An <a class="belisha-term" href="#word-image">image</a> is not an image of it.'


def test_the_longest_term_wins_and_stands_alone():
    words = glossary("Information means facts.", "Unkind information means hurtful facts.")
    assert links(words.linked("Unkind information hurts.")) == [("#word-unkind-information", "Unkind information")]
    assert links(words.linked("Unkind information is information.")) == [
        ("#word-unkind-information", "Unkind information"),
        ("#word-information", "information"),
    ]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("Adult", "All adults may ask.", "adults"),
        ("Adults", "An adult may ask.", "adult"),
        ("Policy", "Our policies are kept.", "policies"),
        ("Parties", "A party may ask.", "party"),
        ("Search", "Two searches a day.", "searches"),
        ("ADULTS/employees", "An Employee's day.", "Employee"),
        ("social media", "On SOCIAL\nMEDIA", "SOCIAL\nMEDIA"),
        ("teachers' standards", "The teachers’ standards", "teachers’ standards"),
    ],
)
def test_one_and_several_in_any_letters(term, text, found):
    assert [words for _, words in links(glossary(f"{term} means this.").linked(text))] == [found]


@pytest.mark.parametrize("text", ["He misinformed us.", "An image-maker", "the non-image", "reimage"])
def test_a_part_of_a_word_is_no_term(text):
    assert links(glossary("Image means this.", "Inform means that.").linked(text)) == []


def test_hostile_text_is_only_text():
    words = glossary('Image means "><script>alert(1)</script>', "<b>&amp means nothing.", "((( means one of (a+)+$")
    html = words.linked('<a href="x">image</a> <script>image</script> &lt; "\' image')
    assert links(html) == [("#word-image", "image")]
    assert "<script" not in html
    soup = BeautifulSoup(html, "html.parser")
    assert soup.text == '<a href="x">image</a> <script>image</script> &lt; "\' image'


def test_words_that_sound_alike_have_places_of_their_own():
    words = glossary("Image means a.", "IMAGE! means b.", "This means that.")
    assert [term.anchor for term in words.terms] == ["word-image", "word-2-02-a", "word-2-03-a"]
    assert words.terms[2].word == ""


def test_a_version_without_definitions_shows_its_text():
    assert Glossary([]).linked("a < b") == "a &lt; b"


def test_a_document_that_defines_thousands_of_words_links_the_first_of_them():
    words = glossary(*(f"Word{number} means {number}." for number in range(3000)))
    assert len(words.terms) == 3000
    assert len(links(words.linked(" ".join(f"word{number}" for number in range(3000))))) == LINKED


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast, tmp_path):
    return published(cast, tmp_path, TEXT)


def test_the_policy_shows_its_words_and_links_them(cast, version, client):
    html = signed_in(client, cast.teacher).get(reverse("policy:detail", args=[version.policy_id])).content.decode()
    page = BeautifulSoup(html, "html.parser")
    entries = page.select("dl.belisha-glossary > div")
    assert [entry.dt.text for entry in entries] == ["Social media", "Information", "Unkind information"]
    ids = {tag["id"] for tag in page.find_all(id=True)}
    linked = page.select("a.belisha-term")
    assert {a["href"][1:] for a in linked} == {entry["id"] for entry in entries}
    assert {a["href"][1:] for a in linked} <= ids
    assert not page.select("a a")
    assert len(ids) == len(page.find_all(id=True))


def test_a_definition_does_not_lead_to_itself(cast, version):
    term = next(term for term in queries.reading(cast.teacher, version).terms if term.word == "Unkind information")
    assert links(term.clause.words) == [("#word-information", "information")]


def test_a_clause_links_to_the_clause_that_defines_its_words_and_says_what_was_found(cast, version, client):
    clause = version.clauses.get(text__contains="unkind information about")
    signed_in(client, cast.teacher)
    page = client.get(clause.get_absolute_url()).content.decode()
    soup = BeautifulSoup(page, "html.parser")
    link = soup.select_one("blockquote a.belisha-term")
    assert link.text == "unkind information"
    there = BeautifulSoup(client.get(link["href"]).content, "html.parser")
    rows = {row.dt.text: row.dd.text for row in there.select(".govuk-summary-list__row")}
    assert rows["What it defines"] == "Unkind information"
    assert "Exceptions" not in rows


def test_a_clause_says_whom_to_tell_by_when_and_what_it_cites_in_plain_words(cast, client, tmp_path):
    text = (
        "Staff Policy\n\nStaff must report this immediately to the DSL unless the Headteacher knows of it, under the "
        "Equality Act 2010 and KCSIE (2023).\n"
    )
    version = published(cast, tmp_path, text)
    clause = version.clauses.get(text__contains="must report")
    page = BeautifulSoup(signed_in(client, cast.teacher).get(clause.get_absolute_url()).content, "html.parser")
    rows = {row.dt.text: row.dd.text for row in page.select(".govuk-summary-list__row")}
    assert rows["Whom to tell"] == "Designated safeguarding lead"
    assert rows["By when"] == "Immediately"
    assert rows["Exceptions"].startswith("Unless the Headteacher knows")
    assert "Equality Act 2010 (law)" in rows["What it cites"]
    assert "Keeping Children Safe in Education, edition of 2023 (guidance)" in rows["What it cites"]


def test_the_marks_of_other_folders_stand_beside_the_clause(cast, version, client, monkeypatch):
    clause = version.clauses.get(text__contains="private information")
    mark = Mark("Two <questions>", "/questions/")
    monkeypatch.setattr("belisha.policy.asides.MARKS", [*MARKS, lambda actor, of: {clause.ident: [mark]}])
    html = signed_in(client, cast.teacher).get(reverse("policy:detail", args=[version.policy_id])).content.decode()
    beside = BeautifulSoup(html, "html.parser").select(f"#c-{clause.ident} a.belisha-mark")
    assert ("/questions/", "Two <questions>") in [(a["href"], a.text) for a in beside]
    assert re.search(r"Two &lt;questions&gt;", html)
