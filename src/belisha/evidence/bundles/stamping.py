"""Asking an authority for a time stamp (RFC 3161) and holding its answer against what was asked. No database.

The authority learns a hash and nothing else. Its raw answer is kept even where our library, which reads DER strictly,
cannot read it: openssl may, and says so in a bundle.
"""

import datetime
from dataclasses import dataclass

import urllib3
from cryptography import x509
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, VerificationError, VerifierBuilder
from rfc3161_client import decode_timestamp_response as decode
from rfc3161_client.tsp import PKIStatus

from belisha.core.errors import NotAllowed
from belisha.evidence.bundles.rules import CHECKED, UNCHECKED

# Seconds and bytes after which a service is taken to be away, or not to be one.
PATIENCE, LARGEST = 10, 64 * 1024
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


class Away(Exception):
    """The service did not answer, or gave no stamp. The message is a sentence."""


@dataclass(frozen=True)
class Stamped:
    """What was asked and answered, as it was on the wire; whether it could be checked, and the time that it says."""

    service: str
    request: bytes
    reply: bytes
    state: str
    at: datetime.datetime | None


def ask(addresses: list[str], words: bytes, certificates: str) -> Stamped:
    """A stamp on `words` by the first service that gives one. Raises Away where none does."""
    why = "No service is named."
    for address in addresses:
        request = TimestampRequestBuilder().data(words).hash_algorithm(HashAlgorithm.SHA256).build()
        try:
            reply = _send(address, request.as_bytes())
            return _held(address, request, reply, words, certificates)
        except Away as fault:
            why = str(fault)
    raise Away(why)


def _send(address: str, request: bytes) -> bytes:
    wait = urllib3.Timeout(connect=PATIENCE, read=PATIENCE)
    try:
        with urllib3.PoolManager(retries=False, timeout=wait) as pool:
            answer = pool.request(
                "POST", address, body=request, headers={"Content-Type": QUERY, "Accept": REPLY},
                redirect=False, preload_content=False,
            )  # fmt: skip
            body = answer.read(LARGEST + 1)
            answer.release_conn()
    except (urllib3.exceptions.HTTPError, OSError) as fault:
        raise Away("The time-stamping service did not answer.") from fault
    if answer.status != 200 or not answer.headers.get("Content-Type", "").startswith(REPLY) or len(body) > LARGEST:
        raise Away("The time-stamping service answered with something that is no stamp.")
    return body


def _held(address: str, request, reply: bytes, words: bytes, certificates: str) -> Stamped:
    raw = request.as_bytes()
    try:
        answer = decode(reply)
    except ValueError:
        if not looks_granted(reply):
            raise Away("The time-stamping service answered with something that is no stamp.") from None
        return Stamped(address, raw, reply, UNCHECKED, None)
    if PKIStatus(answer.status) != PKIStatus.GRANTED:
        raise Away("The time-stamping service refused.")
    try:
        _verifier(request, certificates).verify_message(answer, words)
    except (VerificationError, ValueError) as fault:
        raise Away("The stamp that came does not hold against the certificates that the school named.") from fault
    return Stamped(address, raw, reply, CHECKED, answer.tst_info.gen_time)


def looks_granted(reply: bytes) -> bool:
    """Whether bytes begin as a granted answer does: a sequence, in it the status 0, and a signed piece after it."""
    return reply[:1] == b"\x30" and b"\x02\x01\x00" in reply[:16] and b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" in reply


def _verifier(request, certificates: str):
    builder = VerifierBuilder.from_request(request)
    for one in load(certificates):
        own = one.issuer == one.subject
        builder = builder.add_root_certificate(one) if own else builder.add_intermediate_certificate(one)
    return builder.build()


def load(certificates: str) -> list[x509.Certificate]:
    """Certificates out of PEM. Raises NotAllowed where there is none, or none that vouches for itself."""
    try:
        found = x509.load_pem_x509_certificates(certificates.encode())
    except ValueError as fault:
        raise NotAllowed("That is no certificate.", "It begins with -----BEGIN CERTIFICATE-----.") from fault
    if not any(one.issuer == one.subject for one in found):
        raise NotAllowed("The certificate at the root is missing.", "Paste the service’s whole chain.")
    return found
