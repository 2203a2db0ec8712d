"""One sentence, or part of one, and what stands above it: what is it, how strong, and whom does it bind?"""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re
from dataclasses import dataclass, replace

from belisha.policy.reading.kinds import AUTHORITIES, IS_BREACH, MERELY, PASSIVE, kind_of, main_modal
from belisha.policy.reading.leadins import LeadIn
from belisha.policy.reading.modals import Modal, modals
from belisha.policy.reading.openings import by_opening
from belisha.policy.reading.roles import agent, owner, subject
from belisha.policy.reading.shapes import NORMATIVE, Judgement
from belisha.policy.reading.verbs import forbidding, gerund, imperative, infinitive, third_person

# How far each way of reading is trusted: an estimate, kept in order of strength; only used to say sure or unsure.
CONFIDENCE = {
    "plain": 0.95, "duty": 0.85, "weak": 0.75, "breach": 0.85, "inherited": 0.9, "heading": 0.7,
    "instruction": 0.8, "fact": 0.9, "rejected": 0.6, "answer": 0.8,
}  # fmt: skip
# "should not" and the rest after their negative has been added or taken from a lead-in's modality.
STRONG = frozenset({"must", "must-not", "should", "should-not", "advised"})
NEGATIVE = {"must": "must-not", "should": "should-not", "will": "must-not", "may": "must-not", "advised": "should-not"}
TOLD = re.compile(
    r"^\s*(?:also |immediately |always |first )*be (?:immediately |promptly |always )?(?:informed|notified|told|contacted|consulted|made aware|alerted|advised|asked)\b",
    re.I,
)
IS = re.compile(r"(?:is|are)\b", re.I)
FAR = 6  # words between a noun and its verb, at most
SUBCLAUSE = re.compile(r"\b(?:that|which|who|if|where|when|how|what|you|they|it|as)\b", re.I)
CHANGED = re.compile(r"\s*be (?:amended|modified|varied|changed|updated|revised|withdrawn)\b", re.I)
# A consequence is carried out by somebody; where the words do not say by whom, by these.
WHO_ACTS = (
    (
        re.compile(
            r"\bdisciplin|\bdismiss|misconduct|\baction\b|sanction|suspen|warning|investigat(?!ed by)(?!.*criminal)",
            re.I,
        ),
        ("headteacher",),
    ),
    (re.compile(r"\bcriminal|\bpolice|prosecut", re.I), ("police",)),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands above some words. `listed` means they are an item of the list that `lead` opens."""

    lead: LeadIn | None = None
    listed: bool = False
    preamble: bool = False
    binds: tuple[str, ...] = ()


def judge(plain: str, setting: Setting) -> Judgement:
    """How the words are read; the cue is a span of `plain`, unless inherited, when it is a span of the source."""
    opened = by_opening(plain)
    if opened and not (opened.kind in {"definition", "scope", "reference"} and _rules_anyway(plain, opened)):
        return replace(opened, binds=opened.binds or (("adult",) if opened.kind == "exception" else ()))
    modal = main_modal(plain)
    lead = setting.lead
    hands_down = lead is not None and setting.listed and lead.strong
    if modal and not (hands_down and _is_deeper(plain, modal)):
        judged = _by_modal(plain, modal, setting)
        if judged.kind != "information" or not hands_down:
            return judged
    breach = IS_BREACH.search(plain)
    if breach and not hands_down:
        return _own(
            "consequence",
            "will",
            plain,
            breach.span(),
            CONFIDENCE["breach"],
            subject(plain[: breach.start()]) or ("adult",),
        )
    if hands_down:
        return _inherited(plain, lead)
    return _without_modal(plain, setting) or _fact(plain)


def _rules_anyway(plain: str, opened: Judgement) -> bool:
    """ "This policy applies to all staff, who must read it" and "Please refer to X, which must be followed"."""
    after = plain[opened.cue[1] :] if opened.cue else plain
    modal = main_modal(after)
    return (
        opened.kind != "definition"
        and modal is not None
        and modal.sort == "plain"
        and modal.modality.startswith("must")
    )


def _is_deeper(plain: str, modal: Modal) -> bool:
    """In a list item, a modal after an opening verb belongs to the object: "ensure that staff must…"."""
    if not (imperative(plain) or forbidding(plain) or gerund(plain) or third_person(plain)):
        return not subject(plain[: modal.start]) and modal.sort == "weak"
    between = plain[: modal.start]  # "Access must be…" has its verb at once, "ensure that staff must…" has not
    return "," in between or bool(SUBCLAUSE.search(between)) or len(between.split()) > FAR


def _by_modal(plain: str, modal: Modal, setting: Setting) -> Judgement:
    kind = kind_of(plain, modal) or _of_list(plain, modal, setting)
    instructed = imperative(plain) or forbidding(plain)
    if (
        instructed
        and instructed[0] < modal.start
        and not _is_verb(plain, modal, instructed)
        and not _opens_condition(plain, modal, instructed)
    ):
        return _without_modal(plain, setting) or _fact(plain)
    if not kind or (setting.preamble and not _speaks_to_people(plain, modal)):
        why = f'It says "{plain[modal.start : modal.end]}", which only describes here.'
        return Judgement("information", "statement", why, CONFIDENCE["rejected"])
    binds = _binds(plain, modal, kind, setting)
    return _own(kind, modal.modality, plain, (modal.start, modal.end), CONFIDENCE[modal.sort], binds)


def _of_list(plain: str, modal: Modal, setting: Setting) -> str:
    """ "(c) may not record at home": the subject stands in the lead-in, so the modal rules although it has none here."""
    if not setting.listed or modal.start or not plain[:1].islower() or MERELY.match(plain[modal.end :]):
        return ""
    return {"must-not": "norm", "may": "power"}.get(modal.modality, "")


def _is_verb(plain: str, modal: Modal, verb: tuple[int, int]) -> bool:
    """ "Use for gain, gambling or advertising is forbidden": what seemed an instruction is the subject of "is"."""
    between = plain[verb[1] : modal.start]
    return bool(IS.match(plain, modal.start)) and not SUBCLAUSE.search(between)


def _opens_condition(plain: str, modal: Modal, verb: tuple[int, int]) -> bool:
    """Whether the opening verb is really a noun before the modal, with no condition or comma between."""
    between = plain[verb[1] : modal.start]
    return "," not in between and len(between.split()) <= 6 and not SUBCLAUSE.search(between)


def _speaks_to_people(plain: str, modal: Modal) -> bool:
    """In an introduction only a plain modal with people as its subject, or "must", is a rule."""
    if modal.modality in STRONG and modal.sort == "plain":
        return True
    who = subject(plain[: modal.start])
    if modal.modality == "may":
        return bool(AUTHORITIES & set(who)) or bool(CHANGED.match(plain[modal.end :]))
    return bool(set(who) - AUTHORITIES if modal.sort == "duty" else who)


def _binds(plain: str, modal: Modal, kind: str, setting: Setting) -> tuple[str, ...]:
    before, after = plain[: modal.start], plain[modal.end :]
    doer = agent(re.split(r"\b(?:that|which|who|where|if)\b", after)[0])
    if kind == "consequence":
        return doer or next((who for words, who in WHO_ACTS if words.search(plain)), ("adult",))
    if re.match(r"(?:only|no)\b", plain[modal.start :], re.I) and (who := subject(plain[modal.start : modal.end - 1])):
        return who
    if modal.sort == "duty" and (owners := owner(plain[modal.start : modal.end])):
        return owners
    if TOLD.match(after):
        told = subject(before)
        others = told or agent(before)
        return tuple(who for who in others if who not in AUTHORITIES) or ("adult",)
    if PASSIVE.match(after):
        return (
            doer
            or subject(before, opens=True)
            or setting.binds
            or (("school",) if modal.modality == "will" else ("adult",))
        )
    who = subject(before) or _later_subject(after) or setting.binds
    if not who and modal.modality == "will":
        return ("school",)
    return who or ("adult",)


def _later_subject(after: str) -> tuple[str, ...]:
    """ "It is essential that staff…", "There is a duty on the school to…"."""
    found = re.match(
        r"\s*(?:that|for|on|upon|of|lies with|rests with|with)\s+(.{3,60}?)(?=\s+(?:to|are|is|do|have|must|should|\w+s?)\b|[.,;]|$)",
        after,
        re.I,
    )
    return subject(found[1]) if found else ()


def _own(kind: str, modality: str, plain: str, cue: tuple[int, int], sure: float, binds: tuple[str, ...]) -> Judgement:
    words = plain[cue[0] : cue[1]].strip(" ,")
    return Judgement(kind, modality, f'It says "{words}".', sure, binds, cue)


def _inherited(plain: str, lead: LeadIn) -> Judgement:
    """A list item under a lead-in takes its strength; a "never" of its own turns the strength round."""
    modality, kind = lead.modality, lead.kind
    if kind == "information":
        return Judgement(kind, modality, f'Part of the list under "{lead.words}".', CONFIDENCE["fact"])
    if forbidding(plain) and kind == "norm":
        modality = NEGATIVE.get(modality, modality)
    if kind == "norm" and modality == "may":
        kind = "power"
    binds = (lead.binds or ("adult",)) if lead.kind in NORMATIVE else ()
    return Judgement(kind, modality, f'Inherited from "{lead.words}".', CONFIDENCE["inherited"], binds, lead.cue, True)


def _without_modal(plain: str, setting: Setting) -> Judgement | None:
    """Instructions, and the fragments that a vague heading makes into duties."""
    lead = setting.lead
    binds = (lead.binds if lead else ()) or setting.binds or ("adult",)
    cue = forbidding(plain)
    if cue:
        return Judgement("norm", "must-not", _instruction(plain, cue), CONFIDENCE["instruction"], binds, cue)
    cue = imperative(plain)
    if cue and not setting.preamble:
        weak = lead.modality if lead and lead.modality in {"should", "advised"} else "must"
        return Judgement("norm", weak, _instruction(plain, cue), CONFIDENCE["instruction"], binds, cue)
    fragment = (third_person(plain) if binds and lead and lead.binds else None) or gerund(plain) or infinitive(plain)
    if lead and setting.listed and fragment and not setting.preamble and lead.kind in NORMATIVE:
        why = f'Under "{lead.words}" it says what they do: "{plain[fragment[0] : fragment[1]]}".'
        return Judgement(lead.kind, lead.modality, why, CONFIDENCE["heading"], binds, lead.cue, True)
    return None


def _instruction(plain: str, cue: tuple[int, int]) -> str:
    return f'An instruction: it begins with "{plain[cue[0] : cue[1]].lower()}".'


def _fact(plain: str) -> Judgement:
    rejected = bool(modals(plain))
    why = (
        "It describes something, and asks nothing of anybody."
        if rejected
        else "No word here obliges, forbids or permits."
    )
    return Judgement("information", "statement", why, CONFIDENCE["rejected" if rejected else "fact"])
