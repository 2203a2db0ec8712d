"""From what was read to what is written into a draft."""

from dataclasses import replace

from papers import a_file

from belisha.packs import load_pack
from belisha.policy import rules
from belisha.policy.reading import roles
from belisha.policy.reading.numbering import FARTHEST, formatted
from belisha.policy.written import SHIPPED, _each_its_own, from_file, from_pack


def test_ids_that_were_cut_to_the_same_are_told_apart(tmp_path):
    _, clauses = from_file(a_file(tmp_path), "policy.txt", 10_000)
    same = [replace(clause, ident="12345678901234567890") for clause in clauses]
    idents = [clause.ident for clause in _each_its_own(same)]
    assert len(set(idents)) == len(idents)


def test_everybody_whom_the_reader_or_the_pack_can_name_can_be_chosen_at_the_review():
    named = {name for name, _ in roles.ROLES}
    named |= {word for clause in load_pack(SHIPPED).clauses for word in clause.binds}
    assert named <= set(rules.BINDS)


def test_a_list_that_starts_absurdly_far_on_is_numbered_plainly():
    for form in ("lowerLetter", "upperLetter", "lowerRoman", "upperRoman"):
        assert formatted(999_999_999, form) == "999999999"
        assert len(formatted(FARTHEST, form)) < 200


def test_the_shipped_policy_keeps_every_word_of_its_text_in_a_clause():
    source, clauses = from_pack(SHIPPED, {"school": "Ash Lane"})
    covered = "".join(source[clause.start : clause.end] for clause in clauses)
    assert "".join(covered.split()) == "".join(source.split())
