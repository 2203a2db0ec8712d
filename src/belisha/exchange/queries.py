"""A version for whoever may take it with them: what is published for everybody, a draft for those who work on it."""

from collections.abc import Iterable
from dataclasses import fields

from django.utils import timezone

from belisha.exchange.plain import Plain, Standing
from belisha.policy import queries
from belisha.policy.models import Clause, Version
from belisha.policy.written import Written

WRITTEN = [each.name for each in fields(Written)]
LISTS = ("binds", "came_from")


def version_for(actor, version_id) -> Version:
    """The version, or nothing found (404): a version's own rule hides drafts from those who do not work on them."""
    return queries.version_for(actor, version_id)


def plain_for(actor, version_id) -> Plain:
    """The version as plain values, in a fixed number of queries however long it is."""
    found = version_for(actor, version_id)
    return plain(found, queries.clauses(actor, found))


def plain(version: Version, clauses: Iterable[Clause]) -> Plain:
    """A version and its clauses, fetched for somebody who may see them, as plain values."""
    return Plain(
        version.pk, version.policy.title, version.source, tuple(_written(clause) for clause in clauses),
        _standing(version), timezone.now(), tuple(version.pages),
    )  # fmt: skip


def _written(clause: Clause) -> Written:
    values = {name: getattr(clause, name) for name in WRITTEN}
    return Written(**values | {name: tuple(values[name]) for name in LISTS})


def _standing(version: Version) -> Standing:
    policy = version.policy
    return Standing(
        school=version.school.name, number=version.number, fingerprint=version.text_hash,
        **{name: getattr(version, name) for name in OF_VERSION}, **{name: getattr(policy, name) for name in OF_POLICY},
    )  # fmt: skip


OF_VERSION = (
    "state", "pack", "approved_by", "approved_on", "minute", "published_at", "superseded_at", "review_due",
)  # fmt: skip
OF_POLICY = ("review_months", "acknowledge_days", "review_notice_days")
