"""What routing puts on a concern's page: whom it reaches and is about, from whom it was withdrawn, what can be said."""

from django.urls import reverse

from belisha.concerns.asides import Panel, Step
from belisha.concerns.routing import queries


def panels(actor, concern) -> list[Panel]:
    """Whom it reaches and is about; and, if there is anybody, who may not know any more and what they had seen."""
    found = [
        Panel(
            "Whom it reaches, and who it is about", "routing/parts/reached.html",
            {"routes": queries.routes_of(actor, concern), "subjects": queries.subjects_of(actor, concern),
             "concern": concern}, place=20,
        )
    ]  # fmt: skip
    if withdrawn := queries.withdrawn(actor, concern):
        said, title = {"withdrawn": withdrawn}, "Who may not know of it any more"
        found.append(Panel(title, "routing/parts/withdrawn.html", said, place=25, folded=True))
    return found


def steps(actor, concern) -> list[Step]:
    """Say whom and what it is about."""
    named = queries.subjects_of(actor, concern)
    known = "done" if any(row.name for row in named) else "not started"
    found = [
        Step("Say who it is about", reverse("routing:name_subject", args=[concern.pk]), known, place=15),
        Step("Say what it is about", reverse("routing:change_kind", args=[concern.pk]), "done",
             hint=concern.get_kind_display(), place=16),
    ]  # fmt: skip
    return found
