"""A date is typed in three boxes, and whatever is wrong with it is said in a sentence."""

import datetime

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from belisha.look.forms import Renderer
from belisha.look.widgets import DateField, date_from


class Form(forms.Form):
    default_renderer = Renderer
    when = DateField(label="Date of the post")


def form(day="", month="", year=""):
    return Form({"when_day": day, "when_month": month, "when_year": year})


@pytest.mark.parametrize(
    "typed",
    [("27", "9", "2025"), ("27", "09", "2025"), (" 27 ", "Sep", "2025"), ("27", "september", "2025")],
)
def test_a_date_is_understood_as_people_write_it(typed):
    assert form(*typed).is_valid()
    assert form(*typed).fields["when"].clean(typed) == datetime.date(2025, 9, 27)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("31", "2", "2025"), "Enter a real date, such as 27 9 2025"),
        (("x", "2", "2025"), "Enter a real date, such as 27 9 2025"),
        (("1", "0", "2025"), "Enter a real date, such as 27 9 2025"),
        (("27", "", "2025"), "The date must include a month"),
        (("", "", "2025"), "The date must include a day and a month"),
        (("27", "9", "25"), "The year must have 4 numbers, such as 2025"),
        (("", "", ""), "Fill in “Date of the post”"),
    ],
)
def test_a_wrong_date_is_explained(typed, said):
    assert form(*typed)["when"].sentences == [said]


@pytest.mark.parametrize("year", ["0001", "1939", "2101", "9999"])
def test_no_year_is_taken_from_which_nothing_can_be_counted_on(year):
    assert form("31", "12", year).errors["when"] == ["The year must be between 1940 and 2100"]


def test_what_was_typed_comes_back_as_it_was_typed():
    html = str(form("31", "Febuary", "2025"))
    assert 'value="31"' in html
    assert 'value="Febuary"' in html


def test_a_date_that_is_known_fills_the_boxes():
    html = str(Form(initial={"when": datetime.date(2025, 9, 5)}))
    assert [f'value="{part}"' in html for part in (5, 9, 2025)] == [True, True, True]


def test_a_program_may_send_one_iso_date():
    sent = Form({"when": "2025-09-05"})
    assert sent.is_valid()
    assert sent.cleaned_data["when"] == datetime.date(2025, 9, 5)


def test_the_summary_leads_to_the_first_box():
    assert form()["when"].first_id == "id_when_0"
    assert 'id="id_when_0" name="when_day"' in str(form())


@given(st.dates(datetime.date(1940, 1, 1), datetime.date(2100, 12, 31)))
def test_every_date_survives_its_boxes(when):
    assert date_from(DateField().widget.decompress(when)) == when


@given(st.lists(st.text(max_size=6), min_size=3, max_size=3))
def test_no_typing_breaks_it(boxes):
    try:
        found = date_from(boxes)
    except forms.ValidationError:
        return
    assert found is None or isinstance(found, datetime.date)
