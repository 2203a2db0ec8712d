"""The leaders' page at 2,000 adults and 8 duties, beside the same page of a small school."""

import datetime

from bench.measure import Figure, against, at, interleaved, ms

DUTIES, FEW, MANY, ROUNDS = 8, 60, 2000, 12


def figures(data, made, head):
    """In this process, without a network: what the database and the template take."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from bench import stage

    pages = {"figures": "", "by role": "?by=role", "by kind": "?by=kind"}
    made, head = a_school(stage)
    address, client = reverse("following:overview"), signed_in(head)
    duties, times, queries = some_duties(made), {}, {}
    for adults in (FEW, MANY):
        grow(stage, made, adults)
        owe(made, duties)
        for name, query in pages.items():
            client.get(address + query)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address + query).status_code == 200
            queries[name, adults] = len(seen)
        works = {name: lambda query=query: client.get(address + query) for name, query in pages.items()}
        times[adults] = interleaved(ROUNDS, **works)
    for name in pages:
        yield against(
            f"Leaders, {name}: {MANY:,} adults and {DUTIES} duties",
            times[MANY][name],
            times[FEW][name],
            f"{FEW} adults",
        )
        few, many = queries[name, FEW], queries[name, MANY]
        yield Figure(
            f"Queries of the leaders’ page, {name}", f"{few} with {FEW} adults", f"{many} with {MANY:,}",
            "equal" if few == many else "MORE",
        )  # fmt: skip
    yield from taken(client, reverse("following:export"))


def taken(client, address: str):
    """The spreadsheet of everything."""
    works = {kind: lambda kind=kind: read(client.post(address, {"form": kind})) for kind in ("csv", "xlsx")}
    times = interleaved(2, **works)
    for kind, seconds in times.items():
        yield Figure(f"Everything of {MANY:,} adults and {DUTIES} duties as {kind}", ms(at(seconds, 0.5)))


def read(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def signed_in(head):
    from cast import signed_in
    from django.test import Client

    return signed_in(Client(headers={"host": "localhost"}), head)


def a_school(stage):
    """One of its own, as large as it is to be, whatever was measured before."""
    from cast import an_adult

    from belisha.core.access import Role
    from belisha.people.models import School

    made = School.objects.create(name="Larkfield School", kind="community")
    head = an_adult(made, "Isaac Thornbury", roles=(Role.HEADTEACHER, Role.TEACHER))
    head.second_factor = True
    stage.policy(made, head)
    return made, head


def grow(stage, made, adults: int) -> None:
    """As many adults as wanted, asked about the policy."""
    from belisha.people.models import Adult
    from belisha.policy.models import Version

    here = Adult.objects.filter(school=made).count()
    if here < adults:
        stage.crowd(made, adults - here)
    for version in Version.objects.filter(school=made, state="published"):
        stage.ask_everyone(version)


def some_duties(made) -> list:
    from django.utils import timezone

    from belisha.duties.owed.models import Duty

    return Duty.objects.bulk_create(
        Duty(school=made, title=f"Duty {number}", way="tick", starts_on=timezone.localdate(), state="live")
        for number in range(DUTIES)
    )


def owe(made, duties) -> None:
    """Everybody owes everything; a third is done, a third is late, a twentieth is excused."""
    from django.utils import timezone

    from belisha.duties.following.models import Excuse
    from belisha.duties.owed.models import Owed
    from belisha.people.models import Adult

    now, today, day = timezone.now(), timezone.localdate(), datetime.timedelta(days=1)
    new = list(Adult.objects.filter(school=made, owed=None).values_list("pk", flat=True))
    rows = []
    for place, adult in enumerate(new):
        for number, duty in enumerate(duties):
            done = (place + number) % 3 == 0
            rows.append(
                Owed(
                    school=made, adult_id=adult, duty=duty, opened_at=now, state="done" if done else "due",
                    due_on=today + (day if (place + number) % 3 == 1 else -day), done_at=now if done else None,
                    wording="I have done this." if done else "",
                )
            )  # fmt: skip
    Owed.objects.bulk_create(rows, batch_size=500)
    by = Adult.objects.filter(grants__role="headteacher", school=made).first()
    Excuse.objects.bulk_create(
        Excuse(school=made, adult_id=adult, reason="Away", first=today, last=today + day, given_by=by, given_at=now)
        for adult in new[::20]
        if adult != by.pk
    )
