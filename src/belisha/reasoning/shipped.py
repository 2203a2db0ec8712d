"""The rulebook that ships, read and checked once."""

from functools import cache

from belisha.packs.advising import advice_table
from belisha.packs.loading import load_pack
from belisha.reasoning.facts import FactSchema
from belisha.reasoning.reading import read_facts, read_rulebook
from belisha.reasoning.rules import Rulebook


@cache
def shipped_facts() -> FactSchema:
    """The facts that rules may speak of."""
    return read_facts(advice_table("facts"))


@cache
def shipped_rulebook() -> Rulebook:
    """The rules of the shipped policy, all on."""
    rules = advice_table("rules")
    return read_rulebook(rules, shipped_facts(), edition=load_pack(rules["pack"]).edition)
