"""What the pages about people say, where a template alone would be unreadable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from belisha.core.access import ROLES, Can, Role

CAN_IN_WORDS = {
    Can.FOUND_SCHOOL: "set up the school",
    Can.CHANGE_SCHOOL: "change the school’s details",
    Can.SEE_PEOPLE: "see the adults of the school",
    Can.CHANGE_PEOPLE: "add and change adults",
    Can.CHANGE_ROLES: "give and end every role",
    Can.CHANGE_OWN_SIGN_IN: "look after their own sign-in",
    Can.READ_POLICY: "read the policy",
    Can.DRAFT_POLICY: "draft the policy",
    Can.APPROVE_POLICY: "approve the policy",
    Can.PUBLISH_POLICY: "publish the policy",
    Can.READ_ORIGINAL: "read the document that a policy came from",
    Can.KEEP_REFERENCES: "keep the library of law, guidance and other policies",
    Can.ASK_QUESTION: "ask about the policy",
    Can.ASK_ADVICE: "ask “may I…?” and keep the answers",
    Can.SEE_ASKED: "see how often what was asked, never by whom",
    Can.ANSWER_QUESTION: "answer questions about the policy",
    Can.ACKNOWLEDGE: "acknowledge the policy",
    Can.SEE_ACKNOWLEDGEMENTS: "see who has acknowledged",
    Can.REMIND: "remind adults",
    Can.READ_AUDIT: "read the audit log",
    Can.EXPORT_AUDIT: "take a copy of the audit log",
    Can.REPORT_CONCERN: "report a concern",
    Can.REPORT_FOR_ANOTHER: "write down a concern that somebody told them",
    Can.HANDLE_CONCERN: "read and take concerns that come to them",
    Can.KEEP_ROUTES: "say whom concerns reach beside those who always get them",
    Can.OPEN_PUBLIC_DOOR: "let parents and pupils report without an account",
    Can.KEEP_RETENTION: "say how long records are kept",
    Can.CHECK_EVIDENCE: "check that all evidence is whole",
    Can.READ_CASE: "read the cases that are theirs to read",
    Can.KEEP_KEYS: "look after the encryption keys",
    Can.NAME_ACTING_HEAD: "name who stands in for the Headteacher",
    Can.KEEP_CHAIR: "hand over the chair’s and vice-chair’s roles, and help whoever has them to sign in",
    Can.SEE_PUPILS: "look pupils up by name, where the school keeps that list",
    Can.KEEP_PUPILS: "keep the list of pupils",
    Can.KEEP_DUTIES: "say what is asked of whom, and how often",
    Can.DO_DUTY: "do what is asked of them",
    Can.EXCUSE: "excuse an adult for a time, with a reason",
    Can.WITNESS: "record what somebody signed on paper or attended",
    Can.KEEP_GUIDANCE: "write the pages of guidance",
    Can.KEEP_CALENDAR: "have their dates in their own calendar",
    Can.DECLARE: "declare a family tie or a dual role",
    Can.DECIDE_DECLARATION: "read and acknowledge declarations",
    Can.ASK_PERMISSION: "ask the Headteacher for a permission",
    Can.DECIDE_PERMISSION: "decide permissions",
    Can.DECIDE_FOR_HEADTEACHER: "decide what the Headteacher declares or asks for themselves",
    Can.SEE_REGISTERS: "see the agreed protocols and the school’s accounts",
    Can.KEEP_PROTOCOLS: "write protocols and note the platforms in use",
    Can.AGREE_PROTOCOL: "agree protocols",
    Can.KEEP_ACCOUNTS: "keep the register of the school’s own accounts",
    Can.OPEN_DUTIES: "ask everybody to acknowledge a new policy",
    Can.CLOSE_LEAVERS: "close the access of whoever has left",
    Can.LET_LAPSE: "let what has run out lapse",
    Can.REFUSE_SIGN_IN: "turn away an account that is no adult’s of the school",
}
# Every permission under what it is about, in the order in which a governor would ask.
AREAS = {
    "The policy": (
        *(Can.READ_POLICY, Can.ACKNOWLEDGE, Can.ASK_ADVICE, Can.SEE_ASKED, Can.ASK_QUESTION, Can.ANSWER_QUESTION),
        *(Can.DRAFT_POLICY, Can.APPROVE_POLICY, Can.PUBLISH_POLICY, Can.READ_ORIGINAL),
        *(Can.KEEP_REFERENCES, Can.KEEP_GUIDANCE),
    ),
    "What is asked of adults": (
        *(Can.DO_DUTY, Can.KEEP_CALENDAR, Can.SEE_ACKNOWLEDGEMENTS, Can.REMIND, Can.EXCUSE, Can.WITNESS),
        *(Can.KEEP_DUTIES, Can.OPEN_DUTIES),
    ),
    "Declarations and permissions": (
        *(Can.DECLARE, Can.DECIDE_DECLARATION, Can.ASK_PERMISSION, Can.DECIDE_PERMISSION),
        *(Can.DECIDE_FOR_HEADTEACHER, Can.LET_LAPSE),
    ),
    "Concerns": (
        *(Can.REPORT_CONCERN, Can.REPORT_FOR_ANOTHER, Can.HANDLE_CONCERN, Can.KEEP_ROUTES, Can.OPEN_PUBLIC_DOOR),
        *(Can.KEEP_RETENTION, Can.CHECK_EVIDENCE),
    ),
    "Cases about an adult or a child": (Can.READ_CASE,),
    "What the school agreed": (Can.SEE_REGISTERS, Can.KEEP_PROTOCOLS, Can.AGREE_PROTOCOL, Can.KEEP_ACCOUNTS),
    "Pupils": (Can.SEE_PUPILS, Can.KEEP_PUPILS),
    "People and roles": (
        *(Can.SEE_PEOPLE, Can.CHANGE_PEOPLE, Can.CHANGE_ROLES, Can.NAME_ACTING_HEAD, Can.CLOSE_LEAVERS),
        *(Can.KEEP_CHAIR, Can.CHANGE_OWN_SIGN_IN, Can.REFUSE_SIGN_IN),
    ),
    "The log of what was done": (Can.READ_AUDIT, Can.EXPORT_AUDIT),
    "The school and the software": (Can.CHANGE_SCHOOL, Can.FOUND_SCHOOL, Can.KEEP_KEYS),
}


@dataclass(frozen=True)
class RoleLine:
    """A role as the page "Who can see what" shows it. `holders` is empty for whoever may not see people."""

    label: str
    purpose: str
    can: list[str]
    second_factor: bool
    holders: list[str]


@dataclass(frozen=True)
class CanLine:
    """The same turned round: a permission, and whose it is."""

    words: str
    who: list[str]


@dataclass(frozen=True)
class Area:
    """What permissions are about, with those of it."""

    title: str
    lines: list[CanLine]


def roles(holders: Mapping[str, list[str]]) -> list[RoleLine]:
    """Every role, with what it may do beyond any adult in words, in the order in which the table has them."""
    return [
        RoleLine(card.label, card.purpose, _can(_beyond(role)), card.second_factor, holders.get(role, []))
        for role, card in ROLES.items()
    ]


def areas() -> list[Area]:
    """Every permission and who has it: everybody, some roles, or nobody but Belisha itself."""
    return [Area(title, [CanLine(in_words(can), who_may(can)) for can in cans]) for title, cans in AREAS.items()]


def who_may(can: Can) -> list[str]:
    """The roles that hold a permission, in words. What any adult may is said once."""
    if can in ROLES[Role.ADULT].permissions:
        return ["Every adult working in school"]
    named = [card.label for card in ROLES.values() if can in card.permissions]
    return named or ["Nobody: Belisha does this by itself, or whoever sets it up"]


def _beyond(role: Role) -> Iterable[Can]:
    mine, common = ROLES[role].permissions, ROLES[Role.ADULT].permissions
    return mine if role == Role.ADULT else mine - common


def _can(permissions: Iterable[Can]) -> list[str]:
    return [in_words(can) for can in Can if can in permissions]


def in_words(can: Can) -> str:
    """A permission as it follows the word "may". One that is new here reads plainly until it has words of its own."""
    return CAN_IN_WORDS.get(can, can.value.replace("_", " "))


def signing_in(adult) -> str:
    """Whether an adult can sign in."""
    if not adult.is_active:
        return "Left: cannot sign in"
    if adult.has_usable_password():
        return "Can sign in"
    return "Invited, has not chosen a password yet" if adult.is_invited else "Cannot sign in yet"


def invited(number: int) -> str:
    """After inviting many."""
    return "One adult has been invited" if number == 1 else f"{number} adults have been invited"
