"""Work behind the duties: each loads by id and calls an action, and may run twice."""

from django.db.models import Exists, OuterRef, Q
from django.tasks import task
from django.utils import timezone

from belisha.core.access import WORKER
from belisha.duties import actions, rules
from belisha.duties.heeding import actions as heeding
from belisha.duties.models import Acknowledgement
from belisha.people.models import Adult
from belisha.policy.models import Version
from belisha.policy.rules import PUBLISHED, SUPERSEDED


@task()
def open_for_version(version_id: str) -> int:
    """Ask every adult of the school to acknowledge a published version, and stop asking for the one before it."""
    version = Version.objects.select_related("policy", "school").get(pk=version_id)
    for before in Version.objects.filter(
        policy_id=version.policy_id, state=SUPERSEDED, acknowledgements__state=rules.DUE
    ).distinct():
        actions.lapse(before, by=WORKER, count=before.acknowledgements.filter(state=rules.DUE).count())
    return actions.ask_everyone(version, by=WORKER) if version.state == PUBLISHED else 0


@task()
def open_for_school(school_id: str) -> int:
    """Ask whoever is new at a school to acknowledge what is published there."""
    versions = Version.objects.filter(school_id=school_id, state=PUBLISHED).select_related("policy", "school")
    return sum(actions.ask_everyone(version, by=WORKER) for version in versions)


@task()
def heed_audience(school_id: str) -> int:
    """Whom a policy is for, or how somebody works, is another by now: ask those it is for, and nobody else."""
    versions = Version.objects.filter(school_id=school_id, state=PUBLISHED).select_related("policy", "school")
    changed = sum(heeding.heed(version, by=WORKER) for version in versions)
    return changed + sum(actions.ask_everyone(version, by=WORKER) for version in versions)


@task()
def look_again_at(adult_id: str) -> int:
    """Ask an adult after all for what did not bind them before, now that they work otherwise or hold another role."""
    mine = Acknowledgement.objects.filter(adult_id=adult_id, follows__isnull=False)
    versions = Version.objects.filter(Exists(mine.filter(version=OuterRef("pk"))), state=PUBLISHED)
    versions = versions.select_related("policy", "school")
    return sum(actions.look_again(version, by=WORKER, adult_id=adult_id) for version in versions)


def open_due() -> None:
    """Find published versions that somebody was not asked about yet: what a lost nudge or a killed worker left."""
    further = Acknowledgement.objects.filter(version=OuterRef("pk"), follows__isnull=False)
    for version in Version.objects.filter(Exists(further), state=PUBLISHED).select_related("policy", "school"):
        actions.look_again(version, by=WORKER)
    for version in Version.objects.filter(state=PUBLISHED).select_related("policy", "school"):
        heeding.heed(version, by=WORKER)
    here = Adult.objects.filter(Q(ends=None) | Q(ends__gt=timezone.localdate()), school=OuterRef("school_id"))
    asked = Acknowledgement.objects.filter(adult=OuterRef("pk"), version=OuterRef(OuterRef("pk")))
    left_out = here.filter(~Exists(asked))
    for pk in Version.objects.filter(Exists(left_out), state=PUBLISHED).values_list("pk", flat=True):
        open_for_version.call(str(pk))
