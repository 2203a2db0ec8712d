"""Nothing goes by itself, before its time, under a hold or by one person alone; what went nobody can read again."""

import datetime
import json
import uuid

import pytest
import time_machine
from cast import a_school, again, an_adult, signed_in
from concerned import ACCOUNT
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from evidence.bundles.handed import PICTURE, WORDS, a_bundle
from evidence.holding.held import LATER, a_closed_concern, a_second, proposed

from belisha import config
from belisha.concerns.models import Barred, Concern, Route, Subject
from belisha.concerns.sealing import record_of
from belisha.concerns.triage import actions as triage
from belisha.core import audit
from belisha.core.access import WORKER, Role
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry, Notice
from belisha.evidence import opening
from belisha.evidence.holding import actions, jobs, queries
from belisha.evidence.holding.models import Certificate, Disposal, Hold, Keeping
from belisha.evidence.models import Item
from belisha.sealed.reconcile import reconcile
from belisha.sealed.store import path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def later():
    """More than a year after the concern was closed."""

    def travel():
        return time_machine.travel(datetime.datetime.now(datetime.UTC) + LATER, tick=True)

    return travel


def gone(cast, second, later) -> Concern:
    """A concern that two people approved to dispose of."""
    concern = a_closed_concern(cast)
    with later():
        disposal = proposed(concern)
        actions.approve(disposal, by=again(cast.head))
        actions.dispose(disposal, by=again(second), record=record_of(concern.pk))
    return concern


def test_closing_says_until_when_it_is_kept():
    cast = a_school()
    concern = a_closed_concern(cast)
    assert Keeping.objects.get().rule == "anonymous_nowhere"
    assert queries.stands(again(cast.head), concern).due.why.startswith(
        "A report without a name that led nowhere: kept"
    )
    triage.reopen(concern, by=again(cast.head), key=uuid.uuid4(), reason="More came in.")
    assert Keeping.objects.get().due is None


def test_nothing_is_proposed_before_its_time_and_once_when_it_is_over(later):
    cast = a_school()
    concern = a_closed_concern(cast)
    jobs.propose_due()
    assert not Disposal.objects.exists()
    with pytest.raises(NotAllowed, match="not over"):
        actions.propose(concern, by=WORKER, today=concern.keeping.due - datetime.timedelta(days=1))
    letters = Notice.objects.count()
    with later():
        jobs.propose_due()
        jobs.propose_due()
    assert Disposal.objects.get().state == "proposed"
    assert Notice.objects.count() == letters + 1
    assert Concern.objects.filter(pk=concern.pk).exists()


def test_what_has_no_day_is_never_proposed(later):
    cast = a_school()
    a_closed_concern(cast, openness="named", reporter=cast.office.pk)
    a_closed_concern(cast, openness="named", basket="low_level", reporter=cast.office.pk)
    with later():
        jobs.work_out_due()
        jobs.propose_due()
    assert not Disposal.objects.exists()
    assert set(Keeping.objects.values_list("due", flat=True)) == {None}


def test_a_last_day_that_became_known_is_worked_in_by_night():
    cast = a_school()
    a_closed_concern(cast, openness="named", basket="low_level", reporter=cast.office.pk)
    cast.teacher.__class__.objects.filter(pk=cast.teacher.pk).update(ends=datetime.date(2040, 8, 31))
    jobs.work_out_due()
    entries = AuditEntry.objects.count()
    jobs.work_out_due()
    assert AuditEntry.objects.count() == entries
    assert Keeping.objects.get().due == datetime.date(2040, 8, 31)


def test_a_threshold_concern_waits_for_the_day_that_somebody_notes(client):
    cast = a_school()
    concern = a_closed_concern(cast)
    Concern.objects.filter(pk=concern.pk).update(basket="may_meet_threshold")
    url = reverse("holding:pension", args=[concern.pk])
    signed_in(client, cast.head)
    assert "Belisha knows no dates of birth" in client.get(url).content.decode()
    client.post(url, {"day_day": "27", "day_month": "9", "day_year": "2051"})
    assert Keeping.objects.get().due == datetime.date(2051, 9, 27)
    assert AuditEntry.objects.filter(kind="evidence.note_pension").count() == 1
    actions.work_out(concern, by=WORKER)
    assert Keeping.objects.get().pension_on == datetime.date(2051, 9, 27)


@pytest.mark.clause("8-01-c", "8-02-c")
def test_a_hold_beats_every_rule_even_when_it_comes_between_the_two_approvals(later):
    cast = a_school()
    second, concern = a_second(cast), a_closed_concern(cast)
    with later():
        disposal = proposed(concern)
        actions.approve(disposal, by=again(cast.head))
        actions.hold(concern, by=again(cast.head), reason="The police asked.")
        with pytest.raises(NotAllowed, match="legal hold"):
            actions.dispose(disposal, by=again(second), record=record_of(concern.pk))
        Disposal.objects.all().delete()
        jobs.propose_due()
    assert not Disposal.objects.exists()
    assert b"".join(opening.pieces(Item.objects.first()))


def test_two_different_people_approve(later):
    cast = a_school()
    concern = a_closed_concern(cast)
    with later():
        disposal = proposed(concern)
        with pytest.raises(Conflict):
            actions.dispose(disposal, by=again(cast.head), record=record_of(concern.pk))
        actions.approve(disposal, by=again(cast.head))
        with pytest.raises(Refused, match="cannot be the second"):
            actions.dispose(disposal, by=again(cast.head), record=record_of(concern.pk))
        for barred in (cast.teacher, cast.dsl, cast.chair):
            with pytest.raises(Refused):
                actions.dispose(disposal, by=again(barred), record=record_of(concern.pk))
        with pytest.raises(Conflict, match="a moment ago"):
            actions.approve(disposal, by=again(cast.head))
    assert not Certificate.objects.exists()


def test_of_two_who_approve_in_the_same_moment_one_is_told_to_look_again(client, later):
    cast = a_school()
    second, concern = a_second(cast), a_closed_concern(cast)
    with later():
        disposal = proposed(concern)
        page = signed_in(client, second).get(reverse("holding:disposal", args=[disposal.pk])).content.decode()
        seen = page.split('name="seen" value="')[1].split('"')[0]
        actions.approve(disposal, by=again(cast.head))
        answer = client.post(reverse("holding:approve", args=[disposal.pk]), {"seen": seen})
        assert answer.status_code == 409
        assert Disposal.objects.get().first_by_id == cast.head.pk
        url = reverse("holding:approve", args=[disposal.pk])
        done = client.post(url, {})
        assert done.url == Certificate.objects.get().get_absolute_url()
        assert client.post(url, {}).status_code == 404
    assert Certificate.objects.count() == 1


def test_what_went_cannot_be_read_anywhere_and_the_log_is_whole(later, tmp_path):
    cast = a_school()
    second = a_second(cast)
    concern = a_closed_concern(cast)
    bundle = a_bundle(concern, list(Item.objects.all()), cast.head)
    paths = [path_of(pk) for pk in Item.objects.values_list("file_id", flat=True)] + [path_of(bundle.parts_id)]
    item = Item.objects.first()
    with later():
        disposal = proposed(concern)
        actions.approve(disposal, by=again(cast.head))
        made = actions.dispose(disposal, by=again(second), record=record_of(concern.pk))
    item.refresh_from_db()
    with pytest.raises(NotAllowed, match="its key was destroyed"):
        list(opening.pieces(item))
    assert all(path.exists() for path in paths)
    reconcile(sweep=True)
    assert not any(path.exists() for path in paths)
    secrets = [*ACCOUNT.values(), *WORDS.values(), "Nothing of it was so", "It led nowhere", "Northshire", "quibble"]
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "--output", str(dump))
    said = dump.read_text("utf-8")
    assert [each for each in secrets if each and len(each) > 4 and each in said] == []
    for path in config.load().sealed.rglob("*"):
        assert not path.is_file() or PICTURE[:200] not in path.read_bytes()
    for log in (cast.school.pk, audit.confidential_log(cast.school.pk)):
        verdict = audit.verify(log)
        assert verdict.whole, verdict.sentence
    assert "No entry says who destroyed" not in verdict.sentence
    assert "were destroyed with their records" in verdict.sentence
    assert made.hashes == sorted(Item.objects.values_list("file__sha256", flat=True))


def test_no_row_says_any_more_whom_it_was_about(later):
    cast = a_school()
    concern = gone(cast, a_second(cast), later)
    for model in (Subject, Barred, Route, Hold, Keeping, Disposal):
        assert not model.objects.filter(concern=concern).exists(), model
    husk = Concern.objects.get(pk=concern.pk)
    assert (bytes(husk.account), husk.reporter_id, husk.entered_by_id, husk.basket, husk.kind) == (
        b"",
        None,
        None,
        "",
        "other",
    )
    naming = {
        model.__name__
        for model in apps.get_models()
        if {"concern_id"} & {field.attname for field in model._meta.concrete_fields}
        and model._base_manager.filter(concern_id=concern.pk).exists()
    }
    assert naming <= {"Item", "StepEntry"}


def test_nobody_finds_it_again_and_only_the_two_see_the_certificate(client, later):
    cast = a_school()
    second = a_second(cast)
    concern = gone(cast, second, later)
    made = Certificate.objects.get()
    assert (made.first, made.second) == ("Headteacher", "Headteacher")
    assert cast.teacher.name not in json.dumps(list(Certificate.objects.values()), default=str)
    for adult in [*cast.people, second]:
        signed_in(client, again(adult))
        assert client.get(concern.get_absolute_url()).status_code == 404, adult.name
        sees = adult.pk in {cast.head.pk, second.pk}
        assert client.get(made.get_absolute_url()).status_code == (200 if sees else 404), adult.name
        listed = client.get(reverse("holding:certificates"))
        assert (made.number in listed.content.decode()) == sees


def test_it_can_be_kept_on_and_is_proposed_again_when_that_day_has_come(client, later):
    cast = a_school()
    concern = a_closed_concern(cast)
    with later():
        disposal = proposed(concern)
        url = reverse("holding:keep", args=[disposal.pk])
        signed_in(client, cast.head)
        page = client.get(reverse("holding:disposal", args=[disposal.pk])).content.decode()
        seen = page.split('name="seen" value="')[1].split('"')[0]
        past = client.post(url, {"reason": "An inquiry", "until": "2026-01-01", "seen": seen})
        assert "That day is over" in past.content.decode()
        assert "Write why it is kept on." in client.post(url, {"until": "2031-01-01"}).content.decode()
        client.post(url, {"reason": "An inquiry is announced.", "until": "2031-01-01", "seen": seen})
        assert Disposal.objects.get().state == "kept"
        assert AuditEntry.objects.filter(kind="evidence.keep_on").count() == 1
        assert Keeping.objects.get().due == datetime.date(2031, 1, 1)
        jobs.propose_due()
        assert Disposal.objects.count() == 1
    with time_machine.travel(datetime.datetime(2031, 1, 2, tzinfo=datetime.UTC)):
        jobs.propose_due()
    assert Disposal.objects.count() == 2


def test_the_home_page_asks_those_who_decide_and_names_nothing(later):
    from belisha.evidence.holding.tasks import to_decide

    cast = a_school()
    second, concern = a_second(cast), a_closed_concern(cast)
    with later():
        disposal = proposed(concern)
        assert [len(list(to_decide(again(who)))) for who in (cast.head, second, cast.dsl, cast.teacher)] == [1, 1, 0, 0]
        actions.approve(disposal, by=again(cast.head))
        assert [len(list(to_decide(again(who)))) for who in (cast.head, second)] == [0, 1]
        task = next(iter(to_decide(again(second))))
    assert concern.number not in task.title + task.hint


# Who opens the pages about keeping, of a concern about a teacher and of one about the Headteacher.
TABLE = """
head        200 404
chair       404 200
dsl         404 404
teacher     404 404
governor    404 404
hr          404 404
office      404 404
other_head  404 404
stranger    302 302
"""


def test_keeping_opens_for_whom_the_concern_reaches_and_is_not_found_by_anybody_else(client, later):
    from concerned import a_concern

    cast = a_school()
    concerns = [a_closed_concern(cast), a_concern(cast, about=cast.head)]
    actions.hold(concerns[1], by=again(cast.chair), reason="The LADO asked.")
    with later():
        disposal = proposed(concerns[0])
    urls = [
        [reverse("holding:hold", args=[concerns[0].pk]), reverse("holding:disposal", args=[disposal.pk]),
         reverse("holding:pension", args=[concerns[0].pk])],
        [reverse("holding:hold", args=[concerns[1].pk]), reverse("holding:lift", args=[Hold.objects.get().pk])],
    ]  # fmt: skip
    for line in TABLE.strip().splitlines():
        who, *codes = line.split()
        signed_in(client, getattr(cast, who))
        for some, code in zip(urls, codes, strict=True):
            for url in some:
                assert client.get(url).status_code == int(code), (who, url)
        if codes[0] == "404":
            for step in ("approve", "keep"):
                assert client.post(reverse(f"holding:{step}", args=[disposal.pk]), {}).status_code == 404, who
    assert Disposal.objects.get().first_by_id is None


def test_two_people_lift_a_hold_and_neither_is_the_other(client):
    cast = a_school()
    second, concern = an_adult(cast.school, "Nora Vale", roles=(Role.HEADTEACHER,)), a_closed_concern(cast)
    url = reverse("holding:hold", args=[concern.pk])
    signed_in(client, cast.head)
    assert "Write why it must be kept." in client.post(url, {"reason": ""}).content.decode()
    client.post(url, {"reason": "The police asked on Monday."})
    with pytest.raises(Conflict):
        actions.hold(concern, by=again(second), reason="Again")
    held = Hold.objects.get()
    assert b"police" not in bytes(held.words)
    with pytest.raises(NotAllowed, match="Nobody asked"):
        actions.lift(held, by=again(second))
    lift = reverse("holding:lift", args=[held.pk])
    assert "The police asked on Monday." in client.get(lift).content.decode()
    client.post(lift, {"reason": "They wrote that it is over."})
    with pytest.raises(Conflict):
        actions.ask_to_lift(held, by=again(second), reason="Me too")
    with pytest.raises(Refused, match="cannot confirm"):
        actions.lift(held, by=again(cast.head))
    assert client.post(lift, {"lift": ""}).status_code == 403
    signed_in(client, second)
    assert "They wrote that it is over." in client.get(lift).content.decode()
    client.post(lift, {"stand": ""})
    assert Hold.objects.get().asked_by_id is None
    actions.ask_to_lift(held, by=again(cast.head), reason="It is over.")
    client.post(lift, {"lift": ""})
    assert Hold.objects.get().lifted_by_id == second.pk
    assert client.get(lift).status_code == 404
    with pytest.raises(Conflict):
        actions.keep_hold(held, by=again(second))
    actions.hold(concern, by=again(cast.head), reason="They asked again.")


def test_a_school_changes_how_long_it_keeps_and_sees_where_the_rest_comes_from(client):
    cast = a_school()
    url = reverse("holding:periods")
    for who, code in (("head", 200), ("teacher", 404), ("chair", 404), ("dsl", 404)):
        assert signed_in(client, getattr(cast, who)).get(url).status_code == code, who
    signed_in(client, cast.head)
    assert "No source names a period." in client.get(url).content.decode()
    sent = {"anonymous_nowhere": "6", "data": "72", "low_level": "0", "threshold": "120", "no_concern": ""}
    client.post(url, sent)
    kept = {row.key: row.months for row in queries.periods(again(cast.head))}
    assert kept == {"anonymous_nowhere": 6, "data": 72, "low_level": 0, "threshold": 120, "no_concern": None}
    client.post(url, {**sent, "no_concern": "24", "anonymous_nowhere": "12"})
    assert {row.key: row.months for row in queries.periods(again(cast.head))}["no_concern"] == 24
    with pytest.raises(NotAllowed):
        actions.set_periods(cast.school, by=again(cast.head), months={"nothing": 1})
    with pytest.raises(Refused):
        actions.set_periods(cast.school, by=again(cast.dsl), months={})
