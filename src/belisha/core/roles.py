"""Every permission there is, every role, and which role holds which permission: one table, and nothing else.

`core/access.py` decides by it; the page "Who can see what" and the documentation are printed from it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Can(StrEnum):
    """Every permission there is. The value is what the audit log and the documentation show."""

    FOUND_SCHOOL = "found_school"
    CHANGE_SCHOOL = "change_school"
    SEE_PEOPLE = "see_people"
    CHANGE_PEOPLE = "change_people"
    CHANGE_ROLES = "change_roles"
    CHANGE_OWN_SIGN_IN = "change_own_sign_in"
    READ_POLICY = "read_policy"
    DRAFT_POLICY = "draft_policy"
    APPROVE_POLICY = "approve_policy"
    PUBLISH_POLICY = "publish_policy"
    READ_ORIGINAL = "read_original"
    KEEP_REFERENCES = "keep_references"
    ASK_QUESTION = "ask_question"
    ASK_ADVICE = "ask_advice"
    SEE_ASKED = "see_asked"
    ANSWER_QUESTION = "answer_question"
    ACKNOWLEDGE = "acknowledge"
    SEE_ACKNOWLEDGEMENTS = "see_acknowledgements"
    REMIND = "remind"
    OPEN_DUTIES = "open_duties"
    READ_AUDIT = "read_audit"
    EXPORT_AUDIT = "export_audit"
    READ_CASE = "read_case"
    NAME_ACTING_HEAD = "name_acting_head"
    KEEP_CHAIR = "keep_chair"
    CLOSE_LEAVERS = "close_leavers"
    REFUSE_SIGN_IN = "refuse_sign_in"
    SEE_PUPILS = "see_pupils"
    KEEP_PUPILS = "keep_pupils"
    KEEP_DUTIES = "keep_duties"
    DO_DUTY = "do_duty"
    EXCUSE = "excuse"
    WITNESS = "witness"
    KEEP_GUIDANCE = "keep_guidance"
    KEEP_CALENDAR = "keep_calendar"
    DECLARE = "declare"
    DECIDE_DECLARATION = "decide_declaration"
    ASK_PERMISSION = "ask_permission"
    DECIDE_PERMISSION = "decide_permission"
    DECIDE_FOR_HEADTEACHER = "decide_for_headteacher"
    SEE_REGISTERS = "see_registers"
    KEEP_PROTOCOLS = "keep_protocols"
    AGREE_PROTOCOL = "agree_protocol"
    KEEP_ACCOUNTS = "keep_accounts"
    LET_LAPSE = "let_lapse"
    REPORT_CONCERN = "report_concern"
    REPORT_FOR_ANOTHER = "report_for_another"
    HANDLE_CONCERN = "handle_concern"
    KEEP_ROUTES = "keep_routes"
    OPEN_PUBLIC_DOOR = "open_public_door"
    KEEP_RETENTION = "keep_retention"
    CHECK_EVIDENCE = "check_evidence"
    KEEP_KEYS = "keep_keys"


class Role(StrEnum):
    """The roles of the policy, and the few that running the software adds."""

    ADULT = "adult"
    TEACHER = "teacher"
    HEADTEACHER = "headteacher"
    DEPUTY = "deputy"
    SENIOR_LEADER = "senior_leader"
    DSL = "dsl"
    DEPUTY_DSL = "deputy_dsl"
    GOVERNOR = "governor"
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    LINK_GOVERNOR = "link_governor"
    HR = "hr"
    DPO = "dpo"
    IT_LEAD = "it_lead"
    OFFICE = "office"
    ADMINISTRATOR = "administrator"
    INSPECTOR = "inspector"
    TRUST_SAFEGUARDING = "trust_safeguarding"


@dataclass(frozen=True)
class RoleCard:
    """What a role is called, what it is for, what it may do, and whether it needs a second factor to be used."""

    label: str
    purpose: str
    permissions: frozenset[Can]

    @property
    def second_factor(self) -> bool:
        return bool(self.permissions & DELICATE)


# A role that holds one of these is asleep until its holder has signed in with a second factor.
DELICATE = frozenset({Can.READ_CASE, Can.HANDLE_CONCERN, Can.KEEP_KEYS})

_READS = {
    *(Can.READ_POLICY, Can.ACKNOWLEDGE, Can.DO_DUTY, Can.ASK_QUESTION, Can.CHANGE_OWN_SIGN_IN, Can.KEEP_CALENDAR),
    *(Can.ASK_ADVICE, Can.DECLARE, Can.ASK_PERMISSION, Can.SEE_REGISTERS, Can.REPORT_CONCERN),
}
_DRAFTS = {Can.DRAFT_POLICY, Can.READ_ORIGINAL, Can.KEEP_REFERENCES}
_LEADS = {Can.SEE_PEOPLE, Can.SEE_ACKNOWLEDGEMENTS}
# What the school agreed with itself, and what it asks of everybody.
# Which concerns reach whom is said by their routes (`concerns.seeing`); without this none does.
_HANDLES = {Can.READ_CASE, Can.HANDLE_CONCERN}
_KEEPS = {Can.KEEP_DUTIES, Can.KEEP_GUIDANCE, Can.KEEP_PROTOCOLS, Can.KEEP_ACCOUNTS, Can.WITNESS}


def _card(label: str, purpose: str, *permissions: Can) -> RoleCard:
    return RoleCard(label, purpose, frozenset(permissions))


ROLES: dict[Role, RoleCard] = {
    Role.ADULT: _card("Adult working in school", "Reads the policy, acknowledges it, asks and reports.", *_READS),
    Role.TEACHER: _card("Teacher", "Bound by the Teachers' Standards as well.", *_READS),
    Role.HEADTEACHER: _card(
        "Headteacher",
        "Publishes the policy, keeps people and roles, sees who has acknowledged, decides permissions and concerns.",
        *_READS,
        *_DRAFTS,
        *_LEADS,
        Can.CHANGE_SCHOOL,
        Can.CHANGE_PEOPLE,
        Can.CHANGE_ROLES,
        Can.APPROVE_POLICY,
        Can.PUBLISH_POLICY,
        Can.SEE_ASKED,
        Can.ANSWER_QUESTION,
        Can.REMIND,
        Can.READ_AUDIT,
        Can.EXPORT_AUDIT,
        *_HANDLES,
        Can.REPORT_FOR_ANOTHER,
        Can.KEEP_ROUTES,
        Can.OPEN_PUBLIC_DOOR,
        Can.KEEP_RETENTION,
        *_KEEPS,
        Can.EXCUSE,
        Can.SEE_PUPILS,
        Can.KEEP_PUPILS,
        Can.DECIDE_DECLARATION,
        Can.DECIDE_PERMISSION,
        Can.AGREE_PROTOCOL,
    ),
    Role.DEPUTY: _card(
        "Deputy headteacher",
        "Drafts the policy and follows up acknowledgements.",
        *_READS,
        *_DRAFTS,
        *_LEADS,
        *_KEEPS,
        Can.SEE_ASKED,
        Can.REMIND,
        Can.EXCUSE,
    ),
    Role.SENIOR_LEADER: _card(
        "Senior leader",
        "Sees who has acknowledged in the school.",
        *_READS,
        *_LEADS,
    ),
    Role.DSL: _card(
        "Designated safeguarding lead",
        "Leads on child safety and Prevent.",
        *_READS,
        *_LEADS,
        *_HANDLES,
        Can.REPORT_FOR_ANOTHER,
        Can.SEE_PUPILS,
        Can.KEEP_PROTOCOLS,
    ),
    Role.DEPUTY_DSL: _card(
        "Deputy designated safeguarding lead",
        "Stands in for the safeguarding lead.",
        *_READS,
        *_LEADS,
        *_HANDLES,
        Can.REPORT_FOR_ANOTHER,
        Can.SEE_PUPILS,
    ),
    Role.GOVERNOR: _card("Governor or trustee", "Bound by the policy; sees totals only.", *_READS),
    Role.CHAIR: _card(
        "Chair of governors",
        "Takes what concerns the Headteacher; approves the policy.",
        *_READS,
        Can.APPROVE_POLICY,
        Can.NAME_ACTING_HEAD,
        Can.KEEP_CHAIR,
        Can.DECIDE_FOR_HEADTEACHER,
        Can.SEE_ASKED,
        Can.READ_AUDIT,
        Can.EXPORT_AUDIT,
        *_HANDLES,
        Can.KEEP_ROUTES,
    ),
    Role.VICE_CHAIR: _card(
        "Vice-chair of governors",
        "Takes what concerns the chair.",
        *_READS,
        Can.KEEP_CHAIR,
        *_HANDLES,
    ),
    Role.LINK_GOVERNOR: _card("Safeguarding link governor", "Sees totals only.", *_READS),
    Role.HR: _card("HR adviser", "Advises on the cases they are asked into.", *_READS, Can.READ_CASE),
    Role.DPO: _card(
        "Data protection officer",
        "Advises on data; takes concerns about it; checks the audit log.",
        *_READS,
        *_HANDLES,
        Can.READ_AUDIT,
        Can.KEEP_RETENTION,
    ),
    Role.IT_LEAD: _card(
        "IT and filtering lead", "Keeps filtering evidence; reads no case.", *_READS, Can.KEEP_ACCOUNTS
    ),
    Role.OFFICE: _card(
        "Office",
        "Keeps the list of people and helps them sign in; reads no case.",
        *_READS,
        *_LEADS,
        Can.CHANGE_PEOPLE,
        Can.WITNESS,
        Can.REPORT_FOR_ANOTHER,
        Can.KEEP_ACCOUNTS,
        Can.SEE_PUPILS,
        Can.KEEP_PUPILS,
    ),
    Role.ADMINISTRATOR: _card(
        "System administrator",
        "Keeps the software running; reads no case.",
        Can.CHANGE_OWN_SIGN_IN,
        Can.KEEP_KEYS,
    ),
    Role.INSPECTOR: _card("Inspector", "A time-boxed reader of the published policy.", Can.READ_POLICY),
    Role.TRUST_SAFEGUARDING: _card(
        "Trust safeguarding lead",
        "Sees every school of the trust.",
        *_READS,
        *_LEADS,
        *_HANDLES,
    ),
}
