"""A draft is edited in place: words, headings and clauses change, and what points into the source follows."""

import pytest
from cast import a_school
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from papers import SHORT, approved, published

from belisha.core.action import fingerprint
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.queries import page_of_entries
from belisha.policy import actions, rules
from belisha.policy.drafts import actions as drafts
from belisha.policy.editing import actions as editing
from belisha.policy.editing.rules import clean, rewording
from belisha.policy.models import Clause, Policy, Version
from belisha.policy.reading import read_text
from belisha.policy.reading.folding import fold
from belisha.policy.written import Written

LIST = """# Conduct Online

Ash Lane Primary School

## 7 Unacceptable use

7.1 All staff must:

- keep their **passwords** to themselves;
- tell the Headteacher about any worry online.

| Do | Do not |
|---|---|
| Ask first | Share photographs of pupils |

## 8 Help

8.1 Staff should not post when angry and must never share screenshots.
"""


def drafted(cast, text: str = LIST, pages=()) -> Version:
    """A draft that was read from text, without a file."""
    clauses = []
    for number, item in enumerate(read_text(text).items):
        start, end = item.cue or (None, None)
        clauses.append(
            Written(
                ident=f"{item.ident}-{number}"[:20], number=item.number, section=item.section, text=item.text,
                start=item.start, end=item.end, kind=item.kind, modality=item.modality, binds=item.binds,
                why=item.why, cue_start=start, cue_end=end, confidence=item.confidence,
            )
        )  # fmt: skip
    version = actions.adopt(
        cast.school, by=cast.head, policy=Policy(school=cast.school), pack="", title="Online", source=text,
        clauses=clauses,
    )  # fmt: skip
    Version.objects.filter(pk=version.pk).update(pages=list(pages))
    return Version.objects.get(pk=version.pk)


def one(version, beginning: str) -> Clause:
    return version.clauses.get(text__startswith=beginning)


def now(version) -> Version:
    return Version.objects.get(pk=version.pk)


def in_order(part: str, whole: str) -> bool:
    """Whether the letters of one stand in the other in that order, other letters between them perhaps."""
    letters = iter(whole)
    return all(letter in letters for letter in part)


def faults(version: Version) -> list[str]:
    """What does not hold of a draft whose clauses point into its source."""
    found, reached = [], 0
    for clause in version.clauses.order_by("position"):
        said = fold(version.source, clause.start, clause.end).text
        if clause.start < reached:
            found.append(f"{clause.ident} begins before the one before it ends")
        if clause.end > len(version.source):
            found.append(f"{clause.ident} ends behind the source")
        if not in_order(clause.text.replace(" ", ""), said.replace(" ", "")):
            found.append(f"{clause.ident} says {clause.text!r} and its source {said!r}")
        if (clause.cue_start is None) != (clause.cue_end is None):
            found.append(f"{clause.ident} has half a cue")
        if clause.cue_end and not clause.cue_start < clause.cue_end <= len(version.source):
            found.append(f"{clause.ident} has a cue outside")
        reached = clause.end
    if version.pages != sorted(version.pages) or any(page > len(version.source) for page in version.pages):
        found.append(f"the pages begin at {version.pages}")
    return found


@pytest.fixture
def cast(db):
    return a_school()


# -- rewording ---------------------------------------------------------------------------------------------------


def test_a_reworded_clause_stands_in_the_source_and_everything_behind_it_moves_along(cast):
    version = drafted(cast, pages=(0, LIST.index("## 8")))
    clause, last = one(version, "keep their"), one(version, "Staff should not post")
    cue = LIST[last.cue_start : last.cue_end]
    editing.reword(clause, by=cast.head, text="keep each password and every recovery code entirely to themselves;")
    version = now(version)
    assert "- keep each password and every recovery code entirely to themselves;\n- tell" in version.source
    assert "passwords" not in version.source
    assert faults(version) == []
    last.refresh_from_db()
    assert version.source[last.cue_start : last.cue_end] == cue
    assert version.source[version.pages[1] :].startswith("## 8")


def test_a_reworded_clause_keeps_its_id_its_number_and_where_it_came_from(cast):
    version = drafted(cast)
    clause = one(version, "Staff should not post")
    Clause.objects.filter(pk=clause.pk).update(came_from=["8-01-a"])
    ident, number = clause.ident, clause.number
    editing.reword(clause, by=cast.head, text="Staff must not post when they are angry")
    clause.refresh_from_db()
    assert (clause.ident, clause.number, clause.came_from) == (ident, number, ["8-01-a"])
    assert "8.1 Staff must not post" in now(version).source


def test_new_words_are_read_again_and_what_somebody_says_about_them_counts_more(cast):
    version = drafted(cast)
    clause = one(version, "Staff should not post")
    editing.reword(clause, by=cast.head, text="Teachers must ask before they post")
    assert (clause.kind, clause.modality, clause.binds) == ("norm", "must", ["teacher"])
    assert now(version).source[clause.cue_start : clause.cue_end] == "must"
    editing.reword(clause, by=cast.head, text="Teachers must ask first", modality="advised", binds=["adult"])
    assert (clause.kind, clause.modality, clause.binds) == ("norm", "advised", ["adult"])


def test_an_item_of_a_list_is_read_below_its_lead_in(cast):
    clause = one(drafted(cast), "keep their")
    editing.reword(clause, by=cast.head, text="passwords of others")
    assert (clause.kind, clause.modality) == ("norm", "must")


def test_a_cue_that_was_inherited_from_words_that_are_gone_is_no_longer_lit(cast):
    version = drafted(cast)
    editing.reword(one(version, "All staff must"), by=cast.head, text="Everybody here should:")
    item = one(version, "keep their")
    assert (item.cue_start, item.cue_end, item.modality) == (None, None, "must")
    assert faults(now(version)) == []


def test_a_match_with_the_shipped_policy_is_kept_while_the_words_are_near(cast):
    version = drafted(cast)
    clause = one(version, "tell the Headteacher")
    Clause.objects.filter(pk=clause.pk).update(pack_id="6-22-a", pack_sure=True)
    editing.reword(clause, by=cast.head, text="tell the Headteacher about every worry online.")
    assert (clause.pack_id, clause.pack_sure) == ("6-22-a", True)
    editing.reword(clause, by=cast.head, text="wear a lanyard at the swimming gala.")
    assert clause.pack_id != "6-22-a"
    assert not clause.pack_sure


def test_a_heading_is_renamed_with_the_sections_below_it(cast):
    version = drafted(cast)
    heading = one(version, "Help")
    editing.reword(heading, by=cast.head, text="Where to turn")
    assert heading.kind == "heading"
    assert one(version, "Staff should not post").section == "Where to turn"
    assert one(version, "keep their").section == "Unacceptable use"
    assert "## 8 Where to turn" in now(version).source


@pytest.mark.parametrize("words", ["", "   ", "**", "- ", "…"])
def test_a_clause_cannot_be_left_without_words(cast, words):
    version = drafted(cast)
    with pytest.raises(NotAllowed, match="needs words"):
        editing.reword(one(version, "keep their"), by=cast.head, text=words)
    assert now(version).source == LIST


def test_marks_that_were_copied_along_are_no_words():
    assert clean("- **Keep** your\n password ") == "Keep your password"


@given(st.text(max_size=40))
def test_words_as_a_clause_holds_them_are_what_is_read_from_the_source(typed):
    words = clean(typed)
    assert clean(words) == words
    assert fold(words, 0, len(words)).text == words


@given(st.text(min_size=1, max_size=30).map(clean).filter(bool))
def test_new_words_stand_where_the_old_ones_stood_and_nothing_else_changes(words):
    start, end = LIST.index("- keep"), LIST.index(";") + 1
    edit = rewording(LIST, start, end, "keep their passwords to themselves;", words)
    after = edit.applied(LIST)
    assert (after[: edit.at], after[edit.at + len(words) :]) == (LIST[:start] + "- ", LIST[end:])
    assert fold(after, start, end + edit.by).text == f"- {words}"


def test_emphasis_of_words_that_are_gone_leaves_no_mark_behind():
    source = "- **Keep** it, *always*.\n"
    edit = rewording(source, 0, len(source) - 1, "Keep it, always.", "Hide it.")
    assert edit.applied(source) == "- Hide it.\n"


# -- adding and taking out ----------------------------------------------------------------------------------------


def test_an_added_clause_stands_after_the_one_it_was_put_after(cast):
    version = drafted(cast)
    place = one(version, "Staff should not post")
    added = editing.add_clause(
        version, by=cast.head, after=place.ident, text="Teachers may ask the office.", number="8.2"
    )
    assert (added.kind, added.modality, added.binds, added.came_from) == ("power", "may", ["teacher"], [])
    assert (added.section, str(added)) == ("Help", "8.2")
    rows = list(version.clauses.order_by("position"))
    assert rows[[row.pk for row in rows].index(place.pk) + 1] == added
    assert faults(now(version)) == []
    assert "\n\n8.2 Teachers may ask the office.\n\n" in now(version).source


def test_a_clause_that_is_added_to_a_list_becomes_an_item_of_it(cast):
    version = drafted(cast)
    added = editing.add_clause(version, by=cast.head, after=one(version, "keep their").ident, text="their phones too;")
    assert "themselves;\n- their phones too;\n- tell" in now(version).source
    assert added.modality == "must"
    assert faults(now(version)) == []


def test_a_clause_can_be_put_at_the_very_beginning(cast):
    version = drafted(cast, pages=(0, 30))
    added = editing.add_clause(version, by=cast.head, after="", text="Staff must read this.")
    assert version.clauses.order_by("position").first() == added
    assert now(version).source.startswith("Staff must read this.\n\n# Conduct")
    assert now(version).pages == [0, 30 + len("Staff must read this.\n\n")]
    assert faults(now(version)) == []


def test_an_added_heading_opens_a_section_down_to_the_next_one(cast):
    version = drafted(cast)
    lead = one(version, "All staff must")
    editing.add_clause(version, by=cast.head, after=lead.ident, text="Passwords", kind="heading")
    assert one(version, "keep their").section == "Passwords"
    assert one(version, "All staff must").section == "Unacceptable use"
    assert one(version, "Staff should not post").section == "Help"
    editing.retire(one(version, "Passwords"), by=cast.head)
    assert one(version, "keep their").section == "Unacceptable use"


def test_nothing_is_put_after_a_clause_that_is_gone(cast):
    with pytest.raises(NotAllowed, match="is gone"):
        editing.add_clause(drafted(cast), by=cast.head, after="9-99-z", text="Staff must wait.")


def test_no_id_is_given_twice_in_any_version_of_a_policy(cast, tmp_path):
    version = published(cast, tmp_path)
    draft = editing.new_edition(version, by=cast.head)
    place = one(draft, "Staff must not")
    added = editing.add_clause(draft, by=cast.head, after=place.ident, text="Staff must ask.")
    editing.retire(one(draft, "Teachers should check"), by=cast.head)
    second = editing.add_clause(draft, by=cast.head, after=place.ident, text="Staff must ask twice.")
    before = set(version.clauses.values_list("ident", flat=True))
    assert not {added.ident, second.ident} & before
    assert added.ident != second.ident


def test_a_retired_clause_leaves_the_draft_and_stays_in_the_version_before(cast, tmp_path):
    version = published(cast, tmp_path)
    draft = editing.new_edition(version, by=cast.head)
    editing.retire(one(draft, "Teachers should check"), by=cast.head)
    assert not draft.clauses.filter(text__startswith="Teachers should check").exists()
    assert one(version, "Teachers should check")
    assert "photographs" not in now(draft).source
    assert faults(now(draft)) == []


def test_the_last_clause_cannot_be_taken_out(cast):
    version = drafted(cast, "Staff must be kind.\n")
    with pytest.raises(NotAllowed):
        editing.retire(version.clauses.get(), by=cast.head)


# -- a new edition -------------------------------------------------------------------------------------------------


def test_a_new_edition_says_what_the_one_in_force_says_and_goes_back_to_it(cast, tmp_path):
    version = published(cast, tmp_path)
    draft = editing.new_edition(version, by=cast.head)
    said = ("ident", "text", "kind", "modality", "binds", "start", "end", "section", "particulars")
    old, new = (list(each.clauses.order_by("position").values(*said)) for each in (version, draft))
    assert (new, draft.source, draft.number) == (old, version.source, 2)
    assert (draft.before, draft.state) == (version, rules.DRAFT)
    assert all(clause.came_from == [clause.ident] and clause.decided for clause in draft.clauses.all())


def test_there_is_one_draft_at_a_time_and_only_from_what_is_in_force(cast, tmp_path):
    version = published(cast, tmp_path)
    draft = editing.new_edition(version, by=cast.head)
    for begun in (version, draft):
        with pytest.raises(NotAllowed):
            editing.new_edition(begun, by=cast.head)


def test_what_was_edited_is_approved_and_published_like_any_draft(cast, tmp_path):
    version = published(cast, tmp_path)
    draft = editing.new_edition(version, by=cast.head)
    editing.reword(one(draft, "Teachers should check"), by=cast.head, text="Teachers must check who can see them.")
    approved(draft, cast.head)
    actions.publish(draft, by=cast.head)
    draft.refresh_from_db()
    clauses = draft.clauses.order_by("position").values_list("ident", "text", "kind", "modality", "binds")
    assert draft.text_hash == rules.text_hash(draft.source, clauses)
    with pytest.raises(NotAllowed, match="no longer a draft"):
        editing.reword(one(draft, "Teachers must check"), by=cast.head, text="Nobody must check anything.")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        draft.clauses.update(text="Other words")


# -- who may, and what is told ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["teacher", "volunteer", "governor", "chair", "office", "it_lead", "other_head"])
def test_only_those_who_draft_edit(cast, tmp_path, who):
    actor = getattr(cast, who)
    version = published(cast, tmp_path)
    with pytest.raises(Refused):
        editing.new_edition(version, by=actor)
    draft = editing.new_edition(version, by=cast.head)
    clause = one(draft, "Staff must not")
    with pytest.raises(Refused):
        editing.reword(clause, by=actor, text="Staff must do as they like.")
    with pytest.raises(Refused):
        editing.add_clause(draft, by=actor, after="", text="Staff must do as they like.")
    with pytest.raises(Refused):
        editing.retire(clause, by=actor)
    assert now(draft).source == SHORT


def test_a_clause_that_somebody_else_changed_meanwhile_is_not_written_over(cast):
    version = drafted(cast)
    clause = one(version, "keep their")
    seen = fingerprint(clause)
    drafts.change_clause(Clause.objects.get(pk=clause.pk), by=cast.head, kind="norm", modality="may", binds=[])
    with pytest.raises(Conflict):
        editing.reword(clause, by=cast.head, seen=seen, text="keep quiet;")
    assert now(version).source == LIST


def test_each_edit_is_one_sentence_of_the_log_with_the_words_before_and_after(cast, tmp_path):
    draft = editing.new_edition(published(cast, tmp_path), by=cast.head)
    clause = one(draft, "Staff must not")
    editing.reword(clause, by=cast.head, text="Staff must not chat with pupils.")
    editing.add_clause(draft, by=cast.head, after=clause.ident, text="Staff must ask.")
    editing.retire(clause, by=cast.head)
    lines = page_of_entries(cast.head)[0][:4]
    assert [line.kind for line in lines] == ["clause.retire", "clause.add", "clause.reword", "version.begin"]
    retired = next(change for change in lines[0].change if change[0] == "text")
    assert retired[1] == "Staff must not chat with pupils."
    reworded = next(change for change in lines[2].change if change[0] == "text")
    assert reworded[1:] == ("Staff must not accept friend requests from pupils.", "Staff must not chat with pupils.")


# -- anything, in any order ---------------------------------------------------------------------------------------

PHRASES = (
    "Staff must ask first.", "keep *this* quiet", "[See](x) the office", "Teachers should not, and must never, post",
    "Nobody may film.", "a **bold", "x", "Pupils’ photographs – never", "- an item", "* * *y", "(a) one; (b) two",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["reword", "add", "head", "first", "retire", "split", "merge"]),
        st.integers(min_value=0, max_value=40),
        st.one_of(
            st.sampled_from(PHRASES), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
        ),
        st.integers(min_value=1, max_value=30),
    ),
    max_size=7,
)


class TestAnyEdit(TestCase):
    """Whatever is done to a draft, its clauses point at their own words."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = a_school()
        cls.first = drafted(cls.cast, pages=(0, 40, LIST.index("## 8")))

    def do(self, verb, at, words, cut):
        version, by = now(self.first), self.cast.head
        rows = list(version.clauses.order_by("position"))
        clause = rows[at % len(rows)]
        match verb:
            case "reword":
                editing.reword(clause, by=by, text=words)
            case "add":
                editing.add_clause(version, by=by, after=clause.ident, text=words)
            case "head":
                editing.add_clause(version, by=by, after=clause.ident, text=words, kind="heading")
            case "first":
                editing.add_clause(version, by=by, after="", text=words)
            case "retire":
                editing.retire(clause, by=by)
            case "split":
                drafts.split(clause, by=by, first=clause.text[:cut].rstrip())
            case "merge":
                drafts.merge(clause, by=by)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=STEPS)
    def test_every_clause_points_at_its_own_words(self, steps):
        for step in steps:
            before = now(self.first)
            try:
                self.do(*step)
            except NotAllowed:
                assert now(self.first).source == before.source
            assert faults(now(self.first)) == [], step
        idents = list(self.first.clauses.values_list("ident", flat=True))
        assert len(idents) == len(set(idents))
