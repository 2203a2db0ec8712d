"""What is looked for, and what is found: decided without a database."""

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from looked import BOOKS, POINTS, TODAY, UNCHECKED, found, paper, typed
from sheets import CLEAN, STALE

from belisha.packs import load_pack
from belisha.packs.library import shipped_checks
from belisha.policy.written import from_file, from_pack
from belisha.remarks import signs
from belisha.remarks.looking import Line, Paper, first, fold, has, look

KEY_OF = {row.point: row.key for row in shipped_checks().rows if row.point}
# The clauses that each of the 27 points flags in the source policy, those and no others; 25 is about the cover.
PLACES = {
    1: ["1-03-a"], 2: ["1-03-a"], 3: ["1-03-a"], 4: ["1-03-b", "9-03-a"], 5: ["9-03-b"], 6: ["1-03-a", "9-05-b"],
    7: ["9-02-a"], 8: ["3-03-d"], 9: ["3-03-c"], 10: ["6-18-d", "6-19-a"], 11: ["6-18-b", "6-19-a"], 12: ["6-12-a"],
    13: ["4-14-a", "4-15-a", "6-22-a", "7-01-d", "7-03-c", "7-04-a", "8-03-a", "9-06-a"],
    14: ["3-04-b", "4-08-a", "7-01-c"], 15: ["8-01-d", "8-02-b"], 16: ["7-01-a", "7-01-d"],
    17: ["4-03-a", "7-03-b", "9-04-b"], 18: ["2-04-b"], 19: ["6-20-a", "6-20-b", "6-20-c", "6-20-d"], 20: ["6-21-a"],
    21: ["4-15-a", "8-03-a"], 22: ["6-00-a"], 23: ["2-03-a"], 24: ["1-01-a", "1-02-c", "2-04-e"], 25: [],
    26: ["7-01-d"], 27: ["8-01-a", "8-02-a"],
}  # fmt: skip


@pytest.mark.clause("1-03-a", "1-03-b", "2-03-a", "6-18-d", "9-03-a", "9-03-b", "9-05-b")
def test_all_27_points_are_found_in_the_source_policy_at_their_clauses(shared):
    path = shared / "policy/social-media-policy.txt"
    _, clauses = from_file(path, path.name, 10**7)
    one = paper(clauses)
    said = found(one)
    assert [number for number, key in KEY_OF.items() if key not in said] == []
    meaning = {clause.ident: clause.pack_id for clause in clauses}
    for number, places in PLACES.items():
        touched = {meaning[ident] or ident for ident in said[KEY_OF[number]].idents}
        assert places == sorted(touched) or number == 25, number
    assert [line.text[:7] for line in one.lines if line.ident in said[KEY_OF[25]].idents] == ["Updated"]
    assert "Twitter" in "".join(line.text for line in one.lines if line.ident in said[KEY_OF[18]].idents)


def test_every_gap_of_the_source_policy_is_said(shared):
    path = shared / "policy/social-media-policy.txt"
    said = found(paper(from_file(path, path.name, 10**7)[1]))
    gaps = {row.gap: row.key for row in shipped_checks().rows if row.gap}
    # What `dated_references` says in general is said here by the points 1 to 6 and 10, each for its own.
    assert [gap for gap, key in gaps.items() if key not in said] == ["dated_references"]


GAPS_ONLY = {row.key for row in shipped_checks().rows if any("pack" in look for look in row.looks)} - {
    row.key for row in shipped_checks().rows if any("any" in look and "pack" not in look for look in row.looks)
}


@pytest.mark.parametrize("key", [point.key for point in POINTS if point.key not in GAPS_ONLY])
def test_an_invented_policy_trips_every_point(key):
    assert key in found(typed(STALE, books=UNCHECKED))


def test_a_policy_of_today_trips_nothing():
    assert {key: finding.words for key, finding in found(typed(CLEAN)).items()} == {}


@pytest.mark.parametrize(
    "gone", ["model-text-left", "broken-cross-reference", "person-named", "stale-citation", "slips"]
)
def test_what_the_shipped_policy_has_mended_is_not_said_about_it(gone):
    _, clauses = from_pack("staff-social-media", {"school": "Ash Lane Primary School"})
    assert gone not in found(paper(clauses))


def test_what_the_shipped_policy_still_leaves_open_is_said_about_it():
    _, clauses = from_pack("staff-social-media", {"school": "Ash Lane Primary School"})
    said = found(paper(clauses))
    gaps = {gap.id: gap for gap in load_pack("staff-social-media").gaps}
    by_gap = {row.gap: row.key for row in shipped_checks().rows if row.gap}
    still = [name for name, gap in gaps.items() if not gap.mended and name != "dated_references"]
    assert [name for name in still if by_gap[name] not in said] == []
    assert said["pupil-channels-disagree"].idents == ("6-02-a", "6-06-a")


@pytest.mark.parametrize(
    ("phrase", "text", "hit"),
    [
        ("take screenshot*", "Take screenshots!", True),
        ("take screenshot*", "Take a screenshot", False),
        ("take * screenshot*", "Take, at once, a screenshot", True),
        ("school/academy", "school/academy", False),
        ("school academy", "the school/Academy", True),
        ("headteacher|principal must", "The Principal must know", True),
        ("headteacher|principal must", "The Head must know", False),
        ("april 20##", "(April 2019)", True),
        ("isis", "crisis", False),
        ("x.y(", "xy", True),
    ],
)
def test_a_phrase_is_words_with_four_signs(phrase, text, hit):
    assert has(fold(text), [phrase]) == hit


@given(st.text(max_size=80) | st.text("ab0*|# (+", max_size=20), st.text(max_size=200))
@example("*0", "")
def test_no_phrase_that_somebody_types_breaks_the_looking(phrase, text):
    assert isinstance(first(fold(text), [phrase]), str)


def one(text, **look_for):
    return [spot.words for spot in look(look_for, Paper((Line("1-01-a", "norm", text),), TODAY, BOOKS))]


def test_a_look_asks_for_any_all_and_none():
    assert one("Adults must not post.", any=["must not"]) == ["must not"]
    assert one("Adults must not post.", any=["must not"], none=["post"]) == []
    assert one("Adults must not post.", all=["adults", "post"]) == ["adults"]
    assert one("Adults must not post.", all=["adults", "share"]) == []
    assert one("[School Name] expects this.", literal=["[school name]"]) == ["[school name]"]


def test_a_look_asks_what_the_whole_document_lacks():
    asked = {"any": ["concern*"], "lacks": [["chair of governors"]]}
    assert one("Tell of a concern.", **asked) == ["concern"]
    assert one("Tell of a concern to the chair of governors.", **asked) == []
    whole = {"in": "document", "lacks": [["lado"], ["low level concern*"]], "mentions": ["pupil*"]}
    assert one("A pupil is safe with the LADO.", **whole) == ["Not found: low level concern"]
    assert one("The weather is fine.", **whole) == []


def sign(name: str, text: str) -> list[str]:
    return [spot.words for spot in look({"sign": name}, typed(text))]


HEADED = "Policy\n\n1. First\n\nAdults must read it.\n\n2. Second\n\n{}\n\nAppendix A\n\nForms\n"


@pytest.mark.clause("2-03-a")
@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("See paragraph 9 of this policy.", ["paragraph 9"]),
        ("See section 2 and section 9.2.", ["section 9.2"]),
        ("The form is in Appendix C.", ["Appendix C"]),
        ("The form is in Appendix A.", []),
        ("Section 26 of the Counter-Terrorism and Security Act binds us.", []),
        ("Paragraph 74 of Keeping Children Safe in Education asks for it.", []),
    ],
)
def test_a_reference_to_a_place_that_is_not_there_is_found(text, broken):
    assert sign("broken-cross-reference", HEADED.format(text)) == broken


@pytest.mark.parametrize(
    ("name", "text", "hits"),
    [
        ("placeholder", "Write to [insert name of school] today.", 1),
        ("placeholder", "The <school name> expects this.", 1),
        ("placeholder", "Ask Mr XX" + "XX about it.", 1),
        ("placeholder", "Reports [see the list] are kept.", 0),
        ("doubled-words", "Adults must attend the the training.", 1),
        ("doubled-words", "I know that that is so.", 0),
        ("undefined-terms", "Adults sign for the Authorised Devices.", 1),
        ("undefined-terms", "Authorised Devices means tablets. Adults sign for the Authorised Devices.", 0),
        ("undefined-terms", "Adults keep to the “Golden Rules” here.", 1),
        ("undefined-terms", "Read the leaflet (the “Golden Rules”). Adults keep to the “Golden Rules” here.", 0),
        (
            "undefined-terms",
            "A “No phones” notice must hang here. Adults must not post on sites such as ‘Facebook’.",
            0,
        ),
        ("undefined-terms", "Adults must tell the Designated Senior Person.", 0),
        ("number-gaps", "1. One\n\nAdults must read.\n\n3. Three\n\nAdults must act.", 1),
        ("number-gaps", "1. One\n\nAdults must read.\n\n2. Two\n\nAdults must act.", 0),
    ],
)
def test_the_linter_sees_leftovers_and_slips(name, text, hits):
    assert len(sign(name, f"Policy\n\n{text}\n")) == hits


@pytest.mark.parametrize(
    ("line", "overdue"),
    [
        ("Last updated: March 2021", True),
        ("Last updated: March 2026", False),
        ("Next review: 01/09/2026", True),
        ("Next review date: September 2027", False),
        ("Adopted 2024", True),
    ],
)
def test_a_review_that_passed_is_seen_from_the_dates_of_the_document(line, overdue):
    asked = next(row.looks[0] for row in shipped_checks().rows if row.key == "review-overdue")
    text = f"Policy\n\n{line}\n\nRules\n\nAdults must read it.\n"
    assert bool(look(asked, typed(text))) == overdue
    # Once the school reviewed it here, its own day counts and the words on the cover do not.
    assert not look(asked, typed(text, review_due=datetime.date(2027, 10, 1)))
    assert look(asked, typed(text, review_due=datetime.date(2026, 10, 1)))


def test_a_reference_that_nobody_checked_is_said():
    one = Paper((Line("1-01-a", "norm", "Follow the Equality Act 2010."),), TODAY, UNCHECKED)
    assert [spot.words for spot in look({"sign": "unchecked-references"}, one)] == ["Equality Act 2010"]


def test_the_same_words_have_the_same_fingerprint_and_others_another():
    key = "gdpr-2018"
    first_, again = (
        found(typed(f"Law\n\n{before}Data is held under the GDPR 2018.\n"))[key] for before in ("", "Yes.\n\n")
    )
    other = found(typed("Law\n\nData is kept under the GDPR 2018.\n"))[key]
    assert first_.fingerprint == again.fingerprint != other.fingerprint


def test_the_general_eye_is_quiet_where_a_point_speaks():
    said = found(typed("Law\n\nFollow Keeping Children Safe in Education 2018.\n"))
    assert "kcsie-edition" in said
    assert "stale-citation" not in said
    said = found(typed("Law\n\nFollow Working Together to Safeguard Children 2018.\n"))
    assert said["stale-citation"].words == ("Working Together to Safeguard Children, 2018",)


def test_every_eye_is_named_in_the_data_and_every_name_has_an_eye():
    named = {look["sign"] for row in shipped_checks().rows for look in row.looks if "sign" in look}
    assert named == set(signs.SIGNS)
