"""Who opens a draft: whoever began it, and nobody else, whatever they hold."""

import pytest
from cast import a_school, again, signed_in
from walking import Walk

from belisha.concerns.reporting import actions, queries
from belisha.core.errors import Refused

pytestmark = pytest.mark.django_db

STEPS = ("danger/", "kind/", "next/", "questions/1/", "people/", "check/", "drop/")
EVERYBODY = ("head", "chair", "dsl", "teacher", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office")
OTHERS = ("leaver", "trust_safeguarding", "other_head", "other_teacher", "stranger")


def opens(client, cast, walk) -> dict[str, set]:
    """Who → the answers of every page of the draft to them."""
    return {
        who: {signed_in(client, getattr(cast, who)).get(walk.base + step).status_code for step in STEPS}
        for who in (*EVERYBODY, *OTHERS)
    }


def test_a_draft_opens_for_whoever_began_it_and_for_nobody_else(client):
    cast = a_school()
    walk = Walk(signed_in(client, cast.teacher)).about("image").answers()
    seen = opens(client, cast, walk)
    assert seen.pop("teacher") <= {200, 302}
    assert {who: codes for who, codes in seen.items() if codes != {404}} == {}


def test_every_adult_can_begin_and_nobody_whose_time_is_over(client):
    cast = a_school()
    began = {}
    for who in (*EVERYBODY, *OTHERS):
        sent = signed_in(client, getattr(cast, who)).post("/report/", {"danger": "no", "source": "signed_in"})
        began[who] = sent.status_code == 302
    assert began == {**dict.fromkeys(EVERYBODY, True), "leaver": False, "trust_safeguarding": True,
                     "other_head": True, "other_teacher": True, "stranger": False}  # fmt: skip


def test_the_action_refuses_whoever_did_not_begin_it(client):
    cast = a_school()
    draft = Walk(signed_in(client, cast.teacher)).draft
    for who in (cast.head, cast.office, cast.other_head):
        with pytest.raises(Refused):
            actions.say(draft, by=again(who), what="x")
        with pytest.raises(Refused):
            actions.send(draft, by=again(who))
        with pytest.raises(Refused):
            actions.drop(draft, by=again(who))


def test_an_adult_is_found_by_a_part_of_their_name_in_this_school_alone(client):
    cast = a_school()
    draft = Walk(signed_in(client, cast.office)).draft
    assert queries.colleagues(draft, "hesk") == [cast.teacher]
    assert (
        queries.colleagues(draft, "Oduya") == queries.colleagues(draft, "Colin") == queries.colleagues(draft, "t") == []
    )
    assert queries.subject(draft, str(cast.other_teacher.pk)) is None
    assert queries.subject(draft, "nobody") is None


def test_a_name_is_never_in_an_address(client):
    cast = a_school()
    walk = Walk(signed_in(client, cast.office)).about("image")
    found = walk.post("people/", name="Tom", find="1")
    assert (found.status_code, cast.teacher.name in found.content.decode()) == (200, True)
    assert "Tom" not in found.request["PATH_INFO"] + found.request["QUERY_STRING"]


def test_own_lists_are_for_whoever_is_signed_in(client):
    a_school()
    assert client.get("/report/mine/").url.startswith("/account/login/")
