"""Everything that changes what adults owe."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from belisha.changes.rules import Difference
from belisha.comprehension.queries import open_for
from belisha.core import audit, jobs, notices
from belisha.core.access import WORKER, Can, System
from belisha.core.action import action, answer
from belisha.core.clocks import add_working_days
from belisha.core.errors import NotAllowed, Refused
from belisha.duties import rules, telling
from belisha.duties.following.reminding import can_be_written_to, not_written_to_today, open_of
from belisha.duties.lines.rules import Line
from belisha.duties.models import Acknowledgement
from belisha.duties.since import Since, newest
from belisha.people.models import Adult, Grant, School
from belisha.policy.audience.queries import asked_kinds
from belisha.policy.models import Version
from belisha.policy.rules import PUBLISHED

# What is written as an adult puts their name to a version.
SIGNED = ("done_at", "wording", "version_hash", "shown", "lines", "given")
# How many adults are asked in one transaction: others write in between, and a killed worker loses one chunk at most.
CHUNK = 200


@action("acknowledgement.ask", needs=Can.OPEN_DUTIES, sentence="{by} asked {who} to acknowledge {about}")
def _ask(version: Version, *, by: System, adults: list[tuple[Adult, Acknowledgement | None]], who: str) -> None:
    now, today = timezone.now(), timezone.localdate()
    rows = [
        Acknowledgement(
            school_id=version.school_id, adult=adult, version=version, opened_at=now, follows=follows,
            due_on=add_working_days(max(today, adult.starts), version.policy.acknowledge_days),
        )
        for adult, follows in adults
    ]  # fmt: skip
    Acknowledgement.objects.bulk_create(rows)


@action(
    "acknowledgement.carry",
    needs=Can.OPEN_DUTIES,
    sentence="{by} did not ask {who} to acknowledge {about}: nothing material changed for them since they last did",
)
def _carry(version: Version, *, by: System, adults: list[tuple[Adult, Acknowledgement]], who: str) -> None:
    """Note that an acknowledgement goes on: which earlier one, and nothing that looks like a new one."""
    now = timezone.now()
    rows = [
        Acknowledgement(
            school_id=version.school_id, adult=adult, version=version, opened_at=now, follows=follows,
            state=rules.CARRIED,
        )
        for adult, follows in adults
    ]  # fmt: skip
    Acknowledgement.objects.bulk_create(rows)


def ask_everyone(version: Version, *, by: System) -> int:
    """Ask every adult of the school who has to be asked and was not yet, a chunk at a time. Returns how many.

    Who acknowledged an earlier version and whom nothing material binds that changed since is not asked again: their
    acknowledgement carries over, as a row that says so and claims nothing more. Safe to run twice.
    """
    asked, since = 0, Since(version)
    while number := _ask_some(version, since, by=by):
        asked += number
    return asked


def ask_one(adult: Adult, *, by: System) -> int:
    """Ask one adult for everything that is in force, without waiting for the worker. Returns how much that is."""
    versions = Version.objects.filter(school_id=adult.school_id, state=PUBLISHED).select_related("policy", "school")
    return sum(_ask_some(version, Since(version), by=by, only=adult) for version in versions)


@transaction.atomic
def _ask_some(version: Version, since: Since, *, by: System, only: Adult | None = None) -> int:
    audit.hold(version.school_id)  # of two workers, the second looks when the first has asked
    here = _not_asked(version).filter(**({"pk": only.pk} if only else {}))
    adults = list(here.prefetch_related("grants")[:CHUNK])
    last = _last_done(version, adults)
    pairs = [(adult, since.base(adult, last.get(adult.pk))) for adult in adults]
    carried = [(adult, follows) for adult, follows in pairs if follows and not since.asks(adult, follows)]
    kept = {adult.pk for adult, _ in carried}
    # Where it cannot be told what changed since, they go on from nothing: they read the whole policy.
    asked = [(adult, since.known(follows)) for adult, follows in pairs if adult.pk not in kept]
    if asked:
        _ask(version, by=by, adults=asked, who=_adults(len(asked)))
    if carried:
        _carry(version, by=by, adults=carried, who=_adults(len(carried)))
    return len(adults)


def _not_asked(version: Version):
    here = Adult.objects.filter(school_id=version.school_id).filter(Q(ends=None) | Q(ends__gt=timezone.localdate()))
    here = here.filter(kind__in=asked_kinds(version))
    return here.exclude(acknowledgements__version=version).order_by("pk")


def _last_done(version: Version, adults: list[Adult]) -> dict:
    """The newest acknowledgement of the policy that each adult gave, by the adult's key."""
    given = Acknowledgement.objects.filter(
        adult__in=[adult.pk for adult in adults], version__policy_id=version.policy_id, state=rules.DONE
    )
    given = given.select_related("version", "follows__version")
    given = given.defer("wording", "version__source", "version__pages", "follows__version__source")
    return {row.adult_id: row for row in given.order_by("version__number", "done_at")}


@action(
    "acknowledgement.ask_after_all",
    needs=Can.OPEN_DUTIES,
    sentence="{by} asked an adult to acknowledge {about} after all: something that changed binds them now",
)
def ask_after_all(duty: Acknowledgement, *, by: System, follows: Acknowledgement) -> Acknowledgement | None:
    """Somebody has another role now, and something that they were never shown binds that.

    What was acknowledged stands as it was: they are asked once more beside it.
    """
    due_on = add_working_days(timezone.localdate(), duty.version.policy.acknowledge_days)
    if duty.state == rules.DONE:
        return Acknowledgement.objects.create(
            school_id=duty.school_id, adult_id=duty.adult_id, version=duty.version, opened_at=timezone.now(),
            follows=follows, due_on=due_on,
        )  # fmt: skip
    duty.due_on, duty.follows = due_on if duty.state == rules.CARRIED else duty.due_on, follows
    rules.LIFECYCLE.move(duty, "ask_after_all", with_fields=("due_on", "follows"))
    return None


def look_again(version: Version, *, by: System, adult_id=None) -> int:
    """Ask those once more whose roles have changed and whom something binds now that they were never shown.

    Who reads the whole policy, or read it, misses nothing. Safe to run twice.
    """
    rows = Acknowledgement.objects.filter(version=version, follows__isnull=False).exclude(state=rules.LAPSED)
    rows = rows.filter(newest(), adult__kind__in=asked_kinds(version), **({"adult_id": adult_id} if adult_id else {}))
    rows = (
        rows.select_related("adult", "follows__version", "follows__follows__version", "school", "version__policy")
        .defer("version__source", "follows__version__source", "follows__follows__version__source")
        .prefetch_related("adult__grants")
        .order_by("pk")
    )
    since, asked, seen = Since(version), 0, None
    while chunk := list((rows.filter(pk__gt=seen) if seen else rows)[:CHUNK]):
        seen = chunk[-1].pk
        asked += sum(_asked_once_more(duty, since, by=by) for duty in chunk if duty.adult.is_active)
    return asked


def _asked_once_more(duty: Acknowledgement, since: Since, *, by: System) -> bool:
    here = duty if duty.state == rules.DONE else duty.follows
    base = since.base(duty.adult, here)
    if base is here and (duty.state != rules.CARRIED or not since.asks(duty.adult, base)):
        return False
    ask_after_all(duty, by=by, follows=base)
    return True


@action(
    "acknowledgement.lapse", needs=Can.OPEN_DUTIES, sentence="{by} stopped asking for {about}: {count} had not answered"
)
def lapse(version: Version, *, by: System, count: int) -> None:
    """A version that is no longer in force is no longer asked for. What was acknowledged stays."""
    Acknowledgement.objects.filter(version=version, state=rules.DUE).update(state=rules.LAPSED)


@action("acknowledgement.give", needs=Can.ACKNOWLEDGE, sentence="{by} acknowledged {about}")
def acknowledge(
    duty: Acknowledgement, *, by, wording: str, shown: Sequence[Difference] = (), lines: Sequence[Line] = ()
) -> None:
    """An adult puts their name to a version: which, its hash, when, the words, and the changes if only those.

    Not before they understood what the school asks about it (`comprehension`).
    """
    if duty.adult_id != by.id:
        raise Refused("Only they themselves can acknowledge it.")
    if duty.version.state != PUBLISHED:
        raise NotAllowed("This version is no longer in force.", "Read the version that is.")
    if open_for(by, duty.version):
        raise NotAllowed("A short question comes first.", "Answer it, then acknowledge the policy.")
    duty.done_at, duty.wording, duty.version_hash = timezone.now(), wording, duty.version.text_hash
    duty.shown, duty.lines = [each.plain() for each in shown], [line.plain() for line in lines]
    duty.given = "code" if by.by_code else duty.given
    rules.LIFECYCLE.move(duty, "acknowledge", with_fields=SIGNED)
    if by.by_code:
        telling.of_record(by)


@action("acknowledgement.remind", needs=Can.REMIND, sentence="{by} reminded {who} to acknowledge {about}")
def _remind(version: Version, *, by, adults: list[Adult], who: str) -> None:
    waiting = open_of(Acknowledgement, version=version)
    waiting.filter(adult__in=[adult.pk for adult in adults]).update(reminded_at=timezone.now())
    notices.post_many("task", adults, "/")


@transaction.atomic
def remind(version: Version, *, by) -> int:
    """Write to everyone with an e-mail address who has not acknowledged. Returns how many letters went out.

    Nobody who is excused, and nobody a second time on the same day, whoever sent the first.
    """
    audit.hold(version.school_id)
    waits = Exists(open_of(Acknowledgement, version=version, adult=OuterRef("pk")))
    here = Adult.objects.filter(can_be_written_to(), not_written_to_today(), waits)
    adults = list(here.only("pk", "school_id", "email"))
    if not adults:
        raise NotAllowed(
            "Nobody is left to write to today.",
            "Who has not acknowledged had a letter today, or has no e-mail address.",
        )
    _remind(version, by=by, adults=adults, who=_adults(len(adults)))
    return len(adults)


def _adults(number: int) -> str:
    return "one adult" if number == 1 else f"{number} adults"


# -- what follows from what happens elsewhere -----------------------------------------------------------------


@answer("version.publish")
def _published(version: Version, *, by) -> None:
    from belisha.duties.jobs import open_for_version

    jobs.nudge(open_for_version, version.pk)


@answer("adult.add")
def _joined(adult: Adult, *, by) -> None:
    from belisha.duties.jobs import open_for_school

    jobs.nudge(open_for_school, adult.school_id)


@answer("adult.add_many")
def _many_joined(school: School, *, by) -> None:
    from belisha.duties.jobs import open_for_school

    jobs.nudge(open_for_school, school.pk)


@answer("sign_in.hand_over")
def _stands_here(adult: Adult, *, by) -> None:
    """Who is handed the office's tablet finds on it at once what there is to read."""
    ask_one(adult, by=WORKER)


@answer("role.grant")
@answer("role.chair_given")
def _took_a_role(grant: Grant, *, by) -> None:
    from belisha.duties.jobs import look_again_at

    jobs.nudge(look_again_at, grant.adult_id)


@answer("adult.change")
def _works_otherwise(adult: Adult, *, by) -> None:
    from belisha.duties.jobs import look_again_at

    jobs.nudge(look_again_at, adult.pk)
