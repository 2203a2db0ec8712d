"""What leaders do about duties, by processes of their own, for `engines.labour`: each answer goes into a file."""

import datetime
import uuid

ADULTS, LATE, AWAY, DONE = 30, 9, 4, 7


def a_school_that_is_followed_up() -> dict:
    """A school of its own: a duty, of which some is done, some late, and some adults are excused."""
    from cast import an_adult
    from django.utils import timezone

    from belisha.core.access import Role
    from belisha.duties.following.models import Chasing, Excuse
    from belisha.duties.owed.models import Duty, Owed
    from belisha.people.models import Adult, School

    now, today, day = timezone.now(), timezone.localdate(), datetime.timedelta(days=1)
    school = School.objects.create(name=f"School {uuid.uuid4()}", kind="community")
    head = an_adult(school, f"Head {uuid.uuid4()}", roles=(Role.HEADTEACHER,), email="")
    Adult.objects.bulk_create(
        Adult(
            school=school, name=f"Adult {n:03d}", sign_in_name=uuid.uuid4().hex, starts=today, password="!",
            email=f"{uuid.uuid4().hex}@school.example", kind="agency" if n % 2 else "employee",
        )
        for n in range(ADULTS)
    )  # fmt: skip
    adults = list(Adult.objects.filter(school=school).exclude(pk=head.pk).order_by("name"))
    duty = Duty.objects.create(school=school, title="Asked of all", way="tick", starts_on=today, state="live")
    Owed.objects.bulk_create(
        Owed(
            school=school, adult=adult, duty=duty, opened_at=now, due_on=today + (-day if n < LATE else 9 * day),
            state="done" if n >= ADULTS - DONE else "due", done_at=now if n >= ADULTS - DONE else None,
            wording="I have done this." if n >= ADULTS - DONE else "",
        )
        for n, adult in enumerate(adults)
    )  # fmt: skip
    Excuse.objects.bulk_create(
        Excuse(school=school, adult=adult, reason="Away", first=today, last=today + day, given_by=head, given_at=now)
        for adult in adults[:AWAY]
    )
    Chasing.objects.create(school=school, from_hour=0)
    return {"school": str(school.pk), "head": str(head.pk)}


def figures(head_id: str) -> dict:
    """What the leaders' page shows, and the names behind a number."""
    from belisha.duties.following import queries
    from belisha.duties.following.standing import Group
    from belisha.people.models import Adult

    head = Adult.objects.select_related("school").get(pk=head_id)
    head.second_factor = True
    (line,) = queries.lines(head)
    late, _ = queries.page_of_standings(head, line, Group(), "overdue")
    return {
        "lines": [[row.title, *(number for *_, number in row.tally.columns)] for row in queries.by_line(head)],
        "kinds": [[row.title, *(number for *_, number in row.tally.columns)] for row in queries.by_group(head, "kind")],
        "roles": [[row.title, *(number for *_, number in row.tally.columns)] for row in queries.by_group(head, "role")],
        "late": [each.adult.name for each in late],
        "open": list(queries.number_open(head)),
    }


def remind_late(school_id: str) -> int:
    """Everybody who is late gets a letter: two who do this at once write to each adult once."""
    from belisha.core.access import WORKER
    from belisha.core.errors import NotAllowed
    from belisha.duties.following import actions
    from belisha.people.models import School

    try:
        return actions.remind_late(School.objects.get(pk=school_id), by=WORKER)
    except NotAllowed:
        return 0


def letters_of(school_id: str) -> list[int]:
    """How many reminders went out, and to how many adults."""
    from belisha.core.models import Notice

    found = Notice.objects.filter(school_id=school_id, letter="task").values_list("adult_id", flat=True)
    return [len(found), len(set(found))]
