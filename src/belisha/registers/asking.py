"""One question a page, all at one address: answers come along hidden, and nothing is kept before it is sent.

A page posts its own answer, those before it, and `shown`, once for each question that was on a page so far. The last
page posts `send`, or `change` with the name of the question to go back to.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms

CARRIES_NOT = {"csrfmiddlewaretoken", "shown", "change", "send", "key"}


@dataclass(frozen=True)
class Step:
    """One question: its name, its form, and whether it is asked after these answers."""

    name: str
    form: type[forms.Form]
    asked: Callable[[dict], bool] = lambda answers: True


@dataclass
class Asked:
    """Where somebody stands: the page to show, or every answer; and what goes along hidden."""

    step: str = ""
    form: forms.Form | None = None
    answers: dict = field(default_factory=dict)
    hidden: list[tuple[str, str]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return self.form is None


def ask(steps: list[Step], data, first: dict) -> Asked:
    """Go through the questions up to the first that was not shown, was answered wrongly or is to be changed.

    `data` is what was posted, or None; `first` is what the forms show before anything was typed.
    """
    shown, answers = data.getlist("shown") if data else [], {}
    change = data.get("change", "") if data else ""
    for step in steps:
        if not step.asked(answers):
            continue
        form = step.form(data, initial=first) if step.name in shown else step.form(initial=first)
        if form.is_valid() and step.name == change:
            form = step.form(initial=form.cleaned_data)
        if not form.is_valid():
            return Asked(step.name, form, answers, _carried(data, form.fields, [*shown, step.name]))
        answers |= form.cleaned_data
    return Asked(answers=answers, hidden=_carried(data, (), shown))


def _carried(data, names, shown: list[str]) -> list[tuple[str, str]]:
    """Everything that was posted and is not asked on this page, and which questions were on a page."""
    posted = list(data.lists()) if data else []
    # A date is posted as three boxes, named after the field.
    own = {key for key, _ in posted for name in names if key == name or key.startswith(f"{name}_")}
    kept = [(key, value) for key, values in posted if key not in own | CARRIES_NOT for value in values]
    return [*kept, *(("shown", name) for name in dict.fromkeys(shown))]
