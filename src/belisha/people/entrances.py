"""allauth tells by signal what happened at the door; here it becomes audit entries."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in

from belisha.people import actions
from belisha.people.sessions import forget_second_factor, put_down_all

NAMES = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery codes"}


def listen() -> None:
    """Connect to the signals of the libraries that sign people in. (Our own events have no signals.)"""
    user_logged_in.connect(_entered)
    signals.authenticator_added.connect(_added)
    signals.authenticator_removed.connect(_removed)
    signals.authenticator_reset.connect(_renewed)


def _entered(sender, request, user, **kwargs):
    put_down_all(request)
    methods = [record.get("type") or record.get("method", "") for record in get_authentication_records(request, user)]
    actions.enter(user, by=user, method=", ".join(NAMES.get(method, method) for method in methods) or "demo")


def _added(sender, request, user, authenticator, **kwargs):
    from belisha.people.sign_in import trust_first_factor

    trust_first_factor(request, user, authenticator)
    _note(user, "added a part", authenticator)


def _removed(sender, request, user, authenticator, **kwargs):
    if not Authenticator.objects.filter(user=user, type__in=("totp", "webauthn")).exists():
        forget_second_factor(request)
    _note(user, "removed a part", authenticator)


def _renewed(sender, request, user, authenticator, **kwargs):
    _note(user, "renewed a part", authenticator)


def _note(user, change: str, authenticator) -> None:
    actions.factor(user, by=user, change=change, factor=NAMES.get(authenticator.type, authenticator.type))
