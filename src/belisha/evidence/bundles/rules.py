"""What decides about bundles and time stamps, without a database."""

import csv
import datetime
import io
from collections.abc import Iterable

# For whom a bundle is made. The words with which somebody says so are sealed; these are what one chooses from.
FOR = {
    "police": "The police",
    "lado": "The local authority’s designated officer (LADO)",
    "social_care": "Children’s social care",
    "panel": "A panel of the school’s governors",
    "hr": "Human resources",
    "court": "A court or tribunal",
    "other": "Somebody else",
}
PLAIN, PASSPHRASE, KEY = "plain", "passphrase", "key"
SEALED = {
    PASSPHRASE: "With a passphrase",
    KEY: "To their own public key",
    PLAIN: "Not encrypted",
}

# A stamp that our library cannot read is kept: openssl may, and a stamp is not given twice for the same moment.
CHECKED, UNCHECKED = "checked", "unchecked"
STAMP_STATES = {CHECKED: "Checked when it came", UNCHECKED: "Kept as it came: only openssl can check it"}

# With these a spreadsheet takes a cell for a formula (CWE-1236).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = ("number", "when (UTC)", "item", "what happened", "entry in the log")
# The ends of names by media type: from what a file is, never from what it was called.
ENDINGS = {
    "png": "png", "jpeg": "jpg", "webp": "webp", "heic": "heic", "pdf": "pdf", "email": "eml", "html": "html.txt",
    "mhtml": "mhtml", "warc": "warc", "wacz": "wacz", "text": "txt", "chat": "txt", "audio": "audio", "video": "video",
}  # fmt: skip


def neutral(number: int, kind: str) -> str:
    """What an item is called in a bundle: its number there and what it is. Whatever it was called may name somebody."""
    return f"item-{number:03d}.{ENDINGS.get(kind, 'bin')}"


def cell(value) -> str:
    """A cell of a table that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def table(rows: Iterable[Iterable], columns: Iterable[str] = COLUMNS) -> bytes:
    """A table as CSV, every cell in quotation marks."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([cell(each) for each in row] for row in rows)
    return text.getvalue().encode()


def next_try(now: datetime.datetime, failures: int, gaps: Iterable[int]) -> datetime.datetime:
    """When to ask a service again after so many failures in a row; `gaps` in minutes, the last one for ever after."""
    gaps = tuple(gaps)
    return now + datetime.timedelta(minutes=gaps[min(failures, len(gaps) - 1)])


# Minutes between two stamps, and before a service that is away is asked again: a stamp a day is enough.
EVERY, GAPS = 24 * 60, (15, 60, 240, 24 * 60)
