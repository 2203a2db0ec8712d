"""For the world: one of each thing that is done about a concern, and the school's numbers to call."""

from cast import Cast

from belisha.concerns.handling.calling import actions as calling
from belisha.concerns.handling.models import Number


def one_of_each_done(cast: Cast) -> None:
    """The numbers of the school."""
    calling.stock(cast.school)


def keys_of_what_was_done(cast: Cast) -> dict:
    """A value for each key of an address of this room."""
    return {"number_id": Number.objects.get(school=cast.school, key="lado").pk}
