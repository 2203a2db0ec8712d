"""The demonstration's protocols and accounts: three channels, a draft, and what nobody has agreed to yet."""

from uuid import uuid4

from django.utils import timezone

from belisha.commands.demo_duties import headteacher
from belisha.core.access import Role
from belisha.packs.protocols import shipped_protocols
from belisha.people import queries
from belisha.people.models import Adult
from belisha.registers.accounts import actions as accounts
from belisha.registers.accounts.models import Account
from belisha.registers.protocols import actions as protocols
from belisha.registers.protocols.models import Platform, Protocol
from belisha.registers.protocols.platforms import actions as platforms
from belisha.registers.protocols.rules import months_later

# What the school filled in, in the place of what stands in square brackets in the shipped texts.
FILLED = {
    "[number]": "two",
    "[hour] and [hour]": "eight and five o’clock",
    "[where calls are noted]": "the office’s call book",
    "[who else looks in]": "the teaching assistant of the class",
    "[which]": "handed-in work",
    "[day]": "the last day of the school year",
}
CLASSES = {"google-classroom": "5A, 5B, 6"}
PAGES = "Facebook"
# Name, what for, months since it came into the register, whether it was checked.
ACCOUNTS = (
    ("@AlderbrookPrimary", "News of the school for parents and neighbours.", 1, True),
    ("Alderbrook Choir", "Concerts of the school’s choir.", 8, False),
)
CONSENT = "Nobody is shown whom this year’s consent list in the office leaves out, and nobody is named."
KEPT = "In the office’s password manager, which the office and the deputy open."


def agree_channels(school) -> None:
    """E-mail, telephone and Google Classroom, agreed by the Headteacher; the trip telephone is being written."""
    head = headteacher(school)
    platforms.stock(school)
    teachers = list(queries.holders(school, Role.TEACHER).order_by("name"))
    today = timezone.localdate()
    for protocol in Protocol.objects.filter(school=school, state="draft").select_related("school", "platform"):
        given = {"agreement": _filled(protocol.agreement), "first": today}
        given["review"] = months_later(today, shipped_protocols().get(protocol.template).review_months)
        people = None if protocol.everyone else teachers
        classes = CLASSES.get(protocol.template, "")
        protocols.change(protocol, by=head, people=people, classes=classes, **given)
        protocols.agree(protocol, by=head)
    trip = shipped_protocols().get("trip-phone")
    protocols.draft(
        school, by=head, key=uuid4(), kind=trip.kind, title="Trip telephone, visit to the canal museum",
        purpose=trip.purpose, agreement=trip.agreement, template=trip.key,
        platform=Platform.objects.get(school=school, key="school-telephone"), people=teachers[:2],
    )  # fmt: skip


def say_what_is_used(school) -> None:
    """An assistant said that a chat is used already: nobody has agreed to it, so it is a finding."""
    assistant = Adult.objects.select_related("school").get(school=school, name="Agnes Pomeroy")
    protocols.suggest(
        school, by=assistant, key=uuid4(), platform="Huddleboard", already=True, kind="channel",
        purpose="Telling the parents of the breakfast club when it is full.",
    )  # fmt: skip


def keep_accounts(school) -> None:
    """Two accounts of the school: one was checked, the other is late and has one owner."""
    head, today = headteacher(school), timezone.localdate()
    office = list(queries.holders(school, Role.OFFICE).order_by("name"))
    deputy = queries.holders(school, Role.DEPUTY).get()
    platform = Platform(school=school)
    platforms.add_platform(platform, by=head, name=PAGES, kind="social", used=True)
    _agree_to_pages(school, platform, [deputy], by=head)
    for number, (name, purpose, months, checked) in enumerate(ACCOUNTS):
        account = Account(school=school)
        accounts.add(
            account, by=head, platform=platform, name=name, purpose=purpose, images=CONSENT, credentials=KEPT,
            since=months_later(today, -months), owners=[office[0], deputy][: 2 - number], posters=[deputy],
        )  # fmt: skip
        if checked:
            accounts.check(account, by=head, note="Nothing to change.")


def _agree_to_pages(school, platform: Platform, people: list[Adult], *, by) -> None:
    today, key = timezone.localdate(), uuid4()
    protocol = protocols.draft(
        school, by=by, key=key, kind="other", title="The school’s own pages", platform=platform, people=people,
        purpose="Showing neighbours and parents what happens in school.", first=today, review=months_later(today, 6),
        agreement="Only those named for an account post there. Comments are closed. Nobody is written to privately.",
    )  # fmt: skip
    protocols.agree(protocol, by=by)


def _filled(text: str) -> str:
    for blank, words in FILLED.items():
        text = text.replace(blank, words)
    return text
