"""The last day of an adult, what follows from it, and taking it back.

Higher folders answer `adult.leave` (tasks and declarations end) and `adult.come_back`, with the adult.
"""

import datetime

from allauth.usersessions.models import UserSession
from django.utils import timezone

from belisha.core.access import WORKER, Can, Role
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.people import limits
from belisha.people.models import Adult, Grant


@action("adult.last_day", needs=Can.CHANGE_PEOPLE, sentence="{by} noted the last day of {about}: {ends}")
def note_last_day(adult: Adult, *, by, ends: datetime.date) -> None:
    """Note somebody's last day. If it is today or past, everything ends at once; if it moved on, they are back."""
    limits.may_help(by, adult)
    if ends < adult.starts:
        raise NotAllowed("Enter a last day that is not before their first day.")
    adult.ends = ends
    limits.may_shut_out(by, adult)
    adult.save(update_fields=["ends"])


@action("adult.leave", needs=Can.CLOSE_LEAVERS, sentence="{by} closed the access of {about}, who has left")
def leave(adult: Adult, *, by) -> None:
    """End what an adult had here, on or after their last day. The record stays (clause 2-01-b: start and end dates).

    The only Headteacher keeps that role in name: their stand-in acts for it until somebody else is given it.
    """
    if adult.is_active:
        raise NotAllowed(f"{adult} still works here.")
    if adult.closed_at is not None:
        raise NotAllowed(f"Everything that {adult} had here has ended already.")
    only_head = limits.is_only_headteacher(adult.school_id, adult)
    here = adult.grants.filter(limits.not_ended(), trust=None)
    for grant in here.select_related("adult__school", "school"):
        if not (only_head and grant.role == Role.HEADTEACHER and grant.stands_in_for_id is None):
            _end_with(grant, by)
    now, today = timezone.now(), timezone.localdate()
    # A role above the school has no log of its own to be told in.
    adult.grants.filter(limits.not_ended(), school=None).update(ends=today)
    adult.invitations.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    for session in UserSession.objects.filter(user=adult):
        session.end()
    adult.closed_at = now
    adult.save(update_fields=["closed_at"])


@action("role.lapse", needs=Can.CLOSE_LEAVERS, sentence="{by} ended {about}")
def lapse(held: Grant, *, by, ends: datetime.date) -> None:
    """End a role with the time of its holder here, or with that of whose place they take."""
    held.ends = max(ends, held.starts)
    held.save(update_fields=["ends"])


@action("adult.come_back", needs=Can.CHANGE_PEOPLE, sentence="{by} noted that {about} works here again")
def come_back(adult: Adult, *, by) -> None:
    """Take a last day back after everything ended. Roles that have ended stay ended: somebody must give them anew."""
    if not adult.is_active or adult.closed_at is None:
        raise NotAllowed(f"{adult} has not left, or their last day has not moved.")
    adult.closed_at = None
    adult.save(update_fields=["closed_at"])


@answer("adult.change")
@answer("adult.last_day")
def _last_day_moved(adult: Adult, *, by) -> None:
    """Whichever page or list moved a last day, what follows happens with it."""
    if not adult.is_active and adult.closed_at is None:
        leave(adult, by=WORKER)
    elif adult.is_active and adult.closed_at is not None:
        come_back(adult, by=by)


def _end_with(grant: Grant, by) -> None:
    """End a role of a leaver, and the time of whoever stands in for them in it."""
    day = min(grant.adult.ends, timezone.localdate())
    for stand_in in grant.stand_ins.filter(limits.not_ended()).select_related("adult__school", "school"):
        lapse(stand_in, by=by, ends=timezone.localdate())
    lapse(grant, by=by, ends=day)
