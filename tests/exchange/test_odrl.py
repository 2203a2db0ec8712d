"""The rules in ODRL: read by rdflib without the network, and every one of them found again by a question."""

from collections import Counter
from dataclasses import replace

import pytest
import rdflib
from plains import NUMBERED, a_plain, only, shipped, with_particulars

from belisha.exchange import odrl
from belisha.exchange.plain import normative

# rdflib warns of its own insides.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
NAMES = """PREFIX odrl: <http://www.w3.org/ns/odrl/2/> PREFIX b: <urn:belisha:odrl:1:>
PREFIX dcterms: <http://purl.org/dc/terms/> """
HELD = "odrl:permission|odrl:prohibition|odrl:obligation|odrl:remedy|odrl:consequence|b:recommendation"
KINDS = {"must-not": "Prohibition", "must": "Duty", "will": "Duty", "may": "Permission"}
PLAINS = {"short": a_plain(), "numbered": a_plain(NUMBERED), "shipped": shipped(), "rich": with_particulars(a_plain())}


def graph(plain) -> rdflib.Graph:
    return rdflib.Graph().parse(data=odrl.document(plain).decode(), format="json-ld")


def ask(plain, question: str) -> list[tuple[str, ...]]:
    return [tuple(str(value) for value in row) for row in graph(plain).query(NAMES + question)]


def kind_of(clause) -> str:
    if clause.kind in ("consequence", "exception"):
        return {"consequence": "Duty", "exception": "Permission"}[clause.kind]
    return KINDS.get(clause.modality, "Recommendation")


@pytest.mark.parametrize("name", PLAINS)
def test_every_clause_that_asks_something_is_a_rule_of_the_policy_with_its_strength(name):
    plain = PLAINS[name]
    found = ask(
        plain,
        f"""SELECT DISTINCT ?clause ?strength ?kind ?words WHERE {{ ?policy a odrl:Set ; ({HELD})+ ?rule .
        ?rule b:clause ?clause ; b:modality ?strength ; a ?kind ; dcterms:description ?words }}""",
    )
    rows = Counter((clause, strength, kind.rpartition("/")[2].rpartition(":")[2], words)
                   for clause, strength, kind, words in found)  # fmt: skip
    wanted = [clause for clause in plain.clauses if normative(clause)]
    assert rows == Counter((each.ident, each.modality, kind_of(each), each.text) for each in wanted)


def test_every_rule_says_whom_it_binds_what_it_is_about_and_what_is_done():
    plain = shipped()
    found = ask(plain, "SELECT ?clause ?who WHERE { ?rule b:clause ?clause ; odrl:assignee ?who }")
    wanted = [(clause.ident, f"urn:belisha:odrl:1:party:{who}")
              for clause in plain.clauses if normative(clause) for who in clause.binds]  # fmt: skip
    assert sorted(found) == sorted(wanted)
    assert (
        ask(plain, "SELECT ?r WHERE { ?r b:clause ?c FILTER NOT EXISTS { ?r odrl:target ?t ; odrl:action ?a } }") == []
    )


def test_where_a_prohibition_does_not_reach_there_is_a_permission_and_no_conflict():
    plain = with_particulars(a_plain())
    (found,) = ask(
        plain,
        """SELECT ?words WHERE { ?no a odrl:Prohibition ; odrl:constraint [ odrl:operator odrl:neq ;
        odrl:rightOperand ?words ] . ?yes a odrl:Permission ; b:exceptTo ?no ; odrl:constraint [ odrl:operator odrl:eq ;
        odrl:rightOperand ?words ] }""",
    )
    assert found == ("unless the {pupil} is *family*",)
    assert ask(plain, "SELECT ?p WHERE { ?p odrl:conflict odrl:prohibit ; odrl:profile <urn:belisha:odrl:1> }")


def test_what_follows_is_a_remedy_of_a_prohibition_and_a_consequence_of_a_duty():
    plain = a_plain()
    (breach,) = [clause for clause in plain.clauses if clause.kind == "consequence"]
    remedies = ask(plain, f'SELECT ?no WHERE {{ ?no a odrl:Prohibition ; odrl:remedy [ b:clause "{breach.ident}" ] }}')
    duties = ask(plain, f'SELECT ?do WHERE {{ ?do a odrl:Duty ; odrl:consequence [ b:clause "{breach.ident}" ] }}')
    strengths = Counter(clause.modality for clause in plain.clauses if normative(clause) and clause is not breach)
    assert (len(remedies), len(duties)) == (strengths["must-not"], strengths["must"])


def test_what_follows_is_kept_even_where_no_rule_stands_before_it():
    lone = only("A breach may lead to dismissal.")
    lone = replace(lone, clauses=(replace(lone.clauses[0], kind="consequence", modality="may"),))
    assert ask(lone, "SELECT ?c WHERE { ?p odrl:obligation [ b:clause ?c ] }") == [("1-01-a",)]


def test_a_duty_to_tell_names_whom_and_by_when():
    plain = with_particulars(a_plain(), "must")
    assert ask(
        plain,
        """SELECT ?who ?when WHERE { ?do odrl:action odrl:inform ; odrl:informedParty ?who ;
        odrl:constraint [ odrl:leftOperand b:deadline ; odrl:rightOperand ?when ] }""",
    ) == [("urn:belisha:odrl:1:party:headteacher", "at once")]


def test_definitions_and_information_are_no_rules():
    plain = shipped()
    others = {clause.ident for clause in plain.clauses if not normative(clause)}
    assert others
    assert others & {row[0] for row in ask(plain, "SELECT ?c WHERE { ?r b:clause ?c }")} == set()


def test_every_word_of_the_profile_is_explained_in_the_same_file():
    used = {str(node) for triple in graph(with_particulars(shipped())) for node in triple[1:]}
    ours = {name for name in used if name.startswith("urn:belisha:odrl:1:") and name[19:20].isupper()}
    told = {row[0] for row in ask(shipped(), "SELECT ?t WHERE { ?t <http://www.w3.org/2000/01/rdf-schema#label> ?l }")}
    assert ours <= told
    assert {"urn:belisha:odrl:1:act", "urn:belisha:odrl:1:circumstance"} <= told
