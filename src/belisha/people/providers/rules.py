"""Whether an account of a provider may come in, decided from what the provider said and signed. No database."""

import re
import urllib.parse
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

# Accounts of everybody in the world: whoever names one of these as a tenant has pinned nothing.
EVERYBODY = frozenset({"common", "organizations", "consumers"})
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
# The longest key that is kept. (OpenID Connect allows 255 letters for `sub`.)
LONGEST = 255
# What Entra calls a guest: ann_mail.example#EXT#@school.example, or with _EXT_ for programs that cannot read a hash.
GUEST = re.compile(r"[#_]ext[#_]@", re.IGNORECASE)

# Why an account was turned away, as the school's log says it. The page says one sentence for all of them.
REASONS = {
    "untrue": "what the provider sent was not in order",
    "incomplete": "the provider did not say whose account it is",
    "elsewhere": "the account belongs to another school or organisation",
    "guest": "the account is a guest’s, kept by another organisation",
    "pupil": "it is a pupil’s account",
    "unverified": "the provider does not vouch for its e-mail address",
    "unknown": "no adult of the school has its e-mail address",
    "left": "the adult does not work here any more",
    "second": "the adult signs in with another account",
}


@dataclass(frozen=True)
class Provider:
    """Where adults may come from: how to reach it, and what its word must be about for it to count."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    # Google: `hd`. Microsoft: the domain of an address that the tenant vouches for.
    domains: tuple[str, ...] = ()
    tenant: str = ""
    claim: str = ""
    value: str = ""


@dataclass(frozen=True)
class Pupils:
    """How a pupil's address is known: by its domain, or by a pattern such as `20??*@school.example`."""

    domains: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()

    def has(self, address: str) -> bool:
        address = address.strip().lower()
        domain = address.rpartition("@")[2]
        within = any(domain == each or domain.endswith(f".{each}") for each in self.domains)
        return within or any(fnmatchcase(address, pattern) for pattern in self.patterns)


@dataclass(frozen=True)
class Account:
    """An account that may come in if an adult of the school stands behind it."""

    subject: str
    email: str
    second_factor: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why not: a key of `REASONS`."""

    reason: str


def several(text: str) -> tuple[str, ...]:
    """A setting that holds several values with commas between them."""
    return tuple(part.strip().lower() for part in text.split(",") if part.strip())


def decide(
    provider: Provider, claims: Mapping, pupils: Pupils, second_factors: tuple[str, ...] = ()
) -> Account | Refusal:
    """Whether these claims, already verified as the provider's own, are of an account of the school.

    `second_factors` are the values of `amr` and `acr` that count here; none, unless the school trusts the provider so.
    """
    subject, addresses, wrong = _KINDS.get(provider.key, _other)(provider, claims)
    if any(pupils.has(address) for address in _every_address(claims)):
        # Before everything else: a pupil who is turned away for another reason is a pupil all the same.
        return Refusal("pupil")
    if wrong or not addresses:
        return Refusal(wrong or "unverified")
    if not subject or len(subject) > LONGEST:
        return Refusal("incomplete")
    return Account(subject, addresses[0].strip().lower(), _gave_second_factor(claims, second_factors))


def _google(provider: Provider, claims: Mapping):
    """`hd` is there for accounts of a Workspace only, and is compared here: the browser's word is nothing."""
    if _text(claims, "hd").lower() not in provider.domains:
        return "", [], "elsewhere"
    return _text(claims, "sub"), _vouched(claims), ""


def _microsoft(provider: Provider, claims: Mapping):
    """Keyed by object and tenant. `email` holds whatever somebody wrote; a user name's domain is the tenant's."""
    tenant, person = _text(claims, "tid").lower(), _text(claims, "oid").lower()
    if not tenant or tenant != provider.tenant:
        return "", [], "elsewhere"
    if _is_guest(provider, claims):
        return "", [], "guest"
    if not person:
        return "", [], "incomplete"
    named = [_text(claims, "email")] if claims.get("xms_edov") in (True, 1, "1", "true") else []
    named += [_text(claims, "preferred_username"), _text(claims, "upn")]
    return f"{tenant}:{person}", [each for each in named if domain_of(each) in provider.domains], ""


def _is_guest(provider: Provider, claims: Mapping) -> bool:
    """Whether another organisation keeps the account. Entra says so by `acct`, by `idp` or by the name it has here.

    Which of them a token holds depends on how the app was registered, so any of them is enough, and so is an odd one.
    """
    member = claims.get("acct") in (None, 0, "0") and claims.get("idp") in (None, "", provider.issuer)
    return not member or any(GUEST.search(address) for address in _every_address(claims))


def _other(provider: Provider, claims: Mapping):
    """Whatever the school pinned: one claim and its value, or the domains of addresses that it gave out."""
    if provider.claim and claims.get(provider.claim) != provider.value:
        return "", [], "elsewhere"
    return _text(claims, "sub"), _vouched(claims), ""


_KINDS = {"google": _google, "microsoft": _microsoft}


def _vouched(claims: Mapping) -> list[str]:
    """The address, if the provider says in so many words that it is theirs."""
    email = _text(claims, "email")
    return [email] if claims.get("email_verified") is True and domain_of(email) else []


def _every_address(claims: Mapping) -> list[str]:
    return [_text(claims, name) for name in ("email", "preferred_username", "upn", "unique_name")]


def _gave_second_factor(claims: Mapping, counts: tuple[str, ...]) -> bool:
    said = claims.get("amr")
    said = {each.lower() for each in said if isinstance(each, str)} if isinstance(said, list) else set()
    return bool((said | {_text(claims, "acr").lower()}) & set(counts))


def _text(claims: Mapping, name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def domain_of(address: str) -> str:
    """ann@School.example → school.example; nothing for what is no address."""
    found = re.fullmatch(r"[^@\s]+@([^@\s]+\.[^@\s]+)", address.strip())
    return found[1].lower() if found else ""


def match(*, linked, named, linked_elsewhere: bool) -> str:
    """Why the account is not let in as the adult who was found, or nothing.

    `linked` is the adult who signed in with this very account before; `named` is the adult who has its address, and
    `linked_elsewhere` whether that one signs in with another account already.
    """
    adult = linked or named
    if adult is None:
        return "unknown"
    if not adult.is_active:
        return "left"
    return "second" if linked is None and linked_elsewhere else ""


def faults(provider: Provider) -> list[str]:
    """What is missing before the button can be shown, as sentences for whoever keeps the installation."""
    parts = urllib.parse.urlsplit(provider.issuer)
    found = []
    if not provider.client_secret:
        found.append("its client secret is not set")
    if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE)):
        found.append("its issuer is not an https:// address")
    if provider.key in ("google", "microsoft") and not provider.domains:
        found.append("the school’s domain is not set")
    if provider.key == "microsoft" and (provider.tenant in EVERYBODY or not _is_uuid(provider.tenant)):
        found.append("the tenant is not the school’s own directory ID")
    elif provider.key == "microsoft" and provider.tenant not in parts.path.split("/"):
        # `common` answers for every organisation in the world, with a gap where the tenant belongs.
        found.append("its issuer does not name the school’s tenant")
    if provider.key == "oidc" and (not provider.claim or not provider.value):
        found.append("no claim is named by which the school’s accounts are known")
    return found


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
