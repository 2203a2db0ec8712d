"""Who gets a letter, for Belisha itself: at most one a day, whatever is due, and never who is excused or has left."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from belisha.core.access import ROLES, Can
from belisha.duties.following.models import Chasing
from belisha.duties.following.rules import ONE, Pace, pace
from belisha.duties.following.standing import held_today, open_rows
from belisha.duties.models import Acknowledgement
from belisha.duties.owed.models import Duty, Owed
from belisha.people.days import closed_for
from belisha.people.models import Adult, Grant, School

ASKED = (Acknowledgement, Owed)


def today_began() -> datetime.datetime:
    """The last midnight on the school's clock."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def not_written_to_today() -> Q:
    """Adults whom no reminder went to today: a leader's own counts like one that Belisha sent."""
    today = today_began()
    written = [Q(Exists(model.objects.filter(adult=OuterRef("pk"), reminded_at__gte=today))) for model in ASKED]
    return ~(written[0] | written[1])


def can_be_written_to() -> Q:
    """Adults who have begun, have not left, and have an address."""
    today = timezone.localdate()
    return Q(starts__lte=today) & (Q(ends=None) | Q(ends__gt=today)) & ~Q(email="")


def open_of(model, **of) -> QuerySet:
    """What is still to be done, of an adult or a school, and nobody is excused from."""
    return open_rows(model.objects.filter(**of))


def wanting(school_id, wants: Q) -> QuerySet[Adult]:
    """Adults of a school who may be written to today and have something open of which `wants` is true."""
    rows = [Exists(open_of(model, adult=OuterRef("pk")).filter(wants)) for model in ASKED]
    here = Adult.objects.filter(can_be_written_to(), not_written_to_today(), school_id=school_id)
    return here.filter(rows[0] | rows[1]).only("pk", "school_id", "email").order_by("pk")


def due_at(at: Pace) -> Q:
    """What wants a letter: the same as Python is `Pace.wants_letter`."""
    late = Q(due_on__lt=at.today) & (Q(reminded_at=None) | Q(reminded_at__lt=_end_of(at.quiet_late)))
    soon = Q(due_on__gte=at.today, due_on__lte=at.soon)
    return late | soon & (Q(reminded_at=None) | Q(reminded_at__lt=_begin_of(at.quiet_before)))


def late_now() -> Q:
    """What a leader reminds of: everything that is late."""
    return Q(due_on__lt=timezone.localdate())


def _begin_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _end_of(day: datetime.date) -> datetime.datetime:
    return _begin_of(day + ONE)


# -- when ---------------------------------------------------------------------------------------------------------


def chasing_of(school: School) -> Chasing:
    """How a school reminds; as it begins, where nobody chose anything yet."""
    return Chasing.objects.filter(school=school).first() or Chasing(school=school)


def closed_around(school: School, chasing: Chasing) -> frozenset[datetime.date]:
    """The closed days that matter for letters today: far enough back and ahead for every number of days."""
    today, far = timezone.localdate(), datetime.timedelta(weeks=max(chasing.days_before, chasing.days_between) + 26)
    return closed_for(school.pk, today - far, today + far)


def pace_today(school: School, chasing: Chasing) -> Pace | None:
    """What wants a letter today; None on a day, or before the hour, on which the school is left in peace."""
    if not chasing.on or timezone.localtime().hour < chasing.from_hour:
        return None
    closed = closed_around(school, chasing)
    return pace(timezone.localdate(), chasing.days_before, chasing.days_between, closed)


# -- the leaders' digest ------------------------------------------------------------------------------------------


def leaders_to_tell(school: School) -> list[Adult]:
    """Who hears that somebody is late: of a duty those whom it names; of a policy, or a duty that names nobody, those
    who remind. Only who can open the page that the letter leads to."""
    late, roles = late_now(), set()
    duties = open_of(Owed, school=school).filter(late).values("duty")
    named = list(Duty.objects.filter(pk__in=duties).values_list("chased_by", flat=True))
    if open_of(Acknowledgement, school=school).filter(late).exists() or [] in named:
        roles |= {role.value for role, card in ROLES.items() if Can.REMIND in card.permissions}
    roles |= {role for each in named for role in each}
    sees = {role.value for role, card in ROLES.items() if Can.SEE_ACKNOWLEDGEMENTS in card.permissions}
    place = Q(school=school) | Q(trust=school.trust_id) if school.trust_id else Q(school=school)
    held = Grant.objects.filter(place, held_today(), adult=OuterRef("pk"), role__in=roles & sees)
    return list(Adult.objects.filter(Exists(held), can_be_written_to()).order_by("pk"))
