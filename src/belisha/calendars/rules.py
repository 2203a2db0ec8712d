"""What an entry of a calendar may say, without a database: that there is something, and never what or whom."""

import datetime
import hashlib
import re
from dataclasses import dataclass

# A calendar hangs on walls and telephones and is shared in families: no title names anybody or any matter.
TITLES = {
    "task": "Belisha: a task is due",
    "meeting": "Belisha: something to talk about",
    "ends": "Belisha: something ends",
}
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Entry:
    """One day of somebody's calendar: which row it is about, so that its id stays the same, when, and what kind."""

    key: str
    on: datetime.date
    kind: str = "task"

    @property
    def title(self) -> str:
        return TITLES[self.kind]


def hash_of(secret: str) -> str:
    """What is kept of a secret. It has 256 bits of chance in it, so nobody finds it by trying."""
    return hashlib.sha256(secret.encode()).hexdigest()
