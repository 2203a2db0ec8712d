"""What a session without an account carries of a report, for whoever came back to it with the code."""

from belisha.people.sessions import carry, put_down


def begin(request, concern_id) -> None:
    """Let this session open the report, under a new key: whoever knew the old one has nothing."""
    request.session.cycle_key()
    carry(request, concern_id)


def end(request) -> None:
    """Put down all that it carries, at once; the session goes with it."""
    for key in getattr(request.actor, "carries", ()):
        put_down(request, key)
