"""The disk fills while people report: a clear page, nothing half there, reading goes on, and so does work when there is
room again, without a restart.
"""

import http.client
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from bench.serving import port as free_port
from faults import checking, stage

SIZE = "160m"


@contextmanager
def small_disk():
    """A disk of its own that can be filled without harm; needs root."""
    folder = Path(tempfile.mkdtemp(prefix="belisha-small-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def run(data: Path, reports: int = 12) -> dict:
    """What came of reports before, while and after the disk was full."""
    # Without the reserve that it keeps free by itself: here the disk is to be full to the last byte.
    stage.begin(data, BELISHA_EVIDENCE_FREE="0")
    staff, filler, number = stage.Staff(), data / "filler", free_port()
    before, during = staff.drafts(reports), staff.drafts(reports)
    from django.db import connections

    connections.close_all()
    with stage.server(number):
        first = [stage.send(number, one) for one in before]
        _fill(filler)
        while_full = [stage.send(number, one) for one in during]
        said = sorted({_short(answer) for one in during for answer in one.answers})
        reading = _reads(number, staff.cookies[0])
        filler.unlink()
        after = [stage.send(number, one) for one in during]
    found = checking.outcome([*before, *during])
    return {
        "acknowledged before": f"{first.count('acknowledged')} of {reports}",
        "acknowledged while it was full": f"{while_full.count('acknowledged')} of {reports}",
        "answers while it was full": ", ".join(said), "a page read while it was full": reading,
        "the same reports sent again with room": f"{after.count('acknowledged')} of {reports}",
        "acknowledged and lost": found["lost"], "half there": found["half there"], **checking.machinery(),
    }  # fmt: skip


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        piece = b"\0" * 65536
        while True:
            try:
                if file.write(piece) < len(piece):
                    return
            except OSError:
                return


def _reads(number: int, cookie: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", number, timeout=20)
    line.request("GET", "/report/mine/", headers={"Cookie": cookie})
    return line.getresponse().status


def _short(answer: str) -> str:
    """The status and, of a page, its title; of a redirect the status alone."""
    return answer.removesuffix(" – Belisha") if not answer.startswith("302") else "302"
