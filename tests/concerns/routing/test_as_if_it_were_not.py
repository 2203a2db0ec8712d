"""Whoever a concern is about is told, on every page, exactly what they were told if there were no concern.

The same world is walked twice as the subject: with a concern about them, and everything that follows one, and without.
Both walks ask with the keys of the concern. Status, headers, bodies and the number of statements must be equal.
"""

import datetime
import uuid

import pytest
import time_machine
import walking_as
from architecture.world import a_world
from cast import an_adult
from django.test import TestCase
from walking_as import a_feed, concern_about, keys_for, rows_of, undone, walk

from belisha.concerns.models import Concern, Route
from belisha.core.access import Role

KEY = uuid.UUID("5f0c3a52-7a0e-4b3e-9d0a-3f1f0a6f9b11")
VERBS = ("GET", "POST")
TOTP, PASSKEY = ("totp_activate", "mfa_activate_totp"), ("webauthn_add", "mfa_add_webauthn")
# Pages that say something new at every opening, and what.
FRESH = {
    **{f"{verb} {name}": "a new secret for an authenticator app" for verb in VERBS for name in TOTP},
    **{f"{verb} {name}": "a new challenge for a passkey" for verb in VERBS for name in PASSKEY},
    "GET lane:hand_over": "a new key, shown once",
    "POST calendars:own": "a new address, shown once",
    "POST asking:again": "it leads to what was made, whose key is new",
    "POST policy:begin": "it leads to what was made, whose key is new",
    "POST audit:export": "that it was exported stands in the log, under a new salt",
}


class TestAsIfItWereNot(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = a_world()
        cls.administrator = an_adult(cls.world.cast.school, "Ada Quill", roles=(Role.ADMINISTRATOR,))
        cls.vice = an_adult(cls.world.cast.school, "Nora Vale", "governor", roles=(Role.VICE_CHAIR,))

    def differences(self, subject, only="") -> list[str]:
        """Which answers tell that there is something."""
        feed, keys = a_feed(subject), keys_for(self.world, subject)
        with time_machine.travel(datetime.datetime.now(datetime.UTC), tick=False):
            with undone():
                concern = concern_about(self.world.cast, subject, KEY)
                keys |= rows_of(concern)
                there = walk(subject, concern, keys, feed, only)
            without = walk(subject, concern, keys, feed, only)
        assert there.keys() == without.keys()
        return sorted(told(there[what], without[what], what) for what in there if differs(there, without, what))

    def hold(self, subject):
        found = self.differences(subject)
        assert not found, "\n".join(found)

    def test_the_headteacher(self):
        self.hold(self.world.cast.head)

    def test_the_chair_of_governors(self):
        self.hold(self.world.cast.chair)

    def test_the_safeguarding_lead(self):
        self.hold(self.world.cast.dsl)

    def test_a_teacher(self):
        self.hold(self.world.cast.teacher)

    def test_the_it_lead(self):
        self.hold(self.world.cast.it_lead)

    def test_the_system_administrator(self):
        self.hold(self.administrator)

    def test_the_office(self):
        self.hold(self.world.cast.office)

    def test_the_walk_would_notice_a_veto_that_is_gone(self):
        made = walking_as.concern_about

        def known_to_the_headteacher(cast, subject, key):
            concern = made(cast, subject, key)
            Route.objects.create(school=cast.school, concern=concern, post="headteacher", why="")
            return concern

        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(globals(), "concern_about", known_to_the_headteacher)
            assert self.differences(self.world.cast.head, only="triage:") == []
            patch.setattr(Concern, "vetoed_by", None)
            found = self.differences(self.world.cast.head, only="triage:")
        assert {"GET triage:list", "GET triage:detail"} <= {each.partition(": ")[0] for each in found}


def differs(there: dict, without: dict, what: str) -> bool:
    one, two = there[what], without[what]
    return one.status == 500 or (one.shape != two.shape if what in FRESH else one.told != two.told)


def told(there, without, what: str) -> str:
    """What differs, shortly."""
    parts = [
        name for name in ("status", "headers", "body", "statements") if getattr(there, name) != getattr(without, name)
    ]
    lines = zip(there.body.splitlines(), without.body.splitlines(), strict=False)
    first = next((f"{one[:200]!r} / {two[:200]!r}" for one, two in lines if one != two), "")
    more = list({*there.asked} ^ {*without.asked})[:2]
    numbers = f"{there.statements} and {without.statements} {more}" if "statements" in parts else ""
    return f"{what}: {' '.join(parts)} {numbers} {first}".strip()
