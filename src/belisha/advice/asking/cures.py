"""What is missing, and the button that gets it. Nothing of the question stands in an address: it is posted, or left."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from belisha.advice.asking.knowing import permitted
from belisha.advice.asking.knowing.fact import table
from belisha.core.access import Can, may
from belisha.packs.permissions import OTHER, vocabulary
from belisha.reasoning.rules import NEEDS_PERMISSION
from belisha.registers.family.models import Declaration
from belisha.registers.family.rules import FAMILY, OPEN


@dataclass(frozen=True)
class Step:
    """One button: its words, why, and where it leads. `fields` are posted there as if they had been typed."""

    label: str
    says: str
    url: str
    fields: tuple[tuple[str, str], ...] = field(default=())


def steps(actor, explanation, inquiry) -> list[Step]:
    """What would get each thing that is missing, each once. None where nothing can be got, or nothing is missing.

    `explanation` is one, or one as plain data.
    """
    data = explanation if isinstance(explanation, Mapping) else explanation.as_data()
    if data["verdict"] != NEEDS_PERMISSION or data["absolute"] or data.get("stop"):
        return []
    missing = (cure for row in data["exceptions"] if not row["met"] for cure in row["cures"])
    found = [step for cure in dict.fromkeys(missing) for step in GETS[cure](actor, inquiry)]
    return list(dict.fromkeys(found))


def _declare(actor, inquiry) -> Iterable[Step]:
    if made := _declaration(actor, inquiry):
        says = "You have declared the family tie. The Headteacher talks it over with you and acknowledges it, or not."
        yield Step("See how your declaration stands", says, made.get_absolute_url())
        return
    says = "The Headteacher has to be told of the family tie, talk it over with you and acknowledge it."
    yield Step("Declare the family tie", says, reverse("family:declare"), (("kind", FAMILY), ("shown", "kind")))


def _family_protocol(actor, inquiry) -> Iterable[Step]:
    if made := _declaration(actor, inquiry):
        says = "How you keep in touch is agreed with the Headteacher, and written down with your declaration."
        yield Step("See what was agreed", says, made.get_absolute_url())
    elif not inquiry.declaration:
        yield from _declare(actor, inquiry)


def _declaration(actor, inquiry) -> Declaration | None:
    """The declaration that was meant, while it is the actor's own and open."""
    mine = Declaration.objects.filter(adult_id=actor.pk, kind=FAMILY, state__in=OPEN)
    return mine.filter(pk=inquiry.declaration).first() if inquiry.declaration else None


def _protocol(actor, inquiry) -> Iterable[Step]:
    says = "Contact with pupils needs a protocol that was agreed beforehand and covers it."
    if may(actor, Can.AGREE_PROTOCOL, actor.school):
        yield Step("Agree a protocol", says, reverse("protocols:add"))
    else:
        yield Step("Ask for a protocol", f"{says} Anybody can ask for one.", reverse("protocols:suggest"))
    yield Step("See what was agreed", "Perhaps another way is covered already.", reverse("protocols:mine"))


def _permission(actor, inquiry) -> Iterable[Step]:
    says = "The Headteacher can permit it, for certain readers, on a platform, until a day."
    yield Step("Ask for permission", says, reverse("permissions:ask"), wanted(inquiry.said))


def wanted(said: Mapping) -> tuple[tuple[str, str], ...]:
    """What the form of a request would hold, from what was said: only what can mean one thing. The rest is asked."""
    fields = []
    if act := permitted.act_of(said):
        fields += [("act", act), ("shown", "act")]
    audiences = table()["audiences"].get(said.get(permitted.KIND) or "", {"sure": [], "perhaps": []})
    narrower = [each for each in audiences["perhaps"] if each not in WIDER]
    if fields and len(audiences["sure"]) == 1 and not narrower:
        fields += [("audience", audiences["sure"][0]), ("shown", "audience")]
    if fields and (name := said.get(permitted.PLATFORM)):
        key = permitted.platform_of(name)
        known = key in vocabulary().platforms
        fields += [("platform", key)] if known else [("platform", OTHER), ("platform_words", name)]
        fields.append(("shown", "platform"))
    return tuple(fields)


# Readers that nobody asks for who means one kind of adult.
WIDER = frozenset({"public", "other"})
GETS: Mapping[str, Callable[..., Iterable[Step]]] = {
    "declare": _declare, "family_protocol": _family_protocol, "protocol": _protocol, "permission": _permission,
}  # fmt: skip
