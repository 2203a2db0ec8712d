"""The demonstration's declarations and permissions: in every state that a visitor should see, made by the same actions.

`bring` is a step of `demo_school`.
"""

import datetime
import uuid

from django.utils import timezone

from belisha.commands.demo_duties import headteacher
from belisha.people.models import Adult
from belisha.registers.family import actions as family
from belisha.registers.family import rules as declarations
from belisha.registers.family.models import Declaration
from belisha.registers.permissions import actions as permissions
from belisha.registers.permissions.models import Permission
from belisha.registers.permissions.rules import Scope, Wanted

NEPHEW = "Caspian Dray"
# Who, what, the pupil, in their words.
DECLARED = (
    ("Philippa Dray", declarations.FAMILY, NEPHEW, "He is my brother’s son. We are in one family group on WhatsApp."),
    ("Bartholomew Key", declarations.FAMILY, "Odette Key", "My granddaughter. She asked me to follow her on TikTok."),
    ("Agnes Pomeroy", declarations.FAMILY, "Linnet Pomeroy", "My daughter, in Year 4. We write to each other daily."),
    ("Edmund Tarrow", declarations.DUAL_ROLE, "", "I am a governor, and my two children go to this school."),
    ("Miriam Castellane", declarations.FAMILY, "Florian Ashe", "My godson’s cousin calls me aunt. He is in Year 5."),
)
GROUP = Scope("discuss-pupils", "pupils-parents", "facebook")
PICTURES = Scope("post-pictures", "public", "website")
OTHERWISE = Scope("use-platform", "parents", "other", platform_words="Mastodon")


def bring(school) -> None:
    """Declarations that wait, were acknowledged, or were not; permissions that wait, hold, have conditions or ended."""
    people = {adult.name: again(adult) for adult in Adult.objects.filter(school=school).select_related("school")}
    declare(people, headteacher(school))
    ask(people, headteacher(school))


def again(adult: Adult) -> Adult:
    """As signed in with a second factor."""
    adult.second_factor = True
    return adult


def declare(people: dict, head: Adult) -> None:
    """What adults told the school about themselves."""
    made = {
        name: family.declare(
            people[name].school, by=people[name], key=uuid.uuid4(), kind=kind, relationship=words, pupil_name=pupil
        )
        for name, kind, pupil, words in DECLARED
    }
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for name in ("Agnes Pomeroy", "Bartholomew Key", "Edmund Tarrow"):
        family.discuss(_now(made[name]), by=head, held_on=yesterday, notes="We sat down together after school.")
    family.acknowledge(
        _now(made["Agnes Pomeroy"]), by=head,
        protocol="Messages between mother and daughter on their own phones. No links with other pupils.",
    )  # fmt: skip
    family.refuse(
        _now(made["Bartholomew Key"]), by=head,
        reason="TikTok shows everybody who follows a child. Please keep to the telephone; we can talk again.",
    )  # fmt: skip


def ask(people: dict, head: Adult) -> None:
    """What adults asked to be allowed."""
    wants = "A closed group about the residential, with the parents of my class."
    granted = _asked(people["Clemency Oake"], GROUP, wants, 60)
    permissions.grant_with_conditions(
        granted, by=head, conditions="Nothing about one child alone. A second teacher reads along.",
        starts=granted.starts, ends=granted.ends,
    )  # fmt: skip
    last_day = _asked(people["Clemency Oake"], OTHERWISE, "To show parents how the platform works.", 0)
    permissions.grant(last_day, by=head)
    _asked(people["Yusuf Penhale"], PICTURES, "Pictures of the harvest table, without faces.", 20)
    refused = _asked(people["Oscar Tidewell"], GROUP, "To answer questions about homework in the evening.", 90)
    permissions.refuse(refused, by=head, reason="The school’s own e-mail does this already.")
    spoken = Wanted(PICTURES, "The school fair, from a distance.", *_days(10))
    permissions.record(
        people["Delphine Rudge"], by=head, key=uuid.uuid4(), wanted=spoken, spoken_on=timezone.localdate()
    )
    said = Wanted(GROUP, "The Headteacher said in the corridor that I may.", *_days(30))
    hamish = people["Hamish Corrie"]
    permissions.ask(hamish.school, by=hamish, key=uuid.uuid4(), wanted=said, spoken_on=timezone.localdate())


def _days(number: int) -> tuple[datetime.date, datetime.date]:
    today = timezone.localdate()
    return today, today + datetime.timedelta(number)


def _asked(adult: Adult, scope: Scope, purpose: str, days: int) -> Permission:
    wanted = Wanted(scope, purpose, *_days(days))
    made = permissions.ask(adult.school, by=adult, key=uuid.uuid4(), wanted=wanted)
    return Permission.objects.select_related("school", "asker").get(pk=made.pk)


def _now(declaration: Declaration) -> Declaration:
    return Declaration.objects.select_related("school", "adult").get(pk=declaration.pk)
