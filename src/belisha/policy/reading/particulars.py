"""The second pass over a clause: exceptions, whom to tell, by when, what follows, what is cited and defined.

Everything is found by the words alone, and nothing is guessed: where a clause only seems to mean an exception, there
is none. The words are the document's own; people and times are keys, so that pages can name them alike.
"""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re

from belisha.policy.reading.citations import cited
from belisha.policy.reading.folding import STRAIGHT
from belisha.policy.reading.shapes import NORMATIVE, Particulars
from belisha.policy.reading.whom import deadline, tell

# -- exceptions -------------------------------------------------------------------------------------------------------
GRANT = r"(?:permission|consent|approval|agreement|authori[sz]ation|authority|clearance)"
REST = r"[^.;]*"
EXCEPTIONS = (
    rf"\bunless\b{REST}",
    rf"\b(?<!without )except(?:ing)?\b(?!ed\b){REST}",
    rf"\b(?:the |an |any )?(?:only )?exceptions? (?:to [\w ]{{2,30}} )?(?:is|are|will be|may be|being|include)\b{REST}|\bwith the exceptions? of\b{REST}",
    rf"(?<!to )(?<!and )(?<!or )(?<!must )(?<!should )\bsave (?:for|that|where|as|in (?:so far|cases|exceptional))\b{REST}",
    rf"\bapart from\b{REST}|\bexcluding\b{REST}|\bwith(?:out)? the sole exception\b{REST}",
    rf"\bwithout (?:first )?(?:the |their |his |her |any |a )?(?:\w+ (?:and |or )?){{0,3}}?{GRANT}\b{REST}|\bwithout (?:first )?(?:consulting|obtaining|seeking|asking|informing|getting|discussing|checking)\b{REST}",
    rf"\b(?:with|subject to) (?:the )?(?:(?:prior|express|explicit|written|specific|full|formal|advance|parental|headteacher's) (?:and |or )?)+{GRANT}\b{REST}|\bwith the {GRANT} of\b{REST}|\bsubject to (?:the )?{GRANT}\b{REST}",
    rf"\bonly (?:be )?(?:[\w'/-]+ ){{0,9}}?(?:where|if|when|with|after|once|provided|under|in exceptional)\b{REST}",
    rf"\bprovided (?:that )?(?:[\w']+ ){{1,6}}?(?:is|are|has|have|they|it|this|protocols?|followed)\b{REST}",
    rf"\b(?:do|does) not (?:apply|extend|cover|prevent|affect|prohibit|include)\b{REST}",
    r"\b(?:if|where) [^.,;]{0,70}\b(?:has|have|is|are|was|were) not (?:yet |already |first )?(?:been )?(?:identified|acknowledged|agreed|approved|authori[sz]ed|permitted|declared|discussed|disclosed)\b[^.,;]*",
    r"\bin (?:an )?(?:emergenc(?:y|ies)|exceptional (?:circumstances|cases))\b[^.,;]*",
)  # fmt: skip
EXCEPTION = re.compile("|".join(EXCEPTIONS), re.I)
# "Other than" takes out of a ban or an "only"; in "a person other than the school" it is merely somebody else.
OTHER_THAN = re.compile(
    rf"\b(?:not|never|no|none|nobody|nothing|only|prohibited|forbidden|banned)\b[^.;]{{0,200}}?(?P<words>\bother than\b{REST})",
    re.I,
)
EXCEPTED = frozenset({*NORMATIVE, "scope"})

# -- what follows -----------------------------------------------------------------------------------------------------
# Something is said to follow, or to be what is done. The words of what follows are taken, up to where they end.
FOLLOWS = re.compile(
    r"\b(?:lead(?:s|ing)?|result(?:s|ing)?|subject|liable|treated|considered|regarded|viewed|deemed|dealt with|constitutes?|amount(?:s|ing)?|face|faces|facing|may|might|could|will|would|can|shall)\b",
    re.I,
)
OUTCOMES = (
    r"\b(?:summary |immediate |instant )?dismissal(?: without notice)?(?:,? (?:on the grounds of|for) gross misconduct)?|\b(?:be|being) (?:summarily )?dismissed(?: without notice)?",
    r"\b(?:act of |matter of )?(?:gross |serious |professional )?misconduct\b",
    r"\bdisciplinary(?:,? (?:and/or|and|or) (?:legal|criminal|other|civil))* (?:action|proceedings|sanctions?|measures|penalt(?:y|ies)|steps|consequences|investigation|process|matter|offence)\b",
    r"\b(?:formal |verbal |written |final |oral )+warnings?\b",
    r"\b(?:legal|criminal|civil|police)(?:,? (?:and/or|and|or) (?:legal|criminal|other|civil|disciplinary))* (?:action|proceedings|investigation|prosecution|charges|offence|liability|sanctions?)\b|\bprosecut(?:ion|ed)\b",
    r"\b(?:other|appropriate|further|formal) (?:action|sanctions?|measures)(?= (?:being|may|will|to be|against|taken|in|under|as|considered)|[.,;)]|$)",
    r"\b(?:very )?serious (?:conduct )?(?:issue|matter|breach|offence)\b|\bserious concerns? about the suitability\b[^.;,]*",
    r"\b(?:held )?personally (?:liable|responsible)\b[^.;,]*|\bliab(?:le|ility) (?:for|to) (?:damages|prosecution|legal)\b[^.;,]*",
    r"\b(?:withdrawal|removal|loss|suspension|restriction|termination) of (?:[\w'-]+ ){0,4}?(?:access|privileges?|accounts?|contract|employment|services?|placement|permission|rights|devices?|equipment|volunteers?)\b|\b(?:access|privileges?|accounts?|permission|use|contract|placement)\b(?: [\w'-]+){0,5} (?:being |be |been )?(?:withdrawn|removed|revoked|suspended|terminated|restricted|blocked|disabled|denied|ended)\b",
    r"\b(?:suspension|suspended)(?= (?:from|pending|while|without|or|and)|[.,;)]|$)",
    r"\b(?:a )?referral to (?:the )?[^.;,)]{3,70}|\b(?:be|being) referred to (?:the )?[^.;,)]{3,70}|\breported to (?:the )?(?:police|LADO|Local Authority|Teaching Regulation Agency|DBS|TRA)\b[^.;,)]*|\b(?:police|[Ll]ocal [Aa]uthority)(?: and (?:police|[Ll]ocal [Aa]uthority))? involvement\b",
    r"\b(?:an )?investigation under\b[^.;,]*?(?= and (?:may|will|could|might)\b|[.;,]|$)|\bconsequences\b(?= (?:for|which|include|may|will))|\bbarred from (?:teaching|working)\b[^.;,]*|\bprohibition order\b",
)  # fmt: skip
OUTCOME = re.compile("|".join(OUTCOMES), re.I)
# An investigation of theirs, a procedure for it, a policy of that name: words of the same kind that threaten nobody.
ABOUT_IT = re.compile(r"^ (?:polic(?:y|ies)|procedures?|code|process)\b", re.I)
LONGEST = 400  # letters of one thing found; a sentence that runs on is in the clause itself

# -- definitions ------------------------------------------------------------------------------------------------------
QUOTES = r"[\"'*_]{0,3}"
TERM = r"(?P<term>[^\s\"*:;.!?(][^\":;.!?*]{0,90}?)"
DEFINED = (
    rf"^[\W_]{{0,6}}(?:for the purposes? of this (?:policy|document|guidance),? )?by (?:the (?:term|word|phrase) )?{QUOTES}{TERM}{QUOTES} we mean\b",
    rf"^[\W_]{{0,6}}(?:(?:for the purposes? of|in|within) this (?:policy|document|guidance|context),? )?(?:when we (?:say|refer to|use) )(?:the (?:term|word|phrase) )?{QUOTES}{TERM}{QUOTES},? we mean\b",
    rf"^[\W_]{{0,6}}(?:(?:for the purposes? of|in|within|throughout) this (?:policy|document|guidance|context),? )?(?:the (?:terms?|words?|phrases?|expressions?) )?{QUOTES}{TERM}{QUOTES}(?: \([^)]{{1,40}}\))?,?(?: ?[-–—:] ?| )(?:(?:also |generally |usually |commonly )?(?:means?|refers? to|denotes?|describes?)\b|(?:is|are|can be|may be|will be|shall be) (?:\w+ )?(?:defined|understood|taken|used) (?:as|to)\b|(?:is|are) (?:the term|a term|terms) (?:used )?(?:for|to)\b)",
    rf"^[\W_]{{0,6}}(?:the (?:terms?|words?|phrases?|expressions?) )?{QUOTES}{TERM}{QUOTES}(?: \([^)]{{1,40}}\))? (?:(?:also )?includes?\b|(?:is|are) (?:any|all|the|a|an|when|where|someone|something|anyone|websites|online)\b|covers?\b)",
    rf"^[\W_]{{0,6}}{QUOTES}{TERM}{QUOTES}(?: \([^)]{{1,40}}\))?(?: [-–—] |: )",
)  # fmt: skip
DEFINITION = [re.compile(pattern, re.I) for pattern in DEFINED]
LONGEST_TERM = 9  # words
NO_TERM = re.compile(
    r"^(?:this|it|that|these|those|they|there|which|he|she|we|you|examples?|note)(?: (?:policy|document))?$", re.I
)


def particulars(text: str, kind: str) -> Particulars:
    """What the words of one clause of that kind say besides their strength."""
    if kind == "heading":
        return Particulars()
    rules = kind in NORMATIVE
    return Particulars(
        exceptions=exceptions(text) if kind in EXCEPTED else (),
        tell=tell(text) if rules else (),
        deadline=deadline(text) if rules else "",
        consequences=consequences(text) if rules else (),
        cited=cited(text),
        defines=defines(text) if kind == "definition" else "",
    )


def exceptions(text: str) -> tuple[str, ...]:
    """The words of each exception, from its cue to where the sentence ends."""
    plain = text.translate(STRAIGHT)
    spans = [_opening(plain, *match.span()) for match in EXCEPTION.finditer(plain)]
    spans += [match.span("words") for match in OTHER_THAN.finditer(plain)]
    return _apart(text, spans)


def _opening(plain: str, start: int, end: int) -> tuple[int, int]:
    """An exception that opens the sentence ends at its comma: "Unless the Head agrees, staff must not …"."""
    comma = plain.find(",", start, end) if not plain[:start].strip() else -1
    return start, comma if comma > 0 else end


def consequences(text: str) -> tuple[str, ...]:
    """The words of each thing that may follow."""
    plain = text.translate(STRAIGHT)
    says = FOLLOWS.search(plain)
    if not says:
        return ()
    spans = [match.span() for match in OUTCOME.finditer(plain) if not ABOUT_IT.match(plain[match.end() :])]
    return _apart(text, spans)


def defines(text: str) -> str:
    """The term that a definition defines, as it is written; "" where its words do not say."""
    plain = text.translate(STRAIGHT)
    for pattern in DEFINITION:
        if match := pattern.match(plain):
            term = re.sub(
                r"^(?i:the|an?) (?!school\b)", "", text[match.start("term") : match.end("term")].strip(" ,-–—")
            )
            if term and len(term.split()) <= LONGEST_TERM and not NO_TERM.match(term):
                return term
    return ""


def _apart(text: str, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """The words of each span, in their order, none inside another and none twice."""
    found, reached = {}, 0
    for start, end in sorted(spans):
        if start >= reached:
            words = text[start:end].strip(" ,;:.()")
            if len(words) > LONGEST:
                words = f"{words[:LONGEST].rpartition(' ')[0]} …"
            found.setdefault(words.lower(), words)
            reached = end
    return tuple(found.values())
