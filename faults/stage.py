"""The school that is reported at, drafts that are ready to be sent, and who sends them over real HTTP."""

import hashlib
import http.client
import os
import random
import signal
import sys
import time
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CSRF = "c" * 32
BOUNDARY = "belisha-faults"


def begin(data: Path, **more: str) -> None:
    """Settings for this process and for the servers it starts, and a database that is ready."""
    for name in [name for name in os.environ if name.startswith("BELISHA_")]:
        del os.environ[name]
    os.environ |= {"BELISHA_DATA": str(data), "DJANGO_SETTINGS_MODULE": "belisha.settings", **more}
    os.umask(0o077)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the cast makes the people
    from belisha.commands import preparing, start_django

    start_django()
    preparing.prepare()


@dataclass
class Sending:
    """One report on its way: what was sent and what came back."""

    draft: uuid.UUID
    content: bytes
    cookie: str
    acknowledged: str = ""
    answers: list[str] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Staff:
    """A school with adults who report, each signed in."""

    def __init__(self, number: int = 8, cast=None):
        from cast import a_school, an_adult

        self.cast = cast or a_school()
        self.adults = [an_adult(self.cast.school, f"Reporter {n:02d}") for n in range(number)]
        self.cookies = [_cookie(adult) for adult in self.adults]

    def drafts(self, number: int, size: int = 200_000) -> list[Sending]:
        """Reports that need only their file and the last click."""
        from belisha.concerns.reporting import actions

        made = []
        for n in range(number):
            adult, cookie = self.adults[n % len(self.adults)], self.cookies[n % len(self.adults)]
            draft = actions.begin(self.cast.school, by=adult, danger="no")
            actions.say(draft, by=adult, **answers(self.cast))
            made.append(Sending(draft.pk, os.urandom(random.randint(size // 4, size)), cookie))
        return made


def answers(cast) -> dict:
    """What a report needs before it can be sent: every question of its type answered, the skippable ones skipped."""
    from belisha.concerns.reporting import rules

    said = {"danger": "no", "source": "signed_in", "kind": "policy_breach"}
    said |= {"about": [{"kind": "adult", "adult": str(cast.teacher.pk), "words": ""}], "files": "added"}
    said |= {"what": "A colleague wrote about a class on an open page.", "openness": "named"}
    for _ in range(40):
        number = rules.next_page(said, "")
        if not number:
            return said
        page = rules.pages(said, "")[number - 1]
        for each in page.fields:
            said.setdefault(each.key, "no" if each.required else "")
        said["shown"] = [*said.get("shown", []), page.key]
    raise AssertionError("the questions do not end")


def _cookie(adult) -> str:
    from cast import signed_in
    from django.conf import settings
    from django.test import Client

    client = signed_in(Client(), adult)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}; csrftoken={CSRF}"


def send(port: int, one: Sending, timeout: float = 20) -> str:
    """Put the file to the draft and press Send; returns what came of it: acknowledged, refused or lost."""
    from django.urls import reverse

    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        said = _post(line, reverse("evidence:of_draft", args=[one.draft]), one, {"csrfmiddlewaretoken": CSRF}, True)
        one.answers.append(f"{said[0]} {said[1][:300] if said[0] == 302 else _title(said[1])}")
        if said[0] in {302, 404}:  # 404: it was sent before its answer was lost
            said = _post(line, reverse("reporting:check", args=[one.draft]), one, {"csrfmiddlewaretoken": CSRF}, False)
            one.answers.append(f"{said[0]} {said[1][:300] if said[0] == 302 else _title(said[1])}")
        if said[0] == 302 and "receipt" in said[1]:
            line.request("GET", said[1], headers={"Cookie": one.cookie})
            answer = line.getresponse()
            answer.read()
            if answer.status == 200:
                one.acknowledged = said[1]
                return "acknowledged"
        return "refused"
    except (OSError, http.client.HTTPException) as fault:
        one.answers.append(type(fault).__name__)
        return "lost"


def _title(page: str) -> str:
    """What an answer that is no redirect says: the title of its page."""
    return page.partition("<title>")[2].partition("</title>")[0].strip()


def _post(line, path: str, one: Sending, fields: dict, with_file: bool) -> tuple[int, str]:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if with_file:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="seen.bin"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + one.content + b"\r\n")
    body = b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
    headers = {"Cookie": one.cookie, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    line.request("POST", path, body, headers)
    answer = line.getresponse()
    text = answer.read().decode(errors="replace")
    return answer.status, answer.headers.get("Location", "") if answer.status == 302 else text


@contextmanager
def server(port: int):
    """The same processes as `belisha serve` starts, forked from this one, which has loaded and prepared everything.

    Starting from nothing takes seconds; to be killed hundreds of times it must take a tenth of one. They are a process
    group of their own, which is killed whole at the end. Gives its number.
    """
    from django.db import connections

    connections.close_all()  # what is open cannot be shared with a fork
    pid = os.fork()
    if not pid:
        _serve(port)
    try:
        _wait(port, pid)
        yield pid
    finally:
        kill(pid)


def _serve(port: int) -> None:
    from belisha.commands import serve

    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    try:
        serve.load_all()
        running = serve.parts("127.0.0.1", port, 2)
        serve.keep_running(running, lambda: serve.answers("127.0.0.1", port), lambda: None)
    finally:
        os._exit(1)


def kill(pid: int) -> None:
    """SIGKILL to everything that the server started."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _wait(port: int, pid: int) -> None:
    until = time.monotonic() + 90
    while True:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/health/")
            line.getresponse().read()
            return
        except OSError:
            assert os.waitpid(pid, os.WNOHANG) == (0, 0), "the server ended"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)


def press(port: int, one: Sending, timeout: float = 60) -> str:
    """Press Send alone; returns where the receipt is, or what was said instead."""
    from django.urls import reverse

    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    token = {"csrfmiddlewaretoken": CSRF}
    return _post(line, reverse("reporting:check", args=[one.draft]), one, token, False)[1][:300]


def guess(port: int) -> int:
    """Try a code that nobody has; returns the status."""
    from belisha.concerns.returning import tokens

    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": f"csrftoken={CSRF}", "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/reported/", f"csrfmiddlewaretoken={CSRF}&code={tokens.fresh()}", headers)
    answer = line.getresponse()
    answer.read()
    return answer.status


def keep_evidence(concern, content: list[bytes]):
    """Evidence kept as its pages keep it: sealed, hashed, durable, and a row."""
    from cast import again

    from belisha.concerns.sealing import record_of
    from belisha.evidence import actions, kinds, rules
    from belisha.people.models import Adult
    from belisha.sealed import store

    head = again(Adult.objects.get(school=concern.school, grants__role="headteacher"))
    stored = store.store(
        content, school_id=concern.school_id, record=record_of(concern.pk), filename="seen.bin",
        media_type="application/octet-stream", limit=None,
    )  # fmt: skip
    return actions.add(concern, by=head, piece=rules.Piece(uuid.uuid4(), kinds.OPAQUE, rules.Record(), stored))


def read_evidence(item) -> None:
    """The same read to its end, each piece authenticated and the whole held against its hash."""
    from belisha.evidence import opening

    for _ in opening.pieces(item):
        pass
