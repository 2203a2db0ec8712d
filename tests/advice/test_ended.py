"""Answers that rested on what has ended since: whoever was given them is told, once, and nobody else learns of it."""

import datetime
import uuid

import agreed
import pytest
import time_machine
from advice.inquired import NEPHEW
from advice.sent import TALK, a_small_policy, concluded
from cast import a_school, again
from django.utils import timezone
from registers import declared, permitted

from belisha.advice import actions, ended, jobs
from belisha.advice.asking import queries
from belisha.advice.models import Ended
from belisha.core.access import WORKER, sees
from belisha.core.audit import words as words_of
from belisha.core.errors import Conflict
from belisha.core.models import AuditEntry, Notice
from belisha.registers.family import actions as family
from belisha.registers.permissions import actions as permissions
from belisha.registers.permissions.rules import Scope
from belisha.registers.protocols import actions as protocols

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6-05-a", "5-01-e")]
TO_PARENTS = Scope("discuss-pupils", "parents", "whatsapp")
FOLLOWED = "counterpart.agreed_protocol_followed"
REACH = {
    **{name: value for name, value in TALK.items() if name != "circumstances.agreed_protocol"},
    "act": "message", "channel.type": "learning_platform", "channel.platform": "Classroom",
    "channel.account": "school", "counterpart.kind": "pupil", "content.about": [],
}  # fmt: skip


@pytest.fixture
def cast():
    made = a_school()
    a_small_policy(made)
    return made


def letters(adult) -> int:
    return Notice.objects.filter(letter="signal", address=adult.email).count()


def permission(cast, **more):
    return permitted.granted(cast.teacher, cast.head, scope=TO_PARENTS, concerns="", **more)


def test_a_permission_that_is_taken_back_is_told_to_whoever_was_answered_by_it(cast):
    given = permission(cast)
    inquiry = concluded(cast.teacher, TALK)
    assert inquiry.verdict == "permitted"
    jobs.ended_due()
    assert not Ended.objects.exists()
    permissions.revoke(given, by=cast.head, reason="Enough.")
    before = letters(cast.teacher)
    assert not Ended.objects.exists(), "beside what was taken back, the log would tell that somebody had asked"
    jobs.ended_due()
    jobs.ended_due()
    assert Ended.objects.get().inquiry == inquiry.pk
    assert letters(cast.teacher) == before + 1
    assert queries.ended(again(cast.teacher), [inquiry]) == {inquiry.pk: ["The Headteacher's permission"]}


def test_one_whose_day_has_passed_is_found_by_itself(cast):
    permission(cast, ends=3)
    concluded(cast.teacher, TALK)
    for day, found in ((3, 0), (4, 1)):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=day), tick=False):
            jobs.ended_due()
            assert Ended.objects.count() == found, day


def test_a_protocol_that_ended_and_a_tie_that_is_no_longer_acknowledged_are_told_too(cast):
    agreement = agreed.agreed(cast, classes="")
    made = declared.acknowledged(cast.teacher, cast.head)
    reached = concluded(cast.teacher, REACH)
    written = concluded(cast.teacher, {**NEPHEW, FOLLOWED: "yes"}, made.pk)
    assert (reached.verdict, written.verdict) == ("permitted", "permitted")
    assert list(ended.find()) == []
    protocols.end(agreement, by=cast.head, reason="Done.")
    family.refuse(made, by=cast.head, reason="It went wrong.")
    jobs.ended_due()
    assert set(Ended.objects.values_list("inquiry", "fact")) == {
        (reached.pk, "circumstances.agreed_protocol"), (written.pk, "counterpart.acknowledged"), (written.pk, FOLLOWED),
    }  # fmt: skip


def test_what_never_rested_on_it_is_left_alone(cast):
    refused = concluded(cast.teacher, TALK)
    given = permission(cast)
    theirs = concluded(cast.volunteer, TALK)
    permissions.revoke(given, by=cast.head, reason="Enough.")
    jobs.ended_due()
    assert (refused.verdict, theirs.verdict) == ("needs_permission", "needs_permission")
    assert not Ended.objects.exists()


def test_a_permission_that_follows_another_leaves_the_answer_standing(cast):
    first = permission(cast)
    concluded(cast.teacher, TALK)
    permission(cast)
    permissions.revoke(first, by=cast.head, reason="The other one holds.")
    jobs.ended_due()
    assert not Ended.objects.exists()


def test_that_it_ended_is_the_askers_to_know_and_stands_in_the_log_without_them(cast):
    row = Ended(school=cast.school, asker=cast.teacher, inquiry=uuid.uuid4(), fact="circumstances.permission")
    actions.tell_ended(row, by=WORKER)
    for who in ("head", "chair", "dsl", "volunteer", "office", "other_head", "stranger"):
        assert not sees(getattr(cast, who), row)
    assert sees(again(cast.teacher), row)
    said = str(words_of(AuditEntry.objects.get(kind="inquiry.ended")))
    assert not [secret for secret in (cast.teacher.name, str(cast.teacher.pk), "permission") if secret in said]
    twice = Ended(school=cast.school, asker=cast.teacher, inquiry=row.inquiry, fact=row.fact)
    with pytest.raises(Conflict):
        actions.tell_ended(twice, by=WORKER)
