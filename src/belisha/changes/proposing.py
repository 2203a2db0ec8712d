"""Which changes adults have to hear of: what is proposed to the publisher, who decides. No database."""

import re
from dataclasses import dataclass

from belisha.changes.rules import Difference
from belisha.changes.wording import GONE, NEW, SAME, side
from belisha.policy.matching import stems

# What changes what somebody has to do. The rest is a matter of words, and of which words.
WHY = {
    "new": "The clause is new.",
    "removed": "The clause is gone.",
    "strength": "It is stronger or weaker than before.",
    "scope": "It binds others than before, or is another kind of sentence.",
    "exception": "An exception came, went or changed.",
    "duty": "What to do, whom to tell or by when changed.",
}
# Small words that turn a rule round: where one comes or goes, it is not a matter of style.
TELLING = frozenset(
    re.findall(
        r"\w+",
        """
    not no never nor neither must shall should ought may might can cannot could will would any all every each only
    unless except without before after until or and if when
        """,
    )
)


@dataclass(frozen=True)
class Proposal:
    """Whether adults have to hear of a change, and why we think so. A person decides."""

    material: bool
    why: str


def proposal(difference: Difference) -> Proposal:
    """Material unless nobody is asked for anything else than before."""
    if difference.silent and "duty" not in difference.kinds:
        return Proposal(False, "It asks nothing of anybody, before or now.")
    for kind, why in WHY.items():
        if kind in difference.kinds:
            return Proposal(True, why)
    changed = [token.casefold() for run in difference.runs if run.what != SAME for token in run.tokens if token]
    if any(token in TELLING or token[:1].isdigit() for token in changed):
        return Proposal(True, "A small word or a number changed that may turn the rule.")
    if _meant(difference, GONE) != _meant(difference, NEW):
        return Proposal(True, "Words that carry the meaning changed.")
    if "wording" in difference.kinds:
        return Proposal(False, "Only small words, endings, capitals or punctuation changed.")
    return Proposal(False, "The same words stand somewhere else.")


def _meant(difference: Difference, of: str) -> list[tuple[str, str]]:
    """The words with a meaning of their own, without their endings. One word for another counts as a change of meaning,
    even where a school uses both for the same: an employee is not just any member of staff."""
    words = re.findall(r"\w+", " ".join(side(difference.runs, of)).casefold())
    return [(stem, word[:4]) for word in words for stem in stems(word)]
