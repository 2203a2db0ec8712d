"""What stands about words in pictures on the page of a concern."""

from django.urls import reverse

from belisha import config
from belisha.concerns.asides import Step
from belisha.evidence.queries import items_of


def step(actor, concern):
    """The way to the search, where words are read at all and there is something to search."""
    if config.load().ocr and items_of(actor, concern).exists():
        hint = "It looks through the evidence of every concern that you may see."
        yield Step("Look for words in pictures", reverse("showing:search"), "optional", hint, place=205)
