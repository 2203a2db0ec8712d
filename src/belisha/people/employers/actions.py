"""Everything that changes who sends adults to the school."""

from django.db import IntegrityError, transaction

from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed
from belisha.people import actions as people
from belisha.people.models import Adult, Employer


@action("employer.add", needs=Can.CHANGE_PEOPLE, sentence="{by} added {about}, who sends adults")
def add(employer: Employer, *, by, name: str, contact: str = "", email: str = "", telephone: str = "") -> Employer:
    """Note who sends adults to the school, and whom to tell there (clauses 2-01-b, 2-04-b)."""
    _take(employer, name, contact, email, telephone)
    _save(employer, force_insert=True)
    return employer


@action("employer.change", needs=Can.CHANGE_PEOPLE, sentence="{by} changed what is known of {about}")
def change(employer: Employer, *, by, name: str, contact: str = "", email: str = "", telephone: str = "") -> None:
    """Correct a name, or whom to tell there."""
    _take(employer, name, contact, email, telephone)
    _save(employer, update_fields=["name", "contact", "email", "telephone"])


@action("employer.remove", needs=Can.CHANGE_PEOPLE, sentence="{by} removed {name}, who sends nobody")
def remove(employer: Employer, *, by, name: str) -> None:
    """Take one off the list who was never noted of any adult. `name` is theirs, for the log."""
    if name != employer.name or Adult.objects.filter(employer=employer).exists():
        raise NotAllowed(f"{employer} is noted of an adult, so what was sent by them can still be told.")
    Employer.objects.filter(pk=employer.pk).delete()


def add_adult(school, *, by, sender: dict, **details) -> Adult:
    """Add an adult together with who sends them, who may be new here as well: both, or neither."""
    with transaction.atomic():
        return people.add(school, by=by, employer=_known(school, by, sender), **details)


def change_adult(adult: Adult, *, by, sender: dict, seen="", **details) -> None:
    """Change the record of an adult together with who sends them."""
    with transaction.atomic():
        people.change(adult, by=by, seen=seen, employer=_known(adult.school, by, sender), **details)


def _known(school, by, sender: dict) -> Employer | None:
    """The employer that was chosen or, by a name that is new here, made. Whatever its letters' case, a name is one."""
    given = dict(sender)
    chosen, name = given.pop("chosen", None), given.get("name", "").strip()
    if chosen or not name:
        return chosen
    there = Employer.objects.filter(school=school, name__iexact=name).first()
    return there or add(Employer(school=school), by=by, **given)


def _take(employer: Employer, name: str, contact: str, email: str, telephone: str) -> None:
    employer.name, employer.contact = name.strip(), contact.strip()
    employer.email, employer.telephone = email.strip().lower(), telephone.strip()


def _save(employer: Employer, **how) -> None:
    try:
        with transaction.atomic():
            employer.save(**how)
    except IntegrityError as fault:
        raise NotAllowed(f"{employer.name} is on the list already.", "Change that one.") from fault
