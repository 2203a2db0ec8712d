"""Whatever a document does to the process that reads it, the product gets a reading or a sentence."""

import os
import zlib

import pytest
from bindings import odt
from rawpdf import at, raw_pdf

from belisha.policy.reading import Unreadable
from belisha.policy.reading import apart as reading_apart
from belisha.policy.reading.apart import Bounds, read_apart
from belisha.policy.reading.packages import MB


def test_a_stream_that_unpacks_without_end_is_stopped(tmp_path):
    data = zlib.compress(zlib.compress(b"0 0 m " * (12 * MB)))
    path = raw_pdf(tmp_path / "bomb.pdf", [""], stream=(data, "/Filter [/FlateDecode /FlateDecode]"))
    assert path.stat().st_size < 20_000
    with pytest.raises(Unreadable):
        read_apart(path, "bomb.pdf", bounds=Bounds(memory=300 * MB, cpu=20, wall=60))


def test_work_without_end_is_stopped(tmp_path):
    words = "".join(f"{at(50, 20 + line % 800, 'Staff must be kind. ' * 20, size=1)}\n" for line in range(60))
    path = raw_pdf(tmp_path / "long.pdf", [words] * 100)
    with pytest.raises(Unreadable, match="too long"):
        read_apart(path, "long.pdf", bounds=Bounds(cpu=2, wall=60))


def test_a_reader_that_hangs_is_stopped(tmp_path):
    path = odt(tmp_path / "policy.odt", "<text:p>Staff must be kind.</text:p>")
    with pytest.raises(Unreadable, match="too long"):
        read_apart(path, "policy.odt", bounds=Bounds(wall=0))


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("import os; os.abort()", "had to stop"),
        ("raise SystemExit(0)", "had to stop"),
        ("print('nonsense')", "had to stop"),
        ("print('[]')", "had to stop"),
        ("""print('{"reading": {"items": 7}}')""", "had to stop"),
        ("""print('{"unreadable": 5}')""", "had to stop"),
        ("""print('{"unreadable": ["It is wet.", "Dry it."]}')""", "It is wet"),
    ],
)
def test_an_answer_that_is_none_is_a_document_that_cannot_be_read(tmp_path, monkeypatch, program, says):
    (tmp_path / "impostor.py").write_text(program)
    monkeypatch.setattr(reading_apart, "CHILD", "impostor")
    monkeypatch.syspath_prepend(tmp_path)
    path = odt(tmp_path / "policy.odt", "<text:p>Staff must be kind.</text:p>")
    with pytest.raises(Unreadable, match=says):
        read_apart(path, "policy.odt")


def test_the_other_process_is_told_no_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("BELISHA_EMAIL_PASSWORD", "x")
    assert [name for name in reading_apart._surroundings() if "BELISHA" in name] == []


def test_a_refusal_keeps_its_reason_and_its_remedy(tmp_path):
    path = tmp_path / "policy.pdf"
    path.write_bytes(b"%PDF-1.7 and no more")
    with pytest.raises(Unreadable) as caught:
        read_apart(path, "policy.pdf")
    assert caught.value.reason == "The PDF is damaged or was only partly copied."
    assert caught.value.remedy.endswith(".")


def test_no_process_is_left_behind(tmp_path):
    path = odt(tmp_path / "policy.odt", "<text:p>Staff must be kind.</text:p>")
    read_apart(path, "policy.odt")
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
