"""One adult, for themselves and for those who lead."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404

from belisha.core.access import Can, may, visible_to
from belisha.duties import rules as acknowledging
from belisha.duties.following import rules
from belisha.duties.following.excused import holding
from belisha.duties.following.models import Excuse
from belisha.duties.following.queries import Standing, lines, whole
from belisha.duties.following.standing import Line, asked_now, with_status
from belisha.duties.models import Acknowledgement
from belisha.duties.owed.models import Owed
from belisha.duties.queries import wording
from belisha.people.models import Adult
from belisha.policy.rules import PUBLISHED
from belisha.sealed.store import filename, open_file


def adult_for(actor, adult_id) -> Adult:
    """An adult whose tasks the actor may see: their own, or those of adults whom they lead."""
    adult = get_object_or_404(visible_to(actor, Adult.objects.select_related("school")), pk=adult_id)
    if adult.pk != actor.id and not may(actor, Can.SEE_ACKNOWLEDGEMENTS, adult):
        raise Http404
    return adult


def record(actor, adult: Adult) -> list[Standing]:
    """Where an adult stands with every line of their school, the unasked left out. Four queries."""
    every, found = lines(actor), []
    for model in (Acknowledgement, Owed):
        rows = with_status(asked_now(visible_to(actor, model.objects.filter(adult=adult))))
        for row in whole(rows):
            line = next((each for each in every if each.thing.pk == getattr(row, each.named, None)), None)
            found += [Standing(adult, line, row.status, row, row.until)] if line else []
    order = list(rules.STATUSES)
    return sorted(found, key=lambda each: (order.index(each.status) == 0, each.row.due_on or date.max))


def earlier(actor, adult: Adult) -> list[Acknowledgement | Owed]:
    """What an adult did before and is no longer asked in that way: earlier versions, earlier rounds. Two queries."""
    done = {"adult": adult, "state": acknowledging.DONE}
    versions = visible_to(actor, Acknowledgement.objects.filter(**done)).exclude(version__state=PUBLISHED)
    versions = versions.select_related("version__policy", "witness").defer("version__source", "version__pages", "shown")
    now = asked_now(visible_to(actor, Owed.objects.filter(adult=adult)))
    rounds = visible_to(actor, Owed.objects.filter(**done)).exclude(pk__in=now.values("pk"))
    found = [*versions, *rounds.select_related("duty", "witness")]
    return sorted(found, key=lambda row: row.done_at, reverse=True)


def excuses_of(actor, adult: Adult) -> list[Excuse]:
    """An adult's excuses with their reasons, for whoever may read those: they themselves, and those who excuse."""
    found = visible_to(actor, Excuse.objects.filter(adult=adult))
    return list(found.select_related("duty", "policy", "given_by", "adult", "school").order_by("-last", "-first", "pk"))


def own_excuse(actor) -> date | None:
    """The last day on which the actor is excused from something; None while they are not."""
    mine = visible_to(actor, Excuse.objects.filter(holding(), adult_id=actor.id))
    return mine.aggregate(last=Max("last"))["last"]


def excuse_for(actor, excuse_id) -> Excuse:
    """One excuse, for whoever may end it."""
    found = visible_to(actor, Excuse.objects.select_related("adult", "duty", "policy", "school"))
    excuse = get_object_or_404(found, pk=excuse_id)
    if not may(actor, Can.EXCUSE, excuse):
        raise Http404
    return excuse


def row_for(actor, line: Line, adult: Adult) -> Acknowledgement | Owed:
    """What this adult still has to do of a line."""
    rows = visible_to(actor, line.model.objects.filter(adult=adult, state=acknowledging.DUE)).select_related("school")
    related = ("version__policy", "follows__version") if line.is_policy else ("duty",)
    return get_object_or_404(line.of(rows).select_related(*related))


def paper_for(actor, row_id) -> Acknowledgement | Owed:
    """What somebody signed on paper, for themselves and for those who witness."""
    for model in (Acknowledgement, Owed):
        found = visible_to(actor, model.objects.filter(pk=row_id, given="paper").select_related("school", "adult"))
        row = found.first()
        if row and (row.adult_id == actor.id or may(actor, Can.WITNESS, row)):
            return row
    raise Http404


def statement_of(line: Line) -> str:
    """What the sheet of a line has somebody put their name to."""
    return wording(Acknowledgement(version=line.thing), of_changes=False) if line.is_policy else line.thing.wording


def pages_of(row: Acknowledgement | Owed) -> tuple[str, Iterator[bytes], int]:
    """The name, the bytes and the size of a signed page that was fetched through the permission."""
    file = row.paper if isinstance(row, Acknowledgement) else row.evidence
    return filename(file), open_file(file), file.size
