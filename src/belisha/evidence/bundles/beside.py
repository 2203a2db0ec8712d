"""What stands about bundles on the page of a concern."""

from django.urls import reverse

from belisha.concerns.asides import Panel, Step
from belisha.evidence.bundles import queries


def panel(actor, concern):
    """The bundles that were made of its evidence."""
    if made := queries.bundles_of(actor, concern):
        yield Panel("Bundles of evidence", "bundles/parts/panel.html", {"bundles": made}, place=70)


def step(actor, concern):
    """The way to make one, where there is evidence."""
    if queries.choices(actor, concern):
        made = bool(queries.bundles_of(actor, concern))
        yield Step(
            "Hand evidence over to the police, the LADO or a panel", reverse("bundles:add", args=[concern.pk]),
            "done" if made else "not started", "One file with proof that nothing in it was changed.", place=80,
        )  # fmt: skip
