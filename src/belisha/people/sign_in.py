"""How adults sign in: the parts of allauth and Django that Belisha sets differently, and why."""

import base64
import threading
import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.contrib.auth.hashers import Argon2PasswordHasher

from belisha import config
from belisha.core import jobs, prepared
from belisha.look import sign_in_forms
from belisha.people import actions
from belisha.people.jobs import write_new_password
from belisha.people.models import Adult

# Hashing is dear on purpose. Two at a time keep a Monday morning from starving every other page.
_hashing = threading.BoundedSemaphore(2)


class Argon2id(Argon2PasswordHasher):
    """Argon2id at OWASP's parameters (Password Storage Cheat Sheet: 19 MiB, two passes, one lane): about 30 ms."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1

    def encode(self, password, salt):
        with _hashing:
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with _hashing:
            return super().verify(password, encoded)


class Backend(AuthenticationBackend):
    """Name or e-mail and password. Roles are ours (`core/access.py`), so Django's own permissions are never asked."""

    def get_user(self, user_id):
        """Asked for every page, so by a statement that is there already."""
        found = prepared.first(Adult, id=user_id)
        return found if found is not None and self.user_can_authenticate(found) else None

    def has_perm(self, user_obj, perm, obj=None):
        return False

    def has_module_perms(self, user_obj, app_label):
        return False


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account pages, with accounts made by the school only."""

    error_messages = {**DefaultAccountAdapter.error_messages, **sign_in_forms.ACCOUNT_ERRORS}

    def is_open_for_signup(self, request):
        return False

    def _get_login_attempts_cache_key(self, request, **credentials):
        # Per name *and* network: counting by name alone would let anyone lock the Headteacher out.
        address = self.get_client_ip(request)
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{address}"

    def set_password(self, user, password):
        # Hashed here, before the action opens its transaction.
        user.set_password(password)
        actions.change_password(user, by=user, password_hash=user.password)

    def send_mail(self, template_prefix, email, said):
        """The only letter of allauth's that Belisha sends is the one with a new password's link, by the outbox."""
        if template_prefix in ("account/email/password_reset_key", "account/email/unknown_account"):
            # The letter is written behind the page, for an adult and for nobody alike: the time of an answer tells
            # nothing, and the link's secret is made where it is sent.
            jobs.nudge(write_new_password, getattr(said.get("user"), "pk", uuid.uuid4()))

    def get_client_ip(self, request):
        """The visitor's address: from the reverse proxy where there is one, which must be the only way in."""
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        return forwarded if config.load().behind_proxy and forwarded else request.META["REMOTE_ADDR"]


class MfaAdapter(DefaultMFAAdapter):
    """Second factors. Their secrets are encrypted with a key that is not in the database."""

    error_messages = {**DefaultMFAAdapter.error_messages, **sign_in_forms.MFA_ERRORS}

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self):
        return {**super().get_public_key_credential_rp_entity(), "name": "Belisha"}


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(config.private_bytes(config.load().keys / "sign-in.key")))


def trust_first_factor(request, user, authenticator) -> None:
    """Whoever has just proved a first second factor holds it: this session counts, without signing in again.

    Only for the first one: adding another to an open session must not lift that session.
    """
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    if authenticator.type in kinds and Authenticator.objects.filter(user=user, type__in=kinds).count() == 1:
        record_authentication(request, user, "mfa", type=authenticator.type, id=authenticator.pk)
        # Whoever else is signed in with the password alone could otherwise put a factor of their own in its place.
        for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
            session.end()
