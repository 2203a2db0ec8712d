"""Everything that changes how long something is kept, and the one way in which it goes."""

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.rules import CLOSED
from belisha.concerns.sealing import opened, record_of, seal, shred
from belisha.core import notices
from belisha.core.access import ROLES, Can, Role, awake
from belisha.core.action import action, answer
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.evidence.holding import hanging, rules, standing
from belisha.evidence.holding.models import Certificate, Disposal, Hold, Keeping, Period
from belisha.evidence.models import Item
from belisha.people.queries import holders

HELD = ("There is a legal hold on this.", "Nothing of it can be disposed of until two people lifted the hold.")


@action("evidence.hold", needs=Can.HANDLE_CONCERN, sentence="{by} put a legal hold on {about}")
def hold(concern: Concern, *, by, reason: str) -> None:
    """Keep everything of a concern whatever any rule says (clauses 8-01-c, 8-02-c): the police, an inquiry."""
    if Hold.objects.filter(concern=concern, lifted_at=None).exists():
        raise Conflict("There is a legal hold on this already.", "Look at the page of the concern.")
    if not reason.strip():
        raise NotAllowed("A legal hold needs a reason.", "Write who asked for it, or why it is needed.")
    words = seal(concern.school_id, concern.pk, {"reason": reason.strip()})
    Hold.objects.create(school_id=concern.school_id, concern=concern, set_by_id=by.pk, words=words)


@action("evidence.ask_to_lift", needs=Can.HANDLE_CONCERN, sentence="{by} asked to lift {about}")
def ask_to_lift(held: Hold, *, by, reason: str) -> None:
    """The first of two: ask that a hold ends, and say why."""
    _open(held)
    if held.asked_by_id:
        raise Conflict("Somebody asked for this already.", "Another person than they confirms it.")
    if not reason.strip():
        raise NotAllowed("To lift a hold needs a reason.", "Write why it is no longer needed.")
    words = opened(held.school_id, held.concern_id, held.words)
    held.words = seal(held.school_id, held.concern_id, {**words, "lifting": reason.strip()})
    held.asked_by_id, held.asked_at = by.pk, timezone.now()
    held.save(update_fields=["words", "asked_by", "asked_at"])
    _write(held.concern, but=by.pk)


@action("evidence.keep_hold", needs=Can.HANDLE_CONCERN, sentence="{by} let {about} stand")
def keep_hold(held: Hold, *, by) -> None:
    """Whoever else was asked says no, or whoever asked takes it back: the hold stands."""
    _open(held)
    held.asked_by, held.asked_at = None, None
    held.save(update_fields=["asked_by", "asked_at"])


@action("evidence.lift", needs=Can.HANDLE_CONCERN, sentence="{by} lifted {about}")
def lift(held: Hold, *, by) -> None:
    """The second of two, who is not the first: the hold ends, and the rules hold again."""
    _open(held)
    if not held.asked_by_id:
        raise NotAllowed("Nobody asked to lift this hold.", "Ask first; another person than you confirms it.")
    if held.asked_by_id == by.pk:
        raise Refused("Whoever asked to lift a hold cannot confirm it.", "Another person who may know of it can.")
    held.lifted_by_id, held.lifted_at = by.pk, timezone.now()
    held.save(update_fields=["lifted_by", "lifted_at"])


def _open(held: Hold) -> None:
    if held.lifted_at:
        raise Conflict("This hold was lifted already.")


# -- how long ---------------------------------------------------------------------------------------


@action("evidence.set_periods", needs=Can.KEEP_RETENTION, sentence="{by} changed how long concerns are kept")
def set_periods(school, *, by, months: Mapping[str, int | None]) -> None:
    """The school's own months for the rules that ship; those that are as shipped are not kept."""
    shipped = {rule.key: rule.months for rule in rules.periods({})}
    for key, number in months.items():
        if key not in shipped:
            raise NotAllowed("There is no such rule.")
        Period.objects.filter(school=school, key=key).delete()
        if number != shipped[key]:
            Period.objects.create(school=school, key=key, months=number)


@action(
    "evidence.note_pension", needs=Can.HANDLE_CONCERN, sentence="{by} noted for {about} when a person reaches an age"
)
def note_pension(concern: Concern, *, by, day: datetime.date) -> None:
    """Note when whoever it is about reaches normal pension age. Belisha knows no dates of birth."""
    keeping = _keeping(concern)
    keeping.pension_on = day
    _work_out(keeping)


@action("evidence.work_out", needs=Can.CHECK_EVIDENCE, sentence="{by} worked out until when {about} is kept")
def work_out(concern: Concern, *, by) -> None:
    """Work out anew until when a concern is kept: a rule, a last day or a decision may be another by now."""
    _work_out(_keeping(concern))


@answer("concern.close")
@answer("concern.decide")
def _decided(about, *, by) -> None:
    """What was decided says how long it is kept. (Deciding and closing make a row that tells of it.)"""
    concern = _concern(about)
    if concern.state == CLOSED:
        _work_out(_keeping(concern))


@answer("concern.reopen")
def _reopened(about, *, by) -> None:
    """It is open again: no time runs, and nobody disposes of it."""
    concern = _concern(about)
    Keeping.objects.filter(concern=concern).update(due=None, rule="")
    Disposal.objects.filter(concern=concern).delete()


def _concern(about) -> Concern:
    return about if isinstance(about, Concern) else about.concern


def _keeping(concern: Concern) -> Keeping:
    return Keeping.objects.filter(concern=concern).first() or Keeping(school_id=concern.school_id, concern=concern)


def _work_out(keeping: Keeping) -> None:
    due = standing.due(keeping.concern, keeping)
    keeping.rule, keeping.due = due.rule, due.day
    keeping.save()


# -- disposing --------------------------------------------------------------------------------------


@action("evidence.propose_disposal", needs=Can.CHECK_EVIDENCE, sentence="{by} proposed to dispose of {about}")
def propose(concern: Concern, *, by, today: datetime.date) -> None:
    """Propose to dispose of a concern whose time is over. Whoever may know of it is written to."""
    keeping = Keeping.objects.filter(concern=concern).first()
    _check(concern, keeping, today)
    if Disposal.objects.filter(concern=concern).exclude(state=rules.KEPT).exists():
        raise Conflict("This was proposed already.")
    Disposal.objects.create(school_id=concern.school_id, concern=concern, rule=keeping.rule, due=keeping.due)
    _write(concern)


@action("evidence.approve_disposal", needs=Can.HANDLE_CONCERN, sentence="{by} approved {about}, as the first of two")
def approve(disposal: Disposal, *, by) -> None:
    """The first of two. Nothing goes yet."""
    if disposal.state != rules.PROPOSED:
        raise Conflict("Somebody else approved this a moment ago.", "Look again: yours would be the second approval.")
    _check(disposal.concern, Keeping.objects.filter(concern=disposal.concern).first(), timezone.localdate())
    disposal.first_by_id, disposal.first_at = by.pk, timezone.now()
    rules.LIFECYCLE.move(disposal, "approve", with_fields=("first_by_id", "first_at"))
    _write(disposal.concern, but=by.pk)


@action("evidence.keep_on", needs=Can.HANDLE_CONCERN, sentence="{by} decided against {about}")
def keep_on(disposal: Disposal, *, by, reason: str, until: datetime.date) -> None:
    """Keep it on until a day, with the reason; it is proposed again then."""
    if until <= timezone.localdate():
        raise NotAllowed("That day is over.", "Choose a day in the future.")
    if not reason.strip():
        raise NotAllowed("To keep it on needs a reason.", "Write why.")
    disposal.words = seal(disposal.school_id, disposal.concern_id, {"reason": reason.strip()})
    rules.LIFECYCLE.move(disposal, "keep", with_fields=("words",))
    keeping = _keeping(disposal.concern)
    keeping.put_off = until
    _work_out(keeping)


@action("evidence.dispose", needs=Can.HANDLE_CONCERN, sentence="{by} certified that {record} was destroyed")
def dispose(disposal: Disposal, *, by, record: str) -> Certificate:
    """The second of two, who is not the first: everything of the concern goes, and a certificate stays.

    Its key is destroyed, with it every word and file; the log stays whole, and mute where it spoke of it.
    """
    concern = disposal.concern
    if disposal.state != rules.APPROVED or record != record_of(concern.pk):
        raise Conflict("This is not approved by a first person.", "Look again.")
    if disposal.first_by_id == by.pk:
        raise Refused("Whoever approved first cannot be the second.", "Another person who may know of it can.")
    _check(concern, Keeping.objects.filter(concern=concern).first(), timezone.localdate())
    rule = next(each for each in standing.periods(concern.school_id) if each.key == disposal.rule)
    hashes = Item.objects.filter(concern=concern).exclude(file=None).values_list("file__sha256", flat=True)
    made = Certificate.objects.create(
        school_id=concern.school_id, number=concern.number, rule=rule.label, source=rule.source, due=disposal.due,
        first=_post(disposal.first_by, concern), second=_post(by, concern), first_by_id=disposal.first_by_id,
        second_by_id=by.pk, hashes=sorted(hashes),
    )  # fmt: skip
    _empty(concern)
    shred(concern.school_id, concern.pk)
    return made


def _check(concern: Concern, keeping: Keeping | None, today: datetime.date) -> None:
    """Whether it may go, as things stand in this transaction: closed, its time over, and no hold on it."""
    if Hold.objects.filter(concern=concern, lifted_at=None).exists():
        raise NotAllowed(*HELD)
    due = standing.due(concern, keeping) if keeping else None
    if concern.state != CLOSED or due is None or due.day is None or due.day > today:
        raise NotAllowed("Its time is not over.", "It is kept. Look at the page of the concern.")


def _empty(concern: Concern) -> None:
    """Remove what hangs on a concern. What the database lets nobody remove stays, with words that nobody can read."""
    for rows in hanging.on(concern):
        _remove(rows)
    kind = {} if concern.lane else {"kind": "other"}
    Concern.objects.filter(pk=concern.pk).update(
        account=b"", basket="", danger=None, learned_on=None, reporter=None, entered_by=None, **kind
    )


def _remove(rows: QuerySet) -> None:
    try:
        with transaction.atomic():
            rows._raw_delete(rows.db)
    except IntegrityError:
        return  # the database keeps them: what evidence is, and what was written down, never goes


def _post(adult, concern: Concern) -> str:
    """The post by which somebody approved: the first that they hold and that the concern reaches."""
    reached = set(concern.routes.filter(ended_at=None).values_list("post", flat=True))
    held = [each.role for each in awake(adult)] + [grant.role for grant in adult.grants.all()]
    return next((ROLES[Role(role)].label for role in held if role in reached), "An adult who may know of it")


def _write(concern: Concern, but: UUID | None = None) -> None:
    barred = concern.barred.filter(ended_at=None).values_list("adult_id", flat=True)
    posts = concern.routes.filter(ended_at=None).values_list("post", flat=True)
    told: dict[UUID, Model] = {
        adult.pk: adult for post in posts for adult in holders(concern.school, Role(post)).exclude(pk__in=list(barred))
    }
    for adult in told.values():
        if adult.pk != but:
            notices.post("task", adult, "/", confidential=True)
