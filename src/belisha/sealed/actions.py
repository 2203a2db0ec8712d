"""What the keeper of the keys may do, through the one way in which anything is changed.

The thing is always the school, and so are the words of the audit entry kept under the school's general record: an entry
about a shredded record could not be sealed under that record any more.
"""

from belisha.core.access import Can
from belisha.core.action import action
from belisha.sealed import keys, rotate


@action(
    "keys.shred",
    needs=Can.KEEP_KEYS,
    sentence="{by} destroyed the key of {record} at {about}, and with it everything kept under it: {reason}",
)
def shred(school, *, by, record: str, reason: str) -> None:
    """Destroy a record's key for good. `record` is a name such as `adult:<uuid>`."""
    keys.shred(school.pk, record)


@action("keys.rotate_school", needs=Can.KEEP_KEYS, sentence="{by} gave {about} a new key")
def rotate_school(school, *, by) -> None:
    """Give the school a new key and rewrap its records' keys by it."""
    rotate.rotate_school_key(school.pk)


@action(
    "keys.instance_rotated",
    needs=Can.KEEP_KEYS,
    sentence="{by} changed the key of the installation that {about} is in, to {fingerprint}",
)
def note_instance_rotated(school, *, by, fingerprint: str) -> None:
    """Write into the school's log that `rotate.rotate_instance_key` was run. That takes many transactions and concerns
    every school, so it cannot be an action itself.
    """
