"""What decides about people, without a database."""

import datetime
import re
import unicodedata
from collections.abc import Container, Iterable

from belisha.core.access import ROLES, Role

SCHOOL_KINDS = {
    "community": "Maintained: community school",
    "voluntary_aided": "Maintained: voluntary aided school",
    "voluntary_controlled": "Maintained: voluntary controlled school",
    "foundation": "Maintained: foundation school",
    "maintained_special": "Maintained: special school",
    "maintained_nursery": "Maintained: nursery school",
    "pru": "Pupil referral unit",
    "academy": "Academy",
    "free": "Free school",
    "special_academy": "Special academy",
    "sixth_form": "Sixth form college",
    "independent": "Independent school",
    "other": "Another kind of school",
}

# Every kind of adult that clauses 2-01-a to 2-01-c and 2-04-b bind. `employed` decides which sanctions can fit.
ADULT_KINDS = {
    "employee": "Employee",
    "trainee_teacher": "Trainee teacher",
    "trainee": "Other trainee",
    "apprentice": "Apprentice",
    "self_employed": "Self-employed",
    "agency": "Agency staff",
    "consultant": "External consultant",
    "volunteer": "Volunteer",
    "governor": "Governor",
    "trustee": "Trustee",
}
# The longest address that mail can be sent to (RFC 5321, 4.5.3.1.3).
LONGEST_EMAIL = 254
EMPLOYED = frozenset({"employee", "trainee", "apprentice"})
GOVERNING = frozenset({"governor", "trustee"})
# Whom another sends, and who is told there when something must follow (clauses 2-01-b, 2-04-b).
SENT = frozenset({"agency", "trainee_teacher", "trainee", "apprentice", "consultant", "self_employed"})

# Nobody else but their employer can act: without one, what happens next has no address (clause 2-04-b).
MUST_NAME_SENDER = frozenset({"agency"})

# Which words of a clause's "binds" speak to whom: by role, and by kind of adult.
BINDS_ROLES = {
    "teacher": {Role.TEACHER, Role.HEADTEACHER, Role.DEPUTY},
    "headteacher": {Role.HEADTEACHER},
    "slt": {Role.HEADTEACHER, Role.DEPUTY, Role.SENIOR_LEADER},
    "governors": {Role.GOVERNOR, Role.CHAIR, Role.VICE_CHAIR, Role.LINK_GOVERNOR},
    "dsl": {Role.DSL, Role.DEPUTY_DSL},
    "it_lead": {Role.IT_LEAD},
    "school": {Role.HEADTEACHER, Role.DEPUTY, Role.SENIOR_LEADER},
}
# Who trains to be a teacher is bound as one, also where nobody gave them the role (clause 2-01-b).
BINDS_KINDS = {
    "adult": frozenset(ADULT_KINDS),
    "teacher": frozenset({"trainee_teacher"}),
    "employee": EMPLOYED,
    "governors": GOVERNING,
}


# Everybody is an adult of the school; an inspector comes for a time; above the school nobody gives roles here.
NOT_GIVEN = frozenset({Role.ADULT, Role.INSPECTOR, Role.TRUST_SAFEGUARDING})


def is_ordinary(role: str) -> bool:
    """Whether a role lets its holder do no more than any adult: such a role the office may give too."""
    return ROLES[Role(role)].permissions <= ROLES[Role.ADULT].permissions


# Who decides what the Headteacher declares or asks for. The Headteacher neither chooses them nor becomes one of them:
# while somebody holds one of these roles, its holders keep both between them (`limits`, `chair`).
KEPT = frozenset({Role.CHAIR, Role.VICE_CHAIR})
# They cannot be the Headteacher, not even for a week.
APART = {Role.HEADTEACHER: KEPT}


def apart_from(role: Role) -> frozenset[Role]:
    """The roles that nobody may hold beside this one."""
    return APART.get(role, frozenset()) | {one for one, others in APART.items() if role in others}


def adds_nothing(role: Role, own: Iterable[Role]) -> bool:
    """Whether a role lets its holder do no more than they may do already in these roles and as an adult here."""
    held = ROLES[Role.ADULT].permissions.union(*(ROLES[each].permissions for each in own))
    return ROLES[role].permissions <= held


def first_day_of_role(role: str, today: datetime.date, starts: datetime.date) -> datetime.date:
    """A role that sees more begins on its holder's first day; before it, a joiner reads and does their own tasks."""
    return today if is_ordinary(role) else max(today, starts)


def binds(words: Container[str], kind: str, roles: set[Role]) -> bool:
    """Whether a clause with these `binds` words speaks to an adult of this kind who holds these roles."""
    by_kind = any(word in words and kind in kinds for word, kinds in BINDS_KINDS.items())
    return by_kind or any(word in words and roles & holders for word, holders in BINDS_ROLES.items())


def belongs(starts: datetime.date, ends: datetime.date | None, today: datetime.date) -> bool:
    """Whether something that starts and may end holds on a day. The end day itself is no longer inside."""
    return starts <= today and not has_ended(ends, today)


def has_ended(ends: datetime.date | None, today: datetime.date) -> bool:
    """Access closes on the day that somebody leaves, not the day after."""
    return ends is not None and ends <= today


# Leaves room for a number behind it in the 60 letters of `Adult.sign_in_name`.
LONGEST_STEM = 50


def sign_in_name(name: str, taken: Container[str]) -> str:
    """A name to sign in with, made from a person's name: "Ann-Marie O'Neill" → "ann-marie.oneill", or with a number."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9-]+", plain.replace("'", "").replace("’", ""))
    stem = ".".join([words[0], words[-1]] if len(words) > 1 else words)[:LONGEST_STEM] or "adult"
    number, candidate = 1, stem
    while candidate in taken:
        number += 1
        candidate = f"{stem}{number}"
    return candidate
