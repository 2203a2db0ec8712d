"""Small sealed pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.sealed import box

KEY = b"k" * 32


@given(plain=st.binary(max_size=200))
def test_what_was_sealed_opens(plain):
    assert box.unseal(KEY, box.seal(KEY, plain, b"here"), b"here") == plain


@given(plain=st.binary(max_size=50), data=st.data())
def test_no_single_bit_of_a_text_can_be_flipped_and_no_byte_lost(plain, data):
    sealed = bytearray(box.seal(KEY, plain, b"here"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    with pytest.raises(box.Tampered):
        box.unseal(KEY, bytes(sealed[:at]), b"here")
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(box.Tampered):
        box.unseal(KEY, bytes(sealed), b"here")


def test_a_text_opens_only_where_it_belongs_and_under_its_key():
    sealed = box.seal(KEY, b"words", b"here")
    with pytest.raises(box.Tampered):
        box.unseal(KEY, sealed, b"there")
    with pytest.raises(box.Tampered):
        box.unseal(b"o" * 32, sealed, b"here")


@given(
    one=st.lists(st.text(max_size=4), max_size=4),
    other=st.lists(st.text(max_size=4), max_size=4),
)
def test_two_lists_of_parts_never_mean_the_same_place(one, other):
    assert (box.context(*one) == box.context(*other)) == (one == other)


def test_every_way_to_fail_is_one_family_and_tampering_is_a_value_error_for_those_below_us():
    for error in (box.Shredded, box.Tampered, box.Missing, box.NotStored, box.TooLarge):
        assert issubclass(error, box.SealError)
    assert issubclass(box.Tampered, ValueError)
    assert not issubclass(box.Missing, ValueError)
