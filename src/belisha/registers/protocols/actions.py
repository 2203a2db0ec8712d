"""Everything that changes a protocol."""

import datetime
from uuid import UUID

from django.utils import timezone

from belisha.core import notices
from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.people.models import Adult, School
from belisha.people.queries import who_can
from belisha.registers.protocols import rules
from belisha.registers.protocols.models import Protocol, ProtocolStep
from belisha.registers.protocols.platforms.actions import begin_platform, named, said_of

COPIED = ("kind", "title", "platform_id", "purpose", "classes", "everyone", "agreement", "agreed_with", "template")
AGREED = ("agreed_by", "agreed_on", "agreed_at", "reason")

# -- protocols until they are agreed -------------------------------------------------------------------------------


@action("protocol.suggest", needs=Can.ASK_PERMISSION, sentence="{by} suggested a {about}")
def suggest(
    school: School, *, by, key: UUID, platform: str, already: bool, kind: str, purpose: str, classes: str = ""
) -> Protocol:
    """Any adult may say "we use this for …" or "may we?". It goes to whoever agrees to protocols in the school.

    What is used already is in use, whoever agreed to it: it shows as a finding from that moment on.
    """
    _once(key)
    if kind not in rules.OPEN_KINDS:
        raise NotAllowed("A family relationship is declared, and not suggested.", "You find that under Registers.")
    found = named(school, platform, by)
    said_of(found, already)
    protocol = Protocol.objects.create(
        id=key, school=school, platform=found, kind=kind, title=found.name, purpose=purpose.strip(),
        classes=classes.strip(), state=rules.PROPOSED, made_by=by,
    )  # fmt: skip
    protocol.people.add(by)
    _step(protocol, by, "suggested")
    notices.post_many("task", who_can(school, Can.AGREE_PROTOCOL).exclude(pk=by.pk), protocol.get_absolute_url())
    return protocol


@action("protocol.draft", needs=Can.KEEP_PROTOCOLS, sentence="{by} began a {about}")
def draft(school: School, *, by, key: UUID, people=(), **given) -> Protocol:
    """Begin a protocol, from a template or from nothing."""
    _once(key)
    protocol = Protocol.objects.create(id=key, school=school, made_by_id=by.id, **given)
    protocol.people.set(people)
    _step(protocol, by, "begun")
    return protocol


@action("protocol.change", needs=Can.KEEP_PROTOCOLS, sentence="{by} changed a {about}")
def change(protocol: Protocol, *, by, people=None, **given) -> None:
    """Change what is not agreed yet. Whoever looked at it before has to look again before agreeing to it."""
    _still_open(protocol)
    for name, value in given.items():
        setattr(protocol, name, value)
    protocol.revision += 1
    protocol.save()
    if people is not None:
        protocol.people.set(people)
    _step(protocol, by, "changed")


@action("protocol.propose", needs=Can.KEEP_PROTOCOLS, sentence="{by} proposed a {about} to the Headteacher")
def propose(protocol: Protocol, *, by) -> None:
    """Hand a draft to whoever agrees to protocols."""
    if left := rules.blanks(protocol.title, protocol.purpose, protocol.classes, protocol.agreement):
        raise NotAllowed(f"Something is still to be filled in: {left[0]}.", "Change the draft, then propose it.")
    rules.LIFECYCLE.move(protocol, "propose")
    _step(protocol, by, "proposed")
    deciding = who_can(protocol.school, Can.AGREE_PROTOCOL).exclude(pk=by.id)
    notices.post_many("task", deciding, protocol.get_absolute_url())


@action("protocol.take_back", needs=Can.KEEP_PROTOCOLS, sentence="{by} took a {about} back to be changed")
def take_back(protocol: Protocol, *, by) -> None:
    """Take back what was proposed or not agreed, as a draft."""
    protocol.reason = ""
    rules.LIFECYCLE.move(protocol, "take_back", with_fields=("reason",))
    _step(protocol, by, "taken_back")


@action("protocol.drop", needs=Can.KEEP_PROTOCOLS, sentence="{by} put away the draft of a {about}")
def drop(protocol: Protocol, *, by) -> None:
    """Put away a draft that nobody wants. It is kept, and is on no list of what waits."""
    rules.LIFECYCLE.move(protocol, "drop")
    _step(protocol, by, "dropped")


@action("protocol.new_edition", needs=Can.KEEP_PROTOCOLS, sentence="{by} began a new edition of a {about}")
def new_edition(protocol: Protocol, *, by, key: UUID) -> Protocol:
    """Begin what is to take the place of an agreed protocol. Until it is agreed, the old one holds."""
    _once(key)
    if protocol.state != rules.AGREED:
        raise NotAllowed("Only a protocol that is agreed gets a new edition.")
    if protocol.editions.filter(state__in=rules.OPEN).exists():
        raise NotAllowed("A new edition is being written already.", "You find it among what waits.")
    copied = {name: getattr(protocol, name) for name in COPIED}
    edition = Protocol.objects.create(
        id=key, school=protocol.school, replaces=protocol, made_by_id=by.id, last=protocol.last, **copied
    )
    edition.people.set(protocol.people.all())
    _step(edition, by, "begun")
    return edition


# -- what the Headteacher decides ----------------------------------------------------------------------------------


@action("protocol.agree", needs=Can.AGREE_PROTOCOL, sentence="{by} agreed to a {about}")
def agree(protocol: Protocol, *, by, agreed_on: datetime.date | None = None) -> None:
    """Agree. It holds from its first day on, and its older edition up to the day before (clauses 6-06-a, 6-07-b)."""
    if protocol.kind == rules.FAMILY and protocol.people.filter(pk=by.id).exists():
        raise Refused("Nobody agrees to what is for their own family.", "Declare it: the chair of governors decides.")
    protocol.agreed_on = agreed_on or _today()
    _fit_to_agree(protocol)
    protocol.agreed_by_id, protocol.agreed_at, protocol.reason = by.id, timezone.now(), ""
    before = _replaced(protocol, by) if protocol.replaces_id else []
    rules.LIFECYCLE.move(protocol, "agree", with_fields=AGREED)
    _step(protocol, by, "agreed")
    if protocol.platform and protocol.platform.state != rules.USED:
        begin_platform(protocol.platform, by=by, since=protocol.first)
    others = [protocol.made_by] if protocol.made_by else []
    _tell([*concerned(protocol), *before, *others], protocol, by)


def _fit_to_agree(protocol: Protocol) -> None:
    """Refuse what is not whole: nobody agrees to blanks, to no rules, for nobody, or for days that are none."""
    platform_missing = protocol.kind in rules.CHANNELS and protocol.platform_id is None
    left = rules.blanks(protocol.title, protocol.purpose, protocol.classes, protocol.agreement)
    dates = rules.fault_in_dates(
        protocol.agreed_on, protocol.first, protocol.last, protocol.review, _today(), protocol.replaces_id is not None
    )
    faults = (
        (not protocol.purpose.strip(), "It does not say what it is for."),
        (not protocol.agreement.strip(), "It does not say what was agreed."),
        (left, f"Something is still to be filled in: {left[0] if left else ''}."),
        (platform_missing, "It does not say which platform it is about."),
        (not concerned(protocol), "It names nobody who works here today."),
        (dates, dates),
    )
    if said := next((said for wrong, said in faults if wrong), ""):
        raise NotAllowed(said, "Change the protocol first. Nothing was agreed.")


def _replaced(protocol: Protocol, by) -> list[Adult]:
    """Let the older edition end where this one begins; whom it concerned."""
    old = protocol.replaces
    if old.state != rules.AGREED:
        raise Conflict("What this was to replace was replaced or ended in the meantime.", "Nothing was agreed.")
    old.stopped = protocol.first
    rules.LIFECYCLE.move(old, "replace", with_fields=("stopped",))
    _step(old, by, "replaced")
    return concerned(old)


@action("protocol.decline", needs=Can.AGREE_PROTOCOL, sentence="{by} did not agree to a {about}")
def decline(protocol: Protocol, *, by, reason: str) -> None:
    """Not agreed, for a reason that whoever proposed it reads."""
    protocol.reason = reason.strip()
    rules.LIFECYCLE.move(protocol, "decline", with_fields=("reason",))
    _step(protocol, by, "declined", protocol.reason)
    _tell([protocol.made_by] if protocol.made_by else [], protocol, by)


@action("protocol.end", needs=Can.AGREE_PROTOCOL, sentence="{by} ended a {about}")
def end(protocol: Protocol, *, by, reason: str) -> None:
    """End it today: from this moment it covers nothing."""
    if protocol.stopped and protocol.stopped <= _today():
        raise NotAllowed("It is no longer in force.")
    protocol.reason, protocol.stopped = reason.strip(), _today()
    rules.LIFECYCLE.move(protocol, "end", with_fields=("reason", "stopped"))
    _step(protocol, by, "ended", protocol.reason)
    _tell(concerned(protocol), protocol, by)


# -- what all of them do -------------------------------------------------------------------------------------------


def concerned(protocol: Protocol) -> list[Adult]:
    """The adults whom it names and who work here today: everybody, where it is for everybody."""
    named = Adult.objects.filter(school_id=protocol.school_id) if protocol.everyone else protocol.people.all()
    return [adult for adult in named if adult.is_active]


def _tell(adults: list[Adult], protocol: Protocol, by) -> None:
    once = {adult.pk: adult for adult in adults if adult.pk != by.id and adult.is_active}
    notices.post_many("signal", once.values(), protocol.get_absolute_url())


def _step(protocol: Protocol, by, what: str, note: str = "") -> None:
    ProtocolStep.objects.create(school_id=protocol.school_id, protocol=protocol, by_id=by.id, what=what, note=note)


def _still_open(protocol: Protocol) -> None:
    if protocol.state not in rules.OPEN:
        raise NotAllowed("What was agreed is not changed.", "Begin a new edition: it takes the place of this one.")


def _once(key: UUID) -> None:
    if Protocol.objects.filter(pk=key).exists():
        raise NotAllowed("This was done already.", "You find it under Protocols.")


def _today() -> datetime.date:
    return timezone.localdate()


@answer("adult.leave")
def _left(adult: Adult, *, by) -> None:
    """Whoever left is named by no protocol that may still hold. The timeline keeps that they were."""
    for protocol in Protocol.objects.filter(people=adult).exclude(state__in=(rules.ENDED, rules.DECLINED)):
        if protocol.stopped and protocol.stopped <= _today():
            continue
        protocol.people.remove(adult)
        protocol.revision += 1
        protocol.save(update_fields=["revision"])
        _step(protocol, by, "left", adult.name)
