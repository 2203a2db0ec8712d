"""Concerns reported, taken and disposed of, by one and by many at once, for `engines.labour`."""

import threading
import uuid
from types import SimpleNamespace

WHAT = "An adult of the school follows a pupil on a picture service."
PEOPLE = {
    "head": ("Ines Calder", "employee", ("headteacher",)), "chair": ("Owen Tarrant", "governor", ("chair",)),
    "dsl": ("Ruth Penhale", "employee", ("dsl",)), "teacher": ("Milo Sand", "employee", ("teacher",)),
    "office": ("Vera Lowde", "employee", ("office",)),
}  # fmt: skip


def _cast(name: str = "Heron Lane School") -> SimpleNamespace:
    """A school of these tests alone, with the few people who report and deal with concerns; found, or made."""
    from cast import again, an_adult

    from belisha.people.models import Adult, School

    # Not founded: that is done once in an installation, and this one has its school.
    school, _ = School.objects.get_or_create(name=name, defaults={"kind": "community"})
    people = {}
    for key, (called, kind, roles) in PEOPLE.items():
        found = Adult.objects.filter(school=school, name=called).first()
        people[key] = again(found or an_adult(school, called, kind, roles))
    return SimpleNamespace(school=school, **people)


def _answers(kind: str) -> dict:
    """What must be answered of this kind, answered with the first thing that can be said."""
    from belisha.concerns.reporting import rules

    said = {"kind": kind}
    for page in rules.pages(said, rules.lane_of(said)):
        for field in page.fields:
            if field.required:
                said[field.key] = field.choices[0].key if field.choices else WHAT
    return {**said, "what": WHAT, "shows_child": "no"}


def _draft(cast, by, kind: str = "pupil_contact", **said):
    """A report that is whole, and not sent."""
    from belisha.concerns.reporting import actions

    draft = actions.begin(cast.school, by=by, danger="no")
    actions.say(draft, by=by, **{**_answers(kind), **said})
    return draft


def _logs(school) -> list:
    """What both logs of a school say of themselves, where one of them is not whole."""
    from belisha.core import audit

    verdicts = [audit.verify(log) for log in (school.pk, audit.confidential_log(school.pk))]
    return [verdict.sentence for verdict in verdicts if not verdict.whole]


def _at_once(*works) -> list:
    """Each in a thread and a connection of its own, begun in the same moment; what it returns, or who said no."""
    from django.db import connection

    from belisha.core.errors import No

    said, gate = [""] * len(works), threading.Barrier(len(works))

    def run(place, work):
        try:
            connection.ensure_connection()
            gate.wait()
            said[place] = work()
        except No as no:
            said[place] = type(no).__name__
        except Exception as fault:  # carried to the test
            said[place] = repr(fault)
        finally:
            connection.close()

    running = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return said


# -- one report -------------------------------------------------------------------------------------------------------


def report_with_a_file() -> dict:
    """An adult reports with a file, about somebody not known; it is read, and later somebody is named."""
    from evidenced import a_piece, a_png

    from belisha.concerns import actions as concerns
    from belisha.concerns import queries
    from belisha.concerns.reporting import actions as reporting
    from belisha.concerns.routing import actions as routing
    from belisha.concerns.rules import ADULT, About
    from belisha.core.access import WORKER
    from belisha.core.models import AuditEntry
    from belisha.evidence import actions as evidence
    from belisha.evidence import jobs, opening
    from belisha.evidence.queries import item_for

    cast = _cast()
    draft = _draft(cast, cast.office, about=[{"kind": "unknown"}])
    item = evidence.put_in(draft, by=cast.office, piece=a_piece(cast, draft.pk))
    receipt = reporting.send(draft, by=cast.office)
    concern = queries.concern_for(cast.head, receipt.concern_id)
    concerns.read(concern, by=cast.head)
    jobs.check_all()
    seen = {
        "account": queries.account_of(concern)["what"] == WHAT,
        "same_bytes": b"".join(opening.pieces(item_for(cast.head, item.pk))) == a_png(),
        "hash_on_receipt": item.file.sha256 in receipt.body,
        "draft_left": type(draft).objects.filter(pk=draft.pk).exists(),
        "reached": _reached(concern), "known": _known(cast, concern),
    }  # fmt: skip
    routing.name_subject(concern, by=cast.head, about=About(ADULT, adult=cast.head.pk))
    routing.work_out(concern, by=WORKER)
    kinds = AuditEntry.objects.filter(about=concern.pk).values_list("kind", flat=True)
    return {
        **seen, "reached_then": _reached(concern), "known_then": _known(cast, concern),
        "told": sorted(set(kinds)), "logs": _logs(cast.school),
    }  # fmt: skip


def _reached(concern) -> list:
    return sorted(concern.routes.filter(ended_at=None).values_list("post", flat=True))


def _known(cast, concern) -> list:
    """Who finds it, of everybody here."""
    from cast import again

    from belisha.concerns.queries import concerns

    return [key for key in PEOPLE if concerns(again(getattr(cast, key))).filter(pk=concern.pk).exists()]


def report_into_the_lane() -> dict:
    """A file was put in before the reporter's words said what it is: it is shut, and the report arrives."""
    from evidenced import a_piece

    from belisha.concerns.reporting import actions as reporting
    from belisha.evidence import actions as evidence
    from belisha.evidence.models import Item

    cast = _cast()
    draft = _draft(cast, cast.office)
    item = evidence.put_in(draft, by=cast.office, piece=a_piece(cast, draft.pk))
    reporting.say(draft, by=cast.office, **_answers("indecent_image"))
    receipt = reporting.send(draft, by=cast.office)
    row = Item.objects.select_related("file", "concern").get(pk=item.pk)
    return {
        "lane": row.concern.lane, "is_its": row.concern_id == receipt.concern_id, "shut": row.shut_at is not None,
        "key": len(row.file.wrapped_key), "logs": _logs(cast.school),
    }  # fmt: skip


def dispose_by_two() -> dict:
    """A closed concern whose time is over: what one person alone may not do, what two did, and what is left."""
    import time_machine
    from cast import again
    from django.utils import timezone
    from evidence.holding.held import LATER, a_closed_concern, a_second, proposed

    from belisha.concerns.queries import concerns
    from belisha.concerns.sealing import record_of
    from belisha.evidence import opening
    from belisha.evidence.holding import actions
    from belisha.evidence.models import Item

    cast = _cast("Bittern Lane School")
    second, concern = a_second(cast), a_closed_concern(cast)
    record, item = record_of(concern.pk), Item.objects.filter(concern=concern).first()
    with time_machine.travel(timezone.now() + LATER, tick=True):
        disposal = proposed(concern)
        refused = [_said(actions.dispose, disposal, by=again(cast.head), record=record)]
        actions.approve(disposal, by=again(cast.head))
        refused.append(_said(actions.dispose, disposal, by=again(cast.head), record=record))
        certificate = actions.dispose(disposal, by=again(second), record=record)
        again_refused = _said(actions.dispose, disposal, by=again(second), record=record)
        left = Item.objects.select_related("file").get(pk=item.pk)
        return {
            "refused": refused, "again": again_refused, "hashes": len(certificate.hashes),
            "opened": _said(lambda: b"".join(opening.pieces(left))), "hanging": _hanging(concern),
            "found": concerns(again(cast.head)).filter(pk=concern.pk).exists(), "logs": _logs(cast.school),
        }  # fmt: skip


def _hanging(concern) -> list:
    """Which tables still have rows of it."""
    from django.apps import apps

    models = [model for model in apps.get_models() if "concern_id" in {f.attname for f in model._meta.concrete_fields}]
    return sorted(model.__name__ for model in models if model._base_manager.filter(concern_id=concern.pk).exists())


def _said(act, *things, **details) -> str:
    from belisha.core.errors import No

    try:
        act(*things, **details)
    except No as no:
        return type(no).__name__
    return "done"


# -- many at once -----------------------------------------------------------------------------------------------------


def send_many_at_once(number: int) -> dict:
    """So many adults send what they wrote in the same moment."""
    from cast import an_adult

    from belisha.concerns.models import Concern
    from belisha.concerns.reporting import actions
    from belisha.concerns.reporting.models import Draft

    cast = _cast()
    adults = [an_adult(cast.school, f"Reporter {uuid.uuid4().hex[:8]}") for _ in range(number)]
    drafts = [_draft(cast, adult) for adult in adults]
    keys = [draft.pk for draft in drafts]

    def sending(draft, adult):
        return lambda: str(actions.send(draft, by=adult).pk)

    said = _at_once(*[sending(*pair) for pair in zip(drafts, adults, strict=True)])
    stored = Concern.objects.filter(pk__in=keys)
    return {
        "said": said, "receipts": sorted(str(key) for key in stored.values_list("receipt", flat=True)),
        "numbers": len(set(stored.values_list("number", flat=True))),
        "owners": set(stored.values_list("receipt__reporter", flat=True)) == {adult.pk for adult in adults},
        "drafts": Draft.objects.filter(pk__in=keys).count(), "logs": _logs(cast.school),
    }  # fmt: skip


def send_one_at_once(number: int, hidden: bool) -> dict:
    """The same report sent from the page so many times in the same moment, as an impatient hand does."""
    from cast import signed_in
    from django.conf import settings
    from django.test import Client
    from django.test.utils import override_settings
    from django.urls import reverse

    from belisha.concerns.models import Concern
    from belisha.concerns.returning import tokens
    from belisha.concerns.returning.models import Token

    cast = _cast()
    draft = _draft(cast, cast.office, openness="anonymous" if hidden else "named")
    address = reverse("reporting:check", args=[draft.pk])
    clients = [signed_in(Client(SERVER_NAME="localhost"), cast.office) for _ in range(number)]
    token = tokens.for_form(draft.pk) if hidden else ""

    def sending(client):
        def send():
            answer = client.post(address, {"token": token})
            return [
                answer.status_code,
                answer.headers.get("Location", ""),
                hidden and tokens.shown(tokens.from_form(token, draft.pk)) in answer.text,
            ]

        return send

    # No collectstatic before: the page names its files plainly.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        said = _at_once(*[sending(client) for client in clients])
    concern = Concern.objects.select_related("receipt").filter(pk=draft.pk).first()
    return {
        "said": said, "stored": concern is not None, "sent": reverse("returning:receipt", args=[concern.receipt.pk]),
        "tokens": Token.objects.filter(concern=concern).count(),
        "reporter": concern.receipt.reporter_id is not None, "logs": _logs(cast.school),
    }  # fmt: skip


def take_at_once() -> dict:
    """Two whom a concern reaches take it in the same moment; then both write something down, of the same page."""
    from concerned import a_concern
    from concerns.handling.handled import noted

    from belisha.concerns.models import Concern
    from belisha.concerns.triage import actions

    cast = _cast()
    concern = a_concern(cast, kind="pupil_contact")

    def fresh():
        return Concern.objects.select_related("school").get(pk=concern.pk)

    def taking(who):
        return lambda: actions.take(fresh(), by=who) or str(who.pk)

    def noting(who):
        return lambda: str(noted(fresh(), who, "danger", danger="no", why="Nothing points to it.").by_id)

    both = (cast.head, cast.dsl)
    taken = _at_once(*[taking(who) for who in both])
    wrote = _at_once(*[noting(who) for who in both])
    return {
        "taken": taken, "owner": str(fresh().owner_id), "wrote": wrote,
        "entries": [str(row.by_id) for row in concern.stepentrys.all()], "logs": _logs(cast.school),
    }  # fmt: skip
