"""A conflict that becomes known takes a concern away at once, and gives it to whoever comes instead."""

import uuid
from datetime import timedelta

import pytest
from cast import a_school, again, an_adult, signed_in
from concerned import a_concern, a_receipt
from django.urls import reverse
from django.utils import timezone
from evidenced import a_piece

from belisha.concerns import actions as concerns
from belisha.concerns import queries
from belisha.concerns.models import Barred, Concern
from belisha.concerns.returning import actions as returning
from belisha.concerns.routing import actions, jobs
from belisha.concerns.routing import queries as routing
from belisha.concerns.routing.models import AddedPost, Tie
from belisha.concerns.rules import ADULT, UNKNOWN, About, Young
from belisha.core.access import WORKER, Role
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry, Notice
from belisha.evidence import actions as evidence
from belisha.people import actions as people
from belisha.people.chair import actions as chairs
from belisha.people.posts import actions as posts
from belisha.registers.family import actions as family

pytestmark = pytest.mark.django_db


def readers(concern) -> set[str]:
    """Everybody, of whatever school, who may know of it."""
    from belisha.people.models import Adult

    return {one.name for one in Adult.objects.all() if queries.concerns(again(one)).filter(pk=concern.pk).exists()}


def led_by(concern) -> list[str]:
    return list(concern.routes.filter(ended_at=None, leads=True).values_list("post", flat=True))


def taken(concern, by) -> Concern:
    Concern.objects.filter(pk=concern.pk).update(state="taken", owner=by, taken_at=timezone.now())
    return Concern.objects.select_related("school").get(pk=concern.pk)


def named(concern, adult, by) -> Concern:
    actions.name_subject(concern, by=again(by), about=About(ADULT, adult=adult.pk), key=uuid.uuid4())
    return Concern.objects.select_related("school").get(pk=concern.pk)


@pytest.mark.clause("6-22-a", "4-08-a")
def test_a_subject_who_becomes_known_loses_it_in_the_same_moment_and_the_next_is_written_to():
    cast = a_school()
    concern = taken(a_concern(cast, subjects=(About(UNKNOWN),)), cast.head)
    concerns.read(concern, by=again(cast.head))
    before = Notice.objects.count()
    concern = named(concern, cast.head, by=cast.head)
    assert readers(concern) == {cast.chair.name}
    assert (concern.state, concern.owner_id, concern.taken_at) == ("new", None, None)
    assert Notice.objects.filter(adult_id=cast.chair.pk).count() == 1
    assert Notice.objects.count() == before + 1
    with pytest.raises(Refused):
        concerns.read(concern, by=again(cast.head))


def test_whoever_may_still_know_sees_who_was_withdrawn_and_what_they_had_seen():
    cast = a_school()
    concern = a_concern(cast, subjects=(About(UNKNOWN),))
    concerns.read(concern, by=again(cast.head))
    concern = named(concern, cast.head, by=cast.head)
    [one] = routing.withdrawn(again(cast.chair), concern)
    assert (one.name, one.why) == (cast.head.name, "It is about them")
    assert [line.kind for line in one.seen] == ["concern.read", "concern.name_subject"]
    assert routing.withdrawn(again(cast.head), concern) == []
    assert routing.withdrawn(again(cast.teacher), concern) == []


def test_nobody_is_listed_who_never_had_it():
    cast = a_school()
    assert routing.withdrawn(again(cast.chair), a_concern(cast, about=cast.head)) == []


def test_a_subject_found_not_to_be_one_may_know_again_and_somebody_unknown_is_left():
    cast = a_school()
    concern = a_concern(cast, about=cast.head)
    actions.clear_subject(concern, by=again(cast.chair), subject=concern.subjects.get())
    assert readers(concern) == {cast.head.name}
    assert [each.kind for each in concern.subjects.filter(ended_at=None)] == [UNKNOWN]
    with pytest.raises(Refused):
        actions.clear_subject(concern, by=again(cast.chair), subject=concern.subjects.first())


def test_another_type_reaches_others_and_a_lane_is_never_left():
    cast = a_school()
    concern = a_concern(cast)
    actions.change_kind(concern, by=again(cast.head), kind="indecent_image")
    assert readers(concern) == {cast.head.name, cast.dsl.name}
    assert concern.lane == "indecent"
    actions.change_kind(concern, by=again(cast.head), kind="other")
    concern.refresh_from_db()
    assert (readers(concern), concern.lane) == ({cast.head.name}, "indecent")


@pytest.mark.clause("4-07-a")
def test_a_conflict_is_declared_in_one_click_and_leads_home(client):
    cast = a_school()
    concern = taken(a_concern(cast), cast.head)
    page = reverse("routing:conflict", args=[concern.pk])
    shown = signed_in(client, cast.head).get(page)
    assert b"It goes on to: Chair of governors" in shown.content
    answer = client.post(page, {"reason": "She is my cousin."})
    assert answer.url == "/"
    assert readers(concern) == {cast.chair.name}
    assert client.get(page).status_code == 404
    concern.refresh_from_db()
    assert concern.owner is None
    assert b"cousin" not in b"".join(bytes(row.words) for row in Barred.objects.all())
    with pytest.raises(Refused):
        actions.declare_conflict(concern, by=again(cast.head))


def test_the_last_who_could_know_is_told_whom_to_call_outside_and_the_sealed_copy_stays(client):
    cast = a_school()
    concern = a_concern(cast, about=cast.head)
    page = reverse("routing:conflict", args=[concern.pk])
    assert b"Nobody else in the school can have it" in signed_in(client, cast.chair).get(page).content
    actions.declare_conflict(concern, by=again(cast.chair))
    assert readers(concern) == set()
    assert Concern.objects.filter(pk=concern.pk).exists()
    assert queries.account_of(concern)["seen"]


def test_what_nobody_could_know_comes_to_whoever_takes_the_post_without_a_conflict():
    cast = a_school()
    concern = a_concern(cast, about=[cast.head, cast.chair])
    assert readers(concern) == set()
    chairs.hand_over(cast.school, by=again(cast.chair), role="vice_chair", adult=cast.governor)
    assert jobs.work_out_school.call(str(cast.school.pk)) == 1
    assert (readers(concern), led_by(concern)) == ({cast.governor.name}, ["vice_chair"])
    assert jobs.work_out_school.call(str(cast.school.pk)) == 0


def test_a_new_chair_does_not_get_what_is_about_the_one_before_while_they_were_chair():
    cast = a_school()
    vice = an_adult(cast.school, "Nora Vale", "governor", roles=(Role.VICE_CHAIR,))
    concern = a_concern(cast, about=[cast.head, cast.chair])
    chairs.hand_over(cast.school, by=again(vice), role="chair", adult=cast.governor)
    jobs.work_out_school.call(str(cast.school.pk))
    assert readers(concern) == {vice.name}


def test_a_concern_moves_on_when_the_last_holder_of_its_post_leaves_and_its_owner_has_it_no_longer():
    cast = a_school()
    concern = taken(a_concern(cast, about=cast.head), cast.chair)
    vice = an_adult(cast.school, "Nora Vale", "governor", roles=(Role.VICE_CHAIR,))
    chairs.end(cast.school, by=again(vice), held=cast.chair.grants.get(role="chair"))
    jobs.work_out_school.call(str(cast.school.pk))
    concern.refresh_from_db()
    assert (readers(concern), concern.owner) == ({vice.name}, None)


def test_every_change_of_posts_asks_for_it_whether_or_not_there_is_a_concern():
    from django_tasks_db.models import DBTaskResult

    def asked() -> int:
        return DBTaskResult.objects.filter(task_path__endswith="work_out_school").count()

    cast, counts = a_school(), []
    for concern in (None, a_concern):
        if concern:
            concern(cast)
        before = asked()
        one = an_adult(cast.school, "Nora Vale" if concern else "Otis Pym", roles=(Role.DEPUTY_DSL,))
        people.end_role(one.grants.get(), by=again(cast.head))
        counts.append(asked() - before)
    assert counts == [2, 2]


def test_a_stand_in_has_it_in_the_holidays_by_holding_the_post(time_machine):
    cast = a_school()
    deputy = an_adult(cast.school, "Nora Vale", roles=(Role.DEPUTY,))
    day = timezone.localdate()
    held = cast.head.grants.get(role="headteacher")
    posts.name_acting_head(
        cast.school, by=again(cast.chair), held=held, adult=deputy, first=day, last=day + timedelta(days=5)
    )
    concern = a_concern(cast)
    assert readers(concern) == {cast.head.name, deputy.name}
    about_stand_in = a_concern(cast, about=deputy)
    assert readers(about_stand_in) == {cast.chair.name}


# -- ties and children ------------------------------------------------------------------------------------------------


def close(adult, other) -> Tie:
    return actions.declare_tie(other.school, by=again(adult), other=other, kind="close", key=uuid.uuid4())


@pytest.mark.clause("4-08-a", "6-22-a")
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unknown", "Works in school: Margaret Okafor"), ("unknown", "Works in school: Mrs Okafor"),
        ("unknown", "Works in school: the headteacher"), ("elsewhere", "Margaret Okafor"), ("family", "Mrs Okafor"),
        ("unknown", "I think it was the Head Teacher"),
    ],
)  # fmt: skip
def test_whoever_is_named_in_words_alone_is_kept_from_it_like_a_subject(kind, words):
    cast = a_school()
    before = Notice.objects.filter(adult_id=cast.head.pk).count()
    concern = a_concern(cast, subjects=(About(kind, words=words),))
    assert readers(concern) == {cast.chair.name}
    jobs.work_out_school.call(str(cast.school.pk))
    assert readers(concern) == {cast.chair.name}
    assert Notice.objects.filter(adult_id=cast.head.pk).count() == before


def test_a_pupil_of_the_same_name_keeps_nobody_from_it():
    cast = a_school()
    assert readers(a_concern(cast, subjects=(About("pupil", words="Margaret Okafor"),))) == {cast.head.name}


def test_whoever_declared_a_tie_is_written_to_no_more_from_that_moment_on():
    cast = a_school()
    concern = taken(a_concern(cast), cast.head)
    receipt = a_receipt(concern, cast.office)
    close(cast.head, cast.teacher)
    before = Notice.objects.filter(adult_id=cast.head.pk).count()
    returning.reply(receipt, by=again(cast.office), words="It happened again.")
    evidence.hand_in(receipt, by=again(cast.office), piece=a_piece(cast, concern.pk))
    assert Notice.objects.filter(adult_id=cast.head.pk).count() == before


@pytest.mark.parametrize("says", ["handler", "subject"])
def test_whoever_is_close_to_the_subject_has_nothing_to_do_with_it(says):
    cast = a_school()
    close(cast.head, cast.teacher) if says == "handler" else close(cast.teacher, cast.head)
    concern = a_concern(cast)
    assert readers(concern) == {cast.chair.name}


def test_a_tie_declared_later_takes_it_away_without_waiting_for_anything():
    cast = a_school()
    concern = taken(a_concern(cast), cast.head)
    tie = close(cast.head, cast.teacher)
    assert readers(concern) == set()
    jobs.work_out_school.call(str(cast.school.pk))
    assert readers(concern) == {cast.chair.name}
    actions.end_tie(tie, by=again(cast.head))
    jobs.work_out_school.call(str(cast.school.pk))
    assert readers(concern) == {cast.chair.name}
    assert [one.name for one in routing.withdrawn(again(cast.chair), concern)] == [cast.head.name]


def test_a_subject_who_calls_the_headteacher_close_after_the_report_changes_nothing():
    cast = a_school()
    concern = a_concern(cast)
    close(cast.teacher, cast.head)
    jobs.work_out_school.call(str(cast.school.pk))
    assert readers(concern) == {cast.head.name}


@pytest.mark.parametrize("words", ["Lena Ash", "lena ash, in Year 6"])
def test_whoever_declared_the_child_as_family_has_nothing_to_do_with_it(words):
    cast = a_school()
    family.declare(
        cast.school,
        by=again(cast.dsl),
        key=uuid.uuid4(),
        kind="family",
        relationship="My niece.",
        pupil_name="Lena Ash",
    )
    concern = a_concern(cast, kind="pupil_contact", children=(Young(words=words),))
    assert readers(concern) == {cast.head.name}


def test_a_declaration_that_comes_later_bars_as_well_and_taking_it_back_opens_nothing():
    cast = a_school()
    concern = a_concern(cast, kind="pupil_contact", children=(Young(words="Lena Ash"),))
    assert readers(concern) == {cast.head.name, cast.dsl.name}
    made = family.declare(
        cast.school,
        by=again(cast.dsl),
        key=uuid.uuid4(),
        kind="family",
        relationship="My niece.",
        pupil_name="Lena Ash",
    )
    jobs.work_out_school.call(str(cast.school.pk))
    assert readers(concern) == {cast.head.name}
    family.withdraw(made, by=again(cast.dsl))
    jobs.work_out_school.call(str(cast.school.pk))
    assert readers(concern) == {cast.head.name}


def test_a_tie_is_seen_by_whoever_declared_it_and_by_nobody_else(client):
    cast = a_school()
    tie = close(cast.teacher, cast.head)
    assert [row.pk for row in routing.ties(again(cast.teacher))] == [tie.pk]
    for other in (cast.head, cast.chair, cast.dsl, cast.other_head, cast.trust_safeguarding):
        assert routing.ties(again(other)) == []
        assert signed_in(client, other).get(reverse("routing:end_tie", args=[tie.pk])).status_code == 404
    assert not AuditEntry.objects.filter(school_id=cast.school.pk, kind__startswith="tie.").exists()


def test_a_tie_is_declared_by_a_whole_name_once_and_taken_back(client):
    cast = a_school()
    page = reverse("routing:add_tie")
    signed_in(client, cast.teacher)
    for name in ("Margaret", "Tom Hesketh", "Rhiannon Beck", "Colin Marsh"):
        assert b"Nobody who works here has this name" in client.post(page, {"name": name, "kind": "close"}).content
    said = {"name": "margaret okafor", "kind": "related", "key": uuid.uuid4()}
    assert client.post(page, said).url == reverse("routing:ties")
    assert b"named Margaret Okafor already" in client.post(page, said).content
    tie = Tie.objects.get(adult=cast.teacher)
    assert b"Margaret Okafor" in client.get(reverse("routing:ties")).content
    client.post(reverse("routing:end_tie", args=[tie.pk]))
    assert b"Margaret Okafor" not in client.get(reverse("routing:ties")).content.split(b"govuk-notification")[0]
    tie.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.end_tie(tie, by=again(cast.teacher))


def test_where_two_have_one_name_it_is_asked_which(client):
    cast = a_school()
    second = an_adult(cast.school, "Margaret Okafor", "volunteer", email="")
    signed_in(client, cast.teacher)
    said = {"name": "Margaret Okafor", "kind": "close"}
    assert b"Choose which of them you mean" in client.post(reverse("routing:add_tie"), said).content
    client.post(reverse("routing:add_tie"), {**said, "which": second.pk})
    assert Tie.objects.get().other_id == second.pk


# -- the table of the school ------------------------------------------------------------------------------------------


@pytest.mark.clause("2-04-b")
def test_the_whole_school_sees_where_concerns_go_and_nothing_of_any(client):
    cast = a_school()
    for adult in cast.people:
        shown = signed_in(client, adult).get(reverse("routing:list"))
        assert b"Designated safeguarding lead" in shown.content
        assert b"If an agency or another employer sends the adult it is about" in shown.content


def test_a_post_is_added_for_what_is_reported_from_then_on_and_never_taken_away(client):
    cast = a_school()
    dpo = an_adult(cast.school, "Nora Vale", roles=(Role.DPO,))
    before = a_concern(cast)
    said = {"kind": "policy_breach", "post": "dpo"}
    assert signed_in(client, cast.head).post(reverse("routing:add"), said).url == reverse("routing:list")
    jobs.work_out_school.call(str(cast.school.pk))
    assert readers(before) == {cast.head.name}
    assert readers(a_concern(cast)) == {cast.head.name, dpo.name}
    assert readers(a_concern(cast, about=cast.head)) == {cast.chair.name}
    assert b"reaches the Data protection officer already" in client.post(reverse("routing:add"), said).content
    assert AddedPost.objects.count() == 1
    for adult in (cast.teacher, cast.dsl, cast.office, cast.other_head):
        with pytest.raises(Refused):
            actions.add_post(cast.school, by=again(adult), kind="other", post="dpo")


def test_whoever_is_not_reached_finds_none_of_its_pages(client):
    cast = a_school()
    concern = a_concern(cast, about=cast.head)
    keys = {"concern_id": concern.pk, "subject_id": concern.subjects.get().pk}
    pages = [("conflict", 1), ("name_subject", 1), ("change_kind", 1), ("clear_subject", 2)]
    for adult in (cast.head, cast.dsl, cast.teacher, cast.office, cast.it_lead, cast.hr, cast.other_head):
        signed_in(client, adult)
        for name, number in pages:
            address = reverse(f"routing:{name}", kwargs=dict(list(keys.items())[:number]))
            assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    actions.work_out(concern, by=WORKER)
    assert readers(concern) == {cast.chair.name}


def test_a_subject_is_named_on_a_page(client):
    cast = a_school()
    concern = a_concern(cast, subjects=(About(UNKNOWN),))
    page = reverse("routing:name_subject", args=[concern.pk])
    signed_in(client, cast.head)
    answer = client.post(page, {"kind": "adult", "name": "Tom Hesketh", "key": uuid.uuid4()})
    assert answer.url == concern.get_absolute_url()
    assert b"Tom Hesketh" in client.get(page).content
    assert client.post(page, {"kind": "pupil", "name": "A pupil of Year 6"}).status_code == 302
    assert [row.name for row in routing.subjects_of(again(cast.head), concern)] == ["Tom Hesketh", "A pupil of Year 6"]
