"""Tags and filters for every template (they are builtins: no `{% load %}`)."""

import datetime
import re

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.text import normalize_newlines

register = template.Library()

# The colour of each state that is shown. A state without a colour is still shown, in the plain one.
COLOURS = {
    "green": "published, done, acknowledged, active, valid, complete, completed, sent, in force, permitted",
    "grey": "draft, ended, withdrawn, superseded, left, closed, excused, not started, none",
    "yellow": "open, due, waiting, in progress, proposed, approved, pending, soon, needs permission, cautious",
    "red": "overdue, failed, refused, forbidden, late, broken, contradiction",
    "purple": "new, changed, imported",
}
COLOUR_OF = {state: colour for colour, states in COLOURS.items() for state in states.split(", ")}
# What a browser calls itself, the most particular mark first: every browser claims to be several others.
PROGRAMS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "a Mac"),
    ("CrOS", "a Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


@register.simple_tag
def tag(state, label=""):
    """`{% tag policy.state %}`: a state as a coloured label. The words carry the meaning, the colour only helps."""
    key = str(getattr(state, "value", state)).replace("_", " ").replace("-", " ").lower()
    words = label or getattr(state, "label", "") or key.capitalize()
    colour = COLOUR_OF.get(key, "")
    return format_html('<strong class="govuk-tag{}">{}</strong>', f" govuk-tag--{colour}" if colour else "", words)


@register.filter
def day(when) -> str:
    """`{{ when|day }}`: 5 September 2025, in the school's time zone."""
    if not when:
        return ""
    if isinstance(when, datetime.datetime):
        when = local(when)
    return f"{when.day} {when:%B %Y}"


@register.filter
def moment(when) -> str:
    """`{{ when|moment }}`: 5 September 2025 at 4:05pm."""
    if not when:
        return ""
    when = local(when)
    return f"{day(when)} at {when.hour % 12 or 12}:{when:%M}{'am' if when.hour < 12 else 'pm'}"


def local(when: datetime.datetime) -> datetime.datetime:
    """The same moment by the clock on the school's wall."""
    return timezone.localtime(when) if timezone.is_aware(when) else when


@register.filter
def paragraphs(text) -> str:
    """`{{ text|paragraphs }}`: what somebody typed, its blank lines kept as paragraphs, its markup shown as text."""
    blocks = re.split(r"\n{2,}", normalize_newlines(str(text or "")).strip("\n"))
    return format_html_join("\n", '<p class="govuk-body">{}</p>', [(linebreaksbr(escape(block)),) for block in blocks])


@register.simple_tag
def field(bound, heading=False, size="s"):
    """`{% field form.name heading=True %}`: one question, its label as the heading or in another size."""
    bound.is_heading, bound.size = heading, size
    return bound.as_field_group()


@register.filter
def browser(user_agent) -> str:
    """`{{ session.user_agent|browser }}`: Firefox on Windows. Enough to know one's own computer by."""
    words = str(user_agent or "")
    program = next((name for mark, name in PROGRAMS if mark in words), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in words), "")
    return f"{program} on {system}" if system else program


@register.inclusion_tag("look/parts/bar.html")
def svg_bar(done, total, label="done"):
    """`{% svg_bar 34 40 "acknowledged" %}`: a bar with its figures as words, which is what a screen reader hears."""
    done, total = int(done or 0), int(total or 0)
    share = 100 * done // total if total else 0
    return {"done": done, "total": total, "share": min(100, max(0, share)), "label": label}
