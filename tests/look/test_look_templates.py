"""House rules for every template: one frame, nothing inline that the content security policy would refuse."""

import re
from pathlib import Path

import pytest

import belisha

SOURCE = Path(belisha.__file__).parent
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
NAMES = [str(path.relative_to(SOURCE)) for path in TEMPLATES]
# What is included in a page instead of being one.
FRAGMENTS = re.compile(r"look/parts/|look/forms/|django/forms/|allauth/elements/|snippets/|/parts/|/mail/|/_")
BASE = "look/templates/look/base.html"
INLINE = {
    "a style attribute": r"\sstyle\s*=",
    "an event handler": r"\son[a-z]+\s*=\s*[\"']",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an inline style sheet": r"<style\b",
    "a javascript: link": r"javascript:",
    "evaluated htmx": r"hx-on|hx-vals=[\"']js:",
    "something from another site": r"(?:src|href)=[\"'](?:https?:)?//",
}


@pytest.mark.parametrize(("path", "name"), list(zip(TEMPLATES, NAMES, strict=True)), ids=NAMES)
def test_nothing_is_inline(path, name):
    text = path.read_text("utf-8")
    found = [what for what, pattern in INLINE.items() if re.search(pattern, text)]
    assert not found, f"{name} holds {', '.join(found)}"


@pytest.mark.parametrize(("path", "name"), list(zip(TEMPLATES, NAMES, strict=True)), ids=NAMES)
def test_every_page_stands_in_the_frame(path, name):
    text = path.read_text("utf-8")
    assert name == BASE or FRAGMENTS.search(name) or text.lstrip().startswith("{% extends"), name


@pytest.mark.parametrize(("path", "name"), list(zip(TEMPLATES, NAMES, strict=True)), ids=NAMES)
def test_a_template_over_120_lines_is_two_pages(path, name):
    assert len(path.read_text("utf-8").splitlines()) <= 120


def test_the_rules_would_notice():
    bad = '<p style="x" onclick="y"><script>1</script><style></style><a href="javascript:1"><img src="//x">'
    assert sum(bool(re.search(pattern, bad)) for pattern in INLINE.values()) == 6


def test_no_script_of_ours_writes_markup_or_evaluates():
    for script in (SOURCE / "look/static/look").glob("*.js"):
        assert not re.search(r"innerHTML|eval\(|new Function|document\.write", script.read_text("utf-8")), script.name
