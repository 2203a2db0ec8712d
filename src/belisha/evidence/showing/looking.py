"""From a sealed item to what is shown of it: opened through `evidence.opening`, made anew in another process.

No preview is kept. Made anew, a screenshot takes about a third of a second and a page of a PDF half of one, most of it
the start of the other process; a copy kept on disk would be one more thing to seal, hold, count and destroy.
"""

from uuid import UUID

from belisha.core.errors import NotAllowed
from belisha.evidence import damage, kinds
from belisha.evidence.models import Item
from belisha.evidence.opening import pieces
from belisha.evidence.showing import actions, apart, queries
from belisha.evidence.showing.apart import CannotShow, Shown
from belisha.evidence.showing.rules import Box, by_page
from belisha.sealed.store import discard, store

WIDTH, ZOOMED = 1600, 3200  # pixels
DOWNLOAD = "It cannot be shown. Download the original instead."
KINDS = {"image/png": (kinds.PNG, "redacted-copy.png"), "application/pdf": (kinds.PDF, "redacted-copy.pdf")}


def look(item: Item, *, by, page: int = 1, width: int = WIDTH, boxes: list[Box] = ()) -> Shown:
    """What can be shown of an item to somebody, written down before it is opened. Raises CannotShow, or Damaged."""
    actions.view(item, by=by, part=f"page {page}" if width == WIDTH else f"page {page}, enlarged")
    try:
        return apart.show(pieces(item), page=page, width=width, boxes=by_page(boxes))
    except damage.FAULTS as fault:
        raise damage.noted(item) from fault


def make_copy(item: Item, *, by, key: UUID, boxes: list[Box], reason: str) -> Item:
    """A redacted copy as an item of its own. The same `key` twice makes one."""
    if made := Item.objects.filter(pk=key, derived_from=item).first():
        return made
    if why := queries.obstacle(item):
        raise NotAllowed(why, "No copy was made.")
    try:
        drawn = apart.redact(pieces(item), by_page(boxes))
    except CannotShow as fault:
        raise NotAllowed(
            f"No copy was made. {fault}", "Download the original and redact it on your machine."
        ) from fault
    except damage.FAULTS as fault:
        raise damage.noted(item) from fault
    kind, name = KINDS[drawn.media]
    stored = store(
        [drawn.body],
        school_id=item.school_id,
        record=item.kept_under,
        filename=name,
        media_type=drawn.media,
        limit=None,
    )
    try:
        return actions.derive(item, by=by, key=key, kind=kind, stored=stored, reason=reason)
    except BaseException:
        discard(stored)
        raise
