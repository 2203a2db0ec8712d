"""The words that carry strength, as one table: pattern, modality, how sure, strongest reading first.

Matched on text with straight quotes (see folding). Where two cues start at one place the earlier row wins.
"""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re
from typing import NamedTuple

GAP = r"(?:,?\s+(?:also|however|instead|in turn|in general|on the whole|now|therefore|then|still|normally|generally|please|always|all|each|only|at all times|immediately|strictly|in addition|ideally|usually|under any circumstances),?)*"
NOT = rf"{GAP},?\s+(?:not|never|under no circumstances|on no account|in no way|at no time|in no circumstances)\b"
SHUN = rf"{GAP}\s+(?:avoid|refrain|desist|abstain)\b"
SEEN = r"(?:is|are|am|be|was|were|being)"
BANNED = r"(?:prohibited|forbidden|banned|unacceptable|disallowed|barred|off[ -]limits)"
GRANTED = r"(?:permitted|allowed|acceptable|permissible|authori[sz]ed|tolerated)"


class Cue(NamedTuple):
    """One row. `sort` is plain (a modal verb), duty (responsibility in other words) or weak (may be mere fact)."""

    modality: str
    sort: str
    pattern: str


CUES = (
    Cue("must-not", "plain", rf"\b(?:must|shall)(?:n't|{NOT}|{SHUN})"),
    Cue("must-not", "plain", rf"\bwill(?:{NOT}|{SHUN})|\bwon't\b"),
    Cue("must-not", "plain", r"\b(?:under |in )?no circumstances?\b|\bon no account\b|\bat no time\b"),
    Cue("must-not", "plain", rf"\b{SEEN}\s+(?:strictly |expressly |absolutely |wholly |completely )?{BANNED}"),
    Cue("must-not", "plain", rf"\b{SEEN}(?:n't|\s+(?:also\s+)?(?:not|never))\s+(?:\w+ly\s+)?(?:{GRANTED}|to\b)"),
    Cue(
        "must-not",
        "plain",
        r"\b(?:school|trust|academy|college|nursery|setting|pre-?school|playgroup|club|unit|council|we) (?:does|do)(?:n't| not) (?:allow|permit|accept|tolerate|condone)\b",
    ),
    Cue("must-not", "plain", r"\b(?:has|have) no (?:right|authority|permission)|\bstrictly (?:prohibited|forbidden)"),
    Cue("must-not", "weak", r"\b(?:may|can)\s+(?:not|never)\b|\bcan(?:not|'t)\b|\bmayn't\b"),
    Cue(
        "should-not",
        "plain",
        rf"\b(?:should|ought to)(?:n't|{NOT}|{SHUN})|\bought not\b|\b(?:advised|encouraged|recommended|asked)\s+(?:not to|against|to avoid|to refrain)",
    ),
    Cue(
        "should-not",
        "duty",
        r"\b(?:is|are|would be) (?:strongly |actively )?(?:discouraged|best avoided|inadvisable|inappropriate|not (?:appropriate|advisable|recommended|advised|good practice|encouraged))",
    ),
    Cue("must", "plain", r"\b(?:may|can)\s+only\b"),
    Cue("must", "plain", r"\bmust\b|\bshall\b"),
    Cue(
        "must",
        "duty",
        r"\b(?:is|are|am|be|being) (?:also |strictly |legally |therefore )?(?:required|obliged|obligated|expected|bound|mandated|compelled|asked|instructed)(?: to\b| that\b|(?=\s*(?::|$)))|\bexpects? (?:all |every |its |any |each )?(?:members? of )?(?:\w+ ){1,3}to\b|\brequires? (?:all |every |its |any |each )?(?:members? of )?(?:staff|adults|employees|everyone|pupils|users|volunteers|governors|teachers)(?: \w+){0,2} to\b",
    ),
    Cue(
        "must",
        "duty",
        r"\b(?:has|have) (?:a |an |the |both a )?(?:[\w-]+ ){0,3}?(?:duty|obligation|responsibility|responsibilities)\b|\bplaces? (?:a |an )?(?:[\w-]+ )?(?:duty|obligation)\b",
    ),
    Cue(
        "must",
        "duty",
        r"\b(?:permission|consent|agreement|approval|authority|authori[sz]ation) (?:is|are) (?:always |also |first )?(?:needed|required|necessary)\b",
    ),
    Cue("must", "duty", r"\b(?:have|has) to\b|(?<!no )(?<!not )\bneeds? to\b|\bneed for [\w' ]{2,40}\bto ensure\b"),
    Cue(
        "must",
        "duty",
        r"\b(?:is|are|am|remains?|be) (?:also |all |both |personally |ultimately |jointly |individually |solely |fully )?(?:responsible|accountable|answerable) (?:for|to)\b|\b(?:is|are) (?:also )?(?:responsible|accountable)(?=\s*(?::|$))",
    ),
    Cue(
        "must",
        "duty",
        r"\b(?:is|are|remains?) (?:[\w'/-]+ ){0,4}?(?:responsibility|duty)\b|\bresponsibilit(?:y|ies)\b[^.;]{0,120}?\b(?:lies|lie|rests?|sits?) with\b|\btakes? (?:\w+ )?responsibility for\b",
    ),
    Cue(
        "must",
        "duty",
        r"\bit(?: is|'s) (?:therefore |also |absolutely |equally )?(?:essential|vital|crucial|critical|paramount|imperative|mandatory|compulsory|necessary)\b|\b(?:is|are) (?:mandatory|compulsory|obligatory)\b|\b(?:is|are) to be (?!found|seen|expected|welcomed)\w+(?:ed|t|n)\b|\b(?:is|are|am) to (?=(?:use|keep|report|ensure|follow|act|be reported|inform|notify|take|remain)\b)",
    ),
    # "Administrators are to check": a duty only where people are the subject, so that "The aim is to…" is none.
    Cue("must", "weak", r"\b(?:is|are|am) to(?= [a-z]+|\s*:|\s*$)"),
    Cue(
        "advised",
        "plain",
        r"\bmay (?:also )?(?:wish|want|like|prefer) to\b|\bmight (?:also )?(?:wish|want|like|prefer) to\b",
    ),
    Cue(
        "advised",
        "plain",
        r"\b(?:is|are|be) (?:also |strongly |therefore |well |actively )?(?:advised|recommended|encouraged|urged|reminded)(?: to\b| that\b|(?=\s*(?::|\.|,|$)| (?:in|when|if|before|by)\b))|\b(?:is|are) best (?:left|kept|to)\b|\bit(?: is|'s| would be) (?:strongly |highly |also )?(?:recommended|advisable|advised|good practice|best practice|wise|sensible)\b|\bwe (?:strongly )?(?:advise|recommend|encourage|suggest)\b|\bwould be (?:wise|advisable)\b|\b(?:is|are) best to\b",
    ),
    Cue("should", "plain", r"\bshould\b|\bought to\b"),
    Cue(
        "should",
        "duty",
        r"\bit(?: is|'s) (?:also |therefore |very |most |particularly |equally )?important (?:that|to|for|you|we|staff|all|[^,.;]{0,80}?\bthat)\b|\bare asked to\b",
    ),
    Cue(
        "may",
        "duty",
        r"\b(?:reserves?|retains?) (?:the|its|their) right\b|\b(?:has|have) the right\b|\b(?:is|are|am) (?:\w+ly )?(?:entitled|free|able|permitted|allowed|authori[sz]ed) to\b|\b(?:school|trust|academy|college|federation|council|employer|nursery|setting|pre-?school|playgroup|club|unit|we) (?:also )?(?:permits?|allows?)\b|\bat the (?:sole |absolute )?discretion of\b|\bpermits? (?=(?:\w+ ){0,2}(?:use|access)\b)|\bgives? (?:the |their |your |my |our )?(?:\w+ )?(?:consent|permission)\b|\b(?:you|adults|staff|users|employees) (?:are )?(?:agree|consent|consenting|agreeing)(?:ing)? to\b|\b(?:is|are) (?:permitted|allowed|acceptable|permissible)\b",
    ),
    Cue(
        "will",
        "weak",
        r"\bwill\b|\b(?:we|I)'ll\b|\bundertakes? to\b|\bI (?:agree|promise) to\b",
    ),
    Cue("may", "weak", r"\b(?:may|can|could|might)\b"),
    Cue("will", "weak", r"\bwould\b"),
)
PATTERNS = tuple((re.compile(cue.pattern, re.I), cue) for cue in CUES)
# Cheap look before the table is tried: no cue is without one of these.
ANY = re.compile(
    r"\b(?:must|shall|will|would|won't|no|is|are|be|was|were|being|remain|has|have|may|can|can't|cannot|could|might|should"
    r"|ought|advised|encouraged|recommended|asked|strictly|expect|require|need|place|responsib|take|we|give|undertake|reserve"
    r"|I'll|am|it's|retain|permission|consent|agreement|approval|authori|school|trust|academy|college|federation|council|employer"
    r"|nursery|setting|pre-?school|playgroup|club|unit|at the|best|you|adults|staff|users|I|employees)",
    re.I,
)
NO_ONE = re.compile(
    r"(?:^|[,;:.]\s+|\b(?:that|and|but|or)\s+)\W*(?P<no>(?:nor\b|nobody\b|no(?! later| longer| matter| more than| less| exception)\b(?:[ -]one\b)?|none of|neither|nothing))"
    r"[^.;:]{0,140}?\b(?P<modal>may|must|should|can|shall|will|ought to|(?:is|are|be) (?:to(?= \w)|allowed|permitted))\b",
    re.I,
)
ONLY_ONE = re.compile(
    r"^\W*only\b[^.;:,]{2,80}?\b(?P<modal>may|can|should|must|will|(?:is|are) (?:allowed|permitted))\b", re.I
)
MONTH = re.compile(r"May(?=\s+(?:19|20)\d\d|\s*\)|\s*,|\s+and\b)|(?<=\d )May\b|(?<=th )May\b")
