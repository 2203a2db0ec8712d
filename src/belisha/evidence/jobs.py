"""What happens to evidence by itself: every file is checked each night; uploads that nobody went on with go."""

import datetime
import time

from django.utils import timezone

from belisha import config
from belisha.core.access import WORKER
from belisha.evidence import actions, queries
from belisha.evidence.models import Item, Upload
from belisha.people.models import School
from belisha.sealed import growing, store
from belisha.sealed.box import SealError

# A file is due when it was not checked since the last run, which is a day ago or a little less.
DUE_AFTER = datetime.timedelta(hours=20)
AT_ONCE = 100
# Bytes that one run reads at most; what it did not come to is first in the next one.
MOST_BYTES = 200 * 1024**3


def check_all() -> None:
    """Hold every file against its SHA-256. It may be killed at any moment: what was not checked is still due."""
    left = MOST_BYTES
    for school in School.objects.order_by("pk").iterator():
        left = _check_school(school, left)
        if left <= 0:
            return


def _check_school(school: School, left: int) -> int:
    before = timezone.now() - DUE_AFTER
    while left > 0 and (some := queries.to_check(school.pk, before, AT_ONCE)):
        found = []
        for item in some:
            if left <= 0:
                break
            said = _fault(item)
            found.append((item.pk, not said, said))
            left -= item.file.size
        actions.check(school, by=WORKER, found=found, number=len(found))
    return left


def _fault(item: Item) -> str:
    """What is wrong with the item's file, in a sentence that names nothing; empty when nothing is."""
    try:
        for _ in store.open_file(item.file):
            pass
    except (SealError, OSError) as error:
        return f"{type(error).__name__}: it cannot be read as it was stored."
    return ""


def forget_uploads() -> None:
    """Remove what broke off and was not gone on with, and what a killed process left of a small file."""
    hours = config.load().evidence_hours
    for row in Upload.objects.all().iterator():
        # By its place alone: its key may have been destroyed with the concern's.
        coming = growing.Coming(row.file_id, row.school_id, row.kept_under, b"")
        if _is_older(coming.path, hours) and _is_older(store.path_of(row.file_id), hours):
            actions.let_lapse(row, by=WORKER)
    known = {str(each) for each in Upload.objects.values_list("file_id", flat=True)}
    for path in (config.load().sealed / store.INCOMING).glob(f"*{growing.SUFFIX}"):
        if path.stem not in known and _is_older(path, 1):
            path.unlink(missing_ok=True)


def _is_older(path, hours: int) -> bool:
    try:
        return path.stat().st_mtime < time.time() - hours * 3600
    except FileNotFoundError:
        return True
