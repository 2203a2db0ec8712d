"""Time stamps by a real authority: `openssl ts` behind a loopback address."""

import subprocess

import pytest
import stamping_authority

from belisha.core.errors import NotAllowed
from belisha.evidence.bundles import stamping
from belisha.evidence.bundles.rules import CHECKED, UNCHECKED

WORDS = b"belisha/x\n3\nab\n2026-11-22\n"


@pytest.fixture
def authority(tmp_path):
    made = stamping_authority.begin(tmp_path)
    yield made
    made.end()


def openssl_holds(stamped, words, root, folder) -> bool:
    paths = {"reply.tsr": stamped.reply, "words": words, "root.pem": root.encode()}
    for name, content in paths.items():
        (folder / name).write_bytes(content)
    command = ["openssl", "ts", "-verify", "-in", "reply.tsr", "-data", "words", "-CAfile", "root.pem"]
    return subprocess.run(command, cwd=folder, capture_output=True).returncode == 0


def test_a_stamp_is_checked_when_it_comes_and_openssl_says_the_same(authority, tmp_path_factory):
    stamped = stamping.ask([authority.address], WORDS, authority.certificates)
    assert stamped.state == CHECKED
    assert stamped.at is not None
    assert stamped.request == authority.asked[0]
    folder = tmp_path_factory.mktemp("checked")
    assert openssl_holds(stamped, WORDS, authority.certificates, folder)
    assert not openssl_holds(stamped, WORDS + b"x", authority.certificates, folder)


def test_the_authority_learns_a_hash_and_none_of_the_words(authority):
    stamping.ask([authority.address], WORDS, authority.certificates)
    assert WORDS[:10] not in authority.asked[0]


def test_a_stamp_that_our_library_cannot_read_is_kept_for_openssl(tmp_path, tmp_path_factory):
    (tmp_path / "b").mkdir()
    authority = stamping_authority.begin(tmp_path, with_root=True)
    try:
        stamped = stamping.ask([authority.address], WORDS, authority.certificates)
    finally:
        authority.end()
    # Whether the two certificates stand in order goes by their bytes; either way openssl reads it.
    assert stamped.state in {CHECKED, UNCHECKED}
    assert openssl_holds(stamped, WORDS, authority.certificates, tmp_path_factory.mktemp("kept"))


def test_the_second_service_is_asked_where_the_first_is_away(authority, tmp_path_factory):
    first = stamping_authority.begin(tmp_path_factory.mktemp("first"))
    first.away = True
    try:
        stamped = stamping.ask([first.address, authority.address], WORDS, authority.certificates)
    finally:
        first.end()
    assert stamped.service == authority.address
    with pytest.raises(stamping.Away, match="did not answer"):
        stamping.ask([first.address], WORDS, authority.certificates)


def test_a_stamp_by_somebody_else_is_not_taken(authority, tmp_path_factory):
    other = stamping_authority.begin(tmp_path_factory.mktemp("other"))
    other.end()
    with pytest.raises(stamping.Away, match="does not hold"):
        stamping.ask([authority.address], WORDS, other.certificates)


@pytest.mark.parametrize("reply", [b"", b"<html>", b"\x30\x03\x02\x01\x02", bytes(70_000)])
def test_what_is_no_stamp_is_not_taken(authority, reply, monkeypatch):
    monkeypatch.setattr(authority, "answer", lambda request: reply)
    with pytest.raises(stamping.Away, match="no stamp"):
        stamping.ask([authority.address], WORDS, authority.certificates)


def test_what_is_no_certificate_is_refused_in_a_sentence(authority):
    with pytest.raises(NotAllowed, match="no certificate"):
        stamping.load("nothing")
    with pytest.raises(NotAllowed, match="root is missing"):
        stamping.load((authority.folder / "signer.pem").read_text())


def test_no_service_gives_no_stamp():
    with pytest.raises(stamping.Away, match="No service"):
        stamping.ask([], WORDS, "")
