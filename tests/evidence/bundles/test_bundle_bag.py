"""A bundle is a bag that the Library of Congress's own reader accepts; its verifier names whatever was touched."""

import hashlib
import io
import random
import subprocess
import sys
import tracemalloc
import zipfile

import bagit
import pyrage
import pytest
from bagged import BAG, KEY, ORIGINALS, files, unpacked
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.core.errors import NotAllowed
from belisha.evidence.bundles import bag, checker, streaming

NAMES = sorted(dict(files()))


class Held:
    """A bundle in memory, as the verifier takes a folder or a zip."""

    def __init__(self, contents):
        self.contents, self.names = contents, sorted(contents)

    def open(self, name):
        return io.BytesIO(self.contents[name])


def whole() -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in files()}


def named(contents) -> set[str]:
    return {name for name, _ in checker.check(Held(contents))[0]}


@pytest.mark.filterwarnings("ignore:'count' is passed as positional argument:DeprecationWarning")
def test_the_library_of_congress_reads_it_as_a_valid_bag(tmp_path):
    found = bagit.Bag(str(unpacked(tmp_path)))
    assert found.is_valid()
    assert set(found.payload_files()) == {name for name in NAMES if name.startswith("data/")}


def test_the_verifier_that_ships_needs_nothing_but_python(tmp_path):
    root = unpacked(tmp_path)
    run = subprocess.run([sys.executable, "-I", "-S", str(root / "verify.py")], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "WHOLE" in run.stdout
    assert "belisha" not in (root / "verify.py").read_text("utf-8").split("import argparse")[1].split("class Folder")[0]


def test_the_verifier_reads_the_zip_as_it_came(tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_bytes(b"".join(streaming.zipped(files())))
    alone = tmp_path / "verify.py"
    alone.write_bytes(bag.verify_py())
    command = [sys.executable, "-I", "-S", str(alone), str(path)]
    good = subprocess.run([*command, "--bundle", BAG.digest], capture_output=True, text=True)
    assert (good.returncode, "telephone" in good.stdout) == (0, False), good.stdout
    other = subprocess.run([*command, "--bundle", "0" * 64], capture_output=True, text=True)
    assert other.returncode == 1
    assert "not of the bundle" in other.stdout
    key = hashlib.sha256(bytes(KEY)).hexdigest()
    assert subprocess.run([*command, "--key", key], capture_output=True).returncode == 1


def test_a_zip_that_was_cut_or_changed_is_not_whole(tmp_path):
    packed = b"".join(streaming.zipped(files()))
    alone = tmp_path / "verify.py"
    alone.write_bytes(bag.verify_py())
    at = packed.index(ORIGINALS["data/originals/001.png"][:64])
    broken = packed[:at] + bytes([packed[at] ^ 1]) + packed[at + 1 :]
    for number, content in enumerate((packed[: len(packed) // 2], broken)):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(content)
        run = subprocess.run([sys.executable, str(alone), str(path)], capture_output=True, text=True)
        assert run.returncode == 1
        assert "Traceback" not in run.stderr


@settings(max_examples=80, deadline=None)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_whichever_byte_is_changed_the_verifier_names_its_file(name, data):
    contents = whole()
    at = data.draw(st.integers(0, len(contents[name]) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    contents[name] = contents[name][:at] + bytes([contents[name][at] ^ bit]) + contents[name][at + 1 :]
    faults = checker.check(Held(contents))[0]
    assert any(name in f"{where} {what}" for where, what in faults), faults


@pytest.mark.parametrize("name", NAMES)
def test_whichever_file_is_taken_away_or_renamed_it_is_named(name):
    contents = whole()
    taken = contents.pop(name)
    assert name in named(contents)
    assert named({**contents, f"{name}x": taken}) >= {name, f"{name}x"}


@pytest.mark.parametrize("name", ["data/more.png", "more.txt", "data/originals/../x", "data/originals/003.png"])
def test_whatever_is_added_is_named(name):
    assert named({**whole(), name: b"more"}) == {name}


def test_two_files_that_changed_places_are_both_named():
    contents = whole()
    one, two = sorted(ORIGINALS)
    contents[one], contents[two] = contents[two], contents[one]
    assert named(contents) == {one, two}


def test_a_forger_who_lists_everything_anew_lacks_the_key():
    contents = whole()
    contents["data/originals/001.png"] = b"another picture"
    digest = hashlib.sha256(b"another picture").hexdigest()
    old = hashlib.sha256(ORIGINALS["data/originals/001.png"]).hexdigest()
    contents[checker.MANIFEST] = contents[checker.MANIFEST].replace(old.encode(), digest.encode())
    before = BAG.small[checker.MANIFEST]
    contents[checker.TAGS] = contents[checker.TAGS].replace(
        hashlib.sha256(before).hexdigest().encode(),
        hashlib.sha256(contents[checker.MANIFEST]).hexdigest().encode(),
    )
    assert named(contents) == {checker.TAGS}


def test_what_is_encrypted_to_a_passphrase_opens_with_any_age_tool():
    words = streaming.passphrase()
    plain = random.Random(5).randbytes(200_000)
    for content in (b"", b"x", plain[: streaming.CHUNK], plain[: streaming.CHUNK + 1], plain):
        sealed = b"".join(streaming.with_passphrase(iter([content[:10], content[10:]]), words))
        assert pyrage.passphrase.decrypt(sealed, words) == content
    with pytest.raises(pyrage.DecryptError):
        pyrage.passphrase.decrypt(sealed, streaming.passphrase())


def test_what_is_encrypted_to_a_public_key_opens_with_its_other_half_alone():
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    sealed = b"".join(streaming.with_key(streaming.zipped(files()), f" {mine.to_public()}\n"))
    packed = zipfile.ZipFile(io.BytesIO(pyrage.decrypt(sealed, [mine])))
    assert packed.testzip() is None
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [other])


@pytest.mark.parametrize("text", ["", "age1", "age1" + "q" * 58, "agé1x", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8"])
def test_what_is_no_public_key_is_refused_in_a_sentence(text):
    with pytest.raises(NotAllowed, match="no age public key"):
        streaming.with_key([b""], text)


def test_no_time_in_the_zip_tells_when_it_was_made():
    packed = zipfile.ZipFile(io.BytesIO(b"".join(streaming.zipped(files()))))
    assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.filename.partition("/")[0] for info in packed.infolist()} == {"evidence"}


def test_a_large_original_takes_no_more_memory_than_a_small_one():
    piece = bytes(1 << 20)

    def peak(number: int) -> int:
        large = [("data/originals/003.video", (piece for _ in range(number)))]
        tracemalloc.start()
        size = sum(map(len, streaming.with_passphrase(streaming.zipped(large), "words")))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size > number << 20
        return most

    assert peak(48) < peak(4) + (2 << 20)
