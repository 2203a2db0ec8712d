"""The tags and filters that every template may use."""

import datetime

import pytest
from django.db.models import TextChoices
from django.template import Context, engines

from belisha.look.templatetags import look


class State(TextChoices):
    IN_FORCE = "in_force", "In force"


def rendered(text, /, **context):
    return engines["django"].engine.from_string(text).render(Context(context))


@pytest.mark.parametrize(
    ("state", "html"),
    [
        ("overdue", '<strong class="govuk-tag govuk-tag--red">Overdue</strong>'),
        (State.IN_FORCE, '<strong class="govuk-tag govuk-tag--green">In force</strong>'),
        ("unheard_of", '<strong class="govuk-tag">Unheard of</strong>'),
        ("<b>", '<strong class="govuk-tag">&lt;b&gt;</strong>'),
    ],
)
def test_a_state_is_a_coloured_word(state, html):
    assert rendered("{% tag state %}", state=state) == html


def test_no_state_has_two_colours():
    states = [state for states in look.COLOURS.values() for state in states.split(", ")]
    assert len(states) == len(set(states)) == len(look.COLOUR_OF)


@pytest.mark.parametrize(
    ("when", "day", "moment"),
    [
        # British summer time is an hour ahead.
        (datetime.datetime(2025, 9, 5, 15, 5, tzinfo=datetime.UTC), "5 September 2025", "5 September 2025 at 4:05pm"),
        (datetime.datetime(2025, 1, 31, 0, 0, tzinfo=datetime.UTC), "31 January 2025", "31 January 2025 at 12:00am"),
        (datetime.datetime(2025, 7, 1, 23, 30, tzinfo=datetime.UTC), "2 July 2025", "2 July 2025 at 12:30am"),
        (None, "", ""),
    ],
)
def test_times_are_those_of_the_clock_on_the_wall(when, day, moment):
    assert look.day(when) == day
    assert look.moment(when) == moment


def test_a_plain_date_has_no_time_zone():
    assert look.day(datetime.date(2025, 9, 5)) == "5 September 2025"


def test_paragraphs_are_kept_and_markup_is_text():
    html = rendered("{{ text|paragraphs }}", text="One <b>\r\nline\r\n\r\nTwo")
    assert html == '<p class="govuk-body">One &lt;b&gt;<br>line</p>\n<p class="govuk-body">Two</p>'


@pytest.mark.parametrize(
    ("done", "total", "words", "width"),
    [(34, 40, "34 of 40 read (85%)", 85), (0, 0, "0 of 0 read", 0), (9, 8, "9 of 8 read (100%)", 100)],
)
def test_a_bar_says_its_figures(done, total, words, width):
    html = rendered('{% svg_bar done total "read" %}', done=done, total=total)
    assert f'<span class="belisha-bar__words">{words}</span>' in html
    assert f'class="belisha-bar__done" width="{width}"' in html
    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox on Linux"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_would(agent, name):
    assert look.browser(agent) == name


PARTS = {
    "back": ({"url": "/x/"}, "govuk-back-link"),
    "summary_list": ({"rows": [{"key": "Name", "value": "Ada", "url": "/x/"}]}, "Change<span"),
    "task_list": ({"tasks": [{"label": "Read", "url": "/x/", "state": "due"}]}, 'aria-describedby="task-1"'),
    "pagination": ({"previous": "", "next": "/x/"}, 'rel="next"'),
    "confirmation": ({"title": "Sent", "body": "Thank you"}, "govuk-panel__body"),
    "inset": ({"text": "<b>"}, "&lt;b&gt;"),
    "warning": ({"text": "Stop"}, "govuk-warning-text"),
    "empty": ({"text": "Nothing", "url": "/x/", "label": "Add"}, ">Add</a>"),
    "demo": ({}, "invented"),
}


@pytest.mark.parametrize("name", PARTS)
def test_every_part_can_be_included(name):
    context, expected = PARTS[name]
    assert expected in rendered(f'{{% include "look/parts/{name}.html" %}}', **context)


def test_a_list_without_more_pages_shows_no_pagination():
    assert rendered('{% include "look/parts/pagination.html" %}').strip() == ""
