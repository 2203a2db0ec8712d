"""What a log line must not hold."""

import logging
import re

# Whoever reads such an address can choose somebody's password or read their calendar, and Django writes down each
# address that it refuses.
SECRET = re.compile(r"(/(?:welcome|set-up|password/reset/key|calendars)/)[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Puts an ellipsis where a link's secret stood."""

    def filter(self, record):
        record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), ()
        return True
