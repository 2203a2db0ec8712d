"""What the index of evidence says of each item: words, and never the file or its name."""

from collections.abc import Iterable

from belisha.concerns.handling.index import Piece
from belisha.concerns.models import Concern
from belisha.evidence import adding, queries, rules


def index(actor, concern: Concern) -> Iterable[Piece]:
    """The evidence of a concern as lines of its index. What was sealed off is named as such and no more."""
    for row in queries.in_concern(actor, concern):
        item, said = row.item, row.words
        if item.shut_at is not None:
            yield Piece("Sealed off", url=item.get_absolute_url())
            continue
        places = [said.get(key, "") for key in ("address", "platform", "account", "group")]
        how = [said.get("captured_by", ""), rules.METHODS.get(said.get("method", ""), ""), said.get("device", "")]
        yield Piece(
            row.title, ", ".join(filter(None, places)), _captured(item), ", ".join(filter(None, how)), item.arrived_at,
            item.file.sha256 if item.file else "", said.get("who_else", ""), item.get_absolute_url(),
        )  # fmt: skip


def _captured(item) -> str:
    if item.captured_at is None:
        return ""
    return f"{adding.captured_in_words(item)}; {item.captured_at:%Y-%m-%d %H:%M} UTC"
