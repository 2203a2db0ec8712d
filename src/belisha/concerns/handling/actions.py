"""Writing down what was done in a step. Nothing that was written is ever changed."""

from belisha.concerns import rules as concerns
from belisha.concerns.handling import rules
from belisha.concerns.handling.models import StepEntry
from belisha.concerns.models import Concern
from belisha.concerns.sealing import seal
from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import Conflict, NotAllowed


@action(
    "handling.step", needs=Can.HANDLE_CONCERN, sentence="{by} wrote down {about}: “{label}”, {state}", confidential=True
)
def note(
    concern: Concern, *, by, step: str, label: str, state: str, answers: dict, reason: str = "", turn: int = 0
) -> StepEntry:
    """Write down where a step stands and what was answered (clauses 8-01-b, 9-06-b, 7-01-c, 7-04-b).

    `turn`: of the newest entry that was on the page; another was written since where it is no longer that.
    `answers`: ask → answer; `reason`: why the step is not needed. Both are sealed with the concern.
    """
    still_open(concern)
    found = next((each for each in rules.steps() if each.key == step), None)
    if found is None:
        raise NotAllowed("There is no such step.")
    if state == rules.DONE and (left := rules.missing(found.asks, answers)):
        raise NotAllowed(
            f"Something is still to be answered: {left[0].label}", "Answer it, or say that it is under way."
        )
    if rules.same_person(found.asks, answers):
        raise NotAllowed("Two different people are needed here.", "Name a second person.")
    if state == rules.NOT_NEEDED and not reason.strip():
        raise NotAllowed("A step is left out only with a reason.", "Say why it is not needed.")
    last = concern.stepentrys.filter(step=step).order_by("-turn").first()
    if turn != (last.turn if last else 0):
        raise Conflict(
            "Somebody else wrote something down here while you were writing.", "Nothing was saved. Look again."
        )
    words = {"answers": answers, "reason": reason.strip()}
    return StepEntry.objects.create(
        school_id=concern.school_id, concern=concern, step=step, turn=turn + 1, state=state, by_id=by.id,
        words=seal(concern.school_id, concern.pk, words),
    )  # fmt: skip


def still_open(concern: Concern) -> None:
    """What is closed stays as it was when somebody decided about it."""
    if concern.state == concerns.CLOSED:
        raise NotAllowed("This is closed.", "Open it again, with a reason, before anything more is done.")


@action("handling.take_index", needs=Can.HANDLE_CONCERN, sentence="{by} took out the index of evidence of a {about}")
def take_index(concern: Concern, *, by) -> None:
    """Write down that the index left the program as a file."""
