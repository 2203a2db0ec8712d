"""The palette passes WCAG 2.2 AA wherever text stands on a ground (1.4.3) and where a shape must be seen (1.4.11)."""

import re
from pathlib import Path

import pytest

from belisha import look

CSS = (Path(look.__file__).parent / "static/look/belisha.css").read_text("utf-8")
COLOURS = dict(re.findall(r"--belisha-([a-z]+): (#[0-9a-f]{6});", CSS))

# text, ground
TEXT = [
    ("ink", "paper"), ("ink", "mist"), ("ink", "amber"), ("ink", "glow"), ("paper", "night"), ("quiet", "paper"),
    ("quiet", "mist"), ("link", "paper"), ("link", "mist"), ("link", "glow"), ("visited", "paper"), ("visited", "mist"),
    ("brick", "paper"), ("brick", "mist"), ("paper", "green"), ("paper", "brick"),
]  # fmt: skip
SHAPES = [("amber", "night"), ("green", "paper"), ("quiet", "paper")]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    light, dark = sorted([luminance(COLOURS[one]), luminance(COLOURS[other])], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself_is_right():
    COLOURS.update(black="#000000", white="#ffffff", grey="#777777")
    assert round(ratio("black", "white"), 1) == 21.0
    assert round(ratio("grey", "white"), 2) == 4.48


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text, ground):
    assert ratio(text, ground) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_seen(shape, ground):
    assert ratio(shape, ground) >= 3


def test_amber_is_never_the_colour_of_text():
    assert not re.search(r"(?<![-\w])color: var\(--belisha-amber\)", CSS)


def test_colours_are_named_once():
    """Outside the table at the top only the paper and ink of print, and nothing of its own."""
    rest = CSS.split("}", 1)[1]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", rest)) <= {"#000"}
