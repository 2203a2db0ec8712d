"""Which kinds of adult a policy names, read from its scope and definition clauses. No database.

Nobody is left out because a policy is silent: whoever no clause names is asked all the same. A kind is "not bound" only
where a whole sentence says that the policy does not apply to it, without any condition, and no clause names it. Every
other way of limiting a policy ("volunteers who never meet pupils") leaves the kind asked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from belisha.people.rules import ADULT_KINDS, GOVERNING

SCOPE, DEFINITION, EXCEPTION, INFORMATION = "scope", "definition", "exception", "information"
# The clauses that name somebody; and those that may leave somebody out, since a "does not apply" reads as an exception.
NAMES_SOMEBODY = (SCOPE, DEFINITION)
LEAVES_OUT = (SCOPE, EXCEPTION, INFORMATION)
READ = (SCOPE, DEFINITION, EXCEPTION, INFORMATION)

# Kind of adult → the words by which a policy names it (clauses 2-01-a to 2-01-c, 2-04-b).
NAMES = {
    "employee": (
        r"employees?",
        r"(?:employed |permanent |school |teaching |support |all |members? of )*staff(?! meeting| room)",
        r"(?:class )?teachers?|teaching assistants?",
        r"(?:everyone|everybody|anyone|those|people) (?:[\w{} ]{1,40} )?employ(?:s|ed)",
    ),
    "trainee_teacher": (
        r"(?:trainee|student|pupil) teachers?|teacher trainees?|teachers? in training|students? in training",
        r"trainees?",
    ),
    "trainee": (r"(?:any )?(?:other )?trainees?(?! teacher)|students? (?:in training|on (?:a )?placements?)",),
    "apprentice": (r"apprentices?",),
    "self_employed": (r"self[- ]employed(?: (?:staff|people|workers|adults|basis))?|freelancers?|contractors?",),
    "agency": (r"(?:agency|supply)(?: and self[- ]employed)?(?: (?:staff|workers?|teachers?|cover))?",),
    "consultant": (r"(?:external |outside )?consultants?",),
    "volunteer": (r"(?:parent )?volunteers?|voluntary (?:helpers?|workers?)",),
    "governor": (r"(?:school )?governors?(?:/trustees?)?|(?:the )?governing (?:body|board)",),
    "trustee": (r"(?:governors?/)?trustees?|(?:trust )?board members?|members? of the board",),
}
# The words that mean the whole of a kind, and not some of them ("teachers" are employees, but not all of these).
WHOLE = {
    "employee": (r"(?:all )?employees|(?:all )?(?:members of )?staff",),
    "trainee_teacher": (r"(?:trainee|student) teachers|trainees(?! teacher)",),
    "trainee": (r"(?:other )?trainees(?! teacher)",),
    "apprentice": (r"apprentices",),
    "self_employed": (r"self[- ]employed (?:staff|people|workers|adults)",),
    "agency": (r"agency (?:staff|workers)",),
    "consultant": (r"(?:external )?consultants",),
    "volunteer": (r"volunteers",),
    "governor": (r"(?:school )?governors",),
    "trustee": (r"trustees",),
}
# Words for all who work in a school, whatever they are called: whoever is not of the governing body.
EVERYBODY = re.compile(
    r"\b(?:all|any|every) adults?\b|\badults? (?:who (?:are )?)?work(?:s|ing)?\b|\bpersonnel\b"
    r"|\b(?:everyone|everybody|anyone|anybody|those|people|all who|individuals)(?: \w+){0,3} "
    r"(?:works?|working|serves?|serving|provides?|providing|gives?|engaged)\b"
    r"|\b(?:everyone|everybody) (?:at|in|here|connected)\b|\bthe whole (?:school )?community\b",
    re.I,
)
WORKING = frozenset(ADULT_KINDS) - GOVERNING
# What the reader (or the school) says a clause binds → the kinds that it then names.
BINDS = {"adult": WORKING, "employee": frozenset({"employee"}), "governors": GOVERNING}


def _patterns(table: Mapping[str, Iterable[str]]) -> dict[str, re.Pattern]:
    return {kind: re.compile(rf"\b(?:{'|'.join(words)})(?!\w)", re.I) for kind, words in table.items()}


NAMING, NAMING_WHOLE = _patterns(NAMES), _patterns(WHOLE)
# "Self-employed staff" and "student teachers" speak of those, and not of employees as well.
OTHERS_STAFF = re.compile(
    r"\b(?:agency|supply|self[- ]employed|visiting|voluntary|trainee|student|pupil)"
    r"(?:(?: and|/|,) (?:agency|supply|self[- ]employed))? (?:staff|teachers?)\b",
    re.I,
)

# -- what a clause takes out -----------------------------------------------------------------------------------------

_PAPER = r"(?:policy|code|document|guidance)"
_SUBJECT = rf"(?:(?:this|the|our)(?: [\w'’-]+){{0,4}} {_PAPER}|it|this)"
_FIRST = rf"^(?:[\w ]+, )?{_SUBJECT}(?: also)?"
_NOT = r"(?:does not|doesn't|will not|shall not|is not intended to)"
_BUT = r"(?:except(?: for)?|excluding|but not|other than|apart from|with the exception of)"
OUT = (
    # "This policy does not apply to volunteers."
    re.compile(rf"{_FIRST} {_NOT} (?:apply|extend|bind|cover|include)(?: also)?(?: to)? (?P<out>.+)$", re.I),
    # "It applies to all staff except volunteers."
    re.compile(
        rf"{_FIRST} (?:applies|extends|is for|binds|covers|includes)\b.*?[ ,(]{_BUT}(?: to)? (?P<out>.+?)\)?$", re.I
    ),
    # "Volunteers are not bound by this policy."
    re.compile(
        r"^(?P<out>.+?) (?:are|is) (?:not (?:bound|covered|included|subject)|exempt|excluded)"
        rf"(?: (?:by|from|in|to|under))? (?:this|the|our)(?: [\w'’-]+){{0,4}} {_PAPER}$",
        re.I,
    ),
)  # fmt: skip
# What may stand beside those who are taken out. Any other word may be a condition, and a condition takes nobody out.
GLUE = frozenset(("and", "or", "nor", "to", "the", "any", "all", "our", "other"))
WORD = re.compile(r"[^\s,/()]+")
# "It" is the policy in a scope clause that speaks of the policy, or begins with it; elsewhere "it" may be anything.
SPEAKS_OF_IT = re.compile(rf"^it\b|\b{_PAPER}\b", re.I)
SAYS_SO = re.compile(rf"\b(?:this|the|our)(?: [\w'’-]+){{0,4}} {_PAPER}\b", re.I)
# Sentences and halves of them: what is taken out in one half may be named in the other.
BREAKS = re.compile(r"[.;:!?]+(?:\s+|$)|,?\s+(?:but|however|although|though|nevertheless)\b[,\s]+(?!not\b)", re.I)
DENIES = re.compile(
    r"\b(?:not|never|nothing|nobody|none|except|excepted|excluding|exempt\w*|exclud\w*|other than|apart from|exception|"
    r"without|no|unless)\b|n't\b",
    re.I,
)
# A "not" that limits nothing.
HARMLESS = re.compile(
    r"\b(?:employed |paid )?or not\b|\b(?:but )?not limited to\b|\bnot (?:only|just)\b|\bwithout exceptions?\b",
    re.I,
)
LONGEST = 4000  # letters of a clause that are read: a scope clause is a sentence or two


@dataclass(frozen=True)
class Source:
    """A clause as far as reading whom it names goes."""

    ident: str
    text: str
    kind: str
    binds: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Named:
    """Where a clause names a kind of adult: in which words, and whether only as one of all."""

    source: Source
    words: str
    general: bool = False


@dataclass(frozen=True)
class Bound:
    """What a policy says about a kind of adult: where it names them, and where it says that it does not bind them."""

    kind: str
    named: tuple[Named, ...] = ()
    out: tuple[Named, ...] = ()

    @property
    def label(self) -> str:
        return ADULT_KINDS[self.kind]

    @property
    def silent(self) -> bool:
        return not self.named and not self.out

    @property
    def asked(self) -> bool:
        """Whether they are asked, as far as the policy goes: unless it says that they are not, and nothing else."""
        return not self.out or any(not named.general for named in self.named)

    @property
    def shown(self) -> list[Named]:
        """Where they are named, for a page: by their own word; failing that, the first places that name everybody."""
        own = [named for named in self.named if not named.general]
        return own or [named for named in self.named if named.words][:1] or list(self.named[:1])

    @property
    def because(self) -> Named | None:
        """The clause to show for it: one that names them before one that names everybody."""
        return next(iter(sorted(self.named, key=lambda named: named.general)), None)


def read(clauses: Iterable[Source]) -> dict[str, Bound]:
    """What a policy says about each kind of adult, in the order of `ADULT_KINDS`."""
    named: dict[str, list[Named]] = {kind: [] for kind in ADULT_KINDS}
    out: dict[str, list[Named]] = {kind: [] for kind in ADULT_KINDS}
    for clause in clauses:
        if clause.kind in READ:
            for kind, where, is_out in _read(clause):
                (out if is_out else named)[kind].append(where)
    return {kind: Bound(kind, tuple(named[kind]), tuple(out[kind])) for kind in ADULT_KINDS}


def asks(bound: Mapping[str, Bound], school_says: Mapping[str, Mapping], kind: str) -> bool:
    """Whether adults of a kind are asked to acknowledge. What the school says goes before what is read."""
    said = school_says.get(kind)
    return bool(said["asked"]) if said else bound[kind].asked


def _read(clause: Source) -> Iterator[tuple[str, Named, bool]]:
    """(kind, where, whether it takes them out) for each kind that a clause speaks of."""
    text, found = HARMLESS.sub(" ", " ".join(clause.text[:LONGEST].split())), set()
    for part in filter(None, (part.strip(" ,") for part in BREAKS.split(text))):
        for kind, where, is_out in _part(clause, " ".join(part.split())):
            found.add(kind)
            yield kind, where, is_out
    if clause.kind == SCOPE and not DENIES.search(text):
        for kind in sorted({kind for word in clause.binds for kind in BINDS.get(word, ())} - found):
            yield kind, Named(clause, "", general=True), False


def _part(clause: Source, part: str) -> Iterator[tuple[str, Named, bool]]:
    """The same of one sentence, or of half of one."""
    listed, names = "", clause.kind in NAMES_SOMEBODY
    if DENIES.search(part):
        listed = _taken_out(part) if _of_the_policy(clause, part) else ""
        # A sentence that limits in a way which is not understood names nobody and takes nobody out.
        part = part[: part.rindex(listed)] if listed else ""
    yield from ((kind, Named(clause, words), True) for kind, words in _kinds(listed, NAMING_WHOLE))
    if names:
        yield from ((kind, Named(clause, words, general), False) for kind, words, general in _named(part))


def _of_the_policy(clause: Source, part: str) -> bool:
    """Whether what the sentence limits is the policy as a whole, as far as its words and its kind tell."""
    if clause.kind == SCOPE:
        return bool(SPEAKS_OF_IT.search(clause.text))
    return clause.kind in LEAVES_OUT and bool(SAYS_SO.search(part))


def _taken_out(part: str) -> str:
    """The list of those whom a sentence says the policy does not bind, if that is all it says of them; or ""."""
    for pattern in OUT:
        if match := pattern.match(part):
            rest = match["out"]
            for naming in NAMING_WHOLE.values():
                rest = naming.sub(" ", rest)
            if rest != match["out"] and GLUE.issuperset(word.lower() for word in WORD.findall(rest)):
                return match["out"]
    return ""


def _named(text: str) -> Iterator[tuple[str, str, bool]]:
    """(kind, words, whether only as one of all)"""
    for kind, words in _kinds(text, NAMING):
        yield kind, words, False
    if match := EVERYBODY.search(text):
        for kind in sorted(WORKING):
            yield kind, match[0], True


def _kinds(text: str, naming: Mapping[str, re.Pattern]) -> Iterator[tuple[str, str]]:
    """The kinds that a text names, each with the words for it."""
    for kind, pattern in naming.items():
        if match := pattern.search(OTHERS_STAFF.sub(" ", text) if kind == "employee" else text):
            yield kind, match[0].strip()
