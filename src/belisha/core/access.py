"""Who may do what, and what they may see. Deny by default; conflicts come before roles.

`may` answers for a button, `require` for an action, `visible_to` for a list. All three are renderings of the same
tables: `ROLES` below, and the `seen_by` rule (with its `vetoed_by`) that each model carries.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from belisha.core.errors import Refused


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
    ANSWER_QUESTION = "answer_question"
    ACKNOWLEDGE = "acknowledge"
    SEE_ACKNOWLEDGEMENTS = "see_acknowledgements"
    REMIND = "remind"
    OPEN_DUTIES = "open_duties"
    READ_AUDIT = "read_audit"
    EXPORT_AUDIT = "export_audit"
    READ_CASE = "read_case"
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
DELICATE = frozenset({Can.READ_CASE, Can.KEEP_KEYS})

_READS = {Can.READ_POLICY, Can.ACKNOWLEDGE, Can.ASK_QUESTION, Can.CHANGE_OWN_SIGN_IN}
_DRAFTS = {Can.DRAFT_POLICY, Can.READ_ORIGINAL, Can.KEEP_REFERENCES}
_LEADS = {Can.SEE_PEOPLE, Can.SEE_ACKNOWLEDGEMENTS}


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
        Can.ANSWER_QUESTION,
        Can.REMIND,
        Can.READ_AUDIT,
        Can.EXPORT_AUDIT,
        Can.READ_CASE,
    ),
    Role.DEPUTY: _card(
        "Deputy headteacher",
        "Drafts the policy and follows up acknowledgements.",
        *_READS,
        *_DRAFTS,
        *_LEADS,
        Can.REMIND,
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
        Can.READ_CASE,
    ),
    Role.DEPUTY_DSL: _card(
        "Deputy designated safeguarding lead",
        "Stands in for the safeguarding lead.",
        *_READS,
        *_LEADS,
        Can.READ_CASE,
    ),
    Role.GOVERNOR: _card("Governor or trustee", "Bound by the policy; sees totals only.", *_READS),
    Role.CHAIR: _card(
        "Chair of governors",
        "Takes what concerns the Headteacher; approves the policy.",
        *_READS,
        Can.APPROVE_POLICY,
        Can.READ_AUDIT,
        Can.EXPORT_AUDIT,
        Can.READ_CASE,
    ),
    Role.VICE_CHAIR: _card(
        "Vice-chair of governors",
        "Takes what concerns the chair.",
        *_READS,
        Can.READ_CASE,
    ),
    Role.LINK_GOVERNOR: _card("Safeguarding link governor", "Sees totals only.", *_READS),
    Role.HR: _card("HR adviser", "Advises on the cases they are asked into.", *_READS, Can.READ_CASE),
    Role.DPO: _card("Data protection officer", "Advises on data; checks the audit log.", *_READS, Can.READ_AUDIT),
    Role.IT_LEAD: _card("IT and filtering lead", "Keeps filtering evidence; reads no case.", *_READS),
    Role.OFFICE: _card(
        "Office",
        "Keeps the list of people and helps them sign in; reads no case.",
        *_READS,
        *_LEADS,
        Can.CHANGE_PEOPLE,
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
        Can.READ_CASE,
    ),
}


@dataclass(frozen=True)
class Held:
    """A role held at one place: a school, or a trust and so all its schools."""

    role: Role
    school_id: UUID | None = None
    trust_id: UUID | None = None


@dataclass(frozen=True)
class Reach:
    """The places where an actor holds a permission."""

    schools: frozenset[UUID] = frozenset()
    trusts: frozenset[UUID] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.schools or self.trusts)


@dataclass(frozen=True)
class System:
    """A named process of Belisha itself, with only the permissions that it needs, at whatever school it works on."""

    name: str
    permissions: frozenset[Can] = field(default_factory=frozenset)
    id: UUID | None = None


SET_UP = System("Set-up", frozenset({Can.FOUND_SCHOOL, Can.CHANGE_PEOPLE, Can.CHANGE_ROLES}))
WORKER = System(
    "Belisha", frozenset({Can.OPEN_DUTIES, Can.REMIND, Can.DRAFT_POLICY, Can.KEEP_REFERENCES, Can.EXPORT_AUDIT})
)
COMMAND_LINE = System(
    "The command line",
    frozenset({Can.KEEP_KEYS, Can.DRAFT_POLICY, Can.EXPORT_AUDIT, Can.CHANGE_PEOPLE, Can.CHANGE_ROLES}),
)


def awake(actor) -> Iterable[Held]:
    """The roles an actor can use now: those that need a second factor sleep until one was given."""
    return [held for held in actor.held if actor.second_factor or not ROLES[held.role].second_factor]


def reach(actor, permission: Can) -> Reach:
    """Where the actor holds the permission."""
    holding = [held for held in awake(actor) if permission in ROLES[held.role].permissions]
    return Reach(
        frozenset(held.school_id for held in holding if held.school_id),
        frozenset(held.trust_id for held in holding if held.trust_id),
    )


# -- rules: each says the same twice, as Python about one thing and as SQL about many -------------------


class Rule:
    """Who sees a thing. `holds` answers for one object, `q` for a list; a property test holds them together."""

    def holds(self, actor, thing) -> bool:
        raise NotImplementedError

    def q(self, actor) -> Q:
        raise NotImplementedError

    def __or__(self, other: "Rule") -> "Rule":
        return _Any((self, other))

    def __and__(self, other: "Rule") -> "Rule":
        return _All((self, other))


NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class _Any(Rule):
    rules: tuple[Rule, ...]

    def holds(self, actor, thing):
        return any(rule.holds(actor, thing) for rule in self.rules)

    def q(self, actor):
        together = NOTHING
        for rule in self.rules:
            together |= rule.q(actor)
        return together


@dataclass(frozen=True)
class _All(Rule):
    rules: tuple[Rule, ...]

    def holds(self, actor, thing):
        return all(rule.holds(actor, thing) for rule in self.rules)

    def q(self, actor):
        together = Q()
        for rule in self.rules:
            together &= rule.q(actor)
        return together


def _follow(thing, path: str):
    for name in path.split("__"):
        thing = getattr(thing, name)
    return thing


@dataclass(frozen=True)
class held(Rule):
    """Seen by whoever holds the permission at the thing's school, or at the trust above it."""

    permission: Can
    school: str = "school"

    def holds(self, actor, thing):
        return _within(reach(actor, self.permission), _follow(thing, self.school) if self.school else thing)

    def q(self, actor):
        where = reach(actor, self.permission)
        prefix = f"{self.school}__" if self.school else ""
        at_school = Q(**{f"{self.school}_id__in" if self.school else "pk__in": where.schools})
        if not where.trusts:
            return at_school
        return at_school | Q(**{f"{prefix}trust_id__in": where.trusts})


@dataclass(frozen=True)
class own(Rule):
    """Seen by the adult whom the thing is about. The path ends in the id of an adult."""

    path: str = "adult_id"

    def holds(self, actor, thing):
        return actor.id is not None and _follow(thing, self.path) == actor.id

    def q(self, actor):
        return Q(**{self.path: actor.id}) if actor.id is not None else NOTHING


@dataclass(frozen=True)
class when(Rule):
    """Seen while a field has one of these values."""

    path: str
    values: tuple

    def holds(self, actor, thing):
        return _follow(thing, self.path) in self.values

    def q(self, actor):
        return Q(**{f"{self.path}__in": self.values})


# -- the three questions ----------------------------------------------------------------------------


def visible_to(actor, queryset: QuerySet) -> QuerySet:
    """The part of a list that the actor may know of. A model without a `seen_by` rule cannot be listed at all."""
    model = queryset.model
    seen = queryset.filter(model.seen_by.q(actor))
    veto = getattr(model, "vetoed_by", None)
    return seen.exclude(veto.q(actor)) if veto else seen


def sees(actor, thing) -> bool:
    """The same for one thing."""
    model = thing.__class__  # not type(): the adult of a request comes in a lazy wrapper
    veto = getattr(model, "vetoed_by", None)
    return model.seen_by.holds(actor, thing) and not (veto and veto.holds(actor, thing))


def may(actor, permission: Can | str, thing=None) -> bool:
    """Whether the actor may do this, to this thing or, without one, anywhere."""
    permission = Can(permission)
    if isinstance(actor, System):
        return permission in actor.permissions
    where = reach(actor, permission)
    if thing is None:
        return bool(where)
    return _within(where, school_of(thing)) and sees(actor, thing)


def require(actor, permission: Can | str, thing=None) -> None:
    """Raise `Refused`, with a reason and who can help, where `may` says no."""
    if may(actor, permission, thing):
        return
    asleep = [held for held in getattr(actor, "held", ()) if Can(permission) in ROLES[held.role].permissions]
    if asleep and not actor.second_factor:
        raise Refused(
            f"Your role as {ROLES[asleep[0].role].label} needs a second factor, and you signed in without one.",
            "Set up an authenticator app or a passkey under “Your sign-in”, then sign in with it.",
        )
    raise Refused("Your role in this school does not include this.", "The Headteacher can change roles.")


def school_of(thing):
    """The school that a thing belongs to (a school belongs to itself)."""
    return thing if getattr(thing, "is_school", False) else thing.school


def _within(where: Reach, school) -> bool:
    return school.pk in where.schools or school.trust_id in where.trusts
