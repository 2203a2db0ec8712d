"""Who a sentence binds: the words schools use for their people, and which of them is the subject."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re

# Order matters: the first family that matches at a place wins, so narrower words come before wider ones.
ROLES = (
    ("local_authority", r"local authorit(?:y|ies)|\bLADO\b|diocese|children's social care"),
    (
        "dsl",
        r"(?:deputy )?designated safeguarding (?:lead|officer|person)s?(?: \(D?DSL\))?|D?DSLs?\b|safeguarding (?:lead|team)",
    ),
    (
        "governors",
        r"(?:local |school |full )?governing (?:body|board|bodies)|(?:school )?governors?(?:/trustees)?|board of (?:governors|trustees|directors)|(?:academy |trust )?board|trustees?|(?:vice-?)?chair(?:person)?(?: of governors)?|committees?",
    ),
    (
        "headteacher",
        r"(?:executive |acting |deputy |assistant )?head ?-?teachers?|heads? of school|principal|\bhead(?! of| lice)\b",
    ),
    (
        "slt",
        r"chief executive(?: officer)?s?|\bCEO\b|directors?(?: of [a-z]+)?|senior leaders?(?:hip)?(?: team)?|\bSLT\b|\bSMT\b|leadership team|senior (?:management|managers?|staff)(?: team)?|(?:line |business |school business )?managers?|leaders",
    ),
    (
        "it_lead",
        r"(?:the )?I?C?T (?:manager|lead|leader|technician|co-?ordinator|team|support|staff)s?|network managers?|technicians?|e-?safety (?:lead|officer|co-?ordinator)s?|online safety (?:lead|officer|co-?ordinator)s?|computing leads?",
    ),
    ("teacher", r"(?:class |form |subject )?teachers?(?! standards|s' standards|'s? standards|ing)"),
    ("employee", r"employees?"),
    (
        "adult",
        r"foster carers?|social workers?|(?:[a-z]+ )?officers?|administrators?|moderators?|co-?ordinators?|tutors?|mentors?|coach(?:es)?|lecturers?"
        r"|secretar(?:y|ies)|clerks?|bursars?|nurses?|counsellors?|(?:communications?|office|HR|support|pastoral|admin(?:istration)?) (?:team|staff)",
    ),
    ("pupil", r"pupils?|students?(?! teacher)|learners?|child(?:ren)?|young (?:people|persons?)"),
    ("parent", r"parents?(?:(?:/| and | or )(?:carers?|guardians?))?|carers?|guardians?|famil(?:y|ies)"),
    ("police", r"police"),
    (
        "adult",
        r"(?:trainee|student) teachers?|teaching assistants?|(?:all |any |other )?(?:members? of (?:the )?(?:school |teaching |support )?staff|staff(?: members?)?)|adults?(?:/[a-z ]+(?=\bmust|\bshould))?|colleagues?|volunteers?|every(?:one|body)|any(?:one|body)|some(?:one|body)|no ?-?(?:one|body)|you\b|I\b|users?|individuals?|workers?|workforce|personnel|contractors?|visitors?|person(?!al)|people|those|professionals?|practitioners?|applicants?|candidates?",
    ),
    (
        "school",
        r"schools?|academ(?:y|ies)|we\b|trust\b|our school|colleges?|federations?|council|organi[sz]ation|nurser(?:y|ies)|settings?|employer|company|moj|ministry|departments?|universit(?:y|ies)|charit(?:y|ies)|units?",
    ),
)
ROLE = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}{at}>{words})" for at, (name, words) in enumerate(ROLES)) + r")(?![\w-])", re.I
)
OWNED = re.compile(r"'s?\b|' |s' ")
AFTER_PREPOSITION = re.compile(
    r"\b(?:of|by|with|to|from|about|for|on|against|between|at|in|via|through|involving|including|among|towards|toward|inform|contact)"
    r"(?:\s+(?:the|a|an|any|all|our|their|your|my|its|this|each|every|another|other|current|former|fellow|some|such|both))*\s*$",
    re.I,
)
JOINED = re.compile(
    r"^[\s,/&]*(?:(?:and|or|as well as|the|our|all|any|each|other|appropriate)[\s,/&]*)*(?:\([^)]*\)[\s,]*)?$", re.I
)
SUBORDINATE = re.compile(
    r"^\W*(?:if|where|when|whenever|in|as|since|for|before|after|unless|while|whilst|once|at|during|on|because|although|should|by|upon|outside|within|with|under|unlike|to)\b",
    re.I,
)
QUALIFIED = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?,?\s*(?:who|that|which|whose|working|employed|using|with|in|at|on|from|responsible)\b", re.I
)
BY_AGENT = re.compile(r"\bby (?:the |our |a |an |any |each |all )*", re.I)
BRACKETS = re.compile(r"\([^()]*\)")
PRONOUN = re.compile(r"\b(?:they|he|she|he/she|s/he)\b(?: \w+ly)?\s*$", re.I)
OPENING = re.compile(
    r"\W*(?:(?:and|but|or|also|therefore|however|the|our|all|any|each|every|both|a|an|at all times),?\s+)*", re.I
)


def subject(before: str, *, opens: bool = False) -> tuple[str, ...]:
    """The people who are the subject of a modal, from the words before it; () when the subject is a thing.

    With `opens`, only people that the sentence begins with count: of a passive the rest are only mentioned.
    """
    words = BRACKETS.sub(lambda match: " " * len(match.group()), before)
    mentions = [match for match in ROLE.finditer(words) if _could_be_subject(words, match)]
    if not mentions:
        return ()
    opening = OPENING.match(words).end() + 12
    if opens and mentions[0].start() > opening:
        return ()
    if PRONOUN.search(words):
        chosen = mentions[0]
    elif SUBORDINATE.match(words):
        comma = words.find(",")
        mentions = [match for match in mentions if match.start() > comma] or mentions
        chosen = mentions[-1]
    else:
        chosen = next((m for m in mentions if QUALIFIED.match(words[m.end() :])), None) or _head(words, mentions)
    return _group(words, mentions, chosen)


def _family(match: re.Match) -> str:
    """The family of a mention: its group's name without the row's number."""
    return match.lastgroup.rstrip("0123456789")


def _head(words: str, mentions: list) -> re.Match:
    """The first mention when the sentence begins with it, else the one nearest the modal."""
    return mentions[0] if mentions[0].start() <= OPENING.match(words).end() + 12 else mentions[-1]


def _could_be_subject(words: str, match: re.Match) -> bool:
    after, before = words[match.end() :], words[: match.start()]
    if match.group() == "i":
        return False
    return not OWNED.match(after) and not AFTER_PREPOSITION.search(before)


def _group(words: str, mentions: list, chosen: re.Match) -> tuple[str, ...]:
    """The chosen role with those listed beside it: "The Governing Body, Headteacher and Senior Leaders"."""
    at = mentions.index(chosen)
    left = right = at
    while left and JOINED.match(words[mentions[left - 1].end() : mentions[left].start()]):
        left -= 1
    while right + 1 < len(mentions) and JOINED.match(words[mentions[right].end() : mentions[right + 1].start()]):
        right += 1
    return tuple(dict.fromkeys(_family(match) for match in mentions[left : right + 1]))


def owner(cue: str) -> tuple[str, ...]:
    """The people inside the cue words: "is everyone's responsibility", "need for schools to ensure"; () if none."""
    return tuple(dict.fromkeys(_family(match) for match in ROLE.finditer(cue)))


def agent(after: str) -> tuple[str, ...]:
    """The people in "by the Headteacher or the governors", from the words after a passive verb; () if none."""
    for by in BY_AGENT.finditer(after):
        mention = ROLE.match(after, by.end())
        if mention and not OWNED.match(after[mention.end() :]):
            mentions = [m for m in ROLE.finditer(after, by.end()) if not OWNED.match(after[m.end() :])]
            return _group(after, mentions, mentions[0])
    return ()


def named(text: str) -> tuple[str, ...]:
    """The people that a heading or table cell is about: "Responsibilities of the Headteacher"; () if none."""
    if len(text.split()) > 10:
        return ()
    found = [_family(match) for match in ROLE.finditer(text) if not OWNED.match(text[match.end() :])]
    return tuple(dict.fromkeys(name for name in found if name not in {"pupil", "parent", "school"} or len(found) == 1))
