"""Where sessions are kept: Django's table, without the minute of whoever reports or comes back without an account."""

import datetime

from django.contrib.sessions.backends.db import SessionStore as Table
from django.utils import timezone

from belisha.people.sessions import CARRIES

# A session that ends at midnight lives at least so long, so that nobody who writes late in the evening loses it.
AT_LEAST = datetime.timedelta(hours=3)


class SessionStore(Table):
    """A row says when its session ends, and so when it was last used. Of one that carries a report it says the day.

    It still ends with the browser, and at once where somebody leaves; until the midnight after next at the latest.
    """

    def create_model_instance(self, data):
        """The row that is stored."""
        row = super().create_model_instance(data)
        if data.get(CARRIES):
            row.expire_date = _midnight_after(timezone.now() + AT_LEAST)
        return row


def _midnight_after(moment: datetime.datetime) -> datetime.datetime:
    day = timezone.localdate(moment) + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
