"""Whom a concern reaches: from its type, whom it is about, and who may not know. A table and a walk; no database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from belisha.concerns.rules import WORKS_HERE, type_row
from belisha.packs.concerning import concern_table
from belisha.pupils.rules import folded, is_whole

# Why somebody is barred, as it stands in the row.
SUBJECT, TIE, CHILD, DECLARED = "subject", "tie", "child", "declared"
WHY_BARRED = {
    SUBJECT: "It is about them",
    TIE: "They are close to somebody it is about",
    CHILD: "The family register says that they are close to the child",
    DECLARED: "They said that they have a conflict in it",
}
# Why a post is reached to which it was handed on, since nobody took it in time.
HANDED_ON = "nobody took it in time"
RELATED, CLOSE = "related", "close"
TIES = {RELATED: "We are related, or live together", CLOSE: "We are close friends, or close in another way"}
LONGEST_REASON = 2000


@dataclass(frozen=True)
class Reached:
    """A post that the concern reaches. Of all of them one leads."""

    post: str
    why: str
    leads: bool = False


@dataclass(frozen=True)
class Situation:
    """What routing goes by.

    `holders`: post → the adults who hold it today, stand-ins too. `of_subjects`: the posts that a subject held at any
    time since the school first knew: whoever takes the post over from them does not get what is about them. `handed`:
    posts to which it was handed on, since nobody took it in time.
    """

    kind: str
    holders: Mapping[str, frozenset[UUID]]
    subjects: frozenset[UUID] = frozenset()
    barred: frozenset[UUID] = frozenset()
    for_a_child: bool = False
    added: tuple[str, ...] = ()
    of_subjects: frozenset[str] = frozenset()
    handed: tuple[str, ...] = ()


def route(found: Situation) -> tuple[Reached, ...]:
    """The posts that the concern reaches, the one that leads first. Empty: nobody in the school may deal with it."""
    table = concern_table("routes")
    lead, why = _lead(found, table)
    reached = {lead: Reached(lead, why)} if lead else {}
    if not _held_by_a_subject(found, table["alone"]["about"]):
        _, *beside = type_row(found.kind)["reaches"]
        wanted = [*beside, *(table["for_a_child"]["posts"] if found.for_a_child else ()), *found.added]
        for post in wanted:
            instead, why = _in_turn(post, found)
            if instead:
                reached.setdefault(instead, Reached(instead, why))
    for post in found.handed:
        if _may_deal(post, found):
            reached.setdefault(post, Reached(post, HANDED_ON))
    # Where nobody is left of those who would lead, the first of the others does: nothing is led by nobody.
    return tuple(replace(each, leads=number == 0) for number, each in enumerate(reached.values()))


def with_soft(found: Situation, soft: frozenset[UUID]) -> tuple[frozenset[UUID], tuple[Reached, ...]]:
    """All who are barred, and whom it reaches then.

    `soft`: adults whom a subject calls close, and who do not say so themselves. They are barred as long as somebody is
    left: nobody can shut the whole school out of what is about them by calling everybody their friend.
    """
    everybody = found.barred | soft
    reached = route(replace(found, barred=everybody))
    return (everybody, reached) if reached or not soft else (found.barred, route(found))


def next_in_turn(found: Situation, reached: Iterable[str]) -> str | None:
    """The post that comes after those reached, the one that leads first; None where nobody is left."""
    following = {row["post"]: row["next"] for row in concern_table("routes")["instead"]}
    reached = list(reached)
    for post in reached:
        passed = set()
        while (post := following.get(post)) and post not in passed:
            passed.add(post)
            if post not in reached and _may_deal(post, found):
                return post
    return None


def _lead(found: Situation, table: dict) -> tuple[str | None, str]:
    for row in table["about"]:
        if _held_by_a_subject(found, [row["post"]]):
            able = (post for post in row["leads"] if _may_deal(post, found))
            return next(able, None), "because of whom it is about"
    return _in_turn(type_row(found.kind)["reaches"][0], found)


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
    return not _held_by_a_subject(found, [post]) and bool(here - found.barred - found.subjects)


def _held_by_a_subject(found: Situation, posts: Iterable[str]) -> bool:
    return any(post in found.of_subjects or found.holders.get(post, frozenset()) & found.subjects for post in posts)


# -- ties and children ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bond:
    """Somebody declared that another is close to them. `stands`: it was not taken back."""

    adult: UUID
    other: UUID
    declared_at: object
    stands: bool = True


def tied(bonds: Iterable[Bond], subjects: frozenset[UUID], barred: frozenset[UUID], reported_at) -> tuple[set, set]:
    """Who is close to a subject: by their own word, and by the subject's alone.

    A subject's word counts if it was given before the report: later it would be a way to be rid of somebody. Whoever is
    barred already stays so although the tie was taken back.
    """
    own, named = set(), set()
    for bond in bonds:
        if bond.other in subjects and (bond.stands or bond.adult in barred):
            own.add(bond.adult)
        if bond.adult in subjects and (bond.other in barred or (bond.stands and bond.declared_at <= reported_at)):
            named.add(bond.other)
    return own - subjects, named - own - subjects


def names_child(words: str, pupil_name: str) -> bool:
    """Whether what a reporter wrote of a child is, or contains, the whole name that somebody declared."""
    said, name = _plain(words), _plain(pupil_name)
    return bool(name) and (said == name or (is_whole(name) and _says(said, name)))


def names_adult(words: str, name: str) -> bool:
    """Whether what a reporter wrote of whom it is about names this adult: whole, or with a title or an initial; of
    somebody who works here, by one name too. Better one too many kept out than a concern that goes to whom it is about.
    """
    said, parts = _plain(words.removeprefix(WORKS_HERE)), _plain(name).split()
    if len(parts) < 2 or (words.startswith(WORKS_HERE) and said in parts):
        return said in parts
    first = parts[0]
    lasts = [" ".join(parts[at:]) for at in range(1, len(parts))]
    before = (first, first[0], *concern_table("routes")["titles"])
    return any(_says(said, f"{one} {last}") for one in before for last in lasts) or _says(said, f"{lasts[-1]} {first}")


def posts_in(words: str) -> set[str]:
    """The posts that these words call somebody by: the longest names first, since one stands in another."""
    called = {phrase: row["post"] for row in concern_table("routes")["called"] for phrase in row["words"]}
    said, found = _plain(words), set()
    for phrase in sorted(called, key=len, reverse=True):
        if _says(said, phrase):
            found.add(called[phrase])
            said = f" {said} ".replace(f" {phrase} ", "  ")
    return found


def _says(said: str, phrase: str) -> bool:
    return f" {phrase} " in f" {said} "


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", folded(words)))
