"""What the policies have to offer to a search, and the search over all places."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from belisha.core.access import visible_to
from belisha.policy import rules
from belisha.policy.models import Clause, Policy
from belisha.policy.searching.places import MOST, POLICY, SEARCHED, Hit, Words, within
from belisha.policy.searching.rules import Group, grouped

# What a hit shows of a clause.
SHOWN = ("text", "number", "ident", "kind", "modality", "start", "end", "cue_start")


def search(actor, words: Words) -> list[Group]:
    """What answers, in groups. Each place asks the database a fixed number of times."""
    return grouped((hit for offer in SEARCHED for hit in offer(actor, words)), words)


def policies(actor, words: Words) -> list[Hit]:
    """Policies by their titles, and clauses of the versions in force; of drafts too where they were asked for."""
    titles = visible_to(actor, Policy.objects.filter(within(words, "title"))).order_by("pk")[:MOST]
    named = [Hit(policy.title, "The whole policy.", policy.get_absolute_url(), POLICY) for policy in titles]
    return [*named, *(_hit(clause) for clause in _clauses(actor, words))]


def _clauses(actor, words: Words) -> QuerySet[Clause]:
    states = (rules.PUBLISHED, *rules.OPEN) if words.drafts else (rules.PUBLISHED,)
    there = Q(number__iexact=words.typed) | Q(ident__iexact=words.typed)
    found = visible_to(actor, Clause.objects.filter(version__state__in=states)).exclude(kind="heading")
    return (
        found.filter(within(words, "text") | there)
        .select_related("version__policy")
        .only(*SHOWN, "version__state", "version__policy__title")
        .order_by("version_id", "position")[:MOST]
    )


def _hit(clause: Clause) -> Hit:
    """In force it stands in the policy as it is read; a draft's clause has only its own page."""
    version = clause.version
    if version.state == rules.PUBLISHED:
        address = f"{reverse('policy:detail', args=[version.policy_id])}#c-{clause.ident}"
        return Hit(f"{version.policy.title}: clause {clause}{_strength(clause)}", clause.text, address, POLICY)
    return Hit(f"{version.policy.title} (draft): clause {clause}", clause.text, clause.get_absolute_url(), POLICY)


def _strength(clause: Clause) -> str:
    """What a heading, a column or a lead-in says of it: found alone, a cell below "Don't" would read as advice."""
    inherited = clause.cue_start is not None and not clause.start <= clause.cue_start < clause.end
    return f" ({clause.get_modality_display()})" if inherited and clause.kind in rules.NORMATIVE else ""
