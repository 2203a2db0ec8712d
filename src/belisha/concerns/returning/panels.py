"""What these pages put on a concern's own page: the conversation with whoever reported it."""

from django.urls import reverse

from belisha.concerns.asides import Panel
from belisha.concerns.returning import queries
from belisha.concerns.returning.forms import MessageForm
from belisha.concerns.rules import OPENNESS


def messages(actor, concern) -> list[Panel]:
    """The messages to and fro, and a form for the next: words alone, whatever the concern is about."""
    context = {
        "said": queries.messages_of(actor, concern), "form": MessageForm(), "openness": OPENNESS[concern.openness],
        "url": reverse("returning:write", args=[concern.pk]),
    }  # fmt: skip
    return [Panel("Messages with whoever reported it", "returning/parts/messages.html", context, place=60)]
