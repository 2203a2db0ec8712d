"""Which modal of a sentence carries it: the one of the main clause, not one in "which may…" or "if they should…"."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re
from functools import lru_cache
from typing import NamedTuple

from belisha.policy.reading.cues import ANY, MONTH, NO_ONE, ONLY_ONE, PATTERNS
from belisha.policy.reading.verbs import imperative

# "We believe that staff should…", "There are laws that schools must…": said of something, not to anybody.
BELIEVED = re.compile(
    r"^\W*(?:we|(?:the|our|this) (?:school|trust|academy|college|nursery|setting|governors|governing body|policy)|this (?:model )?policy)(?: \w+){0,4}? (?:believes?|feels?|accepts?|recogni[sz]es?|acknowledges?|thinks?|hopes?)\b|^\W*there (?:is|are|was|were)\b(?! no\b)[^,;]*\b(?:that|which)\b(?! (?:staff|adults|employees|you)\b)",
    re.I,
)
# "what is and is not acceptable", "how staff should behave": asked about, not ruled.
ASKED = re.compile(
    r"\b(?:what|how|whether)\b(?: \S+){0,3} (?:is|are|can|should|may|must)?(?: and)?\s*$|\b(?:what|how|whether) [^,;.]{0,40}$",
    re.I,
)
CONDITIONED = re.compile(
    r"^\W*(?:(?:even )?(?:if|where|when|whenever|unless|because|since|although|while|whilst|once|until|as)|in the event|for)\b",
    re.I,
)

MAIN, SUBORDINATE, RELATIVE = 0, 1, 2  # how far from the main clause; higher is weaker

# "which may", "who could", "that might also", "and which staff must": the modal belongs to the noun before.
IN_RELATIVE = re.compile(
    r"\bwhose(?: \w+){1,2}\s*$|\b(?:which|that|who|whom|whose|what)(?:\s+(?:also|then|they|he|she|we|you|it|staff|adults)){0,2}\s*$",
    re.I,
)
# ", who must then…" goes on with the story, so it counts as main.
GOES_ON = re.compile(r",\s+(?:who|which)(?:\s+(?:also|then))?\s*$", re.I)
# An open "if", "when", "that" … with no comma since.
OPEN = re.compile(
    r"\b(?:if|where|when|whenever|unless|because|since|although|while|whilst|whether|so that|in case|how|what|who|which|that|as|until)\b(?=[^,;:.]*$)",
    re.I,
)
SO_THAT_WE = re.compile(
    r"\b(?:ensure|ensures|so|sure|agree|accept|understand|means|states?|clear|expects?|requires?|agreed|important|essential|vital) that\b(?:(?!\b(?:if|when|where|unless)\b)[^,;:.])*$",
    re.I,
)
# "if staff need to ring they should…": the "they" takes the sentence up again.
RESUMED = re.compile(
    r"\b(?:if|when|where|once|whenever)\b[^,;.]{10,} (?:they|this|that|these|it|you|I|we|he|she|he or she|then|then (?:you|they|staff))(?: \w+ly| also)?\s*$",
    re.I,
)
# "should they be unsure": an "if" with its words turned round.
INVERTED = re.compile(
    r"\bshould\s+(?:they|you|he|she|we|it|I|someone|members?|employees?|pupils?|there|any|anyone|someone|a|an|the|this|that|these|such|staff|adults|pupils|concerns?|further|school)\b",
    re.I,
)


WEAK = re.compile(r"may|can|could|might", re.I)
ALSO = re.compile(r"\b(?:and|but|or)(?: (?:also|therefore|then))?\s*$", re.I)
NEAR = re.compile(r"\b(?:who|which|that)(?:\s+\S+){0,2}\s*$", re.I)


class Modal(NamedTuple):
    """One cue found: its span in the words, its modality and sort, and how far it is from the main clause."""

    start: int
    end: int
    modality: str
    sort: str
    rank: int


# One sentence is looked at by several steps (cutting, kind, lead-in), so the last few answers are kept.
@lru_cache(maxsize=256)
def modals(plain: str) -> tuple[Modal, ...]:
    """Every cue of the text in order, the strongest reading at each place; inverted ifs and months left out."""
    if not ANY.search(plain):
        return ()
    found: list[Modal] = []
    for pattern, cue in PATTERNS:
        for match in pattern.finditer(plain):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            if _is_cue(plain, match):
                found.append(Modal(*match.span(), cue.modality, cue.sort, _rank(plain, match)))
    return tuple(sorted(_of_nobody(plain, found) + found))


def _is_cue(plain: str, match: re.Match) -> bool:
    word = match.group()
    if word.lower() == "should" and INVERTED.match(plain, match.start()):
        return False
    if word.lower() == "may" and MONTH.match(plain, match.start()) and word == "May":
        return False
    return not (
        word.lower() in {"will", "must", "can"} and re.search(r"\b(?:a|the|free|own|good)\s+$", plain[: match.start()])
    )


def _of_nobody(plain: str, found: list[Modal]) -> list[Modal]:
    """ "No pupil may…" forbids; "Only the head may…" commands. They replace the plain reading of their modal."""
    made = []
    for pattern, modality in ((NO_ONE, "must-not"), (ONLY_ONE, "must")):
        for match in pattern.finditer(plain):
            at = match.span("modal")
            for other in [other for other in found if other.start < at[1] and at[0] < other.end]:
                found.remove(other)
            said = "should-not" if match["modal"].lower() in {"should", "ought to"} and pattern is NO_ONE else modality
            start = (
                match.start("no")
                if pattern is NO_ONE
                else match.start() + len(match.group()) - len(match.group().lstrip(",;:. \"'("))
            )
            made.append(Modal(start, at[1], said, "plain", MAIN))
    return made


def _rank(plain: str, match: re.Match) -> int:
    before = plain[: match.start()]
    if GOES_ON.search(before) and not WEAK.match(match.group()):
        return MAIN
    if (IN_RELATIVE.search(before) and not SO_THAT_WE.search(before)) or (
        BELIEVED.match(before) and not re.search(r"[,;] (?:and|but|so|therefore) ", before)
    ):
        return RELATIVE
    if _in_opening_condition(plain, match.start()):
        return SUBORDINATE
    if ASKED.search(before):
        return SUBORDINATE
    if RESUMED.search(before):
        return MAIN
    if SO_THAT_WE.search(before) or (ALSO.search(before) and not WEAK.match(match.group())):
        return MAIN
    opened = [found.group().lower() for found in OPEN.finditer(before)]
    # "Adults who share … will be": three words on, the clause of "who" has had its own verb.
    over = all(word in {"who", "which", "that"} for word in opened) and not NEAR.search(before)
    return MAIN if over else SUBORDINATE


def _in_opening_condition(plain: str, at: int) -> bool:
    """ "Where staff need to write to parents, …": before the comma that closes an opening condition."""
    if not CONDITIONED.match(plain):
        return False
    resumed = re.search(
        r",\s|\s(?=(?:they|this|that|these|it|you|he|she|then)(?: (?:you|they|staff))?(?: \w+ly| also)? (?:must|should|will|may|can|shall|ought|are)\b)",
        plain[at:],
        re.I,
    )
    return (
        "," not in plain[:at]
        and resumed is not None
        and bool(ANY.search(plain, at + resumed.end()) or imperative(plain[at + resumed.end() :]))
    )
