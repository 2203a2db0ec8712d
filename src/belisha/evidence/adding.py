"""The pages on which evidence is added, for all three places; and what an item's page says."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from belisha.concerns.reporting import actions as reporting
from belisha.core.errors import NotAllowed
from belisha.evidence import actions, arriving, kinds, queries, rules, sending
from belisha.evidence.forms import CAREFUL, FilesForm, WrittenForm
from belisha.evidence.models import Check, Item
from belisha.evidence.places import Place
from belisha.evidence.rules import Piece
from belisha.look.pages import done, page, sent
from belisha.look.templatetags.look import day, moment

SAID = {1: "It was added, sealed and kept."}


@dataclass(frozen=True)
class Fact:
    """A line of the record."""

    key: str
    value: str


def files(request, where: Place, show: str = ""):
    """The page with the file picker, and what it sends where there is no script."""
    form = FilesForm(*sent(request), faults=getattr(request, "evidence_faults", ()))
    whole, kept = form.is_valid() and not where.lane, 0
    if form.is_bound and not where.lane:
        kept = _keep(where, form)  # also where others of the same form did not arrive
    if whole and where.sort == "draft":
        return redirect(where.url)  # which shows them
    if whole:
        return done(request, SAID.get(kept, f"{kept} files were added, sealed and kept."), where.url)
    return page(
        request, f"evidence/of_{where.sort}.html", where=where, form=form, kept=kept, careful=CAREFUL, show=show,
        rows=_rows(where, show), unfinished=[] if where.lane else sending.unfinished(where),
        no_files=actions.NO_FILES, no_files_help=actions.NO_FILES_HELP,
    )  # fmt: skip


def _rows(where: Place, show: str) -> list[queries.Seen]:
    if where.sort == "draft":
        return queries.in_draft(where.actor, where.key)
    if where.sort == "concern":
        return queries.in_concern(where.actor, where.thing, only_incomplete=bool(show))
    return []  # what was sent is shown to nobody who does not deal with it


def _keep(where: Place, form: FilesForm) -> int:
    number = 0
    for key, arrived in form.arrived:
        try:
            arriving.keep(where, arrived, key, rules.Record())
        except NotAllowed as fault:
            form.add_error("files", fault.reason)
            continue
        number += 1
    return number


def go_on(where: Place) -> None:
    """This step of a report is done, with files or without."""
    if not where.lane:
        said = "added" if queries.in_draft(where.actor, where.key) else "none"
        reporting.say(where.thing, by=where.by, files=said)


def words(request, where: Place):
    """The page for a record without a file."""
    if where.lane:
        raise NotAllowed(actions.NO_FILES, actions.NO_FILES_HELP)
    form = WrittenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not Item.objects.filter(pk=form.cleaned_data["key"]).exists():
            where.take(Piece(form.cleaned_data["key"], kinds.NO_FILE, form.record))
        return done(request, "It was written down.", where.url)
    return page(request, "evidence/words.html", where=where, form=form, careful=CAREFUL)


def sent_item(actor, item_id) -> Item:
    """An item that belongs to a concern, for whoever deals with it; of a report not sent yet there is no such page."""
    item = queries.item_for(actor, item_id)
    if item.concern_id is None:
        raise Http404
    return item


def after_describing(item: Item) -> tuple:
    """Which action keeps the record, and where one goes on afterwards."""
    if item.concern_id is None:
        return actions.describe, reverse("evidence:of_draft", args=[item.draft_id])
    return actions.complete, reverse("evidence:detail", args=[item.pk])


CHOICES = {"method": rules.METHODS, "whole_thread": rules.WHOLE}


def facts(item: Item) -> list[Fact]:
    """The capture record as lines. What is empty says so."""
    said = queries.words_of(item)
    rows = [(label, CHOICES.get(key, {}).get(said.get(key), said.get(key))) for key, label in rules.ASKED.items()]
    return [Fact(label, value or "Not recorded") for label, value in rows if label != rules.ASKED["seen_at"]]


def times(item: Item, check: Check | None) -> list[Fact]:
    """The times of an item, each by itself: they are of different clocks, and none is put in the place of another."""
    if item.shut_at is not None:
        return []
    said = queries.words_of(item)
    arrived = day(item.arrived_at) if item.day_only else moment(item.arrived_at)
    return [
        Fact("First seen, as told", said.get("seen_at") or "Not recorded"),
        Fact("Captured, as told", captured_in_words(item)),
        Fact("The file says of itself", said.get(rules.FILE_TIME) or "Nothing that is read here"),
        Fact("Arrived on this server", f"{arrived}{' (no finer time is kept)' if item.day_only else ''}"),
        Fact("Stamped by an authority", _stamped(item)),
        Fact("Last checked against its SHA-256", _checked(item, check)),
    ]


# (item) → when an authority stamped its hash, in words; a room above appends to it.
STAMPS: list = []


def _stamped(item: Item) -> str:
    return "; ".join(said for find in STAMPS for said in find(item)) or "Not stamped"


def captured_in_words(item: Item) -> str:
    """When it was captured, as somebody said, in the time zone they said."""
    if item.captured_at is None:
        return "Not recorded"
    at = item.captured_at.astimezone(ZoneInfo(item.zone or rules.HOME))
    zone = rules.ZONES.get(item.zone, item.zone)
    return f"{at.day} {at:%B %Y}, {at:%H:%M} ({zone})" if item.precision == kinds.MINUTE else f"{at.day} {at:%B %Y}"


def _checked(item: Item, check: Check | None) -> str:
    if item.file is None:
        return "There is no file"
    if check is None:
        return "Not yet; it is checked each night, and each time it is read"
    return f"{moment(check.at)}: {'whole' if check.whole else 'NOT whole'}"
