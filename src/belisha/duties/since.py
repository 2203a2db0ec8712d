"""What changed since each earlier version: worked out once for all adults who acknowledged the same."""

from django.db.models import Exists, OuterRef, Q

from belisha.changes.editions import material_since
from belisha.changes.rules import Difference
from belisha.duties import rules
from belisha.duties.models import Acknowledgement
from belisha.people.models import Adult
from belisha.policy.models import Version


class Since:
    """The material changes up to one version, by the version that somebody acknowledged."""

    def __init__(self, version: Version):
        self.version = version
        self._told: dict = {}

    def changes(self, follows: Acknowledgement) -> list[Difference] | None:
        """What whoever gave that acknowledgement must hear of, if it binds them; None where it cannot be told."""
        return self._between(follows.version, self.version)

    def _between(self, since: Version, until: Version) -> list[Difference] | None:
        key = since.pk, until.pk
        if key not in self._told:
            self._told[key] = material_since(until, since)
        return self._told[key]

    def base(self, adult: Adult, given: Acknowledgement | None) -> Acknowledgement | None:
        """The acknowledgement from which this adult has to go on.

        Who was shown only the changes that bound them, and took on a role since, was never shown what binds that role:
        they go on from the one before.
        """
        at, base = given, given
        while at and at.shown and at.follows_id:
            missed = rules.missed(self._between(at.follows.version, at.version), at.shown, adult.kind, adult.roles)
            at = at.follows
            base = at if missed else base
        return base

    def known(self, follows: Acknowledgement | None) -> Acknowledgement | None:
        """The acknowledgement to go on from, if it can be told what changed since."""
        return follows if follows and self.changes(follows) is not None else None

    def asks(self, adult: Adult, follows: Acknowledgement) -> bool:
        """Whether this adult has to acknowledge again."""
        return rules.is_asked(self.changes(follows), adult.kind, adult.roles)


def newest() -> Q:
    """Of an adult who was asked about a version twice, what they were asked last."""
    later = Acknowledgement.objects.filter(
        adult=OuterRef("adult"), version=OuterRef("version"), opened_at__gt=OuterRef("opened_at")
    )
    return ~Q(Exists(later))
