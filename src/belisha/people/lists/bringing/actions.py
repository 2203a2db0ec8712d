"""What bringing in a staff list changes."""

from django.db import transaction
from django.utils import timezone

from belisha.core import audit, prepared
from belisha.core.access import Can, require
from belisha.core.action import Many, action, difference, snapshot
from belisha.core.errors import No
from belisha.people import actions as people
from belisha.people.employers import actions as employers
from belisha.people.lists import queries
from belisha.people.lists.bringing import rules
from belisha.people.lists.models import StaffList
from belisha.people.lists.plan import ADD, LEFT, SAME, UPDATE, WRONG, Step
from belisha.people.lists.rows import Row
from belisha.people.lists.rules import LIFECYCLE, PART
from belisha.people.models import Adult, Employer, Grant, School
from belisha.people.rules import first_day_of_role, sign_in_name

OVER = ("result", "table", "rows", "done_at")


def bring_in_part(staff_list: StaffList) -> bool:
    """Bring in the next rows of a running list, in one transaction, as whoever confirmed it; whether there are more.

    Each row is planned again as the school stands now. What is no longer as it was shown is left out and reported.
    """
    with transaction.atomic():
        audit.hold(staff_list.school_id)  # of two workers, the second goes on where the first stopped
        staff_list.refresh_from_db()
        if staff_list.state != "running":
            return False
        by = _confirmer(staff_list)
        require(by, Can.CHANGE_PEOPLE, staff_list)
        rows = [Row(**row) for row in staff_list.rows[staff_list.reached : staff_list.reached + PART]]
        if not rows:
            finish(staff_list, by=by)
            return False
        result = _bring_in(staff_list, rows, by)
        now = {"reached": staff_list.reached + len(rows), "result": result}
        StaffList.objects.filter(pk=staff_list.pk).update(**now)
    return True


def _confirmer(staff_list: StaffList) -> Adult:
    """Whoever confirmed the list, with the powers that they had then and still hold."""
    by = Adult.objects.select_related("school").get(pk=staff_list.given_by_id)
    by.second_factor = staff_list.second_factor
    return by


def _bring_in(staff_list: StaffList, rows: list[Row], by) -> dict:
    """Do what these rows say; what became of the list so far."""
    outcome, school = rules.Outcome.of(staff_list.result), staff_list.school
    agreed = dict(zip((row["line"] for row in staff_list.rows), outcome.said, strict=True))
    steps = [rules.still(step, agreed[step.row.line]) for step in queries.steps(by, rows, seen=outcome.seen)]
    senders = _senders(school, [step.row for step in steps if step.outcome not in (WRONG, LEFT)], by)
    done = {**_added_together(school, steps, senders, by), **_changed_together(school, steps, senders, by)}
    for step in steps:
        here = done.get(step.row.line, "")
        outcome.note(step, *((here, "") if here else _one(school, step, senders, by)))
    return outcome.plain()


def _added_together(school: School, steps: list[Step], senders: dict[str, Employer], by) -> dict[int, str]:
    """Add everybody new who has no role that sees more than an adult does: line → the adult's key."""
    rows = [step.row for step in steps if step.outcome == ADD and rules.is_plain(step.row)]
    if not rows:
        return {}
    adults, roles = _new(school, rows, senders), [tuple(row.roles) for row in rows]
    add_many(school, by=by, adults=adults, roles=roles, number=_adults(adults))
    return {row.line: str(adult.pk) for row, adult in zip(rows, adults, strict=True)}


def _changed_together(school: School, steps: list[Step], senders: dict[str, Employer], by) -> dict[int, str]:
    """Change everybody in whose record nothing changes that anything follows from: line → the adult's key."""
    rows = {step.adult_id: step.row for step in steps if step.outcome == UPDATE}
    changes = []
    for adult in Adult.objects.filter(school=school, pk__in=rows).prefetch_related("grants"):
        row = rows[str(adult.pk)]
        if rules.is_quiet(_as_it_is(adult), _as_listed(adult, row, senders)) and not _new_roles(adult, row):
            changes.append((adult, _as_listed(adult, row, senders)))
    if changes:
        change_many(school, by=by, changes=changes, number=_adults(changes))
    return {rows[str(adult.pk)].line: str(adult.pk) for adult, _ in changes}


def _adults(some: list) -> str:
    return "one adult" if len(some) == 1 else f"{len(some)} adults"


@action("adult.add_many", needs=Can.CHANGE_PEOPLE, sentence="{by} added {number} from a staff list")
def add_many(school: School, *, by, adults: list[Adult], roles: list[tuple[str, ...]], number: str) -> Many:
    """Add adults with roles that see no more than an adult does: each has entries in the log as if added alone.

    Those who answer are asked once, and find the adults in `school.added`.
    """
    Adult.objects.bulk_create(adults)
    today = timezone.localdate()
    grants = [
        Grant(adult=adult, role=role, school=school, starts=first_day_of_role(role, today, adult.starts))
        for adult, given in zip(adults, roles, strict=True)
        for role in given
    ]
    Grant.objects.bulk_create(grants)
    told = [audit.Told("adult.add", adult, {"kind": adult.kind}, difference({}, snapshot(adult))) for adult in adults]
    told += [audit.Told("role.grant", grant, {}, difference({}, snapshot(grant))) for grant in grants]
    school.added = adults
    return Many(adults, told)


@action("adult.change_many", needs=Can.CHANGE_PEOPLE, sentence="{by} changed the records of {number} by a staff list")
def change_many(school: School, *, by, changes: list[tuple[Adult, dict]], number: str) -> Many:
    """Change names, senders and keys alone: each has an entry in the log as if changed alone, and nothing follows."""
    told = []
    for adult, given in changes:
        before = snapshot(adult)
        for column in rules.QUIET:
            setattr(adult, column, given[column])
        prepared.update(adult, "name", "listed_as", "employer")
        told.append(audit.Told("adult.change", adult, {}, difference(before, snapshot(adult))))
    return Many([adult for adult, _ in changes], told)


def _new(school: School, rows: list[Row], senders: dict[str, Employer]) -> list[Adult]:
    """Adults as these rows say, each with a name to sign in with that nobody has."""
    names, today, found = _names([row.name for row in rows]), timezone.localdate(), []
    for row, name in zip(rows, names, strict=True):
        kind = row.kind or row.if_new
        adult = Adult(
            school=school, name=row.name, kind=kind, email=row.email, sign_in_name=name, listed_as=row.key,
            starts=rules.first_day(row, today), ends=rules.day(row.ends), employer=senders.get(rules.sender(row, kind)),
        )  # fmt: skip
        adult.set_unusable_password()
        found.append(adult)
    return found


def _names(names: list[str]) -> list[str]:
    """A free name to sign in with for each: a query for all, and one for each stem that somebody has already."""
    stems = {sign_in_name(name, ()) for name in names}
    there = set(Adult.objects.filter(sign_in_name__in=stems).values_list("sign_in_name", flat=True))
    taken = set(there)
    for stem in there:
        taken |= set(Adult.objects.filter(sign_in_name__startswith=stem).values_list("sign_in_name", flat=True))
    free = []
    for name in names:
        free.append(sign_in_name(name, taken))
        taken.add(free[-1])
    return free


def _senders(school: School, rows: list[Row], by) -> dict[str, Employer]:
    """Who sends the adults of these rows, by name in small letters; one that is new is added."""
    wanted = {row.employer.casefold(): row.employer for row in reversed(rows) if row.employer}
    if not wanted:
        return {}
    there = {each.name.casefold(): each for each in Employer.objects.filter(school=school)}
    for key, name in wanted.items():
        if key not in there:
            there[key] = employers.add(Employer(school=school), by=by, name=name)
    return there


def _one(school: School, step: Step, senders: dict[str, Employer], by) -> tuple[str, str]:
    """Do one row by the actions for one adult: whom it was about, and why it was left out if it was."""
    if step.outcome in (WRONG, LEFT, SAME):
        return step.adult_id, " ".join(step.words) if step.outcome == WRONG else ""
    try:
        with transaction.atomic():
            return str((_add if step.outcome == ADD else _update)(school, step, senders, by).pk), ""
    except No as no:
        return step.adult_id, f"{no.reason} {no.help}".strip()


def _add(school: School, step: Step, senders: dict[str, Employer], by) -> Adult:
    """Somebody with a role that sees more: by the actions for one adult, which ask whether it may be given."""
    row, kind = step.row, step.row.kind or step.row.if_new
    return people.add(
        school, by=by, name=row.name, kind=kind, email=row.email, roles=row.roles, listed_as=row.key,
        starts=rules.first_day(row, timezone.localdate()), ends=rules.day(row.ends),
        employer=senders.get(rules.sender(row, kind)),
    )  # fmt: skip


def _update(school: School, step: Step, senders: dict[str, Employer], by) -> Adult:
    adult = Adult.objects.select_related("school", "employer").get(pk=step.adult_id, school=school)
    given = _as_listed(adult, step.row, senders)
    if given != _as_it_is(adult):
        employer = next((each for each in senders.values() if each.pk == given["employer_id"]), adult.employer)
        del given["employer_id"]
        people.change(adult, by=by, employer=employer, **given)
    for role in _new_roles(adult, step.row):
        people.grant(adult, by=by, role=role)
    return adult


def _as_it_is(adult: Adult) -> dict:
    """The columns of an adult that a list may change."""
    names = ("name", "kind", "email", "starts", "ends", "listed_as", "employer_id")
    return {name: getattr(adult, name) for name in names}


def _as_listed(adult: Adult, row: Row, senders: dict[str, Employer]) -> dict:
    """The same as a row has them. An empty cell changes nothing."""
    kind, known = row.kind or adult.kind, _as_it_is(adult)
    sender = senders.get(rules.sender(row, kind))
    listed = {
        "name": row.name, "kind": kind, "email": row.email, "listed_as": row.key,
        "starts": rules.day(row.starts), "ends": rules.day(row.ends),
        "employer_id": sender.pk if sender else None,
    }  # fmt: skip
    return {name: value or known[name] for name, value in listed.items()}


def _new_roles(adult: Adult, row: Row) -> list[str]:
    if not row.roles:
        return []
    held = {grant.role for grant in adult.grants.all() if grant.ends is None}
    return [role for role in row.roles if role not in held]


# -- the end ---------------------------------------------------------------------------------------------------------


@action("staff_list.finish", needs=Can.CHANGE_PEOPLE, sentence="{by} brought a {about} in")
def finish(staff_list: StaffList, *, by) -> None:
    """Note what became of the rows and who is missing, and keep nothing else of the list."""
    outcome, today = rules.Outcome.of(staff_list.result), timezone.localdate()
    missing = rules.possible_leavers(queries.known(by), outcome, staff_list.complete, today)
    _close(staff_list, missing)
    LIFECYCLE.move(staff_list, "finish", with_fields=OVER)


@action("staff_list.stop", needs=Can.LET_LAPSE, sentence="{by} stopped bringing a {about} in")
def stop(staff_list: StaffList, *, by, why: str) -> None:
    """What was brought in stays; the rest is not, since whoever confirmed it may no longer do that."""
    staff_list.stopped_because = why[:300]
    _close(staff_list, [])
    LIFECYCLE.move(staff_list, "stop", with_fields=(*OVER, "stopped_because"))


def _close(staff_list: StaffList, missing: list[str]) -> None:
    kept = {name: staff_list.result[name] for name in ("number", "wrong")}
    staff_list.result = {**kept, "missing": missing}
    staff_list.table, staff_list.rows, staff_list.done_at = {}, [], timezone.now()
