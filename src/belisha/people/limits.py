"""What nobody may do to another's roles and sign-in, whatever page they came by. Asked by actions; nothing is written.

Roles that are held are asked for here as they stand in the database, stand-ins and those that begin later among them.
"""

from django.db.models import Q, QuerySet
from django.utils import timezone

from belisha.core.access import ROLES, Can, Role, may
from belisha.core.errors import NotAllowed, Refused
from belisha.people import rules
from belisha.people.models import Adult, Grant


def not_ended() -> Q:
    """Of roles: those held today and those that begin later."""
    return Q(ends=None) | Q(ends__gt=timezone.localdate())


def in_their_own_right() -> Q:
    """Of roles: those not ended that nobody holds in another's place."""
    return not_ended() & Q(stands_in_for=None)


def keep_a_headteacher(school_id, *, without: Adult) -> None:
    """Somebody must be able to give the role to another, and to decide what only the Headteacher decides."""
    if is_only_headteacher(school_id, without):
        raise NotAllowed("A school needs a Headteacher.", "Give the role to the new Headteacher first.")


def may_shut_out(by, adult: Adult) -> None:
    """Whether an adult with the last day that is noted of them may be without access, if that day has come."""
    if adult.is_active:
        return
    if adult.pk == by.id:
        raise NotAllowed("You cannot close your own access.", "Ask the chair of governors or the office.")
    keep_a_headteacher(adult.school_id, without=adult)


def is_only_headteacher(school_id, adult: Adult) -> bool:
    """Whether a school had no Headteacher today but for this adult. A stand-in is not the Headteacher."""
    today = timezone.localdate()
    heads = Grant.objects.filter(in_their_own_right(), role=Role.HEADTEACHER, school_id=school_id)
    if not heads.filter(adult=adult).exists():
        return False
    here = Q(adult__ends=None) | Q(adult__ends__gt=today)
    return not heads.exclude(adult=adult).filter(here, starts__lte=today).exists()


def may_help(by, adult: Adult) -> None:
    """Whoever helps somebody to sign in could sign in as them, so helping takes the power to give what they hold."""
    delicate = [grant for grant in adult.grants.filter(not_ended()) if not rules.is_ordinary(grant.role)]
    if delicate and adult.pk != by.id and not may(by, Can.CHANGE_ROLES, adult):
        raise Refused(f"{adult} holds a role that only the Headteacher can help with.", "Ask the Headteacher.")


def may_give(by, role: str, adult: Adult) -> None:
    """The office may name a teacher; only who may change roles gives one that sees more than an adult does."""
    if not rules.is_ordinary(role) and not may(by, Can.CHANGE_ROLES, adult):
        raise Refused("Only the Headteacher gives or ends this role.", "Ask the Headteacher.")


def not_to_oneself(by, role: str, adult: Adult) -> None:
    """Nobody names themselves into a role that may do more than they may in their own right, as who stands in might."""
    if adult.pk != by.id:
        return
    own = [Role(held.role) for held in own_roles(adult)]
    if not rules.adds_nothing(Role(role), own):
        raise Refused(
            f"Nobody gives themselves the role {ROLES[Role(role)].label}.", "Ask another adult who may give it."
        )


def own_roles(adult: Adult) -> QuerySet[Grant]:
    """The roles at their school that an adult holds today in nobody's place."""
    return adult.grants.filter(in_their_own_right(), school_id=adult.school_id, starts__lte=timezone.localdate())


def kept_apart(role: str, adult: Adult) -> None:
    """Who decides in the Headteacher's own matters is somebody else than the Headteacher."""
    held = {Role(each) for each in adult.grants.filter(not_ended()).values_list("role", flat=True)}
    for other in sorted(held & rules.apart_from(Role(role))):
        raise NotAllowed(
            f"{adult} holds the role {ROLES[other].label}, and nobody can be both.", "Choose another adult."
        )
