"""Everything that changes short questions, and what is kept of those who understood one."""

from uuid import UUID

from belisha.comprehension import rules
from belisha.comprehension.models import ShortQuestion, Understood
from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import Conflict, NotAllowed
from belisha.packs.teaching import shipped_questions
from belisha.policy.models import Policy, Version
from belisha.policy.queries import published
from belisha.policy.rules import SUPERSEDED


@action("comprehension.take", needs=Can.KEEP_DUTIES, sentence="{by} switched on a {about}")
def take(policy: Policy, *, by, key: str) -> ShortQuestion:
    """Ask a shipped question of everybody whom its clauses bind. The version in force must have them all."""
    version, row = _in_force(policy), shipped_questions().get(key)
    if row is None:
        raise NotAllowed("There is no such question.")
    if ShortQuestion.objects.filter(policy=policy, pack_key=key).exists():
        raise NotAllowed("This question was taken up already.", "Switch it on in the list.")
    says = version.clauses.filter(pack_sure=True, pack_id__in=row.clauses).exclude(kind="heading")
    found = list(says.order_by("position").values_list("pack_id", "ident"))
    if {pack_id for pack_id, _ in found} != set(row.clauses):
        raise NotAllowed("The policy in force does not have the clauses that it asks about.")
    return ShortQuestion.objects.create(
        school_id=policy.school_id, policy=policy, version=version, pack_key=key, clauses=[ident for _, ident in found],
        text=row.question, choices=list(row.choices), right=row.right, why=row.why, state=rules.ON,
    )  # fmt: skip


@action("comprehension.add", needs=Can.KEEP_DUTIES, sentence="{by} wrote a {about}")
def add(policy: Policy, *, by, key: UUID, **given) -> ShortQuestion:
    """A question in the school's own words. It is not asked until somebody switches it on."""
    if ShortQuestion.objects.filter(pk=key).exists():
        raise NotAllowed("This was done already.", "You find it in the list.")
    question = ShortQuestion(id=key, school_id=policy.school_id, policy=policy, version=_in_force(policy))
    _write(question, **given)
    question.save(force_insert=True)
    return question


@action("comprehension.change", needs=Can.KEEP_DUTIES, sentence="{by} changed a {about}")
def change(question: ShortQuestion, *, by, **given) -> None:
    """Reword a question that is not asked and that nobody understood yet: what somebody understood stays as it was."""
    if question.state == rules.ON:
        raise NotAllowed("It is asked at the moment.", "Switch it off first.")
    if question.understood.exists():
        raise NotAllowed("Somebody has understood it already.", "Write a new question instead.")
    question.version = _in_force(question.policy)
    _write(question, **given)
    question.save()


@action("comprehension.start", needs=Can.KEEP_DUTIES, sentence="{by} switched on a {about}")
def start(question: ShortQuestion, *, by) -> None:
    """Ask it of everybody who acknowledges from now on."""
    if not question.clauses:
        raise NotAllowed("The clauses that it asks about are no longer in force.", "Choose its clauses again.")
    rules.LIFECYCLE.move(question, "start")


@action("comprehension.stop", needs=Can.KEEP_DUTIES, sentence="{by} switched off a {about}")
def stop(question: ShortQuestion, *, by) -> None:
    """Ask it no longer. Who understood it is kept."""
    rules.LIFECYCLE.move(question, "stop")


@action("comprehension.understand", needs=Can.ACKNOWLEDGE, sentence="{by} understood a {about}")
def understand(question: ShortQuestion, *, by, choice: int) -> Understood:
    """Keep that an adult understood a question. Another answer than the right one is not kept in any way."""
    if question.state != rules.ON:
        raise NotAllowed("This question is no longer asked.", "Go on to acknowledge the policy.")
    if not rules.is_right(question.right, choice):
        raise NotAllowed("Another answer is the right one.", "Read the clause again.")
    if Understood.objects.filter(adult_id=by.id, question=question, version_id=question.version_id).exists():
        raise Conflict("You answered this already.", "Go on to acknowledge the policy.")
    return Understood.objects.create(
        school_id=question.school_id, adult_id=by.id, question=question, version_id=question.version_id,
        clauses=question.clauses,
    )  # fmt: skip


def _write(question: ShortQuestion, *, text: str, choices: list[str], right: int, why: str, clauses: list[str]) -> None:
    there = set(question.version.clauses.filter(ident__in=clauses).values_list("ident", flat=True))
    if not clauses or there != set(clauses):
        raise NotAllowed("Choose clauses of the version in force.")
    if not rules.FEWEST <= len(choices) <= rules.MOST or not 1 <= right <= len(choices):
        raise NotAllowed("A question has two to four answers, and one of them is right.")
    question.text, question.choices, question.right, question.why = text.strip(), choices, right, why.strip()
    question.clauses = clauses


def _in_force(policy: Policy) -> Version:
    version = published(policy)
    if version is None:
        raise NotAllowed("No version of this policy is in force.", "Publish one first.")
    return version


# -- what follows from what happens elsewhere -----------------------------------------------------------------


@answer("version.publish")
def _published(version: Version, *, by) -> None:
    """What a question is about goes on with the clauses that go back to it; where none do, it is asked of nobody."""
    asked = list(ShortQuestion.objects.filter(policy_id=version.policy_id))
    if not asked:
        return
    before = version.before_id or _superseded_by(version)
    lineage = dict(version.clauses.order_by("position").values_list("ident", "came_from"))
    for question in asked:
        known = question.version_id == before
        question.clauses = rules.descends(question.clauses, lineage) if known else []
        question.version = version
    ShortQuestion.objects.bulk_update(asked, ["clauses", "version"])


def _superseded_by(version: Version) -> UUID | None:
    others = Version.objects.filter(policy_id=version.policy_id, state=SUPERSEDED).order_by("-superseded_at")
    return others.values_list("pk", flat=True).first()
