"""Everything that changes a policy, its versions and its clauses."""

import datetime

from django.utils import timezone

from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import Conflict, NotAllowed
from belisha.policy import queries, rules
from belisha.policy.models import Clause, Document, Policy, Version
from belisha.policy.written import Written
from belisha.sealed.store import Stored, keep

# -- documents in ---------------------------------------------------------------------------------------------


@action("policy.give", needs=Can.DRAFT_POLICY, sentence="{by} gave a document to be read")
def give_document(school, *, by, document: Document, stored: Stored) -> Document:
    """Keep the original, which is durable by now. The document waits in its row until it has been read."""
    if Document.objects.filter(pk=document.pk).exists():
        raise NotAllowed("This was done already.", "You find the document under Policy.")
    if document.policy:
        _one_draft_at_a_time(document.policy)
        if document.policy.documents.filter(state=Document.State.WAITING).exists():
            raise NotAllowed("A document is being read as the new edition of this policy.", "Wait until it was read.")
    document.original, document.state = keep(stored), Document.State.WAITING
    document.save(force_insert=True)
    return document


@action("policy.import", needs=Can.DRAFT_POLICY, sentence="{by} read a document as {about}")
def import_document(
    document: Document, *, by, title: str, source: str, clauses: list[Written], pages=(), before: Version | None = None
) -> Version:
    """Write a document's reading down as a draft: all of it, or nothing. Makes the policy where it is a new one.

    `before` is the version that the clauses were held against; another may have been published since.
    """
    _waits(document)
    policy = document.policy or Policy(id=document.policy_key, school=document.school)
    _hold_title(policy, title)
    if queries.published(policy) != before:
        raise Conflict("Another version was published while this one was read.")
    document.policy, document.progress = policy, 100
    rules.DOCUMENT_LIFECYCLE.move(document, "read", with_fields=("policy", "progress"))
    return _draft(policy, source, clauses, document=document, pages=list(pages))


@action("policy.import_refused", needs=Can.DRAFT_POLICY, sentence="{by} could not read a document: {reason}")
def refuse_document(document: Document, *, by, reason: str, remedy: str) -> Document:
    """The document cannot be read: say what is wrong and what to do. The original stays."""
    _waits(document)
    document.reason, document.remedy = reason[:500], remedy[:500]
    rules.DOCUMENT_LIFECYCLE.move(document, "refuse", with_fields=("reason", "remedy"))
    return document


def _waits(document: Document) -> None:
    if not document.waiting:
        raise Conflict("Somebody else read this document a moment ago.")


@action("policy.adopt", needs=Can.DRAFT_POLICY, sentence="{by} started {about} from the shipped policy")
def adopt(school, *, by, policy: Policy, pack: str, title: str, source: str, clauses: list[Written]) -> Version:
    """Start a draft from a shipped pack, with the school's particulars filled in."""
    _hold_title(policy, title)
    return _draft(policy, source, clauses, pack=pack)


@action("policy.open_original", needs=Can.READ_ORIGINAL, sentence="{by} opened the original {about}")
def open_original(document: Document, *, by) -> None:
    """Note that somebody read the original file."""


@action("policy.settings", needs=Can.PUBLISH_POLICY, sentence="{by} changed the terms of {about}")
def change_terms(
    policy: Policy, *, by, title: str, review_months: int, acknowledge_days: int, review_notice_days: int | None = None
) -> None:
    """The school's own choices about a policy: its name, how often it is reviewed, how long adults have to read it."""
    policy.title, policy.review_months, policy.acknowledge_days = title.strip(), review_months, acknowledge_days
    if review_notice_days is not None:
        policy.review_notice_days = review_notice_days
    policy.save(update_fields=["title", "review_months", "acknowledge_days", "review_notice_days"])


def _hold_title(policy: Policy, title: str) -> None:
    if policy._state.adding:
        if Policy.objects.filter(pk=policy.pk).exists():
            raise NotAllowed("This was done already.", "You find the draft under Policy.")
        policy.title = title[:200]
        policy.save(force_insert=True)
    else:
        _one_draft_at_a_time(policy)


def _one_draft_at_a_time(policy: Policy) -> None:
    if policy.versions.filter(state__in=rules.OPEN).exists():
        raise NotAllowed("There is a draft of this policy already.", "Publish or withdraw that one first.")


def _draft(policy: Policy, source: str, clauses: list[Written], **origin) -> Version:
    number = (policy.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = Version.objects.create(
        school_id=policy.school_id, policy=policy, number=number, source=source,
        before=queries.published(policy), **origin,
    )  # fmt: skip
    rows = [
        Clause(school_id=policy.school_id, version=version, position=at, **clause.fields())
        for at, clause in enumerate(clauses)
    ]
    Clause.objects.bulk_create(rows, batch_size=200)
    return version


# -- from draft to published -------------------------------------------------------------------------------------


@action("version.submit", needs=Can.DRAFT_POLICY, sentence="{by} put {about} up for approval")
def submit(version: Version, *, by) -> None:
    """The draft is ready to be looked at by those who approve it."""
    if not version.clauses.filter(kind__in=rules.NORMATIVE).exists():
        raise NotAllowed("No sentence of this draft asks anything of anybody.", "Look through the review first.")
    rules.LIFECYCLE.move(version, "submit")


@action("version.send_back", needs=Can.DRAFT_POLICY, sentence="{by} sent {about} back to draft")
def send_back(version: Version, *, by) -> None:
    """Open it for changes again. An approval that was given is taken back: it was for other words."""
    version.approved_by, version.approved_on, version.minute, version.text_hash = "", None, "", ""
    rules.LIFECYCLE.move(version, "send_back", with_fields=("approved_by", "approved_on", "minute", "text_hash"))


@action(
    "version.approve",
    needs=Can.APPROVE_POLICY,
    sentence="{by} recorded that {approved_by} approved {about}",
)
def approve(
    version: Version, *, by, approved_by: str, approved_on: datetime.date, minute: str = "", words: str = ""
) -> None:
    """Record who approved these words, when, and where it is minuted. From here they are fixed.

    `words` is the hash of the words that the page showed: others cannot be approved unseen.
    """
    if approved_on > timezone.localdate():
        raise NotAllowed("The day of approval is in the future.")
    version.text_hash = queries.words_of(version)
    if words and words != version.text_hash:
        raise Conflict("The words were changed since you opened this page.", "Read them again before you approve them.")
    version.approved_by, version.approved_on, version.minute = approved_by.strip(), approved_on, minute.strip()
    rules.LIFECYCLE.move(version, "approve", with_fields=("text_hash", "approved_by", "approved_on", "minute"))


@action("version.publish", needs=Can.PUBLISH_POLICY, sentence="{by} published {about}")
def publish(version: Version, *, by) -> None:
    """Make it the policy in force. The one before is superseded in the same moment and stays readable."""
    version.published_at = now = timezone.now()
    version.review_due = rules.add_months(timezone.localdate(), version.policy.review_months)
    before = queries.published(version.policy)
    if before:
        before.superseded_at = now
        rules.LIFECYCLE.move(before, "supersede", with_fields=("superseded_at",))
    rules.LIFECYCLE.move(version, "publish", with_fields=("published_at", "review_due"))


@action("version.withdraw", needs=Can.DRAFT_POLICY, sentence="{by} withdrew {about}")
def withdraw(version: Version, *, by) -> None:
    """Give up a version that was never published. It is kept, and can be read by those who draft."""
    rules.LIFECYCLE.move(version, "withdraw")
