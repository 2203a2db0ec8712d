"""Slowing whoever guesses codes, and nobody else; nothing of it is written down anywhere.

A failure is counted under a code over address and browser, made with a key that this process drew as it started and
draws anew each day. Neither the key nor the count is ever in the database, in a file or in a log, so that nobody can
find out later who came back with which code.

What it costs: each web process counts for itself, and a restart forgets; a guesser has so many more tries. Only a
wrong code is refused: forty people behind one address, with the same browser, come in beside a guesser. That is
affordable because a code has 97 bits: this spares the machine, it does not guard the door (`tokens`).
"""

import hmac
import secrets
import time
from collections import OrderedDict

# Failures within so many seconds, after which the next wrong codes are answered with "too many tries".
FAILURES, WITHIN = 10, 600
# So many guessers are remembered; beyond it the oldest is forgotten, so that a flood cannot fill the memory.
REMEMBERED = 10_000
DAY = 86_400


class Failures:
    """Who failed how often of late, by a name that means nothing outside this process and this day."""

    def __init__(self):
        self.key, self.drawn, self.counted = secrets.token_bytes(32), time.monotonic(), OrderedDict()

    def one_more(self, address: str, browser: str) -> bool:
        """Count one failure. True if there were too many from there."""
        now = time.monotonic()
        if now - self.drawn > DAY:
            self.__init__()
        name = hmac.digest(self.key, f"{address}\0{browser}".encode(), "sha256")
        times = [each for each in self.counted.pop(name, ()) if now - each < WITHIN]
        self.counted[name] = [*times, now][-FAILURES - 1 :]
        while len(self.counted) > REMEMBERED:
            self.counted.popitem(last=False)
        return len(self.counted[name]) > FAILURES


failures = Failures()


def too_often(request) -> bool:
    """Count that a wrong code came with this request. True if too many did from there of late."""
    return failures.one_more(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_USER_AGENT", ""))
