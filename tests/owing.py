"""Duties for tests: made, switched on and asked by the product's own actions."""

import tempfile
from pathlib import Path

from django.utils import timezone

from belisha.duties.owed.doing import actions as doing
from belisha.duties.owed.doing.shown import mark_of
from belisha.duties.owed.jobs import open_duty
from belisha.duties.owed.keeping import actions as keeping
from belisha.duties.owed.models import Duty, Owed
from belisha.duties.owed.rules import Given
from belisha.packs.duties import shipped_duties
from belisha.references import actions as references
from belisha.sealed.arriving import seal_file

YES, NO = {"answer": ["yes"]}, {"answer": ["no"]}
LINES = [
    {"key": "settings", "label": "I looked at my settings"},
    {"key": "kinds", "label": "Which kinds?", "options": [{"key": "a", "label": "Kind A"}, {"key": "b", "label": "B"}]},
    {"key": "help", "label": "Help?", "help": True, "options": [{"key": "with-it", "label": "With my settings"}]},
]


def a_duty(cast, way="tick", *, live=True, **fields) -> Duty:
    """A duty of the school's own, asked of everybody it speaks to unless it stays a draft."""
    said = {"title": f"A {way}", "says": "Please do it.", "starts_on": timezone.localdate(), "days": 10, **fields}
    said["items"] = said.get("items", LINES if way == "review" else [])
    duty = keeping.add(keeping.new_duty(cast.school), by=cast.head, way=way, **said)
    return on(duty, cast.head) if live else duty


def on(duty: Duty, head) -> Duty:
    """The duty, switched on and asked."""
    keeping.start(duty, by=head)
    open_duty.call(str(duty.pk))
    return Duty.objects.select_related("school").get(pk=duty.pk)


def shipped(cast, key: str) -> Duty:
    """A duty that ships, switched on as it is."""
    references.stock(cast.school)
    keeping.stock(cast.school)
    assert shipped_duties().get(key), key
    return on(Duty.objects.get(school=cast.school, pack_key=key), cast.head)


def task_of(adult, duty: Duty) -> Owed:
    """The newest round of an adult."""
    rows = Owed.objects.select_related("duty__reference", "duty__school", "school")
    return rows.filter(adult=adult, duty=duty).latest("round")


def does(adult, duty: Duty, answers=None, *, course="", held_on=None, stored=None) -> Owed:
    """The adult does it, as from its page."""
    owed = task_of(adult, duty)
    given = Given(answers or {}, course, held_on)
    doing.do(owed, by=adult, given=given, asked=mark_of(owed.duty), stored=stored)
    return task_of(adult, duty)


def attends(adult, duty: Duty, held_on=None, course="Online safety, autumn") -> Owed:
    return does(adult, duty, course=course, held_on=held_on or timezone.localdate())


def sealed(school, record: str, text="a certificate", name="certificate.txt"):
    """A file, sealed as an upload would be."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, "utf-8")
        return seal_file(path, school_id=school.pk, record=record, filename=name)


def asked(duty: Duty) -> set:
    """Whom it is asked of now."""
    return set(Owed.objects.filter(duty=duty, state="due").values_list("adult_id", flat=True))


def one_of_each_owed(cast) -> None:
    """For a world: a draft, a training with evidence, a wish for help, and a sister policy to read."""
    a_duty(cast, title="A draft of a duty", live=False)
    course = a_duty(cast, "training", title="A training", evidence="may")
    stored = sealed(cast.school, f"adult:{cast.teacher.pk}")
    does(cast.teacher, course, course="A course", held_on=timezone.localdate(), stored=stored)
    wish = {"settings": ["settings"], "help": ["with-it"]}
    does(cast.teacher, a_duty(cast, "review", title="A look at accounts"), wish)


def keys_of_what_is_owed(actor) -> dict:
    """For a world: a value for each key of these pages, the actor's own where it has an owner."""
    course = Duty.objects.get(title="A training")
    rows = Owed.objects.filter(duty=course)
    own = rows.filter(adult=actor.pk).first() if getattr(actor, "pk", None) else None
    return {
        "asked_id": course.pk,
        "unasked_id": Duty.objects.get(title="A draft of a duty").pk,
        "owed_id": (own or rows.first()).pk,
        "wish_id": Owed.objects.get(help_wanted=True).pk,
    }
