"""A sealed stream opens whole and in its own place, or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.sealed import frames
from belisha.sealed.box import Tampered

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
SMALL = 16
# From empty to a little over four frames, so that every case around a frame's edge is among them.
plains = st.binary(max_size=4 * SMALL + 3)


def sealed(plain: bytes, *, frame: int = SMALL, context: bytes = b"file 1", chunk: int = 7) -> bytes:
    chunks = (plain[at : at + chunk] for at in range(0, len(plain), chunk))
    return b"".join(frames.encrypt(chunks, KEY, context, frame=frame))


def opened(blob: bytes, *, key: bytes = KEY, context: bytes = b"file 1") -> bytes:
    return b"".join(frames.decrypt(io.BytesIO(blob), key, context))


def pieces(blob: bytes) -> list[bytes]:
    step = SMALL + 16
    return [blob[at : at + step] for at in range(frames.HEADER.size, len(blob), step)]


@given(plain=plains, frame=st.integers(1, 2 * SMALL), chunk=st.integers(1, 5 * SMALL))
def test_what_was_sealed_opens_whatever_the_sizes(plain, frame, chunk):
    blob = sealed(plain, frame=frame, chunk=chunk)
    assert opened(blob) == plain
    assert len(blob) == frames.sealed_size(len(plain), frame=frame)


@pytest.mark.parametrize("size", [0, 1, frames.FRAME - 1, frames.FRAME, frames.FRAME + 1, 2 * frames.FRAME])
def test_what_was_sealed_opens_around_the_edges_of_real_frames(size):
    plain = bytes(range(256)) * (size // 256) + b"." * (size % 256)
    assert opened(sealed(plain, frame=frames.FRAME, chunk=65536)) == plain


@given(plain=plains, data=st.data())
def test_no_single_bit_can_be_flipped(plain, data):
    blob = bytearray(sealed(plain))
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Tampered):
        opened(bytes(blob))


@given(plain=plains, data=st.data())
def test_it_can_be_cut_off_nowhere(plain, data):
    blob = sealed(plain)
    with pytest.raises(Tampered):
        opened(blob[: data.draw(st.integers(0, len(blob) - 1))])


@given(plain=plains, more=st.binary(min_size=1, max_size=3 * SMALL))
def test_nothing_can_be_added(plain, more):
    with pytest.raises(Tampered):
        opened(sealed(plain) + more)


@given(plain=st.binary(min_size=SMALL + 1, max_size=5 * SMALL), data=st.data())
def test_no_two_frames_can_change_places(plain, data):
    blob = sealed(plain)
    parts = pieces(blob)
    one, other = data.draw(st.lists(st.integers(0, len(parts) - 1), min_size=2, max_size=2, unique=True))
    parts[one], parts[other] = parts[other], parts[one]
    with pytest.raises(Tampered):
        opened(blob[: frames.HEADER.size] + b"".join(parts))


@given(plain=st.binary(min_size=SMALL + 1, max_size=5 * SMALL), data=st.data())
def test_no_frame_can_be_repeated_or_left_out(plain, data):
    blob = sealed(plain)
    parts = pieces(blob)
    at = data.draw(st.integers(0, len(parts) - 1))
    times = data.draw(st.sampled_from([0, 2]))
    with pytest.raises(Tampered):
        opened(blob[: frames.HEADER.size] + b"".join(parts[:at] + parts[at : at + 1] * times + parts[at + 1 :]))


@given(plain=st.binary(min_size=SMALL + 1, max_size=3 * SMALL))
def test_a_frame_of_another_file_does_not_fit_even_under_the_same_key(plain):
    mine, other = sealed(plain), sealed(plain)
    with pytest.raises(Tampered):
        opened(mine[: frames.HEADER.size] + pieces(other)[0] + b"".join(pieces(mine)[1:]))


@given(plain=plains)
def test_it_opens_for_no_other_context_and_no_other_key(plain):
    with pytest.raises(Tampered):
        opened(sealed(plain), context=b"file 2")
    with pytest.raises(Tampered):
        opened(sealed(plain), key=OTHER_KEY)


@given(plain=plains)
def test_sealing_twice_never_gives_the_same_bytes(plain):
    assert sealed(plain) != sealed(plain)


def test_what_precedes_the_damage_is_given_out_and_nothing_after_it():
    blob = bytearray(sealed(b"a" * SMALL + b"b" * SMALL + b"c"))
    blob[frames.HEADER.size + SMALL + 16] ^= 1
    stream = frames.decrypt(io.BytesIO(bytes(blob)), KEY, b"file 1")
    assert next(stream) == b"a" * SMALL
    with pytest.raises(Tampered, match="Frame 1"):
        next(stream)
    assert list(stream) == []


def test_a_forged_frame_size_does_not_decide_how_much_is_read():
    forged = frames.HEADER.pack(frames.MAGIC, 2**32 - 1, b"prefix.") + b"x" * 100
    with pytest.raises(Tampered, match="does not start"):
        opened(forged)
    assert not frames.looks_sealed(io.BytesIO(forged))


def test_frames_are_never_numbered_twice(monkeypatch):
    monkeypatch.setattr(frames, "MOST_FRAMES", 2)
    with pytest.raises(frames.NotStored):
        sealed(b"x" * (2 * SMALL + 1))
