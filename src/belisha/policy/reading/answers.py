"""Questions and their yes or no, and tables whose cells are ticks: the answer gives the question its strength."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re

from belisha.policy.reading.judging import CONFIDENCE
from belisha.policy.reading.kinds import main_modal
from belisha.policy.reading.leadins import LeadIn
from belisha.policy.reading.roles import subject
from belisha.policy.reading.shapes import Judgement

ANSWER = re.compile(
    r"^\W*(?P<word>yes|no|never|not (?:without|unless|normally|usually|ever)|absolutely not|definitely not|only (?:if|with|when|where|after))\b",
    re.I,
)
AFTERTHOUGHT = re.compile(r",?\s+(?:but|however,?|and|although)\s+(?P<rest>\S)", re.I)
BARE = re.compile(r"^\W*[\w' ]{1,16}[.!,]?$")
NO = re.compile(r"\b(?:no|never|not)\b", re.I)
# How the question is put, and what yes and no then mean.
ASKED = (
    (re.compile(r"\b(?:do|does|must|am|is|are|will)\b[^?]{0,60}\b(?:have to|need to|required|must|obliged|expected)\b|^\W*(?:\w+[:.)] )?must\b", re.I), ("must", "may")),
    (re.compile(r"\bshould\b", re.I), ("should", "should-not")),
    (re.compile(r"\b(?:can|may|could|allowed|permitted|okay|ok|acceptable|all right|alright|fine|use|share|post)\b", re.I), ("may", "must-not")),
)  # fmt: skip
TICK = re.compile(
    r"^\W*(?P<yes>[✓✔☑√●•xX]|yes|allowed|permitted|acceptable|ok)\W*$|^\W*(?P<no>[✗✘☒❌✕×]|no|never|not (?:allowed|permitted|acceptable)|unacceptable)\W*$",
    re.I,
)
TICKS = {"✓", "✔", "☑", "√", "✗", "✘", "☒", "❌", "✕", "×", "x", "X", "●", "•"}


def answered(question: str, answer: str) -> Judgement | None:
    """The reading of a question and its yes or no as one clause; the cue is in `question + " " + answer`."""
    found = ANSWER.match(answer)
    if not found or not question.endswith("?"):
        return None
    meaning = next((pair for pattern, pair in ASKED if pattern.search(question)), None)
    if meaning is None:
        return None
    if found["word"].lower() == "never":
        meaning = (meaning[0], "must-not")
    modality = meaning[1] if NO.match(found["word"]) or "not" in found["word"].lower() else meaning[0]
    offset = len(question) + 1
    who = tuple(name for name in subject(question) if name not in {"pupil", "parent"}) or ("adult",)
    cue = (offset + found.start("word"), offset + found.end("word"))
    kind = "power" if modality == "may" else "norm"
    return Judgement(
        kind, modality, f'The answer to the question is "{found["word"].lower()}".', CONFIDENCE["answer"], who, cue
    )


def answer_end(answer: str) -> int:
    """How much of the answer is the answer itself: of "No, but you may not…" the rest is a rule of its own."""
    found = ANSWER.match(answer)
    rest = AFTERTHOUGHT.search(answer, found.end()) if found else None
    return rest.start() if rest and main_modal(answer[rest.start("rest") :]) else len(answer)


def is_bare(answer: str) -> bool:
    """Whether the answer is only its yes or no, so that the next sentence may be its explanation."""
    return bool(BARE.match(answer))


def tick(plain: str) -> str:
    """ "yes" or "no" when a table cell is only a mark, else ""."""
    if plain.strip() in TICKS:
        return "no" if plain.strip() in "✗✘☒❌✕×" else "yes"
    found = TICK.match(plain)
    return "" if not found else "yes" if found["yes"] else "no"


def ticked(plain: str, cue: tuple[int, int], head: LeadIn | None) -> Judgement:
    """The reading of a row by its one mark: the column's strength, or allowed and not allowed where it has none."""
    said = tick(plain)
    modality = head.modality if head else "may"
    if said == "no":
        modality = "must-not" if modality in {"may", "must"} else modality
    why = f'The mark stands in the column "{head.words}".' if head else f'The table says "{plain}".'
    return Judgement("power" if modality == "may" else "norm", modality, why, CONFIDENCE["answer"], ("adult",), cue)
