"""Which account of a provider comes in: a table of claims, and what an attacker would change in them."""

import pytest

from belisha.people.providers.rules import REASONS, Account, Provider, Pupils, Refusal, decide, faults, match, several

TENANT = "0b1c2d3e-0000-4000-8000-00000000aaaa"
OTHER_TENANT = "0b1c2d3e-0000-4000-8000-00000000bbbb"
GOOGLE = Provider("google", "Google", "https://google.example", "id", "secret", domains=("alder.example",))
MICROSOFT = Provider(
    "microsoft", "Microsoft", f"https://login.example/{TENANT}/v2.0", "id", "secret", ("alder.example",), TENANT
)
OTHER = Provider("oidc", "Hub", "https://hub.example", "id", "secret", claim="school", value="Alder")
PUPILS = Pupils(("pupils.alder.example",), ("20??*@alder.example",))

AT_GOOGLE = {"sub": "g1", "hd": "alder.example", "email": "Tom@Alder.example", "email_verified": True}
AT_MICROSOFT = {"sub": "x", "tid": TENANT, "oid": "O1", "preferred_username": "tom@alder.example"}
AT_OTHER = {"sub": "h1", "school": "Alder", "email": "tom@alder.example", "email_verified": True}
OF = {"google": (GOOGLE, AT_GOOGLE), "microsoft": (MICROSOFT, AT_MICROSOFT), "other": (OTHER, AT_OTHER)}


def at(where: str, second_factors=(), **changed):
    """What is decided of an account whose claims were changed so; None takes a claim away."""
    provider, claims = OF[where]
    claims = {name: value for name, value in {**claims, **changed}.items() if value is not None}
    return decide(provider, claims, PUPILS, second_factors)


def test_an_account_of_the_school_comes_in_by_the_key_that_nobody_else_is_given():
    assert at("google") == Account("g1", "tom@alder.example")
    assert at("microsoft") == Account(f"{TENANT}:o1", "tom@alder.example")
    assert at("other") == Account("h1", "tom@alder.example")


@pytest.mark.parametrize(
    ("where", "changed", "reason"),
    [
        ("google", {"hd": "bishop.example"}, "elsewhere"),
        ("google", {"hd": None}, "elsewhere"),
        ("google", {"hd": ["alder.example"]}, "elsewhere"),
        ("google", {"hd": "alder.example.evil.example"}, "elsewhere"),
        ("google", {"email_verified": False}, "unverified"),
        ("google", {"email_verified": None}, "unverified"),
        ("google", {"email_verified": "true"}, "unverified"),
        ("google", {"email": None}, "unverified"),
        ("google", {"email": "tom"}, "unverified"),
        ("google", {"email": {"tom": 1}}, "unverified"),
        ("google", {"sub": None}, "incomplete"),
        ("google", {"sub": 7}, "incomplete"),
        ("google", {"sub": "g" * 256}, "incomplete"),
        ("microsoft", {"tid": OTHER_TENANT}, "elsewhere"),
        ("microsoft", {"tid": None}, "elsewhere"),
        ("microsoft", {"oid": None}, "incomplete"),
        ("microsoft", {"acct": 1}, "guest"),
        ("microsoft", {"idp": "https://elsewhere.example/"}, "guest"),
        ("microsoft", {"preferred_username": "tom@elsewhere.example"}, "unverified"),
        # Anybody may write anything into `email` of an account, and nobody looks.
        ("microsoft", {"preferred_username": None, "email": "head@alder.example"}, "unverified"),
        ("microsoft", {"preferred_username": "t@x.example", "email": "h@alder.example", "xms_edov": 0}, "unverified"),
        ("other", {"school": "Bishop"}, "elsewhere"),
        ("other", {"school": "alder"}, "elsewhere"),
        ("other", {"school": ["Alder"]}, "elsewhere"),
        ("other", {"school": None}, "elsewhere"),
        ("other", {"email_verified": None}, "unverified"),
    ],
)
def test_what_is_missing_or_another_keeps_an_account_out(where, changed, reason):
    assert at(where, **changed) == Refusal(reason)
    assert REASONS[reason]


@pytest.mark.parametrize("where", ["google", "microsoft", "other"])
@pytest.mark.parametrize("name", ["email", "preferred_username", "upn"])
@pytest.mark.parametrize(
    "address",
    ["ann@pupils.alder.example", "ANN@PUPILS.Alder.Example", "ann@y4.pupils.alder.example", "2016lee@alder.example"],
)
def test_a_pupil_is_a_pupil_under_whatever_name_the_address_comes(where, name, address):
    assert at(where, **{name: address}) == Refusal("pupil")


def test_a_pupil_of_another_school_who_is_turned_away_anyway_is_still_told_apart():
    assert at("google", hd="bishop.example", email="ann@pupils.alder.example") == Refusal("pupil")


def test_staff_who_look_like_pupils_only_at_first_sight_come_in():
    for address in ("pupils@alder.example", "ann@notpupils.alder.example", "ann2016@alder.example"):
        assert isinstance(at("google", email=address), Account)


def test_without_patterns_nobody_is_a_pupil():
    assert not Pupils().has("ann@pupils.alder.example")
    assert not Pupils().has("")


def test_an_address_that_the_tenant_confirms_counts_before_the_user_name():
    found = at("microsoft", email="t.reed@alder.example", xms_edov=True)
    assert found == Account(f"{TENANT}:o1", "t.reed@alder.example")


def test_the_second_factor_of_a_provider_counts_only_where_the_school_says_so():
    assert not at("google", amr=["pwd", "mfa"]).second_factor
    assert at("google", ("mfa",), amr=["pwd", "MFA"]).second_factor
    assert at("google", ("gold",), acr="gold").second_factor
    for said in ({"amr": ["pwd"]}, {"amr": "mfa"}, {"amr": [["mfa"]]}, {"acr": ["mfa"]}, {"amr": None}):
        assert not at("google", ("mfa",), **said).second_factor


class Adult:
    def __init__(self, is_active=True):
        self.is_active = is_active


HERE, GONE = Adult(), Adult(is_active=False)


@pytest.mark.parametrize(
    ("linked", "named", "elsewhere", "reason"),
    [
        (HERE, None, False, ""),
        (None, HERE, False, ""),
        (None, None, False, "unknown"),
        (GONE, None, False, "left"),
        (None, GONE, False, "left"),
        (None, HERE, True, "second"),
        (None, GONE, True, "left"),
    ],
)
def test_who_stands_behind_an_account(linked, named, elsewhere, reason):
    assert match(linked=linked, named=named, linked_elsewhere=elsewhere) == reason


def changed(provider: Provider, **values) -> Provider:
    return Provider(**{**vars(provider), **values})


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        (changed(GOOGLE, client_secret=""), "secret"),
        (changed(GOOGLE, domains=()), "domain"),
        (changed(GOOGLE, issuer="http://google.example"), "https"),
        (changed(GOOGLE, issuer=""), "https"),
        (changed(MICROSOFT, tenant="common"), "directory ID"),
        (changed(MICROSOFT, tenant="organizations"), "directory ID"),
        (changed(MICROSOFT, tenant="consumers"), "directory ID"),
        (changed(MICROSOFT, tenant=""), "directory ID"),
        (changed(MICROSOFT, tenant="alder.onmicrosoft.example"), "directory ID"),
        (changed(OTHER, claim=""), "claim"),
        (changed(OTHER, value=""), "claim"),
    ],
)
def test_a_provider_that_is_set_up_by_half_is_not_offered(provider, said):
    assert any(said in fault for fault in faults(provider))


def test_a_provider_that_is_set_up_whole_has_no_faults():
    assert [faults(each) for each in (GOOGLE, MICROSOFT, OTHER, changed(OTHER, issuer="http://localhost:9"))] == [
        []
    ] * 4


def test_several_values_stand_in_one_setting():
    assert several(" Alder.example, ,oak.example ") == ("alder.example", "oak.example")
