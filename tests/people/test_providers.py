"""Signing in at a provider, over real HTTP: who comes in, who is turned away, and what an attacker would send."""

import time
import urllib.parse

import jwt
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cast import a_school, again, an_adult, signed_in
from django.test import Client
from django.urls import reverse
from hub import CLIENT, KEY, SECRET, STRANGE_KEY, Hub, public

from belisha import config
from belisha.core import audit
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.deployment import providers as asks_about_providers
from belisha.people import actions as people
from belisha.people.models import Adult
from belisha.people.providers import actions, client, views
from belisha.people.providers.models import Link

pytestmark = pytest.mark.django_db

DOMAIN = "alder.example"
ONE_SENTENCE = "Belisha is for the adults who work in the school"


@pytest.fixture
def hub():
    provider = Hub()
    yield provider
    provider.close()


@pytest.fixture
def cast(hub, monkeypatch):
    """The school, whose Google is the provider on this machine."""
    settings = config.load()
    for name, value in {"client_id": CLIENT, "domain": DOMAIN, "issuer": hub.issuer}.items():
        monkeypatch.setattr(settings, f"google_{name}", value)
    monkeypatch.setattr(settings, "google_client_secret", type(settings.google_client_secret)(SECRET))
    monkeypatch.setattr(settings, "pupil_domains", f"pupils.{DOMAIN}")
    cast = a_school()
    hub.claims = claims_of(cast.teacher)
    return cast


def claims_of(adult: Adult, sub="t1") -> dict:
    return {"sub": sub, "hd": DOMAIN, "email": adult.email, "email_verified": True}


def goes(browser: Client, hub: Hub, onward="") -> dict:
    """Press the button; what the provider was asked."""
    answer = browser.post(reverse("providers:google_begin"), {"next": onward})
    assert answer.status_code == 302
    assert answer.url.startswith(f"{hub.issuer}/authorize?")
    return hub.take(answer.url)


def comes_back(browser: Client, asked: dict, **changed):
    query = urllib.parse.urlencode({"state": asked["state"], "code": "c", **changed})
    return browser.get(f"{reverse('providers:google_answer')}?{query}")


def signs_in(browser: Client, hub: Hub, onward=""):
    return comes_back(browser, goes(browser, hub, onward))


def is_in(browser: Client, adult: Adult | None) -> bool:
    return browser.session.get("_auth_user_id") == (str(adult.pk) if adult else None)


def told(kind="sign_in.refuse") -> list[str]:
    """The log's sentences of a kind."""
    rows = AuditEntry.objects.filter(kind=kind).order_by("seq")
    return [audit.words(row).details.get("reason", "") for row in rows]


def test_a_teacher_comes_in_is_linked_once_and_from_then_on_by_the_key(client, hub, cast):
    assert signs_in(client, hub).url == "/"
    assert is_in(client, cast.teacher)
    assert [(link.adult, link.subject) for link in Link.objects.all()] == [(cast.teacher, "t1")]
    assert AuditEntry.objects.filter(kind="sign_in.link").count() == 1
    entered = audit.words(AuditEntry.objects.filter(kind="sign_in.enter").latest("seq"))
    assert entered.details == {"method": "account at Google"}

    # Next week the provider calls them otherwise: the key counts, and nothing is linked anew.
    hub.claims |= {"email": f"t.newname@{DOMAIN}"}
    other = Client()
    signs_in(other, hub)
    assert is_in(other, cast.teacher)
    assert Link.objects.count() == 1


def test_nobody_is_made_an_adult_by_signing_in(client, hub, cast):
    before = Adult.objects.count()
    hub.claims |= {"email": f"somebody@{DOMAIN}"}
    answer = signs_in(client, hub)
    assert answer.status_code == 403
    assert ONE_SENTENCE in answer.content.decode()
    assert is_in(client, None)
    assert (Adult.objects.count(), Link.objects.count()) == (before, 0)
    assert told() == ["no adult of the school has its e-mail address"]


REFUSED = {
    "a pupil": {"email": f"ann@pupils.{DOMAIN}"},
    "another domain": {"hd": "bishop.example"},
    "an address nobody vouches for": {"email_verified": False},
    "an account of nobody here": {"email": f"nobody@{DOMAIN}"},
    "somebody who has left": {"email": f"colin.marsh@{DOMAIN}"},
}


@pytest.mark.parametrize("claims", REFUSED.values(), ids=REFUSED)
def test_who_is_turned_away_reads_one_and_the_same_page_and_the_log_says_why(client, hub, cast, claims, caplog):
    hub.claims |= claims
    answer = signs_in(client, hub)
    text = answer.content.decode()
    assert (answer.status_code, is_in(client, None), len(told())) == (403, True, 1)
    assert ONE_SENTENCE in text
    for secret in (hub.claims["email"], "pupil", "left", hub.claims["sub"]):
        assert secret not in text.partition("<main")[2].partition("</main")[0]
    assert hub.claims["email"] not in caplog.text
    # Of a child, nothing is kept: neither in the open part of the log nor in its sealed words.
    row = AuditEntry.objects.get(kind="sign_in.refuse")
    assert hub.claims["email"] not in str(audit.words(row))
    assert audit.words(row).by == "The sign-in page"


def test_every_refusal_looks_alike(client, hub, cast):
    pages = set()
    for claims in REFUSED.values():
        hub.claims = claims_of(cast.teacher) | claims
        pages.add(signs_in(Client(), hub).content.split(b"<main")[1].split(b"</main")[0])
    assert len(pages) == 1


def test_a_pupil_stays_a_pupil_though_the_office_put_their_address_into_the_list(client, hub, cast):
    adult = an_adult(cast.school, "Ann Lee", email=f"ann@pupils.{DOMAIN}")
    hub.claims |= {"email": adult.email}
    assert signs_in(client, hub).status_code == 403
    Link.objects.create(
        school=cast.school, adult=adult, issuer=hub.issuer, subject="t1", provider="Google", linked_at=time_now()
    )
    assert signs_in(client, hub).status_code == 403
    assert told() == ["it is a pupil’s account"] * 2


def time_now():
    from django.utils import timezone

    return timezone.now()


def test_trying_all_day_fills_no_log(client, hub, cast):
    hub.claims |= {"email": f"ann@pupils.{DOMAIN}"}
    assert [signs_in(Client(), hub).status_code for _ in range(5)] == [403] * 5
    assert len(told()) == 3


def test_a_second_account_of_the_same_adult_is_refused_until_the_first_is_unlinked(client, hub, cast):
    signs_in(client, hub)
    hub.claims |= {"sub": "t2"}
    second = Client()
    assert signs_in(second, hub).status_code == 403
    assert told() == ["the adult signs in with another account"]

    signed_in(client, cast.office).post(reverse("providers:unlink", args=[cast.teacher.pk]))
    assert not Link.objects.exists()
    signs_in(second, hub)
    assert is_in(second, cast.teacher)


def test_an_account_that_was_found_by_another_address_is_theirs_no_longer(client, hub, cast):
    given = {"by": cast.office, "name": "Tom Hesketh", "kind": "employee", "starts": cast.teacher.starts}
    people.change(cast.teacher, email=f"reception@{DOMAIN}", **given)
    hub.claims = {"sub": "r1", "hd": DOMAIN, "email": f"reception@{DOMAIN}", "email_verified": True}
    signs_in(client, hub)
    assert is_in(client, cast.teacher)

    people.change(again(cast.teacher), email=f"tom@{DOMAIN}", **given)
    assert client.get("/").status_code == 302
    assert signs_in(Client(), hub).status_code == 403
    hub.claims |= {"sub": "t1", "email": f"tom@{DOMAIN}"}
    signs_in(client, hub)
    assert is_in(client, cast.teacher)


def test_unlinking_ends_wherever_they_are_signed_in(client, hub, cast):
    signs_in(client, hub)
    assert client.get("/").status_code == 200
    actions.unlink(cast.teacher, by=cast.office)
    assert client.get("/").status_code == 302


def test_who_may_unlink_whose_account(cast):
    who = ("head", "office", "teacher", "dsl", "governor", "other_head")
    allowed = {}
    for name in who:
        for whose in ("teacher", "dsl"):
            try:
                actions.unlink(again(getattr(cast, whose)), by=again(getattr(cast, name)))
            except (Refused, NotAllowed):
                continue
            allowed.setdefault(whose, []).append(name)
    assert allowed == {"teacher": ["head", "office"], "dsl": ["head"]}


def test_an_account_cannot_be_linked_for_somebody_else(cast):
    with pytest.raises(Refused):
        actions.link(cast.teacher, by=cast.office, provider="Google", issuer="x", subject="y")


def test_one_account_never_belongs_to_two(cast):
    given = {"provider": "Google", "issuer": "x", "subject": "y"}
    actions.link(cast.teacher, by=cast.teacher, **given)
    with pytest.raises(NotAllowed):
        actions.link(cast.office, by=cast.office, **given)


@pytest.mark.parametrize("case", [str.upper, str.title])
def test_letters_of_an_address_are_the_same_in_whatever_case(client, hub, cast, case):
    hub.claims |= {"email": case(cast.teacher.email)}
    signs_in(client, hub)
    assert is_in(client, cast.teacher)


# -- the second factor ------------------------------------------------------------------------------


def test_a_headteacher_without_a_second_factor_comes_in_and_what_needs_one_sleeps(client, hub, cast):
    hub.claims = claims_of(cast.head, "h1")
    signs_in(client, hub)
    assert is_in(client, cast.head)
    assert "Protect your sign-in" in client.get("/").content.decode()
    assert client.get(reverse("audit:list")).status_code == 403


def test_a_headteacher_with_an_app_is_asked_for_its_code_after_the_provider(client, hub, cast):
    Authenticator.objects.create(user=cast.head, type=Authenticator.Type.TOTP, data={})
    hub.claims = claims_of(cast.head, "h1") | {"amr": ["mfa"]}
    answer = signs_in(client, hub)
    assert answer.url == reverse("mfa_authenticate")
    assert is_in(client, None)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("trusted", "awake"), [(False, False), (True, True)])
def test_what_the_provider_says_of_a_second_factor_counts_only_by_the_schools_word(
    client, hub, cast, monkeypatch, trusted, awake
):
    monkeypatch.setattr(config.load(), "trust_second_factor_of_provider", trusted)
    hub.claims = claims_of(cast.head, "h1") | {"amr": ["pwd", "mfa"]}
    signs_in(client, hub)
    assert is_in(client, cast.head)
    assert (client.get(reverse("audit:list")).status_code == 200) is awake


def test_who_has_no_password_adds_nothing_to_a_session_that_was_left_open(client, hub, cast):
    signs_in(client, hub)
    pages = [reverse(name) for name in ("mfa_activate_totp", "mfa_add_webauthn", "account_set_password")]
    assert [client.get(page).status_code for page in pages] == [200] * 3
    with time_machine.travel(time.time() + 10 * 60, tick=False):
        assert [client.get(page).status_code for page in pages] == [403] * 3


# -- tokens that are not what they should be ---------------------------------------------------------

LIES = {
    "another audience": lambda hub: hub.signed(aud="another program"),
    "audiences beside us": lambda hub: hub.signed(aud=[CLIENT, "another program"]),
    "our name as another's party": lambda hub: hub.signed(aud="another program", azp=CLIENT),
    "another access token": lambda hub: hub.signed(at_hash="of another"),
    "of tomorrow": lambda hub: hub.signed(iat=int(time.time()) + 600),
    "a number for a nonce": lambda hub: hub.signed(nonce=7),
    "no name of a time": lambda hub: hub.signed(exp=float("nan")),
    "another party": lambda hub: hub.signed(azp="another program"),
    "another issuer": lambda hub: hub.signed(iss="https://accounts.evil.example"),
    "another attempt": lambda hub: hub.signed(nonce="of yesterday"),
    "no attempt": lambda hub: hub.signed(nonce=None),
    "expired": lambda hub: hub.signed(exp=int(time.time()) - 120),
    "never expires": lambda hub: hub.signed(exp=None),
    "not yet true": lambda hub: hub.signed(nbf=int(time.time()) + 600),
    "of nobody": lambda hub: hub.signed(sub=None),
    "signed by a stranger": lambda hub: hub.signed(STRANGE_KEY),
    "a key that is not shown": lambda hub: hub.signed(kid="k2"),
    "not signed": lambda hub: jwt.encode(jwt.decode(hub.signed(), options={"verify_signature": False}), None, "none"),
    "signed with our own secret": lambda hub: hub.signed(SECRET * 3, alg="HS256"),
    "rubbish": lambda hub: "a.b.c",
    "nothing": lambda hub: "",
    "a list": lambda hub: ["x"],
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_is_not_in_order_signs_nobody_in_and_is_written_down(client, hub, cast, lie):
    asked = goes(client, hub)
    hub.token = lie(hub)
    answer = comes_back(client, asked)
    assert (answer.status_code, is_in(client, None)) == (403, True)
    assert told() == ["what the provider sent was not in order"]
    assert not Link.objects.exists()


def test_two_keys_of_one_name_are_no_key(client, hub, cast):
    hub.keys = [public(STRANGE_KEY), public(KEY)]
    assert signs_in(client, hub).status_code == 403


@pytest.mark.parametrize(
    "keys",
    [[], "x", [7], [{"kid": "k1"}], [{"kid": "k1", "kty": "RSA", "n": "!", "e": 7}], [public(KEY) | {"use": "enc"}]],
)
def test_keys_that_are_none_sign_nobody_in(client, hub, cast, keys):
    hub.keys = keys
    assert signs_in(client, hub).status_code == 403
    assert is_in(client, None)


def test_a_state_counts_once_in_its_own_browser_and_for_a_while(client, hub, cast):
    asked = goes(client, hub)
    thief = Client()
    assert comes_back(thief, asked).status_code == 400
    assert comes_back(client, {"state": "guessed"}).status_code == 400
    with time_machine.travel(time.time() + views.LASTS + 1, tick=False):
        assert comes_back(client, asked).status_code == 400
    asked = goes(client, hub)
    assert comes_back(client, asked).status_code == 302
    client.logout()
    assert comes_back(client, asked).status_code == 400
    assert is_in(client, None)


def test_an_answer_does_not_sign_in_over_somebody_who_is_signed_in(client, hub, cast):
    asked = goes(client, hub)
    attempts = client.session[views.BEGUN]
    signed_in(client, cast.office)
    kept = client.session
    kept[views.BEGUN] = attempts
    kept.save()
    assert comes_back(client, asked).status_code == 400
    assert is_in(client, cast.office)


def test_the_way_there_begins_with_a_form_of_ours_and_with_nothing_else(hub, cast):
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(reverse("providers:google_begin")).status_code == 405
    assert strict.post(reverse("providers:google_begin")).status_code == 403


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "\x00"]
)
def test_nobody_is_led_elsewhere_after_signing_in(client, hub, cast, onward):
    assert signs_in(client, hub, onward).url == "/"


def test_who_was_on_the_way_to_a_page_gets_there(client, hub, cast):
    assert signs_in(client, hub, "/policies/").url == "/policies/"


def test_the_address_chooses_neither_what_is_asked_nor_what_for(client, hub, cast):
    answer = client.post(
        reverse("providers:google_begin") + "?scope=everything&process=connect&auth_params=prompt%3Dnone"
    )
    asked = hub.take(answer.url)
    assert asked["scope"] == "openid email profile"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == config.load().url + reverse("providers:google_answer")
    assert {"state", "nonce", "code_challenge"} <= asked.keys()


def test_the_secret_is_sent_once_to_the_token_address_and_the_verifier_with_it(client, hub, cast):
    hub.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    signs_in(client, hub)
    sent = [form for path, form in hub.asked if SECRET in form.values()]
    assert [(form["client_id"], form["grant_type"]) for form in sent] == [(CLIENT, "authorization_code")]
    assert is_in(client, cast.teacher)


# -- a provider in trouble ----------------------------------------------------------------------------

DISCOVERY = "/.well-known/openid-configuration"
TROUBLES = {
    "out of order": (503, b"Service Unavailable"),
    "rubbish": (200, b"<html>not today</html>"),
    "a list": (200, b"[]"),
    "nothing": (200, b""),
    "a redirect": (302, b""),
    "another issuer": (200, b'{"issuer": "https://evil.example"}'),
    "bytes": (200, b"\xff\xfe\x00"),
    "deep": (200, b"[" * 100_000),
    "too much": (200, b" " * (client.LARGEST + 2)),
}


@pytest.mark.parametrize("said", TROUBLES.values(), ids=TROUBLES)
def test_a_provider_in_trouble_is_a_sentence_and_no_fault_of_ours(client, hub, cast, said):
    hub.answers[DISCOVERY] = said
    answer = client.post(reverse("providers:google_begin"))
    assert answer.status_code == 503
    assert "We could not ask Google just now" in answer.content.decode()


@pytest.mark.parametrize("said", TROUBLES.values(), ids=TROUBLES)
@pytest.mark.parametrize("path", ["/token", "/keys"])
def test_trouble_on_the_way_back_signs_nobody_in(client, hub, cast, path, said):
    asked = goes(client, hub)
    hub.answers[path] = said
    assert comes_back(client, asked).status_code in {403, 503}
    assert is_in(client, None)


def test_a_provider_that_is_gone_is_a_sentence(client, hub, cast):
    hub.close()
    assert client.post(reverse("providers:google_begin")).status_code == 503


def test_a_provider_that_drips_is_not_waited_for(client, hub, cast, monkeypatch):
    monkeypatch.setattr(views.client, "READ", 0.2)

    def slow(path, form):
        time.sleep(1)
        return 200, b"{}"

    hub.says = slow
    assert client.post(reverse("providers:google_begin")).status_code == 503


def test_a_provider_that_begins_to_answer_and_drips_is_not_waited_for(client, hub, cast, monkeypatch):
    monkeypatch.setattr(views.client, "READ", 0.2)

    def slow(path, form):
        def parts():
            yield b"{"
            time.sleep(1)
            yield b"}"

        return 200, parts()

    hub.says = slow
    assert client.post(reverse("providers:google_begin")).status_code == 503


@pytest.mark.parametrize("headers", [{"Content-Encoding": "gzip"}, {"Content-Length": "9999"}], ids=str)
def test_an_answer_whose_bytes_are_not_in_order_is_a_sentence(client, hub, cast, headers):
    hub.headers = headers
    assert client.post(reverse("providers:google_begin")).status_code == 503


@pytest.mark.parametrize(
    "document",
    [
        {"authorization_endpoint": "http://[x"},
        {"authorization_endpoint": 7},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_an_address_that_is_none_is_a_sentence(client, hub, cast, document):
    hub.document = document
    assert client.post(reverse("providers:google_begin")).status_code == 503


@pytest.mark.parametrize("answer", [b'{"error": "x"}', b'{"id_token": 7}', b'{"id_token": "x", "expires_in": 1e999}'])
def test_an_odd_answer_for_a_code_signs_nobody_in(client, hub, cast, answer):
    asked = goes(client, hub)
    hub.answers["/token"] = (200, answer)
    assert comes_back(client, asked).status_code == 403
    assert is_in(client, None)


def test_what_the_provider_says_of_itself_changes_nothing_of_ours(client, hub, cast):
    """Its document names addresses. It chooses neither algorithms nor keys in its own text, nor how we connect."""
    hub.document = {
        "id_token_signing_alg_values_supported": ["none", "HS256"], "verify": False, "client_id": "another",
        "scope": "everything", "jwks": {"keys": [public(STRANGE_KEY)]},
    }  # fmt: skip
    asked = goes(client, hub)
    assert (asked["client_id"], asked["scope"]) == (CLIENT, "openid email profile")
    assert comes_back(client, asked).url == "/"
    other = Client()
    asked = goes(other, hub)
    hub.token = hub.signed(SECRET * 3, alg="HS256")
    assert comes_back(other, asked).status_code == 403


def test_a_provider_that_leads_elsewhere_than_its_origin_is_not_followed(client, hub, cast):
    hub.document = {"authorization_endpoint": "https://evil.example/authorize"}
    assert client.post(reverse("providers:google_begin")).status_code == 503


def test_who_stopped_at_the_provider_is_told_so(client, hub, cast):
    asked = goes(client, hub)
    answer = client.get(reverse("providers:google_answer"), {"state": asked["state"], "error": "access_denied"})
    assert is_in(client, None)
    assert "You stopped at Google" in answer.content.decode()


def test_no_answer_however_odd_is_a_fault_of_ours(client, hub, cast):
    address = reverse("providers:google_answer")
    for query in ("", "?state=", "?state=%00&code=%00", "?state=ä&code=ä", "?code[]=1&state[]=2", "?error=<b>"):
        assert client.get(address + query).status_code == 400


# -- what is offered -----------------------------------------------------------------------------------


def test_the_sign_in_page_shows_the_providers_that_are_set_up_and_no_other(client, hub, cast):
    page = client.get(reverse("account_login")).content.decode()
    assert "Sign in with Google" in page
    assert "Microsoft" not in page
    assert "Sign in with a passkey" in page


def test_a_provider_that_is_not_set_up_whole_has_no_page(client, hub, cast, monkeypatch):
    monkeypatch.setattr(config.load(), "google_domain", "")
    assert "Google" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("providers:google_begin")).status_code == 404
    assert client.get(reverse("providers:google_answer")).status_code == 404
    said = [(each.level, str(each)) for each in asks_about_providers()]
    assert said[0][0] == "red"
    assert "domain is not set" in said[0][1]


def test_check_prints_the_address_to_enter_at_the_provider(hub, cast):
    (found,) = asks_about_providers()
    assert found.level == "green"
    assert config.load().url + reverse("providers:google_answer") in str(found)


def test_a_form_may_lead_to_the_providers_that_are_set_up_and_nowhere_else(hub, cast, monkeypatch):
    settings = config.load()
    assert settings.sign_in_from == [hub.issuer]
    monkeypatch.setattr(settings, "sign_in_origins", "https://adfs.alder.example/login, nonsense")
    assert settings.sign_in_from == sorted(["https://adfs.alder.example", hub.issuer])
    monkeypatch.setattr(settings, "google_client_id", "")
    monkeypatch.setattr(settings, "sign_in_origins", "")
    assert settings.sign_in_from == []


def test_local_accounts_stay_beside_it(client, cast):
    cast.teacher.set_password("three quiet otters")
    cast.teacher.save()
    given = {"login": cast.teacher.email, "password": "three quiet otters"}
    assert client.post(reverse("account_login"), given).status_code == 302
    assert is_in(client, cast.teacher)
