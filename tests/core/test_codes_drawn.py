"""Codes that people read out and type again: one alphabet, one way to show them, one way to read what was typed."""

import re

import pytest

from belisha.concerns import rules as concerns
from belisha.concerns.returning import tokens
from belisha.core import codes
from belisha.people.codes import rules as one_time


@pytest.mark.parametrize("length", [8, 20])
def test_what_is_shown_and_typed_again_is_the_same_code(length):
    code = codes.fresh(length)
    assert (len(code), set(code) <= set(codes.ALPHABET)) == (length, True)
    for typed in (code, codes.shown(code), codes.shown(code).lower(), f"\t{' '.join(code)} ", "–".join(code)):
        assert codes.read(typed, length) == code
    for typed in ("", code[:-1], code + "2", "0" * length, "ä" * length):
        assert codes.read(typed, length) == ""


def test_numbers_one_time_codes_and_codes_to_come_back_with_look_as_they_did():
    group = f"[{codes.ALPHABET}]{{4}}"
    assert re.fullmatch(f"{group}-{group}", concerns.fresh_number())
    assert re.fullmatch(f"{group}-{group}", one_time.shown(one_time.fresh()))
    assert re.fullmatch("-".join([group] * 5), tokens.shown(tokens.fresh()))
    assert len({concerns.fresh_number() for _ in range(1000)}) == 1000
