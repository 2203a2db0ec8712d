"""The second pass over a clause: exceptions, whom to tell, by when, what follows, what is cited and defined."""

from belisha.policy.reading.shapes import Particulars


def particulars(text: str, kind: str) -> Particulars:
    """What the words of one clause of that kind say besides their strength."""
    return Particulars()
