"""What a school says of whom it asks to acknowledge a policy."""

from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed
from belisha.people.rules import ADULT_KINDS
from belisha.policy.models import Policy


@action("policy.audience", needs=Can.APPROVE_POLICY, sentence="{by} said whom {about} is for: {label} {said}")
def say(policy: Policy, *, by, kind: str, asked: bool | None, why: str, label: str, said: str) -> None:
    """Ask a kind of adult, or do not, whatever the clauses say; `asked` None: as the clauses say (clause 2-01-b).

    `why` is kept with it and shown on the page: a policy that is for governors alone, for instance.
    """
    if kind not in ADULT_KINDS:
        raise NotAllowed("There is no such kind of adult.")
    if asked is not None and not why.strip():
        raise NotAllowed("Say why.", "The reason is shown beside it.")
    others = {name: told for name, told in policy.audience.items() if name != kind}
    policy.audience = others if asked is None else {**others, kind: {"asked": asked, "why": why.strip()}}
    policy.save(update_fields=["audience"])
