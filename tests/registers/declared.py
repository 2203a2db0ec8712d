"""Declarations in every state, made by actions alone."""

import datetime
import uuid

from django.utils import timezone

from belisha.registers.family import actions, rules
from belisha.registers.family.models import Declaration

PUPIL = "Jonah Pettifer"
WORDS = "He is my sister’s son, and we write to each other most days."
NOTES = "We looked at what they write and where."
AGREED = "Messages in the family group only; nothing about school."
REASON = "We have not found a way that is safe for both yet."


def today() -> datetime.date:
    return timezone.localdate()


def declared(adult, *, kind=rules.FAMILY, pupil=PUPIL, words=WORDS, key=None) -> Declaration:
    """What an adult declares."""
    made = actions.declare(
        adult.school, by=adult, key=key or uuid.uuid4(), kind=kind, relationship=words, pupil_name=pupil
    )
    return again(made)


def again(declaration: Declaration) -> Declaration:
    """As the next request would find it."""
    return Declaration.objects.select_related("adult", "school", "decided_by").get(pk=declaration.pk)


def discussed(adult, by, **more) -> Declaration:
    made = declared(adult, **more)
    actions.discuss(made, by=by, held_on=today(), notes=NOTES)
    return again(made)


def acknowledged(adult, by, *, agreed=AGREED, **more) -> Declaration:
    made = discussed(adult, by, **more)
    actions.acknowledge(made, by=by, protocol=agreed)
    return again(made)


def refused(adult, by, **more) -> Declaration:
    made = discussed(adult, by, **more)
    actions.refuse(made, by=by, reason=REASON)
    return again(made)


def ended(adult, by, **more) -> Declaration:
    made = acknowledged(adult, by, **more)
    actions.end(made, by=by, why=rules.NOT_TRUE)
    return again(made)


def withdrawn(adult, by=None, **more) -> Declaration:
    made = declared(adult, **more)
    actions.withdraw(made, by=adult)
    return again(made)


IN_STATE = {
    rules.DECLARED: lambda adult, by, **more: declared(adult, **more),
    rules.DISCUSSED: discussed,
    rules.ACKNOWLEDGED: acknowledged,
    rules.NOT_ACKNOWLEDGED: refused,
    rules.ENDED: ended,
    rules.WITHDRAWN: withdrawn,
}
