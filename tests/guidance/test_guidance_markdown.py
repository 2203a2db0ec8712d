"""What a school types is shown as text: no markup, no script, no picture from elsewhere, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from belisha.guidance.showing import shown
from belisha.packs.teaching import shipped_guidance

KNOWN = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr", "br", "div"}


def tags(body: str) -> set[str]:
    return {each.tag for each in html.fragment_fromstring(shown(body), create_parent="div").iter()}


def test_headings_lists_and_paragraphs_wear_the_classes_of_the_design_system():
    said = shown("# One\n\n### Two\n\n- a\n- b\n\n1. c\n\nText with [a link](https://example.org).")
    assert '<h2 class="govuk-heading-m">One</h2>' in said
    assert '<h3 class="govuk-heading-s">Two</h3>' in said
    assert 'class="govuk-list govuk-list--bullet"' in said
    assert 'class="govuk-list govuk-list--number"' in said
    assert 'rel="noreferrer noopener"' in said


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![picture](https://example.org/track.png)",
        "<a href='javascript:alert(1)'>x</a>",
        '[x](https://example.org"onclick="alert(1))',
    ],
)
def test_nothing_that_runs_or_loads_comes_through(body):
    assert tags(body) <= KNOWN
    said = shown(body)
    assert "<script" not in said
    assert "<img" not in said
    assert 'href="javascript' not in said
    assert 'href="data' not in said


@given(st.text(max_size=200))
def test_whatever_is_typed_no_other_element_comes_out(body):
    if shown(body).strip():
        assert tags(body.replace("\0", "")) <= KNOWN


@pytest.mark.parametrize("row", shipped_guidance().rows, ids=lambda row: row.key)
def test_what_ships_is_shown_and_begins_no_heading_of_the_first_rank(row):
    assert tags(row.body) <= KNOWN
    assert "\n# " not in f"\n{row.body}"
