"""Working out, from the rows, whom a concern reaches and who may never know of it; called inside actions alone."""

import datetime

from django.utils import timezone

from belisha.concerns.models import Barred, Concern, Route
from belisha.concerns.routing import rules
from belisha.concerns.routing.rules import Reached, Situation
from belisha.core import notices
from belisha.core.access import ROLES, Can, Role
from belisha.people.models import Adult
from belisha.people.queries import holders

# The posts that a concern can reach: those that may handle one.
POSTS = [role for role, card in ROLES.items() if Can.HANDLE_CONCERN in card.permissions]


def anew(concern: Concern, *, at: datetime.datetime | None = None) -> list[Adult]:
    """Bar whoever must not know, end the routes that no longer stand, begin those that are new, and write to them.

    In the transaction of the action that calls it. Returns the adults who are newly reached.
    """
    at = at or timezone.now()
    subjects = set(concern.subjects.filter(ended_at=None).exclude(adult=None).values_list("adult_id", flat=True))
    _bar(concern, subjects, rules.SUBJECT, at)
    shut_out = set(concern.barred.filter(ended_at=None).values_list("adult_id", flat=True))
    found = Situation(
        kind=concern.kind, holders=_holders(concern.school), subjects=frozenset(subjects), barred=frozenset(shut_out),
        for_a_child=bool(concern.danger) or concern.children.exists(),
    )  # fmt: skip
    return _move(concern, rules.route(found), shut_out, at)


def _bar(concern: Concern, adults: set, why: str, at: datetime.datetime) -> None:
    known = set(concern.barred.filter(why=why, ended_at=None).values_list("adult_id", flat=True))
    for adult_id in adults - known:
        Barred.objects.create(school_id=concern.school_id, concern=concern, adult_id=adult_id, why=why, since=at)
    concern.barred.filter(why=why, ended_at=None).exclude(adult_id__in=adults).update(ended_at=at)


def _holders(school) -> dict[str, frozenset]:
    return {post.value: frozenset(holders(school, post).values_list("pk", flat=True)) for post in POSTS}


def _move(concern: Concern, reached: tuple[Reached, ...], shut_out: set, at: datetime.datetime) -> list[Adult]:
    wanted = {(each.post, each.leads) for each in reached}
    standing = {(row.post, row.leads): row for row in concern.routes.filter(ended_at=None)}
    for key, row in standing.items():
        if key not in wanted:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
    fresh = [each for each in reached if (each.post, each.leads) not in standing]
    for each in fresh:
        Route.objects.create(
            school_id=concern.school_id, concern=concern, post=each.post, leads=each.leads, why=each.why, began_at=at
        )
    told = {
        adult.pk: adult for each in fresh for adult in holders(concern.school, Role(each.post)).exclude(pk__in=shut_out)
    }
    for adult in told.values():
        notices.post("signal", adult, "/", confidential=True)
    return list(told.values())
