"""Everything that changes a permission."""

import datetime
from uuid import UUID

from django.utils import timezone

from belisha.core import notices
from belisha.core.access import WORKER, Can
from belisha.core.action import action, answer
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.packs.permissions import OTHER, vocabulary
from belisha.people.models import Adult, Grant
from belisha.people.queries import who_can
from belisha.registers import deciders
from belisha.registers.permissions import rules
from belisha.registers.permissions.models import Permission, PermissionEntry, PermissionTerms
from belisha.registers.permissions.rules import Wanted

DECIDES = Can.DECIDE_PERMISSION


@action("permission.ask", needs=Can.ASK_PERMISSION, sentence="{by} made a {about}")
def ask(
    school, *, by, key: UUID, wanted: Wanted, spoken_on: datetime.date | None = None, clause: str = "",
    renews: Permission | None = None,
) -> Permission:  # fmt: skip
    """Ask for a permission (clause 6-05-a). One that was given by word of mouth waits to be confirmed all the same."""
    if renews and renews.asker_id != by.id:
        raise Refused("Only whoever asked for a permission can ask for it again.")
    made = _make(school, by, key, wanted, spoken_on, clause=clause, renews=renews)
    _tell(made, by, "noted" if made.spoken else "asked", day=spoken_on, words=made.purpose)
    _write_to_deciders(made, "task")
    return made


@action("permission.record", needs=Can.DECIDE_PERMISSION, sentence="{by} recorded a spoken {about}")
def record(
    asker: Adult, *, by, key: UUID, wanted: Wanted, spoken_on: datetime.date, conditions: str = "", open_why: str = ""
) -> Permission:
    """Record a permission that the Headteacher gave by word of mouth. It is shown as such wherever it stands."""
    if asker.pk == by.id or deciders.goes_to(asker.roles, DECIDES) == deciders.CHAIR:
        raise Refused("Nobody gives a permission to themselves, or to another Headteacher.", "Ask the chair.")
    made = _make(asker.school, asker, key, wanted, spoken_on, open_why=open_why)
    _give(made, by, "grant_with_conditions" if conditions.strip() else "grant", "recorded", conditions)
    return made


@action("permission.give", needs=Can.ASK_PERMISSION, sentence="{by} gave a {about}")
def give(
    school, *, by, asker: Adult, key: UUID, wanted: Wanted, conditions: str = "", open_why: str = ""
) -> Permission:  # fmt: skip
    """Give a permission that was not asked for as such: in answer to a question, by whoever decides about it."""
    made = _make(school, asker, key, wanted, None, open_why="" if wanted.ends else open_why.strip())
    _decided_by(made, by)
    _give(made, by, "grant_with_conditions" if conditions.strip() else "grant", "granted", conditions)
    return made


@action("permission.withdraw", needs=Can.ASK_PERMISSION, sentence="{by} withdrew a {about}")
def withdraw(permission: Permission, *, by) -> None:
    """Take back one's own request that nobody has decided yet. Nobody else sees it from then on."""
    if permission.asker_id != by.id:
        raise Refused("Only whoever asked can withdraw a request.")
    _move(permission, "withdraw", by, "withdrawn")


# What follows is done by whoever the request went to: DECIDE_PERMISSION, or DECIDE_FOR_HEADTEACHER where it went to the
# chair. `needs` names what both hold; `_decided_by` asks for the one that it takes.


@action("permission.grant", needs=Can.ASK_PERMISSION, sentence="{by} granted a {about}")
def grant(permission: Permission, *, by, ends: datetime.date | None = None, open_why: str = "") -> None:
    """Grant it as it was asked. Where it was asked without a last day, say one, or why there is none."""
    _decided_by(permission, by)
    if permission.ends is None:
        permission.ends = ends
    permission.open_why = "" if permission.ends else open_why.strip()
    _give(permission, by, "grant", "granted")


@action("permission.grant_with_conditions", needs=Can.ASK_PERMISSION, sentence="{by} granted a {about} with conditions")
def grant_with_conditions(
    permission: Permission, *, by, conditions: str, starts: datetime.date, ends: datetime.date | None = None,
    open_why: str = "",
) -> None:  # fmt: skip
    """Grant it with conditions, perhaps for other days than were asked for."""
    _decided_by(permission, by)
    permission.starts, permission.ends = starts, ends
    permission.open_why = "" if ends else open_why.strip()
    _give(permission, by, "grant_with_conditions", "conditional", _said(conditions))


@action("permission.refuse", needs=Can.ASK_PERMISSION, sentence="{by} refused a {about}")
def refuse(permission: Permission, *, by, reason: str) -> None:
    """Refuse it, with the reason."""
    _decided_by(permission, by)
    today = timezone.localdate()
    _move(
        permission, "refuse", by, "refused", day=today, words=reason, reason=_said(reason), decided_on=today,
        decided_by_id=by.pk,
    )  # fmt: skip
    _write_to_asker(permission, by)


@action("permission.revoke", needs=Can.ASK_PERMISSION, sentence="{by} took a {about} back")
def revoke(permission: Permission, *, by, reason: str) -> None:
    """Take a permission back at once, with the reason."""
    _decided_by(permission, by)
    _revoke(permission, by, reason)
    _write_to_asker(permission, by)


@action("permission.expire", needs=Can.LET_LAPSE, sentence="{by} noted that a {about} expired")
def expire(permission: Permission, *, by) -> None:
    """Note that the last day of a permission has passed. It covered nothing from that midnight on in any case."""
    if permission.stands != rules.OVER:
        raise Conflict("This permission has not expired.")
    _move(permission, "expire", by, "expired", day=permission.ends)
    _write_to_asker(permission, by)


@action("permission.lapse", needs=Can.LET_LAPSE, sentence="{by} closed a {about}")
def lapse(permission: Permission, *, by) -> None:
    """Close a request, or take back a permission, whose adult has left."""
    if permission.waits:
        _move(permission, "withdraw", by, "withdrawn", day=timezone.localdate())
    else:
        _revoke(permission, by, "The adult left the school.")


@action("permission.hand_over", needs=Can.LET_LAPSE, sentence="{by} handed a {about} to the chair of governors")
def hand_over(permission: Permission, *, by) -> None:
    """Hand it to the chair: its adult could decide about it now, as Headteacher or standing in for them."""
    if permission.goes_to == deciders.CHAIR:
        raise Conflict("This went to the chair of governors already.")
    permission.goes_to, permission.changes = deciders.CHAIR, permission.changes + 1
    permission.save(update_fields=["goes_to", "changes"])
    _tell(permission, by, "moved", day=timezone.localdate())
    _write_to_deciders(permission, "signal")


@action("permission.remind", needs=Can.REMIND, sentence="{by} reminded of a {about} that waits")
def remind(permission: Permission, *, by, today: datetime.date) -> None:
    """Write to whoever decides that a request has waited beyond the school's limit. Once a day at most."""
    if not permission.waits or permission.reminded_on == today:
        raise Conflict("This was reminded of already.")
    permission.reminded_on = today
    permission.save(update_fields=["reminded_on"])
    _write_to_deciders(permission, "task")


@action("permission.terms", needs=Can.DECIDE_PERMISSION, sentence="{by} changed how long a request may wait")
def set_terms(school, *, by, wait_days: int) -> None:
    """How many working days a request may wait before whoever decides is reminded."""
    PermissionTerms.objects.update_or_create(school=school, defaults={"wait_days": wait_days})


def terms_of(school) -> PermissionTerms:
    """The school's terms, or those that hold until it chose its own. For the machinery."""
    return PermissionTerms.objects.filter(school=school).first() or PermissionTerms(school=school)


# -- what each of them does -------------------------------------------------------------------------------------------


def _make(school, asker, key: UUID, wanted: Wanted, spoken_on, **more) -> Permission:
    """A new row that waits."""
    _hold_scope(wanted)
    if Permission.objects.filter(pk=key).exists():
        raise NotAllowed("This was sent already.", "You find it among your permissions.")
    if spoken_on and spoken_on > timezone.localdate():
        raise NotAllowed("The day on which it was said is in the future.")
    return Permission.objects.create(
        id=key, school_id=school.pk, asker_id=asker.pk, **vars(wanted.scope), purpose=_said(wanted.purpose),
        concerns=wanted.concerns.strip(), starts=wanted.starts, ends=wanted.ends, spoken=bool(spoken_on),
        spoken_on=spoken_on, goes_to=deciders.goes_to(asker.roles, DECIDES), changes=1, **more,
    )  # fmt: skip


def _hold_scope(wanted: Wanted) -> None:
    """Only what the vocabulary has can be asked for; what is absolute is not in it."""
    words, scope = vocabulary(), wanted.scope
    if scope.act in words.absolute:
        raise NotAllowed(words.absolute[scope.act].says, words.absolute[scope.act].instead)
    said = ((words.acts, scope.act, scope.act_words), (words.audiences, scope.audience, scope.audience_words),
            (words.platforms, scope.platform, scope.platform_words))  # fmt: skip
    if any(key not in rows or (key == OTHER and not text.strip()) for rows, key, text in said):
        raise NotAllowed("It is not clear what this permission would be for.", "Say what, to whom and where.")
    if wanted.ends and wanted.ends < wanted.starts:
        raise NotAllowed("The last day is before the first day.")


def _decided_by(permission: Permission, by) -> None:
    if permission.asker_id == by.id:
        raise Refused("Nobody decides about their own request.", "The chair of governors decides.")
    if not deciders.may_decide(by, permission, permission.asker_id, DECIDES):
        raise Refused("Only whoever this request went to decides about it.")


def _give(permission: Permission, by, move: str, what: str, conditions: str = "") -> None:
    """Grant it, with everything that a permission needs."""
    today = timezone.localdate()
    if permission.ends is None and not permission.open_why:
        raise NotAllowed("A permission ends on a day.", "Enter the last day, or say why it has none.")
    if permission.ends and permission.ends < max(today, permission.starts):
        raise NotAllowed("The last day has passed.", "Enter a later last day, or refuse it.")
    words = "\n\n".join(filter(None, (conditions.strip(), permission.open_why)))
    _move(
        permission, move, by, what, day=today, words=words, conditions=conditions.strip(), starts=permission.starts,
        ends=permission.ends, open_why=permission.open_why, decided_on=today, decided_by_id=by.pk,
    )  # fmt: skip
    _write_to_asker(permission, by)


def _revoke(permission: Permission, by, reason: str) -> None:
    today = timezone.localdate()
    _move(permission, "revoke", by, "revoked", day=today, words=reason, revoked_on=today, revoked_why=_said(reason))


def _said(words: str) -> str:
    if not words.strip():
        raise NotAllowed("Nothing was written.", "Say it in a sentence or two.")
    return words.strip()


def _move(permission: Permission, move: str, by, what: str, *, day=None, words="", **fields) -> None:
    """Move it, with everything that belongs to the new state, and write down what happened."""
    for name, value in fields.items():
        setattr(permission, name, value)
    permission.changes += 1
    rules.LIFECYCLE.move(permission, move, with_fields=(*fields, "changes"))
    _tell(permission, by, what, day=day, words=words)


def _tell(permission: Permission, by, what: str, *, day=None, words="") -> None:
    PermissionEntry.objects.create(
        school_id=permission.school_id, permission=permission, what=what, day=day, words=words.strip(), by_id=by.id,
        by_name=str(by.name), state=permission.state,
    )  # fmt: skip


def _write_to_deciders(permission: Permission, letter: str) -> None:
    deciding = who_can(permission.school, deciders.permission(permission.goes_to, DECIDES))
    notices.post_many(letter, deciding.exclude(pk=permission.asker_id), permission.get_absolute_url())


def _write_to_asker(permission: Permission, by) -> None:
    if permission.asker_id != by.id and permission.asker.is_active:
        notices.post("signal", permission.asker, permission.get_absolute_url())


# -- what follows from what happens elsewhere -------------------------------------------------------------------------


@answer("adult.leave")
def _adult_left(adult: Adult, *, by) -> None:
    """What an adult was permitted, or asked for, ends with their work here."""
    open_ = Permission.objects.filter(asker=adult, state__in=(rules.ASKED, *rules.GIVEN))
    for permission in open_.select_related("school", "asker"):
        lapse(permission, by=WORKER)


@answer("role.grant")
def _role_given(held: Grant, *, by) -> None:
    """Whoever becomes Headteacher no longer has their requests decided by a Headteacher."""
    if deciders.goes_to([held.role], DECIDES) == deciders.CHAIR:
        theirs = Permission.objects.filter(
            asker_id=held.adult_id, state__in=(rules.ASKED, *rules.GIVEN), goes_to=deciders.HEADTEACHER
        )
        for permission in theirs.select_related("school", "asker"):
            hand_over(permission, by=WORKER)
