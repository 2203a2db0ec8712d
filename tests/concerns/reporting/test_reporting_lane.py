"""From the first answer that points to an indecent image or a terrorist publication on: words only, and no way back."""

import pytest
from cast import a_school, again, signed_in
from walking import Walk

from belisha.concerns import queries
from belisha.concerns.models import Concern
from belisha.concerns.queries import account_of
from belisha.concerns.reporting import actions, rules
from belisha.concerns.rules import INDECENT, TERRORIST, TYPES
from belisha.core.errors import NotAllowed
from belisha.core.models import AuditEntry

pytestmark = pytest.mark.django_db

ASKED = [kind for kind in TYPES if kind != "indecent_image" and "shows_child" in rules.questions.table()["asks"][kind]]


@pytest.mark.clause("7-01-d", "7-01-a")
def test_whoever_found_an_indecent_image_is_stopped_and_tells_the_headteacher_in_words(client):
    cast = a_school()
    walk = Walk(signed_in(client, cast.office)).about("indecent_image")
    assert walk.last.url.endswith("/stop/")
    page = walk.get("stop/").content.decode()
    for said in ("Do not look again", "copy", "forward", "screenshot", "delete", "Switch the screen off", "999"):
        assert said in page
    walk.answers(found_where="A tablet in the hall", found_now="In the safe").sends()
    concern = Concern.objects.get()
    assert (concern.kind, concern.lane) == ("indecent_image", INDECENT)
    assert account_of(concern)["found_where"] == "A tablet in the hall"
    assert queries.concerns(again(cast.head)).get() == concern


@pytest.mark.clause("7-01-d")
@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_the_first_answer_that_points_there_stops_whatever_it_began_as(client, kind, answer):
    walk = Walk(signed_in(client, a_school().office)).about(kind)
    assert walk.get("next/").context["asked"].key == "shows_child"
    stopped = walk.post("next/", shown="shows_child", shows_child=answer)
    draft = walk.draft
    assert stopped.url.endswith("/stop/")
    assert (draft.lane, rules.questions.FILES in _pages(draft)) == (INDECENT, False)
    assert AuditEntry.objects.filter(about=draft.pk, kind="draft.enter_lane", actor=None).exists()


def test_a_terrorist_publication_is_its_address_and_a_description(client):
    walk = Walk(signed_in(client, a_school().office)).about("radicalisation")
    assert walk.post("next/", shown="terrorist_publication", terrorist_publication="yes").url.endswith("/stop/")
    assert b"Do not open it again" in walk.get("stop/").content
    walk.answers(address="a page").sends()
    concern = Concern.objects.get()
    assert (concern.kind, concern.lane, account_of(concern)["address"]) == ("radicalisation", TERRORIST, "a page")


def test_no_later_answer_leads_out_of_it(client):
    walk = Walk(signed_in(client, a_school().office)).about("indecent_image")
    assert walk.about("image").last.status_code == 409
    assert walk.about("policy_breach").last.status_code == 409
    walk.answers()
    assert (walk.draft.lane, rules.questions.FILES in _pages(walk.draft)) == (INDECENT, False)
    walk.sends()
    concern = Concern.objects.get()
    assert (concern.lane, concern.kind) == (INDECENT, "indecent_image")
    assert set(concern.routes.values_list("post", flat=True)) >= {"headteacher", "dsl"}


def test_files_are_refused_by_the_action_itself(client):
    walk = Walk(signed_in(client, a_school().office)).about("indecent_image")
    draft = walk.draft
    with pytest.raises(NotAllowed):
        actions.say(draft, by=draft.adult, files="added")


def test_one_lane_is_not_changed_for_the_other(client):
    walk = Walk(signed_in(client, a_school().office)).about("radicalisation")
    walk.post("next/", shown="terrorist_publication", terrorist_publication="yes")
    assert walk.post("kind/", kind="indecent_image").status_code == 409
    assert walk.draft.lane == TERRORIST


def test_there_is_no_stop_page_where_nothing_is_to_be_stopped(client):
    assert Walk(signed_in(client, a_school().office)).about("disrepute").get("stop/").status_code == 404


def _pages(draft) -> list[str]:
    from belisha.concerns.reporting.queries import said

    return [page.key for page in rules.pages(said(draft), draft.lane)]
