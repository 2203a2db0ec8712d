"""Cuts inside a sentence that holds more than one duty: "must lock their screen and should log out"."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re

from belisha.policy.reading.kinds import BREACH, FOLLOWS, kind_of
from belisha.policy.reading.modals import MAIN, Modal, modals
from belisha.policy.reading.roles import ROLE
from belisha.policy.reading.verbs import forbidding, imperative

# What may stand between "and" and a modal that is to count as a duty of its own.
NEW_SUBJECT = re.compile(
    r"^(?:(?:also|then|therefore|they|he|she|it|this|(?:any )?such \w+|we|you|I|all|the|any|these|each|every)\s+)*(?P<rest>[^,;:.]{0,70}?)\s*$",
    re.I,
)
JOINT = re.compile(
    r",?\s+(?=(?:and|but|or|nor|although|though|however)\b)|(?<=;)\s+(?=\S)|(?<=,)\s+(?=(?:they|you|this|(?:any )?such \w+) (?:\w+ )?(?:must|should|will|cannot|may not)\b)",
    re.I,
)
LINK = re.compile(
    r"(?:and|but|or|although|though|however,?)(?:,?\s+(?:also|therefore|then|in addition|that))*\s+", re.I
)
# After "must … ": verbs strong enough to be a duty of their own without a second modal.
BARE = re.compile(
    r"and\s+(?:then\s+)?(?:to\s+)?(?:ensure|follow|seek|report|inform|notify|support)\b(?! up| of)|(?:and|or)\s+(?:to\s+)?engage in\b|and to be (?:careful|aware)\b|(?:and|but) (?:do not|don't|never(?! (?:in|on|at|to|for|with|be)\b))\b",
    re.I,
)
# "be aware that … and may": what is to be known goes on.
KNOWN = re.compile(r"\b(?:aware|clear|mindful|understand|accept|note|remember|recognise|reminded) that\b[^;]*$", re.I)
RELATIVE = re.compile(r"\b(?:which|who|whom|whose|where|if|when|how|so that|in order to)\b[^,;]*$", re.I)


def parts(plain: str, start: int, end: int, inherits: bool = False) -> list[tuple[int, int]]:
    """Spans of the duties in the sentence `plain[start:end]`, at least one; together they cover it."""
    words = plain[start:end]
    inherits = inherits or bool(imperative(words))
    found = modals(words)
    cuts = [0]
    for joint in JOINT.finditer(words):
        at = joint.end()
        earlier = _carrier(words, found, cuts[-1], at)
        if earlier is None and not inherits:
            continue
        if _opens_duty(words, found, at, earlier) or _bare_duty(words, at, earlier, inherits):
            cuts.append(at)
    spans = [(start + left, start + right) for left, right in zip(cuts, [*cuts[1:], len(words)], strict=True)]
    return [(left, left + len(plain[left:right].rstrip())) for left, right in spans]


def _carrier(words: str, found: tuple[Modal, ...], left: int, right: int) -> Modal | None:
    """The modal that already makes a clause of `words[left:right]`, or None."""
    for modal in found:
        if left <= modal.start < right and modal.rank == MAIN and kind_of(words[left:], _shifted(modal, left)):
            return modal
    return None


def _shifted(modal: Modal, by: int) -> Modal:
    return modal._replace(start=modal.start - by, end=modal.end - by)


def _opens_duty(words: str, found: tuple[Modal, ...], at: int, earlier: Modal | None) -> bool:
    link = LINK.match(words, at)
    begin = link.end() if link else at
    modal = next((modal for modal in found if modal.start >= begin), None)
    if modal is None or earlier is None or modal.rank != MAIN or modal.start - begin > 75:
        return False
    if not words[earlier.end : at].strip(" ,"):
        return False  # "are accountable for and must take responsibility for" is one duty in two words
    between = words[begin : modal.start]
    fresh = NEW_SUBJECT.match(between)
    apart = words[:at].rstrip().endswith(";") or words[at:begin].rstrip().endswith("that")
    if not fresh or not (fresh["rest"] == "" or apart or ROLE.search(fresh["rest"])):
        return False
    since = words[earlier.end : at]
    if (RELATIVE.search(since) or KNOWN.search(since)) and modal.modality == "may" and not between.strip():
        return False
    if not between.strip() and _goes_on_threat(words, earlier, modal):
        return False
    return bool(kind_of(words[begin:], _shifted(modal, begin))) or not between.strip()


def _goes_on_threat(words: str, earlier: Modal, later: Modal) -> bool:
    """ "will be treated as misconduct and may lead to dismissal" is one consequence, not two."""
    return bool(BREACH.search(words) and FOLLOWS.match(words[earlier.end :]) and FOLLOWS.match(words[later.end :]))


def _bare_duty(words: str, at: int, earlier: Modal | None, inherits: bool) -> bool:
    if words[:at].rstrip().endswith(";") and (imperative(words[at:]) or forbidding(words[at:])):
        return True
    if not BARE.match(words, at):
        return False
    since = words[earlier.end if earlier else 0 : at]
    if earlier and earlier.modality in {"may"}:
        return False
    return len(since.split()) >= 3 and not RELATIVE.search(since)
