"""Where sessions are kept: Django's table, without the minute of whoever reports or comes back without an account."""

import datetime

from django.contrib.sessions.backends.db import SessionStore as Table
from django.core import signing
from django.utils import timezone

from belisha.core import prepared
from belisha.people.sessions import CARRIES

# A session that ends at midnight lives at least so long, so that nobody who writes late in the evening loses it.
AT_LEAST = datetime.timedelta(hours=3)


class _OfTheDay(signing.TimestampSigner):
    """Signs as Django signs a session, as of the midnight with which today began."""

    def timestamp(self):
        return signing.b62_encode(int(_midnight(timezone.localdate()).timestamp()))


class SessionStore(Table):
    """A row says when its session ends, and so when it was last used. Of one that carries a report it says the day.

    It still ends with the browser, and at once where somebody leaves; until the midnight after next at the latest.
    """

    def _get_session_from_db(self):
        """Asked for every page, so by a statement that is there already."""
        row = prepared.first(self.model, session_key=self.session_key)
        if row is not None and row.expire_date > timezone.now():
            return row
        self._session_key = None
        return None

    def encode(self, session_dict):
        """What is stored of it. Django signs it with the second at which it did; here with the day."""
        if not session_dict.get(CARRIES):
            return super().encode(session_dict)
        signer = _OfTheDay(salt=self.key_salt)
        return signer.sign_object(session_dict, serializer=self.serializer, compress=True)

    def create_model_instance(self, data):
        """The row that is stored."""
        row = super().create_model_instance(data)
        if data.get(CARRIES):
            row.expire_date = _midnight_after(timezone.now() + AT_LEAST)
        return row


def _midnight_after(moment: datetime.datetime) -> datetime.datetime:
    return _midnight(timezone.localdate(moment) + datetime.timedelta(days=1))


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
