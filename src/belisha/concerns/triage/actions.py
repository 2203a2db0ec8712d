"""Everything that triage changes: who has a concern, what was decided about it, who was asked, and by when."""

import datetime
from collections.abc import Iterable
from uuid import UUID, uuid5

from django.utils import timezone

from belisha.concerns import rules as concerns
from belisha.concerns.models import Concern
from belisha.concerns.returning import actions as returning
from belisha.concerns.routing import working_out
from belisha.concerns.sealing import seal
from belisha.concerns.triage import rules
from belisha.concerns.triage.models import Chase, ConcernTerms, Consultation, Decision, Touched
from belisha.core import notices
from belisha.core.access import Can, Role
from belisha.core.action import action
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.people.models import School
from belisha.people.queries import holders

DONE_BEFORE = ("This was saved already.", "You find it in the history of the concern.")


@action("concern.take", needs=Can.HANDLE_CONCERN, sentence="{by} took {about}")
def take(concern: Concern, *, by) -> None:
    """From now on one person has it (clause 4-07-a). Whoever is second is told so."""
    if concern.state == concerns.TAKEN:
        who = "You" if concern.owner_id == by.id else "Somebody else"
        raise Conflict(f"{who} took this a moment ago.", "Look again.")
    _owned(concern, "take", by)


@action("concern.give_back", needs=Can.HANDLE_CONCERN, sentence="{by} gave {about} back")
def give_back(concern: Concern, *, by, reason: str, key: UUID) -> None:
    """Whoever has it can no longer go on: all whom it reaches are written to, as when it came."""
    _only_owner(concern, by)
    _decide(concern, by, key, rules.GIVEN_BACK, {"reason": reason.strip()})
    concern.owner_id, concern.taken_at = None, None
    concerns.LIFECYCLE.move(concern, "give_back", with_fields=("owner_id", "taken_at"))
    _write(concern, but=by.id)


@action("concern.decide", needs=Can.HANDLE_CONCERN, sentence="{by} decided about {about}")
def decide(
    concern: Concern, *, by, key: UUID, basket: str, reason: str, limbs: tuple[str, ...] = (), read_register=False
) -> None:
    """Put it into one of the three baskets, with the reason in writing. The decision before stays beside it.

    A basket is never chosen by Belisha; of `may_meet_threshold` the limbs that may be met are chosen as well.
    """
    _only_owner(concern, by)
    if concern.state != concerns.TAKEN:
        raise NotAllowed("This concern is closed.", "Open it again first.")
    if not reason.strip():
        raise NotAllowed("A decision needs a reason.", "Write why.")
    if fault := rules.wrong_limbs(basket, limbs):
        raise NotAllowed(fault, "Nothing was saved.")
    _check_register(concern.kind, basket, read_register)
    _decide(
        concern, by, key, rules.BASKET, {"reason": reason.strip()}, basket=basket, limbs=list(limbs),
        read_register=read_register,
    )  # fmt: skip
    concern.basket = basket
    concern.save(update_fields=["basket"])


@action("concern.consult", needs=Can.HANDLE_CONCERN, sentence="{by} noted who was asked about {about}")
def consult(
    concern: Concern, *, by, key: UUID, body: str, at: datetime.datetime, who: str, asked: str, reply: str
) -> None:
    """Note that somebody outside was asked: when, whom, and what they said (clauses 7-04-b and 4-08-a)."""
    if Consultation.objects.filter(pk=key).exists():
        raise NotAllowed(*DONE_BEFORE)
    if at > timezone.now():
        raise NotAllowed("This lies in the future.", "Enter when they were asked.")
    words = {"who": who.strip(), "asked": asked.strip(), "reply": reply.strip()}
    Consultation.objects.create(
        id=key, school_id=concern.school_id, concern=concern, body=body, at=at, by_id=by.id,
        words=seal(concern.school_id, concern.pk, words),
    )  # fmt: skip


@action("concern.touch", needs=Can.HANDLE_CONCERN, sentence="{by} chose the clauses that {about} may touch")
def touch(concern: Concern, *, by, chosen: Iterable[tuple[UUID | None, str]]) -> None:
    """The clauses that it may touch, as a person chose them: (version, ident). Those no longer chosen end."""
    now, chosen = timezone.now(), set(chosen)
    standing = {(row.version_id, row.ident): row.pk for row in concern.touched.filter(ended_at=None)}
    gone = [pk for place, pk in standing.items() if place not in chosen]
    concern.touched.filter(pk__in=gone).update(ended_at=now)
    for version, ident in sorted(chosen - set(standing), key=str):
        Touched.objects.create(
            school_id=concern.school_id, concern=concern, version_id=version, ident=ident, by_id=by.id, at=now
        )


@action("concern.close", needs=Can.HANDLE_CONCERN, sentence="{by} closed {about}")
def close(concern: Concern, *, by, key: UUID, reason: str, told: str = "", read_register=False) -> None:
    """End it with its decision, the reason, and what the reporter was told (clause 10-01-a).

    Nothing closes itself: a decision comes first, and where the threshold may be met, the LADO's answer.
    """
    _only_owner(concern, by)
    concerns.LIFECYCLE.check(concern, "close")
    if not concern.basket:
        raise NotAllowed("Nobody has decided about this concern.", "Decide first; then close it.")
    if not reason.strip():
        raise NotAllowed("Closing needs a reason.", "Write why.")
    _check_register(concern.kind, concern.basket, read_register)
    asked = Consultation.objects.filter(concern=concern, body=rules.LADO).exists()
    if concern.basket == concerns.THRESHOLD and not asked:
        raise NotAllowed(
            "It may meet the harm threshold, and nobody has noted what the LADO said.", "Consult the LADO, and note it."
        )
    words = {"reason": reason.strip(), "told": told.strip()}
    _decide(concern, by, key, rules.CLOSED, words, basket=concern.basket, read_register=read_register)
    if words["told"]:
        returning.write(concern, by=by, words=words["told"], key=uuid5(key, "told"))
    concern.closed_at = timezone.now()
    concerns.LIFECYCLE.move(concern, "close", with_fields=("closed_at",))


@action("concern.reopen", needs=Can.HANDLE_CONCERN, sentence="{by} opened {about} again")
def reopen(concern: Concern, *, by, key: UUID, reason: str) -> None:
    """Something has come up: whoever opens it again has it from now on."""
    if not reason.strip():
        raise NotAllowed("Opening it again needs a reason.", "Write why.")
    _decide(concern, by, key, rules.REOPENED, {"reason": reason.strip()})
    concern.closed_at = None
    _owned(concern, "reopen", by, "closed_at")


@action("concern.chase", needs=Can.HANDLE_CONCERN, sentence="{by} wrote again about {about}, which nobody had taken")
def chase(concern: Concern, *, by, on: datetime.date) -> None:
    """Write again to those whom it reaches, since nobody took it in time; the second time, reach the next post too."""
    if concern.state != concerns.NEW or Chase.objects.filter(concern=concern, on=on).exists():
        raise NotAllowed("There is nothing to write about.")
    again = Chase.objects.filter(concern=concern).exists()
    Chase.objects.create(school_id=concern.school_id, concern=concern, on=on)
    if again:
        working_out.hand_on(concern, at=timezone.now())
    _write(concern)


@action("concern.set_terms", needs=Can.KEEP_ROUTES, sentence="{by} set by when things happen with concerns")
def set_terms(school: School, *, by, **terms: int) -> None:
    """By when something happens here, inside what laws and guidance leave open."""
    if set(terms) != set(rules.TERMS) or rules.out_of_bounds(terms):
        raise NotAllowed("One of these lies outside what a school may choose.", "Nothing was saved.")
    ConcernTerms.objects.update_or_create(school=school, defaults=terms)


def _owned(concern: Concern, move: str, by, *also: str) -> None:
    concern.owner_id, concern.taken_at = by.id, timezone.now()
    concerns.LIFECYCLE.move(concern, move, with_fields=("owner_id", "taken_at", *also))


def _only_owner(concern: Concern, by) -> None:
    if concern.owner_id != by.id:
        raise Refused("Only whoever has taken a concern decides about it.", "Take it, or ask them to give it back.")


def _check_register(kind: str, basket: str, read_register: bool) -> None:
    if rules.needs_register(kind, basket) and not read_register:
        raise NotAllowed(
            "A concern of this kind is not put away before somebody has looked into the family register.",
            "Look at what the registers say, and confirm it.",
        )


def _decide(concern: Concern, by, key: UUID, what: str, words: dict, **more) -> None:
    if Decision.objects.filter(pk=key).exists():
        raise NotAllowed(*DONE_BEFORE)
    Decision.objects.create(
        id=key, school_id=concern.school_id, concern=concern, by_id=by.id, what=what,
        words=seal(concern.school_id, concern.pk, words), **more,
    )  # fmt: skip


def _write(concern: Concern, but: UUID | None = None) -> None:
    """A letter to whoever holds a post that it reaches and may know of it."""
    posts = concern.routes.filter(ended_at=None).values_list("post", flat=True)
    shut_out = [*concern.barred.filter(ended_at=None).values_list("adult_id", flat=True), but]
    adults = {adult.pk: adult for post in posts for adult in holders(concern.school, Role(post))}
    for adult in adults.values():
        if adult.pk not in shut_out:
            notices.post("task", adult, "/", confidential=True)
