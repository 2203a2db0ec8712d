"""What adults do about what they owe, and the help that some of them wished for."""

from django.utils import timezone

from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.duties import telling
from belisha.duties.owed import rules
from belisha.duties.owed.doing.shown import as_shown, mark_of
from belisha.duties.owed.models import Duty, Owed
from belisha.duties.owed.rules import Given
from belisha.sealed.store import Stored, keep

KEPT = (
    "done_at", "again_on", "wording", "answers", "shown", "help_wanted", "course", "held_on", "evidence", "given",
)  # fmt: skip


@action("owed.do", needs=Can.DO_DUTY, sentence="{by} did what was asked: {about}")
def do(owed: Owed, *, by, given: Given, asked: str, stored: Stored | None = None) -> None:
    """An adult does what they owe, and puts their name to it. `asked` is the mark of what was on their page.

    The words, the lines and the edition are kept as they were shown; of the answers only the keys of what was ticked.
    """
    if owed.adult_id != by.id:
        raise Refused("Only they themselves can do this.")
    # As it stands now: it may have been changed since the page was fetched.
    duty = owed.duty = Duty.objects.select_related("reference").get(pk=owed.duty_id)
    if asked != mark_of(duty):
        raise Conflict("What is asked was changed while you read it.", "Nothing was saved. Read it again.")
    if duty.state != rules.LIVE:
        raise NotAllowed("This is no longer asked for.", "You need do nothing.")
    if fault := rules.fault(duty.way, duty.lines, given, timezone.localdate()):
        raise NotAllowed(fault, "Nothing was saved.")
    if duty.way == "training":
        _take_evidence(owed, duty, stored)
    note(owed, given)
    owed.given = "code" if by.by_code else "self"
    rules.LIFECYCLE.move(owed, "do", with_fields=KEPT)
    if by.by_code:
        telling.of_record(by)


def _take_evidence(owed: Owed, duty: Duty, stored: Stored | None) -> None:
    if duty.evidence == "must" and stored is None:
        raise NotAllowed("Evidence is asked for.", "Add a file, such as a picture of the certificate.")
    if stored is None or duty.evidence == "none":
        return
    if stored.record != owed.kept_under:
        raise NotAllowed("This file was sealed for another record.", "Send it again.")
    owed.evidence = keep(stored)


def note(owed: Owed, given: Given) -> None:
    """Set the fields of a row that is done: what was given, what was asked, and when it is asked again."""
    duty = owed.duty
    owed.done_at, owed.wording, owed.shown = timezone.now(), duty.wording, as_shown(duty)
    owed.answers, owed.course, owed.held_on = given.kept, given.course.strip(), given.held_on
    owed.help_wanted = rules.wants_help(duty.lines, given.answers)
    owed.again_on = rules.again_on(duty.terms, given.held_on or timezone.localdate())


@action("owed.help_given", needs=Can.KEEP_DUTIES, sentence="{by} noted that a wish for help was met: {about}")
def help_given(owed: Owed, *, by) -> None:
    """Somebody helped. The wish stays in what was done, and is off the list."""
    if not owed.help_wanted or owed.helped_at:
        raise NotAllowed("Nobody waits for help here any more.")
    owed.helped_at, owed.helped_by_id = timezone.now(), by.pk
    owed.save(update_fields=["helped_at", "helped_by"])
