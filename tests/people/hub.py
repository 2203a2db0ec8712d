"""A provider of OpenID Connect on this machine, which can be made to lie, to stammer and to be silent."""

import base64
import contextlib
import hashlib
import json
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY, STRANGE_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
CLIENT, SECRET = "belisha", "a secret of ours"


class Hub:
    """Answers at `issuer`. What it says can be changed: `claims`, `token`, `answers`, `document`."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.claims, self.nonce, self.challenge = {}, "", ""
        self.document, self.answers, self.keys, self.token, self.asked = {}, {}, None, None, []
        self.headers = {}
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def take(self, address: str) -> dict:
        """What the browser was sent here with."""
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
        self.nonce, self.challenge = asked.get("nonce", ""), asked.get("code_challenge", "")
        return asked

    def says(self, path: str, form: dict) -> tuple[int, bytes]:
        """Status and body for a path; a body may come in parts."""
        self.asked.append((path, form))
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            document = {"issuer": self.issuer, **{name: f"{self.issuer}/{end}" for name, end in ends.items()}}
            return 200, json.dumps({**document, **self.document}).encode()
        if path == "/keys":
            return 200, json.dumps({"keys": self.keys if self.keys is not None else [public(KEY)]}).encode()
        return self._token(form)

    def _token(self, form: dict) -> tuple[int, bytes]:
        hashed = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if hashed.rstrip(b"=").decode() != self.challenge:
            return 400, b'{"error": "invalid_grant"}'
        token = self.token if self.token is not None else self.signed()
        return 200, json.dumps({"access_token": "x", "token_type": "Bearer", "id_token": token}).encode()

    def signed(self, key=KEY, alg="RS256", kid="k1", **changed) -> str:
        """A token with the claims it holds now; None takes a claim away."""
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self.nonce, **self.claims}
        said = {name: value for name, value in {**said, **changed}.items() if value is not None}
        return jwt.encode(said, key, algorithm=alg, headers={"kid": kid})


def public(key, kid="k1") -> dict:
    return {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": kid, "use": "sig"}


def _handler(hub: Hub):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer({})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(dict(urllib.parse.parse_qsl(body)))

        def _answer(self, form):
            status, body = hub.says(self.path, form)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            for name, value in hub.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):  # nobody waits for what drips
                for part in [body] if isinstance(body, bytes) else body:
                    self.wfile.write(part)

        def log_message(self, *args):
            pass

    return Handler
