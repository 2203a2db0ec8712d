"""Who stands where: rows of what is asked now, each with its status, for somebody who may see them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from belisha.core.access import ROLES, Role
from belisha.duties import rules as acknowledging
from belisha.duties.following import rules
from belisha.duties.following.excused import excused
from belisha.duties.models import Acknowledgement
from belisha.duties.owed import rules as owing
from belisha.duties.owed.models import Duty, Owed
from belisha.duties.since import newest
from belisha.people.models import Adult, Grant, School
from belisha.people.rules import ADULT_KINDS
from belisha.policy.models import Version
from belisha.policy.rules import PUBLISHED


def works_here(adult: str = "adult__") -> Q:
    """Adults who have not left. Who begins soon is among them: they are asked before their first day."""
    return Q(**{f"{adult}ends": None}) | Q(**{f"{adult}ends__gt": timezone.localdate()})


def held_today(grant: str = "") -> Q:
    """Roles that are held today."""
    today = timezone.localdate()
    open_end = Q(**{f"{grant}ends": None}) | Q(**{f"{grant}ends__gt": today})
    return Q(**{f"{grant}starts__lte": today}) & open_end


def with_status(rows: QuerySet) -> QuerySet:
    """The rows with `status`: see `rules.STATUSES`. An excuse comes before being late."""
    return rows.annotate(
        status=Case(
            When(state=acknowledging.DONE, then=Value(rules.DONE)),
            When(state=acknowledging.CARRIED, then=Value(rules.CARRIED)),
            When(excused(rows.model), then=Value(rules.EXCUSED)),
            When(due_on__lt=timezone.localdate(), then=Value(rules.OVERDUE)),
            default=Value(rules.DUE),
            output_field=CharField(),
        )
    )


def asked_now(rows: QuerySet) -> QuerySet:
    """Of acknowledgements or of what is owed: the newest of each adult and thing, of what is still asked for."""
    rows = rows.filter(works_here())
    if rows.model is Acknowledgement:
        return rows.filter(newest(), version__state=PUBLISHED).exclude(state=acknowledging.LAPSED)
    later = Owed.objects.filter(adult=OuterRef("adult"), duty=OuterRef("duty"), round__gt=OuterRef("round"))
    later = later.exclude(state=owing.LAPSED)
    return rows.filter(~Exists(later), duty__state=owing.LIVE).exclude(state=owing.LAPSED)


def open_rows(rows: QuerySet) -> QuerySet:
    """Of acknowledgements or of what is owed: what somebody who works here still has to do and is not excused from."""
    in_force = Q(version__state=PUBLISHED) if rows.model is Acknowledgement else Q(duty__state=owing.LIVE)
    return rows.filter(works_here(), in_force, ~excused(rows.model), state=acknowledging.DUE)


# -- what is followed up: a policy in force, or a duty ------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A policy in force or a duty: something that adults were asked to do. `id` is the policy's or the duty's."""

    id: UUID
    title: str
    thing: Version | Duty

    @property
    def school(self) -> School:
        return self.thing.school

    @property
    def is_policy(self) -> bool:
        return isinstance(self.thing, Version)

    @property
    def signable(self) -> bool:
        """Whether all there is to it is a statement, which can be signed on paper."""
        return self.is_policy or self.thing.way in rules.PAPER_WAYS

    @property
    def model(self) -> type[Acknowledgement] | type[Owed]:
        return Acknowledgement if self.is_policy else Owed

    @property
    def named(self) -> str:
        """The field by which its rows know it."""
        return "version_id" if self.is_policy else "duty_id"

    def of(self, rows: QuerySet) -> QuerySet:
        """Of these rows, those of this line."""
        return rows.filter(**{self.named: self.thing.pk})

    @property
    def excuse(self) -> dict:
        """As an excuse names it."""
        return {"policy": self.thing.policy} if self.is_policy else {"duty": self.thing}


# -- of whom: everybody, those of a kind, those who hold a role -----------------------------------------------------

ROLE, KIND = "role", "kind"


@dataclass(frozen=True)
class Group:
    """Some of the adults: `Group("role", "teacher", "Teacher")`. Without a value: everybody."""

    by: str = ""
    value: str = ""
    label: str = "Everybody"

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return f"{self.by}-{self.value}" if self.by else ""

    def q(self, adult: str = "adult") -> Q:
        """Those of the group, where `adult` is the path to an adult ("" among adults themselves)."""
        if self.by == KIND:
            return Q(**{f"{adult}__kind" if adult else "kind": self.value})
        if self.by == ROLE:
            held = Grant.objects.filter(held_today(), adult=OuterRef(adult or "pk"), role=self.value)
            return Q(Exists(held))
        return Q()


LABELS = {ROLE: {role.value: ROLES[role].label for role in Role if role != Role.ADULT}, KIND: ADULT_KINDS}


def group_of(key: str) -> Group:
    """The group that an address names; everybody, where it names none that there is."""
    by, _, value = key.partition("-")
    label = LABELS.get(by, {}).get(value)
    return Group(by, value, label) if label else Group()


def of_group(group: Group) -> QuerySet[Adult]:
    """The adults of a group who have not left."""
    return Adult.objects.filter(works_here(""), group.q(""))
