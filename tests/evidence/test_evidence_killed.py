"""A process that is killed while a file arrives leaves nothing half: what is here is whole frames, and it goes on."""

import os
import random
import signal
import time
import uuid

import pytest

from belisha import config
from belisha.sealed import box, frames, growing
from belisha.sealed.box import NotStored
from belisha.sealed.store import path_of

FRAME = frames.FRAME
CONTENT = os.urandom(24 * FRAME + 321)


def a_coming() -> growing.Coming:
    return growing.Coming(uuid.uuid4(), uuid.uuid4(), "concern:x", box.new_key())


def sent_by_a_child(coming, then) -> int:
    """Another process that adds all that is missing, and is killed or not. Returns how far it came."""
    child = os.fork()
    if child == 0:
        try:
            sent(coming)
        finally:
            os._exit(0)
    then(child)
    os.waitpid(child, 0)
    return growing.came(coming)


def sent(coming) -> None:
    with growing.more(coming) as add:
        for place in range(growing.came(coming), len(CONTENT), FRAME):
            add(CONTENT[place : place + FRAME], last=place + FRAME >= len(CONTENT))


def plain(coming) -> bytes:
    with path_of(coming.id).open("rb") as file:
        return b"".join(frames.decrypt(file, coming.key, coming.context))


def test_killed_at_random_moments_it_goes_on_each_time_and_is_whole_at_the_end():
    dice = random.Random(6)
    for _ in range(6):
        coming, came, kills = a_coming(), 0, 0
        while kills < 6 and came < len(CONTENT) // FRAME * FRAME:

            def kill(child):
                time.sleep(dice.random() * 0.03)
                os.kill(child, signal.SIGKILL)

            further = sent_by_a_child(coming, kill)
            assert further >= came, "what arrived stays"
            assert further % FRAME == 0
            came, kills = further, kills + 1
        sent(coming)
        stored = growing.finish(coming, size=len(CONTENT), filename="x", media_type=lambda first: "a/b")
        assert plain(coming) == CONTENT
        assert stored.size == len(CONTENT)
        assert not coming.path.exists()


def test_a_torn_frame_is_cut_off_and_asked_for_again():
    coming = a_coming()
    with growing.more(coming) as add:
        add(CONTENT[:FRAME])
    with coming.path.open("ab") as file:
        file.write(b"half a frame")
    assert growing.came(coming) == FRAME
    sent(coming)
    growing.finish(coming, size=len(CONTENT), filename="x", media_type=lambda first: "a/b")
    assert plain(coming) == CONTENT


def test_killed_between_the_place_and_the_row_it_can_be_ended_again():
    coming = a_coming()
    sent(coming)
    first = growing.finish(coming, size=len(CONTENT), filename="x", media_type=lambda first: "a/b")
    assert growing.came(coming) == len(CONTENT)
    again = growing.finish(coming, size=len(CONTENT), filename="x", media_type=lambda first: "a/b")
    assert first == again


def test_two_at_once_do_not_add_to_the_same_file():
    coming = a_coming()
    with growing.more(coming), pytest.raises(NotStored, match="already"), growing.more(coming):
        pass


def test_what_lies_there_is_for_its_owner_only_and_not_in_the_clear():
    coming = a_coming()
    sent(coming)
    assert coming.path.stat().st_mode & 0o077 == 0
    assert CONTENT[1000:1100] not in coming.path.read_bytes()
    growing.forget(coming)
    assert not list((config.load().sealed / "incoming").glob(f"{coming.id}*"))
