"""Everything that changes a platform."""

import datetime

from django.utils import timezone

from belisha.core import notices
from belisha.core.access import WORKER, Can
from belisha.core.action import action, answer
from belisha.core.errors import Conflict, NotAllowed
from belisha.core.jobs import nudge
from belisha.packs.protocols import ShippedProtocol, shipped_protocols
from belisha.people.models import School
from belisha.registers.protocols import rules
from belisha.registers.protocols.models import Platform, Protocol, ProtocolStep


@action("platform.stock", needs=Can.KEEP_PROTOCOLS, sentence="{by} put {count} platforms that the policy names in")
def stock_platforms(school: School, *, by, rows: list[ShippedProtocol], count: int) -> None:
    """Put the platforms that the policy names into the register, not decided yet, each with a draft to begin from."""
    if _missing(school) != rows:
        raise Conflict("Somebody else put platforms into the register a moment ago.")
    for row in rows:
        platform = Platform.objects.create(
            school=school, name=row.platform, kind=row.platform_kind, ours=True, key=row.key
        )
        protocol = Protocol.objects.create(
            school=school, platform=platform, kind=row.kind, title=row.title, purpose=row.purpose,
            agreement=row.agreement, everyone=row.everyone, template=row.key,
        )  # fmt: skip
        ProtocolStep.objects.create(school=school, protocol=protocol, by_id=by.id, what="begun")


@action("platform.add", needs=Can.KEEP_PROTOCOLS, sentence="{by} put {about} into the register of platforms")
def add_platform(platform: Platform, *, by, used: bool, **given) -> Platform:
    """Put a platform into the register, in use from today or not decided yet."""
    if Platform.objects.filter(pk=platform.pk).exists():
        raise NotAllowed("This was done already.", "You find it under Platforms.")
    _write_platform(platform, given)
    platform.state, platform.since = (rules.USED, _today()) if used else (rules.UNDECIDED, None)
    platform.said_by_id = by.id
    platform.save(force_insert=True)
    return platform


@action("platform.change", needs=Can.KEEP_PROTOCOLS, sentence="{by} changed what the register says of {about}")
def change_platform(platform: Platform, *, by, **given) -> None:
    """Change its name, its kind, whose it is, or the note about it."""
    _write_platform(platform, given)
    platform.save(update_fields=list(given))


@action("platform.begin", needs=Can.KEEP_PROTOCOLS, sentence="{by} noted that {about} is in use")
def begin_platform(platform: Platform, *, by, since: datetime.date | None = None) -> None:
    """It is used. Where no protocol in force covers it, that shows as a finding until one does."""
    platform.since = since or _today()
    rules.PLATFORM_LIFECYCLE.move(platform, "begin", with_fields=("since",))


@action("platform.stop", needs=Can.KEEP_PROTOCOLS, sentence="{by} noted that {about} is not used")
def stop_platform(platform: Platform, *, by) -> None:
    """It is not used, or no longer. What is still in force about it has to be ended first."""
    if any(protocol.is_live(_today()) for protocol in platform.protocols.all()):
        raise NotAllowed("A protocol in force still speaks of it.", "End the protocol first, then say this.")
    platform.since = _today()
    rules.PLATFORM_LIFECYCLE.move(platform, "stop", with_fields=("since",))
    if platform.said_by and platform.said_by_id != by.id and platform.said_by.is_active:
        notices.post("signal", platform.said_by, platform.get_absolute_url())


def _write_platform(platform: Platform, given: dict) -> None:
    name = given.get("name", platform.name)
    others = Platform.objects.filter(school_id=platform.school_id, name__iexact=name).exclude(pk=platform.pk)
    if others.exists():
        raise NotAllowed("A platform of this name is in the register already.")
    for field, value in given.items():
        setattr(platform, field, value)


def named(school: School, name: str, by) -> Platform:
    """The platform of that name, put into the register where it is not there. Part of an action that suggests it."""
    name = " ".join(name.split())
    found = Platform.objects.filter(school=school, name__iexact=name).first()
    return found or Platform.objects.create(school=school, name=name, said_by=by)


def said_of(platform: Platform, already: bool) -> None:
    """An adult said that it is used already, or asked for it. What is used is in use, whoever agreed to it."""
    if already and platform.state != rules.USED:
        platform.since = _today()
        rules.PLATFORM_LIFECYCLE.move(platform, "begin", with_fields=("since",))
    elif platform.state == rules.UNUSED:
        rules.PLATFORM_LIFECYCLE.move(platform, "reconsider")


def _today() -> datetime.date:
    return timezone.localdate()


def stock(school: School) -> int:
    """Take up the platforms that the policy names and the register has not. Safe to run twice; how many came."""
    if rows := _missing(school):
        try:
            stock_platforms(school, by=WORKER, rows=rows, count=len(rows))
        except Conflict:
            return 0
    return len(rows)


def _missing(school: School) -> list[ShippedProtocol]:
    here = Platform.objects.filter(school=school)
    keys = set(here.exclude(key="").values_list("key", flat=True))
    names = {rules.name_key(name) for name in here.values_list("name", flat=True)}
    first = [row for row in shipped_protocols().rows if row.first_row]
    return [row for row in first if row.key not in keys and rules.name_key(row.platform) not in names]


@answer("school.found")
def _founded(school: School, *, by) -> None:
    from belisha.registers.protocols.jobs import stock_school

    nudge(stock_school, school.pk)
