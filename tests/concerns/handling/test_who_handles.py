"""Who opens which page of what is done about a concern: whoever may not know of it finds nothing."""

import pytest
from cast import Cast, a_school, again, an_adult, signed_in
from concerned import a_concern
from concerns.handling.handled import a_paper, a_post
from django.urls import reverse

from belisha.concerns.handling import queries
from belisha.core.access import Role

pytestmark = pytest.mark.django_db
GET, POST = "get", "post"


def pages(concern, paper, post) -> dict[str, str]:
    """Every address of this room that speaks of a concern, and how it is asked for."""
    one, both = [concern.pk], [concern.pk, paper.pk]
    names = {
        "steps": one, "step": [concern.pk, 1], "posts": one, "post_add": one, "post_answer": [concern.pk, post.pk],
        "papers": one, "paper": both, "paper_edit": both, "paper_give": both, "paper_answer": both, "index": one,
        "check_ask": one,
    }  # fmt: skip
    received = {"paper_export": both, "paper_drop": both, "index_export": one}
    found = {reverse(f"handling:{name}", args=args): GET for name, args in names.items()}
    return found | {reverse(f"handling:{name}", args=args): POST for name, args in received.items()}


def statuses(client, actor, found: dict[str, str]) -> set[int]:
    signed_in(client, actor)
    return {getattr(client, how)(address).status_code for address, how in found.items()}


def situation(name: str) -> tuple[Cast, object]:
    cast = a_school()
    about = {"teacher": cast.teacher, "head": cast.head, "dsl": cast.dsl}[name]
    return cast, a_concern(cast, kind="pupil_contact", about=about, by=cast.volunteer)


# Whom it is about → who handles it; of all others every page is not found.
TABLE = {"teacher": {"head", "dsl"}, "head": {"chair"}, "dsl": {"head"}}


@pytest.mark.parametrize("about", TABLE)
def test_only_those_whom_a_concern_reaches_find_a_page_about_it(client, about):
    cast, concern = situation(about)
    an_adult(cast.school, "Nora Vale", roles=(Role.DEPUTY,))
    by = again(getattr(cast, next(iter(TABLE[about]))))
    found = pages(concern, a_paper(concern, by, "invitation"), a_post(concern, by))
    for key in ("head", "chair", "dsl", "teacher", "volunteer", "it_lead", "office", "hr", "leaver", "other_head"):
        got = statuses(client, getattr(cast, key), {url: how for url, how in found.items() if "drop" not in url})
        if key in TABLE[about]:
            assert got <= {200, 409}, key
        else:
            assert got <= ({404} if key != "leaver" else {302, 404}), key
    assert statuses(client, cast.stranger, found) == {302}


def test_a_role_without_a_second_factor_finds_none_of_it(client):
    cast, concern = situation("teacher")
    found = pages(concern, a_paper(concern, cast.head, "note"), a_post(concern, cast.head))
    signed_in(client, cast.head, second_factor=False)
    assert {getattr(client, how)(address).status_code for address, how in found.items()} == {404}


def test_a_paper_is_found_under_its_own_concern_alone(client):
    cast, concern = situation("teacher")
    other = a_concern(cast, kind="trolling", subjects=(), by=cast.volunteer)
    paper = a_paper(other, cast.head, "note")
    signed_in(client, cast.head)
    assert client.get(reverse("handling:paper", args=[concern.pk, paper.pk])).status_code == 404
    assert client.get(reverse("handling:paper", args=[other.pk, paper.pk])).status_code == 200


def test_what_is_listed_is_what_may_be_known(client):
    cast, concern = situation("head")
    a_post(concern, again(cast.chair))
    assert queries.posts_of(again(cast.head), concern) == []
    assert queries.papers_of(again(cast.head), concern) == []
    assert queries.entries_of(again(cast.head), concern) == []
    assert queries.subjects_of(again(cast.head), concern) == []


def test_a_step_of_another_type_of_concern_is_not_found(client):
    cast, concern = situation("teacher")
    assert signed_in(client, cast.head).get(reverse("handling:step", args=[concern.pk, 30])).status_code == 404
