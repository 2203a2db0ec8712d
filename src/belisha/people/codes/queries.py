"""Whom a code or a tablet can be given to, and who sends adults to this school."""

from belisha.people.employers.queries import choices
from belisha.people.models import Adult, Employer
from belisha.people.queries import adult_to_change


def adult_for(actor, adult_id) -> Adult:
    """The adult whom the actor may help to sign in, fetched through the permission."""
    return adult_to_change(actor, adult_id)


def senders(actor) -> list[Employer]:
    """Who sends adults to the actor's school, by name."""
    return choices(actor)


def sender_of(actor, chosen: str) -> Employer | None:
    """The one that was chosen; None where that is the word for somebody new, or for nobody."""
    return next((sender for sender in choices(actor) if str(sender.pk) == chosen), None)
