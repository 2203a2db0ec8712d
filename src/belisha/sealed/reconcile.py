"""Does the database agree with the store, in both directions?"""

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path

from django.conf import settings

from belisha import config
from belisha.sealed import frames
from belisha.sealed.box import SealError
from belisha.sealed.models import Key, SealedFile
from belisha.sealed.store import INCOMING, is_withheld, open_file, path_of

HOUR = 3600
AT_ONCE = 500


@dataclass
class Report:
    """What was found. `files` counts the rows looked at; the lists hold one sentence for each finding."""

    deep: bool = False
    files: int = 0
    shredded: int = 0
    faults: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    swept: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Every row has its whole file. Orphans are untidy, not wrong."""
        return not self.faults

    def sentences(self) -> list[str]:
        """The report for a person to read, summary first.

        How many files there are is said only where one is wrong: whoever keeps the server may be whom a concern is
        about, and would see from a total that evidence came in, or went.
        """
        return [self._summary, *self.faults, *self.orphans, *self.swept]

    @property
    def _summary(self) -> str:
        if self.faults:
            return f"{len(self.faults)} faults in {self.files} files."
        return "Every file is there and whole." if self.deep else "Every file is there, and as long as it should be."


def reconcile(*, deep: bool = False, sweep: bool = False) -> Report:
    """Compare every row with its file and every file with its row.

    `deep` also decrypts and hashes every file. `sweep` removes files that no row has spoken for within the hour, and
    what is left of shredded files. Unfinished uploads older than an hour are always removed.
    """
    report = Report(deep)
    for rows in batched(SealedFile.objects.order_by("id").iterator(AT_ONCE), AT_ONCE):
        _look_at_rows(rows, report, deep, sweep)
    for paths in batched(_paths(), AT_ONCE):
        _look_at_files(paths, report, sweep)
    _sweep_incoming(report)
    return report


def _look_at_rows(rows: tuple[SealedFile, ...], report: Report, deep: bool, sweep: bool) -> None:
    gone = _shredded(rows)
    for row in rows:
        report.files += 1
        if (row.school_id, row.record) in gone:
            report.shredded += 1
            if sweep and path_of(row.id).exists():
                _remove(path_of(row.id), report, f"Removed what was left of {row}, which was shredded.")
        elif fault := _fault(row, deep):
            report.faults.append(fault)


def _shredded(rows: tuple[SealedFile, ...]) -> set[tuple[uuid.UUID, str]]:
    keys = Key.objects.filter(shredded_at__isnull=False, record__in={row.record for row in rows})
    return set(keys.values_list("school_id", "record"))


def _fault(row: SealedFile, deep: bool) -> str:
    """What is wrong with the row's file, as a sentence; empty when nothing is."""
    try:
        with path_of(row.id).open("rb") as file:
            if not frames.looks_sealed(file):
                return f"{row} does not start the way a sealed file does."
            # From the start again: the size includes the header.
            size = file.seek(0, 2)
    except OSError as error:
        return f"{row} cannot be read: {error.strerror}."
    if size != frames.sealed_size(row.size):
        return f"{row} takes {size:,} bytes in the store; it should take {frames.sealed_size(row.size):,}."
    # What was sealed off is there and whole in size; nobody opens it, and so do we not.
    return _deep_fault(row) if deep and not is_withheld(row) else ""


def _deep_fault(row: SealedFile) -> str:
    try:
        for _ in open_file(row):
            pass
    except (SealError, OSError) as error:
        return f"{row} cannot be opened: {error}"
    return ""


def _paths() -> Iterator[Path]:
    for path in config.load().sealed.rglob("*"):
        if path.parent.name != INCOMING and path.is_file():
            yield path


def _look_at_files(paths: tuple[Path, ...], report: Report, sweep: bool) -> None:
    idents = {ident for path in paths if (ident := _ident(path))}
    known = set(SealedFile.objects.filter(id__in=idents).values_list("id", flat=True))
    for path in paths:
        ident = _ident(path)
        if ident is None:
            report.orphans.append(f"{path.name} in the store is none of Belisha's files; it was left alone.")
        elif ident not in known and _older_than_an_hour(path):
            report.orphans.append(f"No row speaks of file {ident}.")
            if sweep:
                _remove(path, report, f"Removed file {ident}.")


def _ident(path: Path) -> uuid.UUID | None:
    """The id in the path, if this is exactly where the store puts that id."""
    try:
        ident = uuid.UUID(path.name)
    except ValueError:
        return None
    return ident if path == path_of(ident) else None


def _sweep_incoming(report: Report) -> None:
    # A request whose process was killed leaves what was uploaded as it came: in the clear, and in Django's folder.
    raw = Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*")
    for path in (*(config.load().sealed / INCOMING).glob("*.part"), *raw):
        if _older_than_an_hour(path):
            _remove(path, report, f"Removed the unfinished upload {path.name}.")


def _older_than_an_hour(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - HOUR
    except FileNotFoundError:
        return False


def _remove(path: Path, report: Report, sentence: str) -> None:
    path.unlink(missing_ok=True)
    report.swept.append(sentence)
