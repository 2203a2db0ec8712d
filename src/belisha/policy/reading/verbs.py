"""Verbs that begin an instruction, and the nouns that look like them."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re

_words = str.split

# Base forms that open instructions in school policies.
VERBS = _words("""
    abide accept access acknowledge act activate adapt add address adhere adjust administer adopt advise agree air
    alert allocate allow amend anonymise answer apologise appeal apply appoint appreciate approve archive arrange
    arrive ask assess assign assist assume attend authorise avoid bar be become befriend begin behave block blur
    bring browse build bully buy cancel capture carry cascade catch cease celebrate censor certify challenge change
    chase check choose circulate cite clarify clean clear click close co-operate coach collaborate collect comment
    communicate compare complain complete comply concentrate conduct confine confirm confiscate congratulate connect
    consider consult contact continue contribute convey cooperate copy correct counter create criticise crop
    cross-check customise deal decide declare decline defer define delegate delete deliver demonstrate deny deploy
    describe destroy detect determine develop differentiate direct disable disclose disconnect discourage discuss
    dismiss display dispose disregard distinguish distribute do double-check download draw dress duplicate edit
    educate eliminate embarrass embed embrace emphasise employ empower enable encourage encrypt end endorse enforce
    engage enjoy enrol ensure enter entrust erase escalate establish evaluate examine exclude excuse exercise expand
    explain explore expose express extend facilitate fail familiarise familiarize feel fight file fill find follow
    forward foster friend fulfil gain gather get give go gossip guarantee handle harass have hear help hide
    highlight hold identify ignore illustrate immerse impersonate implement improve incite include indicate inform
    insist inspect install instruct insult interact intervene introduce invest investigate invite involve isolate
    join justify keep know lead learn leave lend let liaise like limit link listen live-stream livestream locate
    lock log log-off logoff logout look maintain make manage mediate meet mention message minimise model monitor
    move mute neglect negotiate notify nurture observe obtain offer open operate organise overrule oversee
    participate pass pause pay persist photograph pick plan possess post practise praise prepare present preserve
    prevent print prioritise prohibit promote prompt proof-read proofread protect prove provide publish put raise
    react read reassure rebuke recall recognise recommend reconsider record redact redirect reduce refer reflect
    refrain refuse register regularly rehearse reinforce reiterate reject relate relay release rely remain remember
    remind remove render renew repeat replace reply report represent request rescue resist resolve respect respond
    restart restate restrict retain return retweet reuse reveal review revisit role-model rotate safeguard sanction
    save screenshot scrutinise search secure see seek select sell send separate serve set settle share shield show shred
    shut sign signpost sit snap solicit solve speak specify spend stay steer stick stop store strengthen strive
    submit subscribe substitute suggest supervise support surround suspect suspend sustain switch tackle tailor take
    talk teach telephone tell think threaten throw tick touch train translate transport treat try turn understand
    undertake unfollow uninstall unlink unplug unsubscribe untag update uphold upload urge use utilise vary vent
    verify visit wait warn wear weigh welcome whistle-blow widen wipe withdraw withhold work wrap write
""")
# As often nouns as verbs: "Email parents…" instructs, "Email accounts…" does not, so what follows has to decide.
DOUBTFUL = _words("""
    approach attach audit award back blog book brief broadcast call caution chair chat claim demand design detail
    draft drop e-mail email evidence exit feed film filter fix flag focus guard guide hand harm influence issue
    judge label launch load mark measure misuse name note order outline own password patch phone produce query
    question quote reward ring run sort stand start step stream study supply swap tag test text thank track transfer
    travel tweet type view volunteer vote watch worry
""")
OBJECT = (
    r"(?:a|an|the|all|any|your|their|our|its|his|her|my|this|that|these|those|each|every|no|to|for|with|in|on|at|up|out|off|"
    r"down|away|back|before|after|when|if|only|both|it|them|him|yourself|themselves|staff|pupils|students|children|parents|"
    r"families|colleagues|someone|anyone|anything|everything|personal|private|and|or|into|through|how|what|who|from|about)\b"
)


def _any_of(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


STEM = _any_of(VERBS + DOUBTFUL)
BASE = rf"(?:(?:{_any_of(VERBS)})\b(?!['-])|(?:{_any_of(DOUBTFUL)})(?=\s+{OBJECT}))"
# These are nouns when one of NOUN_TAIL follows: "Use of phones", "Review date", "Contact details".
NOUNS = _words("""
    access act address answer bring challenge change check comment conduct contact copy deal display end file handle
    help like link lock log look message model post practise present print record report request respect return
    review search set share show sign stop store support train use visit work
""")
NOUN_TAIL = r"\s+(?:of|date|dates|details|and procedures?|cycle|policy|policies|form|forms|period|media|book|in school|is|was|has|by|:|-)\b|\s*[:\-–]"
OPENING = (
    r"(?:please|also|always|then|only|instead|where possible|wherever possible|where appropriate|immediately|regularly|"
    r"at all times|in addition|instead|politely|quickly|calmly|simply|just|actively|carefully|properly|promptly|periodically|fully|routinely|remember to|"
    r"take care to|make every effort to|at least \w+,?|annually|personally|appropriately|effectively|clearly|consistently|and|or|be sure to),?\s+"
)
CONDITION = (
    r"(?:(?:even )?(?:if|when)|even though|no matter|where|whenever|wherever|before|after|in|for|as|once|unless|until|at|on|during|to|while|should|"
    r"by|with|instead of|rather than)\b[^,.;]{2,140}(?:,\s+(?:then\s+)?|\s+[-–]\s+|\s+(?=please\b))"
    r"|(?:if|when|where) (?:in (?:any )?doubt|unsure|not sure|possible|necessary|needed|asked)\s+"
)
IMPERATIVE = re.compile(rf"^\W*(?:{OPENING}){{0,4}}(?:{CONDITION})?(?:{OPENING}){{0,4}}(?P<verb>{BASE})(?=\W+\w)", re.I)
NOUNISH = re.compile(rf"^\W*(?:{CONDITION})?(?:{'|'.join(NOUNS)})(?:{NOUN_TAIL})", re.I)
NEGATED = re.compile(
    rf"^\W*(?:{OPENING}){{0,4}}(?:{CONDITION})?(?:{OPENING}){{0,4}}(?P<verb>do(?:es)? not|do(?:es)?n't|never|not|under no circumstances|on no account|avoid|refrain from|stop(?= \w+ing))\b(?!\s+only)",
    re.I,
)
# "Ensures that…", "monitoring…": what a role does, in a list under its name.
THIRD = re.compile(
    rf"^\W*(?:also |regularly |will )?(?P<verb>(?:{STEM})e?s|has|is responsible|carries|identifies|notifies|complies|replies|applies"
    rf"|[a-z]{{3,}}[^s\W]s(?=\s+{OBJECT}))\s+(?!of\b|must|should|will|may|can|shall|cannot|need|are\b|is\b|was|were|have\b|has\b|ought|do\b|to be\b)",
    re.I,
)
# A noun as subject: "Support for staff is…". Its verb comes before any "that" or "if", which would begin another clause.
SUBJECT = re.compile(
    rf"^\W*(?:{_any_of(NOUNS + DOUBTFUL)})\s+(?:of|for|with|to|from|between|by|in|on|at)\b(?:(?!\b(?:that|which|who|whom|if|when|where|how|what|and|so)\b)[^,;.]){{1,90}}?\b(?:is|are|was|were|has|have|includes?|remains?|can|will)\b",
    re.I,
)
INFINITIVE = re.compile(r"^\W*(?:not |never |always )?(?P<verb>to (?:\w+ly )?[a-z]{2,})\b(?! the following)", re.I)
GERUND = re.compile(
    r"^\W*(?:(?:not|also|regularly|actively|never)\s+)?(?P<verb>(?!(?:during|including|regarding|concerning|following|according|notwithstanding|pending|something|anything|nothing|everything|morning|evening|existing|outstanding|willing)\b)[a-z-]{2,}ing)\b",
    re.I,
)


def imperative(plain: str) -> tuple[int, int] | None:
    """Span of the verb when the words are an instruction such as "Keep your password secret", else None."""
    found = IMPERATIVE.match(plain)
    if not found or NOUNISH.match(plain) or SUBJECT.match(plain):
        return None
    return found.span("verb")


def forbidding(plain: str) -> tuple[int, int] | None:
    """Span of the forbidding words when the text opens with "do not", "never", "avoid" and the like, else None."""
    found = NEGATED.match(plain)
    return found.span("verb") if found else None


def third_person(plain: str) -> tuple[int, int] | None:
    """Span of a verb like "ensures" that opens the text, else None."""
    found = THIRD.match(plain)
    return found.span("verb") if found else None


def infinitive(plain: str) -> tuple[int, int] | None:
    """Span of a verb like "to review" that opens the text, else None."""
    found = INFINITIVE.match(plain)
    return found.span("verb") if found else None


def gerund(plain: str) -> tuple[int, int] | None:
    """Span of a verb like "posting" that opens the text, else None."""
    found = GERUND.match(plain)
    return found.span("verb") if found else None
