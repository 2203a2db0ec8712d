"""What hands its strength down: a lead-in to its list, a heading to its section, a column head to its cells."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re
from dataclasses import dataclass, replace

from belisha.policy.reading.kinds import main_modal
from belisha.policy.reading.modals import modals
from belisha.policy.reading.openings import DEFINES, EXCEPTION, SCOPE
from belisha.policy.reading.roles import agent, named, subject

# A heading or column head, and what stands under it: (pattern, modality).
HEADS = (
    (
        r"\b(?:ask|check|seek|get)\b.{0,20}\b(?:first|permission|advice|head)|\bwith (?:permission|approval)|\bpermission (?:needed|required)",
        "must",
    ),
    (
        r"unaccept|inappropriate use|prohibit|forbidden|not (?:allowed|permitted|acceptable|accepted)|\bdo(?:n't|nt| not)\b|\bdon'ts\b|\bnever\b|\bmust(?: not|n't)|\bavoid\b|\bno\b$|\bmisuse\b|\bbanned\b",
        "must-not",
    ),
    (r"should(?: not|n't)|not (?:advised|recommended)|discouraged", "should-not"),
    (
        r"\bmust\b|\bdos?\b|\bdo's\b|\bexpect(?:ed|ations?)\b|\brequire|\balways\b|\bwe (?:ask|expect)|\bduties\b|\brules\b",
        "must",
    ),
    (r"\bshould\b", "should"),
    (r"recommend|advis|good practice|best practice|\btips\b", "advised"),
    (r"\bmay\b|\bcan\b|\baccept(?:able|ed)\b|\ballowed\b|\bpermitted\b|^yes\b|\bok\b|\bappropriate use\b", "may"),
    (r"\bwill\b", "will"),
)
HEAD_ROWS = tuple((re.compile(pattern, re.I), modality) for pattern, modality in HEADS)
# Heads of this kind only colour bullets that could not stand alone, because "Rules" is not a modal.
VAGUE = re.compile(r"\b(?:expect|dut|rules|good practice|best practice|tips|advi[cs]e|always|require)", re.I)
RESPONSIBLE = re.compile(r"\bresponsib|\brole|\bduties\b|\baccountab", re.I)
INTRODUCES = re.compile(r"(?::\s*[-–—]?|[-–—])\s*$")
EXCEPTING = re.compile(r"\b(?:except|unless|exceptions?|other than|apart from|does not apply)\b[^.;]{0,60}$", re.I)
EXAMPLES = re.compile(
    r"\b(?:examples?|for example|include|includes|including|such as|aware (?:of|that)|consider|mindful of|risks?|familiar with|aims?|objectives?|purposes?)\b[^.;]{0,60}$",
    re.I,
)
# Lists of things, not of acts, whatever their first words look like: "Examples include: message boards".
NOUN_LIST = re.compile(
    r"\b(?:examples?|for example|includes?|including|such as|risks|aims?|objectives?|purposes?)\b[^.;]{0,60}$", re.I
)
INSTRUCTED = re.compile(r"\b(?:not |never )?(?:do any of )?the following\b", re.I)
PREAMBLE = re.compile(
    r"\b(?:introduction|aims?|purpose|rationale|background|overview|context|statement of intent|foreword|objectives?|legislation|legal framework)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What the words above hand down. `cue` is a span of the source; `strong` means even a bare noun inherits."""

    words: str
    kind: str
    modality: str
    binds: tuple[str, ...]
    cue: tuple[int, int] | None
    strong: bool = True


def introduces(plain: str) -> bool:
    """Whether the words end as a lead-in does, with a colon or a dash."""
    return bool(INTRODUCES.search(plain))


def lead_in(plain: str) -> LeadIn | None:
    """What a lead-in hands down to its list; spans are of `plain`. None when it carries no strength."""
    words = INTRODUCES.sub("", plain).strip()
    if EXCEPTION.match(plain) or EXCEPTING.search(words):
        return LeadIn(plain, "exception", "may", (), None)
    if SCOPE.match(plain):
        return LeadIn(plain, "scope", "scope", (), SCOPE.match(plain).span("cue"))
    if DEFINES.match(plain) or re.search(r"\b(?:definitions?|defined|terms)\b", plain, re.I):
        return LeadIn(plain, "definition", "definition", (), None)
    modal = main_modal(plain) or next(iter(modals(plain)), None)
    if modal is None or (EXAMPLES.search(words[modal.end :]) and not INSTRUCTED.search(words)):
        return None
    after = plain[modal.end :]
    binds = subject(plain[: modal.start]) or agent(after)
    threat = modal.modality in {"will", "may"} and re.search(
        r"\b(?:lead to|result in|sanction|disciplin|action)\b", plain, re.I
    )
    return LeadIn(plain, "consequence" if threat else "norm", modal.modality, binds, (modal.start, modal.end))


def from_heading(plain: str) -> LeadIn | None:
    """What a heading or column head hands down: "Unacceptable use", "Do not", "The Headteacher". None if nothing."""
    words = plain.strip(" :*-")
    for pattern, modality in HEAD_ROWS:
        found = pattern.search(words)
        if found and len(words.split()) <= 9:
            strong = not VAGUE.search(words) and not RESPONSIBLE.search(words)
            return LeadIn(words, "power" if modality == "may" else "norm", modality, named(words), found.span(), strong)
    who = named(words)
    if who and (RESPONSIBLE.search(words) or len(words.split()) <= 5):
        return LeadIn(words, "norm", "must", who, None, strong=False)
    return None


def moved(lead: LeadIn | None, at: list[int]) -> LeadIn | None:
    """The same lead-in with its cue as a span of the source instead of the folded words."""
    if lead is None or lead.cue is None:
        return lead
    return replace(lead, cue=(at[lead.cue[0]], at[lead.cue[1] - 1] + 1))
