"""Everything that changes who stands in for whom."""

import datetime

from django.utils import timezone

from belisha.core.access import ROLES, Can, Role
from belisha.core.action import action
from belisha.core.errors import NotAllowed
from belisha.people import limits
from belisha.people.actions import close_links
from belisha.people.models import Adult, Grant, School
from belisha.people.posts import rules
from belisha.people.posts.rules import Span


@action("role.stand_in", needs=Can.CHANGE_PEOPLE, sentence="{by} added {about}, from {first} until {last}")
def name_stand_in(held: Grant, *, by, adult: Adult, first: datetime.date, last: datetime.date) -> Grant:
    """Name who stands in for the holder of a role, from a day until a day, both inside. It ends by itself."""
    limits.may_give(by, held.role, held.adult)
    return put_in(held, by, adult, Span(first, last))


@action("role.acting_head", needs=Can.NAME_ACTING_HEAD, sentence="{by} added {about}, from {first} until {last}")
def name_acting_head(
    school: School, *, by, held: Grant, adult: Adult, first: datetime.date, last: datetime.date
) -> Grant:
    """The same for the Headteacher's post, by the chair of governors: the Headteacher may be gone without a word."""
    if held.role != Role.HEADTEACHER or held.school_id != school.pk:
        raise NotAllowed("The chair of governors names who stands in for the Headteacher, and for nobody else.")
    return put_in(held, by, adult, Span(first, last))


@action("role.end_acting_head", needs=Can.NAME_ACTING_HEAD, sentence="{by} ended {stand_in}")
def end_acting_head(school: School, *, by, stand_in: Grant) -> None:
    """End early the time of whoever stands in for the Headteacher, by the chair of governors."""
    if stand_in.role != Role.HEADTEACHER or stand_in.school_id != school.pk or not stand_in.stands_in_for_id:
        raise NotAllowed("The chair of governors ends the time of the Headteacher’s stand-in, and of nobody else.")
    stand_in.ends = max(timezone.localdate(), stand_in.starts)
    stand_in.save(update_fields=["ends"])


def put_in(held: Grant, by, adult: Adult, asked: Span) -> Grant:
    """The row of a stand-in, if it can be; whoever calls asked whether the actor may name one."""
    label, today = ROLES[Role(held.role)].label, timezone.localdate()
    post, works = Span(held.starts, rules.until(held.ends)), Span(adult.starts, rules.until(adult.ends))
    if why := rules.fault(asked, today, post, works):
        raise NotAllowed(why)
    if adult.school_id != held.school_id or adult.pk == held.adult_id or held.stands_in_for_id:
        raise NotAllowed("Somebody else who works here stands in for whoever holds the post.")
    limits.not_to_oneself(by, held.role, adult)
    limits.kept_apart(held.role, adult)
    if adult.grants.filter(limits.in_their_own_right(), role=held.role, school_id=held.school_id).exists():
        raise NotAllowed(f"{adult} holds the role {label} already.")
    for other in held.stand_ins.filter(limits.not_ended()).select_related("adult"):
        if asked.meets(Span(other.starts, rules.until(other.ends))):
            raise NotAllowed(f"{other.adult} stands in on some of these days already.", "End that first.")
    close_links(adult, held.role)
    return Grant.objects.create(
        adult=adult, role=held.role, school_id=held.school_id, stands_in_for=held, starts=asked.first,
        ends=rules.ends_after(asked.last),
    )  # fmt: skip
