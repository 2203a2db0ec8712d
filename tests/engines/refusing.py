"""What the database itself refuses of concerns and their evidence, for `engines.labour`: its answer to each attempt."""

import uuid


def triggers_of_concerns() -> dict:
    """Which triggers of these rooms are not there or asleep; and what the check says where one is taken away."""
    from django.core import checks
    from django.db import connection, transaction

    from belisha.core import guards as core
    from belisha.evidence import guards as evidence
    from belisha.evidence.lane import guards as lane

    vendor = connection.vendor
    added_to = [f"{table}_no_update" for table in ("triage_decision", "triage_consultation", "handling_stepentry")]
    wanted = [*evidence.NAMES[vendor], *lane.NAMES[vendor], *added_to]
    said = []
    for statement in _weakened(vendor):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)
            said.append([str(fault) for fault in checks.run_checks(databases=["default"]) if fault.is_serious()])
            transaction.set_rollback(True)
    missing = sorted(set(wanted) - core.standing(connection))
    unchecked = sorted(set(wanted) - set(core.TRIGGERS[vendor]))
    return {"missing": missing, "unchecked": unchecked, "said": said}


def _weakened(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return ["DROP TRIGGER lane_file_refused"]
    table = "ALTER TABLE sealed_sealedfile {} TRIGGER lane_file_refused"
    return ["DROP TRIGGER lane_file_refused ON sealed_sealedfile", table.format("DISABLE"), table.format("ENABLE")]


def _answers_to(attempts: dict) -> dict:
    """What the database says to each, alone; empty where it did it. On PostgreSQL also as a replica would be told."""
    from django.db import DatabaseError, connection, transaction

    said = {}
    for name, attempt in attempts.items():
        for replica in (False, True) if connection.vendor == "postgresql" else (False,):
            try:
                with transaction.atomic():
                    if replica:
                        _execute("SET LOCAL session_replication_role = replica")()
                    attempt()
                    transaction.set_rollback(True)
                said[f"{name}{' (replica)' if replica else ''}"] = ""
            except DatabaseError as fault:
                said[f"{name}{' (replica)' if replica else ''}"] = str(fault)
    return said


def _execute(statement: str, *values):
    from django.db import connection

    def run():
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


def _change(thing, **changes):
    """Past every action and every model: one UPDATE."""
    return lambda: type(thing)._base_manager.filter(pk=thing.pk).update(**changes)


def _remove(thing):
    rows = type(thing)._base_manager.filter(pk=thing.pk)
    return lambda: rows._raw_delete(rows.db)


def _a_file(cast, place):
    """A file sealed under a concern or draft, and its row."""
    from evidenced import a_piece

    from belisha.sealed.store import keep

    return keep(a_piece(cast, place).stored)


def _an_item(cast, file, **where):
    from belisha.evidence.models import Item

    return Item.objects.create(school=cast.school, kind="png", file=file, source="handler", **where)


def lane_refuses() -> dict:
    """Every way into the lane with a file, and out of it."""
    from concerned import a_concern
    from engines.concerning import _cast, _logs

    from belisha.concerns.models import Concern
    from belisha.concerns.reporting.models import Draft
    from belisha.concerns.routing import actions as routing
    from belisha.evidence.lane import actions

    cast = _cast()
    lane, other = a_concern(cast, kind="indecent_image"), a_concern(cast, kind="pupil_contact")
    secret = Draft.objects.create(school=cast.school, adult=cast.teacher, lane="terrorist")
    plain = Draft.objects.create(school=cast.school, adult=cast.teacher)
    file, item = _a_file(cast, other.pk), _an_item(cast, _a_file(cast, other.pk), concern=other)
    drafted = _an_item(cast, _a_file(cast, plain.pk), draft_id=plain.pk)
    said = _answers_to({
        "a file of a concern": lambda: _a_file(cast, lane.pk),
        "a file of a draft": lambda: _a_file(cast, secret.pk),
        "an item of a concern": lambda: _an_item(cast, file, concern=lane),
        "an item of a draft": lambda: _an_item(cast, file, draft_id=secret.pk),
        "an item of a draft that comes to be a concern's": _change(drafted, concern=lane, draft_id=None),
        "a concern that becomes one with files": _change(lane, kind="other", lane=""),
        "a concern of another lane": _change(lane, kind="other", lane="terrorist"),
        "a draft that becomes one with files": _change(secret, lane=""),
        "a concern with an open file": _change(other, kind="indecent_image", lane="indecent"),
    })  # fmt: skip
    actions.shut(other, by=cast.head, item=item)
    shut = _answers_to({"opened again": _change(item, shut_at=None), "gone": _remove(item)})
    routing.change_kind(other, by=cast.head, kind="indecent_image")
    shut |= _answers_to({"opened again in the lane": _change(item, shut_at=None)})
    lane_now = Concern.objects.get(pk=other.pk).lane
    return {"said": said, "shut": shut, "lane": lane_now, "logs": _logs(cast.school)}


def evidence_refuses() -> dict:
    """Every way to change evidence, or to be rid of it; and what becomes of its key."""
    from django.db import connection
    from django.utils import timezone
    from engines.concerning import _cast, _logs
    from evidenced import an_item

    from belisha.evidence import jobs

    cast = _cast()
    item, other = an_item(cast), an_item(cast)
    jobs.check_all()
    wording, check = item.wordings.get(), item.checks.get()
    changed = {"kind": "pdf", "arrived_at": timezone.now(), "source": "reporter", "file": None, "day_only": True,
               "brought_by": cast.dsl, "concern": other.concern, "school_id": _other_school(),
               "id": uuid.uuid4()}  # fmt: skip
    attempts = {f"item: {name}": _change(item, **{name: value}) for name, value in changed.items()}
    attempts["item: made of another"] = _change(item, derived_from=other, derivation="redacted")
    attempts["item: of a draft again"] = _change(item, concern=None, draft_id=item.concern_id)
    filed = {"sha256": "0" * 64, "size": 1, "record": "concern:x", "media_type": "text/html", "name_sealed": b"x",
             "wrapped_key": b"another"}  # fmt: skip
    attempts |= {f"file: {name}": _change(item.file, **{name: value}) for name, value in filed.items()}
    attempts |= {f"wording: {name}": _change(wording, **{name: value}) for name, value in
                 {"number": 7, "words": b"x", "by": cast.dsl}.items()}  # fmt: skip
    attempts |= {f"check: {name}": _change(check, **{name: value}) for name, value in
                 {"whole": False, "found": "x", "at": timezone.now()}.items()}  # fmt: skip
    attempts |= {f"{type(row).__name__} gone": _remove(row) for row in (item, wording, check)}
    tables = ("evidence_item", "evidence_wording", "evidence_check")
    if connection.vendor == "postgresql":
        attempts |= {f"{table} emptied": _execute(f"TRUNCATE {table} CASCADE") for table in tables}
        attempts["files emptied"] = _execute("TRUNCATE sealed_sealedfile CASCADE")
    else:
        attempts |= {f"{table} replaced": _execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
                     for table in tables}  # fmt: skip
    said = _answers_to(attempts)
    allowed = _answers_to({"the key taken out": _change(item.file, wrapped_key=b"")})
    return {"said": said, "allowed": allowed, "file_gone": _file_gone(item), "logs": _logs(cast.school)}


def _other_school():
    from belisha.people.models import School

    return School.objects.get(name="Kestrel Lane School").pk


def _file_gone(item) -> str:
    """A file's row is held by the item's pointing at it: asked of the database at the end of a transaction."""
    from django.db import DatabaseError, transaction

    try:
        with transaction.atomic():
            _remove(item.file)()
    except DatabaseError as fault:
        return type(fault).__name__
    return ""


def decisions_refuse() -> dict:
    """Every way to rewrite what was decided, whom somebody asked, and what was written down in a step."""
    from concerned import a_concern
    from concerns.handling.handled import noted
    from django.db import connection
    from django.utils import timezone
    from engines.concerning import _cast, _logs

    from belisha.concerns.triage import actions
    from belisha.concerns.triage.models import Consultation, Decision

    cast = _cast()
    concern = a_concern(cast, kind="pupil_contact")
    actions.take(concern, by=cast.head)
    actions.decide(concern, by=cast.head, key=uuid.uuid4(), basket="low_level", reason="So it seems.")
    words = {"who": "The duty officer", "asked": "", "reply": "Manage it within the school."}
    actions.consult(concern, by=cast.head, key=uuid.uuid4(), body="lado", at=timezone.now(), **words)
    entry = noted(concern, cast.head, "danger", danger="no", why="Nothing points to it.")
    decision, asked = Decision.objects.get(concern=concern), Consultation.objects.get(concern=concern)
    attempts = {
        "basket": _change(decision, basket="none"), "reason": _change(decision, words=b""),
        "who decided": _change(decision, by=cast.dsl), "when": _change(asked, at=timezone.now()),
        "what they said": _change(asked, words=b"x"), "answers": _change(entry, words=b"x"),
        "state": _change(entry, state="not_needed"), "entry gone": _remove(entry),
    }  # fmt: skip
    if connection.vendor == "postgresql":
        attempts["entries emptied"] = _execute("TRUNCATE handling_stepentry")
    else:
        attempts["entries replaced"] = _execute(
            "INSERT OR REPLACE INTO handling_stepentry SELECT * FROM handling_stepentry"
        )
    return {"said": _answers_to(attempts), "logs": _logs(cast.school)}
