"""The school that is measured: invented, with as many adults and clauses as asked, in a data folder of its own."""

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

SENTENCES = (
    "Staff must not accept pupils as friends or followers on a personal account.",
    "All adults working in school should keep their privacy settings under review.",
    "Staff must report any online contact by a pupil to the designated safeguarding lead on the same day.",
    "Staff are advised to think before they post, because deleted posts can still be copied.",
    "School accounts may be used to celebrate achievements where parents have agreed to it.",
    "A breach of this policy may lead to disciplinary action.",
)


def document(sections: int = 9, paragraphs: int = 6) -> str:
    """An invented policy of the length of a real one: some 170 sentences."""
    lines = ["Staff Social Media Policy", ""]
    for section in range(1, sections + 1):
        lines += [f"{section}. Part {section} of the policy", ""]
        for paragraph in range(1, paragraphs + 1):
            said = " ".join(SENTENCES[(section + paragraph + step) % len(SENTENCES)] for step in range(3))
            lines += [f"{section}.{paragraph} {said}", ""]
    return "\n".join(lines)


def school(adults: int):
    """A school with a Headteacher, its second factor given, and a policy in force that everybody was asked about."""
    from cast import an_adult

    from belisha.core.access import SET_UP, Role
    from belisha.people import actions
    from belisha.people.models import School

    made = actions.found(School(name="Kestrel Lane School", kind="community"), by=SET_UP)
    head = an_adult(made, "Margaret Okafor", roles=(Role.HEADTEACHER, Role.TEACHER))
    head.second_factor = True
    crowd(made, adults - 1)
    return made, head, policy(made, head)


def crowd(made, number: int) -> None:
    """More adults, as rows: how they were added is measured elsewhere."""
    from belisha.people.models import Adult

    after = Adult.objects.count()
    Adult.objects.bulk_create(
        [
            Adult(
                school=made, name=f"Adult {n:05d}", sign_in_name=f"adult{n}", starts=timezone.localdate(), password="!"
            )
            for n in range(after, after + number)
        ],
        batch_size=500,
    )


def policy(made, head):
    """The policy, brought in from its text, approved and in force."""
    import tempfile
    from pathlib import Path

    from belisha.policy import actions, intake
    from belisha.policy.models import Version

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.txt"
        path.write_text(document())
        version = intake.receive(made, path, path.name, by=head)
    actions.submit(version, by=head)
    actions.approve(version, by=head, approved_by="Governors", approved_on=timezone.localdate())
    actions.publish(version, by=head)
    ask_everyone(version)
    return Version.objects.get(pk=version.pk)


def ask_everyone(version) -> None:
    from belisha.duties.jobs import open_for_version

    open_for_version.call(str(version.pk))


def cookie(head) -> str:
    """A session of the Headteacher, as signing in with a second factor leaves it."""
    from cast import signed_in
    from django.conf import settings
    from django.test import Client

    client = signed_in(Client(), head)
    made = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert SessionStore(made).load()
    return f"{settings.SESSION_COOKIE_NAME}={made}"


def pages(version) -> dict[str, str]:
    """The pages that are asked for, by name."""
    from django.urls import reverse

    clause = version.clauses.exclude(kind="heading").order_by("position")[20]
    return {
        "home": "/",
        "policy": version.policy.get_absolute_url(),
        "clause": clause.get_absolute_url(),
        "acknowledgements": f"{reverse('duties:acknowledgements')}?version={version.pk}",
    }
