"""What changed between two versions, for whoever may read both; and which of it matters, for the publisher."""

from belisha.changes import actions, editions, queries
from belisha.changes.forms import MarksForm, SinceForm
from belisha.changes.rules import KINDS, UNCHANGED, counted, grouped
from belisha.changes.showing import shown
from belisha.look.pages import done, get_and_post, get_only, page, posted


@get_only
def changed(request, version_id):
    """A version against the one before it, or any other that the reader may see: section by section, words marked."""
    before, after, versions = queries.pair(request.actor, version_id, request.GET.get("since", ""))
    form = SinceForm(initial={"since": before and before.pk}, versions=versions)
    if before is None:
        return page(request, "changes/none.html", version=after, form=form)
    entries = editions.between(before, after)
    counts = counted(entries)
    kind = request.GET.get("show") if request.GET.get("show") in counts else ""
    chosen = [entry for entry in entries if entry.changed and kind in ("", *entry.kinds)]
    return page(
        request, "changes/changed.html", version=after, before=before, form=form, kind=kind,
        total=sum(entry.changed for entry in entries),
        counts=[(each, KINDS[each], number) for each, number in counts.items() if each != UNCHANGED],
        sections=[(title, [(shown(entry.difference), entry) for entry in some]) for title, some in grouped(chosen)],
        kept=[] if kind else [shown(entry.difference) for entry in entries if not entry.changed],
    )  # fmt: skip


@get_and_post
def mark(request, version_id):
    """Say of each change whether adults have to hear of it. What nobody marks counts as material."""
    version = queries.to_mark(request.actor, version_id)
    entries = [entry for entry in editions.entries(version) if entry.changed] if version.before_id else []
    form = MarksForm(posted(request), changes=entries)
    if "as_proposed" in request.POST or form.is_valid():
        marks = form.proposed if "as_proposed" in request.POST else form.marks
        actions.mark(version, by=request.actor, marks=marks, shown=request.POST.get("shown", ""))
        return done(request, "Your choices were saved.", version)
    rows = [(shown(entry.difference), entry, form[entry.key]) for entry in entries]
    seen = editions.fingerprint(entry.difference for entry in entries)
    return page(request, "changes/mark.html", version=version, form=form, rows=rows, shown=seen)
