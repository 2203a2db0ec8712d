"""Signing in with Microsoft 365, at a process that answers as Microsoft Entra does: who comes in, and what does not."""

import urllib.parse

import pytest
from allauth.mfa.models import Authenticator
from cast import a_school
from django.test import Client
from django.urls import reverse
from entra import CLIENT, CONSUMERS, OTHER, SECRET, TENANT, Entra

from belisha import config
from belisha.core import audit
from belisha.core.models import AuditEntry
from belisha.deployment import providers as asks_about_providers
from belisha.people.models import Adult
from belisha.people.providers.models import Link

pytestmark = pytest.mark.django_db

DOMAIN = "alder.example"
FALLBACK = "alderlane.onmicrosoft.example"  # the domain that every tenant has besides its own
OID = "7a6b5c4d-0000-4000-8000-0000000000{:02d}"


@pytest.fixture(scope="module")
def process():
    entra = Entra()
    yield entra
    entra.close()


@pytest.fixture
def cast(monkeypatch):
    cast = a_school()
    settings = config.load()
    given = {"client_id": CLIENT, "tenant": TENANT, "domain": f"{DOMAIN}, {FALLBACK}"}
    for name, value in given.items():
        monkeypatch.setattr(settings, f"microsoft_{name}", value)
    monkeypatch.setattr(settings, "microsoft_client_secret", type(settings.microsoft_client_secret)(SECRET))
    monkeypatch.setattr(settings, "pupil_domains", f"pupils.{DOMAIN}")
    monkeypatch.setattr(settings, "pupil_addresses", f"20??*@{DOMAIN}")
    return cast


@pytest.fixture
def entra(process, cast, monkeypatch):
    """Entra, in which the app is registered and the school's adults have accounts."""
    monkeypatch.setattr(config.load(), "microsoft_issuer", process.setting)
    accounts = {
        "teacher": {"name": "Tom Hesketh", "oid": OID.format(1), "preferred_username": cast.teacher.email},
        "head": {"name": "Margaret Okafor", "oid": OID.format(2), "preferred_username": cast.head.email},
        "elsewhere": {"oid": OID.format(3), "tid": OTHER, "preferred_username": cast.teacher.email},
        "at home": {"oid": OID.format(4), "tid": CONSUMERS, "preferred_username": cast.teacher.email},
    }
    back = config.load().url + reverse("providers:microsoft_answer")
    return process.forgets().says(accounts=accounts, redirects=[back])


def begins(browser: Client, entra: Entra) -> str:
    """Press the button: where it leads."""
    answer = browser.post(reverse("providers:microsoft_begin"))
    assert answer.status_code == 302, answer.content.decode()
    assert answer.url.startswith(f"{entra.origin}/{TENANT}/oauth2/v2.0/authorize?")
    return answer.url


def arrives(browser: Client, back: str):
    parts = urllib.parse.urlsplit(back)
    assert f"{parts.scheme}://{parts.netloc}" == config.load().url
    return browser.get(f"{parts.path}?{parts.query}")


def signs_in(browser: Client, entra: Entra, choice="teacher"):
    return arrives(browser, entra.leads_back(begins(browser, entra), choice))


def who_is_in(browser: Client) -> Adult | None:
    return Adult.objects.filter(pk=browser.session.get("_auth_user_id")).first()


def told() -> list[str]:
    """Why somebody was turned away, as the log says it."""
    rows = AuditEntry.objects.filter(kind="sign_in.refuse").order_by("seq")
    return [audit.words(row).details["reason"] for row in rows]


def test_a_teacher_comes_in_by_the_key_of_object_and_tenant(client, entra, cast):
    assert signs_in(client, entra).url == "/"
    assert who_is_in(client) == cast.teacher
    assert [(link.issuer, link.subject) for link in Link.objects.all()] == [
        (f"{entra.origin}/{TENANT}/v2.0", f"{TENANT}:{OID.format(1)}")
    ]
    # A user name changes with a marriage. The key does not, nor does it follow the pairwise `sub`.
    entra.says(claims={"preferred_username": f"t.newname@{DOMAIN}", "sub": "of another registration"})
    other = Client()
    signs_in(other, entra)
    assert who_is_in(other) == cast.teacher
    assert Link.objects.count() == 1


def test_a_user_name_that_was_given_to_a_successor_does_not_inherit_the_account(client, entra, cast):
    signs_in(client, entra)
    entra.says(claims={"oid": OID.format(9)})
    successor = Client()
    assert signs_in(successor, entra).status_code == 403
    assert (who_is_in(successor), told()) == (None, ["the adult signs in with another account"])


TAKEN_IN_ANY_CASE = {"tenant": TENANT.upper(), "domain": DOMAIN.upper()}


@pytest.mark.parametrize(("name", "value"), TAKEN_IN_ANY_CASE.items(), ids=TAKEN_IN_ANY_CASE)
def test_letters_of_what_was_copied_from_the_portal_are_the_same_in_whatever_case(
    client, entra, cast, monkeypatch, name, value
):
    monkeypatch.setattr(config.load(), f"microsoft_{name}", value)
    signs_in(client, entra)
    assert who_is_in(client) == cast.teacher


ELSEWHERE = "the account belongs to another school or organisation"
GUEST = "the account is a guest’s, kept by another organisation"
PUPIL = "it is a pupil’s account"
UNVERIFIED = "the provider does not vouch for its e-mail address"
UNKNOWN = "no adult of the school has its e-mail address"
HEAD = f"margaret.okafor@{DOMAIN}"
# What is otherwise in the teacher's token, and why it does not come in.
REFUSED = {
    "unknown": ({"preferred_username": f"nobody@{DOMAIN}"}, UNKNOWN),
    "who has left": ({"preferred_username": f"colin.marsh@{DOMAIN}"}, "the adult does not work here any more"),
    "a pupil by domain": ({"preferred_username": f"ann@pupils.{DOMAIN}"}, PUPIL),
    "a pupil by pattern": ({"preferred_username": f"2016lee@{DOMAIN}"}, PUPIL),
    "a pupil by upn": ({"upn": f"ann@pupils.{DOMAIN}"}, PUPIL),
    "a pupil with an adult's mail": ({"preferred_username": f"2016lee@{DOMAIN}", "email": HEAD}, PUPIL),
    "another tenant's object": ({"tid": OTHER}, ELSEWHERE),
    "a personal account": ({"tid": CONSUMERS}, ELSEWHERE),
    "no tenant": ({"tid": None}, ELSEWHERE),
    "no object": ({"oid": None}, "the provider did not say whose account it is"),
    "a guest of another tenant": ({"idp": f"https://sts.invalid/{OTHER}/"}, GUEST),
    "a guest with a personal account": ({"idp": "live.com"}, GUEST),
    "a guest by acct": ({"acct": 1}, GUEST),
    "a guest by acct in letters": ({"acct": "1"}, GUEST),
    "a guest by acct of another kind": ({"acct": 2}, GUEST),
    "a guest by a list of providers": ({"idp": ["live.com"]}, GUEST),
    "a guest by upn": ({"upn": f"tom_mail.example#EXT#@{FALLBACK}"}, GUEST),
    "a guest by upn without hashes": ({"upn": f"tom_mail.example_EXT_@{FALLBACK}"}, GUEST),
    "a guest by user name": ({"preferred_username": f"tom_mail.example#ext#@{FALLBACK}"}, GUEST),
    "a guest's own address": ({"preferred_username": "tom@mail.example"}, UNVERIFIED),
    # Whoever keeps a tenant writes into `email` what they like, and `email_verified` is no claim of Entra's.
    "a mail that anybody wrote": ({"preferred_username": "t@evil.example", "email": HEAD}, UNVERIFIED),
    "a mail that vouches for itself": (
        {"preferred_username": "t@evil.example", "email": HEAD, "email_verified": True},
        UNVERIFIED,
    ),
    "a mail that Entra did not verify": (
        {"preferred_username": "t@evil.example", "email": HEAD, "xms_edov": False},
        UNVERIFIED,
    ),
    "a telephone number": ({"preferred_username": "+44 20 7946 0000"}, UNVERIFIED),
    "no user name": ({"preferred_username": None}, UNVERIFIED),
}


@pytest.mark.parametrize(("claims", "reason"), REFUSED.values(), ids=REFUSED)
def test_who_is_turned_away_and_why(client, entra, claims, reason):
    entra.says(claims=claims)
    assert signs_in(client, entra).status_code == 403
    assert (who_is_in(client), Link.objects.count(), told()) == (None, 0, [reason])


def test_a_guest_stays_a_guest_though_the_office_wrote_their_strange_name_into_the_list(client, entra, cast):
    name = f"tom_mail.example#EXT#@{FALLBACK}"
    Adult.objects.filter(pk=cast.teacher.pk).update(email=name)
    entra.says(claims={"preferred_username": name})
    assert signs_in(client, entra).status_code == 403
    assert told() == [GUEST]


def test_what_else_entra_may_say_of_a_member_keeps_nobody_out(client, entra, cast):
    own = f"{entra.origin}/{TENANT}/v2.0"
    entra.says(claims={"acct": 0, "idp": own, "email": "tom@mail.example", "upn": cast.teacher.email, "amr": ["pwd"]})
    signs_in(client, entra)
    assert who_is_in(client) == cast.teacher


def test_nobody_is_made_an_adult_by_signing_in(client, entra, cast):
    before = Adult.objects.count()
    entra.says(claims={"preferred_username": f"somebody@{DOMAIN}"})
    signs_in(client, entra)
    assert Adult.objects.count() == before


# -- tokens that are not what they should be ---------------------------------------------------------

IN_ORDER = "what the provider sent was not in order"
# What Entra says otherwise. `{}` is its own address.
LIES = {
    "of another tenant": {"claims": {"iss": f"{{}}/{OTHER}/v2.0", "tid": OTHER}},
    "of another tenant, with our tid": {"claims": {"iss": f"{{}}/{OTHER}/v2.0"}},
    "of everybody's tenant": {"claims": {"iss": "{}/common/v2.0"}},
    "of the issuer with the gap": {"claims": {"iss": "{}/{{tenantid}}/v2.0"}},
    "of v1.0": {"claims": {"iss": f"https://sts.windows.invalid/{TENANT}/", "ver": "1.0"}},
    "of the issuer with a slash": {"claims": {"iss": f"{{}}/{TENANT}/v2.0/"}},
    "for another app of the school": {"claims": {"aud": "5f0e1d2c-0000-4000-8000-00000000beef"}},
    "for graph": {"claims": {"aud": "00000003-0000-0000-c000-000000000000"}},
    "of another attempt": {"claims": {"nonce": "of yesterday"}},
    "of no attempt": {"claims": {"nonce": None}},
    "that is over": {"claims": {"exp": 1_600_000_000}},
    "that is never over": {"claims": {"exp": None}},
    "that is not yet": {"claims": {"nbf": 9_000_000_000}},
    "signed by a stranger under a known name": {"signs": "stranger", "named": "now"},
    "signed by a stranger": {"signs": "stranger"},
    "signed by a key that was withdrawn": {"signs": "now", "shown": ["next"]},
    "signed by the key of personal accounts": {"signs": "consumers"},
    "signed with our own secret": {"alg": "HS256"},
    "not signed": {"alg": "none"},
}


def written(lie, origin: str):
    """A lie with Entra's address in it."""
    if isinstance(lie, dict):
        return {name: written(value, origin) for name, value in lie.items()}
    return lie.format(origin) if isinstance(lie, str) and "{}" in lie else lie


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_is_not_in_order_signs_nobody_in(client, entra, cast, lie):
    entra.says(**written(lie, entra.origin))
    assert signs_in(client, entra).status_code == 403
    assert (who_is_in(client), Link.objects.count(), told()) == (None, 0, [IN_ORDER])


@pytest.mark.parametrize("choice", ["elsewhere", "at home"])
def test_another_tenants_account_is_turned_away_though_its_user_name_is_the_teachers(client, entra, choice):
    """Entra keeps such accounts out of a school's own app; it would not of an app for every organisation."""
    assert signs_in(client, entra, choice).status_code == 403
    assert (who_is_in(client), told()) == (None, [IN_ORDER])


def test_entra_changes_its_keys_and_nobody_has_to_do_anything(client, entra, cast):
    signs_in(client, entra)
    for said in ({"signs": "next"}, {"signs": "next", "shown": ["next"]}):
        entra.says(**said)
        other = Client()
        signs_in(other, entra)
        assert who_is_in(other) == cast.teacher


@pytest.mark.parametrize(("owner", "comes_in"), [("common", True), (TENANT, True), (OTHER, False)])
def test_a_key_counts_if_it_signs_for_every_organisation_or_for_this_one(client, entra, cast, owner, comes_in):
    entra.says(owner=owner)
    signs_in(client, entra)
    assert who_is_in(client) == (cast.teacher if comes_in else None)


def test_a_code_that_was_got_in_one_browser_is_worth_nothing_in_another(client, entra):
    """Whoever puts their own code into another's answer fails at Entra: it holds the code to the one who asked."""
    thief = Client()
    stolen = entra.leads_back(begins(thief, entra), "head")
    mine = entra.leads_back(begins(client, entra), "teacher")
    code = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(stolen).query))["code"]
    state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(mine).query))["state"]
    mixed = f"{mine.partition('?')[0]}?{urllib.parse.urlencode({'state': state, 'code': code})}"
    assert arrives(client, mixed).status_code == 403
    assert who_is_in(client) is None


def test_an_answer_counts_once(client, entra, cast):
    back = entra.leads_back(begins(client, entra), "teacher")
    assert arrives(client, back).status_code == 302
    client.logout()
    assert arrives(client, back).status_code == 400


# -- how it is set up ----------------------------------------------------------------------------------

GAPS = ["{}/common/v2.0", "{}/organizations/v2.0", "{}/{{tenantid}}/v2.0", f"{{}}/{OTHER}/v2.0", "{}"]


@pytest.mark.parametrize("issuer", GAPS)
def test_an_issuer_that_does_not_name_the_schools_tenant_is_not_offered_and_check_says_so(
    client, entra, monkeypatch, issuer
):
    monkeypatch.setattr(config.load(), "microsoft_issuer", issuer.format(entra.origin))
    assert "Microsoft" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("providers:microsoft_begin")).status_code == 404
    (found,) = asks_about_providers()
    assert found.level == "red"
    assert "does not name the school’s tenant" in str(found)


def test_a_document_with_the_gap_in_its_issuer_is_not_believed(client, entra):
    """Such is the document of `common`: who fills the gap from the token lets every tenant in the world in."""
    entra.says(document={"issuer": f"{entra.origin}/{{tenantid}}/v2.0"})
    assert client.post(reverse("providers:microsoft_begin")).status_code == 503


def test_a_tenant_that_entra_does_not_know_is_a_sentence(client, entra, monkeypatch):
    monkeypatch.setattr(config.load(), "microsoft_tenant", "0b1c2d3e-0000-4000-8000-00000000cccc")
    assert client.post(reverse("providers:microsoft_begin")).status_code == 503


def test_a_client_secret_that_has_expired_is_nobodys_fault_at_the_door(client, entra, caplog):
    """Entra's secrets end after two years at most. Then everybody must hear of trouble, and nobody of a refusal."""
    entra.says(secret="8Q~the.new-one")
    answer = signs_in(client, entra)
    assert answer.status_code == 503
    assert "We could not ask Microsoft just now" in answer.content.decode()
    assert "client secret" in caplog.text
    assert (who_is_in(client), told()) == (None, [])


def test_who_stops_at_microsoft_is_told_so(client, entra):
    answer = signs_in(client, entra, "cancel")
    assert "You stopped at Microsoft" in answer.content.decode()
    assert (who_is_in(client), told()) == (None, [])


# -- the second factor ---------------------------------------------------------------------------------


def test_a_headteacher_with_an_app_is_asked_for_its_code_after_microsoft(client, entra, cast):
    Authenticator.objects.create(user=cast.head, type=Authenticator.Type.TOTP, data={})
    entra.says(claims={"amr": ["pwd", "mfa"]})
    assert signs_in(client, entra, "head").url == reverse("mfa_authenticate")
    assert who_is_in(client) is None
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("trusted", "status"), [(False, 403), (True, 200)])
def test_what_a_role_that_reads_cases_needs_sleeps_unless_the_school_trusts_microsofts_word(
    client, entra, cast, monkeypatch, trusted, status
):
    monkeypatch.setattr(config.load(), "trust_second_factor_of_provider", trusted)
    entra.says(claims={"amr": ["pwd", "mfa"]})
    signs_in(client, entra, "head")
    assert who_is_in(client) == cast.head
    assert client.get(reverse("audit:list")).status_code == status


def test_nothing_of_whose_account_it_was_is_kept(client, entra, caplog):
    entra.says(claims={"preferred_username": f"ann@pupils.{DOMAIN}", "name": "Ann Lee"})
    text = signs_in(client, entra).content.decode()
    words = str(audit.words(AuditEntry.objects.get(kind="sign_in.refuse")))
    for secret in (f"ann@pupils.{DOMAIN}", "Ann Lee", OID.format(1)):
        assert secret not in text + words + caplog.text
