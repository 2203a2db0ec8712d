"""Where pages of other rooms are: they may not be there yet, and then there is no link."""

from collections.abc import Callable

from django.urls import NoReverseMatch, reverse

HOME = "home"
# (actor, key of a guidance page) → its address, or "". A folder that keeps such pages adds its function.
GUIDES: list[Callable[..., str]] = []
# Where a "yes" to a question can lead, by the name of the page.
LEADS = {"": "Nowhere", "family:declare": "To the declaration of a family relationship"}


def page_named(name: str) -> str:
    """The address of a page by its name, or of the home page while there is none."""
    try:
        return reverse(name) if name else reverse(HOME)
    except NoReverseMatch:
        return reverse(HOME)


def guide(actor, key: str) -> str:
    """The address of the guidance page of that key, or "" where there is none for this adult."""
    return next((address for find in GUIDES if (address := find(actor, key))), "")
