"""No file in the lane by any door; what came in by mistake is sealed off by two people and opened by nobody."""

import uuid
from contextlib import contextmanager

import pytest
from cast import a_school, again, signed_in
from concerned import a_concern
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.reporting.models import Draft
from belisha.concerns.sealing import record_of
from belisha.core.errors import NotAllowed, Refused
from belisha.evidence import actions as evidence
from belisha.evidence import opening
from belisha.evidence.lane import actions, queries, rules, sealing_out
from belisha.evidence.lane.models import Release, Shutting
from belisha.evidence.models import Item
from belisha.evidence.queries import custody
from belisha.people.models import Grant
from belisha.sealed import store
from belisha.sealed.box import SealError, Withheld
from belisha.sealed.reconcile import reconcile

pytestmark = pytest.mark.django_db
BYTES = b"not a picture of anybody" * 40


@contextmanager
def refused_by_the_database():
    with pytest.raises((IntegrityError, DatabaseError), match="lane"), transaction.atomic():
        yield


def a_file(school, place):
    """A file sealed under a concern or draft, as every door seals one."""
    record = record_of(place)
    store_it = {"school_id": school.pk, "record": record, "filename": "seen.png", "media_type": "image/png"}
    return store.keep(store.store([BYTES], limit=None, **store_it))


def an_item(concern, **more) -> Item:
    file = a_file(concern.school, concern.pk)
    return Item.objects.create(school=concern.school, concern=concern, kind="png", file=file, source="handler", **more)


@pytest.fixture
def cast(db):
    """A school with a second person who handles what concerns a child."""
    return a_school()


@pytest.mark.clause("7-01-a", "7-01-d", "8-01-d")
def test_the_database_refuses_a_file_of_a_concern_in_the_lane(cast):
    concern = a_concern(cast, kind="indecent_image")
    with refused_by_the_database():
        a_file(cast.school, concern.pk)


def test_it_refuses_a_file_of_a_draft_in_the_lane_likewise(cast):
    draft = Draft.objects.create(school=cast.school, adult=cast.teacher, lane="terrorist")
    with refused_by_the_database():
        a_file(cast.school, draft.pk)


def test_it_refuses_an_item_even_with_a_file_that_was_sealed_for_something_else(cast):
    elsewhere, lane = a_concern(cast), a_concern(cast, kind="indecent_image")
    file = a_file(cast.school, elsewhere.pk)
    with refused_by_the_database():
        Item.objects.create(school=cast.school, concern=lane, kind="png", file=file, source="handler")
    item = an_item(elsewhere)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(concern=lane)


def test_it_refuses_to_leave_the_lane_or_to_enter_it_with_open_files(cast):
    lane, other = a_concern(cast, kind="indecent_image"), a_concern(cast)
    an_item(other)
    with refused_by_the_database():
        Concern.objects.filter(pk=lane.pk).update(kind="other", lane="")
    with refused_by_the_database():
        Concern.objects.filter(pk=other.pk).update(kind="indecent_image", lane="indecent")


@pytest.mark.clause("7-01-d")
def test_what_came_in_by_mistake_is_opened_by_nobody_from_the_first_click(cast):
    concern = a_concern(cast, kind="pupil_contact")
    item = an_item(concern)
    copy = an_item(concern, derived_from=item, derivation="redacted")
    actions.shut(concern, by=again(cast.head), item=item)
    for each in (item, copy):
        each = Item.objects.select_related("file").get(pk=each.pk)
        assert each.shut_at
        with pytest.raises(NotAllowed):
            opening.pieces(each)
        with pytest.raises(Withheld):
            b"".join(store.open_file(each.file))
    assert reconcile(deep=True).ok


def test_two_people_confirm_and_release_and_it_is_never_the_same_one_twice(cast):
    concern = a_concern(cast, kind="pupil_contact")
    actions.shut(concern, by=again(cast.head), item=an_item(concern))
    shutting = Shutting.objects.select_related("item").get()
    said = {"what": rules.HAND_OVER, "reference": "GP-4411", "officer": "The duty desk"}
    with pytest.raises(NotAllowed):
        actions.ask_release(shutting, by=again(cast.head), key=uuid.uuid4(), **said)
    with pytest.raises(Refused):
        actions.confirm(shutting, by=again(cast.head))
    actions.confirm(shutting, by=again(cast.dsl))
    with pytest.raises(NotAllowed):
        actions.ask_release(shutting, by=again(cast.dsl), key=uuid.uuid4(), **{**said, "reference": " "})
    release = actions.ask_release(shutting, by=again(cast.dsl), key=uuid.uuid4(), **said)
    with pytest.raises(Refused):
        actions.agree(release, by=again(cast.dsl))
    actions.agree(release, by=again(cast.head))
    secret, public = sealing_out.fresh()
    import pyrage

    sealed = b"".join(sealing_out.encrypted(Release.objects.get(), public))
    assert BYTES not in sealed
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret)]) == BYTES
    actions.hand_over(release, by=again(cast.head))
    with pytest.raises(NotAllowed):
        actions.hand_over(release, by=again(cast.head))


def test_what_the_police_had_destroyed_nobody_has_any_more(cast):
    concern = a_concern(cast, kind="pupil_contact")
    actions.shut(concern, by=again(cast.head), item=an_item(concern))
    shutting = Shutting.objects.select_related("item").get()
    actions.confirm(shutting, by=again(cast.dsl))
    said = {"what": rules.DESTROY, "reference": "GP-4411", "officer": "The duty desk"}
    release = actions.ask_release(shutting, by=again(cast.head), key=uuid.uuid4(), **said)
    actions.agree(release, by=again(cast.dsl))
    with pytest.raises(SealError):
        actions.wrapped_key_of(shutting)


def test_the_reporters_own_words_seal_off_what_they_added_before(cast):
    draft = Draft.objects.create(school=cast.school, adult=cast.teacher)
    file = a_file(cast.school, draft.pk)
    item = Item.objects.create(school=cast.school, draft_id=draft.pk, kind="png", file=file, source="reporter")
    Draft.objects.filter(pk=draft.pk).update(lane="indecent")
    actions.shut_what_came_before(draft, by=again(cast.teacher))
    item.refresh_from_db()
    assert item.shut_at
    assert Shutting.objects.get().asked_by is None


def test_only_what_was_done_with_this_file_is_told_of_it_and_of_what_it_was_copied_from(cast):
    concern = a_concern(cast, kind="pupil_contact")
    other, item = an_item(concern), an_item(concern)
    copy = an_item(concern, derived_from=item, derivation="redacted")
    evidence.download(other, by=again(cast.head), reason="to read the other one")
    evidence.download(item, by=again(cast.dsl), reason="to look closer")
    actions.shut(concern, by=again(cast.head), item=copy)
    for shutting in Shutting.objects.select_related("item"):
        said = " ".join(queries.seen(shutting))
        assert "to look closer" in said
        assert f"{timezone.localdate():%B %Y}" in said
        assert "to read the other one" not in said
    assert {row.item_id for row in Shutting.objects.all()} == {item.pk, copy.pk}
    assert any("sealed off" in row.sentence for row in custody(again(cast.head), copy))


def test_the_second_person_finds_it_on_their_home_page_and_nobody_else_does(client, cast):
    Grant.objects.create(adult=cast.teacher, role="deputy_dsl", school=cast.school, starts=cast.teacher.starts)
    concern = a_concern(cast, kind="pupil_contact")
    actions.shut(concern, by=again(cast.head), item=an_item(concern))
    shutting = Shutting.objects.select_related("item").get()
    there = reverse("lane:confirm", args=[shutting.pk])
    asked = {name: there in home(client, cast, name) for name in ("head", "dsl", "teacher", "chair", "office")}
    assert asked == {"head": False, "dsl": True, "teacher": False, "chair": False, "office": False}
    actions.confirm(shutting, by=again(cast.dsl))
    said = {"what": rules.DESTROY, "reference": "GP-4411", "officer": "The duty desk"}
    release = actions.ask_release(shutting, by=again(cast.dsl), key=uuid.uuid4(), **said)
    there = reverse("lane:agree", args=[release.pk])
    assert [there in home(client, cast, name) for name in ("head", "dsl", "teacher")] == [True, False, False]


def home(client, cast, name: str) -> str:
    return signed_in(client, getattr(cast, name)).get("/").content.decode()


def test_what_was_sealed_off_has_no_page_to_download_it(client, cast):
    concern = a_concern(cast, kind="pupil_contact")
    item = an_item(concern)
    actions.shut(concern, by=again(cast.head), item=item)
    answer = signed_in(client, cast.head).get(reverse("evidence:download", args=[item.pk]))
    assert answer.status_code == 409
    assert "<form method" not in answer.content.decode().partition("<main")[2]


def test_who_could_have_seen_it_is_written_down_and_never_names_the_subject(cast):
    Grant.objects.create(adult=cast.teacher, role="deputy_dsl", school=cast.school, starts=cast.teacher.starts)
    concern = a_concern(cast, kind="pupil_contact")
    actions.shut(concern, by=again(cast.head), item=an_item(concern))
    seen = " ".join(queries.seen(Shutting.objects.select_related("item").get()))
    assert cast.dsl.name in seen
    assert cast.teacher.name not in seen


# Who opens which page of a file that was sealed off; the teacher is the subject.
@pytest.mark.parametrize(
    ("who", "opens"),
    [("head", 200), ("dsl", 200), ("chair", 404), ("teacher", 404), ("office", 404), ("it_lead", 404), ("hr", 404)],
)
def test_who_opens_these_pages(client, cast, who, opens):
    concern = a_concern(cast, kind="pupil_contact")
    first, second = an_item(concern), an_item(concern)
    actions.shut(concern, by=again(cast.head), item=first)
    shutting = Shutting.objects.get()
    actions.confirm(shutting, by=again(cast.dsl))
    said = {"what": rules.DESTROY, "reference": "GP-4411", "officer": "The duty desk"}
    release = actions.ask_release(shutting, by=again(cast.head), key=uuid.uuid4(), **said)
    pages = [("shut", second.pk), ("confirm", shutting.pk), ("release", shutting.pk), ("agree", release.pk)]
    signed_in(client, getattr(cast, who))
    assert {client.get(reverse(f"lane:{name}", args=[pk])).status_code for name, pk in pages} == {opens}
