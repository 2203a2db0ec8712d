"""Words in pictures: read where that is switched on, sealed, and found by whoever may see the concern alone."""

import re
import shutil

import pytest
from cast import a_school, again, signed_in
from concerned import a_concern
from django.db import connection
from django.urls import reverse
from evidence.showing import hostile
from evidence.showing.shown import an_item

from belisha import config
from belisha.core.access import WORKER
from belisha.evidence.showing import actions, apart, jobs, queries, rules
from belisha.evidence.showing.beside import step
from belisha.evidence.showing.models import Recognised

pytestmark = pytest.mark.django_db

SEARCH = "/evidence/showing/search/"


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def switched_on(monkeypatch):
    made = config.load().model_copy(update={"ocr": True})
    monkeypatch.setattr(config, "load", lambda: made)


@pytest.fixture
def tesseract(switched_on):
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed here, so no words can be read")


def read(concern, words: str):
    item = an_item(concern, hostile.picture(size=(20, 20)))
    return actions.recognise(item, by=WORKER, outcome="read", words=words)


def found(client, words: str) -> str:
    return client.post(SEARCH, {"words": words}).content.decode()


def test_the_words_of_a_screenshot_and_of_a_pdf_are_read_and_found(client, cast, tesseract):
    concern = a_concern(cast)
    shot = an_item(concern, hostile.picture(size=(900, 300), words="Meet me at the canal"))
    paper = an_item(concern, hostile.pdf("Nothing here", "The lighthouse plan"))
    jobs.recognise_due()
    signed_in(client, cast.head)
    assert str(shot.pk) in found(client, "CANAL meet")
    assert str(paper.pk) in found(client, "lighthouse")
    assert "not found" in found(client, "canal lighthouse")
    assert queries.to_read(9) == []


def test_words_stand_nowhere_in_the_clear(cast, tesseract):
    an_item(a_concern(cast), hostile.picture(size=(900, 300), words="canal"))
    jobs.recognise_due()
    assert Recognised.objects.get().outcome == rules.READ
    assert b"canal" not in bytes(Recognised.objects.get().words).lower()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM core_auditentry")
        assert not any(b"canal" in bytes(body) for (body,) in cursor.fetchall())


def test_a_picture_without_words_and_one_that_cannot_be_opened_are_not_read_again(cast, tesseract):
    concern = a_concern(cast)
    an_item(concern, hostile.picture(size=(200, 200)))
    an_item(concern, hostile.picture()[:100])
    jobs.recognise_due()
    assert sorted(Recognised.objects.values_list("outcome", flat=True)) == [rules.FAILED, rules.NOTHING]
    jobs.recognise_due()
    assert Recognised.objects.count() == 2


def test_nothing_is_read_unless_it_was_switched_on(cast):
    assert config.Config().ocr is False
    an_item(a_concern(cast), hostile.picture())
    jobs.recognise_due()
    assert not Recognised.objects.exists()


def test_a_program_that_is_not_there_reads_nothing():
    with pytest.raises(apart.CannotShow):
        apart.words(hostile.picture(), "no-such-program", "eng")


FINDS = {
    "head": True, "teacher": None, "office": None, "chair": False, "dsl": False, "governor": None, "volunteer": None,
    "agency_ta": None, "it_lead": None, "hr": None,
}  # fmt: skip


def test_words_are_found_only_within_what_the_actor_may_see(client, cast):
    row = read(a_concern(cast), "the canal at four")
    for who, finds in FINDS.items():
        signed_in(client, getattr(cast, who))
        if finds is None:
            assert client.get(SEARCH).status_code == client.post(SEARCH, {"words": "canal"}).status_code == 403, who
        else:
            assert (str(row.item_id) in found(client, "canal")) is finds, who


def test_the_subject_finds_what_somebody_finds_where_there_is_no_such_concern(client, cast):
    signed_in(client, cast.head)
    before = found(client, "canal")
    read(a_concern(cast, about=cast.head), "the canal at four")
    after = found(client, "canal")
    assert _without_secrets(after) == _without_secrets(before)


def _without_secrets(page: str) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+', "", page)


def test_a_search_by_address_finds_nothing_and_opens_nothing(client, cast):
    row = read(a_concern(cast), "the canal at four")
    answer = signed_in(client, cast.head).get(f"{SEARCH}?words=canal").content.decode()
    assert str(row.item_id) not in answer


def test_a_search_opens_so_many_and_says_when_it_stopped(cast, monkeypatch):
    concern = a_concern(cast)
    for _ in range(5):
        read(concern, "the canal at four")
    assert queries.found(again(cast.head), "canal").all
    monkeypatch.setattr(queries, "MOST", 3)
    some = queries.found(again(cast.head), "canal")
    assert (some.looked, some.all) == (3, False)


def test_a_search_asks_the_database_as_often_for_many_as_for_few(cast, django_assert_max_num_queries):
    concern = a_concern(cast)
    for number in range(12):
        read(concern, f"the canal at {number}")
    with django_assert_max_num_queries(6):
        assert len(queries.found(again(cast.head), "canal").items) == 12


def test_two_letters_are_too_few(client, cast):
    answer = signed_in(client, cast.head).post(SEARCH, {"words": "ab"})
    assert "at least three letters" in answer.content.decode()


def test_where_it_is_switched_on_the_concern_leads_to_the_search(cast, switched_on):
    concern = a_concern(cast)
    assert list(step(again(cast.head), concern)) == []
    an_item(concern, hostile.picture(size=(9, 9)))
    assert [one.url for one in step(again(cast.head), concern)] == [reverse("showing:search")]


def test_a_read_row_says_only_the_day_where_its_item_does(cast):
    item = an_item(a_concern(cast, openness="anonymous"), hostile.picture(size=(9, 9)), day_only=True)
    assert actions.recognise(item, by=WORKER, outcome="nothing", words="").only_the_day
