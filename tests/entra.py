"""Microsoft Entra on this machine: a process that answers over HTTP as `login.microsoftonline.com` does.

oidc-provider-mock, which stands for Google, cannot stand for Entra: its issuer is the root of its address and not a
path with the tenant in it, it has one key for ever, and every account of it is of one issuer. What this one says is
shaped as what Microsoft publishes: the discovery document and keys of v2.0, ID tokens without `email_verified`, answers
of the token address, and the words of its refusals (AADSTS…). It is as strict as Entra: about redirect addresses letter
by letter, the client's secret, PKCE, and that a code counts once. It signs with PyJWT; the product reads with joserfc.

    entra = Entra()                          # starts it
    entra.says(claims={"tid": OTHER})        # what it says otherwise from now on: see `DEFAULTS`
    entra.leads_back(address, "teacher")     # what a browser does there
    entra.close()
"""

import base64
import datetime
import hashlib
import html
import json
import secrets
import subprocess
import sys
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "5f0e1d2c-0000-4000-8000-00000000c11e", "8Q~a.secret_of-ours~x"
TENANT = "0b1c2d3e-0000-4000-8000-00000000aaaa"
OTHER = "0b1c2d3e-0000-4000-8000-00000000bbbb"
CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad"  # the tenant of everybody's personal accounts
DEFAULTS = {
    "redirects": [],  # the redirect addresses of the app's registration
    "secret": SECRET,
    "accounts": {},  # name → the claims that are its own
    "claims": {},  # claims that are otherwise; null takes one away
    "signs": "now",  # the key that signs
    "shown": ["now", "next", "consumers"],  # the keys that are published
    "owner": None,  # whose keys they say they are, if not the tenant's that was asked: "common" says {tenantid}
    "named": None,  # the key whose name stands on the token, if it is not the one that signs
    "alg": "RS256",
    "document": {},
    "tokens": None,  # the answer of the token address instead of its own: status and object
}


class Entra:
    """The process, and what a test says to it."""

    def __init__(self):
        self.process = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True)
        self.origin = self.process.stdout.readline().strip()
        assert self.origin, "Entra did not start"
        self.said = {}

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()

    @property
    def setting(self) -> str:
        """What BELISHA_MICROSOFT_ISSUER is set to."""
        return f"{self.origin}/{{tenant}}/v2.0"

    def says(self, **changed):
        self.said |= changed
        requests.put(f"{self.origin}/said", json=self.said, timeout=20).raise_for_status()
        return self

    def forgets(self):
        self.said = {}
        return self.says()

    def leads_back(self, address: str, choice: str) -> str:
        """Choose an account at the address to which the sign-in led; the address to which Entra leads back."""
        shown = requests.get(address, timeout=20)
        assert shown.ok, shown.text
        assert f'value="{choice}"' in shown.text
        answer = requests.post(address, data={"choice": choice}, allow_redirects=False, timeout=20)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


class Refusal(Exception):
    """Entra's own refusal: status, OAuth's word for it, and Entra's number and sentence."""


class Tenants:
    """What Entra knows and says. `said` is changed by tests."""

    def __init__(self, origin: str):
        self.origin, self.said, self.codes = origin, dict(DEFAULTS), {}
        self.keys = {name: Key() for name in ("now", "next", "consumers", "stranger")}

    def issuer(self, tenant: str) -> str:
        return f"{self.origin}/{'{tenantid}' if tenant == 'common' else tenant}/v2.0"

    def document(self, tenant: str) -> dict:
        here = f"{self.origin}/{tenant}"
        return {
            "token_endpoint": f"{here}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": f"{here}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": self.issuer(tenant),
            "request_uri_parameter_supported": False,
            "userinfo_endpoint": "https://graph.invalid/oidc/userinfo",
            "authorization_endpoint": f"{here}/oauth2/v2.0/authorize",
            "tenant_region_scope": None if tenant == "common" else "EU",
            "cloud_instance_name": "microsoftonline.com",
            **self.said["document"],
        }

    def key_set(self, tenant: str) -> dict:
        """Keys say for whom they sign: organisations, or everybody's personal accounts."""
        owners, tenant = {"consumers": CONSUMERS}, self.said["owner"] or tenant
        return {
            "keys": [
                {**self.keys[name].public(), "issuer": self.issuer(owners.get(name, tenant))}
                for name in self.said["shown"]
            ]
        }

    def checks(self, asked: dict):
        """What Entra demands of whoever leads somebody there."""
        if asked.get("client_id") != CLIENT:
            raise Refusal(400, "unauthorized_client", "AADSTS700016: no such application")
        if asked.get("redirect_uri") not in self.said["redirects"]:
            raise Refusal(400, "invalid_request", "AADSTS50011: the redirect URI is not the registered one")
        wanted = (asked.get("response_type"), asked.get("code_challenge_method"), bool(asked.get("nonce")))
        if wanted != ("code", "S256", True) or "openid" not in asked.get("scope", "").split():
            raise Refusal(400, "invalid_request", "AADSTS900144: the request lacks a parameter")

    def choose(self, tenant: str, asked: dict, choice: str) -> str:
        """Where the browser goes on to after somebody chose an account."""
        back = {"state": asked["state"], "session_state": "005a0000-0000-4000-8000-000000000001"}
        if choice == "cancel":
            back |= {"error": "access_denied", "error_subcode": "cancel", "error_description": "AADSTS65004: declined"}
        else:
            # Entra's codes are long.
            code = f"1.{secrets.token_urlsafe(1500)}"
            self.codes[code] = {**asked, "tenant": tenant, "account": choice}
            back["code"] = code
        return f"{asked['redirect_uri']}?{urllib.parse.urlencode(back)}"

    def exchange(self, tenant: str, form: dict) -> dict:
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, self.said["secret"]):
            raise Refusal(401, "invalid_client", "AADSTS7000222: the client secret keys are expired")
        asked = self.codes.pop(form.get("code"), {})
        hashed = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        given = [tenant, form.get("redirect_uri"), _text(hashed)]
        matches = given == [asked.get(name) for name in ("tenant", "redirect_uri", "code_challenge")]
        if not matches or form.get("grant_type") != "authorization_code":
            raise Refusal(400, "invalid_grant", "AADSTS70008: the code is used, expired or another’s")
        return {
            "token_type": "Bearer",
            "scope": "openid profile email 00000003-0000-0000-c000-000000000000/User.Read",
            "expires_in": 4399,
            "ext_expires_in": 4399,
            "access_token": secrets.token_urlsafe(900),
            "id_token": self.token(asked),
        }

    def token(self, asked: dict) -> str:
        """An ID token of v2.0, as Entra makes them: issued five minutes ago, and silent about `email_verified`."""
        own = self.said["accounts"][asked["account"]]
        tenant, now = own.get("tid", TENANT), int(time.time())
        claims = {
            "aud": CLIENT, "iss": self.issuer(tenant), "iat": now - 300, "nbf": now - 300, "exp": now + 3900,
            "aio": "AWQAm/8TAAAA", "nonce": asked["nonce"], "rh": "1.AAAA.", "uti": "x", "ver": "2.0",
            "sub": _text(hashlib.sha256(f"{own['oid']}{CLIENT}".encode()).digest()), "tid": tenant, **own,
        }  # fmt: skip
        claims = {name: value for name, value in {**claims, **self.said["claims"]}.items() if value is not None}
        alg, kid = self.said["alg"], self.keys[self.said["named"] or self.said["signs"]].kid
        key = {"HS256": SECRET * 3, "none": None}.get(alg, self.keys[self.said["signs"]].private)
        return jwt.encode(claims, key, algorithm=alg, headers={"kid": kid})


class Key:
    """A key with its certificate, by whose fingerprint it is called."""

    def __init__(self):
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "accounts.accesscontrol.invalid")])
        since = datetime.datetime.now(datetime.UTC)
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(x509.random_serial_number())
        made = made.public_key(self.private.public_key()).not_valid_before(since)
        signed = made.not_valid_after(since + datetime.timedelta(days=1800)).sign(self.private, hashes.SHA256())
        self.certificate = signed.public_bytes(serialization.Encoding.DER)
        self.kid = _text(hashlib.sha1(self.certificate, usedforsecurity=False).digest())

    def public(self) -> dict:
        """As Entra shows it: with a certificate, and without the name of an algorithm."""
        shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        found = {name: shown[name] for name in ("kty", "n", "e")}
        certificate = base64.b64encode(self.certificate).decode()
        return {**found, "use": "sig", "kid": self.kid, "x5t": self.kid, "x5c": [certificate]}


def _text(some: bytes) -> str:
    return base64.urlsafe_b64encode(some).rstrip(b"=").decode()


PAGE = '<!doctype html><html lang="en"><title>Sign in</title><h1>Pick an account</h1><form method="post">{}</form>'
BUTTON = '<p><button name="choice" value="{0}">{0}</button>'


class Handler(BaseHTTPRequestHandler):
    tenants: Tenants

    def do_GET(self):
        if self.path == "/favicon.ico":
            self._send(204, b"")
        else:
            self._answer({})

    def do_POST(self):
        self._answer(dict(urllib.parse.parse_qsl(self._body())))

    def do_PUT(self):
        self.tenants.said = {**DEFAULTS, **json.loads(self._body())}
        self._say(200, {})

    def _body(self) -> str:
        return self.rfile.read(int(self.headers["Content-Length"])).decode()

    def _answer(self, form: dict):
        parts = urllib.parse.urlsplit(self.path)
        tenant, _, path = parts.path.removeprefix("/").partition("/")
        try:
            if tenant not in ("common", TENANT, OTHER, CONSUMERS):
                raise Refusal(400, "invalid_tenant", "AADSTS90002: no such tenant")
            self._at(tenant, path, dict(urllib.parse.parse_qsl(parts.query)), form)
        except Refusal as refusal:
            status, error, sentence = refusal.args
            self._say(status, {"error": error, "error_description": sentence, "error_codes": [7]})

    def _at(self, tenant: str, path: str, asked: dict, form: dict):
        if path == "v2.0/.well-known/openid-configuration":
            self._say(200, self.tenants.document(tenant))
        elif path == "discovery/v2.0/keys":
            self._say(200, self.tenants.key_set(tenant))
        elif path == "oauth2/v2.0/authorize":
            self.tenants.checks(asked)
            if form:
                self._send(302, b"", Location=self.tenants.choose(tenant, asked, form["choice"]))
            else:
                names = map(html.escape, [*self.tenants.said["accounts"], "cancel"])
                page = PAGE.format("".join(map(BUTTON.format, names)))
                self._send(200, page.encode(), **{"Content-Type": "text/html; charset=utf-8"})
        elif path == "oauth2/v2.0/token" and self.command == "POST":
            self._say(*(self.tenants.said["tokens"] or (200, self.tenants.exchange(tenant, form))))
        else:
            raise Refusal(404, "not_found", "AADSTS900561: nothing is here")

    def _say(self, status: int, said: dict):
        self._send(status, json.dumps(said).encode(), **{"Content-Type": "application/json; charset=utf-8"})

    def _send(self, status: int, body: bytes, **headers: str):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Handler.tenants = Tenants(f"http://127.0.0.1:{server.server_port}")
    print(Handler.tenants.origin, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
