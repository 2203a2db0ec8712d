"""The link that founds a school. It works while there is no school, for whoever can read the server's own screen."""

import hashlib
import hmac

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from belisha.people.models import School


def token() -> str:
    """The secret part of the link. It follows from the installation's key, so every process prints the same."""
    return hmac.new(settings.SECRET_KEY.encode(), b"set-up", hashlib.sha256).hexdigest()


def path() -> str:
    """The link's path, for `belisha serve` to print."""
    return reverse("people:set_up", args=[token()])


def knows(given: str) -> bool:
    """Whether somebody holds the link."""
    return constant_time_compare(given, token())


def is_open() -> bool:
    """Whether there is still a school to be founded."""
    return not School.objects.exists()
