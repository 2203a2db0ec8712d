"""What changed since each earlier version: worked out once for all adults who acknowledged the same."""

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
        if follows.version_id not in self._told:
            self._told[follows.version_id] = material_since(self.version, follows.version)
        return self._told[follows.version_id]

    def known(self, follows: Acknowledgement | None) -> Acknowledgement | None:
        """The acknowledgement to go on from, if it can be told what changed since."""
        return follows if follows and self.changes(follows) is not None else None

    def asks(self, adult: Adult, follows: Acknowledgement) -> bool:
        """Whether this adult has to acknowledge again."""
        return rules.is_asked(self.changes(follows), adult.kind, adult.roles)
