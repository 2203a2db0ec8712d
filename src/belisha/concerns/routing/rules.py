"""Whom a concern reaches: from its type, whom it is about, and who may not know. A table and a walk; no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from belisha.concerns.rules import type_row
from belisha.packs.concerning import concern_table

# Why somebody is barred, as it stands in the row.
SUBJECT, TIE, CHILD, DECLARED = "subject", "tie", "child", "declared"
WHY_BARRED = {
    SUBJECT: "It is about them",
    TIE: "They declared that they are close to somebody it is about",
    CHILD: "The family register says that they are close to the child",
    DECLARED: "They said that they have a conflict in it",
}


@dataclass(frozen=True)
class Reached:
    """A post that the concern reaches. Of all of them one leads."""

    post: str
    why: str
    leads: bool = False


@dataclass(frozen=True)
class Situation:
    """What routing goes by. `holders`: post → the adults who hold it today, stand-ins too."""

    kind: str
    holders: Mapping[str, frozenset[UUID]]
    subjects: frozenset[UUID] = frozenset()
    barred: frozenset[UUID] = frozenset()
    for_a_child: bool = False
    added: tuple[str, ...] = ()


def route(found: Situation) -> tuple[Reached, ...]:
    """The posts that the concern reaches, the one that leads first. Empty: nobody in the school may deal with it."""
    table = concern_table("routes")
    first, *beside = type_row(found.kind)["reaches"]
    lead, why = _in_turn(first, found)
    if lead is None:
        return ()
    reached = {lead: Reached(lead, why, leads=True)}
    if not _alone(found, table["alone"]["about"]):
        wanted = [*beside, *(table["for_a_child"]["posts"] if found.for_a_child else ()), *found.added]
        for post in wanted:
            instead, why = _in_turn(post, found)
            if instead:
                reached.setdefault(instead, Reached(instead, why))
    return tuple(reached.values())


def _in_turn(post: str, found: Situation) -> tuple[str | None, str]:
    """The post itself or the next that may deal with it, and why it came to that one."""
    following = {row["post"]: row["next"] for row in concern_table("routes")["instead"]}
    why, passed = "by its type", set()
    while post and post not in passed:
        passed.add(post)
        if _may_deal(post, found):
            return post, why
        why, post = "instead of a post that cannot have it", following.get(post)
    return None, ""


def _may_deal(post: str, found: Situation) -> bool:
    """Not where a holder is a subject, since whoever else holds it may work for them; nor where nobody is left."""
    here = found.holders.get(post, frozenset())
    return not here & found.subjects and bool(here - found.barred)


def _alone(found: Situation, posts: Iterable[str]) -> bool:
    return any(found.holders.get(post, frozenset()) & found.subjects for post in posts)
