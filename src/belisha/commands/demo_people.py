"""Who sends adults to the invented school, who stands in, who left, and when it is closed."""

import datetime
from uuid import uuid4

from django.utils import timezone

from belisha.commands.demo_duties import headteacher
from belisha.core.access import Role
from belisha.people import actions
from belisha.people.closed import actions as closed
from belisha.people.employers import actions as employers
from belisha.people.leaving import actions as leaving
from belisha.people.models import Adult, Employer, Grant
from belisha.people.posts import actions as posts

# Name, whom to tell there, their address, and whom they send. One adult is left for whom nobody can be told.
SENDERS = (
    ("Larch Supply Teachers", "Marguerite Eddowes", "desk@larch-supply.example", ("Cressida Moon", "Dafydd Orchard")),
    ("Northbeck School Direct", "Placement desk", "desk@northbeck.example", ("Amadou Fairclough", "Isolde Peverel")),
    ("Fellside Sports Coaching", "Ines Garrow", "office@fellside.example", ()),
)  # fmt: skip
LEAVER = "Bertram Ashlock"
# Title, days from this week's Monday to the first closed day, and how many days.
CLOSED = (("Training day", -21, 1), ("Winter holiday", 28, 12), ("Training day", 42, 1), ("Half term", 84, 5))


def furnish_people(school) -> None:
    """Employers, a stand-in, a leaver and closed days."""
    head, today = headteacher(school), timezone.localdate()
    for name, contact, email, sent in SENDERS:
        one = employers.add(Employer(school=school), by=head, name=name, contact=contact, email=email)
        for adult in Adult.objects.select_related("school").filter(school=school, name__in=sent):
            _send(adult, one, head)
    _stand_in(school, head, today)
    _leave(school, head, today)
    monday = today - datetime.timedelta(days=today.weekday())
    for title, ahead, days in CLOSED:
        first = monday + datetime.timedelta(days=ahead)
        last = first + datetime.timedelta(days=days - 1)
        closed.add(school, by=head, title=title, first=first, last=last, key=uuid4())


def _send(adult: Adult, employer: Employer, head: Adult) -> None:
    said = {"name": adult.name, "kind": adult.kind, "email": adult.email, "starts": adult.starts, "ends": adult.ends}
    actions.change(adult, by=head, employer=employer, **said)


def _stand_in(school, head: Adult, today: datetime.date) -> None:
    """The deputy leads on safeguarding while the lead is away."""
    held = Grant.objects.select_related("adult", "school").get(school=school, role=Role.DSL)
    deputy = Adult.objects.select_related("school").get(grants__role=Role.DEPUTY_DSL, school=school)
    last = today + datetime.timedelta(days=9)
    posts.name_stand_in(held, by=head, adult=deputy, first=today, last=last)


def _leave(school, head: Adult, today: datetime.date) -> None:
    """Somebody who left a month ago: their record is there, and nothing else."""
    began = today - datetime.timedelta(days=700)
    gone = actions.add(
        school, by=head, name=LEAVER, email="bertram.ashlock@alderbrook.example", starts=began, roles=(Role.TEACHER,)
    )
    leaving.note_last_day(gone, by=head, ends=today - datetime.timedelta(days=30))
