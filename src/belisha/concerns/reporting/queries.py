"""What somebody has begun to report and what they sent, for them alone; and what a page of reporting shows beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.concerns import rules as concerns
from belisha.concerns.handling.calling import rules as calling
from belisha.concerns.handling.queries import numbers
from belisha.concerns.reporting import questions, rules
from belisha.concerns.reporting.models import Draft, Receipt
from belisha.concerns.returning import queries as returning
from belisha.concerns.returning import rules as returning_rules
from belisha.concerns.sealing import opened, opened_many
from belisha.core.access import PUBLIC, ROLES, Can, Role, may, visible_to
from belisha.people.models import Adult, School
from belisha.people.queries import holders

# Sentences for triage too: what was answered, with its questions.
in_words = questions.in_words
# How many colleagues of one name a page shows before it asks for more of the name.
MOST_FOUND, SHORTEST = 10, 2
# How many receipts one page shows.
MOST_SENT = 200
# Whom somebody without an account can say it is about: posts and no names, since the staff list is not theirs to
# search. Without this a parent's concern about the Headteacher would go to the Headteacher.
POSTS = {role.value: role for role in (Role.HEADTEACHER, Role.CHAIR, Role.VICE_CHAIR, Role.DSL, Role.DEPUTY_DSL)}
CALLED = {"": calling.DANGER, concerns.INDECENT: calling.IMAGE, concerns.TERRORIST: calling.PREVENT}


@dataclass(frozen=True)
class Begun:
    """A draft on a list: what it is about, and the day."""

    draft: Draft
    label: str


def doer(actor):
    """Who does it in the log: the adult, or somebody without an account."""
    return PUBLIC if actor.id is None else actor


def drafts(actor) -> QuerySet[Draft]:
    """What the actor has begun: their own, or what their session carries."""
    return visible_to(actor, Draft.objects.select_related("school"))


def draft_for(actor, draft_id) -> Draft:
    """One of them; what is somebody else's is not found."""
    return get_object_or_404(drafts(actor), pk=draft_id)


def find_draft(actor, draft_id) -> Draft | None:
    """The same, where it may have been sent meanwhile."""
    return drafts(actor).filter(pk=draft_id).first()


def said(draft: Draft) -> dict:
    """What was answered so far, by the key of the question, of a draft that was fetched for its writer."""
    return opened(draft.school_id, draft.pk, draft.said)


def begun(actor) -> list[Begun]:
    """The actor's own drafts, for their list."""
    rows = list(drafts(actor).order_by("-begun_on", "pk")[:50])
    plain = opened_many(rows[0].school_id, [(row.pk, row.said) for row in rows]) if rows else []
    found = (concerns.TYPES.get(words.get("kind"), "") for words in plain)
    return [Begun(row, label or "Not chosen yet") for row, label in zip(rows, found, strict=True)]


def receipt_of(actor, draft_id) -> Receipt | None:
    """The receipt of what this draft became, for whoever sent it: the concern has the draft's key."""
    return visible_to(actor, Receipt.objects.filter(concern_id=draft_id)).first()


def receipts(actor) -> list[Receipt]:
    """What the actor sent, the newest first. What was sent without a name is nobody's."""
    return list(returning.receipts(actor)[:MOST_SENT])


def receipt_by_token(token: str) -> Receipt | None:
    """The receipt of an anonymous report, for whoever has its code."""
    return returning.receipt_by_token(token)


def of_receipt(receipt: Receipt) -> dict:
    """What a page says of a receipt: its lines, how it stands, and the ways outside where nobody here is reached."""
    return {"parts": returning_rules.parts(receipt.body), **returning.standing(receipt)}


def is_hidden(actor, answers: Mapping) -> bool:
    """Whether what was answered will be sent without a name."""
    return rules.is_hidden(answers, actor.id is None)


def is_anonymous(receipt: Receipt) -> bool:
    return receipt.concern.openness == concerns.ANONYMOUS


# -- where it is reported --------------------------------------------------------------------------------------------


def schools(actor) -> list[School]:
    """The schools at which the actor can report: their own, or those whose public door is open."""
    if actor.id is not None:
        return [actor.school]
    return [door.school for door in returning.open_doors()]


def school_at(actor, key: str) -> School | None:
    """The one of them that is meant; the only one, where there is only one."""
    found = schools(actor)
    return found[0] if len(found) == 1 else next((each for each in found if str(each.pk) == key), None)


def can_report(actor, school: School) -> None:
    """404 where somebody without an account would report at a school whose door is shut."""
    if actor.id is None and not returning.door_open(school):
        raise Http404


def for_another(actor) -> bool:
    """Whether the actor writes down what others tell the school."""
    return actor.id is not None and may(actor, Can.REPORT_FOR_ANOTHER, actor.school)


def to_call(school: School | None, lane: str = "") -> list:
    """Whom to call first: about danger, or about what came to a lane without files."""
    return _first(numbers(school, CALLED[lane])) if school else []


def anybody_to_call() -> list:
    """The same for somebody whose school is not known: what ships and holds everywhere."""
    return _first(numbers(School(), calling.DANGER))


def _first(rows: list) -> list:
    return [row for row in rows if not row.empty]


# -- whom it is about ------------------------------------------------------------------------------------------------


def colleagues(draft: Draft, words: str) -> list[Adult]:
    """Adults who work in the school today and have this in their name, for a signed-in adult who names one."""
    words, today = " ".join(words.split()), timezone.localdate()
    if draft.adult_id is None or len(words) < SHORTEST:
        return []
    here = Adult.objects.filter(school_id=draft.school_id, name__icontains=words, starts__lte=today)
    return list(here.exclude(ends__lte=today).order_by("name", "pk")[:MOST_FOUND])


def subject(draft: Draft, adult_id: str) -> dict | None:
    """An adult of the school as an answer; None where there is none with this key."""
    try:
        found = Adult.objects.filter(school_id=draft.school_id, pk=UUID(adult_id)).first()
    except ValueError:
        return None
    return {"kind": concerns.ADULT, "adult": str(found.pk)} if found and draft.adult_id else None


def posted_subjects(draft: Draft, post: str) -> list[dict]:
    """Whoever holds a post today, as answers, with the post as it was said. None where nobody holds it."""
    role = POSTS.get(post)
    found = holders(draft.school, role).order_by("pk") if role else []
    return [{"kind": concerns.ADULT, "adult": str(each.pk), "post": post} for each in found]


def named(draft: Draft, rows) -> list[tuple[int, str]]:
    """(place, how they are named) of those it is about. To somebody without an account a post is never a name."""
    wanted = [row["adult"] for row in rows if row.get("adult")]
    names = {str(each.pk): each.name for each in Adult.objects.filter(school_id=draft.school_id, pk__in=wanted)}
    return [(at, _one(row, names)) for at, row in enumerate(rows, 1)]


def _one(row: Mapping, names: Mapping) -> str:
    if row.get("post"):
        return post_label(row["post"])
    return names.get(row.get("adult", ""), "") or row.get("words") or concerns.SUBJECTS[row["kind"]]


def post_label(post: str) -> str:
    return ROLES[POSTS[post]].label


def lines(draft: Draft, answers: Mapping) -> list[tuple[int, str, str]]:
    """(number of the page, question, answer) of every page, for checking before it is sent."""
    found = []
    for number, page in enumerate(rules.pages(answers, draft.lane), 1):
        if page.special == questions.ABOUT:
            who = ", ".join(label for _, label in named(draft, answers.get("about") or []))
            found.append((number, page.title, who or "Not said"))
            continue
        given = [(field, answers.get(field.key)) for field in page.fields]
        told = [(field, questions.answer(field.key, value)) for field, value in given if value]
        text = "\n".join(f"{field.label}: {value}" if len(page.fields) > 1 else value for field, value in told)
        text = AS_SAID.get((page.special, text), text)
        if page.special == questions.OPENNESS:
            text = "\n".join([text, *(answers[key] for key in ("own_name", "own_contact") if answers.get(key))])
        found.append((number, page.title, text or "Not said"))
    return found


# Answers of the pages with a form of their own, as they are read.
AS_SAID = {
    (questions.OPENNESS, concerns.NAMED): "With my name", (questions.OPENNESS, concerns.CONFIDENTIAL): "In confidence",
    (questions.OPENNESS, concerns.ANONYMOUS): "Without my name",
    (questions.FILES, "added"): "Added", (questions.FILES, "none"): "None",
}  # fmt: skip
