"""What is done with rules by processes at once, for `engines.labour`: each function's answer goes into a file."""

import uuid
from functools import partial


def a_ruled_draft() -> str:
    """A document of the school's own with a rule and a case; the key of its version."""
    from engines.agreeing import _Cast, _head
    from rulebook.ruled import a_case, a_document, a_rule

    cast = _Cast(_head())
    version = a_document(cast)
    a_rule(version, cast.head)
    a_case(version, cast.head)
    return str(version.pk)


def give_at_once(key: str) -> str:
    """Begin a rule for the same clause; "done", or who said no."""
    from django.db import IntegrityError
    from engines.agreeing import _head

    from belisha.core.errors import No
    from belisha.policy.models import Clause
    from belisha.rulebook import actions

    clause = Clause.objects.select_related("version", "school").get(version=key, ident="7-03-a")
    try:
        actions.give(clause, by=_head(), key=uuid.uuid4())
    except (No, IntegrityError) as no:
        return type(no).__name__
    return "done"


def answers_of_rules(key: str) -> dict:
    """The answer, its clauses, what is said about the rules, and what is off."""
    from rulebook.ruled import FACTS

    from belisha.policy.models import Version
    from belisha.reasoning.deciding import decide
    from belisha.reasoning.shipped import shipped_facts
    from belisha.rulebook import queries

    version = Version.objects.get(pk=key)
    found = decide(queries.book_of(version).rules, shipped_facts().typed(FACTS))
    return {
        "verdict": found.verdict, "deciding": list(found.deciding),
        "said": [each.says for each in queries.findings(version) if each.level == "stops"],
        "off": len(queries.rules_of(version).off) > 10,
    }  # fmt: skip


def publish_rules(key: str) -> dict:
    """Publish the version without its unfinished rules, try to change what is fixed, and begin the next edition."""
    from engines.agreeing import _head
    from rulebook.ruled import publish

    from belisha.policy.editing import actions as editing
    from belisha.policy.models import Version
    from belisha.rulebook import actions
    from belisha.rulebook.models import OwnRule, WrittenCase

    by, version = _head(), Version.objects.get(pk=key)
    for rule in version.own_rules.filter(state="writing"):
        actions.retire(rule, by=by)
    publish(version, by)
    rules, cases = OwnRule.objects.filter(version=version), WrittenCase.objects.filter(version=version)
    refused = [_refused(partial(rows.update, school_id=by.school_id)) for rows in (rules, cases)]
    refused += [_refused(rows.delete) for rows in (rules, cases)]
    draft = editing.new_edition(version, by=by)
    return {"refused": refused, "draft": str(draft.pk), "came_from": draft.own_rules.get().came_from == rules.get()}


def _refused(change) -> bool:
    from django.db import IntegrityError, transaction

    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def broken_rules(key: str) -> list[bool]:
    """Rows that the database itself refuses in a draft."""
    from belisha.rulebook.models import OwnRule, WrittenCase

    rules, cases = OwnRule.objects.filter(version=key, state="kept"), WrittenCase.objects.filter(version=key)
    return [
        _refused(lambda: rules.update(state="nonsense")), _refused(lambda: rules.update(row={})),
        _refused(lambda: rules.update(clause="")), _refused(lambda: cases.update(verdict="perhaps")),
        _refused(lambda: cases.update(question="")),
    ]  # fmt: skip
