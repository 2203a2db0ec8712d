"""Whatever a file does to the process that opens it, the web server gets a picture, words, or a sentence."""

import contextlib
import gzip
import io
import json
import os
import socket
import threading
from pathlib import Path

import pypdfium2
import pytest
from evidence.showing import hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from belisha.evidence import sniffing
from belisha.evidence.showing import apart
from belisha.evidence.showing.apart import MB, Bounds, CannotShow, redact, show
from belisha.evidence.showing.kinds import (
    ARCHIVE,
    AS,
    HEIC,
    LABELS,
    MAIL,
    OTHER,
    PDF,
    PICTURE,
    SOUND,
    SOURCE,
    TEXT,
    WEB_ARCHIVE,
    kind_of,
)  # fmt: skip

HOME = "http://127.0.0.1:9"


def image(shown) -> Image.Image:
    return Image.open(io.BytesIO(shown.body))


def near(colour, other) -> bool:
    return all(abs(one - two) < 40 for one, two in zip(colour, other, strict=True))


# -- what can be shown ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        hostile.picture("PNG", (320, 200), colour="red"), hostile.picture("JPEG", (320, 200), colour="red"),
        hostile.picture("WEBP", (320, 200), colour="red"), hostile.heic((320, 200)),
    ],
    ids=["png", "jpeg", "webp", "heic"],
)  # fmt: skip
def test_a_picture_is_shown_as_another_picture_of_the_same_pixels(data):
    shown = show([data])
    assert shown.media == "image/webp"
    made = image(shown)
    assert made.size == (320, 200)
    assert near(made.convert("RGB").getpixel((160, 100)), (255, 0, 0))


def test_a_photo_is_shown_upright_and_without_its_camera_and_its_place():
    given = hostile.turned_with_place()
    assert b"SecretCamera" in given
    shown = show([given])
    made = image(shown)
    assert made.size == (400, 600)
    assert near(made.convert("RGB").getpixel((200, 50)), (255, 0, 0))
    assert near(made.convert("RGB").getpixel((200, 550)), (255, 255, 255))
    assert not made.getexif()
    assert set(made.info) <= {"loop", "background", "timestamp", "duration"}
    assert b"SecretCamera" not in shown.body
    assert b"taken at home" not in shown.body


def test_a_large_picture_is_made_smaller_and_a_small_one_is_left():
    assert image(show([hostile.picture("JPEG", (4000, 3000))])).size == (1600, 1200)
    assert image(show([hostile.picture("PNG", (50, 40))])).size == (50, 40)


def test_any_page_of_a_pdf_is_shown_and_its_pages_are_counted():
    data = hostile.pdf("First", "Second", "Third")
    first, third = show([data], page=1), show([data], page=3)
    assert (first.pages, third.pages) == (3, 3)
    assert first.body != third.body
    with pytest.raises(CannotShow, match="no such page"):
        show([data], page=4)


def test_the_pieces_of_a_file_may_be_cut_anywhere():
    data = hostile.picture("PNG", (320, 200))
    assert show(data[at : at + 7] for at in range(0, len(data), 7)).body == show([data]).body


def test_text_shows_its_beginning_and_what_would_turn_or_hide_words_shows_as_a_code():
    shown = show(["Sent by \u202eemos\u202c body\x07\n".encode() + b"x" * 300_000])
    assert shown.kind == TEXT
    assert shown.text.startswith("Sent by ⟨202E⟩emos⟨202C⟩ body⟨0007⟩\n")
    assert shown.cut
    assert len(shown.text) < 201_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_telephones_and_old_programs_write(encoding):
    text = "She said: café" if encoding == "cp1252" else "She said: café – “no”"
    assert show([text.encode(encoding)]).text == text


def test_an_e_mail_shows_who_wrote_and_what_and_names_its_attachments_without_opening_them():
    shown = show([hostile.MAIL.encode()])
    assert ("From", "Somebody <somebody@mail.example>") in shown.lines
    assert "I know where you live." in shown.text
    assert shown.names == ("open-me.exe",)


def test_an_e_mail_of_html_alone_shows_its_words_and_no_markup():
    head = "From: a@mail.example\nTo: b@mail.example\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    shown = show([(head + hostile.calling(HOME)).encode()])
    assert "Words that were said." in shown.text
    assert HOME not in shown.text


@pytest.mark.parametrize("page", [hostile.SVG, hostile.calling(HOME)], ids=["svg", "html"])
def test_a_page_that_would_run_is_shown_as_its_source(page):
    shown = show([page.encode()])
    assert shown.kind == SOURCE
    assert shown.text == page
    assert shown.body == b""


def test_a_web_page_saved_as_one_file_is_shown_as_its_source():
    page = f"From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n{HOME}"
    assert show([page.encode()]).kind == SOURCE


def test_an_archive_is_a_list_of_names_and_a_bomb_is_one_name():
    assert show([hostile.zip_of("chat.txt", "../../etc/passwd")]).names == ("chat.txt", "../../etc/passwd")
    assert show([hostile.zip_bomb()]).names == ("quiet.txt",)
    many = show([hostile.zip_of(*(f"{number}.txt" for number in range(1200)))])
    assert (len(many.names), many.more) == (1000, 200)


def test_a_web_archive_lists_the_addresses_that_it_says_it_holds_packed_or_not():
    record = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://page.example/a\r\n\r\nbody\r\n\r\n"
    for data in (record, gzip.compress(record) + gzip.compress(record)):
        shown = show([data])
        assert shown.kind == WEB_ARCHIVE
        assert shown.names == ("https://page.example/a",)
    assert show([gzip.compress(b"\0" * (200 * MB), 1)]).names == ()


# -- what a file is ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0", PICTURE), (b"\0\0\0\x18ftypheic", HEIC), (b"\0\0\0\x18ftypmp42", SOUND),
        (b"%PDF-1.7", PDF), (b"GIF89a=1;alert(1)//", OTHER), (b"MZ\0\0", OTHER), (b"", OTHER), (b"ID3\3\0", SOUND),
        (b"12/03/2026, 10:15 - A: hello\nDate: x", TEXT), (b"From: a\nTo: b\n\nhello", MAIL),
        (b"\xef\xbb\xbf<svg onload=x>", SOURCE), (b"hello <script>", SOURCE), (b"PK\5\6" + bytes(18), ARCHIVE),
        (b"<?xml version='1.0'?><svg>", SOURCE),
    ],
)  # fmt: skip
def test_what_a_file_is_follows_from_its_bytes(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    "data", [b"GIF89a\0\0=1;", b"\0\0\0\x18ftypmp42", b"MZ\x90\0" * 10, b""], ids=["gif", "video", "program", "none"]
)
def test_what_is_not_known_is_not_opened(data):
    with pytest.raises(CannotShow, match="not opened here"):
        show([data])


def test_a_pdf_that_is_a_web_page_too_is_a_pdf_and_a_picture_of_it_says_nothing_else():
    both = hostile.pdf("Words") + hostile.calling(HOME).encode()
    shown = show([both])
    assert shown.kind == PDF
    assert HOME.encode() not in shown.body


def test_a_picture_that_is_a_program_too_leaves_the_program_behind():
    both = hostile.picture() + b"/*<script>alert(1)</script>*/=1"
    assert b"<script>" not in show([both]).body


# -- enemies ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        hostile.png_that_claims(60_000, 60_000, rows=10), hostile.png_with_endless_words(),
        hostile.pdf("x")[:300], hostile.picture()[:200], hostile.picture("JPEG")[:300], b"%PDF-1.7", b"PK\x03\x04junk",
    ],
    ids=["60,000 px", "endless words", "half a pdf", "half a png", "half a jpeg", "no pdf", "no zip"],
)  # fmt: skip
def test_what_is_damaged_or_far_too_much_cannot_be_shown(data):
    with pytest.raises(CannotShow):
        show([data])


def test_a_picture_60_000_pixels_wide_is_shown_small():
    assert image(show([hostile.png_that_claims(60_000, 100)])).width == 1600


KINDS = [hostile.picture(), hostile.turned_with_place(), hostile.picture("WEBP"), hostile.heic(), hostile.pdf("a", "b")]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.sampled_from([*KINDS, hostile.MAIL.encode(), hostile.zip_of("a", "b")]), draw=st.data())
def test_random_damage_ends_in_a_picture_words_or_a_sentence(data, draw):
    broken = bytearray(data[: draw.draw(st.integers(8, len(data)))])
    for at, value in draw.draw(st.lists(st.tuples(st.integers(4, len(broken) - 1), st.integers(0, 255)), max_size=8)):
        broken[at] = value
    try:
        shown = show([bytes(broken)])
    except CannotShow:
        return
    assert shown.body or shown.kind not in {PICTURE, HEIC, PDF}


def test_a_decoder_that_takes_more_memory_than_it_may_is_stopped():
    with pytest.raises(CannotShow):
        show([hostile.png_that_claims(9_900, 9_900)], within=Bounds(memory=256 * MB))


def test_work_without_end_is_stopped():
    endless = hostile.pdf("x").replace(b"(x) Tj", b"(x) Tj " + b"0 0 m 500 800 l 0 800 l 500 0 l f* " * 60_000)
    with pytest.raises(CannotShow):
        show([endless], within=Bounds(cpu=1, wall=20))


def child(monkeypatch, tmp_path, program: str) -> None:
    (tmp_path / "impostor.py").write_text(program)
    monkeypatch.setattr(apart, "CHILD", "impostor")
    monkeypatch.syspath_prepend(tmp_path)


def test_a_decoder_that_hangs_is_stopped(monkeypatch, tmp_path):
    child(monkeypatch, tmp_path, "import time; time.sleep(60)")
    with pytest.raises(CannotShow, match="takes longer"):
        show([hostile.picture() + b"\0" * MB], within=Bounds(wall=0.5))


def test_a_decoder_that_speaks_without_end_is_stopped(monkeypatch, tmp_path):
    monkeypatch.setattr(apart, "LONGEST_ANSWER", 4 * MB)
    child(monkeypatch, tmp_path, "import sys\nwhile True: sys.stdout.write('x' * 65536)")
    with pytest.raises(CannotShow):
        show([hostile.picture()])


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()", "raise SystemExit(0)", "print('nonsense')", "print('[]')", "print('{}')",
        """print('{"length": 5}'); print('abcd')""", """print('{"media": "text/html", "length": 4}'); print('<a>')""",
        """print('{"media": "image/webp", "length": 4}'); print('<a>')""", """print('{"cannot": ["x"]}')""",
        """print('[' * 100000)""", """print('{"lines": 5, "length": 0}')""",
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_a_file_that_cannot_be_shown(monkeypatch, tmp_path, program):
    child(monkeypatch, tmp_path, program)
    with pytest.raises(CannotShow):
        show([hostile.picture()])


def test_a_file_over_the_limit_is_not_handed_over():
    with pytest.raises(CannotShow, match="too large"):
        show([hostile.picture(), b"\0" * 2 * MB], within=Bounds(file=MB))


# -- the walls --------------------------------------------------------------------------------------------


def test_the_other_process_is_told_no_secrets(monkeypatch):
    monkeypatch.setenv("BELISHA_EMAIL_PASSWORD", "x")
    assert [name for name in apart._surroundings() if "BELISHA" in name or "DJANGO" in name] == []


WALLS = """
import json, os, socket, sys
from belisha.evidence.showing import apart_child as it
isolated = it._no_network()
it._bound(768 << 20, 10)
json.loads(sys.stdin.buffer.readline())
said = {"isolated": isolated + it._no_files()}
tried = {
    "file": lambda: open("/etc/hostname"), "made": lambda: open("/tmp/made-by-a-child", "w"),
    "socket": lambda: socket.socket(), "process": lambda: os.fork() or os._exit(0),
}
def closed():  # a file that took the process over would first make room
    os.close(0)
    return socket.create_connection(("127.0.0.1", PORT), 2)
tried["network"] = closed
for name, attempt in tried.items():
    try:
        attempt()
        said[name] = "done"
    except OSError as error:
        said[name] = error.strerror or "refused"
sys.stdout.write(json.dumps({"text": json.dumps(said), "length": 0}))
"""


def test_the_other_process_opens_no_file_no_socket_and_no_process(monkeypatch, tmp_path):
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        ours.listen()
        child(monkeypatch, tmp_path, WALLS.replace("PORT", str(ours.getsockname()[1])))
        said = json.loads(show([hostile.picture()]).text)
        assert [said[name] for name in ("file", "made", "socket")] == ["Too many open files"] * 3
        assert said["process"] != "done" or os.geteuid() == 0  # Linux counts no processes of its root
        # Where the system gives no network of its own there is only the fence of open files: then this says so.
        assert said["network"] != "done" or "network" not in said["isolated"]


def test_a_page_that_calls_home_is_heard_by_nobody():
    heard = []
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        ours.listen()
        ours.settimeout(0.5)
        home = f"http://127.0.0.1:{ours.getsockname()[1]}"
        action = f"/OpenAction<</S/URI/URI({home}/pdf)>>"
        for data in (hostile.calling(home).encode(), hostile.pdf("x", extra=action), hostile.SVG.encode()):
            show([data])
        with contextlib.suppress(TimeoutError):
            heard.append(ours.accept())
    assert heard == []


def test_no_process_is_left_behind():
    before = children()  # other tests of this process may have theirs
    show([hostile.picture()])
    assert children() <= before


def children() -> set[str]:
    """The processes that this one began and that are still there, dead ones that nobody asked about too."""
    own = f"/proc/{os.getpid()}/task"
    return {key for task in os.listdir(own) for key in Path(own, task, "children").read_text().split()}


def test_many_at_once_wait_for_each_other_and_all_are_shown():
    shown = []
    threads = [threading.Thread(target=lambda: shown.append(show([hostile.picture()]))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shown) == 5


def test_whoever_waits_too_long_for_a_place_is_told_so(monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 0.05)
    monkeypatch.setattr(apart, "SLOTS", threading.BoundedSemaphore(1))
    apart.SLOTS.acquire()
    with pytest.raises(CannotShow, match="Try again"):
        show([hostile.picture()])


# -- redaction --------------------------------------------------------------------------------------------


def test_what_lies_under_a_box_is_gone_from_a_picture():
    given = hostile.picture("PNG", (600, 400), words="Amelia Stone")
    left = redact([given], {1: [(0.0, 0.0, 100.0, 100.0)]})
    assert left.media == "image/png"
    assert image(left).getcolors() == [(600 * 400, (0, 0, 0))]
    some = image(redact([given], {1: [(0.0, 25.0, 50.0, 30.0)]}))
    assert some.crop((0, 100, 300, 220)).getcolors() == [(300 * 120, (0, 0, 0))]
    assert some.getpixel((590, 390)) == (255, 255, 255)


def test_a_redacted_photo_has_no_camera_no_place_and_no_small_picture_of_what_it_was():
    left = redact([hostile.turned_with_place()], {1: [(0.0, 0.0, 100.0, 50.0)]})
    assert b"SecretCamera" not in left.body
    assert not image(left).getexif()
    assert image(left).size == (400, 600)  # upright, as the boxes were drawn


def test_what_a_transparent_pixel_hid_is_gone_too():
    hidden = Image.new("RGBA", (40, 40), (200, 10, 10, 0))
    kept = io.BytesIO()
    hidden.save(kept, "PNG")
    left = image(redact([kept.getvalue()], {1: [(0.0, 0.0, 50.0, 50.0)]}))
    assert {colour for _, colour in left.getcolors()} == {(0, 0, 0), (255, 255, 255)}


def test_no_words_are_left_in_a_redacted_pdf_and_all_its_pages_are_there():
    given = hostile.pdf("Amelia Stone", "Second page", "Third page")
    before = pypdfium2.PdfDocument(given)[0].get_textpage().get_text_range()
    assert "Amelia" in before
    left = redact([given], {1: [(0.0, 10.0, 100.0, 15.0)], 3: [(0.0, 0.0, 100.0, 100.0)]})
    assert left.media == "application/pdf"
    made = pypdfium2.PdfDocument(left.body)
    assert len(made) == 3
    assert [page.get_textpage().get_text_range() for page in made] == ["", "", ""]
    assert b"Amelia" not in left.body
    pixels = [page.render(scale=1).to_pil().convert("L") for page in made]
    assert pixels[2].getextrema()[1] < 16
    assert pixels[0].crop((10, 90, 580, 200)).getextrema()[1] < 16
    assert pixels[0].crop((10, 300, 580, 800)).getextrema()[0] > 240
    assert pixels[1].getextrema()[0] < 64  # its own words are still to be seen
    assert [page.get_size() for page in made] == [pytest.approx((595, 842), abs=1)] * 3


def test_what_is_no_picture_cannot_be_redacted():
    with pytest.raises(CannotShow):
        redact([b"only words"], {1: [(0.0, 0.0, 10.0, 10.0)]})


def test_a_pdf_of_more_pages_than_can_be_painted_is_refused():
    with pytest.raises(CannotShow, match="more pages"):
        redact([hostile.pdf(*["x"] * 101)], {})


def test_whatever_a_file_says_that_it_is_there_is_a_way_to_show_it():
    """One table of signs, and each of them is known here."""
    signs = {sniffing.sign_of(b"\0" * at + begins + b"\0" * 20) for at, begins, _ in sniffing.SIGNS}
    signs |= {*sniffing.BRANDS, *sniffing.FORMS.values()}
    assert signs <= AS.keys()
    assert set(AS.values()) <= LABELS.keys()
