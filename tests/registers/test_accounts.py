"""The school's own accounts: kept, checked, closed; who may what; what is missing; and no secret in any field."""

import datetime

import pytest
import time_machine
from agreed import a_platform, an_account, days
from cast import a_school
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from belisha.core.access import SET_UP, sees, visible_to
from belisha.core.action import fingerprint
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.queries import page_of_entries
from belisha.people.leaving import actions as leaving
from belisha.registers.accounts import actions, queries, rules, secrets
from belisha.registers.accounts.models import Account, AccountStep
from belisha.registers.protocols import queries as protocols

WHO = ("head", "chair", "dsl", "teacher", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office")
OUTSIDE = ("leaver", "trust_safeguarding", "other_head", "other_teacher", "stranger")
KEEP = {"head", "it_lead", "office"}
database = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


def fresh(account) -> Account:
    return Account.objects.get(pk=account.pk)


def found(actor) -> list[str]:
    return [said for row in queries.with_findings(actor) for said in row.findings]


# -- nothing here tells what signs an account in -------------------------------------------------------------------

TELLS = """
Summer2026!
summer2026
P@ssw0rd
hunter2hunter
password is sunshine
Password: sunshine
pw = tulips
The password is alderlane
passcode tulips
PIN 4711
the pin is 4711
code: 12-34-56
Login: alderlane
4711
739201
aBcDeFgH
xKj8#mQ2
correct-horse-battery-staple
correct horse battery staple
ghp_16C7e42F292c6912E7710c838347Ae178B4a
sk-proj-abc123def456ghi789jkl
AKIAIOSFODNN7EXAMPLE
eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N
https://user:tulip@host.example/
https://vault.example/?token=abc
otpauth://totp/Alder?secret=JBSWY3DPEHPK3PXP
-----BEGIN OPENSSH PRIVATE KEY-----
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5
qwerty
office safe, Tulip!2019
in the drawer: T7k-99qz
9F3K-22QZ-81LM
a3f5c9e1b7d24680
passphrase tulips
monkey123
""".strip().splitlines()
PLACES = """
In the office’s password manager, which the head and the office open.
Safe in the office
1Password vault “Communications”
Password: in the safe
The password is in the sealed envelope in the safe
The PIN is with the office
Bitwarden
Bitwarden, collection “Public”
KeePass file on the school drive, opened by both owners
OneDrive of the office, folder Accounts
Locked drawer of the head’s desk
Room12 cupboard
Cupboard in Room 12
sealed envelope no. 3 in the safe
single sign-on with the school’s Google accounts
Microsoft365 sign-in of the office
Office365
since 2025 in the vault
Changed in September 2026, kept by the office
Key is held by the office
https://vault.example/item
office@alderlane.example holds it
Two people know where: the head and the deputy
Held by the IT lead, with a copy in the fire safe
The passwords book in the safe
Password manager of the trust
In the year 5 cupboard, 2nd shelf
Codes are sent to the school’s telephone in the office
""".strip().splitlines()


@pytest.mark.parametrize("text", TELLS)
def test_what_looks_like_a_secret_is_refused_and_not_repeated(text):
    said = secrets.fault(text)
    assert said
    assert secrets.HELP in said
    assert not any(word in said for word in text.split() if len(word) > 6 and secrets.is_secret(word))


@pytest.mark.parametrize("text", PLACES)
def test_where_it_is_kept_may_be_said(text):
    assert secrets.fault(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "News of the school for parents and neighbours.",
        "Photographs, concerts, sports results.",
        "Nobody is shown unless the office’s consent list of 2026/27 says so; Key Stage 1 never.",
        "Class 5B’s trip, 12 May 2026, at 9:30.",
    ],
)
def test_prose_is_no_secret(text):
    assert secrets.fault_in("images", text) == ""
    assert secrets.fault_in("purpose", text) == ""


def test_a_public_name_may_be_one_word_with_figures_and_no_label():
    assert secrets.fault_in("name", "@alderlane2026") == ""
    assert secrets.fault_in("name", "password: tulips") != ""


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_whatever_is_typed_gets_an_answer(text):
    assert isinstance(secrets.fault(text), str)


@given(
    st.text("abcdefghijkmnpqrstuvwxyz", min_size=4, max_size=8),
    st.text("0123456789", min_size=4, max_size=6),
    st.sampled_from("!#$%&*"),
)
def test_letters_figures_and_a_sign_are_always_refused(letters, figures, sign):
    for text in (f"{letters}{figures}{sign}", f"{figures}{sign}{letters}", f"in the safe: {letters}{sign}{figures}"):
        assert secrets.fault(text), text


@database
@pytest.mark.parametrize("field", ["credentials", "purpose", "images"])
def test_no_way_in_lets_one_through(cast, field):
    with pytest.raises(NotAllowed):
        an_account(cast, **{field: "The password is Summer2026!"})
    assert not Account.objects.exists()
    account = an_account(cast)
    with pytest.raises(NotAllowed):
        actions.change(account, by=cast.head, **{field: "The password is Summer2026!"})
    for act in (actions.check, actions.close):
        with pytest.raises(NotAllowed):
            act(fresh(account), by=cast.head, note="New password: Summer2026!")
    assert AccountStep.objects.count() == 1


# -- who may -------------------------------------------------------------------------------------------------------


@database
@pytest.mark.clause("3-07-a")
def test_everybody_here_reads_who_may_post_and_nobody_elsewhere(cast):
    account = an_account(cast)
    steps = AccountStep.objects.all()
    for who in (*WHO, *OUTSIDE):
        actor, reads = getattr(cast, who), who in WHO or who == "trust_safeguarding"
        assert sees(actor, account) == reads, who
        assert bool(visible_to(actor, Account.objects.all())) == reads, who
        assert bool(visible_to(actor, steps)) == reads, who


@database
def test_only_those_who_keep_the_register_change_it(cast):
    account, platform = an_account(cast), a_platform(cast, "Second")
    for who in (*WHO, *OUTSIDE):
        actor, other = getattr(cast, who), Account(school=cast.school)
        said = {"platform": platform, "name": f"Of {who}", "purpose": "News.", "credentials": "In the safe."}
        if who in KEEP:
            actions.add(other, by=actor, **said)
            actions.change(fresh(account), by=actor, purpose="News.", owners=[cast.teacher], posters=[cast.teacher])
            actions.close(fresh(account), by=actor)
            actions.reopen(fresh(account), by=actor)
            continue
        for act, about, more in (
            (actions.add, other, said), (actions.change, account, {"purpose": "Other."}), (actions.close, account, {}),
            (actions.reopen, account, {}),
        ):  # fmt: skip
            with pytest.raises(Refused):
                act(about, by=actor, **more)
    assert Account.objects.count() == 1 + len(KEEP)
    assert fresh(account).purpose == "News."


@database
def test_owners_and_those_who_keep_the_register_check(cast):
    account = an_account(cast, owners=[cast.teacher])
    for who in (*WHO, *OUTSIDE):
        actor = getattr(cast, who)
        if who in KEEP | {"teacher"}:
            actions.check(fresh(account), by=actor, note="All as it says.")
            assert fresh(account).checked_by == actor
        else:
            with pytest.raises(Refused):
                actions.check(fresh(account), by=actor)
    assert account.steps.filter(what="checked").count() == len(KEEP) + 1
    assert "Tom Hesketh checked the account @alderlane" in [
        line.sentence for line in page_of_entries(cast.head, kind="account.check")[0]
    ]


@database
def test_a_second_click_and_a_second_name_make_nothing_more(cast):
    account = an_account(cast)
    again = Account(id=account.pk, school=cast.school)
    said = {"purpose": "News.", "credentials": "In the safe.", "platform": account.platform}
    with pytest.raises(NotAllowed, match="done already"):
        actions.add(again, by=cast.head, name="Another", **said)
    with pytest.raises(NotAllowed, match="of this name"):
        actions.add(Account(school=cast.school), by=cast.head, name="@ALDERLANE", **said)


@database
def test_of_two_who_change_at_once_one_is_told_so(cast):
    account = an_account(cast)
    seen, one, other = fingerprint(account), fresh(account), fresh(account)
    actions.change(one, by=cast.head, seen=seen, owners=[cast.teacher], posters=[])
    with pytest.raises(Conflict):
        actions.change(other, by=cast.office, seen=seen, owners=[cast.office], posters=[])
    assert list(account.owners.all()) == [cast.teacher]


@database
def test_what_the_school_has_an_account_on_is_in_use_and_wants_a_protocol(cast):
    platform = a_platform(cast, "Chatterbox", used=False)
    an_account(cast, platform=platform)
    platform.refresh_from_db()
    assert platform.state == "used"
    assert [finding.title for finding in protocols.findings(cast.head)] == ["Chatterbox"]


# -- findings ------------------------------------------------------------------------------------------------------


@database
def test_an_account_that_is_whole_has_no_finding_until_it_is_to_be_checked(cast):
    account = an_account(cast, months=6)
    assert found(cast.head) == found(cast.it_lead) == []
    late = datetime.datetime.combine(account.next_check, datetime.time(9), datetime.UTC)
    with time_machine.travel(late):
        assert found(cast.head) == [rules.FINDINGS["not_checked"]]
        assert found(cast.teacher) == []
        assert queries.to_check(cast.teacher) == [account]
        assert queries.to_check(cast.head) == []
        actions.check(fresh(account), by=cast.teacher)
        assert found(cast.head) == []
        assert queries.to_check(cast.teacher) == []
        assert fresh(account).next_check > late.date()


@database
def test_nobody_or_one_who_owns_it_is_a_finding_and_so_is_a_missing_rule_for_images(cast):
    an_account(cast, owners=[], images="")
    assert found(cast.head) == [rules.FINDINGS["no_owner"], rules.FINDINGS["no_consent"]]
    an_account(cast, name="Second", owners=[cast.teacher])
    assert found(cast.head)[2:] == [rules.FINDINGS["one_owner"]]


@database
def test_an_owner_who_left_is_a_finding_until_somebody_has_seen_to_it(cast):
    account = an_account(cast)
    leaving.note_last_day(cast.teacher, by=SET_UP, ends=days(0))
    assert found(cast.head) == [rules.FINDINGS["owner_left"], rules.FINDINGS["one_owner"]]
    assert list(account.posters.all()) == []
    assert account.steps.get(what="left").note == "Tom Hesketh"
    actions.change(fresh(account), by=cast.office, owners=[cast.office, cast.head], posters=[cast.office])
    assert found(cast.head) == []


@database
def test_a_closed_account_has_no_findings_and_is_not_checked(cast):
    account = an_account(cast, owners=[])
    actions.close(account, by=cast.head, note="Moved to the newsletter.")
    assert found(cast.head) == []
    with pytest.raises(NotAllowed, match="closed"):
        actions.check(fresh(account), by=cast.head)
    with pytest.raises(NotAllowed, match="closed"):
        actions.change(fresh(account), by=cast.head, purpose="More.")
    actions.reopen(fresh(account), by=cast.head)
    assert rules.FINDINGS["not_checked"] in found(cast.head)


@given(
    here=st.integers(0, 3), gone=st.integers(0, 2), late=st.booleans(), images=st.sampled_from(["", " ", "Consent."])
)
def test_each_finding_stands_for_one_thing(here, gone, late, images):
    today = datetime.date(2026, 5, 4)
    due = today if late else today + datetime.timedelta(days=1)
    keys = set(rules.findings(owners_here=here, owners_gone=gone, next_check=due, images=images, today=today))
    assert ("owner_left" in keys) == (gone > 0)
    assert keys & {"no_owner", "one_owner"} == ({"no_owner"} if here == 0 else {"one_owner"} if here == 1 else set())
    assert ("not_checked" in keys) == late
    assert ("no_consent" in keys) == (not images.strip())


# -- what may never be ---------------------------------------------------------------------------------------------


@database
def test_the_database_refuses(cast):
    account = an_account(cast)
    for wrong in (
        {"state": "nonsense"}, {"name": ""}, {"months": 0}, {"months": 37}, {"state": rules.CLOSED},
        {"closed_on": days(0)}, {"checked_on": days(999)},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.filter(pk=account.pk).update(**wrong)
    for act in (lambda: AccountStep.objects.update(note="x"), lambda: AccountStep.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
