"""Who may do what, and what they may see. Deny by default; conflicts come before roles.

`may` answers for a button, `require` for an action, `visible_to` for a list. All three are renderings of the same
tables: `core.roles.ROLES`, and the `seen_by` rule (with its `vetoed_by`) that each model carries.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from belisha.core.errors import Refused
from belisha.core.roles import DELICATE, ROLES, Can, Role, RoleCard

# The tables stand in a file of their own and are asked for here, where they are used.
__all__ = ["DELICATE", "ROLES", "Can", "Role", "RoleCard"]


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


SET_UP = System("Set-up", frozenset({Can.FOUND_SCHOOL, Can.CHANGE_PEOPLE, Can.CHANGE_ROLES, Can.KEEP_CHAIR}))
WORKER = System(
    "Belisha",
    frozenset(
        {
            *(Can.OPEN_DUTIES, Can.REMIND, Can.DRAFT_POLICY, Can.KEEP_REFERENCES, Can.EXPORT_AUDIT),
            *(Can.CLOSE_LEAVERS, Can.LET_LAPSE, Can.KEEP_DUTIES, Can.KEEP_GUIDANCE, Can.KEEP_PROTOCOLS),
            *(Can.HANDLE_CONCERN, Can.CHECK_EVIDENCE),
        }
    ),
)
COMMAND_LINE = System(
    "The command line",
    frozenset(
        {
            *(Can.KEEP_KEYS, Can.DRAFT_POLICY, Can.EXPORT_AUDIT),
            # The chair and vice-chair may both be gone: then nobody else could let one of them in.
            *(Can.CHANGE_PEOPLE, Can.CHANGE_ROLES, Can.KEEP_CHAIR),
        }
    ),
)
# Whoever comes with an account of the school's domain and is no adult of the school is turned away by nobody else.
DOOR = System("The sign-in page", frozenset({Can.REFUSE_SIGN_IN}))
# Whoever reports without an account: a parent, a pupil, somebody who does not want to be known.
PUBLIC = System("Somebody without an account", frozenset({Can.REPORT_CONCERN}))
SYSTEMS = (SET_UP, WORKER, COMMAND_LINE, DOOR, PUBLIC)
# Who stands in the log for an adult whose name does not belong there (see `core.action`); it may do nothing itself.
UNNAMED = System("An adult")


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
class carried(Rule):
    """Seen by a stranger whose own session began the thing: the key is in the session, and nowhere else."""

    path: str = "pk"

    def holds(self, actor, thing):
        return _follow(thing, self.path) in getattr(actor, "carries", ())

    def q(self, actor):
        return Q(**{f"{self.path}__in": tuple(getattr(actor, "carries", ()))})


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
    holding = [held for held in getattr(actor, "held", ()) if Can(permission) in ROLES[held.role].permissions]
    asleep = [held for held in holding if ROLES[held.role].second_factor and not actor.second_factor]
    if asleep:
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
