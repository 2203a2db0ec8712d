"""Points of a school and remarks on a version: taken up, found, decided, remembered; each page as each of the cast."""

import datetime

import pytest
from cast import a_school, signed_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from papers import a_draft, published
from sheets import CLEAN, STALE

from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.packs.library import shipped_checks
from belisha.people.tasks import tasks_for
from belisha.policy.asides import BESIDE_DRAFT, asides, marks
from belisha.policy.drafts import actions as drafts
from belisha.policy.editing import actions as editing
from belisha.references.models import Reference
from belisha.remarks import actions, jobs, rules
from belisha.remarks.forms import changed, lines
from belisha.remarks.models import Check, Remark
from belisha.remarks.papers import found_in

pytestmark = pytest.mark.django_db
OWN = "Policy\n\nRules\n\nAdults must not use the blue telephone. Adults must read this.\n"


@pytest.fixture
def cast():
    return a_school()


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def looked(version):
    """The version, looked through by the worker."""
    jobs.look.call(str(version.pk))
    return version


def remark(version, key: str) -> Remark:
    return version.remarks.select_related("point").get(point__key=key)


def own_check(cast, phrase="blue telephone", **given) -> Check:
    said = {"title": "The blue telephone", "says": "It is old.", "now": "It is gone.", "severity": "B", **given}
    return actions.add_check(Check(school=cast.school), by=cast.head, looks=[{"any": [phrase]}], **said)


# -- points ------------------------------------------------------------------------------------------------------


def test_what_ships_is_taken_up_once_and_never_written_over(cast):
    jobs.stock_school.call(str(cast.school.pk))
    assert Check.objects.filter(school=cast.school).count() == len(shipped_checks().rows)
    check = Check.objects.get(school=cast.school, key="gdpr-2018")
    actions.change_check(check, by=cast.head, now="Ask our data protection officer.")
    assert actions.stock(cast.school) == 0
    check.refresh_from_db()
    assert check.now == "Ask our data protection officer."
    assert AuditEntry.objects.filter(kind="check.take_up").count() == 1


def test_something_newer_is_offered_and_not_forced(cast, client):
    jobs.stock_school.call(str(cast.school.pk))
    check = Check.objects.get(school=cast.school, key="gdpr-2018")
    older = check.taken | {"now": "Once true."}
    Check.objects.filter(pk=check.pk).update(taken=older, now="Once true.")
    signed_in(client, cast.head)
    assert "Belisha knows something newer" in text_of(client.get(check.get_absolute_url()))
    client.post(reverse("remarks:keep", args=[check.pk]))
    check.refresh_from_db()
    assert check.now == "Once true."
    assert "Belisha knows something newer" not in text_of(client.get(check.get_absolute_url()))
    with pytest.raises(NotAllowed):
        actions.leave_offer(check, by=cast.head)
    Check.objects.filter(pk=check.pk).update(taken=older)
    client.post(reverse("remarks:take_over", args=[check.pk]))
    check.refresh_from_db()
    assert check.now != "Once true."
    with pytest.raises(NotAllowed):
        actions.take_offer(check, by=cast.head)


def test_a_school_looks_for_points_of_its_own(cast, client, tmp_path):
    signed_in(client, cast.head)
    form = client.get(reverse("remarks:add")).context["form"]
    typed = {
        "key": form["key"].value(), "title": "The blue telephone", "severity": "A", "says": "It is old.",
        "now": "It is gone.", "certainty": "verified", "any": "Blue Telephone", "lacks": "red telephone, green one",
    }  # fmt: skip
    answer = client.post(reverse("remarks:add"), typed)
    check = Check.objects.get(title="The blue telephone")
    assert answer.url == check.get_absolute_url()
    assert check.looks == [{"any": ["blue telephone"], "lacks": [["red telephone", "green one"]]}]
    assert client.post(reverse("remarks:add"), typed).status_code == 409
    version = looked(a_draft(cast, tmp_path, OWN))
    assert remark(version, check.key).words == ["blue telephone"]
    client.post(reverse("remarks:edit", args=[check.pk]), typed | {"any": "", "all": "blue\ntelephone", "seen": ""})
    check.refresh_from_db()
    assert check.looks == [{"all": ["blue", "telephone"], "lacks": [["red telephone", "green one"]]}]
    assert "Write at least one phrase" in text_of(
        client.post(reverse("remarks:edit", args=[check.pk]), typed | {"any": ""})
    )


def test_nothing_that_is_typed_is_run_as_a_pattern(cast):
    assert lines("(a+)+$\n\n [x] * y|z\nDon't") == ["a", "x * y|z", "dont"]
    with pytest.raises(NotAllowed):
        actions.add_check(Check(school=cast.school), by=cast.head, title="X", looks=[{"any": ["(a+)+$"]}])
    with pytest.raises(NotAllowed):
        own_check(cast, phrase="")


def test_every_phrase_that_ships_goes_through_the_form_unchanged():
    for row in shipped_checks().rows:
        for look in row.looks:
            for phrases in [*(look.get(name, []) for name in ("any", "all", "none")), *look.get("lacks", [])]:
                assert lines("\n".join(phrases)) == phrases, row.key


def test_the_form_keeps_what_it_does_not_show():
    looks = [{"sign": "placeholder"}, {"any": ["old"], "pack": ["6-07-a"]}]
    assert changed(looks, {"any": ["new"]}) == [{"sign": "placeholder"}, {"pack": ["6-07-a"], "any": ["new"]}]


def test_a_point_that_is_switched_off_is_not_looked_for(cast, client, tmp_path):
    check = own_check(cast)
    version = looked(a_draft(cast, tmp_path, OWN))
    assert remark(version, check.key)
    signed_in(client, cast.head).post(reverse("remarks:stop", args=[check.pk]))
    assert not Check.objects.get(pk=check.pk).on
    looked(version)
    assert not version.remarks.filter(point=check).exists()
    client.post(reverse("remarks:start", args=[check.pk]))
    actions.switch(check, by=cast.head, on=True)
    assert remark(looked(version), check.key)


# -- finding -----------------------------------------------------------------------------------------------------


def test_a_draft_is_looked_through_and_looking_again_changes_nothing(cast, tmp_path):
    version = looked(a_draft(cast, tmp_path, STALE))
    found = version.remarks.count()
    assert found > 25
    entries = AuditEntry.objects.count()
    assert jobs.look.call(str(version.pk)) is False
    assert (version.remarks.count(), AuditEntry.objects.count()) == (found, entries)
    assert AuditEntry.objects.filter(kind="remark.find").count() == 1


def test_a_policy_of_today_has_nothing_to_decide(cast, client, tmp_path):
    version = looked(a_draft(cast, tmp_path, CLEAN))
    assert [each.point.key for each in version.remarks.select_related("point")] == []
    assert "Nothing was found." in text_of(
        signed_in(client, cast.head).get(reverse("remarks:version", args=[version.pk]))
    )


def test_what_was_put_right_is_no_longer_said(cast, tmp_path):
    check = own_check(cast)
    version = looked(a_draft(cast, tmp_path, OWN))
    clause = version.clauses.get(text__contains="blue")
    editing.reword(clause, by=cast.head, text="Adults must not use the green telephone.")
    assert version.remarks.filter(point=check).exists()
    looked(version)
    assert not version.remarks.filter(point=check).exists()


def test_every_change_of_a_draft_asks_for_another_look(cast, tmp_path):
    from django_tasks_db.models import DBTaskResult

    version = a_draft(cast, tmp_path, OWN)
    DBTaskResult.objects.all().delete()
    drafts.mark_information(version.clauses.get(text__contains="blue"), by=cast.head)
    assert [job.task_path for job in DBTaskResult.objects.all()] == ["belisha.remarks.jobs.look"]


def test_the_day_looks_through_what_a_lost_nudge_left(cast, tmp_path):
    version = published(cast, tmp_path, STALE)
    assert not version.remarks.exists()
    jobs.look_all()
    assert version.remarks.exists()


def test_a_review_that_passed_is_said_about_what_is_in_force(cast, tmp_path):
    version = looked(published(cast, tmp_path, CLEAN))
    assert found_in(version) == []
    # Its row cannot be changed, and a year is long to wait: the day is put on the value alone.
    version.review_due = timezone.localdate() - datetime.timedelta(days=1)
    assert [check.key for check, _ in found_in(version)] == ["review-overdue"]


# -- deciding ----------------------------------------------------------------------------------------------------


def test_one_decision_about_a_point_and_the_reason_stands_beside_it(cast, client, tmp_path):
    version = looked(a_draft(cast, tmp_path, STALE))
    found = remark(version, "gdpr-2018")
    signed_in(client, cast.head)
    assert "Say it in a sentence." in text_of(client.post(reverse("remarks:leave", args=[found.pk]), {"reason": ""}))
    client.post(reverse("remarks:leave", args=[found.pk]), {"reason": "Our adviser will reword it."})
    found.refresh_from_db()
    assert (found.state, found.decided_by_id) == (rules.LEFT, cast.head.pk)
    page = text_of(client.get(reverse("remarks:version", args=[version.pk]), {"show": "decided"}))
    assert "Our adviser will reword it." in page
    client.post(reverse("remarks:reopen", args=[found.pk]))
    found.refresh_from_db()
    assert (found.state, found.reason, found.decided_at) == (rules.OPEN, "", None)
    client.post(reverse("remarks:answer", args=[found.pk]), {"reason": "Met in our privacy notice."})
    found.refresh_from_db()
    assert found.state == rules.ANSWERED
    assert client.post(reverse("remarks:answer", args=[found.pk]), {"reason": "Again."}).status_code == 409


@pytest.mark.parametrize("instead", [True, False])
def test_the_suggested_wording_goes_into_the_draft(cast, client, tmp_path, instead):
    version = looked(a_draft(cast, tmp_path, STALE))
    found = remark(version, "gdpr-2018")
    ident = found.idents[0]
    signed_in(client, cast.head)
    address = reverse("remarks:take", args=[found.pk])
    form = client.get(address).context["form"]
    assert form["text"].value() == found.point.wording
    assert not form["place"].value(), "whether the old words stay is for the school to say"
    before = version.clauses.count()
    place = f"{'instead' if instead else 'after'}:{ident}"
    assert client.post(address, {"text": found.point.wording, "place": place}).status_code == 302
    found.refresh_from_db()
    assert found.state == rules.TAKEN
    assert version.clauses.filter(text=found.point.wording).exists()
    assert version.clauses.count() == before + (0 if instead else 1)
    looked(version)
    assert remark(version, "gdpr-2018").state == rules.TAKEN


def test_a_line_of_the_printed_contents_is_not_a_clause_to_remark_on(cast, tmp_path):
    contents = "1. Rules ........ 2\n2. The blue telephone ........ 3\n3. Breaches ........ 4\n"
    text = f"Policy\n\nContents\n\n{contents}\n1. Rules\n\n1.1 Adults must not use the blue telephone.\n"
    own_check(cast)
    version = looked(a_draft(cast, tmp_path, text))
    touched = [ident for found in version.remarks.filter(point__title="The blue telephone") for ident in found.idents]
    assert [version.clauses.get(ident=ident).text for ident in touched] == ["Adults must not use the blue telephone."]


def test_a_wording_about_the_whole_policy_goes_to_its_end(cast, tmp_path):
    version = looked(a_draft(cast, tmp_path, "Policy\n\nRules\n\nSafeguarding must come first.\n"))
    found = remark(version, "no-lado-no-low-level-concerns")
    assert found.idents == []
    actions.take(found, by=cast.head, text="Share every worry.", ident="", instead=False)
    assert version.clauses.order_by("-position").first().text == "Share every worry."


def test_words_that_are_in_force_are_not_changed(cast, client, tmp_path):
    version = looked(published(cast, tmp_path, STALE))
    found = remark(version, "gdpr-2018")
    with pytest.raises(NotAllowed):
        actions.take(found, by=cast.head, text="Other", ident=found.idents[0], instead=True)
    assert signed_in(client, cast.head).get(reverse("remarks:take", args=[found.pk])).status_code == 409
    page = text_of(client.get(found.get_absolute_url()))
    assert "begin a new edition" in page
    assert "Take the wording" not in page


def test_a_clause_that_is_gone_cannot_be_replaced(cast, tmp_path):
    version = looked(a_draft(cast, tmp_path, STALE))
    with pytest.raises(NotAllowed):
        actions.take(remark(version, "gdpr-2018"), by=cast.head, text="Other", ident="9-99-z", instead=True)


def test_a_decision_is_remembered_in_the_next_edition_while_the_words_stay(cast, tmp_path):
    first = looked(published(cast, tmp_path, STALE))
    actions.leave(remark(first, "gdpr-2018"), by=cast.head, reason="It is known.")
    actions.answer_it(remark(first, "one-kind-of-extremism"), by=cast.head, reason="Met elsewhere.")
    text = STALE.replace("Groups such as ISIS recruit", "Groups such as ISIS try to recruit")
    second = looked(a_draft(cast, tmp_path, text, first.policy))
    again = remark(second, "gdpr-2018")
    assert (again.state, again.reason, again.decided_by_id) == (rules.LEFT, "It is known.", cast.head.pk)
    assert remark(second, "one-kind-of-extremism").state == rules.OPEN


def test_a_page_that_was_overtaken_decides_nothing(cast, client, tmp_path):
    found = remark(looked(a_draft(cast, tmp_path, STALE)), "gdpr-2018")
    address = reverse("remarks:leave", args=[found.pk])
    seen = signed_in(client, cast.head).get(address).context["seen"]
    actions.answer_it(found, by=cast.head, reason="Met.")
    actions.reopen(found, by=cast.head)
    actions.answer_it(found, by=cast.head, reason="Met otherwise.")
    assert client.post(address, {"reason": "Stays.", "seen": seen}).status_code == 409


# -- where it is shown -------------------------------------------------------------------------------------------


def test_it_stands_beside_the_draft_the_clause_and_the_words_for_those_who_draft(cast, client, tmp_path):
    version = looked(a_draft(cast, tmp_path, STALE))
    clause = version.clauses.get(text__contains="GDPR 2018")
    signed_in(client, cast.head)
    assert "may mislead on law or safety" in text_of(client.get(version.get_absolute_url()))
    assert "Data protection law is named wrongly" in text_of(client.get(clause.get_absolute_url()))
    review = client.get(reverse("policy:review", args=[version.pk]), {"clause": clause.ident})
    assert "Data protection law is named wrongly" in text_of(review)
    labels = [mark.label for mark in marks(cast.head, version)[clause.ident]]
    assert "Data protection law is named wrongly" in labels
    slip = version.clauses.get(text__contains="the the")
    assert [mark.label for mark in marks(cast.head, version).get(slip.ident, ())] == []


def test_those_who_only_read_are_told_of_newer_editions_and_of_nothing_else(cast, client, tmp_path):
    version = looked(published(cast, tmp_path, STALE))
    clause = version.clauses.get(text__contains="Education 2018")
    page = text_of(signed_in(client, cast.teacher).get(clause.get_absolute_url()))
    assert "A newer edition is in force" in page
    assert "Points to decide" not in page
    labels = {mark.label for some in marks(cast.teacher, version).values() for mark in some}
    assert labels
    assert all(label.startswith("A newer edition is in force") for label in labels)
    whole = text_of(client.get(reverse("policy:detail", args=[version.policy_id])))
    assert "mislead" not in whole


def test_what_misleads_is_a_task_for_those_who_draft(cast, tmp_path):
    version = looked(published(cast, tmp_path, STALE))
    grave = version.remarks.filter(point__severity="A").count()
    titles = [task.title for task in tasks_for(cast.head)]
    assert f"{grave} points in Staff Social Media Policy may mislead on law or safety" in titles
    assert not [task for task in tasks_for(cast.teacher) if "mislead" in task.title]
    # The draft of the next edition takes its place: what is in force cannot be changed.
    second = looked(a_draft(cast, tmp_path, CLEAN + "\nData is under the GDPR 2018.\n", version.policy))
    own = own_check(cast, "insult or defame", severity="A")
    looked(second)
    assert second.remarks.filter(point=own).exists()
    assert [task.url for task in tasks_for(cast.head) if "mislead" in task.title] == [
        reverse("remarks:version", args=[second.pk])
    ]


# Who may open a version's points, decide about one, and change what is looked for.
WHO = {
    "head": (200, 200, 200, 302), "chair": (200, 200, 403, 403), "teacher": (404, 404, 403, 404),
    "dsl": (404, 404, 403, 404), "office": (404, 404, 403, 404), "governor": (404, 404, 403, 404),
    "other_head": (404, 404, 200, 404), "leaver": (302, 302, 302, 302),
}  # fmt: skip


@pytest.mark.parametrize(("who", "expected"), WHO.items(), ids=list(WHO))
def test_who_sees_and_decides(cast, client, tmp_path, who, expected):
    version = looked(a_draft(cast, tmp_path, STALE))
    found = remark(version, "gdpr-2018")
    signed_in(client, getattr(cast, who))
    asked = (
        client.get(reverse("remarks:version", args=[version.pk])),
        client.get(found.get_absolute_url()),
        client.get(reverse("remarks:checks")),
        client.post(reverse("remarks:leave", args=[found.pk]), {"reason": "Because."}),
    )
    assert tuple(answer.status_code for answer in asked) == expected
    check = found.point.get_absolute_url()
    assert client.get(check).status_code == {"head": 200, "leaver": 302}.get(who, 404)
    look = client.post(reverse("remarks:look", args=[version.pk])).status_code
    assert look == {"head": 302, "chair": 403, "leaver": 302}.get(who, 404)


def test_nobody_else_changes_points_or_decides(cast, tmp_path):
    version = looked(a_draft(cast, tmp_path, STALE))
    found = remark(version, "gdpr-2018")
    for who in (cast.teacher, cast.chair, cast.other_head):
        with pytest.raises(Refused):
            actions.leave(found, by=who, reason="No.")
        with pytest.raises(Refused):
            actions.change_check(found.point, by=who, now="No.")


def test_look_again_says_whether_something_changed(cast, client, tmp_path):
    version = a_draft(cast, tmp_path, STALE)
    signed_in(client, cast.head)
    address = reverse("remarks:look", args=[version.pk])
    assert "It was looked through again." in text_of(client.post(address, follow=True))
    assert "Nothing has changed." in text_of(client.post(address, follow=True))
    assert Reference.objects.exists() is False


def asked(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_pages_ask_as_often_for_many_as_for_few(cast, client, tmp_path):
    signed_in(client, cast.head)
    many = looked(a_draft(cast, tmp_path, STALE))
    few = looked(a_draft(cast, tmp_path, "Policy\n\nLaw\n\nData must be held under the GDPR 2018.\n"))
    assert many.remarks.count() > few.remarks.count() + 20
    for page in ("remarks:version", "policy:version", "policy:review"):
        assert asked(client, reverse(page, args=[many.pk])) <= asked(client, reverse(page, args=[few.pk])), page
    one, other = (remark(version, "gdpr-2018").get_absolute_url() for version in (many, few))
    assert asked(client, one) == asked(client, other)
    assert len(asides(cast.head, many, BESIDE_DRAFT)) >= 1
