"""Everything that changes a school's own rules and written cases."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.policy.drafts.actions import in_draft
from belisha.policy.models import Clause, Version
from belisha.rulebook import building, checks, queries, rules
from belisha.rulebook.models import OwnRule, WrittenCase

FIELDS = ("said", "because", "instead", "row", "changed_at", "made_by_id")


@action("rule.give", needs=Can.DRAFT_POLICY, sentence="{by} began a {about}")
def give(clause: Clause, *, by, key: UUID) -> OwnRule:
    """Begin a rule for a clause of a draft. It answers nothing until it is finished and kept."""
    in_draft(clause.version_id)
    if OwnRule.objects.filter(version_id=clause.version_id, clause=clause.ident).exists():
        raise NotAllowed("This clause has a rule already.", "You find it among the rules of this version.")
    return OwnRule.objects.create(
        id=key, school_id=clause.school_id, version_id=clause.version_id, clause=clause.ident, made_by_id=by.id
    )


@action("rule.choose", needs=Can.DRAFT_POLICY, sentence="{by} chose for the {about}: {part}")
def choose(rule: OwnRule, *, by, part: str, chosen: list[str] | str = (), because="", instead="") -> None:
    """Take one of the decisions that make a rule. Whoever changes one reads the whole rule back again."""
    in_draft(rule.version_id)
    rule.said = {**rule.said, part: chosen if isinstance(chosen, str) else list(chosen)}
    if part == "because":
        rule.because, rule.instead = because.strip(), instead.strip()
    done = building.following(rule.said) is None
    rule.row = building.row_of(rule.clause, rule.said, rule.because, rule.instead) if done else {}
    rule.changed_at, rule.made_by_id = timezone.now(), by.id
    rules.LIFECYCLE.move(rule, "change", with_fields=FIELDS)


@action("rule.keep", needs=Can.DRAFT_POLICY, sentence="{by} read the {about} back and kept it")
def keep(rule: OwnRule, *, by) -> None:
    """From here the rule answers, in this draft and in the version that it becomes."""
    in_draft(rule.version_id)
    clause = Clause.objects.filter(version_id=rule.version_id, ident=rule.clause).first()
    if clause is None:
        raise NotAllowed("The clause is gone.", "Take the rule away.")
    if not rule.row:
        raise NotAllowed("The rule is not finished.", "Answer every question about it first.")
    if wrong := checks.fault(checks.as_text(rule.row)):
        raise NotAllowed(f"The rule of clause {clause} cannot be read: {wrong}.", "Change it, or take it away.")
    rule.words_hash = queries.words_hash(clause)
    rules.LIFECYCLE.move(rule, "keep", with_fields=("words_hash",))


@action("rule.retire", needs=Can.DRAFT_POLICY, sentence="{by} took the {about} away")
def retire(rule: OwnRule, *, by) -> None:
    """The clause decides nothing any more. The versions before keep their rule."""
    in_draft(rule.version_id)
    OwnRule.objects.filter(pk=rule.pk).delete()


@action("rule.move", needs=Can.DRAFT_POLICY, sentence="{by} joined clauses, and the rule goes on as {about}")
def move(rule: OwnRule, *, by, to: str) -> None:
    """The clause became part of another one, which has no rule: its rule goes along, and is read back again."""
    in_draft(rule.version_id)
    rule.clause, rule.row = to, _for(rule.row, to)
    rules.LIFECYCLE.move(rule, "change", with_fields=("clause", "row"))


@action("case.write", needs=Can.DRAFT_POLICY, sentence="{by} wrote down a {about}")
def write_case(
    version: Version, *, by, key: UUID, question: str, facts: Mapping, verdict: str, deciding: list[str]
) -> WrittenCase:
    """Write down what the answer to a question has to be. A change that makes it another stops the publication."""
    in_draft(version.pk)
    if WrittenCase.objects.filter(pk=key).exists():
        raise NotAllowed("This was done already.", "You find the case among the checks of this version.")
    return WrittenCase.objects.create(
        id=key, school_id=version.school_id, version=version, question=question.strip(), facts=dict(facts),
        verdict=verdict, deciding=list(deciding), made_by_id=by.id,
    )  # fmt: skip


@action("case.retire", needs=Can.DRAFT_POLICY, sentence="{by} took a {about} away")
def retire_case(case: WrittenCase, *, by) -> None:
    """The case is held to no more."""
    in_draft(case.version_id)
    WrittenCase.objects.filter(pk=case.pk).delete()


# -- what follows from what happens to the policy ------------------------------------------------------------------


@answer("version.begin")
@answer("policy.import")
@answer("policy.adopt")
def _begun(version: Version, *, by) -> None:
    """The rules and cases of the version before go along with the clauses that go back to theirs."""
    if version.before_id is None:
        return
    rows = OwnRule.objects.filter(version_id=version.before_id).order_by("clause")
    written = WrittenCase.objects.filter(version_id=version.before_id).order_by("made_at", "id")
    lineage = dict(version.clauses.order_by("position").values_list("ident", "came_from"))
    taken: dict[str, OwnRule] = {}
    for rule in rows:
        to = rules.descends(rule.clause, lineage)
        if to:
            taken.setdefault(to, _copied(rule, version, to))
    OwnRule.objects.bulk_create(taken.values())
    WrittenCase.objects.bulk_create(_case_copied(case, version, lineage) for case in written)


def _copied(rule: OwnRule, version: Version, to: str) -> OwnRule:
    return OwnRule(
        school_id=version.school_id, version=version, clause=to, state=rule.state, said=rule.said, instead=rule.instead,
        because=rule.because, row=_for(rule.row, to), words_hash=rule.words_hash, made_by_id=rule.made_by_id,
        changed_at=rule.changed_at, came_from=rule,
    )  # fmt: skip


def _case_copied(case: WrittenCase, version: Version, lineage: Mapping) -> WrittenCase:
    """A clause that is gone is still named: then the case fails, and somebody decides what becomes of it."""
    deciding = [rules.descends(ident, lineage) or ident for ident in case.deciding]
    return WrittenCase(
        school_id=version.school_id, version=version, question=case.question, facts=case.facts, verdict=case.verdict,
        deciding=deciding, made_by_id=case.made_by_id, made_at=case.made_at,
    )  # fmt: skip


def _for(row: dict, clause: str) -> dict:
    """The row of a rule, with the id of the clause that it reads from now on."""
    if not row:
        return row
    found = {**row, "clause": clause}
    if "exceptions" in row:
        old = row["clause"]
        found["exceptions"] = [
            {**each, "clause": clause if each["clause"] == old else each["clause"]} for each in row["exceptions"]
        ]
    return found


@answer("clause.retire")
def _clause_gone(clause: Clause, *, by) -> None:
    for rule in OwnRule.objects.filter(version_id=clause.version_id, clause=clause.ident):
        retire(rule, by=by)


@answer("clause.merge")
def _clauses_joined(clause: Clause, *, by) -> None:
    here = set(clause.version.clauses.values_list("ident", flat=True))
    own = list(OwnRule.objects.filter(version_id=clause.version_id).order_by("clause"))
    taken = {rule.clause for rule in own}
    for rule in own:
        if rule.clause in here:
            continue
        if clause.ident in taken:
            retire(rule, by=by)
        else:
            move(rule, by=by, to=clause.ident)
            taken.add(clause.ident)


@answer("version.submit")
@answer("version.approve")
@answer("version.publish")
def _stands_up(version: Version, *, by) -> None:
    """Nothing is put up, approved or published whose rules cannot be read, contradict or fail a written case."""
    if wrong := rules.stops(queries.findings(version)):
        more = f" There are {len(wrong) - 1} more like this." if len(wrong) > 1 else ""
        raise NotAllowed(f"{wrong[0].says}{more}", "See “Checks of the rules” on the page of this version.")
