"""The one way in which anything is changed.

    @action("policy.publish", needs=Can.PUBLISH_POLICY, sentence="{by} published {about}")
    def publish(version, *, by): …

The wrapper opens one transaction, checks the permission against the thing, runs the body, writes one audit entry with
what changed, and lets higher folders answer (`@answer("policy.publish")`) inside the same transaction. Registering
gives for free: the list of auditable events with their English sentences, and who may cause each.
"""

import hashlib
import inspect
import json
import string
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.db import connection, models, transaction

from belisha.core import access, audit, prepared
from belisha.core.errors import Conflict

LONG = 300


@dataclass(frozen=True)
class Registered:
    """An action's entry in the table: its key, the permission it needs, and the sentence the log shows."""

    key: str
    needs: access.Can
    sentence: str
    run: Callable

    @property
    def details(self) -> frozenset[str]:
        """The keyword arguments that the sentence names: these, and no others, are kept in the log."""
        named = {name for _, name, _, _ in string.Formatter().parse(self.sentence) if name}
        return frozenset(named - {"by", "about"})


@dataclass(frozen=True)
class Many:
    """What an action returns that did to many things what another action does to one, and was not asked for each.

    `told` has an entry for each, under the key of the action for one; the answers to that key are not called.
    """

    made: list
    told: list[audit.Told]


ACTIONS: dict[str, Registered] = {}
ANSWERS: dict[str, list[Callable]] = defaultdict(list)


def action(
    key: str, *, needs: access.Can, sentence: str, unnamed: bool = False, confidential: bool = False
) -> Callable:
    """Register a function `f(thing, *, by, …)` that changes `thing`, or makes and returns something new at `thing`.

    `unnamed`: the log keeps what was done and not who did it; the record itself, which is theirs, says whose it is.
    `confidential`: the entry stands in the school's confidential log, as it does for a model that says `confidential`.
    The body finds `thing` as it stands, whatever it was when the page was opened. A caller that passes `seen`, the
    `fingerprint` of what was on the page, is told when it has changed since (`Conflict`).
    """

    def register(body: Callable) -> Callable:
        shape = inspect.signature(body)

        @wraps(body)
        def run(thing: models.Model, *, by, seen="", **details):
            given = shape.bind(thing, by=by, **details)
            given.apply_defaults()
            log = audit.log_of(thing, confidential)
            with transaction.atomic():
                if connection.features.has_select_for_update:
                    # First of all locks, or two with a row each would wait for ever. SQLite’s transaction is one.
                    audit.hold(log)
                _as_it_stands(thing, seen)
                access.require(by, needs, thing)
                before = {} if thing._state.adding else snapshot(thing)
                made = body(*given.args, **given.kwargs)
                about = made if isinstance(made, models.Model) else thing
                kept = {name: _plain(given.arguments[name]) for name in ACTIONS[key].details}
                _write(key, about, before if about is thing else {}, kept, made, access.UNNAMED if unnamed else by, log)
                for answer_to in ANSWERS[key]:
                    answer_to(about, by=by)
            return made

        if key in ACTIONS:
            raise ValueError(f"two actions are called {key}")
        ACTIONS[key] = Registered(key, needs, sentence, run)
        return run

    return register


def _write(key: str, about, before: dict, kept: dict, made, who, log) -> None:
    """The entry of what was done, and before it those of the many things it was done to."""
    each = made.told if isinstance(made, Many) else []
    entry = audit.Told(key, about, kept, difference(before, snapshot(about)))
    audit.record_many([*each, entry], by=who, log=log)


def _as_it_stands(thing: models.Model, seen: str) -> None:
    """Read the row again, now that nobody else can change it."""
    if thing._state.adding:
        return
    found = prepared.first(thing.__class__, **{thing._meta.pk.attname: thing.pk})
    if found is None:
        raise Conflict("Somebody else removed this a moment ago.", "Nothing was saved.")
    for field in thing._meta.concrete_fields:
        if getattr(thing, field.attname) != getattr(found, field.attname):
            setattr(thing, field.attname, getattr(found, field.attname))
    if seen and seen != fingerprint(thing):
        raise Conflict("Somebody else changed this while you were looking at it.", "Nothing was saved. Look again.")


def fingerprint(thing: models.Model) -> str:
    """What a page carries of a row it shows, so that a form sent later can be held against it: 32 characters.

    Over whole texts, which the log cuts: two people may differ in the last words of a long one.
    """
    said = json.dumps(_fields(thing), sort_keys=True, default=_said)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def answer(key: str) -> Callable:
    """Register a function `f(about, *, by)` of a higher folder that runs when the action has happened."""

    def register(function: Callable) -> Callable:
        ANSWERS[key].append(function)
        return function

    return register


def snapshot(thing: models.Model) -> dict:
    """The fields of a row as the log keeps them. A model's `unaudited` fields (secrets, long texts) are left out."""
    return {name: _plain(value) for name, value in _fields(thing).items()}


def _fields(thing: models.Model) -> dict:
    unaudited = getattr(thing, "unaudited", frozenset())
    return {
        field.attname: getattr(thing, field.attname)
        for field in thing._meta.concrete_fields
        if field.attname not in unaudited and not field.primary_key
    }


def _said(value) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def difference(before: dict, after: dict) -> dict:
    """Field → [before, after], only where they differ."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def _plain(value):
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} bytes"
    if isinstance(value, str) and len(value) > LONG:
        return value[:LONG] + "…"
    return value if isinstance(value, bool | int | float | None) else str(value)


def sentence(key: str, words: audit.Words | None) -> str:
    """An entry as an English sentence. What was shredded says so."""
    registered = ACTIONS.get(key)
    if words is None:
        return "The words of this entry were destroyed with the record they were about."
    if registered is None:
        return f"{words.by}: {key} ({words.about})"
    details = {name: words.details.get(name, "") for name in registered.details}
    return registered.sentence.format(by=words.by, about=words.about, **details)
