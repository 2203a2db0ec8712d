"""Whom a clause says to tell, and by when. The keys are those of `policy.particulars` (`TELL`, `WHEN`)."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re

from belisha.policy.reading.folding import STRAIGHT

# Order matters: narrower words come before wider ones that they contain.
PEOPLE = (
    ("lado", r"LADO\b|(?:local authority )?designated officer"),
    ("social_care", r"children's (?:social care|services)|social (?:services|care)|MASH\b"),
    ("dsl", r"(?:deputy |trust )?designated (?:safeguarding|child protection) (?:lead|officer|person|team)s?|D?DSLs?\b|safeguarding (?:lead|team|officer)s?|child protection (?:lead|officer|co-?ordinator)"),
    ("chair", r"(?:vice-?)?chair(?:person|man)?(?: of (?:the )?(?:governors|governing (?:body|board)|trustees|board|local governing (?:body|board)))?\b"),
    ("governors", r"(?:local |school |full )?governing (?:body|board|bodies)|governors?(?:/trustees)?|board of (?:governors|trustees|directors)|trustees?"),
    ("slt", r"(?:deputy|assistant) head(?: ?-?teacher)?s?|senior (?:leaders?(?:hip)?|management|managers?|staff)(?: team| member)?|SLT\b|SMT\b|leadership team|senior members? of staff|members? of (?:the )?(?:SLT|SMT|senior leadership team)"),
    ("headteacher", r"(?:executive )?head ?-?teachers?|heads? of school|principal|head(?! of| lice| office| injur)\b"),
    ("line_manager", r"(?:line |their |your )?managers?(?! of)|supervisors?|line management"),
    ("it_lead", r"(?:ICT|IT) (?:manager|lead|leader|technician|co-?ordinator|team|support|department|staff|helpdesk|provider)s?|network managers?|(?:IT )?technicians?|e-?safety (?:lead|officer|co-?ordinator)s?|online safety (?:lead|officer|co-?ordinator)s?|computing leads?"),
    ("dpo", r"data protection (?:officer|lead)|DPO\b"),
    ("hr", r"HR(?: (?:adviser|advisor|department|team|provider|business partner))?s?\b|human resources(?: (?:adviser|department|team))?|legal (?:advis[eo]rs?|team|services)"),
    ("police", r"police(?: force| service)?"),
    ("iwf", r"internet watch foundation|IWF\b"),
    ("ceop", r"CEOP\b"),
    ("ico", r"information commissioner(?:'s office)?|ICO\b"),
    ("provider", r"(?:service|platform|site|website|internet service|network|social media|mobile phone) ?(?:provider|operator|company|companies|owner|administrator)s?|host(?:ing)? (?:site|provider)|the (?:platform|site|website|provider) (?:itself|concerned|in question)"),
    ("union", r"(?:trade )?union(?: representatives?| officials?)?|professional association"),
    ("local_authority", r"local authorit(?:y|ies)|diocese"),
    ("office", r"(?:school |front )office(?! hours| day| on)|school business manager|business manager"),
    ("parent", r"parents?(?:(?:/| and | or )(?:carers?|guardians?))?|carers?"),
    ("teacher", r"(?:class |form )teachers?"),
    ("adult", r"(?:an? )?(?:trusted adult|(?:another |a )?(?:responsible )?member of staff)"),
    ("school", r"school(?! policy| policies| procedure|'s| website| hours| day| site)\b"),
)  # fmt: skip
PERSON = re.compile(r"\b(?:" + "|".join(f"(?P<{key}>{words})" for key, words in PEOPLE) + r")(?![\w-])", re.I)

# What may stand between the verb, or its "to", and the person.
BETWEEN = frozenset(
    re.findall(
        r"[\w']+",
        """
    the their your our a an any my its his her either both one relevant appropriate local nominated named immediate
    first instance school academy trust school's academy's trust's member members acting new own in also always then
    immediately promptly at once directly straight away without delay as soon as possible practicable
        """,
    )
)
DIRECT = re.compile(
    r"(?:inform|notify|tell|alert|consult|contact|approach|advise|warn|telephone|phone|e?-?mail|involve|ask)(?:ing|ying)?|notifying",
    re.I,
)
# What stands before "to", "with" …, inside the same sentence.
VERBS = {
    "to": re.compile(
        r"\b(?:report|reports|reported|reporting|reportable|refer|refers|referred|referring|referrals?|disclose[ds]?|disclosing|declare[ds]?|identified|pass(?:ed|ing)?|escalated?|forwarded|forward|sent|send|submit(?:ted)?|ma[dk]e known|go|turn|speak|speaking|talk|talking|write|apply|complain|reveal(?:ed)?|notified|directed|flagged|flag)\b", re.I
    ),
    "with": re.compile(
        r"\b(?:raise[ds]?|raising|discuss(?:ed|ing|ions?)?|shar(?:e|ed|ing)(?= (?:any|their|your|these|this|it|concerns?|the concern|information))|check(?:ed)?|agree(?:d)?|consult(?:ed)?|liaise|speak|speaking|talk|talking|clear(?:ed)?)\b", re.I
    ),
    "of": re.compile(r"\b(?:permission|consent|approval|agreement|authori[sz]ation|attention)$|\b(?:advice|guidance|help|support)$", re.I),
    "from": re.compile(r"\b(?:advice|guidance|permission|consent|approval|agreement|authori[sz]ation|support|help|clearance)\b", re.I),
    "by": re.compile(r"\b(?:approved|agreed|authori[sz]ed|acknowledged|sanctioned)(?: in (?:advance|writing))?$", re.I),
}  # fmt: skip
VERBS |= {"onto": VERBS["to"]}
ENDED = re.compile(r"[.;:?!](?=\s)")
REACH = 150  # letters before a person in which the verb stands
# Here the person stands first: "the Headteacher must be informed", "police involvement", "seek school guidance".
AFTER = re.compile(
    r"^'s (?:\w+ ){0,3}(?:advice|guidance|permission|consent|approval)\b|^(?:[\w' /(),-]{0,40}?)\b(?:must|should|will|shall|is to|are to|needs? to|has to|have to|can|may|is|are) (?:also |then |therefore |always )*(?:be )?(?:also |immediately |promptly |first |then )*(?:informed|notified|told|contacted|consulted|alerted|made aware|advised)\b|^(?: or legal)? (?:involvement|advice|guidance|permission|consent|approval)\b",
    re.I,
)
SOUGHT = re.compile(r"\b(?:seek|seeking|obtain|take|get|ask for|request|with|without|prior) (?:\w+ ){0,3}?$", re.I)
ADVICE = re.compile(r"^(?: or legal)? (?:involvement|advice|guidance|permission|consent|approval)\b", re.I)
# Who is told in the same breath: "…, and where necessary with children's social care at the Local Authority".
LISTED = re.compile(
    r"^[\s,/&()]*(?:(?:and/or|and|or|as well as|then|followed by|where|if|when|deemed|necessary|appropriate|required|applicable|with|to|the|their|our|your|a|an|any|local|at|of|by|from|relevant|in|absence|his|her|school|school's|other|also|both|directly|possibly|even|potentially|ultimately|HR|legal)[\s,/&()]+)*$",
    re.I,
)
# A verb that is forbidden says whom not to tell. What follows "without" or "unless" is asked for.
FORBIDDEN = re.compile(
    r"(?:\bnot|\bnever|n't|\bavoid|\brefrain from|\bnor)\b(?! (?:hesitate|delay|wait|only|fail|forget))[^.;:,]{0,70}$",
    re.I,
)
TURNED = re.compile(r"\b(?:unless|without|until|before|except|but|however|and must|and should|instead)\b[^.;:]*$", re.I)
# A policy says much about contact with these, so only a plain verb makes them somebody to tell.
PLAIN = re.compile(r"(?:inform|notif|tell|alert|report|warn)", re.I)
VAGUE = frozenset({"parent", "school", "teacher", "adult"})


def tell(text: str) -> tuple[str, ...]:
    """The people whom the text says to tell, ask or involve, in its order."""
    plain = text.translate(STRAIGHT)
    people = list(PERSON.finditer(plain))
    told = [_told(plain, match) or _stands_first(plain, match) for match in people]
    for at, match in enumerate(people[1:], 1):
        between = plain[people[at - 1].end() : match.start()]
        told[at] = told[at] or (told[at - 1] and bool(LISTED.match(between)))
    for at in range(len(people) - 1, 0, -1):
        if told[at] and not told[at - 1] and people[at - 1].lastgroup not in VAGUE:
            told[at - 1] = bool(LISTED.match(plain[people[at - 1].end() : people[at].start()]))
    return tuple(dict.fromkeys(match.lastgroup for match, is_told in zip(people, told, strict=True) if is_told))


def _told(plain: str, match: re.Match) -> bool:
    """Whether a verb of telling leads to this person: "inform the…", "report … to the…", "permission of the…"."""
    if plain.startswith(("'", "s'"), match.end()):
        return False
    before = ENDED.split(plain[max(0, match.start() - REACH) : match.start()])[-1]
    words = before.split()
    while words and words[-1].lower().strip(",") in BETWEEN:
        words.pop()
    if not words:
        return False
    last, rest = words[-1].lower(), " ".join(words[:-1])
    if DIRECT.fullmatch(last):
        return not _forbidden(rest, before) and (match.lastgroup not in VAGUE or bool(PLAIN.match(last)))
    verb = VERBS[last].search(rest) if last in VERBS else None
    if verb is None or (match.lastgroup in VAGUE and not PLAIN.match(verb[0])):
        return False
    return not _forbidden(rest[: verb.start()], before)


def _forbidden(verb_after: str, before: str) -> bool:
    return bool(FORBIDDEN.search(verb_after) and not TURNED.search(before))


def _stands_first(plain: str, match: re.Match) -> bool:
    rest = plain[match.end() : match.end() + 90]
    passive = AFTER.match(rest)
    if not passive:
        return False
    if ADVICE.match(rest) or rest.startswith("'s "):
        return bool(SOUGHT.search(plain[: match.start()])) or rest.startswith(" involvement")
    # "The Headteacher should be informed": nobody else between may be the one who is.
    return not PERSON.search(rest[: passive.end()]) and match.lastgroup not in {"school", "adult"}


# -- by when ----------------------------------------------------------------------------------------------------------
NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|fourteen|twenty|thirty|twenty-four|forty-eight)"
DEADLINES = (
    ("immediately", r"\bimmediately\b|\bat once\b|\bstraight ?away\b|\bwithout (?:any |undue )?delay\b|\bforthwith\b|\binstantly\b"),
    ("same_day", r"\b(?:on )?the same (?:school |working )?day\b|\bby the end of the (?:school |working )?day\b|\bthat (?:same )?day\b"),
    ("", rf"\b(?:with)?in (?:a maximum of |at most )?(?:{NUMBER}|a|an)(?: \(\d+\))? (?:(?:working|school|calendar) )?(?:minute|hour|day|week|month)s?\b(?: of [^.,;:]{{3,60}})?|\b(?:no|not) later than [^.,;:]{{3,60}}|\bby (?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"),
    ("promptly", r"\bpromptly\b|\bas soon as (?:is )?(?:reasonably )?(?:possible|practicable|practical|they (?:can|become aware|are aware))\b|\bat the earliest (?:opportunity|possible)\b|\bquickly\b|\bswiftly\b|\bin a timely (?:manner|fashion)\b|\bpromptness\b"),
    ("on_joining", r"\b(?:on|upon|when) (?:first )?(?:joining|appointment|induction|starting|taking up|commencing|commencement)\b|\b(?:as part of|during|at) (?:their |the |your |staff )?induction\b|\bnew (?:staff|employees|starters|members of staff)\b[^.;]{0,60}\binduction\b|\bwhen they (?:join|start)\b|\bbefore (?:they )?(?:start(?:ing)?|commenc(?:e|ing)|taking up)(?: work| employment| their)?\b"),
    ("termly", r"\btermly\b|\b(?:each|every|once a|once per) (?:half[- ])?term\b|\bhalf[- ]termly\b"),
    ("yearly", r"\b(?:annual(?:ly)?|yearly)\b|\b(?:each|every|once a|per) (?:academic |school |calendar )?year\b|\bevery (?:12|twelve) months\b|\bevery (?:two|2|three|3) years\b"),
    ("regularly", r"\bregular(?:ly)?\b|\bperiodically\b|\bfrom time to time\b|\b(?:weekly|monthly|fortnightly|daily)\b|\bfrequently\b"),
    ("continually", r"\bcontinual(?:ly)?\b|\bcontinuous(?:ly)?\b|\bconstantly\b|\bon an ongoing basis\b"),
    ("beforehand", r"\bin advance\b|\bbeforehand\b|\bprior to [^.,;:]{3,50}|\bbefore (?:any |each |every )?(?:\w+ing|use|publication|posting|contact|doing so|they (?:are|can|post|use|take|publish))\b(?: [^.,;:]{1,40})?"),
)  # fmt: skip
DEADLINE = [(key, re.compile(pattern, re.I)) for key, pattern in DEADLINES]
# A kind of thing, not a time: "annual report", "regular contact", "the previous year".
NO_TIME = re.compile(r"^ (?:contact|basis contact|visitors?|users?|report\b|leave|conference|accounts?)", re.I)


def deadline(text: str) -> str:
    """By when, as a key of `policy.particulars.WHEN` or, for a span of time, in the words of the text; "" for none."""
    plain = text.translate(STRAIGHT)
    for key, pattern in DEADLINE:
        for match in pattern.finditer(plain):
            if key not in ("yearly", "regularly") or not NO_TIME.match(plain[match.end() :]):
                return key or " ".join(match[0].split())
    return ""
