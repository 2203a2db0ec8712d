"""Every setting of an installation, in one typed table.

The fields are the reference: `docs/reference/settings.md` is printed from them. A value comes from the environment
(`BELISHA_…`) or from `belisha.env` in the data folder; nothing else is read.
"""

import contextlib
import os
import secrets
import urllib.parse
from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PRIVATE = 0o600


class Config(BaseSettings):
    """What an installation may choose. Sizes are in bytes, times in minutes unless the name says otherwise."""

    model_config = SettingsConfigDict(env_prefix="BELISHA_", extra="ignore")

    data: Path = Field(Path("data"), description="Folder that holds the database, the sealed files and the keys.")
    database_url: SecretStr = Field(
        SecretStr(""),
        description="postgresql://user:password@host:port/name. Empty: an SQLite file in the data folder.",
    )
    address: str = Field("127.0.0.1:8000", description="Where the web server listens, host:port.")
    public_url: str = Field(
        "",
        description="The address people type, such as https://policy.school.example. Empty: http:// and the address.",
    )
    behind_proxy: bool = Field(
        False,
        description="A reverse proxy on this machine speaks HTTPS for Belisha and sets X-Forwarded-Proto and -For.",
    )
    web_workers: int = Field(2, ge=1, description="Web server processes.")
    demo: bool = Field(
        False, description="An invented school with a list of people to sign in as. Never for real records."
    )
    email_host: str = Field("", description="The school's mail server. Empty: letters wait in the outbox and say so.")
    email_port: int = Field(587, description="Port of the mail server.")
    email_user: str = Field("", description="Sign-in name at the mail server.")
    email_password: SecretStr = Field(SecretStr(""), description="Password at the mail server.")
    email_tls: bool = Field(True, description="Speak STARTTLS to the mail server.")
    email_from: str = Field("belisha@localhost", description="Address that letters are sent from.")
    idle_minutes: int = Field(60, ge=1, description="Minutes without a click after which a session ends.")
    session_hours: int = Field(8, ge=1, description="Hours after which a session ends however busy it is.")
    google_client_id: str = Field(
        "", description="Client ID that Google gave this installation. Empty: no such button."
    )
    google_client_secret: SecretStr = Field(SecretStr(""), description="The client secret that belongs to it.")
    google_domain: str = Field(
        "", description="The school's own domain at Google, or several with commas. No other domain's account comes in."
    )
    google_issuer: str = Field("https://accounts.google.com", description="Where Google signs people in.")
    microsoft_client_id: str = Field(
        "", description="Application (client) ID of Microsoft Entra. Empty: no such button."
    )
    microsoft_client_secret: SecretStr = Field(SecretStr(""), description="The client secret's value (not its ID).")
    microsoft_tenant: str = Field(
        "", description="Directory (tenant) ID of the school: 32 letters and digits with hyphens. Never “common”."
    )
    microsoft_domain: str = Field(
        "", description="The school's own e-mail domain at Microsoft, or several with commas. A guest's is another."
    )
    microsoft_issuer: str = Field(
        "https://login.microsoftonline.com/{tenant}/v2.0",
        description="Where Microsoft signs people in; {tenant} stands for the school's.",
    )
    oidc_issuer: str = Field("", description="Another provider of OpenID Connect, by its issuer. Empty: none.")
    oidc_name: str = Field("your school account", description="What the sign-in button calls it: “Sign in with …”.")
    oidc_client_id: str = Field("", description="Client ID that it gave this installation.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="The client secret that belongs to it.")
    oidc_claim: str = Field("", description="A claim that its accounts must have, such as organisation or role …")
    oidc_value: str = Field("", description="… and the value that this claim must equal, letter by letter.")
    sign_in_origins: str = Field(
        "",
        description="Further origins that a provider leads through as it signs people in, with commas: "
        "https://adfs.school.example.",
    )
    pupil_domains: str = Field(
        "", description="E-mail domains of pupils, with commas. Their accounts are refused, and that is written down."
    )
    pupil_addresses: str = Field(
        "",
        description="Patterns of pupils' addresses, with commas, where staff share their domain: 20??*@school.example.",
    )
    trust_second_factor_of_provider: bool = Field(
        False, description="Whether a second factor that the provider says it asked for counts as one given here."
    )
    second_factor_claims: str = Field(
        "mfa", description="Values of the provider's amr or acr claims that mean a second factor, with commas."
    )
    code_minutes: int = Field(
        120, ge=1, le=1440, description="Minutes for which a one-time code for a shared device works."
    )
    code_idle_minutes: int = Field(
        15, ge=1, le=60, description="Minutes without a click after which a session on a shared device ends."
    )
    invitation_days: int = Field(14, ge=1, le=90, description="Days for which an invitation's link works.")
    sign_in_failures: str = Field(
        "60/m/ip,8/5m/key",
        description="Failed sign-ins allowed: per network (a school shares one address) and per name from one network.",
    )
    pupil_lookups: int = Field(
        20, ge=1, description="Pupils’ names that one adult may have looked up in an hour, to declare a family tie."
    )
    document_limit: int = Field(
        50 * 1024 * 1024,
        description="Largest policy document that is read, in bytes. A policy of 200 pages has under 5 MB.",
    )
    reading_memory: int = Field(
        1024 * 1024 * 1024,
        ge=256 * 1024 * 1024,
        description="Memory that reading one document may ask for, in bytes. A PDF of 50 pages needs about a third.",
    )
    reading_seconds: int = Field(
        60, ge=5, description="Seconds of work that reading one document may take, and half of what may pass by."
    )
    upload_limit: int = Field(512 * 1024 * 1024, description="Largest file that is taken at all, in bytes.")
    evidence_limit: int = Field(
        2 * 1024 * 1024 * 1024, ge=1024 * 1024, description="Largest file of evidence that is taken, in bytes."
    )
    evidence_total: int = Field(
        20 * 1024 * 1024 * 1024,
        ge=1024 * 1024,
        description="What the evidence of one concern may take together, in bytes.",
    )
    evidence_of_strangers: int = Field(
        256 * 1024 * 1024,
        ge=0,
        description="What somebody without an account may send with one report, all files together, in bytes.",
    )
    evidence_of_all_strangers: int = Field(
        2 * 1024 * 1024 * 1024,
        ge=0,
        description="What may wait together in reports that people without an account have not sent, in bytes.",
    )
    evidence_files: int = Field(200, ge=1, description="How many pieces of evidence one report or concern may have.")
    evidence_files_of_strangers: int = Field(20, ge=0, description="The same for somebody without an account.")
    evidence_hours: int = Field(
        24, ge=1, description="Hours for which an upload that broke off can go on. What came of it then goes."
    )
    evidence_free: int = Field(
        1024 * 1024 * 1024, ge=0, description="What evidence leaves free on the disk, in bytes, for all else to go on."
    )
    showing_limit: int = Field(
        64 * 1024 * 1024, description="Largest file of evidence that is opened to be shown, in bytes. Others download."
    )
    showing_memory: int = Field(
        768 * 1024 * 1024,
        ge=256 * 1024 * 1024,
        description="Memory that showing one file of evidence may ask for, in bytes.",
    )
    showing_seconds: int = Field(
        10, ge=2, description="Seconds of work that showing one file may take, and a third of what may pass by."
    )
    ocr: bool = Field(
        False, description="Read the words in pictures of evidence, on this machine, so that they can be found."
    )
    ocr_languages: str = Field("eng", description="Languages that Tesseract reads, joined by +: eng+cym.")
    clamav: str = Field(
        "", description="Where clamd listens: a socket's path, or host:port. Empty: files are not checked for viruses."
    )
    backup_recipient: str = Field(
        "",
        description="age public key that backups are sealed to. `belisha backup` makes a pair at first use.",
    )
    restore_test_days: int = Field(
        120,
        ge=1,
        description="Days after which a backup should be tried again. The DfE's standards ask for it every term.",
    )

    @property
    def url(self) -> str:
        return (self.public_url or f"http://{self.address}").rstrip("/")

    @property
    def sign_in_from(self) -> list[str]:
        """The origins of the providers that adults sign in with: a form may lead there, and to no other."""
        microsoft = self.microsoft_issuer.replace("{tenant}", self.microsoft_tenant)
        issuers = [
            self.google_issuer if self.google_client_id else "",
            microsoft if self.microsoft_client_id else "",
            self.oidc_issuer if self.oidc_client_id else "",
            *self.sign_in_origins.split(","),
        ]
        parts = [urllib.parse.urlsplit(issuer.strip()) for issuer in issuers]
        return sorted({f"{part.scheme}://{part.netloc}" for part in parts if part.scheme and part.netloc})

    @property
    def sealed(self) -> Path:
        return self.data / "sealed"

    @property
    def keys(self) -> Path:
        return self.data / "keys"


@cache
def load() -> Config:
    """Read the configuration once. The data folder may bring its own `belisha.env`."""
    data = Path(os.environ.get("BELISHA_DATA", "data"))
    return Config(_env_file=data / "belisha.env")


def private_folder(path: Path) -> Path:
    """Make a folder, and those above it, that only its owner can open (mode 0700)."""
    if not path.is_dir():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
    return path


def private_bytes(path: Path, length: int = 32) -> bytes:
    """Read a key file, making it with random bytes at first use, readable by its owner only (mode 0600).

    The file is written under another name, flushed to disk and linked into place, so that two processes starting
    together end up with one key and a crash never leaves half of one.
    """
    if not path.exists():
        private_folder(path.parent)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(length))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    return path.read_bytes()
