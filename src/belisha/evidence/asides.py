"""What rooms above put on an item's page, each by a list of these; and what this room puts on a concern's page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from belisha.concerns.asides import Panel
from belisha.concerns.models import Concern
from belisha.evidence import actions, queries
from belisha.evidence.models import Item

# How many pieces a concern's page names; the page of its evidence has them all.
FEW = 10


@dataclass(frozen=True)
class Link:
    """A link with its words."""

    url: str
    label: str


# (actor, item) → links on the item's page. The item was fetched for the actor.
LINKS: list[Callable[..., Iterable[Link]]] = []
# (item) → a sentence that stands before the original is taken away; or nothing.
WARNINGS: list[Callable[[Item], str]] = []
# (item, actor) → whether this actor may not take the original away.
HELD_BACK: list[Callable[..., bool]] = []


def warnings(item: Item) -> list[str]:
    """What is to be said before somebody takes the original away."""
    return [said for find in WARNINGS if (said := find(item))]


def is_held_back(item: Item, actor) -> bool:
    """Whether a room above keeps the original from this actor."""
    return any(find(item, actor) for find in HELD_BACK)


def links(actor, item: Item) -> list[Link]:
    """What can be done with an item in rooms above."""
    if item.shut_at is not None:
        return []
    return [*(link for find in LINKS for link in find(actor, item)), *_rooms(item)]


# Pages of the rooms of this folder about a file, by name; one that is not there is left out.
ROOMS = {
    "showing:detail": "Look at it",
    "showing:redact": "Make a redacted copy",
    "lane:shut": "This may be an indecent image of a child",
}


def _rooms(item: Item) -> Iterable[Link]:
    for name, label in ROOMS.items() if item.file is not None else ():
        try:
            yield Link(reverse(name, args=[item.pk]), label)
        except NoReverseMatch:
            continue


def panel(actor, concern: Concern) -> Iterable[Panel]:
    """The evidence of a concern, on its page."""
    rows = [] if concern.lane else queries.in_concern(actor, concern)
    yield Panel(
        "Evidence", "evidence/parts/panel.html",
        {
            "rows": rows[:FEW], "number": len(rows), "incomplete": sum(1 for row in rows if not row.item.complete),
            "concern": concern, "no_files": actions.NO_FILES if concern.lane else "",
        },
        place=40,
    )  # fmt: skip
