"""The demonstration's policy: one in force that most adults have acknowledged, and a new draft to look through."""

import datetime
from pathlib import Path

from django.utils import timezone

from belisha.core.access import Role
from belisha.duties import actions as duties
from belisha.duties import jobs
from belisha.duties import queries as duties_read
from belisha.duties.models import Acknowledgement
from belisha.duties.rules import DUE
from belisha.people import queries
from belisha.policy import actions, intake
from belisha.policy.models import Version
from belisha.policy.written import SHIPPED

# Every so many adults have not read it yet.
NOT_YET = 4


def publish_policy(school) -> None:
    """The shipped policy in the school's words, approved and published by its Headteacher."""
    head = headteacher(school)
    version = intake.adopt(school, SHIPPED, "Staff social media policy", {"school": school.name}, by=head)
    approve_and_publish(version, days_ago=9)


def approve_and_publish(version: Version, days_ago: int) -> None:
    """A draft goes its whole way, and everybody is asked."""
    head = headteacher(version.school)
    actions.submit(version, by=head)
    approved = timezone.localdate() - datetime.timedelta(days=days_ago)
    actions.approve(version, by=head, approved_by="Full governing body", approved_on=approved, minute="FGB item 7")
    actions.publish(version, by=head)
    jobs.open_for_version.call(str(version.pk))


def acknowledge_policy(school) -> None:
    """Most adults have read what is in force; the Headteacher, whom a visitor signs in as first, still has it to do."""
    asked = Acknowledgement.objects.filter(version__school=school, state=DUE).order_by("adult__name")
    for place, duty in enumerate(asked.select_related("adult__school", "version__policy", "school")):
        if place % NOT_YET and Role.HEADTEACHER not in duty.adult.roles:
            told = duties_read.changes_for(duty.adult, duty)
            duties.acknowledge(
                duty, by=duty.adult, wording=duties_read.wording(duty, of_changes=bool(told)), shown=told
            )


def draft_policy(school) -> None:
    """A document of the school's own, read and waiting to be looked through."""
    path = Path(__file__).with_name("demo_policy.txt")
    policy = Version.objects.select_related("policy").filter(school=school).first().policy
    intake.receive(school, path, path.name, by=headteacher(school), policy=policy)


def headteacher(school):
    """The Headteacher, signed in with a second factor."""
    head = queries.holders(school, Role.HEADTEACHER).select_related("school").get()
    head.second_factor = True
    return head
