"""Real processes killed with SIGKILL, and what is left of their work. A program, run by `test_killed.py`:

    python killing.py rotation-lines | rotation-times KILLS | store-lines | store-times KILLS | memory MEGABYTES

It prints one line of JSON. The data folder is BELISHA_DATA; the settings are those of the tests. Django is loaded once
and every victim is a fork of this process, so that hundreds can be killed in the time that a few would take to start.
"""

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
import uuid
from collections import Counter
from pathlib import Path

import django

django.setup()

from django.db import connection, connections, transaction  # noqa: E402

from belisha import config  # noqa: E402
from belisha.sealed import box, frames, keys, reconcile, ring, rotate, store  # noqa: E402
from belisha.sealed.models import Key, SealedFile  # noqa: E402

DATA = config.load().data
MB = 1024 * 1024
KNOWN = b"k" * 32
CONTENT = b"0123456789abcdef" * (MB // 16 * 2 + 5)


def prepare() -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    with connection.schema_editor() as editor:
        editor.create_model(Key)
        editor.create_model(SealedFile)


# -- victims -----------------------------------------------------------------------------------------------------------


def victim(work, *, files=(), line: int | None = None) -> int:
    """Fork a process that does `work`. With `line`, it kills itself at that step: a line of `files`, run for the first
    or second time.
    """
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        if line is not None:
            sys.settrace(killer({module.__file__ for module in files}, line))
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def killer(files: set[str], line: int):
    seen, visits = 0, Counter()

    def lines(frame, event, argument):
        nonlocal seen
        place = (frame.f_code.co_filename, frame.f_lineno)
        visits[place] += event == "line"
        # Twice each: a loop's hundredth round can leave nothing behind that its second does not.
        if event == "line" and visits[place] <= 2:
            seen += 1
            if seen == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return lines

    return lambda frame, event, argument: lines if frame.f_code.co_filename in files else None


def was_killed(pid: int) -> bool:
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    assert os.WEXITSTATUS(status) == 0, "the victim failed by itself"
    return False


# -- rotation ----------------------------------------------------------------------------------------------------------


class Archive:
    """Texts and a file of two schools, one record of which is shredded; everything else must open at all times."""

    def __init__(self):
        self.schools = [uuid.uuid4() for _ in range(2)]
        self.texts = [
            (school, f"adult:{n}", keys.seal_text(school, f"adult:{n}", b"words %d" % n, "note"), b"words %d" % n)
            for school in self.schools
            for n in range(3)
        ]
        keys.shred(self.schools[0], "adult:gone")
        given = {"school_id": self.schools[0], "record": "adult:1", "filename": "f", "media_type": "m", "limit": None}
        self.file = store.keep(store.store([b"x" * 100], **given))

    def rotate(self) -> None:
        rotate.rotate_instance_key()
        for school in self.schools:
            rotate.rotate_school_key(school)

    def assert_readable(self) -> None:
        keys.forget()
        for school, record, sealed, plain in self.texts:
            assert keys.open_text(school, record, sealed, "note") == plain
        assert b"".join(store.open_file(self.file)) == b"x" * 100


def rotation_lines() -> dict:
    """Kill a rotation at its first line, its second, and so on, from the same start each time."""
    archive, start = Archive(), DATA.parent / "start"
    connections.close_all()
    shutil.copytree(DATA, start)
    kills = 0
    for line in range(1, 10_000):
        shutil.rmtree(DATA)
        shutil.copytree(start, DATA)
        if not was_killed(victim(archive.rotate, files=(rotate, ring), line=line)):
            break
        kills += 1
        archive.assert_readable()
        rotate.rotate_instance_key()
        archive.assert_readable()
        assert [path.name for path in (DATA / "keys").glob("instance*")] == ["instance.key"], line
        connections.close_all()
    return {"kills": kills}


def rotation_times(number: float) -> dict:
    """Kill rotations at random instants, reading all the while and going on from wherever the last one stopped."""
    archive, kills, readings, before = Archive(), 0, 0, ring.current()

    def forever():
        while True:
            archive.rotate()

    while kills < number:
        pid = victim(forever)
        death = time.monotonic() + random.uniform(0.002, 0.12)
        try:
            while time.monotonic() < death:
                archive.assert_readable()
                readings += 1
        finally:
            os.kill(pid, signal.SIGKILL)
            was_killed(pid)
        archive.assert_readable()
        kills += 1
    archive.rotate()
    archive.assert_readable()
    return {"kills": kills, "readings": readings, "changed": ring.current() != before}


# -- storing -----------------------------------------------------------------------------------------------------------

SCHOOL = uuid.uuid4()


def upload() -> None:
    # A key that the checker knows, so that it can open a file whose row was never made.
    box.new_key = lambda: KNOWN
    chunks = (CONTENT[at : at + 65536] for at in range(0, len(CONTENT), 65536))
    with transaction.atomic():
        store.keep(store.store(chunks, school_id=SCHOOL, record="r", filename="f", media_type="m", limit=len(CONTENT)))


def look_at_what_is_left(counts: dict) -> None:
    report = reconcile.reconcile(deep=True)
    assert report.ok, report.sentences()
    counts["kept"] += report.files
    for path in config.load().sealed.rglob("*"):
        if path.is_dir():
            continue
        if path.suffix == ".part":
            counts["parts"] += 1
        elif not SealedFile.objects.filter(id=path.name).exists():
            counts["orphans"] += 1
            with path.open("rb") as file:
                plain = b"".join(frames.decrypt(file, KNOWN, box.context("file", SCHOOL, "r", path.name)))
            assert plain == CONTENT
        os.utime(path, (0, 0))
    reconcile.reconcile(sweep=True)
    known = {str(ident) for ident in SealedFile.objects.values_list("id", flat=True)}
    assert {path.name for path in config.load().sealed.rglob("*") if path.is_file()} == known, "not all was swept"


def store_lines() -> dict:
    keys.key_for(SCHOOL, "r", make=True)
    counts = {"kills": 0, "kept": 0, "orphans": 0, "parts": 0}
    for line in range(1, 10_000):
        if not was_killed(victim(upload, files=(store, frames), line=line)):
            break
        counts["kills"] += 1
        look_at_what_is_left(counts)
    return counts


def store_times(number: float) -> dict:
    keys.key_for(SCHOOL, "r", make=True)
    counts = {"kills": 0, "kept": 0, "orphans": 0, "parts": 0}
    while counts["kills"] < number:
        pid = victim(upload)
        time.sleep(random.uniform(0, 0.06))
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        counts["kills"] += was_killed(pid)
        look_at_what_is_left(counts)
        with connection.cursor() as cursor:  # not by the model: rooms above, whose tables are not here, refer to it
            cursor.execute("DELETE FROM sealed_sealedfile")
    return counts


def memory(megabytes: float) -> dict:
    """Peak memory of storing and reading a file of that size, in MB."""
    chunks = (b"x" * 65536 for _ in range(int(megabytes) * 16))
    given = {"school_id": SCHOOL, "record": "r", "filename": "f", "media_type": "m", "limit": None}
    row = store.keep(store.store(chunks, **given))
    size = sum(len(piece) for piece in store.open_file(row))
    return {"size": size, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    name, *numbers = sys.argv[1:]
    prepare()
    print(json.dumps(globals()[name.replace("-", "_")](*map(float, numbers))))
    shutil.rmtree(Path(DATA), ignore_errors=True)
