"""A staff list of 2,000 rows: read, checked, brought in by the worker, and once more with every row changed."""

import io
import time

from openpyxl import Workbook

from bench.measure import Figure, at, ms

ROWS = 2000
HEAD = ["Staff ID", "Preferred Forename", "Legal Surname", "Work Email", "Contract Type", "Job title", "Start date"]


def figures(data, made, head):
    from belisha.people.lists import actions, queries, reading
    from belisha.people.lists.plan import digest

    book, took = _workbook("Lane"), {}
    took["read"], (form, table) = _timed(lambda: reading.read([reading.Given("staff.xlsx", book)]))
    first = actions.give(made, by=head, form=form, read=table)
    _, fields = queries.table_of(head, first)
    actions.match(first, by=head, fields=fields)
    took["check"], steps = _timed(lambda: queries.steps(head, queries.rows_of(first)))
    floor, _ = _timed(lambda: _bare(made))
    yield Figure(f"Reading an Excel list of {ROWS} adults", ms(took["read"]), "", "")
    yield Figure(
        "Working out what each of its rows would do",
        ms(took["check"]),
        f"the bare rows: {ms(floor)}",
        _x(took["check"], floor),
    )
    actions.confirm(first, by=head, shown=digest(steps), complete=True)
    whole, parts = _brought_in(first)
    yield Figure(
        f"Bringing it in: {ROWS} adults, a role and the log's entries each",
        ms(whole),
        f"the bare rows: {ms(floor)}",
        _x(whole, floor),
    )
    yield Figure(
        "What another writer waits for at most while it is brought in",
        ms(at(parts, 1)),
        f"median of a part: {ms(at(parts, 0.5))}",
        "",
    )
    form, table = reading.read([reading.Given("staff.xlsx", _workbook("Lane-Reed"))])
    second = actions.give(made, by=head, form=form, read=table)
    actions.match(second, by=head, fields=fields)
    actions.confirm(second, by=head, shown=digest(queries.steps(head, queries.rows_of(second))), complete=True)
    whole, parts = _brought_in(second)
    yield Figure(
        f"The same list with {ROWS} other names: every adult updated",
        ms(whole),
        f"the bare rows: {ms(floor)}",
        _x(whole, floor),
    )


def _brought_in(staff_list) -> tuple[float, list[float]]:
    """Do what the worker does; how long it took, and each of its transactions."""
    from belisha.people.lists.bringing.actions import bring_in_part

    parts, more = [], True
    while more:
        seconds, more = _timed(lambda: bring_in_part(staff_list))
        parts.append(seconds)
    assert staff_list.state == "done", staff_list.state
    return sum(parts), sorted(parts)


def _workbook(surname: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Staff")
    sheet.append(HEAD)
    for n in range(ROWS):
        sheet.append([f"S{n:05d}", f"Ada{n}", surname, f"s{n}@lane.example", "Permanent", "Teacher", "01/09/2024"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bare(made) -> None:
    """As many adults as rows and nothing else, in a transaction that is rolled back."""
    from django.db import transaction
    from django.utils import timezone

    from belisha.people.models import Adult

    rows = [
        Adult(school=made, name=f"Bare {n}", sign_in_name=f"bare{n}", starts=timezone.localdate(), password="!")
        for n in range(ROWS)
    ]
    with transaction.atomic():
        Adult.objects.bulk_create(rows, batch_size=500)
        transaction.set_rollback(True)


def _timed(work):
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


def _x(seconds: float, floor: float) -> str:
    return f"× {seconds / floor:.1f}"
