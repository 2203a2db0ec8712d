"""Everything that changes points and remarks."""

from django.utils import timezone

from belisha.core.access import WORKER, Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.core.jobs import nudge
from belisha.packs.library import ShippedCheck, fault_in_looks, shipped_checks
from belisha.people.models import School
from belisha.policy.editing import actions as editing
from belisha.policy.models import Clause, Version
from belisha.policy.rules import DRAFT
from belisha.remarks import rules
from belisha.remarks.models import Check, Remark
from belisha.remarks.papers import found_in
from belisha.remarks.rules import Finding

# -- the points of the school ------------------------------------------------------------------------------------


@action("check.take_up", needs=Can.KEEP_REFERENCES, sentence="{by} put {count} shipped points among those looked for")
def take_up(school: School, *, by, rows: list[ShippedCheck], count: int) -> None:
    """Take up shipped points that the school does not have yet. What it has is left alone."""
    here = set(Check.objects.filter(school=school).values_list("key", flat=True))
    day = shipped_checks().last_checked
    Check.objects.bulk_create(
        Check(school=school, key=row.key, checked_on=day, taken=as_shipped(row), **as_shipped(row))
        for row in rows
        if row.key not in here
    )


def stock(school: School) -> int:
    """Take up what is missing. Safe to run twice; returns how many came."""
    here = set(Check.objects.filter(school=school).values_list("key", flat=True))
    rows = [row for row in shipped_checks().rows if row.key not in here]
    if rows:
        take_up(school, by=WORKER, rows=rows, count=len(rows))
    return len(rows)


@action("check.add", needs=Can.KEEP_REFERENCES, sentence="{by} added “{about}” to what is looked for")
def add_check(check: Check, *, by, **given) -> Check:
    """A point of the school's own."""
    if Check.objects.filter(pk=check.pk).exists():
        raise NotAllowed("This was done already.", "You find it among the points that are looked for.")
    check.key = f"own-{check.pk}"
    _write(check, given)
    check.checked_on = timezone.localdate()
    check.save(force_insert=True)
    return check


@action("check.change", needs=Can.KEEP_REFERENCES, sentence="{by} changed the point “{about}”")
def change_check(check: Check, *, by, **given) -> None:
    """Change what is looked for, or what is said about it."""
    _write(check, given)
    check.checked_on = timezone.localdate()
    check.save(update_fields=[*given, "checked_on"])


@action("check.switch", needs=Can.KEEP_REFERENCES, sentence="{by} switched “{about}” on or off")
def switch(check: Check, *, by, on: bool) -> None:
    """Look for it from now on, or no longer."""
    check.on = on
    check.save(update_fields=["on"])


@action("check.take_offer", needs=Can.KEEP_REFERENCES, sentence="{by} took over what ships about “{about}”")
def take_offer(check: Check, *, by) -> None:
    """Take over what the product now says about the point."""
    _write(check, _offered(check))
    check.taken, check.checked_on = _offered(check), shipped_checks().last_checked
    check.save()


@action("check.leave_offer", needs=Can.KEEP_REFERENCES, sentence="{by} kept the school’s own words on “{about}”")
def leave_offer(check: Check, *, by) -> None:
    """Keep the school's own words; the same offer is not made again."""
    check.taken = _offered(check)
    check.save(update_fields=["taken"])


def as_shipped(row: ShippedCheck) -> dict:
    """A shipped point as plain values."""
    return {name: list(value) if isinstance(value := getattr(row, name), tuple) else value for name in rules.SHIPPED}


def _offered(check: Check) -> dict:
    row = shipped_checks().get(check.key)
    if row is None or as_shipped(row) == check.taken:
        raise NotAllowed("Nothing newer ships with Belisha.")
    return as_shipped(row)


def _write(check: Check, given: dict) -> None:
    if "looks" in given and (fault := fault_in_looks(given["looks"])):
        raise NotAllowed("Belisha cannot look for this.", fault)
    for name, value in given.items():
        setattr(check, name, value)


# -- what was found ----------------------------------------------------------------------------------------------


@action("remark.find", needs=Can.DRAFT_POLICY, sentence="{by} looked {about} through: {said}")
def find(version: Version, *, by, said: str) -> None:
    """Write down what a version trips today. What was decided about the same words before stays decided."""
    new, changed, gone = _plan(version)
    before = _decisions(version)
    for remark in new:
        if known := before.get((remark.point.key, remark.fingerprint)):
            remark.state, remark.reason = known.state, known.reason
            remark.decided_by_id, remark.decided_at = known.decided_by_id, known.decided_at
    Remark.objects.bulk_create(new)
    Remark.objects.bulk_update(changed, ["idents", "words", "fingerprint"])
    Remark.objects.filter(pk__in=[remark.pk for remark in gone]).delete()


def look_through(version: Version, *, by) -> bool:
    """Look a version through, if that says anything new. Safe to run twice; says whether it did."""
    new, changed, gone = _plan(version)
    if not (new or changed or gone):
        return False
    parts = [f"{len(rows)} {word}" for rows, word in ((new, "new"), (changed, "changed"), (gone, "gone")) if rows]
    find(version, by=by, said=", ".join(parts))
    return True


def _plan(version: Version) -> tuple[list[Remark], list[Remark], list[Remark]]:
    """Remarks to make, to change and to take away. One that was decided about is kept as a record."""
    here = {remark.point_id: remark for remark in version.remarks.all()}
    found = {check.pk: (check, finding) for check, finding in found_in(version)}
    new = [_remark(version, check, finding) for pk, (check, finding) in found.items() if pk not in here]
    changed = []
    for pk, (_, finding) in found.items():
        remark = here.get(pk)
        told = [list(finding.idents), list(finding.words), finding.fingerprint]
        if remark and [remark.idents, remark.words, remark.fingerprint] != told:
            remark.idents, remark.words, remark.fingerprint = told
            changed.append(remark)
    gone = [remark for pk, remark in here.items() if pk not in found and remark.state == rules.OPEN]
    return new, changed, gone


def _remark(version: Version, check: Check, finding: Finding) -> Remark:
    return Remark(
        school_id=version.school_id, version=version, point=check, idents=list(finding.idents),
        words=list(finding.words), fingerprint=finding.fingerprint,
    )  # fmt: skip


def _decisions(version: Version) -> dict[tuple[str, str], Remark]:
    """What was decided in other versions of the policy, by point and words; the latest decision where there are two."""
    others = Remark.objects.filter(version__policy_id=version.policy_id, state__in=(rules.LEFT, rules.ANSWERED))
    rows = others.exclude(version=version).select_related("point").order_by("version__number")
    return {(remark.point.key, remark.fingerprint): remark for remark in rows}


# -- decisions ---------------------------------------------------------------------------------------------------


@action("remark.take", needs=Can.DRAFT_POLICY, sentence="{by} took the wording suggested on “{about}”")
def take(remark: Remark, *, by, text: str, ident: str, instead: bool) -> None:
    """Put the suggested wording, as the school changed it, into the draft: instead of a clause, or after one."""
    if remark.version.state != DRAFT:
        raise NotAllowed("This version is no longer a draft.", "Begin a new edition, and take the wording there.")
    clause = Clause.objects.filter(version_id=remark.version_id, ident=ident).first()
    if instead and clause is None:
        raise NotAllowed("The clause is gone.", "Choose another place.")
    if instead:
        editing.reword(clause, by=by, text=text)
    else:
        editing.add_clause(remark.version, by=by, after=clause.ident if clause else last_of(remark.version), text=text)
    _decide(remark, by, "take", "")


def last_of(version: Version) -> str:
    """The ident of a version's last clause."""
    return version.clauses.order_by("-position").values_list("ident", flat=True).first() or ""


@action("remark.leave", needs=Can.DRAFT_POLICY, sentence="{by} left “{about}” as it is")
def leave(remark: Remark, *, by, reason: str) -> None:
    """The school keeps its words, and says why."""
    _decide(remark, by, "leave", reason)


@action("remark.answer", needs=Can.DRAFT_POLICY, sentence="{by} answered “{about}”")
def answer_it(remark: Remark, *, by, reason: str) -> None:
    """The point is met elsewhere, or otherwise: the school says how."""
    _decide(remark, by, "answer", reason)


@action("remark.reopen", needs=Can.DRAFT_POLICY, sentence="{by} opened “{about}” again")
def reopen(remark: Remark, *, by) -> None:
    """Decide anew."""
    _decide(remark, None, "reopen", "")


def _decide(remark: Remark, by, move: str, reason: str) -> None:
    remark.reason, remark.decided_by_id = reason.strip(), by.id if by else None
    remark.decided_at = timezone.now() if by else None
    rules.LIFECYCLE.move(remark, move, with_fields=("reason", "decided_by_id", "decided_at"))


# -- when to look ------------------------------------------------------------------------------------------------


@answer("school.found")
@answer("policy.import")
@answer("policy.adopt")
@answer("version.begin")
@answer("version.publish")
def _began(about, *, by) -> None:
    from belisha.remarks.jobs import look, stock_school

    if isinstance(about, School):
        nudge(stock_school, about.pk)
    elif isinstance(about, Version):
        nudge(look, about.pk)


@answer("clause.reword")
@answer("clause.add")
@answer("clause.retire")
@answer("clause.change")
@answer("clause.inform")
@answer("clause.split")
@answer("clause.merge")
def _edited(about: Clause, *, by) -> None:
    from belisha.remarks.jobs import look

    nudge(look, about.version_id)
