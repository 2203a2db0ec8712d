"""Looking a draft through: filters, the sure ones at once, the keys, and what the version before said."""

import re

import pytest
from cast import a_school, signed_in
from django.urls import reverse
from papers import SHORT, a_draft, published

from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.policy import actions, queries, rules
from belisha.policy.drafts import actions as drafts
from belisha.policy.drafts.queries import look
from belisha.policy.drafts.views import KEYS
from belisha.policy.models import Clause, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast, tmp_path):
    """A draft in which the reader was unsure about the second and the fourth clause."""
    made = a_draft(cast, tmp_path)
    spoken = made.clauses.exclude(kind="heading").order_by("position")
    spoken.update(confidence=1.0)
    Clause.objects.filter(pk__in=[spoken[1].pk, spoken[3].pk]).update(confidence=0.4)
    return made


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def review(client, version: Version, **asked):
    return client.get(reverse("policy:review", args=[version.pk]), asked)


def spoken(version: Version) -> list[Clause]:
    return list(version.clauses.exclude(kind="heading").order_by("position"))


def test_every_filter_says_how_many_there_are(cast, client, version):
    signed_in(client, cast.head)
    page = text_of(review(client, version))
    assert f"All ({len(spoken(version))})" in page
    assert "Unsure (2)" in page
    assert "Changed" not in page, "there is no version before"


def test_the_unsure_ones_are_gone_round_until_none_is_left(cast, client, version):
    signed_in(client, cast.head)
    first, second = spoken(version)[1], spoken(version)[3]
    assert review(client, version, show="unsure").context["chosen"] == first
    answer = decide(client, second, "unsure")
    assert f"clause={first.ident}" in answer.url
    assert "show=unsure" in answer.url
    assert decide(client, first, "unsure").url == version.get_absolute_url()
    assert "Every clause has been looked at" in text_of(
        client.get(reverse("policy:review", args=[version.pk]), {"show": "unsure"}, follow=True)
    )


def decide(client, clause: Clause, show=""):
    address = reverse("policy:decide", args=[clause.version_id, clause.ident])
    return client.post(address, {"keep": "1", "show": show})


def test_what_changed_is_shown_with_what_it_said_before(cast, client, tmp_path):
    first = published(cast, tmp_path)
    text = SHORT.replace("friend requests", "any requests").replace("- tell the", "- lock their screens;\n- tell the")
    second = a_draft(cast, tmp_path, text, policy=first.policy)
    signed_in(client, cast.head)
    page = review(client, second, show="changed")
    assert page.context["chosen"].text == "Staff must not accept any requests from pupils."
    assert "Version 1 said:" in text_of(page)
    assert "Staff must not accept friend requests from pupils." in text_of(page)
    assert "Changed (2)" in text_of(page)
    added = review(client, second, show="changed", clause=page.context["look"].next.ident)
    assert "lock their screens" in added.context["chosen"].text
    assert "Version 1 did not say this." in text_of(added)


def test_a_mistake_in_the_form_does_not_lose_the_filter(cast, client, version):
    signed_in(client, cast.head)
    clause = spoken(version)[1]
    answer = client.post(
        reverse("policy:decide", args=[version.pk, clause.ident]), {"change": "1", "show": "unsure", "kind": "nonsense"}
    )
    assert answer.status_code == 422
    assert '<input type="hidden" name="show" value="unsure">' in answer.content.decode()


def test_a_filter_that_does_not_exist_shows_all(cast, client, version):
    signed_in(client, cast.head)
    for show in ("changed", "nonsense"):
        assert review(client, version, show=show).context["look"].show == "all"
    assert "javascript" not in decide(client, spoken(version)[0], "javascript").url


def test_the_sure_ones_are_confirmed_at_once_and_the_unsure_ones_stay(cast, client, version):
    signed_in(client, cast.head)
    number = len(spoken(version)) - 2
    address = reverse("policy:keep_sure", args=[version.pk])
    page = text_of(client.get(address))
    assert f"Confirm {number} clauses at once" in page
    assert "2 unsure clauses stay as they are" in page
    answer = client.post(address, {"count": number})
    assert answer.url == version.get_absolute_url()
    assert {clause.decided for clause in spoken(version) if clause.confidence == 1} == {True}
    assert {clause.decided for clause in spoken(version) if clause.confidence < rules.SURE} == {False}
    assert AuditEntry.objects.filter(kind="clause.keep_sure").count() == 1
    assert "Every sure clause was confirmed" in text_of(client.get(address))


def test_confirming_many_takes_as_few_statements_as_confirming_few(cast, tmp_path, django_assert_max_num_queries):
    counts = []
    for times in (2, 60):
        body = "\n".join(f"Staff must not do thing number {n}.\n" for n in range(times))
        made = a_draft(cast, tmp_path, f"Policy {times}\n\n{body}\n")
        with django_assert_max_num_queries(25) as seen:
            drafts.keep_sure(made, by=cast.head, count=queries.tally(cast.head, made)["sure"])
        counts.append(sum("policy_" in query["sql"] for query in seen.captured_queries))
    assert counts[1] <= counts[0]


def test_other_clauses_than_the_page_counted_are_not_confirmed_unseen(cast, client, version):
    signed_in(client, cast.head)
    address = reverse("policy:keep_sure", args=[version.pk])
    drafts.keep_clause(spoken(version)[0], by=cast.head)
    stale = client.post(address, {"count": len(spoken(version)) - 2})
    assert stale.status_code == 409
    assert not spoken(version)[2].decided
    with pytest.raises(Conflict):
        drafts.keep_sure(version, by=cast.head, count=0)


def test_only_whoever_drafts_confirms_and_only_a_draft(cast, client, version):
    for who in ("chair", "teacher", "other_head"):
        with pytest.raises(Refused):
            drafts.keep_sure(version, by=getattr(cast, who), count=1)
    assert signed_in(client, cast.chair).get(reverse("policy:keep_sure", args=[version.pk])).status_code == 403
    assert signed_in(client, cast.teacher).get(reverse("policy:keep_sure", args=[version.pk])).status_code == 404
    actions.submit(version, by=cast.head)
    with pytest.raises(NotAllowed):
        drafts.keep_sure(version, by=cast.head, count=len(spoken(version)) - 2)


def test_every_key_that_is_promised_is_on_the_page(cast, client, version):
    signed_in(client, cast.head)
    page = review(client, version, clause=spoken(version)[1].ident).content.decode()
    assert set(re.findall(r'data-key="(.)"', page)) == set(KEYS)


def test_whoever_only_approves_is_offered_no_decision(cast, client, version):
    page = review(signed_in(client, cast.chair), version).content.decode()
    assert "Keep it as read" not in page
    assert "keep-sure" not in page
    assert reverse("policy:import") not in page


def test_after_a_step_the_clause_has_the_focus_and_on_arrival_the_page_has_it(cast, client, version):
    signed_in(client, cast.head)
    assert "autofocus" not in review(client, version).content.decode()
    assert 'tabindex="-1" autofocus' in review(client, version, clause=spoken(version)[1].ident).content.decode()


def test_the_page_of_the_document_is_the_one_on_which_the_clause_begins(cast, version):
    clause = spoken(version)[2]
    version.pages = [0, clause.start - 1, clause.start + 1]
    assert look(cast.head, version, {"clause": clause.ident}).page == 2
    version.pages = []
    assert look(cast.head, version, {"clause": clause.ident}).page == 0


def test_where_a_clause_comes_from_survives_splitting_and_joining(cast, tmp_path):
    first = published(cast, tmp_path)
    second = a_draft(cast, tmp_path, policy=first.policy)
    clause = second.clauses.get(text__startswith="Staff must not accept")
    origin = list(clause.came_from)
    drafts.split(clause, by=cast.head, first="Staff must not accept")
    pieces = second.clauses.filter(start__gte=clause.start).order_by("position")[:2]
    assert [piece.came_from for piece in pieces] == [origin, origin]
    drafts.merge(pieces[0], by=cast.head)
    clause.refresh_from_db()
    assert clause.came_from == origin


def test_looking_through_150_clauses_asks_as_often_as_looking_through_two(
    cast, client, tmp_path, django_assert_max_num_queries
):
    signed_in(client, cast.head)
    counts = []
    for times in (2, 150):
        body = "\n".join(f"Staff must not do thing number {n}.\n" for n in range(times))
        first = published(cast, tmp_path, f"Policy {times}\n\n{body}\n")
        second = a_draft(cast, tmp_path, f"Policy {times}\n\n{body}\nStaff must stop.\n", policy=first.policy)
        review(client, second)
        with django_assert_max_num_queries(30) as seen:
            assert review(client, second, show="changed").status_code == 200
        counts.append(len(seen))
    assert counts[1] <= counts[0]
