"""The words of a concern: sealed under its own key, so that destroying the key destroys them everywhere.

What has to be searched or held against somebody (which adult, which type, which day) stands in columns; what people
wrote and whom they named stands here.
"""

import json
import uuid
from collections.abc import Iterable

from belisha.core import audit
from belisha.sealed import keys
from belisha.sealed.box import Shredded

PURPOSE = "words of a concern"


def record_of(concern_id: uuid.UUID) -> str:
    """The name of the key under which everything about a concern is sealed, its files too."""
    return f"concern:{concern_id}"


def seal(school_id: uuid.UUID, concern_id: uuid.UUID, words: dict) -> bytes:
    """Plain data (strings, numbers, lists) as bytes that only this installation's keys open."""
    return keys.seal_text(school_id, record_of(concern_id), json.dumps(words, ensure_ascii=False).encode(), PURPOSE)


def opened(school_id: uuid.UUID, concern_id: uuid.UUID, sealed: bytes) -> dict:
    """The same data again; empty where there was none, or where the concern's key was destroyed."""
    if not sealed:
        return {}
    try:
        return json.loads(keys.open_text(school_id, record_of(concern_id), bytes(sealed), PURPOSE))
    except Shredded:
        return {}


def opened_many(school_id: uuid.UUID, rows: Iterable[tuple[uuid.UUID, bytes]]) -> list[dict]:
    """The same for (concern, sealed) of many rows of one school, with a handful of queries. An empty one gives {}."""
    rows = list(rows)
    texts = [(record_of(concern_id), bytes(sealed)) for concern_id, sealed in rows if sealed]
    plain = iter(keys.open_texts(school_id, texts, PURPOSE) if texts else ())
    found = (next(plain) if sealed else None for _, sealed in rows)
    return [json.loads(each) if each else {} for each in found]


def shred(school_id: uuid.UUID, concern_id: uuid.UUID) -> None:
    """Destroy the keys of a concern: of its words and files, and of what the log says about it. There is no way back.

    Only the action that certifies a disposal, and the one that drops a draft, may call it.
    """
    for place in (school_id, audit.confidential_log(school_id)):
        keys.shred(place, record_of(concern_id))
