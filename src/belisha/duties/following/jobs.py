"""Reminding, by itself: both may run every hour, and send nothing twice."""

from django.urls import reverse

from belisha.core.access import WORKER
from belisha.duties.following import actions
from belisha.people.models import School


def remind_due() -> None:
    """Write to those at each school who have something to do soon, or late."""
    for school in School.objects.all():
        actions.remind_due(school, by=WORKER)


def digest_due() -> None:
    """Once a week, tell those who follow things up at each school that somebody is late."""
    for school in School.objects.all():
        actions.digest(school, by=WORKER, path=reverse("following:overview"))
