"""What is asked of "may I…?" by processes at once, for `engines.labour`: each function's answer goes into a file."""

import uuid


def _head():
    from belisha.people.models import Adult

    head = Adult.objects.select_related("school").get(name="Ada Okafor")
    head.second_factor = True
    return head


class _Cast:
    """As much of the cast of other tests as publishing a policy takes."""

    def __init__(self, head):
        self.head, self.school = head, head.school


def prepare_asking() -> str:
    """A policy with a rule in force, and a key with which to begin."""
    from advice.inquired import some_rules_in_force

    from belisha.policy.models import Version

    head = _head()
    if not Version.objects.filter(school=head.school, policy__title="Contact with pupils", state="published").exists():
        some_rules_in_force(_Cast(head))
    return str(uuid.uuid4())


def begin_to_ask(key: str) -> str:
    from advice.inquired import FRIEND_REQUEST, HARMLESS, begun

    facts = {**HARMLESS, **FRIEND_REQUEST}
    del facts["counterpart.kind"]
    return _outcome(lambda: begun(_head(), facts, key=uuid.UUID(key)))


def say_in(key: str, value: str) -> str:
    from belisha.advice.asking import actions

    return _outcome(lambda: actions.say(_inquiry(key), by=_head(), fact="counterpart.kind", value=value))


def conclude_in(key: str) -> str:
    from belisha.advice.asking import actions

    return _outcome(lambda: actions.conclude(_inquiry(key), by=_head()))


def stands_in(key: str) -> dict:
    """How the inquiry stands, whether its proof holds after the database had it, and how often the log says so."""
    from belisha.advice.asking import rules
    from belisha.core.models import AuditEntry

    found = _inquiry(key)
    told = AuditEntry.objects.filter(about=found.pk, kind="inquiry.conclude").count()
    whole = found.proof == (rules.proof(found.record()) if found.proof else "")
    return {"state": found.state, "verdict": found.verdict, "said": found.said, "whole": whole, "told": told}


def _inquiry(key: str):
    from advice.inquired import fresh

    from belisha.advice.asking.models import Inquiry

    return fresh(Inquiry(pk=uuid.UUID(key)))


def _outcome(act) -> str:
    from django.db import IntegrityError

    from belisha.core.errors import No

    try:
        act()
    except (No, IntegrityError) as refused:
        return type(refused).__name__
    return "done"
