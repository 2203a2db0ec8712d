"""Schools, trusts, the adults working in them, the roles they hold, and invitations to sign in."""

import datetime
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import ROLES, Can, Held, Role, held, own
from belisha.core.clocks import ENGLAND, NATIONS
from belisha.core.ids import uuid7
from belisha.people import rules


class Trust(models.Model):
    """A multi-academy trust, federation, diocese or local authority: a place above schools."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)

    def __str__(self):
        return self.name


class School(models.Model):
    """A school. Every row that belongs to one carries its key."""

    is_school = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, null=True, blank=True, related_name="schools")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=rules.SCHOOL_KINDS)
    founded_at = models.DateTimeField(default=timezone.now)
    # Pupils are kept as a bare lookup, and only where the school switched it on: see `pupils`.
    looks_up_pupils = models.BooleanField("the list of pupils is kept", default=False)
    # Whose bank holidays the law's deadlines leave out.
    nation = models.CharField("nation", max_length=20, choices=NATIONS, default=ENGLAND)

    seen_by = held(Can.READ_POLICY, school="") | held(Can.KEEP_KEYS, school="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(nation__in=list(NATIONS)), name="school_nation_known")]

    def __str__(self):
        return self.name


class ClosedDays(models.Model):
    """Days on which the school is closed beside weekends and bank holidays: holidays and training days.

    `last` is the last closed day itself. They are taken out of the working days in which adults are reminded.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="closed_days")
    title = models.CharField(max_length=100)
    first = models.DateField("first closed day")
    last = models.DateField("last closed day")

    seen_by = held(Can.READ_POLICY)

    class Meta:
        verbose_name_plural = "closed days"
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="closed_days_in_order")
        ]
        indexes = [models.Index(fields=["school", "first"], name="closed_days_list")]

    def __str__(self):
        return self.title


class Employer(models.Model):
    """Who sends adults that the school does not employ: an agency, a training provider, a firm. Told when it must be.

    Clauses 2-01-b and 2-04-b bind those whom others employ; what follows from a breach is theirs to decide as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="employers")
    name = models.CharField(max_length=150)
    contact = models.CharField("whom to tell there", max_length=150, blank=True)
    email = models.EmailField("their e-mail address", blank=True)
    telephone = models.CharField("their telephone number", max_length=40, blank=True)

    seen_by = held(Can.SEE_PEOPLE)

    class Meta:
        constraints = [models.UniqueConstraint("school", Lower("name"), name="employer_once")]

    def __str__(self):
        return self.name


class Adults(BaseUserManager):
    """Finds adults by the name they sign in with, whatever its letters' case."""

    def get_by_natural_key(self, username):
        return self.get(sign_in_name=username.lower())


class Adult(AbstractBaseUser):
    """Anyone working in school whom the policy binds (clauses 2-01-a to 2-01-c, 2-04-b). Signs in, or cannot yet."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="adults")
    name = models.CharField(max_length=150)
    email = models.EmailField("e-mail address", blank=True)
    sign_in_name = models.CharField(max_length=60, unique=True)
    kind = models.CharField("how they work here", max_length=20, choices=rules.ADULT_KINDS, default="employee")
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="adults", verbose_name="sent by"
    )
    starts = models.DateField("first day")
    ends = models.DateField("last day", null=True, blank=True)
    # What followed from the last day is done: tasks, roles and declarations ended. None while they work here.
    closed_at = models.DateTimeField("everything ended", null=True)
    # The key of the list that they came from, so that a second one finds them whatever they are called by then.
    listed_as = models.CharField("key in the school's own system", max_length=150, blank=True)

    objects = Adults()
    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    seen_by = own("id") | held(Can.SEE_PEOPLE)
    unaudited = frozenset({"password", "last_login"})
    # Set for each request by `sessions.actor`, from how this session was signed in.
    second_factor = False
    # Set likewise where this session was opened by a one-time code on a shared device: no role comes with that.
    by_code = False

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="adult_email_once"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")), name="adult_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=list(rules.ADULT_KINDS)), name="adult_kind_known"),
            models.UniqueConstraint(
                fields=["school", "listed_as"], condition=~models.Q(listed_as=""), name="adult_listed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "name", "id"], name="adult_list"),
            models.Index(fields=["ends"], condition=models.Q(closed_at=None) & ~models.Q(ends=None), name="to_close"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"adult:{self.pk}"

    @property
    def is_active(self) -> bool:
        return not rules.has_ended(self.ends, timezone.localdate())

    @cached_property
    def held(self) -> list[Held]:
        """The roles held today: adult working in school, and what was granted. One query, once per request."""
        if not self.is_active:
            return []
        if self.by_code:
            return [Held(Role.ADULT, self.school_id)]
        today = timezone.localdate()
        granted = [
            Held(Role(grant.role), grant.school_id, grant.trust_id)
            for grant in self.grants.all()
            if rules.belongs(grant.starts, grant.ends, today)
        ]
        return [Held(Role.ADULT, self.school_id), *granted]

    @property
    def roles(self) -> set[Role]:
        return {held.role for held in self.held}


class Grant(models.Model):
    """A role held by an adult at a place, from a day, perhaps until a day. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, card.label) for role, card in ROLES.items()])
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True)
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, null=True, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    # Of a stand-in: whose post it is while they are away. The post's holder keeps it.
    stands_in_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="stand_ins", verbose_name="stands in for"
    )

    seen_by = own("adult_id") | held(Can.SEE_PEOPLE, school="adult__school")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(school=None, trust__isnull=False) | models.Q(school__isnull=False, trust=None),
                name="grant_at_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in ROLES]), name="grant_role_known"
            ),
            models.UniqueConstraint(
                fields=["adult", "role", "school"],
                condition=models.Q(ends=None, trust=None),
                name="grant_once_at_school",
            ),
            models.CheckConstraint(
                condition=models.Q(stands_in_for=None) | models.Q(ends__isnull=False), name="grant_stand_in_ends"
            ),
        ]

    def __str__(self):
        return f"{self.adult}’s role as {'stand-in ' if self.stands_in_for_id else ''}{self.get_role_display()}"

    @property
    def last(self) -> datetime.date | None:
        """The last day of it, as people say it: `ends` is the first day without it."""
        return self.ends - datetime.timedelta(days=1) if self.ends else None

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"


class Invitation(models.Model):
    """A link that lets an adult choose a password, once, for a while. Only a hash of the link's secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="invitations")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    seen_by = held(Can.CHANGE_PEOPLE)
    unaudited = frozenset({"secret_hash"})

    def __str__(self):
        return str(self.adult)

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"
