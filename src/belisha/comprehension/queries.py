"""Short questions: those of a policy, those that somebody still has to understand, and who did."""

from django.db.models import FETCH_RAISE, Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from belisha.changes.editions import material_since
from belisha.comprehension import rules
from belisha.comprehension.models import ShortQuestion, Understood
from belisha.core import keyset
from belisha.core.access import Can, may, visible_to
from belisha.packs.teaching import ShippedQuestion, shipped_questions
from belisha.policy.audience.queries import roles_of
from belisha.policy.models import Clause, Policy, Version
from belisha.policy.queries import clauses, in_force, policy_for, saying

PAGE = 50


def questions(actor) -> QuerySet[ShortQuestion]:
    """The questions that the actor may know of, without the words of the versions that they are about."""
    found = ShortQuestion.objects.select_related("policy", "school", "version__policy")
    return visible_to(actor, found.defer("version__source", "version__pages"))


def question_for(actor, short_question_id) -> ShortQuestion:
    return get_object_or_404(questions(actor), pk=short_question_id)


def of_policy(actor, policy: Policy) -> QuerySet[ShortQuestion]:
    """The questions of a policy in the order in which they were made, each with how many understood it."""
    here = Count("understood__adult", filter=Q(understood__school_id=policy.school_id), distinct=True)
    return questions(actor).filter(policy=policy).annotate(number=here).order_by("made_at", "pk")


def offered(actor, version: Version) -> list[ShippedQuestion]:
    """The shipped questions whose clauses this version has, and which it does not ask yet."""
    there = set(saying(actor, version))
    taken = set(of_policy(actor, version.policy).values_list("pack_key", flat=True))
    return [row for row in shipped_questions().rows if row.key not in taken and there.issuperset(row.clauses)]


def about(actor, question: ShortQuestion) -> list[Clause]:
    """The clauses that a question is about, in the school's words and order."""
    return list(clauses(actor, question.version).filter(ident__in=question.clauses))


def in_force_for(actor, policy_id) -> tuple[Policy, Version | None]:
    """A policy, and the version of it that is in force."""
    policy = policy_for(actor, policy_id)
    return policy, in_force(actor, policy)


def idents(actor, version: Version) -> dict[str, str]:
    """What somebody may type for a clause of a version → its id."""
    rows = clauses(actor, version).exclude(kind="heading")
    return {typed.lower(): row.ident for row in rows for typed in (str(row), row.ident)}


def open_for(actor, version: Version) -> list[ShortQuestion]:
    """What an adult still has to understand before they acknowledge a version. One query where nothing is asked."""
    asked = questions(actor).filter(policy_id=version.policy_id, version=version, state=rules.ON)
    asked = [question for question in asked.order_by("made_at", "pk") if question.clauses]
    if not asked:
        return []
    mine = visible_to(actor, Understood.objects.filter(adult_id=actor.id, question__in=asked))
    mine = mine.select_related("version", "question").defer("version__source", "version__pages")
    bound = dict(clauses(actor, version).values_list("ident", "binds"))
    since, roles = _Since(version), roles_of(actor)
    understood = {row.question_id for row in mine if since.holds(row)}
    return [
        question
        for question in asked
        if question.pk not in understood
        and rules.concerns([bound[ident] for ident in question.clauses if ident in bound], actor.kind, roles)
    ]


class _Since:
    """What changed since each version in which somebody understood something: worked out once for each."""

    def __init__(self, version: Version):
        self.version, self._told = version, {}

    def holds(self, row: Understood) -> bool:
        if row.version_id == self.version.pk:
            return True
        if row.version_id not in self._told:
            self._told[row.version_id] = material_since(self.version, row.version)
        return rules.still_holds(self._told[row.version_id], row.clauses, row.question.clauses)


def page_of_understood(actor, question: ShortQuestion, after: str = "") -> tuple[list[Understood], str]:
    """Who understood a question, by name, and the key of the next page (empty at the end)."""
    rows = visible_to(actor, Understood.objects.filter(question=question)).fetch_mode(FETCH_RAISE)
    rows = rows.select_related("adult", "version").defer("version__source", "version__pages")
    return keyset.page(rows, by="adult__name", key="id", after=after, size=PAGE)


def may_look(actor, policy: Policy) -> bool:
    """Whether the actor keeps the questions of a policy or sees who understood them."""
    return may(actor, Can.KEEP_DUTIES, policy) or may(actor, Can.SEE_ACKNOWLEDGEMENTS, policy)
