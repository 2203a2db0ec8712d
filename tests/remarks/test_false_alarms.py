"""What the shipped points must not say, and how their wordings read as clauses."""

import re
from pathlib import Path

import pytest
from looked import found, paper, typed

from belisha.packs.library import shipped_checks
from belisha.policy.reading.reader import read_text
from belisha.policy.written import from_file

SHAPES = Path(__file__).parents[1] / "policy/reading/shapes"
# What is rightly said of the invented policies of many shapes, besides who is missing from nearly all of them.
RIGHTLY = {
    "debris-of-a-first-school.txt": {"sanctions-differ-by-person"},
    "decimals-of-a-federation.txt": {"sanctions-differ-by-person"},
    "decimals-of-a-trust.txt": {"headteacher-only-route", "sanctions-differ-by-person"},
    "lead-ins-of-a-council.txt": {"deadline-not-given", "sanctions-differ-by-person"},
    "lead-ins-of-a-nursery.txt": {"headteacher-only-route"},
    "prose-of-a-diocese.txt": {"no-criticism-at-all"},
    "prose-of-a-trust.txt": {"made-by-ai", "duty-to-report-abuse"},
    "questions-of-a-federation.txt": {"screenshots-without-exception"},
}


@pytest.mark.parametrize("name", sorted(path.name for path in SHAPES.iterdir() if path.suffix in (".txt", ".md")))
def test_policies_of_other_shapes_raise_no_false_alarm(name, tmp_path):
    text = re.sub(r"\{\{[a-z/-]+\}\}", "", (SHAPES / name).read_text("utf-8"))
    path = tmp_path / name
    path.write_text(text, "utf-8")
    _, clauses = from_file(path, name, 10**7)
    said = set(found(paper(clauses))) - {"no-lado-no-low-level-concerns"}
    assert said == RIGHTLY.get(name, set())


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("screenshots-without-exception", "Do not try to hide it, because a screenshot may exist."),
        ("screenshots-without-exception", "Under no circumstances may a screenshot leave the system."),
        ("screenshots-without-exception", "Take a screenshot.\n\nYou must never copy an indecent image of a child."),
        ("headteacher-only-route", "Adults must report incidents to the Headteacher, or to the designated person."),
        ("filtering-standards", "A laptop does not have internet filtering at home."),
        ("platforms-of-today", "Adults must keep their accounts on X (Twitter) private."),
        ("no-lado-no-low-level-concerns", "Students must not damage the computers of the school."),
        ("duty-to-report-abuse", "Read this with our safeguarding policy."),
    ],
)
def test_words_that_only_sound_alike_trip_no_point(key, text):
    assert key not in found(typed(f"Policy\n\nRules\n\n{text}\n"))


WORDED = [row for row in shipped_checks().rows if row.wording]
# What a suggested wording must come to, where it is more than something to know: the strengths of its sentences.
STRENGTHS = {
    "kcsie-edition": ["must"], "syria-iraq-briefing": ["must"], "consent-to-monitoring": ["may"],
    "governors-watch-staff": ["must-not"], "gdpr-2018": ["definition"], "no-criticism-at-all": ["must-not"],
    "headteacher-only-route": ["must", "may"], "no-lado-no-low-level-concerns": ["must", "will", "will"],
    "screenshots-without-exception": ["advised", "must-not", "must"], "made-by-ai": ["must"],
    "filtering-standards": ["will"], "platforms-of-today": ["definition"], "equality-since-2010": ["will"],
    "support-for-abused-staff": ["will", "will"], "duty-to-report-abuse": ["must", "must-not"],
    "definition-without-source": ["definition"], "pupil-channels-disagree": ["must", "may"],
    "family-tests-differ": ["must"], "family-not-defined": ["definition"], "official-images-no-exception": ["may"],
    "emergency-no-exception": ["may", "must"], "personal-information-too-wide": ["must-not"],
    "former-pupils-unlimited": ["must-not"], "strength-varies": ["must"],
}  # fmt: skip


@pytest.mark.parametrize("row", WORDED, ids=[row.key for row in WORDED])
def test_a_suggested_wording_reads_as_the_clause_it_is_to_be(row):
    read = [item for item in read_text(f"Policy\n\n1. Rules\n\n{row.wording}\n").items if item.kind != "heading"]
    assert [item.modality for item in read if item.modality != "statement"] == STRENGTHS.get(row.key, [])


@pytest.mark.parametrize("row", WORDED, ids=[row.key for row in WORDED])
def test_a_suggested_wording_does_not_trip_its_own_point(row):
    said = found(typed(f"Policy\n\nRules\n\nSafeguarding comes first.\n\n{row.wording}\n"))
    assert row.key not in said or row.key == "no-lado-no-low-level-concerns"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("kcsie-edition", "We have regard to Keeping Children Safe in Education (DfE, 2023)."),
        ("safer-working-practice-edition", "Safer Working Practice (2015) applies."),
        ("prevent-statutory-2015", "The Prevent Duty Guidance (July 2015) applies."),
        ("consent-to-monitoring", "Users agree that the school may monitor their use."),
        ("consent-to-monitoring", "Use of the system implies consent to monitoring."),
        ("governors-watch-staff", "Governors may monitor what staff post."),
        ("no-criticism-at-all", "Staff must not make critical comments about the school."),
        ("headteacher-only-route", "Staff should inform the Head Teacher immediately."),
        ("screenshots-without-exception", "Staff should save evidence, such as screenshots."),
    ],
)
def test_the_same_point_is_found_in_the_words_of_another_school(key, text):
    assert key in found(typed(f"Policy\n\n1. Rules\n\n{text}\n"))
