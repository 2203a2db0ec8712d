"""Permissions in every state, made by actions alone."""

import datetime
import uuid

from django.utils import timezone

from belisha.core.access import WORKER
from belisha.registers.permissions import actions, rules
from belisha.registers.permissions.models import Permission
from belisha.registers.permissions.rules import Scope, Wanted

PURPOSE = "A closed group in which I answer questions about the residential trip."
CONCERNS = "Year 6, and Jonah Pettifer in particular"
CONDITIONS = "Nothing about one child alone."
REASON = "The school’s own e-mail does this already."
SCOPE = Scope("discuss-pupils", "pupils-parents", "facebook")


def today() -> datetime.date:
    return timezone.localdate()


def in_days(days: int) -> datetime.date:
    return today() + datetime.timedelta(days)


def wanted(*, scope=SCOPE, starts=0, ends=30, concerns=CONCERNS, purpose=PURPOSE) -> Wanted:
    """What is asked for; days are counted from today, and None for no last day."""
    return Wanted(scope, purpose, in_days(starts), None if ends is None else in_days(ends), concerns)


def asked(adult, *, key=None, spoken_on=None, renews=None, **more) -> Permission:
    made = actions.ask(
        adult.school, by=adult, key=key or uuid.uuid4(), wanted=wanted(**more), spoken_on=spoken_on, renews=renews
    )
    return again(made)


def again(permission: Permission) -> Permission:
    """As the next request would find it."""
    return Permission.objects.select_related("asker", "school", "decided_by").get(pk=permission.pk)


def granted(adult, by, **more) -> Permission:
    made = asked(adult, **more)
    actions.grant(made, by=by)
    return again(made)


def conditional(adult, by, **more) -> Permission:
    made = asked(adult, **more)
    actions.grant_with_conditions(
        made, by=by, conditions=CONDITIONS, starts=made.starts, ends=made.ends, open_why="" if made.ends else "Yearly."
    )
    return again(made)


def refused(adult, by, **more) -> Permission:
    made = asked(adult, **more)
    actions.refuse(made, by=by, reason=REASON)
    return again(made)


def withdrawn(adult, by=None, **more) -> Permission:
    made = asked(adult, **more)
    actions.withdraw(made, by=adult)
    return again(made)


def revoked(adult, by, **more) -> Permission:
    made = granted(adult, by, **more)
    actions.revoke(made, by=by, reason=REASON)
    return again(made)


def expired(adult, by, **more) -> Permission:
    """One whose days are over: its days are moved back afterwards, since nothing is granted for days that are gone."""
    made = conditional(adult, by, **more)
    Permission.objects.filter(pk=made.pk).update(starts=in_days(-9), ends=in_days(-1))
    actions.expire(again(made), by=WORKER)
    return again(made)


IN_STATE = {
    rules.ASKED: lambda adult, by, **more: asked(adult, **more),
    rules.GRANTED: granted,
    rules.CONDITIONAL: conditional,
    rules.REFUSED: refused,
    rules.WITHDRAWN: withdrawn,
    rules.EXPIRED: expired,
    rules.REVOKED: revoked,
}
