"""The library for CISO Assistant: the keys that its loader asks for, and a tree that holds together."""

import pytest
import yaml
from plains import NUMBERED, a_plain, shipped

from belisha.exchange import ciso
from belisha.exchange.plain import normative
from belisha.packs import load_pack

# From the format's own documentation.
LIBRARY = {"urn", "locale", "ref_id", "name", "description", "copyright", "version", "provider", "packager", "objects"}
FRAMEWORK = {"urn", "ref_id", "name", "description", "requirement_nodes"}
NODE = {"urn", "assessable", "depth", "ref_id", "name"}
PLAINS = {"short": a_plain(), "numbered": a_plain(NUMBERED), "shipped": shipped()}


def nodes(plain) -> list[dict]:
    return yaml.safe_load(ciso.document(plain))["objects"]["framework"]["requirement_nodes"]


@pytest.mark.parametrize("name", PLAINS)
def test_the_library_has_what_its_loader_asks_for(name):
    found = yaml.safe_load(ciso.document(PLAINS[name]))
    assert found.keys() >= LIBRARY
    assert found["objects"]["framework"].keys() >= FRAMEWORK
    assert isinstance(found["version"], int)
    assert all(node.keys() >= NODE for node in nodes(PLAINS[name]))


@pytest.mark.parametrize("name", PLAINS)
def test_the_requirements_are_a_tree_in_the_order_of_the_document(name):
    seen: dict[str, int] = {}
    for node in nodes(PLAINS[name]):
        assert node["urn"] == node["urn"].lower()
        assert node["urn"] not in seen
        assert node["depth"] == seen.get(node.get("parent_urn"), 0) + 1
        seen[node["urn"]] = node["depth"]


def test_every_clause_is_there_with_its_words_and_number():
    plain = shipped()
    found = {node["urn"].rpartition(":")[2]: node for node in nodes(plain)}
    for clause in plain.clauses:
        if clause.kind != "heading":
            assert found[clause.ident]["description"] == clause.text
            assert found[clause.ident]["ref_id"] == (clause.number or clause.ident)


def test_what_is_only_read_is_not_assessed():
    pack = load_pack("staff-social-media")
    found = {node["urn"].rpartition(":")[2]: node["assessable"] for node in nodes(shipped())}
    assert {clause.id: found[clause.id] for clause in pack.clauses} == {
        clause.id: clause.klass != "G" for clause in pack.clauses
    }
    own = {node["urn"].rpartition(":")[2]: node["assessable"] for node in nodes(a_plain())}
    assert all(own[clause.ident] == normative(clause) for clause in a_plain().clauses if clause.kind != "heading")
