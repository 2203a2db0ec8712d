"""What a clause cites: law, guidance, sister policies and resources, each with the edition as it is written there."""

# ruff: noqa: E501 - one row of a pattern table stays one line, so that rows can be compared

import re

from belisha.policy.reading.folding import STRAIGHT
from belisha.policy.reading.shapes import Cited

LAW, GUIDANCE, SISTER, RESOURCE = "law", "guidance", "sister policy", "resource"

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
YEAR = r"(?:19|20)\d\d(?!\d)"
WHEN = rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH},? )?{YEAR}(?:[/-]\d{{2,4}}(?!\d))?"
# What may stand between a title and its edition: "(DfE, updated September 2023)".
EDITION = re.compile(
    rf"[\"')\]*]{{0,3}}[\s,:-]{{0,3}}\(?(?:(?!{MONTH} )[A-Z][A-Za-z]{{1,7}},? )?(?:(?:dated|published|issued|updated|revised|last updated)(?: in| on)? )?(?P<when>{WHEN})"
)

# -- law --------------------------------------------------------------------------------------------------------------
# A title in capitals up to the word Act, with the small words that stand inside titles, the year beside it.
NAMED = r"(?!Acts?\b)(?:[A-Z][\w'-]*|\([A-Z][^()]{0,40}\)),?"
ACT = re.compile(
    rf"\b(?:{NAMED} (?:(?:and|of|in|for|to|with|on|from|etc\.?) ){{0,2}}){{1,10}}Act\b(?: \([A-Z][^)]{{0,30}}\))?"
)
STATUTORY = re.compile(
    rf"\b(?:(?!Regulations?\b){NAMED} (?:(?:and|of|in|for|to|on|etc\.?) ){{0,2}}){{1,12}}(?:Regulations?|Order)(?= \(?(?:[A-Z][\w ]{{0,20}}\) )?{YEAR})"
)
# Capitals that open a sentence or belong to what stands before a title.
OPENERS = re.compile(
    r"^(?:(?:Under|Breach(?:es)?|See|Section|Sections|Part|Schedule|Article|In|By|As|Since|The|This|Both|All|Any|Our|And|Or|Also|Including|With|To|Of|For|From|If|Where|When|Staff|Adults|Schools?|Employees|Government's?|UK|English|Law|Legislation|Regulations|Acts?|e\.g\.|Follow|Following|Please|Read|Refer|Relevant|Comply|Compliance|However|It|Its|These|Those|Each|Every|Other|Another|On|At|Per)\b,? (?:of |the |with |and |to |by )*)+"
)
LAWS = (
    ("UK GDPR", "gdpr|general data", r"\b(?:UK |EU )?General Data Protection Regulations?(?: \((?:UK |EU )?GDPR\))?|\b(?:the )?(?:UK |EU )?GDPR\b"),
    ("common law duty of fidelity", "fidelity", r"\bcommon law duty of fidelity\b|\bduty of fidelity\b"),
    ("common law duty of confidentiality", "confiden", r"\bcommon law duty of confiden(?:tiality|ce)\b|\bcommon law of confidentiality\b"),
    ("common law duty of care", "duty of care", r"\bcommon law duty of care\b"),
    ("United Nations Convention on the Rights of the Child", "rights of the child|uncrc", r"\b(?:United Nations |UN )Convention on the Rights of the Child\b(?: \(UNCRC\))?|\bUNCRC\b"),
    ("European Convention on Human Rights", "convention|echr", r"\bEuropean Convention on Human Rights\b(?: \(ECHR\))?|\bECHR\b"),
)  # fmt: skip
SUBJECT_OF_LAW = r"(?:libel|slander|defamation|harassment|copyright|confidentiality|privacy|data protection|discrimination|equality|malicious communications|obscenity|intellectual property|computer misuse|human rights|contempt of court)"
SUBJECTS_OF_LAW = rf"{SUBJECT_OF_LAW}(?:(?:,| and| or|, and|, or) {SUBJECT_OF_LAW})*"
LAW_ABOUT = re.compile(
    rf"\b(?:laws?|legislation) (?:relating to|of|on|about|governing|concerning|regarding|covering) (?P<about>{SUBJECTS_OF_LAW})|\b(?P<subject>{SUBJECTS_OF_LAW}) (?:laws?|legislation)\b",
    re.I,
)

# -- guidance and resources -------------------------------------------------------------------------------------------
# Documents that schools cite: title, letters without which it cannot be there (they save looking), and the words. Which edition is in force is no business of the reader.
TITLES = (
    (GUIDANCE, "Keeping Children Safe in Education", "children safe in|kcsie|kcie", r"\bKeeping [Cc]hildren [Ss]afe in [Ee]ducation\b(?: \(KCS?IE\))?|\bKCS?IE\b"),
    (GUIDANCE, "Guidance for Safer Working Practice", "safer working", r"\b(?:Guidance (?:for|on) )?(?:Safer Working Practices?|(?<=Guidance for )safer working practices?)\b(?: (?:for|with)(?: [A-Za-z]+){1,12}?(?= \((?:\w+ )?(?:19|20)\d\d))?"),
    (GUIDANCE, "Working Together to Safeguard Children", "working together", r"\bWorking [Tt]ogether to [Ss]afeguard(?:ing)? [Cc]hildren\b|(?<![.!?] )(?<!^)\bWorking Together(?= \(?(?:19|20)\d\d)"),
    (GUIDANCE, "Prevent duty guidance", "prevent", r"\b(?:(?:[Rr]evised |[Nn]on-)?[Ss]tatutory |[Dd]epartmental |DfE |[Nn]on-statutory )?(?:guidance|advice|Guidance|Advice)(?: document)? (?:in relation to|on|for|about|regarding|concerning|relating to) (?:the |[Ss]chools on the )?Prevent(?: [Dd]uty| [Ss]trategy)?\b|\bPrevent [Dd]uty(?:[: -]{1,3})?(?:[\w ]{0,25})?(?: |\b)(?:[Gg]uidance|[Aa]dvice)\b|\bPrevent [Dd]uty(?= \((?:\w+ )?(?:19|20)\d\d)|\bPrevent [Dd]uty:? [Dd]epartmental advice\b"),
    (GUIDANCE, "Teachers' Standards", "standard", r"\bTeach(?:ers?'?s?|ing) Standards?\b"),
    (GUIDANCE, "Sharing nudes and semi-nudes", "semi-nudes", r"\b[Ss]haring [Nn]udes and [Ss]emi-[Nn]udes\b(?:: advice for [\w ]{3,60}settings[\w ]{0,40})?"),
    (GUIDANCE, "Sexting in schools and colleges", "sexting in", r"\bSexting in [Ss]chools and [Cc]olleges\b"),
    (GUIDANCE, "What to do if you're worried a child is being abused", "worried", r"\bWhat [Tt]o [Dd]o [Ii]f [Yy]ou(?:'re| [Aa]re) [Ww]orried [Aa] [Cc]hild [Ii]s [Bb]eing [Aa]bused\b"),
    (GUIDANCE, "Teaching online safety in schools", "teaching online", r"\bTeaching [Oo]nline [Ss]afety in [Ss]chools?\b"),
    (GUIDANCE, "Searching, screening and confiscation", "confiscation", r"\bSearching, [Ss]creening and [Cc]onfiscation\b"),
    (GUIDANCE, "Filtering and monitoring standards", "standards", r"\b(?:DfE(?:'s)? |Department for Education(?:'s)? )?[Ff]iltering and [Mm]onitoring [Ss]tandards\b|\b[Dd]igital and [Tt]echnology [Ss]tandards\b"),
    (GUIDANCE, "Cyberbullying: advice for headteachers and school staff", "bullying: advice", r"\bCyber-?bullying: [Aa]dvice for [Hh]ead ?teachers and [Ss]chool [Ss]taff\b"),
    (GUIDANCE, "Preventing and tackling bullying", "tackling bullying", r"\bPreventing and [Tt]ackling [Bb]ullying\b"),
    (GUIDANCE, "Behaviour in schools", "behaviour in", r"\bBehaviour in [Ss]chools\b(?= (?:guidance|advice|\())"),
    (GUIDANCE, "Data protection in schools", "protection in schools", r"\bData [Pp]rotection in [Ss]chools\b"),
    (GUIDANCE, "Information sharing advice", "information sharing", r"\bInformation [Ss]haring:? [Aa]dvice for (?:[Pp]ractitioners|[Ss]afeguarding)\b"),
    (GUIDANCE, "Education for a Connected World", "connected world", r"\bEducation for a [Cc]onnected [Ww]orld\b"),
    (GUIDANCE, "Acas Code of Practice", "code of practice", r"\b(?:ACAS|Acas) [Cc]ode of [Pp]ractice\b(?: on [Dd]isciplinary and [Gg]rievance [Pp]rocedures)?"),
    (GUIDANCE, "Seven Principles of Public Life", "principles", r"\b(?:[Ss]even |Nolan )[Pp]rinciples (?:of [Pp]ublic [Ll]ife)?\b|\bNolan [Pp]rinciples\b"),
    (GUIDANCE, "ICO employment practices code", "practices code", r"\bEmployment [Pp]ractices [Cc]ode\b"),
    (GUIDANCE, "Mobile phones in schools", "phones in schools", r"\bMobile [Pp]hones in [Ss]chools\b(?= \(?(?:guidance|DfE|(?:\w+ )?20\d\d))"),
    (GUIDANCE, "Briefing note on social media and travel to Syria and Iraq", "briefing note", r"\b[Bb]riefing [Nn]ote\b(?=.{0,220}\bSyria\b)|(?<=Syria and Iraq )[Bb]riefing [Nn]ote\b"),
    (GUIDANCE, "Briefing note", "briefing note", r"\b[Bb]riefing [Nn]otes?\b"),
    (RESOURCE, "UK Safer Internet Centre", "safer internet|uksic", r"\b(?:UK )?Safer Internet Centre\b|\bUKSIC\b"),
    (RESOURCE, "Professionals Online Safety Helpline", "safety helpline|posh", r"\b(?:Professionals'? )?Online Safety Helpline\b|\bPOSH\b(?: [Hh]elpline)?"),
    (RESOURCE, "CEOP", "online protection|ceop", r"\bChild Exploitation and Online Protection\b(?: (?:[Cc]ommand|[Cc]entre))?(?: \(CEOP\))?|\bCEOP\b"),
    (RESOURCE, "Internet Watch Foundation", "internet watch|iwf", r"\bInternet Watch Foundation\b(?: \(IWF\))?|\bIWF\b"),
    (RESOURCE, "Report Harmful Content", "harmful content", r"\bReport Harmful Content\b"),
    (RESOURCE, "Report Remove", "report remove", r"\bReport Remove\b"),
    (RESOURCE, "Childline", "childline", r"\bChild[Ll]ine\b"),
    (RESOURCE, "NSPCC", "nspcc", r"\bNSPCC\b"),
    (RESOURCE, "Thinkuknow", "thinkuknow", r"\b[Tt]hink[Uu][Kk]now\b"),
    (RESOURCE, "Childnet", "childnet", r"\bChildnet\b(?: International)?"),
    (RESOURCE, "Educate Against Hate", "against hate", r"\bEducate Against Hate\b"),
    (RESOURCE, "South West Grid for Learning", "grid for|swgfl", r"\bSouth West Grid for Learning\b(?: \(SWGfL\))?|\bSWGfL\b"),
    (RESOURCE, "Information Commissioner's Office", "information commissioner|ico website", r"\bInformation Commissioner(?:'s Office)?\b(?: \(ICO\))?(?= website|'s website)|\bICO website\b"),
    (RESOURCE, "Education Support", "education support", r"\bEducation Support\b(?: Partnership)?(?= helpline|'s| \()"),
)  # fmt: skip
# A title in quotes after the word for what it is, and guidance that is named by its subject and dated.
QUOTED = re.compile(
    r"\b(?:guidance|advice|document|publication|toolkit|leaflet|briefing)(?: document| entitled| titled| called|,|:| -)* [\"']+(?P<title>[A-Z][^\"]{4,110}?)[\"']+(?=[\s.,;:()]|$)"
)
DATED = re.compile(
    rf"\b(?:(?:[Rr]evised |[Nn]on-)?[Ss]tatutory |DfE |[Nn]ational )+(?:[Gg]uidance|[Aa]dvice)\b(?P<about> (?:issued )?(?:on|under|for|about) [^.;()]{{3,120}}?)?(?= \((?:(?:issued|published) )?{WHEN}|,? (?:dated|issued|published) (?:in )?{WHEN})"
)
WEB = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'()\]]*[\w/]", re.I)

# -- sister policies --------------------------------------------------------------------------------------------------
# What a school's policies are about, as it says so in small letters; in capitals any name will do.
SUBJECT = (
    r"(?i:safeguarding|child protection|child[- ]on[- ]child abuse|peer[- ]on[- ]peer abuse|disciplinary|discipline|grievance|capability|conduct|equality|equalities|equal opportunities|diversity"
    r"|data protection|information security|data security|cyber[- ]?security|privacy|freedom of information|records? (?:management|retention)|retention"
    r"|acceptable us(?:e|age)|online[- ]safety|e-?safety|internet(?: safety)?|ICT|IT|computing|mobile (?:phones?|devices?|technology)|bring your own device|BYOD|remote (?:learning|education|working)|home working|password|e-?mail|communications?|website"
    r"|whistle-?blowing|confidential reporting|low[- ]level concerns?|allegations?(?: against (?:staff|adults))?|managing allegations|anti-?bullying|bullying(?: and harassment)?|dignity at work|harassment|sexual harassment|behaviou?r|staff behaviou?r|complaints?|safer recruitment|recruitment(?: and selection)?|induction|health and safety|lone working|first aid|photograph(?:y|ic|s)?|image|use of images|camera|prevent|anti-?radicalisation|visitors?|volunteers?|curriculum|RSHE|PSHE|RSE|relationships and sex education|intimate care|physical (?:contact|intervention)|attendance|gifts? and hospitality|conflicts? of interests?|anti-?fraud|code of conduct|teacher appraisal|appraisal|probation|copyright|SEND|special educational needs|critical incident|business continuity|risk assessment|educational visits|trips|artificial intelligence|AI|parental? conduct|home[- ]school)"
)
SORT = r"(?:[Pp]olic(?:y|ies)|[Cc]odes? of [Cc]onduct|[Cc]odes? of [Pp]ractice|[Pp]rocedures?|[Aa]greements?|[Hh]andbook|[Pp]rotocols?|[Pp]lan|[Ss]tatement|[Gg]uidelines|[Cc]harter|POLICY|POLICIES)"
SORTED = r"(?:(?:and|&|/|or) )?(?:[Pp]olic(?:y|ies)|[Pp]rocedures?|[Pp]ractices?|[Gg]uidelines|[Cc]odes? of [Cc]onduct|[Aa]greements?)"
PROPER = r"(?!(?:Policy|Policies|Code|Procedures?|Agreements?|Handbook|Protocols?|Plan|Statement|Guidelines|Charter|POLICY|POLICIES)\b)[A-Z][A-Za-z0-9'/&-]*"
ABOUT = rf"(?>{SUBJECT}\b|{PROPER})"
NAME = rf"{ABOUT}(?:(?:(?:,? (?:and|&|or|and/or)|,|/| -) | (?:(?:of|for|in|with|on|to|against) (?:the )?){{0,2}}){ABOUT}){{0,9}}"
POLICY = re.compile(
    rf"(?<![\w-])(?P<name>{NAME}) (?P<sort>{SORT})\b(?: {SORTED})?(?! (?:makers?|committee|group|owner|number|Committee|Group|Owner|Number|of)\b)"
)
HINT = re.compile("olic|OLIC|ode of|odes of|rocedure|greement|andbook|rotocol|lan|tatement|uideline|harter")
CONDUCT = re.compile(
    r"\b(?:the|our|school's|school|staff|employee|trust|teachers'|governors'|adult) (?P<all>(?:staff |employee )?code of conduct)\b",
    re.I,
)
# Capitals that say nothing of a policy's subject, and small words before it.
EMPTY = re.compile(
    r"^(?:(?:This|The|These|Those|That|Our|Its|Their|Any|Each|Every|All|Both|Other|Such|School|Schools|School's|Academy|Academy's|Trust|Trust's|Model|Relevant|Related|Appropriate|Current|Existing|Under|In|See|Please|Also|As|By|With|From|If|Where|When|For|To|Of|On|And|Or|A|An|Key|Local|Following|Follow|Read|Refer|Linked|Associated|Adopted|Approved|New|Staff|Separate|Government|National|Breach(?:es)?|Compliance|Section|Appendix|Review|Monitoring|Purpose|Scope|Aims?|Legal|Introduction|However|It|Have|Has|Must|Should|Will|No|Not|Governors?|Governing|Body|Headteacher|Adults?|Employees?|I|We|You|They)\b(?:'s?)?[,:]?(?: (?:of|to|with|in|the|our|and|for|by|its|their|at|is|on)\b)*(?: |$))+"
)
# "Sign the …": a capital that only opens the sentence.
BIDDEN = re.compile(r"[A-Z][a-z]+ the (?=[A-Z])")
LIST = re.compile(r"\s*,\s*(?:and |or )?|\s+(?:and/or|and|or|&)\s+")
# The policy that is being read speaks of itself.
ITSELF = re.compile(r"\b(?:this|present) (?:model )?(?:[\w-]+ ){0,2}$", re.I)


def cited(text: str) -> tuple[Cited, ...]:
    """What the text cites, in its order, each once. A word such as "policy" alone is no citation."""
    plain = text.translate(STRAIGHT)
    found: list[tuple[int, int, Cited]] = []
    for search in (_titles, _laws, _dated, _quoted, _policies, _addresses):
        for start, end, each in search(text, plain):
            if not any(start < right and left < end and not _listed(each, other) for left, right, other in found):
                found.append((start, end, each))
    once: dict[tuple[str, str], Cited] = {}
    for _, _, each in sorted(found, key=lambda row: row[:2]):
        once.setdefault((each.kind, each.title.lower()), each)
        if each.edition and not once[each.kind, each.title.lower()].edition:
            once[each.kind, each.title.lower()] = each
    return tuple(once.values())


def _listed(one: Cited, other: Cited) -> bool:
    """Whether two stand in one list, "Safeguarding and Disciplinary Policies", which is cited by the same words."""
    return one.kind == other.kind == SISTER and one.words == other.words


def _made(text: str, plain: str, start: int, end: int, title: str, kind: str) -> tuple[int, int, Cited]:
    """With the edition that stands behind the title, if one does."""
    edition = EDITION.match(plain, end)
    when = edition["when"] if edition else ""
    return start, edition.end() if edition else end, Cited(text[start:end].strip(" ,("), title, kind, when)


def _titles(text, plain):
    small = plain.lower()
    for kind, title, hints, pattern in COMPILED:
        if any(hint in small for hint in hints):
            for match in pattern.finditer(plain):
                yield _made(text, plain, *match.span(), title, kind)


def _laws(text, plain):
    if "Act" in plain or "Regulation" in plain or "Order" in plain:
        for pattern in (ACT, STATUTORY):
            for match in pattern.finditer(plain):
                start = _own_title(match)
                title = " ".join(plain[start : match.end()].split())
                if title.count(" "):
                    yield _made(text, plain, start, match.end(), re.sub(r" \([^)]*\)$", "", title), LAW)
    for match in LAW_ABOUT.finditer(plain):
        title = f"law of {(match['about'] or match['subject']).lower()}"
        yield match.start(), match.end(), Cited(text[match.start() : match.end()], title, LAW)


def _own_title(match: re.Match) -> int:
    """Where the title begins: behind whatever opened the sentence, and behind the last "the"."""
    words = match[0]
    opened = OPENERS.match(words)
    return match.start() + (opened.end() if opened else 0)


def _quoted(text, plain):
    for match in QUOTED.finditer(plain):
        yield _made(text, plain, *match.span("title"), match["title"].strip(" .,"), GUIDANCE)


def _dated(text, plain):
    """Only the first words are taken: what the guidance is under may be a law, which is cited as well."""
    for match in DATED.finditer(plain):
        if any(each.kind == GUIDANCE for _, _, each in _titles(match[0], match[0])):
            continue
        edition = EDITION.match(plain, match.end())
        words = text[match.start() : match.start("about") if match["about"] else match.end()]
        yield match.start(), match.start() + len(words), Cited(words, match[0], GUIDANCE, edition["when"])


def _policies(text, plain):
    if not HINT.search(plain):
        return
    for match in POLICY.finditer(plain):
        opened = EMPTY.match(match["name"])
        start = match.start("name") + (opened.end() if opened else 0)
        owned = plain.rfind("'s ", start, match.end("name"))
        start = owned + 3 if owned >= 0 else start
        asked = BIDDEN.match(plain, start)
        start = asked.end() if asked else start
        name = plain[start : match.end("name")]
        if not name or EMPTY.fullmatch(f"{name} ") or ITSELF.search(plain[: match.start()]):
            continue
        for title in _each(name, match["sort"]):
            yield _made(text, plain, start, match.end(), title, SISTER)
    for match in CONDUCT.finditer(plain):
        yield *match.span(), Cited(text[match.start("all") : match.end("all")], "code of conduct", SISTER)


def _each(name: str, sort: str) -> list[str]:
    """ "Disciplinary, Safeguarding and Equality" + "Policies" → three titles; "Safeguarding and Child Protection" one."""
    names = [each for each in LIST.split(name) if each]
    if sort.lower() == "policies" and len(names) > 1:
        return [f"{each} {sort[0]}olicy" for each in names]
    return [f"{name} {sort}"]


def _addresses(text, plain):
    for match in WEB.finditer(plain):
        yield *match.span(), Cited(text[match.start() : match.end()], match[0], RESOURCE)


COMPILED = tuple(
    (kind, title, tuple(hints.split("|")), re.compile(pattern))
    for kind, title, hints, pattern in (*TITLES, *((LAW, *row) for row in LAWS))
)
