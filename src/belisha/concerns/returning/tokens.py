"""The code with which somebody comes back who reported without a name.

It is made before the report is sent and comes with the form, so that a lost answer, a second click or a crash loses
nothing and no copy of it is ever stored. 29 signs in 20 places are 97 bits: at a thousand million tries a second the
sun would be gone first. So a hash with a key that is not in the database is enough, one that costs nothing while the
school's log is held; a slow one guards what people choose themselves, and this is not chosen.
"""

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from belisha.core import codes

LENGTH = 20


def fresh() -> str:
    """A code that nobody had before, without its hyphens."""
    return codes.fresh(LENGTH)


def for_form(draft_id) -> str:
    """A code that nobody had before, as the form of this draft carries it: nobody can put in another, a guessed one or
    one of their own choice.
    """
    return _signer(draft_id).sign(fresh())


def from_form(sent: str, draft_id) -> str:
    """The code that the form of this draft carried. Empty if it is none of ours."""
    try:
        return read(_signer(draft_id).unsign(sent))
    except BadSignature:
        return ""


def _signer(draft_id) -> Signer:
    return Signer(salt=f"belisha.concerns.returning:{draft_id}")


def shown(token: str) -> str:
    """As it is written down: five groups of four."""
    return codes.shown(token)


def read(typed: str) -> str:
    """What somebody typed, as a code: whatever the case, with or without hyphens and spaces. Empty if it is none."""
    return codes.read(typed, LENGTH)


def hash_of(token: str) -> str:
    """What is stored: without the installation's own key it says nothing, not even whether a code is right."""
    return salted_hmac("belisha.concerns.returning", token, algorithm="sha256").hexdigest()
