"""What changed between editions that were fetched through the permission, or by Belisha itself."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from belisha.changes.chains import Step, across, material
from belisha.changes.models import Comparison, Mark
from belisha.changes.proposing import Proposal, proposal
from belisha.changes.rules import Difference, Line, compare, from_plain
from belisha.policy.lineage import align
from belisha.policy.models import Version
from belisha.policy.reading.particulars import particulars


@dataclass(frozen=True)
class Entry:
    """A difference and what was said about it: `material` is None where nobody has said."""

    difference: Difference
    material: bool | None = None
    stale: bool = False  # it was marked, and changed again since

    @property
    def key(self) -> str:
        return self.difference.key

    @property
    def section(self) -> str:
        return self.difference.section

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.difference.kinds

    @property
    def changed(self) -> bool:
        return self.difference.changed

    @cached_property
    def proposal(self) -> Proposal:
        return proposal(self.difference)


def lines(version: Version) -> list[Line]:
    """The clauses of a version as they are compared."""
    return [_line(clause) for clause in version.clauses.order_by("position")]


def _line(clause) -> Line:
    # A clause of the shipped policy, or of an old draft, was not read for what else it says: that is done now.
    said = clause.particulars or asdict(particulars(clause.text, clause.kind))
    return Line(
        clause.ident, clause.text, clause.kind, clause.modality, tuple(sorted(set(clause.binds))),
        exceptions=tuple(said.get("exceptions", ())), tell=tuple(said.get("tell", ())),
        deadline=said.get("deadline", ""), number=clause.number, section=clause.section,
    )  # fmt: skip


def draft_changes(version: Version) -> list[Difference]:
    """A draft against the version that was in force when it was begun, as both stand."""
    before, after = lines(version.before), lines(version)
    places = {line.ident: at for at, line in enumerate(before)}
    origins = list(version.clauses.order_by("position").values_list("came_from", flat=True))
    told = [[places[ident] for ident in origin if ident in places] for origin in origins]
    # An older draft does not say where its clauses come from.
    return compare(before, after, told if any(told) else align(before, after))


def entries(version: Version) -> list[Entry]:
    """All that changed against the version before, with what was said about it. Four queries at most."""
    fixed = Comparison.objects.filter(version=version).first()
    differences = [from_plain(plain) for plain in fixed.told] if fixed else draft_changes(version)
    marks = {mark.key: mark for mark in Mark.objects.filter(version=version)}
    return [_entry(each, marks.get(each.key)) for each in differences]


def fingerprint(differences: Iterable[Difference]) -> str:
    """What a page carries of the changes it shows, so that a form sent later can be held against them."""
    said = "".join(each.key + each.said for each in differences)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _entry(difference: Difference, mark: Mark | None) -> Entry:
    if mark is None:
        return Entry(difference)
    current = mark.said == difference.said
    return Entry(difference, mark.material if current and mark.decided else None, stale=not current)


def between(before: Version, after: Version) -> list[Entry]:
    """What changed from any version to any later one of the policy."""
    if after.before_id == before.pk:
        return entries(after)
    steps = steps_between(before, after)
    old, new = lines(before), lines(after)
    differences = across(old, new, steps) if steps else compare(old, new, align(old, new))
    return [Entry(each) for each in differences]


def material_since(version: Version, since: Version) -> list[Difference] | None:
    """What adults must hear of who acknowledged `since` and read `version` now; None where that cannot be told."""
    steps = steps_between(since, version)
    if not steps:
        return None
    if len(steps) == 1:
        return list(steps[0].material)
    return material(across(lines(since), lines(version), steps), steps)


def steps_between(since: Version, version: Version) -> list[Step]:
    """From one version to a later one, comparison by comparison; nothing where one of them was never made."""
    made = Comparison.objects.filter(version__policy_id=version.policy_id)
    before = dict(made.values_list("version_id", "before_id"))
    chain, at = [], version.pk
    while at != since.pk and at in before:
        chain.insert(0, at)
        at = before[at]
    return _steps(chain) if chain and at == since.pk else []


def _steps(chain: Sequence) -> list[Step]:
    """The steps to these versions, each from the one before it."""
    editorial = defaultdict(set)
    for mark in Mark.objects.filter(version__in=chain, material=False):
        editorial[mark.version_id].add(mark.key)
    made = {each.version_id: each for each in Comparison.objects.filter(version__in=chain)}
    return [_step(made[pk], editorial[pk]) for pk in chain]


def _step(comparison: Comparison, editorial: set[str]) -> Step:
    differences = [from_plain(plain) for plain in comparison.told]
    lineage = {
        place.ident: [old.ident for old in each.was] for each in differences for place in each.now
    }  # fmt: skip
    return Step(lineage, [each for each in differences if each.changed and each.key not in editorial])
