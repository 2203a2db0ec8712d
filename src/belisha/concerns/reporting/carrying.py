"""What a session carries of a report that somebody without an account has begun, until it was sent."""

from belisha.people.sessions import carry, put_down


def begin(request, draft) -> None:
    """Let the session of somebody without an account come back to what it began."""
    if request.actor.id is None:
        carry(request, draft.pk)


def end(request, draft_id) -> None:
    """It was sent without a name, or dropped: nothing of it stays in the session, nor the session itself."""
    if request.actor.id is None:
        put_down(request, draft_id)
