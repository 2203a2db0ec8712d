"""Everything that changes a policy, its versions and its clauses."""

import datetime

from django.utils import timezone

from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import Conflict, NotAllowed
from belisha.policy import queries, rules
from belisha.policy.models import Clause, Document, Policy, Version
from belisha.policy.reading import Unreadable
from belisha.policy.written import Written
from belisha.sealed.store import Stored, keep

# -- documents in ---------------------------------------------------------------------------------------------


@action("policy.import", needs=Can.DRAFT_POLICY, sentence="{by} imported a document as {about}")
def import_document(school, *, by, policy: Policy, stored: Stored, title: str, source: str, clauses: list[Written]):
    """Keep the original and its reading as a draft: all of it, or nothing. Makes the policy where it is a new one."""
    _hold_title(policy, title)
    document = Document.objects.create(school=school, policy=policy, original=keep(stored), state=Document.State.READ)
    return _draft(policy, source, clauses, document=document)


@action(
    "policy.import_refused", needs=Can.DRAFT_POLICY, sentence="{by} gave a document that could not be read: {reason}"
)
def keep_unreadable(school, *, by, stored: Stored, fault: Unreadable, reason: str) -> Document:
    """Keep the original of a document that could not be read, with what is wrong and what to do."""
    return Document.objects.create(
        school=school, original=keep(stored), state=Document.State.UNREADABLE, reason=reason, remedy=fault.remedy
    )


@action("policy.adopt", needs=Can.DRAFT_POLICY, sentence="{by} started {about} from the shipped policy")
def adopt(school, *, by, policy: Policy, pack: str, title: str, source: str, clauses: list[Written]) -> Version:
    """Start a draft from a shipped pack, with the school's particulars filled in."""
    _hold_title(policy, title)
    return _draft(policy, source, clauses, pack=pack)


@action("policy.open_original", needs=Can.READ_ORIGINAL, sentence="{by} opened the original {about}")
def open_original(document: Document, *, by) -> None:
    """Note that somebody read the original file."""


@action("policy.settings", needs=Can.PUBLISH_POLICY, sentence="{by} changed the terms of {about}")
def change_terms(policy: Policy, *, by, title: str, review_months: int, acknowledge_days: int) -> None:
    """The school's own choices about a policy: its name, how often it is reviewed, how long adults have to read it."""
    policy.title, policy.review_months, policy.acknowledge_days = title.strip(), review_months, acknowledge_days
    policy.save(update_fields=["title", "review_months", "acknowledge_days"])


def _hold_title(policy: Policy, title: str) -> None:
    if policy._state.adding:
        if Policy.objects.filter(pk=policy.pk).exists():
            raise NotAllowed("This was done already.", "You find the draft under Policy.")
        policy.title = title[:200]
        policy.save(force_insert=True)
    elif policy.versions.filter(state__in=rules.OPEN).exists():
        raise NotAllowed("There is a draft of this policy already.", "Publish or withdraw that one first.")


def _draft(policy: Policy, source: str, clauses: list[Written], **origin) -> Version:
    number = (policy.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = Version.objects.create(
        school_id=policy.school_id, policy=policy, number=number, source=source, **origin
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
    before = Version.objects.filter(policy_id=version.policy_id, state=rules.PUBLISHED).first()
    if before:
        before.superseded_at = now
        rules.LIFECYCLE.move(before, "supersede", with_fields=("superseded_at",))
    rules.LIFECYCLE.move(version, "publish", with_fields=("published_at", "review_due"))


@action("version.withdraw", needs=Can.DRAFT_POLICY, sentence="{by} withdrew {about}")
def withdraw(version: Version, *, by) -> None:
    """Give up a version that was never published. It is kept, and can be read by those who draft."""
    rules.LIFECYCLE.move(version, "withdraw")
