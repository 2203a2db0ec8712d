"""Who is shown what, what the log says about it, and what a browser may do with it."""

import io
import re
import uuid
from base64 import b64decode
from pathlib import Path

import pypdfium2
import pytest
from cast import a_school, again, signed_in
from concerned import a_concern
from django.urls import reverse
from evidence.showing import hostile
from evidence.showing.shown import an_item
from PIL import Image

from belisha.concerns.queries import history
from belisha.core.access import WORKER
from belisha.core.errors import NotAllowed, Refused
from belisha.evidence.lane import actions as lane
from belisha.evidence.models import Item
from belisha.evidence.opening import pieces
from belisha.evidence.showing import actions, apart, looking, queries
from belisha.evidence.showing.models import Recognised
from belisha.sealed import store

pytestmark = pytest.mark.django_db

PAGES = ("detail", "picture", "redact")


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def concern(cast):
    return a_concern(cast)


def at(page: str, item) -> str:
    return reverse(f"showing:{page}", args=[item.pk])


def seen(actor, concern) -> list[str]:
    """What the custody log says about looking and deriving, the oldest first."""
    kinds = ("evidence.view", "evidence.derive")
    return [line.sentence for line in reversed(history(again(actor), concern, kinds))]


def picture_in(answer) -> Image.Image:
    found = re.search(r'src="data:image/webp;base64,([^"]+)"', answer.content.decode())
    return Image.open(io.BytesIO(b64decode(found[1])))


# -- who ----------------------------------------------------------------------------------------------


OPENS = {
    "head": (200, 200, 200), "teacher": (404, 404, 404), "office": (404, 404, 404), "chair": (404, 404, 404),
    "dsl": (404, 404, 404), "governor": (404, 404, 404), "it_lead": (404, 404, 404), "hr": (404, 404, 404),
    "agency_ta": (404, 404, 404), "volunteer": (404, 404, 404),
}  # fmt: skip


def without_tokens(answer) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+', "", answer.content.decode())


def test_whom_the_concern_reaches_is_shown_its_evidence_and_for_nobody_else_it_exists(client, cast, concern):
    item = an_item(concern, hostile.picture(size=(40, 30)))
    for who, wanted in OPENS.items():
        signed_in(client, getattr(cast, who))
        answers = [client.get(at(page, item)) for page in PAGES]
        assert tuple(answer.status_code for answer in answers) == wanted, who
        if 404 in wanted:
            missing = client.get(reverse("showing:detail", args=[uuid.uuid4()]))
            assert {without_tokens(answer) for answer in answers} == {without_tokens(missing)}


def test_whoever_is_not_signed_in_is_led_to_the_door(client, concern):
    item = an_item(concern, hostile.picture())
    assert client.get(at("detail", item)).status_code == 302
    assert client.get(at("picture", item)).status_code == 302


def test_the_subject_is_shown_nothing_even_as_headteacher(client, cast):
    item = an_item(a_concern(cast, about=cast.head), hostile.picture())
    for page in PAGES:
        assert signed_in(client, cast.head).get(at(page, item)).status_code == 404


def test_what_stands_in_a_draft_or_has_no_file_is_not_shown(client, cast, concern):
    bare = Item.objects.create(school=cast.school, concern=concern, kind="no_file", source="handler")
    for page in PAGES:
        assert signed_in(client, cast.head).get(at(page, bare)).status_code == 404


@pytest.mark.clause("7-01-a")
def test_what_was_sealed_off_refuses_everything(client, cast, concern):
    item = an_item(concern, hostile.picture(words="seen"))
    head = again(cast.head)
    copy = looking.make_copy(item, by=head, key=uuid.uuid4(), boxes=[(1, 0, 0, 10, 10)], reason="Others are named")
    actions.recognise(item, by=WORKER, outcome="read", words="seen")
    before = len(seen(cast.head, concern))
    lane.shut(concern, by=head, item=item)
    signed_in(client, cast.head)
    for each in (item, copy):
        for page in PAGES:
            assert client.get(at(page, each)).status_code == 404
            if page == "redact":
                assert client.post(at(page, each), {"do": "make"}).status_code == 404
    stale = Item.objects.get(pk=item.pk)
    stale.shut_at = None  # a page that was opened before
    for attempt in (
        lambda: actions.view(stale, by=head, part="page 1"),
        lambda: looking.look(stale, by=head),
        lambda: looking.make_copy(stale, by=head, key=uuid.uuid4(), boxes=[(1, 0, 0, 10, 10)], reason="x"),
        lambda: actions.recognise(stale, by=WORKER, outcome="read", words="x"),
    ):
        with pytest.raises((NotAllowed, store.Missing, apart.CannotShow)):
            attempt()
    assert [bytes(row.words) for row in Recognised.objects.all()] == [b""]
    assert queries.found(head, "seen").items == []
    assert (queries.to_read(9), queries.to_scan(9)) == ([], [])
    assert len(seen(cast.head, concern)) == before


# -- what is shown ---------------------------------------------------------------------------------------


@pytest.mark.clause("8-01-b")
def test_each_view_stands_in_the_custody_log_before_the_file_is_opened(client, cast, concern):
    item = an_item(concern, hostile.pdf("One", "Two"))
    signed_in(client, cast.head)
    for address in (at("detail", item), f"{at('detail', item)}?page=2", f"{at('picture', item)}?page=2"):
        assert client.get(address).status_code == 200
    told = seen(cast.head, concern)
    assert [line.rpartition("(")[2] for line in told] == ["page 1)", "page 2)", "page 2, enlarged)"]
    assert all("Margaret Okafor looked at an item of evidence" in line for line in told)


def test_even_what_cannot_be_shown_was_looked_at(client, cast, concern):
    item = an_item(concern, hostile.png_that_claims(60_000, 60_000, rows=3))
    answer = signed_in(client, cast.head).get(at("detail", item))
    assert answer.status_code == 200
    assert "It cannot be shown. Download the original instead." in answer.content.decode()
    assert len(seen(cast.head, concern)) == 1
    assert client.get(at("picture", item)).status_code == 404
    assert client.get("/").status_code == 200


def test_the_picture_alone_can_do_nothing_in_a_browser_and_is_kept_by_none(client, cast, concern):
    item = an_item(concern, hostile.turned_with_place())
    answer = signed_in(client, cast.head).get(at("picture", item))
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert b"SecretCamera" not in answer.content
    assert Image.open(io.BytesIO(answer.content)).size == (400, 600)


@pytest.mark.parametrize("data", [hostile.SVG, hostile.calling("http://127.0.0.1:9")], ids=["svg", "html"])
def test_a_page_that_would_run_is_escaped(client, cast, concern, data):
    answer = signed_in(client, cast.head).get(at("detail", an_item(concern, data.encode()))).content.decode()
    assert "&lt;script" in answer
    assert "alert(document.domain)</script>" not in answer
    assert "<iframe" not in answer
    assert "nothing in it runs" in answer


def test_sound_video_and_unknown_files_are_for_download_only(client, cast, concern):
    for data in (b"\0\0\0\x18ftypmp42" + b"\0" * 100, b"MZ\x90\0"):
        answer = signed_in(client, cast.head).get(at("detail", an_item(concern, data)))
        assert "Files of this kind are not opened here. It cannot be shown." in answer.content.decode()


def test_a_file_that_was_changed_in_the_store_is_not_shown(client, cast, concern):
    item = an_item(concern, hostile.picture())
    path = store.path_of(item.file_id)
    whole = bytearray(path.read_bytes())
    whole[-1] ^= 1
    path.write_bytes(whole)
    answer = signed_in(client, cast.head).get(at("detail", item))
    assert answer.status_code == 409
    assert "This file is not as it arrived" in answer.content.decode()


def test_no_address_and_no_title_says_what_it_is(client, cast, concern):
    item = an_item(concern, hostile.MAIL.encode())
    answer = signed_in(client, cast.head).get(at("detail", item)).content.decode()
    assert re.search(r"<title>(.*?)</title>", answer, re.DOTALL)[1].startswith("A piece of evidence")
    assert str(item.pk) in at("detail", item)


def test_nothing_in_the_clear_is_left_on_the_disk(client, cast, concern, settings):
    item = an_item(concern, hostile.picture(words="on disk"))
    folders = [Path(settings.FILE_UPLOAD_TEMP_DIR), store.path_of(item.file_id).parents[2]]
    before = {path for folder in folders for path in folder.rglob("*")}
    signed_in(client, cast.head).get(at("detail", item))
    assert {path for folder in folders for path in folder.rglob("*")} == before


# -- the redacted copy -----------------------------------------------------------------------------------


def form(**said) -> dict:
    return {"key": str(uuid.uuid4()), "boxes": "", "page": "1", "reason": "Other pupils are named", **said}


@pytest.mark.clause("8-01-b")
def test_a_redacted_copy_is_an_item_of_its_own_and_the_original_is_as_it_was(client, cast, concern):
    data = hostile.picture("PNG", (600, 400), words="Amelia Stone")
    item = an_item(concern, data)
    said = form(boxes="1:0,0,100,100", do="make")
    answer = signed_in(client, cast.head).post(at("redact", item), said)
    copy = Item.objects.exclude(pk=item.pk).get()
    assert answer["Location"] == at("detail", copy)
    assert (copy.derived_from_id, copy.derivation, copy.kind) == (item.pk, "redacted", "png")
    assert copy.concern_id == concern.pk
    assert copy.file.sha256 != item.file.sha256
    drawn = Image.open(io.BytesIO(b"".join(pieces(copy))))
    assert drawn.getcolors() == [(600 * 400, (0, 0, 0))]
    assert b"".join(pieces(item)) == data
    assert seen(cast.head, concern)[-1].endswith("made an item of evidence, a redacted copy: Other pupils are named")
    assert "Redacted copy" in client.get(at("detail", copy)).content.decode()
    assert "Redacted copies of this" in client.get(at("detail", item)).content.decode()
    assert copy.wordings.get().number == 1


def test_the_same_form_sent_twice_makes_one_copy(client, cast, concern):
    item = an_item(concern, hostile.picture())
    said = form(boxes="1:10,10,10,10", do="make")
    signed_in(client, cast.head)
    first, second = (client.post(at("redact", item), said)["Location"] for _ in range(2))
    assert first == second
    assert Item.objects.count() == 2


@pytest.mark.parametrize("number", ["²", "9" * 5000, "0001" + "1" * 5000, "-1", "0", ""])
def test_what_is_no_number_of_a_page_or_box_is_the_first_page_and_takes_no_box_away(client, cast, concern, number):
    item = an_item(concern, hostile.pdf("First page", "Second page"))
    signed_in(client, cast.head)
    assert client.get(at("detail", item), {"page": number}).context["number"] == 1
    for do in (f"page:{number}", f"remove:{number}" if number != "0" else "remove:7"):
        said = client.post(at("redact", item), form(do=do, boxes="1:0,0,100,50"))
        assert (said.context["number"], said.context["form"]["boxes"].value()) == (1, "1:0,0,100,50")


def test_boxes_on_several_pages_are_carried_along_and_painted(client, cast, concern):
    item = an_item(concern, hostile.pdf("First page", "Second page"))
    signed_in(client, cast.head)
    numbers = {"left": "0", "top": "0", "width": "100", "height": "50"}
    one = client.post(at("redact", item), form(do="add", **numbers))
    assert one.context["form"]["boxes"].value() == "1:0,0,100,50"
    assert picture_in(one).convert("L").crop((20, 20, 400, 400)).getextrema()[1] < 16
    two = client.post(at("redact", item), form(do="page:2", boxes="1:0,0,100,50"))
    assert (two.context["number"], two.context["form"]["boxes"].value()) == (2, "1:0,0,100,50")
    assert picture_in(two).convert("L").crop((20, 400, 400, 800)).getextrema()[0] > 200
    both = client.post(at("redact", item), form(do="add", page="2", boxes="1:0,0,100,50", **numbers))
    assert both.context["form"]["boxes"].value() == "1:0,0,100,50 2:0,0,100,50"
    less = client.post(at("redact", item), form(do="remove:0", boxes="1:0,0,100,50 2:0,0,100,50"))
    assert less.context["form"]["boxes"].value() == "2:0,0,100,50"
    client.post(at("redact", item), form(do="make", boxes="1:0,0,100,50 2:0,0,100,50"))
    copy = Item.objects.exclude(pk=item.pk).get()
    made = pypdfium2.PdfDocument(b"".join(pieces(copy)))
    assert [page.get_textpage().get_text_range() for page in made] == ["", ""]


MISTAKES = [
    ({"do": "make"}, "nothing would be blacked out"),
    ({"do": "make", "boxes": "1:0,0,10,10", "reason": ""}, "Say why these parts are blacked out."),
    ({"do": "make", "boxes": "1:0,0,-10,10"}, "Draw them again"),
    ({"do": "add", "left": "90", "top": "0", "width": "", "height": "5"}, "Write a number from 0 to 100."),
    ({"do": "add", "left": "100", "top": "0", "width": "5", "height": "5"}, "lies outside the picture"),
    ({"do": "add", "left": "x", "top": "0", "width": "5", "height": "5"}, "Write a number from 0 to 100."),
    ({"do": "add", "left": "nan", "top": "0", "width": "5", "height": "5"}, "Write a number from 0 to 100."),
]


def test_a_form_with_a_mistake_makes_nothing_says_what_to_do_and_keeps_what_was_typed(client, cast, concern):
    item = an_item(concern, hostile.picture())
    signed_in(client, cast.head)
    for said, sentence in MISTAKES:
        answer = client.post(at("redact", item), form(**said))
        assert answer.status_code == 200
        assert sentence in answer.content.decode(), said
        assert said.get("left", "") in answer.content.decode()
        assert Item.objects.count() == 1


def test_words_sound_and_copies_have_no_page_for_boxes(client, cast, concern):
    item = an_item(concern, hostile.picture())
    copy = looking.make_copy(item, by=again(cast.head), key=uuid.uuid4(), boxes=[(1, 0, 0, 10, 10)], reason="x")
    for each in (copy, an_item(concern, b"only words")):
        assert signed_in(client, cast.head).get(at("redact", each)).status_code == 404


def test_whoever_may_not_handle_the_concern_writes_nothing(cast, concern):
    item = an_item(concern, hostile.picture())
    for adult in (cast.teacher, cast.office, cast.dsl):
        with pytest.raises(Refused):
            actions.view(item, by=again(adult), part="page 1")
        with pytest.raises(Refused):
            looking.make_copy(item, by=again(adult), key=uuid.uuid4(), boxes=[(1, 0, 0, 9, 9)], reason="x")
    assert Item.objects.count() == 1


def test_a_copy_of_what_cannot_be_drawn_is_refused_with_a_sentence(cast, concern):
    item = an_item(concern, hostile.picture()[:200])
    with pytest.raises(NotAllowed, match="No copy was made"):
        looking.make_copy(item, by=again(cast.head), key=uuid.uuid4(), boxes=[(1, 0, 0, 9, 9)], reason="x")
