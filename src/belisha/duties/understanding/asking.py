"""The short questions of `comprehension` as the way to an acknowledgement meets them."""

from belisha.comprehension import actions
from belisha.comprehension.models import ShortQuestion
from belisha.comprehension.queries import about, open_for
from belisha.comprehension.rules import is_right
from belisha.duties.models import Acknowledgement
from belisha.duties.rules import DUE
from belisha.policy.models import Clause


def left(actor, duty: Acknowledgement) -> list[ShortQuestion]:
    """What the actor has yet to understand before they can acknowledge."""
    return open_for(actor, duty.version) if duty.state == DUE else []


def answered(actor, question: ShortQuestion, choice: int) -> bool:
    """Whether that is the right answer; if it is, it is kept that they understood. Otherwise nothing is."""
    if not is_right(question.right, choice):
        return False
    actions.understand(question, by=actor, choice=choice)
    return True


def clauses_of(actor, question: ShortQuestion) -> list[Clause]:
    """The clauses to read once more."""
    return about(actor, question)
