"""Everything that changes what is said about changes."""

from collections.abc import Mapping

from belisha.changes import editions
from belisha.changes.models import Comparison, Mark
from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import Conflict, NotAllowed
from belisha.policy.models import Version
from belisha.policy.rules import OPEN


@action(
    "version.mark",
    needs=Can.PUBLISH_POLICY,
    sentence="{by} marked the changes of {about}: {material} material, {editorial} editorial",
)
def _mark(version: Version, *, by, marks: Mapping[str, bool], shown: str, material: int, editorial: int) -> None:
    """One mark for each change, over those of before."""
    if version.state not in OPEN:
        raise NotAllowed("This version is published, so what was said about its changes stands.")
    if version.before_id is None:
        raise NotAllowed("This is the first version, so nothing in it has changed.")
    changed = [each for each in editions.draft_changes(version) if each.changed]
    if shown != editions.fingerprint(changed):
        raise Conflict("The draft was changed since you opened this page.", "Look at the changes again.")
    rows = [
        Mark(school_id=version.school_id, version=version, key=each.key, said=each.said, material=marks[each.key])
        for each in changed
        if each.key in marks
    ]
    _put(rows)


def mark(version: Version, *, by, marks: Mapping[str, bool], shown: str) -> None:
    """Say of each change whether adults have to hear of it: key of the change → material or not.

    `shown` is the fingerprint of the changes that the page held: what nobody saw is not marked.
    """
    material = sum(marks.values())
    _mark(version, by=by, marks=marks, shown=shown, material=material, editorial=len(marks) - material)


def _put(rows: list[Mark]) -> None:
    Mark.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["version", "key"], update_fields=["said", "material", "decided"],
    )  # fmt: skip


@answer("version.publish")
def _fix(version: Version, *, by) -> None:
    """What changed, and what was said about it, as it is at this moment. What nobody marked counts as material."""
    if version.before_id is None:
        return
    found = editions.entries(version)
    changed = [entry for entry in found if entry.difference.changed]
    Mark.objects.filter(version=version).exclude(key__in=[entry.key for entry in changed]).delete()
    _put(
        [
            Mark(
                school_id=version.school_id, version=version, key=entry.key, said=entry.difference.said,
                material=entry.material is not False, decided=entry.material is not None,
            )
            for entry in changed
        ]
    )  # fmt: skip
    Comparison.objects.create(
        school_id=version.school_id, version=version, before_id=version.before_id,
        told=[entry.difference.plain() for entry in found],
    )  # fmt: skip
