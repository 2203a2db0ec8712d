"""Who the asker is: their post, how they work here, and what else they are at the school."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from belisha.advice.asking.knowing.fact import FAMILY, PEOPLE, Known, table
from belisha.core.access import ROLES, Role
from belisha.people.rules import ADULT_KINDS
from belisha.reasoning.shipped import shipped_facts
from belisha.registers.family import rules
from belisha.registers.family.models import Declaration

POST, EMPLOYMENT, ALSO, ACT = "who.role", "who.employment", "who.also", "act"


def about(actor, said: Mapping, declared: Iterable[Declaration]) -> dict[str, Known]:
    """What the list of people and the asker's own declarations say about the asker."""
    words = table()["employment"][actor.kind]
    kind = ADULT_KINDS[actor.kind].lower()
    found = {EMPLOYMENT: Known(words, PEOPLE, f"You are on the list of people as: {kind}.", _own_page(actor))}
    found[POST] = _post(actor, said.get(ACT))
    if ties := [row for row in declared if row.kind == rules.FAMILY and row.state in rules.OPEN]:
        found[ALSO] = _also(actor, ties)
    return found


def _post(actor, act: str | None) -> Known:
    """The first row of the table that fits. Where none does, the asker says it, but gives themselves no office."""
    held, says = {role.value for role in actor.roles}, _roles_in_words(actor)
    for row in table()["posts"]:
        if "acts" in row and act not in row["acts"]:
            continue
        if row.get("role") in held or row.get("kind") == actor.kind:
            return Known(row["value"], PEOPLE, says, _own_page(actor))
    given = table()["posts_given"]
    others = tuple(value for value in shipped_facts().facts[POST].values if value not in given)
    return Known(None, PEOPLE, says, _own_page(actor), may_be=others)


def _roles_in_words(actor) -> str:
    roles = sorted(ROLES[role].label for role in actor.roles - {Role.ADULT})
    return f"Your roles here: {', '.join(roles)}." if roles else "The school gave you no role of its own here."


def _also(actor, ties: list[Declaration]) -> Known:
    """A declared family tie makes the asker a relative. More can be said beside it: not every second place is here."""
    governs = bool({Role.GOVERNOR, Role.CHAIR, Role.VICE_CHAIR, Role.LINK_GOVERNOR} & actor.roles)
    value = frozenset({"relative_of_pupil", *(("governor",) if governs else ())})
    others = tuple(each for each in shipped_facts().facts[ALSO].values if each not in value)
    says = "You declared that a pupil is in your family."
    return Known(value, FAMILY, says, reverse("family:list"), str(ties[0].pk), others)


def _own_page(actor) -> str:
    return actor.get_absolute_url()
