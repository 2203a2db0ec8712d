"""Whom a concern reaches, as it changes: subjects who become known, conflicts, ties, posts that a school adds."""

from uuid import UUID, uuid4

from django.utils import timezone

from belisha.concerns import rules as concerns
from belisha.concerns.asides import OPEN_FILES
from belisha.concerns.models import Barred, Concern, Subject
from belisha.concerns.routing import jobs, rules, working_out
from belisha.concerns.routing.ground import POSTS
from belisha.concerns.routing.models import AddedPost, Tie
from belisha.concerns.rules import About
from belisha.concerns.sealing import seal
from belisha.core.access import ROLES, Can, Role
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.core.jobs import nudge
from belisha.people.models import Adult


@action("route.add", needs=Can.KEEP_ROUTES, sentence="{by} added {about} to whom concerns reach")
def add_post(school, *, by, kind: str, post: str) -> AddedPost:
    """Let a type of concern reach one more post from now on. None is taken away, by anybody."""
    if kind not in concerns.TYPES or post not in POSTS:
        raise NotAllowed("Choose a type of concern and a post that deals with concerns.")
    label = ROLES[Role(post)].label
    if post in concerns.type_row(kind)["reaches"]:
        raise NotAllowed(f"This reaches the {label} already.")
    if AddedPost.objects.filter(school=school, kind=kind, post=post).exists():
        raise NotAllowed(f"This reaches the {label} already.")
    return AddedPost.objects.create(school=school, kind=kind, post=post)


@action("concern.name_subject", needs=Can.HANDLE_CONCERN, sentence="{by} noted whom {about} is about")
def name_subject(concern: Concern, *, by, about: About, key: UUID | None = None) -> None:
    """Say whom it is about, once that is known. An adult of the school loses sight of it in the same moment.

    `key`: the row's; the same form sent twice finds it there.
    """
    if key and concern.subjects.filter(pk=key).exists():
        return
    if about.kind == concerns.ADULT and concern.subjects.filter(adult_id=about.adult, ended_at=None).exists():
        raise NotAllowed("They are named already.")
    if about.kind == concerns.ADULT and not Adult.objects.filter(pk=about.adult, school_id=concern.school_id).exists():
        raise NotAllowed("Nobody here has this name.")
    words = seal(concern.school_id, concern.pk, {"words": about.words}) if about.words else b""
    Subject.objects.create(
        id=key or uuid4(), school_id=concern.school_id, concern=concern, kind=about.kind, adult_id=about.adult,
        words=words,
    )  # fmt: skip
    # Whoever was not known is known now.
    concern.subjects.filter(kind=concerns.UNKNOWN, ended_at=None).exclude(kind=about.kind).update(
        ended_at=timezone.now()
    )
    working_out.anew(concern)


@action("concern.clear_subject", needs=Can.HANDLE_CONCERN, sentence="{by} noted whom {about} is not about")
def clear_subject(concern: Concern, *, by, subject: Subject) -> None:
    """Note that somebody is not whom it is about. Where nobody is left, it is about somebody unknown."""
    found = concern.subjects.filter(pk=subject.pk, ended_at=None).first()
    if found is None:
        raise NotAllowed("They are not named any more.")
    found.ended_at = timezone.now()
    found.save(update_fields=["ended_at"])
    if not concern.subjects.filter(ended_at=None).exists():
        Subject.objects.create(school_id=concern.school_id, concern=concern, kind=concerns.UNKNOWN)
    working_out.anew(concern)


@action("concern.change_kind", needs=Can.HANDLE_CONCERN, sentence="{by} noted what {about} is about")
def change_kind(concern: Concern, *, by, kind: str) -> None:
    """Say what it is about, once that is clearer. A concern without files stays one without files."""
    if kind not in concerns.TYPES:
        raise NotAllowed("Choose what it is about.")
    lane = concern.lane or concerns.type_row(kind).get("lane", "")
    if lane != concern.lane and any(has_files(concern) for has_files in OPEN_FILES):
        raise NotAllowed("No file can be attached to such a concern.", "Seal off its files first.")
    concern.kind, concern.lane = kind, lane
    concern.save(update_fields=["kind", "lane"])
    working_out.anew(concern)


@action("concern.declare_conflict", needs=Can.HANDLE_CONCERN, sentence="{by} said that they have a conflict in {about}")
def declare_conflict(concern: Concern, *, by, reason: str = "") -> None:
    """Step away from a concern for good, at any time and without having to say why."""
    words = seal(concern.school_id, concern.pk, {"words": reason}) if reason else b""
    Barred.objects.create(school_id=concern.school_id, concern=concern, adult_id=by.id, why=rules.DECLARED, words=words)
    working_out.anew(concern)


@action("concern.work_out", needs=Can.HANDLE_CONCERN, sentence="{by} worked out anew whom {about} reaches")
def work_out(concern: Concern, *, by) -> None:
    """Hold a concern against who holds which post today, and who is close to whom."""
    working_out.anew(concern)


# -- ties -----------------------------------------------------------------------------------------------------------


@action("tie.declare", needs=Can.DECLARE, sentence="{by} declared {about}", confidential=True)
def declare_tie(school, *, by, other: Adult, kind: str, key: UUID) -> Tie:
    """Say that a colleague is close to oneself: what is about one of the two will not come to the other."""
    if other.school_id != school.pk or other.pk == by.id or kind not in rules.TIES:
        raise NotAllowed("Name somebody else who works here, and how you are close.")
    if Tie.objects.filter(adult_id=by.id, other=other, ended_at=None).exists() or Tie.objects.filter(pk=key).exists():
        raise NotAllowed(f"You named {other} already.")
    tie = Tie.objects.create(id=key, school=school, adult_id=by.id, other=other, kind=kind)
    nudge(jobs.work_out_school, school.pk)
    return tie


@action("tie.end", needs=Can.DECLARE, sentence="{by} took back {about}")
def end_tie(tie: Tie, *, by) -> None:
    """Say that it is no longer so. What has been kept from them stays kept from them."""
    if tie.ended_at is not None:
        raise NotAllowed("You took this back already.")
    tie.ended_at = timezone.now()
    tie.save(update_fields=["ended_at"])
    nudge(jobs.work_out_school, tie.school_id)


# -- what others do ---------------------------------------------------------------------------------------------------


@answer("role.grant")
@answer("role.end")
@answer("role.lapse")
@answer("role.stand_in")
@answer("role.acting_head")
@answer("role.end_acting_head")
@answer("role.chair_given")
@answer("role.chair_ended")
@answer("role.chair_stand_in")
def _posts_changed(about, *, by) -> None:
    """Whoever holds a post today may have to take what nobody could take yesterday."""
    role, school_id = getattr(about, "role", None), getattr(about, "school_id", None) or about.pk
    if role is None or role in POSTS:
        nudge(jobs.work_out_school, school_id)


@answer("adult.leave")
@answer("adult.come_back")
@answer("declaration.declare")
def _somebody_changed(about, *, by) -> None:
    """Who works here, and who is close to which child. Asked whether or not there is any concern."""
    nudge(jobs.work_out_school, about.school_id)
