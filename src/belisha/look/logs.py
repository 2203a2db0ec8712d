"""What a log line must not hold."""

import logging
import re

# Whoever reads such an address can choose somebody's password or read their calendar, and Django writes down each
# address that it refuses.
SECRET = re.compile(r"(/(?:welcome|set-up|password/reset/key|calendars)/)[^/\s]+")

# Of whoever reports without a name nothing finer than the day is kept: that one of their pages was refused is not
# written down, since a line has a time and the address the key of what they report. What broke is, without the key.
REPORTING = re.compile(
    r"(?<!\S)(/(?:report/drafts|reported/receipts|evidence/(?:drafts|receipts|items))/)[^/\s]+|(?<!\S)/report(?:ed)?/"
)


class WithoutSecrets(logging.Filter):
    """Puts an ellipsis where a link's secret stood, and passes over what would say when somebody reported."""

    def filter(self, record):
        said = SECRET.sub(r"\1…", record.getMessage())
        if REPORTING.search(said) and record.levelno < logging.ERROR:
            return False
        record.msg, record.args = REPORTING.sub(lambda found: f"{found[1]}…" if found[1] else found[0], said), ()
        return True
