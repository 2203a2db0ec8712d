"""Of whoever reports without a name nothing stays that says who, from where, with what, or at what hour.

The whole database is read before and after, as the bytes that stand in it, and every file of the store: whatever is
new holds no address, no browser, no adult, and no time of that day but its midnight.
"""

import datetime
import re
import uuid
import zlib
from base64 import urlsafe_b64decode

import pytest
import time_machine
from cast import a_school, again, signed_in
from concerns.reporting.walking import Walk
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha import config
from belisha.concerns import queries as concerns
from belisha.concerns.models import Concern
from belisha.concerns.returning import actions, queries, tokens
from belisha.concerns.returning.models import Door
from belisha.concerns.rules import ANONYMOUS
from belisha.core.audit import confidential_log, verify

pytestmark = pytest.mark.django_db
# A summer's afternoon: midnight in this country is eleven in the evening of the day before at Greenwich.
NOW = datetime.datetime(2026, 6, 3, 13, 37, 41, 123456, tzinfo=datetime.UTC)
ADDRESS, BROWSER = "203.0.113.77", "Curious/7.3 (a browser of its own)"
MOMENT = re.compile(r"2026-06-0[23][ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")
MIDNIGHTS = ("2026-06-02 23:00:00", "2026-06-03 00:00:00", "2026-06-03 23:00:00", "2026-06-04 00:00:00")
KEY = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}")
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
STAMPED = re.compile(r":([0-9A-Za-z]{6}):")
# Of the machine and not of the report: the school's key and the worker's clock.
MACHINE = {"core_scheduledrun"}


def everything() -> set[tuple]:
    """Every cell of every table as text: (table, column, text)."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
            found |= {(table, name, text(value)) for row in rows for name, value in zip(names, row, strict=True)}
    return found


def text(value) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def moments(said: str) -> list[str]:
    """The times of that day in a text that are no midnight: written out, in a key that tells it, or in a signature."""
    written = [each for each in MOMENT.findall(said) if each.replace("T", " ")[:19].ljust(19, "0") not in MIDNIGHTS]
    keys = [each for each in KEY.findall(said) if _made(uuid.UUID(each)) == NOW.date()]
    seconds = [each for each in STAMPED.findall(said) if _is_that_hour(_number(each))]
    return written + keys + seconds + [each for each in re.findall(r"\b1780\d{6}\b", said) if _is_that_hour(int(each))]


def _made(key: uuid.UUID) -> datetime.date | None:
    """The day that a key of version 7 was made on; a random one tells none."""
    seconds = (key.int >> 80) / 1000
    # What only looks like one, a piece of a hash, lies thousands of years away.
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date() if key.version == 7 and seconds < 4e9 else None


def _number(written: str) -> int:
    total = 0
    for sign in written:
        total = total * 62 + BASE62.index(sign)
    return total


def _is_that_hour(seconds: int) -> bool:
    return abs(seconds - NOW.timestamp()) < 3 * 3600


def opened(said: str) -> str:
    """A session's own content beside what stands there: it is packed."""
    packed, _, rest = said.partition(":")
    if not rest or not re.fullmatch(r"\.?[\w-]+", packed):
        return said
    raw = urlsafe_b64decode(packed.lstrip(".") + "=" * (-len(packed.lstrip(".")) % 4))
    return said + (zlib.decompress(raw) if packed.startswith(".") else raw).decode("latin-1")


def traces(before: set, *, of=()) -> list[tuple]:
    """What is new in the database and tells more than it may. `of`: texts that must not stand there."""
    found = []
    for table, column, said in everything() - before:
        said = opened(said) if table == "django_session" else said
        told = [each for each in (ADDRESS, BROWSER, "Curious", *of) if each in said]
        if table not in MACHINE and (told or moments(said)):
            found.append((table, column, told or moments(said)))
    return found


def stored() -> set:
    """The files of the store. It is one for all tests of a process, so others have left theirs."""
    return {path for path in config.load().sealed.rglob("*") if path.is_file()}


def files_of_that_hour(before: set) -> list[str]:
    """Files new to the store that say more than the day."""
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    return [str(path) for path in stored() - before if path.stat().st_mtime > day]


@pytest.fixture
def cast():
    """A school that was there the day before, whose door is open, and in which something was reported before."""
    with time_machine.travel(NOW - datetime.timedelta(days=1), tick=False):
        cast = a_school()
        actions.open_door(Door(school=cast.school), by=again(cast.head))
        Walk(signed_in(Client(), cast.office)).about("other").answers().sends()
    return cast


@pytest.fixture
def stranger():
    return Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER)


@pytest.mark.clause("6-22-a", "4-09-a")
def test_an_anonymous_reporter_returns_with_the_code_replies_and_adds_and_nothing_of_them_is_kept(
    cast, stranger, django_capture_on_commit_callbacks
):
    """Acceptance scenario 11 of the domain."""
    before, files = everything(), stored()
    with time_machine.travel(NOW, tick=False):
        walk = Walk(stranger, source="public", query=f"?school={cast.school.pk}").about("trolling")
        assert traces(before) == []  # while it is being written, too
        page = walk.answers(openness=ANONYMOUS).sends()
        token = page.context["token"]
        assert traces(before, of=[token, tokens.read(token)]) == []
        concern = Concern.objects.get(openness=ANONYMOUS)
        assert stranger.get(reverse("returning:receipt", args=[concern.receipt.pk])).status_code == 404
        actions.write(concern, by=again(cast.head), words="Which day was it?")
        asked = everything()
        came = stranger.post("/reported/", {"code": token.lower()})
        assert "Which day was it?" in stranger.get(came.url).content.decode()
        stranger.post(came.url, {"words": "On Monday, I think."})
        picture = SimpleUploadedFile("holiday.png", PNG, "image/png")
        with django_capture_on_commit_callbacks(execute=True):
            added = stranger.post(reverse("evidence:of_receipt", args=[concern.receipt.pk]), {"files": picture})
        assert added.status_code == 302, added.content.decode()[-2000:]
        assert traces(asked, of=[token, tokens.read(token)]) == []
        assert files_of_that_hour(files) == []
        stranger.post(reverse("returning:leave"))
        assert traces(asked) == []
    said = queries.messages_of(again(cast.head), concern)
    assert [each.words for each in said] == ["Which day was it?", "On Monday, I think."]
    assert concern.items.count() == 1
    assert verify(confidential_log(cast.school.pk)).whole


@pytest.mark.clause("4-09-a")
def test_of_an_adult_who_is_signed_in_and_gives_no_name_only_their_own_session_says_that_they_were_there(cast):
    own = {"django_session", "usersessions_usersession", "account_emailaddress"}
    client = signed_in(Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER), cast.teacher)
    before = everything()
    with time_machine.travel(NOW, tick=False):
        signed_in(client, cast.teacher)
        walk = Walk(client).about("trolling").answers(openness=ANONYMOUS)
        walk.sends()
        found = traces(before, of=[str(cast.teacher.pk), cast.teacher.pk.hex, cast.teacher.name])
        assert [each for each in found if each[0] not in own] == []
        concern = Concern.objects.get(openness=ANONYMOUS)
        known = {str(concern.pk), concern.pk.hex, str(concern.receipt.pk), concern.number}
        sessions = [opened(said) for table, _, said in everything() if table in own]
        assert not [each for each in known for said in sessions if each in said]
    lines = concerns.history(again(cast.head), concern)
    assert cast.teacher.name not in str(lines)


def test_the_check_itself_notices_what_it_looks_for(cast):
    with time_machine.travel(NOW, tick=False):
        before = everything()
        walk = Walk(signed_in(Client(), cast.office)).about("other").answers()
        walk.sends()
        assert {table for table, _, _ in traces(before)} >= {"core_auditentry", "concerns_concern", "reporting_receipt"}
        assert moments(f"at {NOW.isoformat()}")
        assert moments(str(uuid.UUID(int=int(NOW.timestamp() * 1000) << 80 | 0x7 << 76 | 0x2 << 62)))


# One white point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63f80f0001010100c9feb7410000000049454e44ae426082"
)
