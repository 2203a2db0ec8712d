"""What hands its strength down: a lead-in to its list, a heading to its section, a column head to its cells."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re
from dataclasses import dataclass, replace

from belisha.policy.reading.kinds import IS_BREACH, kind_of, main_modal
from belisha.policy.reading.modals import Modal, modals
from belisha.policy.reading.openings import DEFINES, EXCEPTION, SCOPE
from belisha.policy.reading.roles import agent, named, subject

# A heading or column head, and what stands under it: (pattern, modality).
HEADS = (
    (
        r"\b(?:allowed|permitted|acceptable)\b.{0,20}\b(?:permission|approval|agreement|at certain times|selected|nominated)|^certain times",
        "may",
    ),
    (
        r"\b(?:ask|check|seek|get)\b.{0,20}\b(?:first|permission|advice|head)|\bwith (?:permission|approval)|\bpermission (?:needed|required)",
        "must",
    ),
    (
        r"unaccept|inappropriate use|prohibit|forbidden|not (?:allowed|permitted|acceptable|accepted)|\bdo(?:n't|nt| not)\b|\bdon'ts\b|\bnever\b|\bmust(?: not|n't)|\bavoid\b|\bno\b$|\bmisuse\b|\bbanned\b",
        "must-not",
    ),
    (r"\bwill(?: not|n't)|\bwon't", "must-not"),
    (r"should(?: not|n't)|not (?:advised|recommended)|discouraged", "should-not"),
    (r"\bshould\b", "should"),
    (r"\bwill\b", "will"),
    (
        r"\bmust\b|^(?:the )?dos?\b|\bdo's\b|\bexpect(?:ed|ations?)\b|\brequire|\balways\b|\bwe (?:ask|expect)|\bduties\b|\brules\b",
        "must",
    ),
    (r"recommend|advis|good practice|best practice|\btips\b", "advised"),
    (r"\bmay\b|\bcan\b|\baccept(?:able|ed)\b|\ballowed\b|\bpermitted\b|^yes\b|\bok\b|\bappropriate use\b", "may"),
)
HEAD_ROWS = tuple((re.compile(pattern, re.I), modality) for pattern, modality in HEADS)
# Heads of this kind only colour bullets that could not stand alone, because "Rules" is not a modal.
VAGUE = re.compile(r"\b(?:expect|dut|rules|good practice|best practice|tips|advi[cs]e|require)", re.I)
# Of these, the heads under which even "Courtesy in every message" is asked of somebody.
EXPECTING = re.compile(
    r"\bexpect(?:ed|ations)?\b.{0,12}\b(?:of|from|all)\b|\bwe (?:ask|expect)\b|\bwhat (?:is|we) expect", re.I
)
RESPONSIBLE = re.compile(r"\bresponsib|\brole|\bduties\b|\baccountab", re.I)
INTRODUCES = re.compile(r"(?::\s*[-–—]?|[-–—]|\b(?:the following|as follows)\s*[.:]?)\s*$")
EXCEPTING = re.compile(r"\b(?:except|unless|exceptions?|other than|apart from|does not apply)\b[^.;]{0,60}$", re.I)
EXAMPLES = re.compile(
    r"\b(?:examples?|for example|include|includes|including|such as|aware (?:of|that)|consider|mindful of|risks?|familiar with|aims?|objectives?|purposes?)\b[^.;]{0,60}$",
    re.I,
)
# Lists of things, not of acts, whatever their first words look like: "Examples include: message boards".
NOUN_LIST = re.compile(
    r"\b(?:examples?|for example|includes?|including|such as|risks|aims?|objectives?|purposes?|helps?|intended|designed|explains?|sets out|seeks|reasons?)\b[^.;]{0,60}$",
    re.I,
)
# "For staff, requirements typically include": what follows is required.
PRACTICE = re.compile(r"^\W*(?:good|best|safe) practice\b[^.;]{0,40}\b(?:means|includes?|is)\W*$", re.I)
# "All staff agree to:", "I undertake:"
PLEDGED = re.compile(r"\b(?:agrees?|promises?|undertakes?|pledges?|commits?)(?: to)?\W*$", re.I)
REQUIRED = re.compile(
    r"\b(?:responsibilit(?:y|ies)|duties|requirements?|expectations?|rules)\b[^.;]{0,40}\b(?:includes?|are(?: as follows)?|apply|is)\W*$",
    re.I,
)
# "report to governors each summer on:": the list holds objects, which stay with their verb.
OBJECTS = re.compile(
    r"\b(?:on|of|about|for|from|with|including|includes?|contains?|such as|namely|the following [a-z]+|the following)\W*$",
    re.I,
)
NEGATIVE_END = re.compile(
    r"\b(?:do|does|shall|will|are|is|should|must)(?: not|n't)\W*$|\b(?:never|not to|avoid|avoiding|refrain from)\W*$",
    re.I,
)
TURNED = {"must": "must-not", "should": "should-not", "will": "must-not", "advised": "should-not"}
INSTRUCTED = re.compile(r"\b(?:not |never )?(?:do any of )?the following\b", re.I)
THREAT = re.compile(r"\b(?:lead to|result in|sanction|disciplin|dismiss|action)", re.I)
NAMED = 5  # words of a lead-in that is only a label: "Do not:", "Not allowed:"
# Column heads printed upwards come out of a PDF with their letters backwards, and often without their spaces.
BACKWARDS = (
    (re.compile(r"acceptableat|acceptablefor|allowedat|allowedfor|allowedwith|permittedwith|certaintimes"), "may"),
    (
        re.compile(r"notallowed|notacceptable|notpermitted|unacceptable|prohibited|forbidden|illegal|^donot|^never"),
        "must-not",
    ),
    (re.compile(r"withpermission|askfirst|permissionneeded"), "must"),
    (re.compile(r"acceptable|allowed|permitted"), "may"),
)
DOCUMENT = re.compile(
    r"\b(?:polic(?:y|ies)|agreement|statement|code|form|procedures?|declaration|guidance|guidelines|handbook|rules|contract)\b",
    re.I,
)
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
    practice = PRACTICE.match(plain)
    if practice:
        return LeadIn(plain, "norm", "advised", ("adult",), practice.span())
    if SCOPE.match(plain) and introduces(plain):
        return LeadIn(plain, "scope", "scope", (), SCOPE.match(plain).span("cue"))
    if DEFINES.match(plain) or re.search(r"\b(?:definitions?|defined|terms)\b", plain, re.I):
        return LeadIn(plain, "definition", "definition", (), None)
    breach = IS_BREACH.search(plain)
    if breach:
        return LeadIn(plain, "consequence", "will", ("adult",), breach.span())
    modal = main_modal(plain) or next((modal for modal in modals(plain) if not _describes(plain, modal)), None)
    if modal is None or (EXAMPLES.search(words[modal.end :]) and not INSTRUCTED.search(words)):
        return _without_modal(plain, words)
    binds = subject(plain[: modal.start]) or agent(plain[modal.end :])
    threat = modal.modality in {"will", "may"} and THREAT.search(plain)
    if not threat and _describes(plain, modal):
        return None
    modality = TURNED.get(modal.modality, modal.modality) if NEGATIVE_END.search(words) else modal.modality
    return LeadIn(plain, "consequence" if threat else "norm", modality, binds, (modal.start, modal.end))


def _describes(plain: str, modal: Modal) -> bool:
    """Whether a weak modal rules nothing: "You can find out more from:"."""
    bare = INTRODUCES.sub("", plain).strip()
    return modal.sort == "weak" and not kind_of(f"{bare} act", modal)


def _without_modal(plain: str, words: str) -> LeadIn | None:
    """Lead-ins that command in other words: "Staff responsibilities include:", "Do not:", "I will"."""
    pledged = PLEDGED.search(words)
    if pledged:
        return LeadIn(plain, "norm", "will", subject(words[: pledged.start()]) or ("adult",), pledged.span())
    required = REQUIRED.search(words)
    if required:
        return LeadIn(plain, "norm", "must", named(words) or ("adult",), required.span())
    if len(words.split()) <= NAMED and not modals(words):
        heading = from_heading(words)
        if heading and heading.strong:
            return replace(heading, words=plain, cue=None)
    return None


def from_heading(plain: str) -> LeadIn | None:
    """What a heading or column head hands down: "Unacceptable use", "Do not", "The Headteacher". None if nothing."""
    words = plain.strip(" :*-")
    for pattern, modality in HEAD_ROWS:
        found = pattern.search(words)
        if found and modality == "may" and DOCUMENT.search(words):
            continue  # "Acceptable Use Policy" names the document and permits nothing
        if found and len(words.split()) <= 9:
            strong = not (VAGUE.search(words) or RESPONSIBLE.search(words))
            return LeadIn(words, "power" if modality == "may" else "norm", modality, named(words), found.span(), strong)
    who = named(words)
    if who and (RESPONSIBLE.search(words) or len(words.split()) <= 5):
        return LeadIn(words, "norm", "must", who, None, strong=False)
    return None


def turned(plain: str) -> LeadIn | None:
    """What a column head hands down whose letters run backwards: "elbatpeccA". None when it reads as nothing."""
    backwards = plain[::-1]
    letters = re.sub(r"\W", "", backwards).lower()
    for pattern, modality in BACKWARDS:
        if pattern.search(letters):
            return LeadIn(backwards, "power" if modality == "may" else "norm", modality, (), (0, len(plain)))
    return None


def moved(lead: LeadIn | None, at: list[int]) -> LeadIn | None:
    """The same lead-in with its cue as a span of the source instead of the folded words."""
    if lead is None or lead.cue is None:
        return lead
    return replace(lead, cue=(at[lead.cue[0]], at[lead.cue[1] - 1] + 1))
