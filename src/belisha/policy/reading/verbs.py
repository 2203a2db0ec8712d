"""Verbs that begin an instruction, and the nouns that look like them."""

import re

# Base forms that open instructions in school policies.
VERBS = (
    "abide accept access act activate add address adhere agree allow alert answer apply appoint approve arrange ask assess"
    " assist assume attend avoid be become behave block bring build capture carry challenge change check choose clarify"
    " close collect comment communicate complete comply conduct confirm connect consider consult contact continue"
    " co-operate cooperate copy create customise deal decline declare delete demonstrate describe develop direct disable"
    " discuss display disclose distribute do download draw educate embed enable encourage end engage enforce ensure"
    " escalate establish evaluate exercise explain explore express fail familiarise familiarize file find follow forward"
    " gain get give go handle have help hide hold identify implement include inform install investigate invite involve"
    " join keep know lead learn leave let like limit link listen lock log look maintain make manage meet mention message"
    " minimise model monitor notify obtain offer open oversee participate pass pause pay photograph plan post practise"
    " present preserve prevent print promote protect provide publish put raise read recognise record refer reflect"
    " refrain refuse register regularly reject remain remember remove repeat reply report represent request resist"
    " respect respond restrict retain return review save screenshot search secure seek select send separate set share"
    " show sign speak stay stop store submit support switch take talk teach tell think train treat try turn understand"
    " undertake unfollow update upload use verify visit wait wear withdraw work write"
).split()
BASE = "|".join(sorted(map(re.escape, VERBS), key=len, reverse=True))
# These are nouns when one of NOUN_TAIL follows: "Use of phones", "Review date", "Contact details".
NOUNS = "access act address answer bring challenge change check comment conduct contact copy deal display end file handle help like link lock log look message model post practise present print record report request respect return review search set share show sign stop store support train use visit work".split()
NOUN_TAIL = r"\s+(?:of|date|dates|details|and procedures?|cycle|policy|policies|form|forms|period|media|book|in school|is|was|has|by|:|-)\b|\s*[:\-–]"
OPENING = (
    r"(?:please|also|always|then|only|instead|where possible|wherever possible|where appropriate|immediately|regularly|"
    r"at all times|in addition|actively|carefully|properly|promptly|periodically|fully|routinely|remember to|"
    r"take care to|make every effort to|at least \w+,?|annually|personally|appropriately|effectively|clearly|consistently|and|or|be sure to),?\s+"
)
CONDITION = r"(?:if|when|where|whenever|before|after|in|for|as|once|unless|at|on|during|to|while|should)\b[^,.;]{2,140},\s+(?:then\s+)?"
IMPERATIVE = re.compile(rf"^\W*(?:{CONDITION})?(?:{OPENING})*(?P<verb>{BASE})\b(?!['-])", re.I)
NOUNISH = re.compile(rf"^\W*(?:{CONDITION})?(?:{'|'.join(NOUNS)})(?:{NOUN_TAIL})", re.I)
NEGATED = re.compile(
    rf"^\W*(?:{CONDITION})?(?:{OPENING})*(?P<verb>do not|don't|never|not|under no circumstances|on no account|avoid|refrain from|stop)\b(?!\s+only)",
    re.I,
)
# "Ensures that…", "monitoring…": what a role does, in a list under its name.
THIRD = re.compile(rf"^\W*(?:also |regularly |will )?(?P<verb>(?:{BASE})(?:e?s)|has|is responsible|carries|identifies|notifies|complies|replies|applies)\s+(?!of\b)", re.I)
GERUND = re.compile(r"^\W*(?:(?:not|also|regularly|actively|never)\s+)?(?P<verb>[a-z-]{2,}ing)\b", re.I)


def imperative(plain: str) -> tuple[int, int] | None:
    """Span of the verb when the words are an instruction such as "Keep your password secret", else None."""
    found = IMPERATIVE.match(plain)
    if not found or NOUNISH.match(plain):
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


def gerund(plain: str) -> tuple[int, int] | None:
    """Span of a verb like "posting" that opens the text, else None."""
    found = GERUND.match(plain)
    return found.span("verb") if found else None
