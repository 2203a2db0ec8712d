"""What processes do with a staff list: give and confirm one, look how far it is, bring it in."""


def confirm_list(number: int) -> dict:
    """A list of so many adults, given and confirmed by the Headteacher; the worker has not seen it."""
    from engines.labour import _head

    from belisha.people.lists import actions, queries
    from belisha.people.lists.plan import digest
    from belisha.people.lists.tables import from_text

    head = _head()
    rows = "".join(f"L{n},Listed Adult{n},listed{n}@kestrel.example,Teacher\n" for n in range(number))
    table = from_text(f"Staff ID,Name,Email,Role\n{rows}".encode())
    staff_list = actions.give(head.school, by=head, form="table", read=table)
    actions.match(staff_list, by=head, fields=["key", "name", "email", "role"])
    steps = queries.steps(head, queries.rows_of(staff_list))
    actions.confirm(staff_list, by=head, shown=digest(steps), complete=False)
    return {"list": str(staff_list.pk)}


def how_far(list_id: str) -> dict:
    """How far a list is, and what there is of it: adults, their roles, their entries in the log."""
    from belisha.core.models import AuditEntry
    from belisha.people.lists.models import StaffList
    from belisha.people.models import Adult, Grant

    row = StaffList.objects.get(pk=list_id)
    adults = Adult.objects.filter(email__startswith="listed")
    keys = list(adults.values_list("pk", flat=True))
    return {
        "state": row.state, "reached": row.reached, "number": row.result.get("number", {}), "adults": len(keys),
        "names": adults.values("sign_in_name").distinct().count(),
        "roles": Grant.objects.filter(adult__in=adults).count(),
        "entries": AuditEntry.objects.filter(kind="adult.add", about__in=keys).count(),
    }  # fmt: skip


def bring_list_in(list_id: str) -> None:
    from belisha.people.lists.jobs import bring_in_list

    bring_in_list.call(list_id)
