"""Reporting over real HTTP: one report with its file, a crowd that presses Send together, ten thousand concerns, and
what a stranger loads first. Beside it what the machine can do at best: hash a file and write it durably.
"""

import gzip
import hashlib
import http.client
import os
import re
import secrets
import sys
import threading
import time
from types import SimpleNamespace
from urllib.parse import urljoin

from bench import stage
from bench.measure import Figure, at, both, interleaved
from bench.serving import fetch, port, started

MB = 1 << 20
ONE_BY_ONE, CROWD, RATE_SECONDS, RATE_CLIENTS, CONCERNS = 60, 50, 8, 6, 10_000


def figures(data, made, head):
    from cast import an_adult
    from django.db import connections

    sys.path.insert(0, str(stage.__file__).rpartition("/bench/")[0])
    from faults.stage import Staff

    people = {name: an_adult(made, f"The {name}") for name in ("teacher", "office")}
    staff = Staff(CROWD, SimpleNamespace(school=made, head=head, **people))
    single, crowd, many = staff.drafts(ONE_BY_ONE, 4), staff.drafts(CROWD, 4), staff.drafts(600, 4)
    for one in [*single, *many]:
        one.content = secrets.token_bytes(MB)
    door = open_door(staff)
    connections.close_all()
    number = port()
    with started(["-m", "belisha.cli", "serve"], number, "/health/"):
        answered(number, staff.cookies)
        yield one_report(data, number, single)
        yield per_second(number, many)
        yield from together(number, crowd)
        yield first_load(number, door)
        yield from beside_a_guesser(number, staff)
    yield from evidence(data, staff)
    fill(staff, CONCERNS)
    connections.close_all()
    with started(["-m", "belisha.cli", "serve"], number, "/health/"):
        yield from the_queue(number, stage.cookie(staff.cast.head))


def answered(number: int, cookies: list[str]) -> None:
    """Whoever presses Send has answered questions before: their session knows of this visit."""
    line = http.client.HTTPConnection("127.0.0.1", number)
    for cookie in cookies:
        fetch(line, "/report/mine/", cookie)


def one_report(data, number: int, waiting: list) -> Figure:
    """The file put to the report and Send pressed, until the receipt is on the screen: three requests."""
    from faults.stage import send

    plain, seconds = data / "floor.bin", []
    floor = []
    for one in waiting:
        began = time.perf_counter()
        with plain.open("wb") as file:
            hashlib.sha256(one.content)
            file.write(one.content)
            file.flush()
            os.fsync(file.fileno())
        floor.append(time.perf_counter() - began)
        began = time.perf_counter()
        assert send(number, one) == "acknowledged", one.answers
        seconds.append(time.perf_counter() - began)
    seconds, floor = sorted(seconds[5:]), sorted(floor[5:])
    of = f"SHA-256 and a durable write of 1 MB: {both(floor)}"
    return Figure("One report with a 1 MB file, until the receipt", both(seconds), of, _times(seconds, floor))


def per_second(number: int, waiting: list) -> Figure:
    """Several people, one after another each, for some seconds."""
    from faults.stage import send

    queue, lock, done, until = list(waiting), threading.Lock(), [0], time.monotonic() + RATE_SECONDS

    def work():
        while time.monotonic() < until:
            with lock:
                if not queue:
                    return
                one = queue.pop()
            came = send(number, one)
            assert came == "acknowledged", one.answers
            with lock:
                done[0] += 1

    began = time.monotonic()
    _all([work] * RATE_CLIENTS)
    rate = done[0] / (time.monotonic() - began)
    return Figure(
        f"Reports with a 1 MB file a second, {RATE_CLIENTS} people", f"{rate:.0f}", "25 wanted", f"× {rate / 25:.1f}"
    )


def together(number: int, crowd: list):
    """Everybody presses Send in the same moment; and then everybody once more."""
    from belisha.concerns.models import Concern
    from faults.stage import press

    ready, seconds, first, second = threading.Barrier(len(crowd)), [], {}, {}

    def work(one, said):
        ready.wait()
        began = time.perf_counter()
        said[one.draft] = press(number, one)
        seconds.append(time.perf_counter() - began)

    for said in (first, second):
        _all([lambda one=one, said=said: work(one, said) for one in crowd])
    seconds, twice = seconds[: len(crowd)], [second[key] == receipt for key, receipt in first.items()]
    stored = Concern.objects.filter(pk__in=[one.draft for one in crowd])
    numbers = len(set(stored.values_list("number", flat=True)))
    yield Figure(
        f"{CROWD} people press Send in the same second", both(sorted(seconds)), f"stored: {stored.count()}, "
        f"distinct numbers: {numbers}", f"{stored.count()} of {CROWD}",
    )  # fmt: skip
    yield Figure("The same form sent twice", f"{sum(twice)} of {CROWD} the same receipt", "", "stored once")


def open_door(staff):
    """The public page switched on; its address."""
    from django.urls import reverse

    from belisha.concerns.returning import actions, queries

    actions.open_door(queries.door_to_set(staff.cast.head), by=staff.cast.head)
    return reverse("reporting:start")


def first_load(number: int, path: str) -> Figure:
    """Everything that a stranger's first page brings along, as it comes over the line."""
    line, loaded = http.client.HTTPConnection("127.0.0.1", number), 0
    page, size = _compressed(line, path)
    loaded += size
    linked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    for one in sorted(linked):
        text, size = _compressed(line, one)
        loaded += size
        linked |= {urljoin(one, found) for found in re.findall(r'from\s*"(\.[^"]+)"', text)}
    return Figure(
        "First load of the public report page", f"{loaded / 1000:.0f} KB", "100 KB at most", f"{len(linked) + 1} files"
    )


def _compressed(line, path: str) -> tuple[str, int]:
    line.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = line.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(body) if packed else body).decode(errors="replace"), len(body)


def beside_a_guesser(number: int, staff):
    """Forty people behind one address, alone and beside somebody there who guesses codes without a pause."""
    from faults.stage import guess

    stop, slowed = threading.Event(), []

    def ask():
        line = http.client.HTTPConnection("127.0.0.1", number)
        for cookie in staff.cookies[:40]:
            began = time.perf_counter()
            fetch(line, "/report/mine/", cookie)
            seconds.append(time.perf_counter() - began)

    def guessing():
        while not stop.is_set():
            slowed.append(guess(number))

    seconds = []
    _all([ask] * 2)
    alone, seconds = sorted(seconds), []
    guesser = threading.Thread(target=guessing)
    guesser.start()
    time.sleep(1)
    _all([ask] * 2)
    stop.set()
    guesser.join()
    yield Figure(
        "40 people behind one address, beside a guesser there",
        both(sorted(seconds)),
        f"alone: {both(alone)}",
        _times(sorted(seconds), alone),
    )
    refused = sum(status == 429 for status in slowed)
    yield Figure("The guesser", f"{refused} of {len(slowed)} tries turned away", "", "")


def evidence(data, staff):
    """Evidence kept and read, beside hashing the same bytes and writing or reading them."""
    from concerned import a_concern

    from faults.stage import keep_evidence, read_evidence

    content, plain, kept = [secrets.token_bytes(MB) for _ in range(48)], data / "floor.bin", []
    concern = a_concern(staff.cast)

    def bare_write():
        sha = hashlib.sha256()
        with plain.open("wb") as file:
            for piece in content:
                sha.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    def bare_read():
        sha = hashlib.sha256()
        with plain.open("rb") as file:
            while piece := file.read(MB):
                sha.update(piece)

    times = interleaved(
        5, bare_write=bare_write, write=lambda: kept.append(keep_evidence(concern, content)),
        bare_read=bare_read, read=lambda: read_evidence(kept[-1]),
    )  # fmt: skip
    for verb, said in (("write", "kept"), ("read", "read")):
        mine, floor = at(times[verb], 0.5), at(times[f"bare_{verb}"], 0.5)
        of = f"SHA-256 and a plain {verb}: {len(content) / floor:.0f} MB/s"
        yield Figure(
            f"Evidence {said} ({len(content)} MB)", f"{len(content) / mine:.0f} MB/s", of, f"× {floor / mine:.2f} of it"
        )


def fill(staff, number: int) -> None:
    """So many concerns, as rows: how each is made is measured above."""
    import uuid

    from django.db import transaction
    from django.utils import timezone

    from belisha.concerns.models import Barred, Concern, Route, Subject
    from belisha.concerns.sealing import PURPOSE, record_of
    from belisha.sealed import keys

    school, teacher, now = staff.cast.school, staff.cast.teacher, timezone.now()
    for _ in range(0, number, 1000):
        names = [uuid.uuid4() for _ in range(1000)]
        with transaction.atomic():
            sealed = keys.seal_texts(
                school.pk, [(record_of(name), b'{"what": "Something was seen."}') for name in names], PURPOSE
            )
            rows = [
                Concern(id=name, school=school, kind="policy_breach", account=words, known_at=now, reported_at=now)
                for name, words in zip(names, sealed, strict=True)
            ]
            Concern.objects.bulk_create(rows, batch_size=200)
            of = [{"school": school, "concern": row} for row in rows]
            Subject.objects.bulk_create([Subject(kind="adult", adult=teacher, **one) for one in of], batch_size=200)
            Route.objects.bulk_create(
                [Route(post="headteacher", leads=True, why="by its type", **one) for one in of], batch_size=200
            )
            Barred.objects.bulk_create([Barred(adult=teacher, why="subject", **one) for one in of], batch_size=200)


def the_queue(number: int, cookie: str):
    """The first page of them all, and what the server weighs after many looks at it."""
    line, size = http.client.HTTPConnection("127.0.0.1", number), 0
    seconds = []
    for _ in range(120):
        began = time.perf_counter()
        size = len(fetch(line, "/concerns/", cookie))
        seconds.append(time.perf_counter() - began)
    yield Figure(
        f"First page of {CONCERNS:,} concerns",
        both(sorted(seconds[10:])),
        "p99 50 ms, 60 KB at most",
        f"{size / 1000:.0f} KB",
    )
    heaviest = max(_weights())
    yield Figure(f"Memory of a web process after {CONCERNS:,} concerns", f"{heaviest:.0f} MB", "200 MB at most", "")


def _weights() -> list[float]:
    """Megabytes that each server process of ours holds."""
    found = []
    for folder in os.listdir("/proc"):
        if folder.isdigit():
            try:
                with open(f"/proc/{folder}/cmdline", "rb") as file:
                    said = file.read()
                with open(f"/proc/{folder}/status") as file:
                    status = file.read()
            except OSError:
                continue
            if b"granian" in said or b"belisha" in said or b"multiprocessing" in said:
                found += [int(kb) / 1024 for kb in re.findall(r"VmRSS:\s+(\d+) kB", status)]
    return found


def _all(works: list) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _times(mine: list[float], floor: list[float]) -> str:
    return f"× {at(mine, 0.5) / at(floor, 0.5):.1f}"
