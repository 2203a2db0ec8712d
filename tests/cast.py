"""The people every test uses. They are made by actions, so what tests stand on obeys the product's own rules.

    school = a_school()
    signed_in(client, school.head).get("/people/")

Everybody acts with a second factor unless a test says otherwise (`signed_in(client, adult, second_factor=False)`), so
that a refusal in a test is about the role and not about the sign-in.
"""

import datetime
import time
from dataclasses import dataclass

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from belisha.core.access import SET_UP, Role
from belisha.people import actions
from belisha.people.models import Adult, Grant, School, Trust
from belisha.people.sessions import Stranger

LONG_AGO = datetime.timedelta(days=400)
# Attribute → name, how they work here, roles.
PEOPLE = {
    "head": ("Margaret Okafor", "employee", (Role.HEADTEACHER, Role.TEACHER)),
    "chair": ("Julian Whitcombe", "governor", (Role.GOVERNOR, Role.CHAIR)),
    "dsl": ("Priya Nair", "employee", (Role.DSL, Role.TEACHER)),
    "teacher": ("Tom Hesketh", "employee", (Role.TEACHER,)),
    "agency_ta": ("Amina Yusuf", "agency", ()),
    "volunteer": ("Peter Lund", "volunteer", ()),
    "governor": ("Fiona Carrick", "governor", (Role.GOVERNOR,)),
    "it_lead": ("Dylan Prosser", "employee", (Role.IT_LEAD,)),
    "hr": ("Grace Adeyemi", "consultant", (Role.HR,)),
    "office": ("Sheila Bramwell", "employee", (Role.OFFICE,)),
}


@dataclass
class Cast:
    """A school, everybody in it, and the places and people around it."""

    school: School
    head: Adult
    chair: Adult
    dsl: Adult
    teacher: Adult
    agency_ta: Adult
    volunteer: Adult
    governor: Adult
    it_lead: Adult
    hr: Adult
    office: Adult
    leaver: Adult
    trust: Trust
    trust_safeguarding: Adult
    other_school: School
    other_head: Adult
    other_teacher: Adult
    stranger: Stranger

    @property
    def people(self) -> list[Adult]:
        """Everybody who works in the school today."""
        return [getattr(self, name) for name in PEOPLE]


def a_school(name="Alder Lane Primary School") -> Cast:
    """A school of a trust with the whole cast."""
    trust = Trust.objects.create(name="Two Rivers Learning Trust")
    school = actions.found(School(name=name, kind="academy", trust=trust), by=SET_UP)
    other = School.objects.create(name="Bishop Ferrar School", kind="academy", trust=trust)
    people = {key: an_adult(school, name, kind, roles) for key, (name, kind, roles) in PEOPLE.items()}
    return Cast(
        school=school,
        trust=trust,
        other_school=other,
        other_head=an_adult(other, "Rhiannon Beck", roles=(Role.HEADTEACHER, Role.TEACHER)),
        other_teacher=an_adult(other, "Samuel Oduya", roles=(Role.TEACHER,)),
        trust_safeguarding=_over_the_trust(trust, other),
        leaver=an_adult(school, "Colin Marsh", roles=(Role.TEACHER,), starts=_days_ago(400), ends=_days_ago(1)),
        stranger=Stranger(),
        **people,
    )


def an_adult(school, name, kind="employee", roles=(), *, email=None, starts=None, ends=None) -> Adult:
    """One more adult. Their address is made from their name unless given ("" for none)."""
    stem = name.lower().replace(" ", ".")
    email = f"{stem}@{school.name.split()[0].lower()}.example" if email is None else email
    starts = starts or _days_ago(LONG_AGO.days)
    adult = actions.add(school, by=SET_UP, name=name, kind=kind, email=email, starts=starts, ends=ends, roles=roles)
    return again(adult)


def many_adults(school, number, stem="Adult") -> list[Adult]:
    """A crowd, for pages and lists."""
    return [an_adult(school, f"{stem} {n:04d}") for n in range(number)]


def again(adult: Adult, second_factor=True) -> Adult:
    """The adult as the next request would find them: roles read afresh."""
    found = Adult.objects.select_related("school").get(pk=adult.pk)
    found.second_factor = second_factor
    return found


def signed_in(client, adult: Adult, second_factor=True):
    """The client, signed in as an adult the way allauth leaves a session behind. A stranger stays one.

    The session is written by hand, so that nothing of it shows in the audit log that a test may look at.
    """
    client.logout()
    if adult.id is None:
        return client
    now = time.time()
    records = [{"method": "password", "at": now, "username": adult.sign_in_name}]
    if second_factor:
        records.append({"method": "mfa", "type": "totp", "at": now})
    session = client.session
    session[SESSION_KEY] = str(adult.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = again(adult).get_session_auth_hash()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(adult)
    session.save()
    return client


def _over_the_trust(trust, seat: School) -> Adult:
    """The trust's safeguarding lead sits at one school and reaches all. (No page gives roles above a school yet.)"""
    adult = an_adult(seat, "Helen Ashdown")
    Grant.objects.create(adult=adult, role=Role.TRUST_SAFEGUARDING, trust=trust, starts=adult.starts)
    return again(adult)


def _days_ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)
