"""What is asked next, when a report comes to the lane without files, and what is sent. No database."""

import datetime
import re
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from belisha.concerns import rules as concerns
from belisha.concerns.reporting import questions
from belisha.concerns.reporting.questions import ABOUT, CHILD, FILES, OPENNESS, Page
from belisha.concerns.rules import About, Report, Young, type_row

YES, NO, UNKNOWN = "yes", "no", "unknown"
DANGER = {YES: True, NO: False}
# Kept in a draft and no part of the account: they stand in columns, or tell the flow where it is.
ASIDE = {"danger", "kind", "source", ABOUT, CHILD, "child_file", FILES, OPENNESS, "learned", "told_on", "told_at"}
# Longer is a book, and more than a browser should hold.
LONGEST, LINE = 20_000, 500
# Few enough to be read, many enough for a group.
MOST_SUBJECTS = 12


def lane_of(said: Mapping) -> str:
    """The lane without files that these answers point to, if any; an indecent image comes first."""
    found = {choice.lane for key, field in questions.fields().items() for choice in field.choices
             if choice.lane and said.get(key) == choice.key}  # fmt: skip
    if said.get("kind"):
        found.add(type_row(said["kind"]).get("lane", ""))
    return next((lane for lane in (concerns.INDECENT, concerns.TERRORIST) if lane in found), "")


def pages(said: Mapping, lane: str) -> list[Page]:
    """The pages of a report, in order, whatever was answered. None before it is known what it is about."""
    table, kind = questions.table(), said.get("kind")
    if not kind:
        return []
    asked = table["asks"][kind]
    early = [key for key in asked if key in table["first"]]
    plain = [*early, *table["begins"], *(key for key in asked if key not in early), *table["ends"]]
    behalf = table["behalf"] if said.get("source") == concerns.ON_BEHALF else []
    wanted = [*behalf, *(table["words_only"][lane] if lane else plain)]
    return [questions.pages()[key] for key in wanted if key not in _left_out(said)]


def _left_out(said: Mapping) -> set[str]:
    """Pages that are not asked of whoever reports: of themselves, or for somebody else."""
    return {concerns.SELF: {ABOUT, OPENNESS}, concerns.ON_BEHALF: {OPENNESS}}.get(said.get("source"), set())


def is_answered(page: Page, said: Mapping) -> bool:
    """Whether somebody was on the page: an empty answer is one."""
    return any(key in said for key in page.keys)


def next_page(said: Mapping, lane: str) -> int | None:
    """The number, from 1, of the first page that is open; None when there is none left."""
    return next((at for at, page in enumerate(pages(said, lane), 1) if not is_answered(page, said)), None)


def is_whole(said: Mapping, lane: str) -> bool:
    """Whether it can be sent: everything that must be said was said."""
    asked = pages(said, lane)
    return bool(asked) and all(said.get(each.key) for page in asked for each in page.fields if each.required)


def entering(said: Mapping, lane: str) -> dict:
    """The answers as they stand in a lane: an indecent image is reported as one, whatever it began as."""
    if lane != concerns.INDECENT or said.get("kind") == "indecent_image":
        return dict(said)
    return {**said, "kind": "indecent_image", "began_as": said.get("kind", "")}


def reporting(said: Mapping, lane: str, by: UUID | None) -> Report:
    """What is sent, from the answers. `by`: the adult who sends it; None for somebody without an account."""
    source = said.get("source", concerns.PUBLIC if by is None else concerns.SIGNED_IN)
    hidden = is_hidden(said, by is None)
    openness = concerns.ANONYMOUS if hidden else said.get(OPENNESS) or concerns.NAMED
    own, entered = source in {concerns.SIGNED_IN, concerns.SELF}, source == concerns.ON_BEHALF
    account = {key: value for key, value in said.items() if key not in ASIDE and value}
    if entered:
        account.setdefault("teller", "They gave no name.")
    return Report(
        kind=said["kind"], account=account, lane=lane, source=source, about=_about(said, by),
        children=_children(said), learned_on=_day(said.get("learned")), known_at=_told(said),
        danger=DANGER.get(said.get("danger")), openness=openness,
        reporter=by if own and not hidden else None, entered_by=by if entered else None,
    )  # fmt: skip


def _about(said: Mapping, by: UUID | None) -> tuple[About, ...]:
    if said.get("source") == concerns.SELF and by:
        return (About(concerns.ADULT, adult=by),)
    rows = said.get(ABOUT) or ()
    return tuple(
        About(row["kind"], adult=UUID(row["adult"]) if row.get("adult") else None, words=row.get("words", ""))
        for row in rows
    )


def _children(said: Mapping) -> tuple[Young, ...]:
    words, reference = said.get(CHILD, ""), said.get("child_file", "")
    return (Young(words=words, reference=reference),) if words or reference else ()


def _day(value) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


def _told(said: Mapping) -> datetime.datetime | None:
    """When somebody else told the school, in local time; the beginning of the day where no time was noted."""
    if said.get("source") != concerns.ON_BEHALF or not said.get("told_on"):
        return None
    at = datetime.time.fromisoformat(said["told_at"]) if said.get("told_at") else datetime.time()
    return timezone.make_aware(datetime.datetime.combine(_day(said["told_on"]), at))


def with_subject(rows, row: dict) -> list[dict]:
    """Those it is about, with one more; nobody twice, and "not known" only by itself."""
    if _nobody(row):
        return [row]
    rows = [each for each in rows or () if not _nobody(each)]
    return rows if row in rows else [*rows, row][:MOST_SUBJECTS]


def _nobody(row: Mapping) -> bool:
    return row["kind"] == concerns.UNKNOWN and not row.get("words")


def is_hidden(said: Mapping, by_nobody: bool) -> bool:
    """Whether it will be sent without a name. `by_nobody`: by somebody without an account."""
    if said.get("source") in {concerns.SELF, concerns.ON_BEHALF}:
        return False
    return (said.get(OPENNESS) or (concerns.ANONYMOUS if by_nobody else concerns.NAMED)) == concerns.ANONYMOUS


# -- finding what it is about ----------------------------------------------------------------------------------------


def matching(typed: str) -> list[str]:
    """The types that somebody may mean who types these words, the likeliest first."""
    words = [word for word in re.findall(r"[a-z']+", typed.lower()) if len(word) > 2]
    scores = {kind: _score(type_row(kind), words) for kind in concerns.TYPES}
    found = [kind for kind, score in scores.items() if score]
    return sorted(found, key=lambda kind: -scores[kind])


def _score(row: dict, words: list[str]) -> int:
    known = " ".join(row["words"]).lower().split()
    told = f"{row['label']} {row['hint']}".lower()
    stems = [word[: max(4, len(word) - 3)] for word in words]
    return sum(3 * any(each.startswith(stem) for each in known) + (f" {stem}" in f" {told}") for stem in stems)
