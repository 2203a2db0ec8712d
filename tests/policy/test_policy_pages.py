"""The pages of the policy library, as each of the cast finds them."""

import pytest
from cast import a_school, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from papers import SHORT, a_draft, approved, published

from belisha.core.models import AuditEntry
from belisha.policy import actions, rules
from belisha.policy.drafts import actions as drafts
from belisha.policy.models import Clause, Document, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_headteacher_imports_looks_through_approves_and_publishes(cast, client):
    signed_in(client, cast.head)
    answer = client.post(reverse("policy:import"), {"document": SimpleUploadedFile("policy.txt", SHORT.encode())})
    version = Version.objects.get()
    assert answer.url == reverse("policy:version", args=[version.pk])
    assert "Look through all clauses" in text_of(client.get(answer.url))
    review = client.get(reverse("policy:review", args=[version.pk]), {"clause": "0-00-a"})
    assert review.status_code == 200
    clause = version.clauses.filter(kind="norm").first()
    answer = client.post(reverse("policy:decide", args=[version.pk, clause.ident]), {"keep": "1"})
    assert answer.status_code == 302
    client.post(reverse("policy:move", args=[version.pk, "submit"]))
    day = {"approved_on_day": "1", "approved_on_month": "10", "approved_on_year": "2026"}
    client.post(reverse("policy:approve", args=[version.pk]), {"approved_by": "Governors", "minute": "7", **day})
    client.post(reverse("policy:move", args=[version.pk, "publish"]))
    version.refresh_from_db()
    assert version.state == rules.PUBLISHED


def test_reading_lights_the_words_that_decided(cast, client, tmp_path):
    version = a_draft(cast, tmp_path)
    clause = version.clauses.get(text__startswith="Staff must not accept")
    signed_in(client, cast.head)
    page = text_of(client.get(reverse("policy:review", args=[version.pk]), {"clause": clause.ident}))
    assert "Staff <mark>must not</mark> accept friend requests" in page
    assert "must not" in page


def test_an_unreadable_file_is_answered_beside_the_field_and_can_be_downloaded_again(cast, client):
    signed_in(client, cast.head)
    answer = client.post(reverse("policy:import"), {"document": SimpleUploadedFile("policy.docx", b"%PDF-1.7 no")})
    assert answer.status_code == 422
    document = Document.objects.get()
    page = text_of(answer)
    assert "PDF" in page
    assert "Error:" in page
    kept = client.get(reverse("policy:original", args=[document.pk]))
    assert b"".join(kept.streaming_content) == b"%PDF-1.7 no"
    assert kept["Content-Disposition"] == 'attachment; filename="policy.docx"'
    assert AuditEntry.objects.filter(kind="policy.open_original").count() == 1


def test_no_file_is_answered_with_a_sentence(cast, client):
    signed_in(client, cast.head)
    assert "Choose the file that holds your policy." in text_of(client.post(reverse("policy:import"), {}))


def test_the_shipped_policy_can_be_adopted_on_its_page(cast, client):
    signed_in(client, cast.head)
    form = client.get(reverse("policy:adopt")).context["form"]
    answer = client.post(reverse("policy:adopt"), {name: form[name].value() for name in form.fields})
    version = Version.objects.get()
    assert answer.url == reverse("policy:version", args=[version.pk])
    assert version.clauses.filter(ident="6-07-a").exists()


@pytest.mark.clause("2-04-b", "6-17-a", "10-02-a")
def test_an_adult_reads_what_it_means_for_them_first(cast, client, tmp_path):
    version = published(cast, tmp_path)
    mine = "Teachers should check who can see their photographs."
    for who, bound in ((cast.teacher, True), (cast.volunteer, False)):
        page = text_of(signed_in(client, who).get(reverse("policy:detail", args=[version.policy_id])))
        before_the_whole = page[: page.index("The whole policy")]
        assert (mine in before_the_whole) == bound
        assert "A breach of this policy may lead to disciplinary action." in before_the_whole
        assert mine in page


def test_the_policy_can_be_read_as_of_a_day(cast, client, tmp_path):
    version = published(cast, tmp_path)
    signed_in(client, cast.teacher)
    address = reverse("policy:on_day", args=[version.policy_id])
    today = version.published_at.date()
    assert "as it was in force" in text_of(client.get(address, {"on": today.isoformat()}))
    assert "No version of this policy was in force" in text_of(client.get(address, {"on": "2019-01-01"}))
    assert "real date" in text_of(client.get(address, {"on_day": "31", "on_month": "2", "on_year": "2026"}))


def test_a_split_is_asked_for_with_a_line_break(cast, client, tmp_path):
    version = a_draft(cast, tmp_path)
    clause = version.clauses.get(text__startswith="Staff must not accept")
    signed_in(client, cast.head)
    address = reverse("policy:split", args=[version.pk, clause.ident])
    assert "exactly one line break" in text_of(client.post(address, {"text": clause.text}))
    assert "words were changed" in text_of(client.post(address, {"text": "Staff may\naccept"}))
    client.post(address, {"text": clause.text.replace("accept ", "accept\r\n")})
    clause.refresh_from_db()
    assert clause.text == "Staff must not accept"


PAGES = {
    "library": lambda version: reverse("policy:list"),
    "reading": lambda version: reverse("policy:detail", args=[version.policy_id]),
    "import": lambda version: reverse("policy:import"),
    "draft": lambda version: reverse("policy:version", args=[version.pk]),
    "review": lambda version: reverse("policy:review", args=[version.pk]),
    "clause": lambda version: version.clauses.filter(kind="norm").first().get_absolute_url(),
    "withdraw": lambda version: reverse("policy:move", args=[version.pk, "withdraw"]),
    "original": lambda version: reverse("policy:original", args=[version.document_id]),
}
SEES_DRAFTS = {"head": 200, "chair": 200}


@pytest.mark.parametrize("who", ["head", "chair", "dsl", "teacher", "office", "governor", "volunteer", "it_lead"])
def test_a_draft_does_not_exist_for_those_who_neither_draft_nor_approve(cast, client, tmp_path, who):
    version = a_draft(cast, tmp_path)
    signed_in(client, getattr(cast, who))
    for name in ("draft", "review", "clause"):
        assert client.get(PAGES[name](version)).status_code == SEES_DRAFTS.get(who, 404), name
    assert client.get(PAGES["withdraw"](version)).status_code == {"head": 200, "chair": 403}.get(who, 404)
    assert client.get(PAGES["original"](version)).status_code == (200 if who == "head" else 404)
    assert client.get(PAGES["library"](version)).status_code == 200


@pytest.mark.parametrize("who", ["other_head", "other_teacher"])
def test_another_school_finds_nothing(cast, client, tmp_path, who):
    version = published(cast, tmp_path)
    signed_in(client, getattr(cast, who))
    for name in ("reading", "draft", "review", "clause", "withdraw", "original"):
        assert client.get(PAGES[name](version)).status_code == 404, name
    assert version.policy.title not in text_of(client.get(PAGES["library"](version)))


def test_a_stranger_is_sent_to_the_sign_in(cast, client, tmp_path):
    version = published(cast, tmp_path)
    for name, address in PAGES.items():
        answer = client.get(address(version))
        assert answer.status_code == 302, name
        assert reverse("account_login") in answer.url, name


def test_a_headteacher_without_a_second_factor_is_told_how_to_wake_their_role(cast, client):
    signed_in(client, cast.head, second_factor=False)
    answer = client.get(reverse("policy:import"))
    assert answer.status_code == 403
    assert "second factor" in text_of(answer)


def test_a_long_policy_takes_no_more_queries_than_a_short_one(cast, client, tmp_path, django_assert_max_num_queries):
    counts = []
    for times in (1, 40):
        body = "\n".join(f"Staff must not do thing number {n}." for n in range(times))
        version = published(cast, tmp_path, f"Policy {times}\n\nScope\n\n{body}\n")
        signed_in(client, cast.head)
        client.get("/")
        with django_assert_max_num_queries(50) as seen:
            client.get(reverse("policy:detail", args=[version.policy_id]))
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert Clause.objects.count() > 40


@pytest.mark.parametrize("step", ["publish", "approve", "send-back"])
def test_nobody_is_asked_to_confirm_what_the_state_does_not_allow(cast, client, tmp_path, step):
    version = a_draft(cast, tmp_path)
    signed_in(client, cast.head)
    answer = client.get(f"/policies/versions/{version.pk}/{step}/")
    assert answer.status_code == 409
    assert "This is draft" in text_of(answer)


def test_a_reader_of_the_policy_is_not_offered_to_withdraw_it(cast, client, tmp_path):
    version = published(cast, tmp_path)
    assert signed_in(client, cast.teacher).get(PAGES["withdraw"](version)).status_code == 403


def test_two_people_who_publish_at_the_same_time_are_told_apart(cast, client, tmp_path):
    version = approved(a_draft(cast, tmp_path), cast.head)
    signed_in(client, cast.head)
    address = reverse("policy:move", args=[version.pk, "publish"])
    assert client.post(address).status_code == 302
    again = client.post(address)
    assert again.status_code == 409
    assert "published" in text_of(again)


def test_words_that_were_changed_behind_an_open_page_are_not_approved(cast, client, tmp_path):
    version = a_draft(cast, tmp_path)
    actions.submit(version, by=cast.head)
    address = reverse("policy:approve", args=[version.pk])
    words = signed_in(client, cast.chair).get(address).context["words"]
    actions.send_back(version, by=cast.head)
    clause = version.clauses.filter(kind="norm").first()
    drafts.mark_information(clause, by=cast.head)
    actions.submit(version, by=cast.head)
    answer = client.post(address, {"approved_by": "Governors", "approved_on": "2026-10-01", "words": words})
    assert answer.status_code == 409
    assert "words were changed" in text_of(answer)
    version.refresh_from_db()
    assert version.state == rules.REVIEW


def test_two_clicks_on_make_the_draft_make_one(cast, client):
    form = signed_in(client, cast.head).get(reverse("policy:adopt")).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert client.post(reverse("policy:adopt"), typed).status_code == 302
    assert client.post(reverse("policy:adopt"), typed).status_code == 409
    assert Version.objects.count() == 1


def test_how_a_policy_was_read_is_not_shown_to_its_readers(cast, client, tmp_path):
    version = published(cast, tmp_path)
    for name, status in (("draft", 404), ("review", 404), ("clause", 200)):
        assert signed_in(client, cast.teacher).get(PAGES[name](version)).status_code == status
