"""The conversation with a provider: OpenID Connect's authorisation code flow with PKCE, state and nonce.

allauth's own client (65.21) was looked at and not taken: it sends no nonce, checks no signature where it fetched the
token itself, takes a token that never expires, prefers the unsigned user information to the signed token, and lets
the address choose scopes and what the sign-in is for. Here a token counts only when all of it was checked.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
import urllib.parse
from dataclasses import dataclass

import jwt
import requests

from belisha.people.providers.rules import Provider

CONNECT, READ, WHOLE = 3.05, 5, 8  # seconds: for a connection, for the next bytes, for everything
LARGEST = 512 * 1024
CLOCKS = 60  # seconds by which two clocks may differ
# Signed by a key that only the provider has. A shared secret or no signature at all proves nothing here.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
MUST_HAVE = ["iss", "sub", "aud", "exp", "iat", "nonce"]
DOCUMENT = "/.well-known/openid-configuration"


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

    @property
    def challenge(self) -> str:
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


def leads_to(provider: Provider, attempt: Attempt, back: str, origins: set[str]) -> str:
    """The address at the provider where somebody proves who they are."""
    address = _end(_document(provider), "authorization_endpoint")
    parts = urllib.parse.urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" not in origins:
        # The browser would refuse to go there in silence: see `sign_in_origins`.
        raise Untrue("it signs in at an origin that is not set")
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": back,
        "scope": "openid email profile", "state": attempt.state, "nonce": attempt.nonce,
        "code_challenge": attempt.challenge, "code_challenge_method": "S256", "prompt": "select_account",
    }  # fmt: skip
    return f"{address}{'&' if parts.query else '?'}{urllib.parse.urlencode(asked)}"


def claims_of(provider: Provider, attempt: Attempt, code: str, back: str) -> dict:
    """Exchange the code for a token, and give what the token says once all of it was checked."""
    document = _document(provider)
    token = _exchange(provider, document, attempt, code, back).get("id_token")
    if not isinstance(token, str):
        raise Untrue("it sent no token")
    return _verified(provider, token, _fetch("GET", _end(document, "jwks_uri")), attempt.nonce)


def _document(provider: Provider) -> dict:
    """What the provider says of itself. The issuer in it is the one that was set, letter by letter."""
    document = _fetch("GET", provider.issuer.rstrip("/") + DOCUMENT)
    if document.get("issuer") != provider.issuer:
        raise Untrue("it says that it is another issuer")
    return document


def _end(document: dict, name: str) -> str:
    """An address out of the provider's document, as well guarded as the issuer's own."""
    address = document.get(name)
    if not isinstance(address, str):
        raise Untrue(f"it names no {name}")
    if urllib.parse.urlsplit(address).scheme != urllib.parse.urlsplit(document["issuer"]).scheme:
        raise Untrue(f"its {name} is not as well guarded as it is")
    return address


def _exchange(provider: Provider, document: dict, attempt: Attempt, code: str, back: str) -> dict:
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": attempt.verifier,
    }  # fmt: skip
    # Where nothing is said, in a header is the standard's own default (OpenID Connect Discovery 1.0, section 3).
    ways = document.get("token_endpoint_auth_methods_supported")
    pair, end = (provider.client_id, provider.client_secret), _end(document, "token_endpoint")
    if isinstance(ways, list) and "client_secret_post" in ways:
        return _fetch("POST", end, data=form | {"client_id": pair[0], "client_secret": pair[1]})
    return _fetch("POST", end, data=form, auth=tuple(urllib.parse.quote_plus(each) for each in pair))


def _verified(provider: Provider, token: str, keys: dict, nonce: str) -> dict:
    try:
        said = jwt.get_unverified_header(token)
        key = _key(keys, said)
        claims = jwt.decode(
            token, key, algorithms=[said["alg"]], audience=provider.client_id, issuer=provider.issuer, leeway=CLOCKS,
            options={"require": MUST_HAVE},
        )  # fmt: skip
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError) as fault:
        raise Untrue(f"its token is not in order: {type(fault).__name__}") from fault
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise Untrue("its token is for another attempt")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise Untrue("its token is for another program")
    return claims


def _key(keys: dict, said: dict):
    """The provider's key that signed, by its name; one that fits the algorithm, and is meant for signing."""
    if said.get("alg") not in ALGORITHMS:
        raise Untrue("its token is not signed as it should be")
    every = keys.get("keys")
    every = [row for row in every if isinstance(row, dict)] if isinstance(every, list) else []
    rows = [row for row in every if row.get("use", "sig") == "sig" and row.get("kid") == said.get("kid")]
    if len(rows) != 1:
        raise Untrue("its token is signed by a key that it does not show")
    return jwt.PyJWK(rows[0], algorithm=said["alg"]).key


def _fetch(method: str, address: str, **sent) -> dict:
    """An answer of the provider's as an object: in time, of a bearable size, and from nowhere else."""
    until = time.monotonic() + WHOLE
    try:
        with requests.request(
            method, address, timeout=(CONNECT, READ), allow_redirects=False, stream=True,
            headers={"Accept": "application/json"}, **sent,
        ) as answer:  # fmt: skip
            body = _body(answer, until)
    except (requests.RequestException, OSError, ValueError) as fault:
        raise Unreachable(f"{type(fault).__name__}") from fault
    if answer.status_code >= 500 or answer.status_code == 429:
        raise Unreachable(f"status {answer.status_code}")
    if answer.status_code != 200:
        raise Untrue(f"it answered with status {answer.status_code}")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Untrue("its answer is not JSON") from fault
    if not isinstance(found, dict):
        raise Untrue("its answer is no object")
    return found


def _body(answer: requests.Response, until: float) -> bytes:
    """The bytes as they come: one who sends a byte a second, or never stops, is not waited for."""
    body = b""
    while part := answer.raw.read1(LARGEST, decode_content=True):
        body += part
        if len(body) > LARGEST or time.monotonic() > until:
            raise requests.Timeout("too long")
    return body
