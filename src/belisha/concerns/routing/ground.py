"""What routing goes by at one school today: who holds which post, who is close to whom, what families were declared.

Read once, and asked for every concern of the school. For the machinery: no page shows any of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.routing import rules
from belisha.concerns.routing.models import AddedPost, Tie
from belisha.concerns.routing.rules import Bond
from belisha.concerns.rules import PUPIL
from belisha.concerns.sealing import opened_many
from belisha.core import prepared
from belisha.core.access import ROLES, Can
from belisha.people.models import Adult, Grant
from belisha.pupils.models import Pupil
from belisha.registers.family import rules as family
from belisha.registers.family.models import Declaration

# The posts that a concern can reach: those that may handle one.
POSTS = [role.value for role, card in ROLES.items() if Can.HANDLE_CONCERN in card.permissions]


@dataclass(frozen=True)
class Held:
    """A post and who holds it, or held it until a day."""

    post: str
    adult: UUID
    name: str
    ends: object
    works_until: object


@dataclass(frozen=True)
class Ground:
    """A school as routing sees it. `families`: (adult, pupil's key or None, pupil's name)."""

    grants: tuple[Held, ...]
    bonds: tuple[Bond, ...]
    families: tuple[tuple[UUID, UUID | None, str], ...]
    added: tuple[tuple[str, str, object], ...]
    names: dict[UUID, str]

    @property
    def holders(self) -> dict[str, frozenset[UUID]]:
        """Post → the adults who hold it today."""
        today, found = timezone.localdate(), defaultdict(set)
        for held in self.grants:
            if all(day is None or day > today for day in (held.ends, held.works_until)):
                found[held.post].add(held.adult)
        return {post: frozenset(adults) for post, adults in found.items()}

    def meant_by(self, words: Iterable[str]) -> frozenset[UUID]:
        """Of those who hold a post, or held one, whoever is meant by what was written of whom a concern is about."""
        return frozenset(
            held.adult
            for said in words
            for posts in [rules.posts_in(said)]
            for held in self.grants
            if rules.names_adult(said, held.name)
            or (held.post in posts and held.adult in self.holders.get(held.post, ()))
        )

    def posts_of(self, adults: Iterable[UUID], since) -> frozenset[str]:
        """The posts that these adults hold, or held on a day or later."""
        return frozenset(
            held.post for held in self.grants if held.adult in adults and (held.ends is None or held.ends >= since)
        )


def of(school) -> Ground:
    """The ground of a school, with a handful of plain queries: it is asked while a report is being sent."""
    declared = prepared.rows(Declaration, school_id=school.pk, kind=family.FAMILY, state=tuple(family.OPEN))
    keys = tuple({row.pupil_id for row in declared if row.pupil_id})
    ties, added = prepared.rows(Tie, school_id=school.pk), prepared.rows(AddedPost, school_id=school.pk)
    return Ground(
        grants=tuple(_held(school)),
        bonds=tuple(Bond(tie.adult_id, tie.other_id, tie.declared_at, tie.ended_at is None) for tie in ties),
        families=tuple((row.adult_id, row.pupil_id, row.pupil_name) for row in declared),
        added=tuple((row.kind, row.post, row.added_at) for row in added),
        names={pupil.pk: pupil.name for pupil in prepared.rows(Pupil, id=keys)},
    )


def _held(school) -> Iterator[Held]:
    """Who holds a post here or over the trust, or held one."""
    grants = prepared.rows(Grant, school_id=school.pk, role=tuple(POSTS))
    if school.trust_id:
        grants += prepared.rows(Grant, trust_id=school.trust_id, role=tuple(POSTS))
    adults = {adult.pk: adult for adult in prepared.rows(Adult, id=tuple({grant.adult_id for grant in grants}))}
    for grant in grants:
        if grant.starts <= timezone.localdate():
            adult = adults[grant.adult_id]
            yield Held(grant.role, adult.pk, adult.name, grant.ends, adult.ends)


def words_of(concern: Concern, subjects: Iterable) -> list[str]:
    """What was written of the adults whom a concern is about and who were not chosen from a list."""
    found = (each for each in subjects if each.words and not each.adult_id and each.kind != PUPIL)
    sealed = [(concern.pk, each.words) for each in found]
    return [said.get("words", "") for said in opened_many(concern.school_id, sealed)] if sealed else []


def children_of(concerns: list[Concern]) -> dict[UUID, list[tuple[UUID | None, str]]]:
    """Concern → (pupil's key, what was written of them) for concerns of one school whose children were fetched."""
    rows = [child for concern in concerns for child in concern.children.all()]
    sealed = [(child.concern_id, child.words) for child in rows]
    words = opened_many(rows[0].school_id, sealed) if rows else []
    found = defaultdict(list)
    for child, said in zip(rows, words, strict=True):
        found[child.concern_id].append((child.pupil_id, said.get("words", "")))
    return found
