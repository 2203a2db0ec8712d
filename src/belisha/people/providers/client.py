"""The conversation with a provider: OpenID Connect's authorisation code flow with PKCE, state and nonce, by Authlib.

Authlib (1.9) makes the address that leads there, exchanges the code, and checks the signed token and what it says. It
is laxer than it should be at the door of a school, and what it leaves open is closed here:

- It reads an answer of any length, for as long as that takes, and goes wherever it is sent on to: see `_Bounded`.
- It believes the provider's document. Here the issuer in it is the one that was set, letter by letter, and no address
  in it is less guarded than the issuer's own. (Its `OpenIDMixin` even takes settings of the connection out of it, such
  as `verify`; so what is used is `OAuth2Session` and `CodeIDToken`, which know no document.)
- It lets the document choose the algorithms: see `ALGORITHMS`.
- It asks for whom a token is only when told to: see `_verified`.
- It takes any key that is shown. Entra shows keys of other issuers beside a tenant's own: see `_of_tenant`.
- It puts the secret into a header as it is, which the standard does not (RFC 6749, 2.3.1): see `_exchanged`.

allauth's own client (65.21) was not taken: it sends no nonce, checks no signature where it fetched the token itself,
takes a token that never expires, prefers the unsigned user information to the signed token, and lets the address
choose scopes and what the sign-in is for.
"""

import contextlib
import io
import secrets
import time
import urllib.parse
from dataclasses import dataclass

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException, Timeout
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from belisha.people.providers.rules import Provider

CONNECT, READ, WHOLE = 3.05, 5, 8  # seconds: for a connection, for the next bytes, for everything
LARGEST = 512 * 1024
CLOCKS = 60  # seconds by which two clocks may differ
# Signed by a key that only the provider has. A shared secret or no signature at all proves nothing here.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
DOCUMENT = "/.well-known/openid-configuration"
# What Authlib and its parts raise over an answer that is not in order, beyond their own.
ODD = (ValueError, TypeError, KeyError, ArithmeticError, RecursionError)


class Unreachable(Exception):
    """The provider did not answer, or said that it is out of order."""


class Untrue(Exception):
    """What came back is not what this provider should have said to us, about this attempt."""


@dataclass(frozen=True)
class Attempt:
    """What one attempt to sign in is known by: kept in the session, and nowhere in an address but as hashes."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def fresh(cls) -> "Attempt":
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


@contextlib.contextmanager
def _in_order():
    try:
        yield
    except (JoseError, AuthlibBaseError, *ODD) as fault:
        raise Untrue(f"what it sent is not in order: {type(fault).__name__}") from fault


@_in_order()
def leads_to(provider: Provider, attempt: Attempt, back: str, origins: set[str]) -> str:
    """The address at the provider where somebody proves who they are."""
    with _session(provider, back) as session:
        address = _end(_document(session, provider), "authorization_endpoint")
        parts = urllib.parse.urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" not in origins:
            # The browser would refuse to go there in silence: see `sign_in_origins`.
            raise Untrue("it signs in at an origin that is not set")
        there, _ = session.create_authorization_url(
            address, state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.verifier, prompt="select_account"
        )
        return there


@_in_order()
def claims_of(provider: Provider, attempt: Attempt, code: str, back: str) -> dict:
    """Exchange the code for a token, and give what the token says once all of it was checked."""
    with _session(provider, back) as session:
        document = _document(session, provider)
        answer = _exchanged(session, document, attempt, code)
        return _verified(provider, answer, _object(session, _end(document, "jwks_uri")), attempt.nonce)


def _session(provider: Provider, back: str) -> OAuth2Session:
    session = OAuth2Session(
        provider.client_id, provider.client_secret, scope="openid email profile", redirect_uri=back,
        code_challenge_method="S256", default_timeout=(CONNECT, READ),
    )  # fmt: skip
    session.headers["Accept"] = "application/json"
    for scheme in ("https://", "http://"):  # plain http is for this machine only: `rules.faults`
        session.mount(scheme, _Bounded())
    return session


def _document(session: OAuth2Session, provider: Provider) -> dict:
    """What the provider says of itself."""
    document = _object(session, provider.issuer.rstrip("/") + DOCUMENT)
    if document.get("issuer") != provider.issuer:
        raise Untrue("it says that it is another issuer")
    return document


def _object(session: OAuth2Session, address: str) -> dict:
    found = session.get(address, withhold_token=True).json()
    if not isinstance(found, dict):
        raise Untrue("its answer is no object")
    return found


def _end(document: dict, name: str) -> str:
    """An address out of the provider's document, as well guarded as the issuer's own."""
    address = document.get(name)
    if not isinstance(address, str):
        raise Untrue(f"it names no {name}")
    if urllib.parse.urlsplit(address).scheme != urllib.parse.urlsplit(document["issuer"]).scheme:
        raise Untrue(f"its {name} is not as well guarded as it is")
    return address


def _exchanged(session: OAuth2Session, document: dict, attempt: Attempt, code: str) -> dict:
    # Where nothing is said, in a header is the standard's own default (OpenID Connect Discovery 1.0, section 3).
    ways = document.get("token_endpoint_auth_methods_supported")
    posted = isinstance(ways, list) and "client_secret_post" in ways
    pair = tuple(urllib.parse.quote_plus(each) for each in (session.client_id, session.client_secret))
    auth = session.client_auth("client_secret_post") if posted else pair
    answer = session.fetch_token(
        _end(document, "token_endpoint"), auth=auth, grant_type="authorization_code", code=code,
        code_verifier=attempt.verifier,
    )  # fmt: skip
    if not isinstance(answer.get("id_token"), str):
        raise Untrue("it sent no token")
    return answer


def _verified(provider: Provider, answer: dict, keys: dict, nonce: str) -> dict:
    """What the token in an answer says, if the provider signed it, for us, for this attempt, and not too long ago."""
    checked = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)  # headers of their own do no harm
    signed = jwt.decode(answer["id_token"], KeySet.import_key_set(_of_tenant(provider, keys)), registry=checked)
    ours = {"iss": provider.issuer, "aud": provider.client_id}
    claims = CodeIDToken(
        signed.claims, signed.header, {name: {"essential": True, "value": value} for name, value in ours.items()},
        {"nonce": nonce, "client_id": provider.client_id, "access_token": answer.get("access_token")},
    )  # fmt: skip
    claims.validate(leeway=CLOCKS)
    return dict(claims)


def _of_tenant(provider: Provider, keys: dict) -> dict:
    """The keys that sign for the school's tenant. Entra's say for whom they do, and some for personal accounts only.

    In 2023 a stolen key of those opened whatever asked no more than whether it was one of Microsoft's.
    """
    if not provider.tenant:
        return keys
    named = ((key, key.get("issuer", provider.issuer)) for key in keys["keys"] if isinstance(key, dict))
    ours = [key for key, issuer in named if str(issuer).replace("{tenantid}", provider.tenant) == provider.issuer]
    return {"keys": ours}


class _Bounded(HTTPAdapter):
    """Gives an answer of status 200 that was read whole: in time, of a bearable size, and from nowhere else."""

    def send(self, request, **given):
        until = time.monotonic() + WHOLE
        try:
            with super().send(request, **given) as answer:
                body = _body(answer.raw, until)
        except (RequestException, HTTPError, OSError, ValueError) as fault:
            raise Unreachable(type(fault).__name__) from fault
        if answer.status_code >= 500 or answer.status_code == 429:
            raise Unreachable(f"status {answer.status_code}")
        if answer.status_code == 401:
            # It is us whom it does not know, and not the adult: nobody is turned away for that.
            raise Unreachable("status 401: the client secret has expired, or is not the one that it gave")
        if answer.status_code != 200:
            raise Untrue(f"it answered with status {answer.status_code}")
        answer.raw = io.BytesIO(body)
        return answer


def _body(raw, until: float) -> bytes:
    """The bytes as they come: one who sends a byte a second, or never stops, is not waited for."""
    body = b""
    while part := raw.read1(LARGEST, decode_content=True):
        body += part
        if len(body) > LARGEST or time.monotonic() > until:
            raise Timeout("too long")
    return body
