"""What the registers know for an inquiry: read at each call, never kept, each fact with where it stands.

What a register does not know is not in the answer, or is in it without a value and with what the asker's own word may
be. No word of the asker's makes anything better than the register has it.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from belisha.advice.asking import rules
from belisha.advice.asking.knowing import agreed, families, official, people, permitted
from belisha.advice.asking.knowing.fact import Known
from belisha.advice.asking.knowing.families import ANOTHER
from belisha.packs.permissions import OTHER, vocabulary
from belisha.registers.family.models import Declaration
from belisha.registers.family.rules import FAMILY, OPEN
from belisha.registers.protocols.models import Platform
from belisha.registers.protocols.rules import USED

__all__ = ["ANOTHER", "Known", "choices", "first", "from_registers", "of", "platforms"]


def from_registers(actor, inquiry) -> dict[str, Known]:
    """Fact → what a register knows of it, for an inquiry as it stands."""
    another = inquiry.declaration is None and rules.DECLARATION in inquiry.asked
    return of(actor, inquiry.said, ANOTHER if another else inquiry.declaration)


def of(actor, said: Mapping, declaration: UUID | None = None) -> dict[str, Known]:
    """The same for what was said: fact → value, None or missing where it is not known.

    `declaration`: the key of the asker's own that is meant; ANOTHER for a pupil of whom none of them speaks; None while
    that is open. The number of queries is the same, however much there is in the registers.
    """
    today, declared = timezone.localdate(), _declared(actor)
    found = people.about(actor, said, declared)
    found |= families.about(actor, said, declared, declaration, today)
    found |= permitted.about(actor, said, today)
    found |= agreed.about(actor, said, today)
    found |= official.about(actor, said, today)
    if also := found.get(people.ALSO):
        # One may be several things: what the asker says besides is no contradiction.
        found[people.ALSO] = replace(also, value=also.value | frozenset(said.get(people.ALSO) or ()))
    return found


def first(registers: Mapping[str, Known], open_facts: Collection[str], said: Mapping) -> str:
    """The fact that a register must know before it can say anything about one that is open; nothing where none is."""
    wanted = (registers[name].needs for name in open_facts if name in registers)
    return next((name for name in wanted if name and name not in said), "")


def choices(actor) -> list[tuple[UUID, str]]:
    """The asker's own live family declarations, by key, in their own words: one of them may be meant."""
    rows = [row for row in _declared(actor) if row.kind == FAMILY and row.state in OPEN]
    return [(row.pk, f"{row.pupil_name}: {row.relationship}") for row in rows]


def platforms(actor) -> list[str]:
    """Platforms that the registers know by name, those in use in the school first: suggestions for a question."""
    used = Platform.objects.filter(school_id=actor.school_id, state=USED)
    ours = used.order_by("name").values_list("name", flat=True)
    shipped = [row.label for key, row in vocabulary().platforms.items() if key != OTHER]
    return list({name.casefold(): name for name in reversed([*ours, *shipped])}.values())[::-1]


def _declared(actor) -> list[Declaration]:
    return list(Declaration.objects.filter(adult_id=actor.pk).order_by("declared_at", "id"))
