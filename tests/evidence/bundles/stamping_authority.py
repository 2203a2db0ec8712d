"""A real time-stamping authority on this machine: `openssl ts` behind a loopback address."""

import subprocess
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

CONFIG = """
[ ca ]
[ req ]
distinguished_name = name
prompt = no
[ name ]
CN = {name}
[ root ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ signer ]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ tsa ]
default_tsa = the_tsa
[ the_tsa ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/signer.pem
{chain}
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
"""


def _openssl(*arguments, folder: Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], cwd=folder, check=True, capture_output=True)


@dataclass
class Authority:
    """Where it listens, its root certificate, and what it was asked. `away` lets it answer with an error."""

    folder: Path
    certificates: str = ""
    address: str = ""
    away: bool = False
    asked: list[bytes] = field(default_factory=list)
    server: HTTPServer = None

    def answer(self, request: bytes) -> bytes:
        (self.folder / "query").write_bytes(request)
        _openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "reply", folder=self.folder)
        return (self.folder / "reply").read_bytes()

    def end(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def begin(folder: Path, *, with_root=False) -> Authority:
    """Make its keys and let it listen. `with_root`: it puts its root into each answer, which strict readers refuse."""
    chain = f"certs = {folder}/root.pem" if with_root else ""
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder, name="Test authority", chain=chain))
    (folder / "serial").write_text("01\n")
    for who in ("root", "signer"):
        key = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", f"{who}.key"]
        _openssl("genpkey", *key, folder=folder)
    common = ["-config", "tsa.cnf", "-days", "3650"]
    subject = ["-subj", "/CN=Test root"]
    root = ["-x509", "-new", "-key", "root.key", "-extensions", "root", "-out", "root.pem"]
    _openssl("req", *root, *subject, *common, folder=folder)
    asking = ["-new", "-key", "signer.key", "-subj", "/CN=Test signer", "-config", "tsa.cnf", "-out", "signer.csr"]
    _openssl("req", *asking, folder=folder)
    signing = ["-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"]
    more = ["-extfile", "tsa.cnf", "-extensions", "signer", "-days", "3650", "-out", "signer.pem"]
    _openssl("x509", *signing, *more, folder=folder)
    made = Authority(folder, certificates=(folder / "root.pem").read_text())
    made.server = HTTPServer(("127.0.0.1", 0), _handler(made))
    made.address = f"http://127.0.0.1:{made.server.server_port}/"
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    return made


def _handler(authority: Authority):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            request = self.rfile.read(int(self.headers["Content-Length"]))
            authority.asked.append(request)
            reply = b"" if authority.away else authority.answer(request)
            self.send_response(503 if authority.away else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *said):
            pass

    return Handler
