"""Actions without a page of their own: each is refused to whom it is not for, and told in the log in words."""

import pytest
from allauth.mfa.models import Authenticator
from cast import a_school, again
from django.utils import timezone
from world import a_policy, a_world

from belisha.core.access import WORKER
from belisha.core.errors import Refused
from belisha.core.models import Notice
from belisha.core.queries import page_of_entries
from belisha.duties import actions as duties
from belisha.duties import jobs
from belisha.people import actions as people
from belisha.policy import actions as policy

pytestmark = pytest.mark.django_db


def told(cast, key: str) -> list[str]:
    """What the log says of this kind, newest first."""
    return [line.sentence for line in page_of_entries(cast.head, kind=key)[0]]


def test_asking_everyone_is_told_once_and_asks_nobody_twice():
    world = a_world()
    number = world.published.acknowledgements.count()
    assert duties.ask_everyone(world.published, by=WORKER) == 0
    assert told(world.cast, "acknowledgement.ask") == [
        f"Belisha asked {number} adults to acknowledge In force, version 1"
    ]


def test_no_adult_opens_duties_for_others():
    world = a_world()
    with pytest.raises(Refused):
        duties.lapse(world.published, by=world.cast.head, count=1)


def test_what_is_no_longer_in_force_is_no_longer_asked_for():
    cast = a_school()
    first = a_policy(cast, "In force", 2)
    number = first.acknowledgements.count()
    second = policy.adopt(
        cast.school, by=cast.head, policy=first.policy, pack="", title="", source=first.source, clauses=[]
    )
    assert second.number == 2
    duties.lapse(first, by=WORKER, count=number)
    assert set(first.acknowledgements.values_list("state", flat=True)) == {"lapsed"}
    assert told(cast, "acknowledgement.lapse") == [
        f"Belisha stopped asking for In force, version 1: {number} had not answered"
    ]
    assert jobs.open_for_version.call(str(first.pk)) == 0


def test_a_document_that_could_not_be_read_is_told_with_the_reason():
    world = a_world()
    assert world.document.state == "unreadable"
    assert told(world.cast, "policy.give") == ["Margaret Okafor gave a document to be read"]
    assert told(world.cast, "policy.import_refused") == [f"Belisha could not read a document: {world.document.reason}"]


def test_the_terms_of_a_policy_are_the_headteachers():
    world = a_world()
    found, terms = world.published.policy, {"title": "Ours", "review_months": 6, "acknowledge_days": 5}
    for adult in (world.cast.teacher, world.cast.office, world.cast.other_head, world.cast.stranger):
        with pytest.raises(Refused):
            policy.change_terms(found, by=adult, **terms)
    policy.change_terms(found, by=world.cast.head, **terms)
    assert told(world.cast, "policy.settings") == ["Margaret Okafor changed the terms of Ours"]


def test_signing_in_is_told_of_oneself_alone():
    cast = a_school()
    people.enter(cast.teacher, by=cast.teacher, method="password")
    assert told(cast, "sign_in.enter") == ["Tom Hesketh signed in (password)"]
    with pytest.raises(Refused):
        people.enter(cast.teacher, by=cast.head, method="password")


def test_a_change_of_a_second_factor_is_told():
    cast = a_school()
    people.factor(cast.dsl, by=cast.dsl, change="added a part", factor="passkey")
    assert told(cast, "sign_in.factor") == ["Priya Nair added a part of their second factor: passkey"]


def test_asking_for_a_new_password_names_nobody_as_the_asker():
    cast = a_school()
    people.ask_new_password(cast.teacher, by=again(cast.teacher), path="/account/password/reset/key/1-secret/")
    assert told(cast, "sign_in.ask_new_password") == ["A new password was asked for Tom Hesketh"]
    assert Notice.objects.get(letter="new_password").address == cast.teacher.email
    assert Notice.objects.get(letter="new_password").made_at <= timezone.now()


def test_a_lost_second_factor_is_removed_by_whoever_could_give_the_role():
    cast = a_school()
    for adult in (cast.teacher, cast.head):
        Authenticator.objects.create(user=adult, type="totp", data={})
    people.reset_second_factor(cast.teacher, by=cast.office)
    assert told(cast, "sign_in.reset_factor") == ["Sheila Bramwell removed the second factor of Tom Hesketh"]
    with pytest.raises(Refused):
        people.reset_second_factor(cast.head, by=cast.office)
    assert list(Authenticator.objects.values_list("user__name", flat=True)) == ["Margaret Okafor"]
