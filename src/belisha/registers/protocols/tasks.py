"""What protocols put on the home page and on the page of the registers."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.people.tasks import Task
from belisha.registers.protocols import queries
from belisha.registers.shelves import Shelf


def to_decide(actor) -> Iterable[Task]:
    """Protocols that were proposed, for whoever agrees to them."""
    if may(actor, Can.AGREE_PROTOCOL) and (number := queries.number_proposed(actor)):
        title = "Decide about a proposed protocol" if number == 1 else f"Decide about {number} proposed protocols"
        yield Task(title, reverse("protocols:list") + "?show=waiting", status="waiting", leads=True, awaited=True)


def to_mend(actor) -> Iterable[Task]:
    """Platforms without a protocol, and protocols past their days, for those who keep them."""
    if number := len(queries.findings(actor)):
        title = "Mend one finding" if number == 1 else f"Mend {number} findings"
        yield Task(f"{title} about protocols and platforms", reverse("protocols:findings"), status="open", leads=True)


def channels_shelf(actor) -> Iterable[Shelf]:
    """What one may use oneself."""
    if may(actor, Can.SEE_REGISTERS):
        says = "How you may keep in touch with pupils, parents and colleagues, and by which rules."
        yield Shelf("Your channels", says, reverse("protocols:mine"))


def shelf(actor) -> Iterable[Shelf]:
    """Everything that was agreed."""
    if may(actor, Can.SEE_REGISTERS):
        says = "What was agreed about each platform: for what, with whom, by which rules, until when."
        waiting = queries.number_proposed(actor) if may(actor, Can.AGREE_PROTOCOL) else 0
        yield Shelf("Protocols and channels", says, reverse("protocols:list"), waiting)
