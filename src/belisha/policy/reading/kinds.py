"""What a modal makes of its sentence: a duty, a power, a consequence, or only a fact."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re

from belisha.policy.reading.modals import ASKED, CONDITIONED, MAIN, SUBORDINATE, Modal, modals
from belisha.policy.reading.roles import subject

# What may follow a breach, and the verbs that bring it.
BREACH = re.compile(
    r"disciplin|misconduct|dismiss|sanction|legal action|legal proceedings|civil action|criminal|prosecut|\bbreach|gross|\bpolice\b"
    r"|serious(?:ly)? (?:matter|concern|conduct|offence|breach|view)|serious concerns|\bliable\b|liability|suspen|offence"
    r"|action (?:will|may|could|can|being|is) (?:also )?(?:be )?taken|termination|terminated|withdraw(?:n|al)? (?:of )?(?:access|privileges?|permission)"
    r"|threat of harm|capability|warning|barred|barring|referral|fail(?:ure|s|ing)? to (?:comply|follow|adhere|observe|abide|keep|do|report|act)|dealt with (?:as appropriate|under|in accordance|in line|seriously|severely|as an? )|grievance|reported to the (?:police|LADO|DBS)",
    re.I,
)
FOLLOWS = re.compile(
    r"^\s*(?:also |then |therefore |in turn |in itself |itself |potentially |ultimately |normally |always )*(?:be (?:\w+ly )?(?:treated|regarded|considered|viewed|dealt with|subject|liable|seen|deemed|classed"
    r"|handled|investigated|disciplined|dismissed|suspended|referred|reported|prosecuted|taken|a\b|in breach|addressed|followed|managed|removed|withdrawn|pursued|instigated|initiated|held)"
    r"|(?:lead|give rise) to|result|end in|meet with|face|constitute|amount|include|raise|have their|lose|incur|trigger|involve|count as|mean|damage your employment|affect your employment|find themselves)\b",
    re.I,
)
BROKEN = re.compile(
    r"\b(?:breach(?:es)?|failure|failing|violations?|misuse|non-?compliance|contravention|infringement|anyone who|adults who|staff who|employees? who|any(?: \w+){1,3} who|those who|this|it|such|action|sanctions?|incidents?|posting|sharing)\b",
    re.I,
)
# "Sharing passwords is a disciplinary offence": a consequence with no modal at all.
IS_BREACH = re.compile(
    r"\b(?:is|are|constitutes?|amounts? to|counts? as)\s+(?:regarded as |considered |treated as |viewed as |also |potentially |deemed )*(?:to be )?(?:a |an )?(?:(?:serious|very serious|clear|potential|criminal|disciplinary|breach of)\s+)*"
    r"(?:gross misconduct|misconduct|(?:disciplinary |criminal )?offence|(?:disciplinary|criminal) matter|breach of)\b",
    re.I,
)
PERMITTED = re.compile(
    r"^\s*(?:also |only |then |still |therefore |normally )*be (?:\w+ly )?(?:used|monitored|accessed|taken|made|posted|published|given|granted|asked|required|requested|searched|examined"
    r"|removed|deleted|blocked|opened|closed|refused|restricted|delegated|varied|waived|revoked|issued|recovered|disciplined|dismissed|filmed|photographed|shared (?=with)|reviewed|recorded|checked|inspected|disclosed|contacted|added|kept|stored|brought|worn|carried|uploaded|downloaded|displayed|sent|invited|intercepted"
    r"|logged|audited|filtered|withdrawn|suspended|permitted|allowed|authorised|approved|referred|sought|informed|consulted|amended|modified|updated|confiscated|questioned|interviewed|challenged|searched|followed|held (?!responsible|liable|accountable|to account))\b",
    re.I,
)
MERELY = re.compile(
    r"^\s*(?:also |well |still |then |therefore |inadvertently |unintentionally |unknowingly |accidentally |sometimes |often |not |quickly |easily )*(?:find|feel|wish|need|want|have (?!their\b|his\b)|become|experience|encounter|see|come|think|believe|suffer"
    r"|present|receive|realise|know|mean|appear|seem|lead|result|cause|affect|arise|occur|happen|exist|pose|offer|include|contain|blur|damage|harm|put|leave|identify|help|provide|allow|be\b(?! (?:used|monitored|accessed|asked|required|requested)))",
    re.I,
)
PASSIVE = re.compile(
    r"^\s*(?:also |then |therefore |always |immediately |normally |only |all |regularly |promptly |thoroughly )*be\s+(?:\w+ly )?(?!(?:when|then|in|on|an|at|it|not|that|what|open|often|own|fun|important|relevant|present|different|evident|significant|sufficient|consistent|vigilant|prominent|apparent|independent|certain|human|subject|part|difficult|excellent|great|most)\b)(?:\w+(?:ed|en|n|t)|made|put|done|dealt|held|read|set|kept)\b",
    re.I,
)
HELPS = re.compile(
    r"^\s*(?:also |then |therefore )*(?:help|allow|enable|mean|depend|vary|have|become|continue|include|provide|be (?:able|different|familiar|found|available|aware))\b",
    re.I,
)
# "It is designed to ensure that staff will be safe": what a document is for, and no promise.
MEANT = re.compile(
    r"\b(?:intended|designed|meant|written|aims?|aimed|seeks?|hopes?|sets? out) to\b[^,;]*\bthat\b[^,;]*$", re.I
)
THING = re.compile(
    r"\b(?:use|policy|media|information|guidance|document|internet|technology|this|it|that|they|there)\s*$", re.I
)
THEY = re.compile(
    r"(?:^|[,;]|\b(?:and|but|or|although|that))\s*(?:they|he|she|he or she|he/she|s/he)\b,?(?: \w+,)?\s*$", re.I
)
# "The app can be used to share pictures" says what it is good for.
TOOL = re.compile(r"\s*(?:also |well )?be used (?:to|as|by)\b", re.I)
SOME = re.compile(r"^\W*(?:most|many|some|often|sometimes|usually|inevitably|there)\b", re.I)
AIM = re.compile(
    r"\b(?:aims?|purposes?|objectives?|intentions?|roles?|goals?|tasks?|point|idea|hope|focus|key|way|step|rule)\b[^,;]*$",
    re.I,
)
# "It will help staff and will reduce…": the second goes on describing.
SAME = re.compile(r"\b(?:and|or)(?: also)?\s*$", re.I)
DOUBTED = re.compile(
    r"\b(?:not possible|impossible|no guarantee|cannot guarantee|hopes?|likely|unlikely|risk|chance|fact|possibility)\b[^,;]*$",
    re.I,
)
PROMISED = re.compile(r"\b(?:all|any) (?:concerns?|allegations?|complaints?|reports?)\b", re.I)
AUTHORITIES = frozenset({"headteacher", "governors", "slt", "dsl", "school", "local_authority", "police", "it_lead"})


def main_modal(plain: str) -> Modal | None:
    """The cue that carries the sentence, or None where every cue only describes something.

    "Social media can be useful but staff must take care": the first cue that rules goes before one that describes.
    """
    found = modals(plain)
    main = [modal for modal in found if modal.rank == MAIN]
    if main:
        rules = (modal for modal in main if kind_of(plain, modal))
        return next((modal for modal in rules if modal is main[0] or not SAME.search(plain[: modal.start])), main[0])
    for modal in found:
        # Without a comma the grammar is in doubt: "If unsure staff must ask". A strong word is taken at its word.
        if modal.rank == SUBORDINATE and _taken_at_its_word(plain, modal):
            return modal
    return None


def _taken_at_its_word(plain: str, modal: Modal) -> bool:
    """Whether a modal that seems to stand below an "if" or "that" carries the sentence all the same."""
    before = plain[: modal.start]
    if ASKED.search(before) or DOUBTED.search(before):
        return False
    if modal.modality == "will" and CONDITIONED.match(plain):
        return bool(kind_of(plain, modal)) and plain[modal.start : modal.end].lower() != "would"
    return modal.sort != "weak" and modal.modality != "may"


def kind_of(plain: str, modal: Modal) -> str:
    """norm, power, consequence or "" (only a fact) for a sentence carried by `modal`."""
    before, after = plain[: modal.start], plain[modal.end :]
    if modal.modality in {"will", "may"} and MEANT.search(before):
        return ""
    if modal.modality in {"will", "may"} and _is_consequence(plain, before, after):
        return "consequence"
    if modal.modality == "may":
        return _kind_of_may(plain, modal, before, after)
    if modal.modality == "will":
        return _kind_of_will(before, after) if plain[modal.start : modal.end].lower() != "would" else ""
    if modal.modality == "must" and modal.sort == "weak":
        return _kind_of_to(before, after)
    if modal.modality == "must-not" and modal.sort == "weak":
        return _kind_of_may_not(before, after)
    return "norm"


def _is_consequence(plain: str, before: str, after: str) -> bool:
    if not BREACH.search(plain) or not FOLLOWS.match(after):
        return False
    # "Any allegation will be investigated" is a promise, not a threat.
    return not PROMISED.search(before) or bool(re.search(r"disciplin|dismiss", after, re.I))


def _kind_of_may(plain: str, modal: Modal, before: str, after: str) -> str:
    if modal.sort == "duty":
        right = "right" in plain[modal.start : modal.end] and set(subject(before)) <= {"pupil", "parent"}
        return "" if right and subject(before) else "power"
    word = plain[modal.start : modal.end].lower()
    if word in {"could", "might"}:
        return ""
    who = subject(before) or ("adult",) * bool(THEY.search(before) and word == "may")
    if TOOL.match(after):
        return ""
    if PERMITTED.match(after):
        return "power"
    if who and not MERELY.match(after):
        return "power" if set(who) - {"parent"} else ""
    return ""


def _kind_of_to(before: str, after: str) -> str:
    """ "Administrators are to check" commands; "The aim of the rules is to protect" does not."""
    if AIM.search(before) or re.match(r"\s*(?:be )?(?:seen|found|blame|come|thank)\b", after, re.I):
        return ""
    return "norm" if subject(before) or PASSIVE.match(after) else ""


def _kind_of_will(before: str, after: str) -> str:
    who = subject(before) or ("adult",) * bool(THEY.search(before))
    if SOME.match(before):
        return ""
    if PASSIVE.match(after):
        return "norm"
    if who and not re.match(
        r"\s*(?:also )?(?:be (?:able|aware of|exposed)|find|feel|see(?! that| to)|know|learn|understand that|experience|encounter|become|notice)\b",
        after,
        re.I,
    ):
        return "norm"
    return "" if HELPS.match(after) or THING.search(before) or before.strip() else "norm"


def _kind_of_may_not(before: str, after: str) -> str:
    if re.match(
        r"\s*(?:be (?:able|aware|illegal|possible|appropriate|suitable|obvious|private|assumed|guaranteed|secure|true|what|who|expected)|always|realise|know|have|understand|necessarily|only|control|guarantee|feel|seem)\b",
        after,
        re.I,
    ):
        return ""
    if subject(before) or THEY.search(before) or re.match(r"\s*be\s+\w+", after) or re.search(r"\bwithout\b", after):
        return "norm"
    return ""
