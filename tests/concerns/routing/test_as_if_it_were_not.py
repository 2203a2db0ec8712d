"""Whoever a concern is about is told, on every page, exactly what they were told if there were no concern.

The same world is walked twice as the subject: with a concern about them, and everything that follows one, and without.
Both walks ask with the keys of the concern. Status, headers, bodies and the number of statements must be equal.
"""

import datetime
import uuid

import time_machine
from architecture.world import a_world
from cast import an_adult
from django.test import TestCase
from walking_as import a_feed, concern_about, keys_for, rows_of, undone, walk

from belisha.core.access import Role

KEY = uuid.UUID("5f0c3a52-7a0e-4b3e-9d0a-3f1f0a6f9b11")
# Pages that say something new at every opening, and what.
FRESH = {
    "GET mfa_activate_totp": "a new secret for an authenticator app",
    "GET mfa_add_webauthn": "a new challenge for a passkey",
    "POST mfa_add_webauthn": "a new challenge for a passkey",
    "POST mfa_activate_totp": "a new secret for an authenticator app",
}


class TestAsIfItWereNot(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = a_world()
        cls.administrator = an_adult(cls.world.cast.school, "Ada Quill", roles=(Role.ADMINISTRATOR,))
        cls.vice = an_adult(cls.world.cast.school, "Nora Vale", "governor", roles=(Role.VICE_CHAIR,))

    def differences(self, subject) -> list[str]:
        """Which answers tell that there is something."""
        feed, keys = a_feed(subject), keys_for(self.world, subject)
        with time_machine.travel(datetime.datetime.now(datetime.UTC), tick=False):
            with undone():
                concern = concern_about(self.world.cast, subject, KEY)
                keys |= rows_of(concern)
                there = walk(subject, concern, keys, feed)
            without = walk(subject, concern, keys, feed)
        assert there.keys() == without.keys()
        return sorted(told(there[what], without[what], what) for what in there if differs(there, without, what))

    def test_the_headteacher(self):
        assert self.differences(self.world.cast.head) == []

    def test_the_chair_of_governors(self):
        assert self.differences(self.world.cast.chair) == []

    def test_the_safeguarding_lead(self):
        assert self.differences(self.world.cast.dsl) == []

    def test_a_teacher(self):
        assert self.differences(self.world.cast.teacher) == []

    def test_the_it_lead(self):
        assert self.differences(self.world.cast.it_lead) == []

    def test_the_system_administrator(self):
        assert self.differences(self.administrator) == []

    def test_the_office(self):
        assert self.differences(self.world.cast.office) == []


def differs(there: dict, without: dict, what: str) -> bool:
    failed = 500 in (there[what].status, without[what].status)
    return failed or (there[what] != without[what] and what not in FRESH)


def told(there, without, what: str) -> str:
    """What differs, shortly."""
    parts = [
        name for name in ("status", "headers", "body", "statements") if getattr(there, name) != getattr(without, name)
    ]
    lines = zip(there.body.splitlines(), without.body.splitlines(), strict=False)
    first = next((f"{one[:200]!r} / {two[:200]!r}" for one, two in lines if one != two), "")
    numbers = f"{there.statements} and {without.statements}" if "statements" in parts else ""
    return f"{what}: {' '.join(parts)} {numbers} {first}".strip()
