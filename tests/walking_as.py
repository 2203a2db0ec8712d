"""Walks every address of the product as somebody, and keeps what they are shown, to the letter."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from architecture.house import routes
from architecture.world import World
from cast import Cast, again, signed_in
from concerned import ACCOUNT, a_concern, a_receipt
from concerns.handling.handled import a_paper, a_post, noted
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from evidenced import an_item

from belisha.calendars import actions as calendars
from belisha.concerns import actions, queries
from belisha.concerns.models import Concern
from belisha.concerns.returning import actions as returning
from belisha.concerns.routing import actions as routing
from belisha.concerns.routing import jobs
from belisha.concerns.rules import LOW_LEVEL, Young
from belisha.concerns.triage import actions as triage
from belisha.concerns.triage.rules import LADO
from belisha.core.models import Notice
from belisha.people.models import Adult

# What differs at every opening of a page: what guards its forms, and keys of what might be made.
FRESH = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|key|token|secret)"\s+value="|nonce="|nonce-)[^"\']*|("csrfToken": ")[^"]*'
)
COOKIES = {"Set-Cookie"}
# What somebody writes into the confidential log themselves (a tie, a draft) makes one statement more or less for the
# tree of hashes, by how many entries there are before it: whether that is an odd number, nobody can tell from a page.
GROWN = re.compile(r'INSERT INTO "core_auditnode"')
# What the fields of searches are called.
FIELDS = ("search", "words", "wanted", "q")


@dataclass(frozen=True)
class Answer:
    """Everything that a browser is told, and how often the database was asked."""

    status: int
    headers: tuple
    body: bytes
    asked: tuple[str, ...]

    @property
    def statements(self) -> int:
        return len(self.asked)

    @property
    def told(self) -> tuple:
        return self.status, self.headers, self.body, self.statements

    @property
    def shape(self) -> tuple:
        """What must be equal even where a new secret or key is shown each time."""
        return self.status, self.body.count(b"\n"), self.statements


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, verb: str, address: str, data=None) -> Answer:
    """One request, undone afterwards."""
    connection.queries_log.clear()  # Django keeps the last 9000 statements
    with undone(), CaptureQueriesContext(connection) as seen:
        answer = getattr(client, verb)(address, data or {})
        body = b"".join(answer) if answer.streaming else answer.content
    headers = tuple(sorted((name, _plain(value)) for name, value in answer.items() if name not in COOKIES))
    return Answer(
        answer.status_code,
        headers,
        FRESH.sub(rb"\1\2-", body),
        tuple(sql for one in seen if not GROWN.search(sql := one["sql"])),
    )


def _plain(value: str) -> str:
    return re.sub(r"nonce-[\w+/=-]+", "nonce", value)


def concern_about(cast: Cast, subject: Adult, key: uuid.UUID) -> Concern:
    """A concern about somebody, with everything that there can be of one, reported by somebody unrelated."""
    said = {"kind": "pupil_contact", "danger": True, "account": {**ACCOUNT, "what": subject.name}}
    concern = a_concern(cast, about=subject, by=cast.volunteer, key=key, children=(Young(words="A. B."),), **said)
    receipt = a_receipt(concern, cast.volunteer)
    handler = reader(cast, concern)
    actions.read(concern, by=handler)
    routing.change_kind(concern, by=handler, kind="disrepute")
    returning.write(concern, by=handler, words="Thank you.")
    returning.reply(receipt, by=again(cast.volunteer), words="There is more.")
    dealt_with(cast, Concern.objects.select_related("school").get(pk=key), handler)
    # One letter about it went out, and one did not.
    letters = list(Notice.objects.filter(adult_id=handler.pk).exclude(school_id=cast.school.pk))
    for letter, state in zip(letters, ("sent", "failed"), strict=False):
        letter.state, letter.failure = state, "The mail server did not take it." if state == "failed" else ""
        letter.save()
    jobs.work_out_school.call(str(cast.school.pk))
    return concern


def dealt_with(cast: Cast, concern: Concern, handler: Adult) -> None:
    """What the other rooms do with a concern: taken, evidence, decided, letters, a post reported, closed."""
    triage.take(concern, by=handler)
    an_item(cast, concern, by=handler)
    noted(concern, handler, "danger", danger="no", why="Nothing points to it.")
    a_paper(concern, handler, "invitation")
    a_post(concern, handler, hours_ago=60)
    triage.decide(concern, by=handler, key=uuid.uuid4(), basket=LOW_LEVEL, reason="So it seems.")
    said = {"who": "The duty officer", "asked": "", "reply": "Manage it within the school."}
    triage.consult(concern, by=handler, key=uuid.uuid4(), body=LADO, at=timezone.now(), **said)


def reader(cast: Cast, concern: Concern) -> Adult:
    """Somebody of the school who may know of it."""
    here = Adult.objects.filter(school=cast.school).order_by("pk")
    return next(again(one) for one in here if queries.concerns(again(one)).filter(pk=concern.pk).exists())


def rows_of(concern: Concern) -> dict[str, uuid.UUID]:
    """Name of a key in an address → the key of a row of this concern: item_id, receipt_id, message_id and so on."""
    found = {"concern_id": concern.pk}
    for model in apps.get_models():
        if getattr(model, "confidential", False) and any(field.name == "concern" for field in model._meta.fields):
            row = model._base_manager.filter(concern_id=concern.pk).first()
            if row is not None:
                found[f"{model.__name__.lower()}_id"] = row.pk
    return found


def keys_for(world: World, subject: Adult) -> dict:
    """A value for each key of an address, of what there is without the concern."""
    return {**world.keys(again(subject)), "version_id": world.published.pk}


def addresses(keys: dict) -> list[tuple[str, str, tuple]]:
    """(name, address, verbs) of every page, allauth's too, with keys of the concern wherever there is one."""
    found = []
    for route in routes():
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", route.path)
        if not route.name or not set(wanted) <= set(keys):
            found.append((str(route), "", ()))
            continue
        verbs = getattr(route.view, "allowed_methods", ("GET", "POST"))
        found.append((route.name, reverse(route.name, kwargs={name: keys[name] for name in wanted}), verbs))
    return found


def searches(concern: Concern, subject: Adult) -> list[tuple[str, dict]]:
    """What somebody types who suspects something."""
    said = [subject.name, concern.number, concern.number.replace("-", ""), "concern", str(concern.pk)]
    pages = ("people:list", "policy:search", "pupils:list")
    return [(reverse(page), dict.fromkeys(FIELDS, words)) for page in pages for words in said]


def walk(subject: Adult, concern: Concern, keys: dict, feed: str, only="") -> dict[str, Answer]:
    """Every page opened, every form sent empty, every search made: what the subject is told each time.

    `only`: the beginning of the names of the pages to be walked.
    """
    client, told = signed_in(Client(raise_request_exception=False), subject), {}
    for name, address, verbs in addresses(keys):
        if not name.startswith(only):
            continue
        if "GET" in verbs:
            told[f"GET {name}"] = ask(client, "get", address)
        if "POST" in verbs and not name.startswith("account_logout"):
            told[f"POST {name}"] = ask(client, "post", address)
    for address, data in searches(concern, subject):
        told[f"POST {address} {data}"] = ask(client, "post", address, data)
    for address in asked_otherwise(concern):
        told[f"GET {address}"] = ask(client, "get", address)
    told["calendar"] = ask(Client(), "get", reverse("calendars:feed", args=[feed]))
    told["home"] = ask(client, "get", "/")
    return told


def asked_otherwise(concern: Concern) -> list[str]:
    """Addresses with a filter, and some that nothing answers."""
    kinds = ("concern.report", "concern.read", "tie.declare", "sign_in.enter")
    odd = [f"/concerns/{concern.number}/", f"/concerns/?q={concern.number}"]
    return [f"/audit/?kind={kind}" for kind in kinds] + odd


def a_feed(subject: Adult) -> str:
    return calendars.make(subject, by=again(subject))
