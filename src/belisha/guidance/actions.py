"""Everything that changes the pages of guidance."""

import datetime

from django.utils import timezone

from belisha.core.access import WORKER, Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.core.jobs import nudge
from belisha.guidance import rules
from belisha.guidance.models import Before, Page
from belisha.packs.teaching import ShippedPage, shipped_guidance
from belisha.people.models import School


@action("guidance.take_up", needs=Can.KEEP_GUIDANCE, sentence="{by} took up {count} shipped pages of guidance")
def take_up(school: School, *, by, rows: list[ShippedPage], count: int) -> None:
    """Give a school the shipped pages that it does not have. What it has, or retired, is left alone."""
    here, day = set(_keys(school)), shipped_guidance().last_checked
    Page.objects.bulk_create(
        Page(school=school, key=row.key, looked_on=day, next_look=rules.next_look(day, _months()), **as_shipped(row))
        for row in rows
        if row.key not in here
    )


@action("guidance.add", needs=Can.KEEP_GUIDANCE, sentence="{by} wrote the page {about}")
def add(page: Page, *, by, title: str, body: str, kind: str) -> Page:
    """A page of the school's own. `page` is new and carries the key of the form that was sent."""
    if Page.objects.filter(pk=page.pk).exists():
        raise NotAllowed("This was done already.", "You find it under Guidance.")
    page.key = rules.own_key(_keys(page.school))
    page.title, page.body, page.kind = title.strip(), _plain(body), kind
    page.written_at, page.written_by_id = timezone.now(), by.id
    _looked(page, by)
    page.save(force_insert=True)
    return page


@action("guidance.change", needs=Can.KEEP_GUIDANCE, sentence="{by} changed the page {about}")
def change(page: Page, *, by, title: str, body: str, look_months: int) -> None:
    """Give a page other words. What it said is kept as a wording of its own."""
    title, body = title.strip(), _plain(body)
    if (title, body) != (page.title, page.body):
        Before.objects.create(
            school_id=page.school_id, page=page, number=page.number, title=page.title, body=page.body,
            written_at=page.written_at, written_by_id=page.written_by_id,
        )  # fmt: skip
        page.number += 1
        page.title, page.body = title, body
        page.written_at, page.written_by_id = timezone.now(), by.id
    page.look_months = look_months
    _looked(page, by)
    page.save()


@action("guidance.look", needs=Can.KEEP_GUIDANCE, sentence="{by} looked at the page {about}: it still holds")
def look(page: Page, *, by) -> None:
    """Somebody held the page against the platform as it is today, and it still says what is so."""
    _looked(page, by)
    page.save(update_fields=["looked_on", "looked_by", "next_look"])


@action("guidance.retire", needs=Can.KEEP_GUIDANCE, sentence="{by} took the page {about} off the list")
def retire(page: Page, *, by) -> None:
    """It is no longer shown. It is kept, and can be taken back."""
    rules.LIFECYCLE.move(page, "retire")


@action("guidance.restore", needs=Can.KEEP_GUIDANCE, sentence="{by} put the page {about} back on the list")
def restore(page: Page, *, by) -> None:
    """Show it again."""
    rules.LIFECYCLE.move(page, "restore")


def stock(school: School) -> int:
    """Take up what is missing. Safe to run twice; returns how many pages came."""
    here = set(_keys(school))
    if rows := [row for row in shipped_guidance().rows if row.key not in here]:
        take_up(school, by=WORKER, rows=rows, count=len(rows))
    return len(rows)


def as_shipped(row: ShippedPage) -> dict:
    """A shipped row as the fields of a page."""
    fields = {name: getattr(row, name) for name in rules.SHIPPED}
    return {**fields, "body": _plain(row.body), "clauses": list(row.clauses)}


def _plain(body: str) -> str:
    """The same words whatever the browser ends its lines with: a page that nobody changed is no new wording."""
    return "\n".join(body.strip().splitlines())


def _keys(school: School) -> list[str]:
    return list(Page.objects.filter(school=school).values_list("key", flat=True))


def _months() -> int:
    return Page._meta.get_field("look_months").default


def _looked(page: Page, by) -> None:
    page.looked_on, page.looked_by_id = _today(), by.id
    page.next_look = rules.next_look(_today(), page.look_months)


def _today() -> datetime.date:
    return timezone.localdate()


@answer("school.found")
@answer("policy.import")
@answer("policy.adopt")
def _began(about, *, by) -> None:
    from belisha.guidance.jobs import stock_school

    nudge(stock_school, about.pk if isinstance(about, School) else about.school_id)
