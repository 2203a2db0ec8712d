"""A policy from a file to its publication, by actions."""

import datetime
import re

import pytest
from cast import a_school
from django.db import IntegrityError, transaction
from django.utils import timezone
from papers import SHORT, a_draft, a_file, approved, published

from belisha.core.action import fingerprint
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.policy import actions, intake, jobs, queries, rules
from belisha.policy.drafts import actions as drafts
from belisha.policy.models import Clause, Document, Policy, Version
from belisha.sealed.models import SealedFile
from belisha.sealed.store import filename, open_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


def read_now(outcome):
    """What was given, once the worker has been at it."""
    if isinstance(outcome, Document) and outcome.waiting:
        jobs.read_document.call(str(outcome.pk))
        outcome.refresh_from_db()
    return outcome


def test_every_word_of_the_document_stands_in_a_clause_of_the_draft(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    covered = " ".join(version.source[clause.start : clause.end] for clause in version.clauses.order_by("position"))
    assert re.findall(r"\w+", covered) == re.findall(r"\w+", SHORT)


def test_the_original_is_kept_as_it_was_given(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    kept = version.document.original
    assert b"".join(open_file(kept)) == SHORT.encode()
    assert filename(kept) == "policy.txt"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "policy.txt", "empty"),
        (b"%PDF-1.7 and so on", "policy.pdf", "PDF"),
        (b"PK\x03\x04 torn off", "policy.docx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "policy.docx", "old Word"),
        (b"\x7fELF" + bytes(100), "policy.txt", "program"),
        (b"words\x00and nothing", "policy.txt", ""),
    ],
)
def test_what_cannot_be_read_is_kept_with_a_sentence_and_nothing_is_half_imported(cast, tmp_path, content, name, says):
    path = tmp_path / name
    path.write_bytes(content)
    document = read_now(intake.receive(cast.school, path, name, by=cast.head))
    assert isinstance(document, Document)
    assert document.state == Document.State.UNREADABLE
    assert says.lower() in (document.reason + document.remedy).lower()
    assert document.reason.endswith(".")
    assert document.remedy.endswith(".")
    assert b"".join(open_file(document.original)) == content
    assert not Policy.objects.exists()
    assert not Clause.objects.exists()


def test_a_file_beyond_the_limit_is_not_kept_and_leaves_nothing(cast, tmp_path, monkeypatch):
    monkeypatch.setattr(intake.config.load(), "upload_limit", 10)
    with pytest.raises(NotAllowed):
        a_draft(cast, tmp_path)
    assert not SealedFile.objects.exists()


def test_a_large_file_is_kept_but_not_read(cast, tmp_path, monkeypatch):
    monkeypatch.setattr(intake.config.load(), "document_limit", 10)
    document = a_draft(cast, tmp_path)
    assert isinstance(document, Document)
    assert SealedFile.objects.count() == 1


def test_a_crash_between_the_clauses_leaves_nothing_half_imported_and_the_worker_reads_it_again(cast, tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clause.objects, "bulk_create", _break_off)
        with pytest.raises(OSError, match="power"):
            a_draft(cast, tmp_path)
    assert not Policy.objects.exists()
    assert not Version.objects.exists()
    waiting = Document.objects.get()
    assert waiting.waiting
    assert b"".join(open_file(waiting.original)) == SHORT.encode()
    jobs.read_due()
    assert not Version.objects.exists(), "the process that read it may still be alive"
    Document.objects.update(worked_at=timezone.now() - jobs.SILENCE * 2)
    jobs.read_due()
    assert Version.objects.get().document == waiting


def _break_off(*args, **kwargs):
    raise OSError("the power went")


@pytest.mark.clause("4-05-a")
def test_the_shipped_policy_becomes_a_draft_in_the_words_of_the_school(cast):
    version = intake.adopt(
        cast.school, "staff-social-media", "Social media", {"school": "Alder Lane", "learning_platform": "Seesaw"},
        by=cast.head,
    )  # fmt: skip
    clauses = list(version.clauses.order_by("position"))
    assert sum(clause.kind != "heading" for clause in clauses) == 148
    assert any("Seesaw" in clause.text for clause in clauses)
    assert not any("{" in clause.text for clause in clauses)
    for clause in clauses:
        assert version.source[clause.start : clause.end].endswith(clause.text)
        assert clause.pack_id == (clause.ident if clause.kind != "heading" else "")


@pytest.mark.parametrize("who", ["teacher", "volunteer", "governor", "office", "it_lead", "chair", "other_head"])
def test_only_those_who_draft_bring_a_policy_in(cast, tmp_path, who):
    with pytest.raises(Refused):
        intake.receive(cast.school, a_file(tmp_path), "policy.txt", by=getattr(cast, who))
    assert not Policy.objects.exists()


# -- review ---------------------------------------------------------------------------------------------


def rule(version):
    return version.clauses.get(text__startswith="Staff must not accept")


def test_a_clause_can_be_kept_changed_and_marked_as_information(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    clause = rule(version)
    drafts.keep_clause(clause, by=cast.head)
    assert clause.decided
    drafts.change_clause(clause, by=cast.head, kind="norm", modality="should-not", binds=["teacher"], pack_id="6-07-a")
    clause.refresh_from_db()
    assert (clause.modality, clause.binds, clause.pack_id) == ("should-not", ["teacher"], "6-07-a")
    drafts.mark_information(clause, by=cast.head)
    clause.refresh_from_db()
    assert not clause.normative
    assert clause.text in version.source


def test_a_split_clause_loses_no_word_and_joining_brings_it_back(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    clause = rule(version)
    whole, span, count = clause.text, (clause.start, clause.end), version.clauses.count()
    drafts.split(clause, by=cast.head, first="Staff must not accept")
    first, second = version.clauses.filter(start__gte=span[0], end__lte=span[1]).order_by("position")
    assert [first.text, second.text] == ["Staff must not accept", whole.removeprefix("Staff must not accept ")]
    assert (first.start, first.end, second.end) == (span[0], second.start, span[1])
    assert second.ident not in (first.ident, "")
    assert version.clauses.count() == count + 1
    drafts.merge(first, by=cast.head)
    first.refresh_from_db()
    assert (first.text, first.start, first.end) == (whole, *span)
    assert version.clauses.count() == count


@pytest.mark.parametrize("first", ["", "Other words", "Staff must not accept friend requests from pupils."])
def test_a_clause_is_only_cut_between_its_own_words(cast, tmp_path, first):
    clause = rule(a_draft(cast, tmp_path))
    with pytest.raises(NotAllowed):
        drafts.split(clause, by=cast.head, first=first)


def test_nothing_can_be_joined_to_the_last_clause(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    with pytest.raises(NotAllowed):
        drafts.merge(version.clauses.order_by("-position").first(), by=cast.head)


def test_a_clause_of_a_version_in_review_is_not_changed(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    actions.submit(version, by=cast.head)
    with pytest.raises(NotAllowed, match="no longer a draft"):
        drafts.keep_clause(rule(version), by=cast.head)


# -- from draft to published ----------------------------------------------------------------------------


@pytest.mark.clause("0-01-a")
def test_publishing_fixes_words_approver_day_hash_and_next_review(cast, tmp_path):
    version = published(cast, tmp_path)
    version.refresh_from_db()
    assert version.state == rules.PUBLISHED
    assert (version.approved_by, version.minute) == ("Full governing body", "7")
    clauses = version.clauses.order_by("position").values_list("ident", "text", "kind", "modality", "binds")
    assert version.text_hash == rules.text_hash(version.source, clauses)
    assert version.review_due == rules.add_months(timezone.localdate(), 12)


def test_a_new_version_supersedes_the_old_one_and_both_can_be_read_as_of_their_days(cast, tmp_path):
    first = published(cast, tmp_path)
    between = timezone.now()
    second = published(cast, tmp_path, SHORT.replace("should check", "must check"), policy=first.policy)
    first.refresh_from_db()
    assert first.state == rules.SUPERSEDED
    assert first.superseded_at == second.published_at
    assert second.number == 2
    assert queries.in_force(cast.teacher, first.policy) == second
    assert queries.in_force(cast.teacher, first.policy, on=between) == first
    assert queries.in_force(cast.teacher, first.policy, on=first.published_at - datetime.timedelta(days=1)) is None


def test_the_database_itself_holds_one_published_version_per_policy(cast, tmp_path):
    first = published(cast, tmp_path)
    second = approved(a_draft(cast, tmp_path, policy=first.policy), cast.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=second.pk).update(state="published", published_at=timezone.now())


@pytest.mark.parametrize("field", [{"text": "other"}, {"modality": "may"}, {"binds": []}, {"kind": "information"}])
def test_the_database_itself_refuses_to_change_a_published_clause(cast, tmp_path, field):
    version = published(cast, tmp_path)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        version.clauses.filter(kind="norm").update(**field)


@pytest.mark.parametrize(
    "field", [{"source": "other"}, {"text_hash": "sha256:0"}, {"state": "draft"}, {"state": "withdrawn"}, {"number": 9}]
)
def test_the_database_itself_refuses_to_change_a_published_version(cast, tmp_path, field):
    version = published(cast, tmp_path)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**field)


def test_the_database_itself_refuses_to_delete_what_was_published(cast, tmp_path):
    version = published(cast, tmp_path)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.clauses.first().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk)._raw_delete("default")


def test_an_approval_is_taken_back_when_the_words_are_opened_again(cast, tmp_path):
    version = approved(a_draft(cast, tmp_path), cast.head)
    actions.send_back(version, by=cast.head)
    version.refresh_from_db()
    assert (version.state, version.approved_by, version.approved_on, version.text_hash) == ("draft", "", None, "")
    drafts.keep_clause(rule(version), by=cast.head)


def test_an_approval_cannot_lie_in_the_future(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    actions.submit(version, by=cast.head)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(NotAllowed):
        actions.approve(version, by=cast.head, approved_by="Governors", approved_on=tomorrow)


def test_a_draft_that_asks_nothing_of_anybody_is_not_put_up(cast, tmp_path):
    version = a_draft(cast, tmp_path, "Our school\n\nIt stands on a hill and was built long ago.\n")
    with pytest.raises(NotAllowed):
        actions.submit(version, by=cast.head)


def test_there_is_one_draft_of_a_policy_at_a_time(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    with pytest.raises(NotAllowed, match="a draft of this policy already"):
        a_draft(cast, tmp_path, policy=version.policy)
    actions.withdraw(version, by=cast.head)
    assert a_draft(cast, tmp_path, policy=version.policy).number == 2


PUBLISH, APPROVE = actions.publish, actions.approve


@pytest.mark.parametrize("who", ["teacher", "governor", "chair", "office", "dsl", "other_head"])
def test_only_the_headteacher_of_the_school_publishes(cast, tmp_path, who):
    version = approved(a_draft(cast, tmp_path), cast.head)
    with pytest.raises(Refused):
        PUBLISH(version, by=getattr(cast, who))
    version.refresh_from_db()
    assert version.state == rules.APPROVED


def test_two_quick_clicks_on_join_lose_no_word(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    words = " ".join(version.clauses.order_by("position").values_list("text", flat=True))
    first = version.clauses.order_by("position").exclude(kind="heading").first()
    seen = fingerprint(first)
    drafts.merge(Clause.objects.get(pk=first.pk), by=cast.head, seen=seen)
    with pytest.raises(Conflict):
        drafts.merge(first, by=cast.head, seen=seen)
    assert " ".join(version.clauses.order_by("position").values_list("text", flat=True)) == words


def test_a_clause_that_is_gone_meanwhile_cannot_be_decided(cast, tmp_path):
    first, second = a_draft(cast, tmp_path).clauses.order_by("position")[:2]
    drafts.merge(first, by=cast.head)
    with pytest.raises(Conflict):
        drafts.keep_clause(second, by=cast.head)


@pytest.mark.parametrize(
    ("ident", "new"),
    [
        ("6-07-a", "6-07-b"),
        ("6-07-z", "6-07-aa"),
        ("6-07-a-2", "6-07-a-2-a"),
        ("1-02-0", "1-02-0-a"),
        ("12345-678901-aaaaaaa", "12345-678901-aaaaaab"),
        ("12345-678901-abcde-2", "12345-678901-abcde-a"),
    ],
)
def test_a_split_off_clause_gets_an_id_whatever_the_first_one_is_called(ident, new):
    assert rules.next_ident(ident, [ident]) == new
    assert re.fullmatch(rules.IDENT, rules.next_ident(ident, [ident, new]))


def test_the_chair_of_governors_may_record_the_approval(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    actions.submit(version, by=cast.head)
    APPROVE(version, by=cast.chair, approved_by="Governors", approved_on=timezone.localdate())
    assert version.state == rules.APPROVED


def test_a_draft_is_seen_by_nobody_who_does_not_draft_or_approve(cast, tmp_path):
    version = a_draft(cast, tmp_path)
    for who in ("teacher", "office", "governor", "volunteer", "leaver", "other_head", "other_teacher"):
        assert not queries.versions(getattr(cast, who)).exists(), who
        assert not queries.clauses(getattr(cast, who), version).exists(), who
    for who in ("head", "chair"):
        assert queries.versions(getattr(cast, who)).exists(), who


def test_every_step_stands_in_the_log_as_a_sentence(cast, tmp_path):
    published(cast, tmp_path)
    about_it = AuditEntry.objects.filter(kind__regex="^(policy|version)").order_by("seq")
    assert list(about_it.values_list("kind", flat=True)) == [
        "policy.give",
        "policy.import",
        "version.submit",
        "version.approve",
        "version.publish",
    ]
