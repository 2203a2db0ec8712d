"""How often one adult may have a pupil's name looked up: somebody who tries one name after the other gets no list."""

from django.core.cache import cache

from belisha import config
from belisha.core.errors import NotAllowed

HOUR = 60 * 60


def count(adult) -> None:
    """Count one look-up of an adult's. Raises NotAllowed over the installation's limit for an hour."""
    key = f"pupil-lookups:{adult.pk}"
    cache.add(key, 0, HOUR)
    try:
        number = cache.incr(key)
    except ValueError:  # the hour ended between the two
        return
    if number > config.load().pupil_lookups:
        raise NotAllowed("You have looked up many pupils.", "Wait an hour, or speak to the Headteacher.")
