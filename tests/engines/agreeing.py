"""What is done in the registers by processes at once, for `engines.labour`: each function's answer goes into a file."""

import datetime
import uuid

# What is done with rules stands in a file of its own, and is found here.
from engines.ruling import a_ruled_draft, answers_of_rules, broken_rules, give_at_once, publish_rules  # noqa: F401


def _head():
    from belisha.people.models import Adult

    head = Adult.objects.select_related("school").get(name="Ada Okafor")
    head.second_factor = True
    return head


def _second_head():
    """Another who may decide at the same moment."""
    from belisha.core.access import SET_UP, Role
    from belisha.people import actions
    from belisha.people.models import Adult

    found = Adult.objects.select_related("school").filter(name="Bela Winter").first()
    found = found or actions.add(_head().school, by=SET_UP, name="Bela Winter", roles=(Role.HEADTEACHER,))
    found.second_factor = True
    return found


def _adult():
    from belisha.core.access import SET_UP
    from belisha.people import actions

    return actions.add(_head().school, by=SET_UP, name=f"Cleo {uuid.uuid4().hex[:8]}")


def prepare_registers() -> dict:
    """One of everything that can be decided about, with what a decider's page carried of it."""
    from agreed import a_draft
    from registers.declared import discussed
    from registers.permitted import asked

    from belisha.core.action import fingerprint

    head, adult, second = _head(), _adult(), _second_head()
    cast = _Cast(head)
    protocol = a_draft(cast, title=f"Protocol {uuid.uuid4()}", platform=_platform(cast))
    declaration, permission = discussed(adult, second), asked(adult)
    things = {"protocol": protocol, "declaration": declaration, "permission": permission}
    return {name: [str(thing.pk), fingerprint(thing)] for name, thing in things.items()}


class _Cast:
    """As much of the cast of other tests as making a protocol takes."""

    def __init__(self, head):
        self.head, self.school = head, head.school


def _platform(cast):
    from agreed import a_platform

    return a_platform(cast, f"Platform {uuid.uuid4()}")


def decide(name: str, key: str, seen: str) -> str:
    """Decide about one of them, as of a page that was opened before; "done", or who said no."""
    from django.db import IntegrityError

    from belisha.core.errors import No

    by = _head()
    try:
        _DECIDE[name](key, seen, by)
    except (No, IntegrityError) as no:
        return type(no).__name__
    return "done"


def _agree(key, seen, by):
    from belisha.registers.protocols import actions
    from belisha.registers.protocols.models import Protocol

    actions.agree(Protocol.objects.get(pk=key), by=by, seen=seen)


def _acknowledge(key, seen, by):
    from belisha.registers.family import actions
    from belisha.registers.family.models import Declaration

    actions.acknowledge(Declaration.objects.get(pk=key), by=by, protocol="In the family group only.", seen=seen)


def _grant(key, seen, by):
    from belisha.registers.permissions import actions
    from belisha.registers.permissions.models import Permission

    actions.grant(Permission.objects.get(pk=key), by=by, seen=seen)


_DECIDE = {"protocol": _agree, "declaration": _acknowledge, "permission": _grant}


def decided(protocol: str, declaration: str, permission: str) -> dict:
    """How they stand, and how often the timeline of each says so."""
    from belisha.registers.family.models import Declaration
    from belisha.registers.permissions.models import Permission
    from belisha.registers.protocols.models import Protocol

    row = Protocol.objects.get(pk=protocol)
    return {
        "protocol": [row.state, row.steps.filter(what="agreed").count()],
        "declaration": Declaration.objects.get(pk=declaration).state,
        "permission": Permission.objects.get(pk=permission).state,
    }


def replace_at_once(key: str) -> str:
    """Begin a new edition of a protocol and agree to it; "done", or who said no."""
    from belisha.core.errors import No
    from belisha.registers.protocols import actions
    from belisha.registers.protocols.models import Protocol
    from belisha.registers.protocols.rules import months_later

    head = _head()
    try:
        edition = actions.new_edition(Protocol.objects.get(pk=key), by=head, key=uuid.uuid4())
        today = datetime.date.today()
        actions.change(edition, by=head, first=today, review=months_later(today, 2))
        actions.agree(Protocol.objects.get(pk=edition.pk), by=head)
    except No as no:
        return type(no).__name__
    return "done"


def stock_registers() -> int:
    from belisha.registers.protocols.platforms.actions import stock

    return stock(_head().school)


def listed_registers(number: int) -> dict:
    """So many protocols and accounts, and how they are listed, found wanting and known to the advice engine."""
    from agreed import agreed, an_account, days

    from belisha.registers.accounts import facts as account_facts
    from belisha.registers.accounts import queries as accounts
    from belisha.registers.protocols import facts, queries

    head = _head()
    cast, adult = _Cast(head), _adult()
    platform = _platform(cast)
    for place in range(number):
        title = f"{'bÉä'[place % 3]}-{place:02d}"
        agreed(cast, people=[adult], title=title, kind=("channel", "pupils")[place % 2], platform=platform, classes="")
    account = an_account(cast, owners=[], posters=[adult], platform=platform, name="ÉCOLE", images="")
    asked = {"platform": platform.name.upper(), "classes": None, "on": days(0)}
    return {
        "titles": sorted(row.title for row in queries.page_of(head, "now")[0] if row.platform_id == platform.pk),
        "mine": len([row for row in queries.mine(adult) if row.platform_id == platform.pk]),
        "channels": len(facts.covering(adult, purpose="channel", **asked)),
        "pupils": len(facts.covering(adult, purpose="pupils", **asked)),
        "trip": len(facts.covering(adult, purpose="trip", **asked)),
        "findings": next(row.findings for row in accounts.with_findings(head) if row.account.pk == account.pk),
        "official": account_facts.official(head.school, platform.name, "@école", days(0)) == account,
        "posts": account_facts.may_post(adult, account, days(0)),
    }
