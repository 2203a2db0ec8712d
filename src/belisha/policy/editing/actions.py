"""Everything that changes what a draft says. The source and every offset into it move along."""

from django.db.models import Case, F, IntegerField, Q, Value, When

from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed
from belisha.policy import rules
from belisha.policy.drafts.actions import in_draft
from belisha.policy.editing import queries
from belisha.policy.editing.rereading import Proposal, still_says
from belisha.policy.editing.rules import Edit, bullet_of, clean, insertion, removal, rewording
from belisha.policy.models import Clause, Version

WRITTEN = "You wrote these words."
FIELDS = ("text", "kind", "modality", "binds", "particulars", "why", "cue_start", "cue_end", "confidence", "decided")


@action("clause.reword", needs=Can.DRAFT_POLICY, sentence="{by} reworded clause {about}")
def reword(
    clause: Clause, *, by, text: str, kind: str = "", modality: str = "", binds: list[str] | None = None
) -> None:
    """Give a clause of a draft other words. What is not said about their reading is read from the new words."""
    version, words, old = in_draft(clause.version_id), _words(text), clause.text
    read = queries.proposal(by, clause, words)
    edit = rewording(version.source, clause.start, clause.end, old, words)
    _apply(version, edit)
    clause.refresh_from_db(fields=["start", "end", "cue_start", "cue_end"])
    clause.text = words
    if clause.kind == "heading":
        _rename_section(clause, old, words[:300])
    else:
        _take_reading(clause, read, edit.at, kind, modality, binds)
        if not still_says(old, words):
            clause.pack_id, clause.pack_sure = read.pack_id, False
    clause.save(update_fields=[*FIELDS, "pack_id", "pack_sure", "section"])


@action("clause.add", needs=Can.DRAFT_POLICY, sentence="{by} added clause {about}")
def add_clause(
    version: Version, *, by, after: str, text: str, kind: str = "", modality: str = "",
    binds: list[str] | None = None, number: str = "",
) -> Clause:  # fmt: skip
    """Put a clause, or a heading, after another one of a draft ("" for the beginning). Returns it."""
    version, words, number = in_draft(version.pk), _words(text), clean(number)[:20]
    place = queries.place_for(by, version, after)
    if after and place is None:
        raise NotAllowed("The clause after which it should stand is gone.", "Choose another place.")
    added = _made(version, place, f"{number} {words}".strip(), kind == "heading")
    added.text, added.number = words, number
    if added.kind == "heading":
        _open_section(added, place.section if place else "")
    else:
        read = queries.proposal(by, added, words)
        _take_reading(added, read, added.end - len(words), kind, modality, binds)
        added.pack_id = read.pack_id
    added.save(force_insert=True)
    return added


@action("clause.retire", needs=Can.DRAFT_POLICY, sentence="{by} took clause {about} out")
def retire(clause: Clause, *, by) -> None:
    """Take a clause out of a draft. The versions before it keep it, and its id is given to no other."""
    version = in_draft(clause.version_id)
    if version.clauses.count() == 1:
        raise NotAllowed("A policy has at least one clause.", "Reword this one, or withdraw the draft.")
    edit = removal(version.source, clause.start, clause.end)
    if clause.kind == "heading":
        _rename_section(clause, clause.text, _section_above(clause))
    Clause.objects.filter(pk=clause.pk).delete()
    _apply(version, edit)
    # For the log: what was taken out.
    clause.text = ""


@action("version.begin", needs=Can.DRAFT_POLICY, sentence="{by} began {about} from the one in force")
def new_edition(version: Version, *, by) -> Version:
    """Start a draft that says what the version in force says, to be changed clause by clause."""
    if version.state != rules.PUBLISHED:
        raise NotAllowed("This version is not in force.", "Begin from the one that is.")
    if version.policy.versions.filter(state__in=rules.OPEN).exists():
        raise NotAllowed("There is a draft of this policy already.", "Publish or withdraw that one first.")
    number = version.policy.versions.order_by("-number").values_list("number", flat=True).first() + 1
    draft = Version.objects.create(
        school_id=version.school_id, policy=version.policy, number=number, source=version.source, before=version,
        pack=version.pack,
    )  # fmt: skip
    Clause.objects.bulk_create([_copied(clause, draft) for clause in version.clauses.all()], batch_size=200)
    return draft


def _copied(clause: Clause, draft: Version) -> Clause:
    own = {"id", "version", "came_from", "decided"}
    kept = {field.attname: getattr(clause, field.attname) for field in Clause._meta.fields if field.name not in own}
    return Clause(version=draft, came_from=[clause.ident], decided=True, **kept)


# -- what the actions share ----------------------------------------------------------------------------------------


def _words(text: str) -> str:
    words = clean(text)
    if not any(letter.isalnum() for letter in words):
        raise NotAllowed("A clause needs words.", "To leave it out, retire it.")
    return words


def _apply(version: Version, edit: Edit) -> None:
    """Change the source, and move everything that points behind the change: two statements."""
    lit = Q(cue_start__gte=edit.until)
    # A strength that was inherited from words that are gone is no longer lit in the source.
    dark = Q(cue_start__lt=edit.until, cue_end__gt=edit.at)
    version.clauses.filter(Q(end__gt=edit.at) | lit | dark).update(
        start=_moved("start", Q(start__gte=edit.until), edit),
        end=_moved("end", Q(end__gt=edit.at), edit),
        cue_start=_moved("cue_start", lit, edit, When(dark, then=Value(None))),
        cue_end=_moved("cue_end", lit, edit, When(dark, then=Value(None))),
    )
    version.source, version.pages = edit.applied(version.source), edit.pages(version.pages)
    version.save(update_fields=["source", "pages"])


def _moved(name: str, behind: Q, edit: Edit, *before: When) -> Case:
    return Case(*before, When(behind, then=F(name) + edit.by), default=F(name), output_field=IntegerField())


def _take_reading(clause: Clause, read: Proposal, begins: int, kind: str, modality: str, binds) -> None:
    """What somebody said about the reading, and for the rest what the reader made of the words."""
    clause.kind, clause.modality = kind or read.kind, modality or read.modality
    clause.binds = list(read.binds if binds is None else binds)
    clause.particulars = read.particulars
    clause.why = f"{WRITTEN} {read.why}".strip()[:500]
    if read.cue:
        clause.cue_start, clause.cue_end = begins + read.cue[0], begins + read.cue[1]
    elif not (read.inherited and clause.cue_start is not None and clause.cue_start < clause.start):
        clause.cue_start = clause.cue_end = None
    clause.confidence, clause.decided = 1.0, True


def _made(version: Version, place: Clause | None, words: str, heading: bool) -> Clause:
    """Room for the new clause in the source and in the order; the clause that stands there, not yet saved."""
    at = place.end if place else 0
    bullet = bullet_of(version.source, place.start, place.end) if place and not heading else ""
    edit, start = insertion(version.source, at, words, bullet)
    _apply(version, edit)
    position = place.position + 1 if place else 0
    version.clauses.filter(position__gte=position).update(position=F("position") + 1)
    end = start + len(bullet) + len(words)
    ident = rules.next_ident(place.ident if place else "0-00", _idents(version))
    made = Clause(
        school_id=version.school_id, version=version, position=position, ident=ident, start=start, end=end,
        section=_section_at(place), why=WRITTEN, decided=True,
    )  # fmt: skip
    if heading:
        made.kind, made.modality, made.section = "heading", "statement", words[:300]
    elif bullet and place.cue_start is not None and place.cue_start < place.start:
        made.cue_start, made.cue_end = place.cue_start, place.cue_end
    return made


def _idents(version: Version):
    """Every id that a clause of the policy ever had: none is given twice."""
    return Clause.objects.filter(version__policy_id=version.policy_id).values_list("ident", flat=True)


def _section_at(place: Clause | None) -> str:
    if place is None:
        return ""
    return place.text[:300] if place.kind == "heading" else place.section


def _section_above(heading: Clause) -> str:
    """The section that the clauses below a heading fall into when it is taken out."""
    before = heading.version.clauses.filter(position__lt=heading.position).order_by("-position").first()
    return _section_at(before)


def _open_section(heading: Clause, around: str) -> None:
    """The clauses below a new heading, down to the next one, belong to it from now on."""
    _move_section(heading.version, heading.position, around, heading.text[:300])


def _rename_section(heading: Clause, old: str, new: str) -> None:
    """The clauses below a heading follow when it changes or goes. Their section may leave out its number."""
    if heading.section == old[:300]:
        heading.section = new
    below = heading.version.clauses.filter(position__gt=heading.position).order_by("position").first()
    if below and below.section and old.endswith(below.section):
        _move_section(heading.version, heading.position, below.section, new)


def _move_section(version: Version, position: int, old: str, new: str) -> None:
    below = version.clauses.filter(position__gt=position)
    end = below.exclude(section=old).order_by("position").values_list("position", flat=True).first()
    run = below.filter(section=old) if end is None else below.filter(section=old, position__lt=end)
    run.update(section=new)
