"""A file that is not as it arrived: it is written down at once, and whoever opens it is told what to do."""

from collections.abc import Iterator

from belisha.core.access import WORKER
from belisha.core.errors import NotAllowed
from belisha.evidence import actions, opening
from belisha.evidence.models import Item
from belisha.sealed.box import Missing, Tampered

# What the store says of bytes that are not those which came in, or are not there at all.
FAULTS = (Tampered, Missing)
FOUND = "It was opened, and could not be read as it was stored."
# A file of up to so many bytes is read to its end before the first of them is given out.
WHOLE_FIRST = 256 * 1024**2


class Damaged(NotAllowed):
    """The file of an item is not as it arrived, so it is not given out."""

    title = "This file is not as it arrived"


def noted(item: Item) -> Damaged:
    """Write down, as the nightly check does, that an item is not whole. Returns what is said about it."""
    actions.check(item.school, by=WORKER, found=[(item.pk, False, FOUND)], number=1)
    return Damaged(
        "It is damaged, was changed, or is gone from the disk, so it is not given out as evidence. The SHA-256 of the "
        f"original was taken when it arrived and stands in its record: {item.file.sha256}.",
        "That it is not whole was written down just now, with the time. Tell the person who looks after Belisha in "
        "your school today: a backup may hold it whole. Keep every other copy of it, and delete nothing.",
    )


def to_give_out(item: Item) -> Iterator[bytes]:
    """The bytes of an item for somebody who takes it away. Raises `Damaged` before the first of them, where it can.

    Of a file that is larger than `WHOLE_FIRST` what was given out before the damage is too short, and fails as a
    download; it is written down all the same.
    """
    try:
        pieces = opening.pieces(item)
        if item.file.size <= WHOLE_FIRST:
            for _ in pieces:
                pass
            pieces = opening.pieces(item)
    except FAULTS as fault:
        raise noted(item) from fault
    return _passing(pieces, item)


def _passing(pieces: Iterator[bytes], item: Item) -> Iterator[bytes]:
    try:
        yield from pieces
    except FAULTS as fault:
        raise noted(item) from fault
