"""Where is searched: the folders above put their functions into `SEARCHED` as Django starts.

    # references/apps.py, in ready()
    SEARCHED.append(queries.search)

    # references/queries.py
    def search(actor, words: Words) -> list[Hit]:
        rows = visible_to(actor, Reference.objects.all()).filter(within(words, "title", "note")).order_by("pk")[:MOST]
        return [Hit(row.title, row.note, row.get_absolute_url(), REFERENCES) for row in rows]

A function returns whatever may answer; what does, and in which order, is decided once for all (`rules.ranked`). It asks
the database a fixed number of times, orders its rows by something that every database orders alike (a key, a number;
not a text), and starts from `visible_to`: a text that the actor may not read must not be found.
"""

from collections.abc import Callable, Iterable

from django.db.models import Q

from belisha.policy.searching.rules import ANSWERS, POLICY, REFERENCES, Hit, Words

__all__ = ["ANSWERS", "MOST", "POLICY", "REFERENCES", "SEARCHED", "Hit", "Words", "within"]

# (actor, words) → hits that may answer.
SEARCHED: list[Callable[..., Iterable[Hit]]] = []
# Rows that one place may offer: more than a school's policies have clauses with a word in common.
MOST = 2000


def within(words: Words, *fields: str) -> Q:
    """Rows that hold one of the needles in one of the fields. Both databases answer alike: the needles are a-z, 0-9."""
    asked = Q(pk__in=[])
    for needle in words.needles:
        for field in fields:
            asked |= Q(**{f"{field}__icontains": needle})
    return asked
