"""Where pages of higher rooms are: they may not be there yet, and then there is no link."""

from django.urls import NoReverseMatch, reverse

HOME = "home"
# Where a "yes" to a question can lead, by the name of the page.
LEADS = {"": "Nowhere", "family:declare": "To the declaration of a family relationship"}


def page_named(name: str) -> str:
    """The address of a page by its name, or of the home page while there is none."""
    try:
        return reverse(name) if name else reverse(HOME)
    except NoReverseMatch:
        return reverse(HOME)
