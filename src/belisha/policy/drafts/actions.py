"""Everything that changes a clause of a draft."""

from dataclasses import asdict

from django.db.models import F

from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import Conflict, NotAllowed
from belisha.policy import rules
from belisha.policy.models import Clause, Version
from belisha.policy.reading.folding import fold
from belisha.policy.reading.particulars import particulars


@action("clause.keep", needs=Can.DRAFT_POLICY, sentence="{by} kept clause {about} as it was read")
def keep_clause(clause: Clause, *, by) -> None:
    """Somebody looked at the clause and agrees with how it was read, and with what it was matched to."""
    in_draft(clause.version_id)
    clause.decided = True
    clause.pack_sure = bool(clause.pack_id)
    clause.save(update_fields=["decided", "pack_sure"])


@action(
    "clause.keep_sure",
    needs=Can.DRAFT_POLICY,
    sentence="{by} confirmed the clauses of {about} that were read without doubt: {count}",
)
def keep_sure(version: Version, *, by, count: int) -> None:
    """Confirm at once every clause that the reader was sure about. What it was unsure about waits for a look.

    `count` is how many the page said there were.
    """
    in_draft(version.pk)
    sure = version.clauses.filter(decided=False, confidence__gte=rules.SURE).exclude(kind="heading")
    if sure.update(decided=True) != count:
        raise Conflict("The clauses were changed since you opened this page.", "Look how many there are now.")


@action("clause.change", needs=Can.DRAFT_POLICY, sentence="{by} changed how clause {about} is read")
def change_clause(clause: Clause, *, by, kind: str, modality: str, binds: list[str], pack_id: str = "") -> None:
    """Correct the kind, strength, who is bound, or what the clause says in the shipped policy."""
    in_draft(clause.version_id)
    clause.kind, clause.modality, clause.binds = kind, modality, list(binds)
    clause.pack_id, clause.pack_sure = pack_id, bool(pack_id)
    clause.decided, clause.why = True, "You decided this."
    clause.save(update_fields=["kind", "modality", "binds", "pack_id", "pack_sure", "decided", "why"])


@action("clause.inform", needs=Can.DRAFT_POLICY, sentence="{by} marked clause {about} as information")
def mark_information(clause: Clause, *, by) -> None:
    """The sentence binds nobody: it stays in the policy and is shown as information."""
    in_draft(clause.version_id)
    clause.kind, clause.modality, clause.decided, clause.why = "information", "statement", True, "You decided this."
    clause.save(update_fields=["kind", "modality", "decided", "why"])


@action("clause.split", needs=Can.DRAFT_POLICY, sentence="{by} split clause {about} in two")
def split(clause: Clause, *, by, first: str) -> None:
    """Cut a clause after its words `first`; what follows becomes a clause of its own, read the same way."""
    version = in_draft(clause.version_id)
    folded = fold(version.source, clause.start, clause.end)
    begins = folded.text.find(clause.text)
    cut = len(first)
    if begins < 0 or not clause.text.startswith(first) or not 0 < cut < len(clause.text):
        raise NotAllowed("The words are not those of the clause.", "Only put a line break where the clause should end.")
    rest = clause.text[cut:].lstrip()
    at = folded.at[begins + len(clause.text) - len(rest)]
    version.clauses.filter(position__gt=clause.position).update(position=F("position") + 1)
    idents = Clause.objects.filter(version__policy=version.policy_id).values_list("ident", flat=True)
    Clause.objects.create(
        school_id=clause.school_id, version=version, position=clause.position + 1, start=at, end=clause.end, text=rest,
        ident=rules.next_ident(clause.ident, idents), number="", section=clause.section, kind=clause.kind,
        modality=clause.modality, binds=clause.binds, why="You split it from the clause before.", decided=True,
        came_from=clause.came_from, particulars=asdict(particulars(rest, clause.kind)),
    )  # fmt: skip
    clause.text, clause.end, clause.decided = first.rstrip(), at, True
    clause.particulars = asdict(particulars(clause.text, clause.kind))
    _drop_cue_outside(clause)
    clause.save(update_fields=["text", "end", "decided", "particulars", "cue_start", "cue_end"])


@action("clause.merge", needs=Can.DRAFT_POLICY, sentence="{by} joined clause {about} with the one after it")
def merge(clause: Clause, *, by) -> None:
    """Join a clause with the one that follows it in the document. The first one's reading stays."""
    version = in_draft(clause.version_id)
    after = version.clauses.filter(position__gt=clause.position).order_by("position").first()
    if after is None:
        raise NotAllowed("There is no clause after this one.")
    clause.text, clause.end, clause.decided = f"{clause.text} {after.text}", after.end, True
    clause.particulars = asdict(particulars(clause.text, clause.kind))
    clause.came_from = list(dict.fromkeys([*clause.came_from, *after.came_from]))
    after.delete()
    clause.save(update_fields=["text", "end", "decided", "particulars", "came_from"])


def in_draft(version_id) -> Version:
    """The version, locked, if it may still be changed."""
    version = Version.objects.select_for_update().get(pk=version_id)
    if version.state != rules.DRAFT:
        raise NotAllowed("This version is no longer a draft.", "Send it back to draft first, on its page.")
    return version


def _drop_cue_outside(clause: Clause) -> None:
    if clause.cue_end and clause.cue_end > clause.end:
        clause.cue_start = clause.cue_end = None
