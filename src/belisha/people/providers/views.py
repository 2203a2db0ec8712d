"""There and back: the button that leads to a provider, and the address at which its answer comes in."""

import hmac
import logging
import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from belisha import config
from belisha.core.access import DOOR
from belisha.core.errors import NotAllowed
from belisha.look.errors import too_many
from belisha.look.pages import done, get_and_post, get_only, page, post_only
from belisha.people.providers import actions, client, offers, queries, rules
from belisha.people.providers.client import Attempt, Unreachable, Untrue
from belisha.people.queries import adult_to_change
from belisha.people.tries import within

log = logging.getLogger("belisha.sign_in")

BEGUN = "provider_attempts"
LASTS = 600  # seconds that somebody may take at the provider
AT_ONCE = 5  # attempts in the tabs of one browser


@login_not_required
@post_only
def begin(request, provider):
    """Go to the provider. Only a form of ours leads here, so nobody is signed in by a link that they were sent."""
    provider = _offered(provider)
    if request.user.is_authenticated:
        return redirect("home")
    if not within(request, "provider"):
        return too_many(request)
    attempt = Attempt.fresh()
    try:
        address = client.leads_to(provider, attempt, address_of(provider), offers.origins())
    except (Unreachable, Untrue) as fault:
        return _trouble(request, provider, fault)
    onward = request.POST.get("next", "")
    kept = [one for one in request.session.get(BEGUN, []) if time.time() - one["at"] < LASTS][1 - AT_ONCE :]
    kept.append({**vars(attempt), "provider": provider.key, "at": time.time(), "next": onward})
    request.session[BEGUN] = kept
    return redirect(address)


@login_not_required
@get_only
def answer(request, provider):
    """Take the provider's answer to an attempt that this very browser made, once."""
    provider = _offered(provider)
    attempt, onward = _take_attempt(request, provider)
    code = request.GET.get("code", "")
    if attempt is None or request.user.is_authenticated:
        return page(request, "providers/again.html", provider=provider, status=400)
    if not code:
        # They stopped there themselves, or the provider would not have them; it told them why.
        return page(request, "providers/stopped.html", provider=provider)
    try:
        claims = client.claims_of(provider, attempt, code, address_of(provider))
    except Unreachable as fault:
        return _trouble(request, provider, fault)
    except Untrue as fault:
        log.warning("sign-in with %s: %s", provider.key, fault)
        return _refused(request, provider, "untrue", get_adapter(request).get_client_ip(request))
    decided = rules.decide(provider, claims, offers.pupils(), offers.second_factors())
    if isinstance(decided, rules.Refusal):
        return _refused(request, provider, decided.reason, f"{provider.key}:{claims['sub']}")
    return _let_in(request, provider, decided, onward)


@get_and_post
def unlink(request, adult_id):
    """Part an adult from the account with which they sign in, after asking."""
    adult = adult_to_change(request.actor, adult_id)
    link = queries.link_of(request.actor, adult)
    if request.method == "POST" and link:
        actions.unlink(adult, by=request.actor)
        return done(request, f"{adult} is no longer linked to an account elsewhere", adult)
    return page(request, "providers/unlink.html", adult=adult, link=link)


def address_of(provider) -> str:
    """Where this provider's answers come in, as it must be entered there. Never taken from what the browser says."""
    return config.load().url + reverse(f"providers:{provider.key}_answer")


def _let_in(request, provider, account, onward: str):
    """Sign in the adult who stands behind an account, or turn it away. Nobody is made an adult by signing in."""
    adult, reason = _found(provider, account)
    if reason:
        return _refused(request, provider, reason, f"{provider.key}:{account.subject}")
    record_authentication(request, adult, "provider", type=f"account at {provider.name}")
    if account.second_factor:
        record_authentication(request, adult, "mfa", type=f"second factor at {provider.name}")
    onward = onward if get_adapter(request).is_safe_url(onward) else None
    return perform_login(request, adult, redirect_url=onward)


def _found(provider, account):
    linked = queries.linked(provider, account)
    named = None if linked else queries.named(account)
    adult = linked or named
    elsewhere = bool(named and queries.has_link(named))
    reason = rules.match(linked=linked, named=named, linked_elsewhere=elsewhere)
    if not reason and linked is None:
        try:
            actions.link(adult, by=adult, provider=provider.name, issuer=provider.issuer, subject=account.subject)
        except NotAllowed:  # two tabs were equally fast, with two accounts
            reason = "second"
    return adult, reason


def _refused(request, provider, reason: str, who: str):
    """One sentence for whatever the reason is: what it was stands in the school's log."""
    school = queries.whose_door()
    # Somebody who tries a hundred times fills no log: the first tries of an account say what there is to say.
    if school and within(request, "provider_refused", who):
        actions.refuse(school, by=DOOR, provider=provider.name, reason=rules.REASONS[reason])
    return page(request, "providers/refused.html", provider=provider, status=403)


def _trouble(request, provider, fault):
    log.warning("sign-in with %s: %s", provider.key, fault)
    return page(request, "providers/trouble.html", provider=provider, status=503)


def _offered(key: str):
    if provider := offers.one(key):
        return provider
    raise Http404


def _take_attempt(request, provider) -> tuple[Attempt | None, str]:
    """The attempt that this answer belongs to, taken out of the session: an answer counts once."""
    state = request.GET.get("state", "")
    kept = request.session.get(BEGUN, [])
    for one in kept:
        if hmac.compare_digest(one["state"].encode(), state.encode()) and one["provider"] == provider.key:
            request.session[BEGUN] = [other for other in kept if other is not one]
            if time.time() - one["at"] > LASTS:
                return None, ""
            return Attempt(one["state"], one["nonce"], one["verifier"]), one["next"]
    return None, ""
