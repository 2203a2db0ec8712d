"""Who could sign in already hears of it when somebody else does something with their sign-in, or has them sign."""

import pytest
from architecture.world import a_policy
from cast import a_school, again
from django.utils import timezone
from duties.followed import on_paper
from owing import a_duty, does

from belisha.core.models import Notice
from belisha.core.notices import link_of
from belisha.duties import actions as duties
from belisha.duties.models import Acknowledgement
from belisha.people import actions
from belisha.people.codes import actions as codes
from belisha.people.models import Adult
from belisha.people.providers import actions as providers
from belisha.people.providers.models import Link

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """The cast. Tom Hesketh can sign in with a password; the others cannot yet."""
    cast = a_school()
    Adult.objects.filter(pk=cast.teacher.pk).update(password="pbkdf2_sha256$1$x$x")
    cast.teacher = again(cast.teacher)
    return cast


def letters() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("letter", "address"))


def said_of(adult, **other) -> dict:
    names = ("name", "kind", "email", "starts", "ends")
    return {name: getattr(adult, name) for name in names} | other


ACTS = {
    "a code": lambda by, adult: codes.make(adult, by=by),
    "the tablet": lambda by, adult: codes.hand_over(adult, by=by),
    "another address": lambda by, adult: actions.change(adult, by=by, **said_of(adult, email="x@alder.example")),
    "no second factor": lambda by, adult: actions.reset_second_factor(adult, by=by),
    "no linked account": lambda by, adult: providers.unlink(adult, by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_whoever_could_sign_in_already_is_told_at_the_address_they_had(cast, act):
    before = cast.teacher.email
    ACTS[act](cast.office, cast.teacher)
    assert letters() == [("signal", before)]
    assert link_of(Notice.objects.get()) == cast.teacher.get_absolute_url()


@pytest.mark.parametrize("act", ACTS)
def test_who_is_new_gets_no_letter_about_it(cast, act):
    ACTS[act](cast.office, cast.volunteer)
    assert letters() == []


def test_who_signs_in_with_an_account_elsewhere_is_told_as_well(cast):
    Link.objects.create(
        school=cast.school, adult=cast.volunteer, issuer="https://id.example", subject="1", provider="oidc",
        linked_at=timezone.now(),
    )  # fmt: skip
    providers.unlink(cast.volunteer, by=cast.office)
    assert letters() == [("signal", cast.volunteer.email)]


def test_an_invitation_to_whoever_has_a_password_goes_to_their_address_and_its_use_is_told(cast):
    link = actions.invite(cast.teacher, by=cast.office)
    assert letters() == [("invitation", cast.teacher.email)]
    found = actions.open_invitation(link.strip("/").rpartition("/")[2])
    actions.accept(cast.teacher, by=cast.teacher, invitation=found, password_hash="pbkdf2_sha256$1$y$y")
    assert letters() == [("invitation", cast.teacher.email), ("signal", cast.teacher.email)]


def by_code(adult) -> Adult:
    """The adult as in a session on a shared device."""
    found = again(adult)
    found.by_code = True
    return found


def test_what_is_acknowledged_with_a_code_or_on_the_tablet_is_told_and_what_is_not_is_not(cast):
    a_policy(cast, "In force", 2)
    for adult, told in ((cast.volunteer, True), (cast.teacher, False)):
        duty = Acknowledgement.objects.get(adult=adult)
        duties.acknowledge(duty, by=by_code(adult) if told else adult, wording="I have read it.")
    assert letters() == [("signal", cast.volunteer.email)]
    assert link_of(Notice.objects.get()) == "/duties/owed/mine/"


def test_what_somebody_else_recorded_from_paper_is_told(cast):
    a_policy(cast, "In force", 2)
    on_paper(Acknowledgement.objects.get(adult=cast.volunteer), by=cast.office)
    assert letters() == [("signal", cast.volunteer.email)]


def test_of_many_things_done_at_one_tablet_one_letter_tells(cast):
    for title in ("Keys", "Photographs", "Screens"):
        does(by_code(cast.volunteer), a_duty(cast, title=title))
    assert letters() == [("signal", cast.volunteer.email)]


def test_who_has_no_address_gets_no_letter(cast):
    Adult.objects.filter(pk=cast.volunteer.pk).update(email="")
    does(by_code(cast.volunteer), a_duty(cast))
    assert letters() == []
