"""What nobody may do to another's roles and sign-in, whatever page they came by. Asked by actions; nothing is written.

Roles that are held are asked for here as they stand in the database, stand-ins and those that begin later among them.
"""

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from belisha.core.access import ROLES, Can, Role, may
from belisha.core.errors import NotAllowed, Refused
from belisha.people import rules
from belisha.people.models import Adult, Grant
from belisha.people.providers.models import Link

ASK_KEEPERS = "Ask the chair or vice-chair of governors, or whoever keeps the server: belisha {command}."


def not_ended() -> Q:
    """Of roles: those held today and those that begin later. One that was ended before it began has no day."""
    return Q(ends=None) | Q(ends__gt=timezone.localdate()) & Q(ends__gt=F("starts"))


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


def is_kept(school_id) -> bool:
    """Whether anybody is chair or vice-chair of governors at a school: today, from a later day, or as a stand-in.

    Both count for either: whoever chose the vice-chair could let them change who is chair.
    """
    return Grant.objects.filter(not_ended(), role__in=rules.KEPT, school_id=school_id).exists()


def may_keep(by, adult: Adult) -> bool:
    """Whether somebody may do to an adult what needs the chair or vice-chair where the adult is one of them."""
    return may(by, Can.KEEP_CHAIR, adult.school) or not _roles(adult) & rules.KEPT


def may_help(by, adult: Adult) -> None:
    """Whoever helps somebody to sign in could sign in as them, so helping takes the power to give what they hold."""
    if adult.pk == by.id:
        return
    if not may_keep(by, adult):
        raise Refused(
            f"{adult} is chair or vice-chair of governors, or stands in as such: only the chair and vice-chair change "
            "how they sign in, where they are written to, or their last day.",
            ASK_KEEPERS.format(command=f"invite {adult.sign_in_name}"),
        )
    delicate = [role for role in _roles(adult) - rules.KEPT if not rules.is_ordinary(role)]
    if delicate and not may(by, Can.CHANGE_ROLES, adult):
        raise Refused(f"{adult} holds a role that only the Headteacher can help with.", "Ask the Headteacher.")


def by_letter_alone(by, adult: Adult) -> bool:
    """Whether an invitation may go to a chair or vice-chair by letter, and be shown to nobody.

    They come in for the first time so, as long as they could not sign in before; whoever gave the role wrote down the
    address. Later only the chair and vice-chair help each other.
    """
    new = not adult.has_usable_password() and not Link.objects.filter(adult=adult).exists()
    return bool(
        adult.pk != by.id and adult.email and new and not may_keep(by, adult) and may(by, Can.CHANGE_ROLES, adult)
    )


def may_give(by, role: str, adult: Adult) -> None:
    """The office may name a teacher; only who may change roles gives one that sees more than an adult does.

    The chair's and vice-chair's they may give while nobody holds either: a school that is set up, or an empty post.
    """
    if role in rules.KEPT and is_kept(adult.school_id):
        if not may(by, Can.KEEP_CHAIR, adult.school):
            raise Refused(
                f"Only the chair and vice-chair of governors give or end the role {ROLES[Role(role)].label}, or name "
                "who stands in, while one of them is there.",
                ASK_KEEPERS.format(command="role"),
            )
    elif not rules.is_ordinary(role) and not may(by, Can.CHANGE_ROLES, adult):
        raise Refused("Only the Headteacher gives or ends this role.", "Ask the Headteacher.")


def _roles(adult: Adult) -> set[Role]:
    """The roles that an adult holds or will hold, in their own right or as a stand-in."""
    return {Role(each) for each in adult.grants.filter(not_ended()).values_list("role", flat=True)}


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
    for other in sorted(_roles(adult) & rules.apart_from(Role(role))):
        raise NotAllowed(
            f"{adult} holds the role {ROLES[other].label}, and nobody can be both.", "Choose another adult."
        )
