"""A teacher asks for a permission, gets it with conditions, and its day passes."""

import datetime
import os
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.clause("6-05-a")]
PURPOSE = "A group in which I answer questions about the residential."
CONDITIONS = "Nothing about one child alone."
# The hourly job, run as the worker runs it, in a process whose clock has gone on.
LATER = """
import datetime
import time_machine
with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)):
    import django
    django.setup()
    from belisha.registers.permissions import jobs
    jobs.expire_due()
"""


def two_days_later(demo) -> None:
    """The worker's job finds the permission when its last day has passed."""
    settings = {
        **demo.environment, "BELISHA_DATA": str(demo.data / "demo"), "BELISHA_DEMO": "true",
        "BELISHA_EMAIL_HOST": "", "DJANGO_SETTINGS_MODULE": "belisha.demo.settings",
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", LATER], env={**os.environ, **settings}, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def signs_in(visitor, name: str):
    person = visitor(name)
    person.opens("/demo/").presses(f"Sign in as {name}")
    return person


def writes_day(person, field: str, day: datetime.date) -> None:
    person.writes(**{f"{field}_day": str(day.day), f"{field}_month": str(day.month), f"{field}_year": str(day.year)})


def test_a_permission_is_asked_for_granted_with_conditions_and_expires(demo, visitor):
    today = datetime.date.today()
    teacher = signs_in(visitor, "Saoirse Milldown")
    teacher.opens("/registers/").photographs("registers-teacher").follows("Permissions").presses("Ask for a permission")
    teacher.photographs("permission-act").chooses("Look at a pupil").presses("Go on")
    teacher.sees("No permission can allow this", "Whom to call").photographs("permission-stop")
    teacher.follows("Choose something else").chooses("Talk about pupils on social media").presses("Go on")
    teacher.photographs("permission-audience").chooses("The parents or carers of the pupils").presses("Go on")
    teacher.chooses("Facebook").presses("Go on").writes(purpose=PURPOSE, concerns="Year 6").presses("Go on")
    writes_day(teacher, "starts", today)
    writes_day(teacher, "ends", today)
    teacher.photographs("permission-dates").presses("Go on")
    teacher.sees("Check what you ask for", PURPOSE, "Year 6").photographs("permission-check").presses("Send it")
    teacher.sees("Nothing is granted yet").photographs("permission-asked")
    address = teacher.page.url

    head = signs_in(visitor, "Miriam Castellane")
    head.opens("/registers/permissions/received/").follows("Saoirse Milldown").sees(PURPOSE)
    head.presses("Grant it with conditions").writes(conditions=CONDITIONS).photographs("permission-conditions")
    head.presses("Grant it").sees("Granted with conditions").photographs("permission-granted")
    teacher.opens(address).sees("This is permitted, as described here and no further", CONDITIONS)

    other = signs_in(visitor, "Oscar Tidewell")
    other.opens(address).does_not_see(PURPOSE)
    other.opens("/registers/").does_not_see("waiting")

    two_days_later(demo)
    teacher.opens(address).sees("This permission has expired", "Expired").photographs("permission-expired")
    teacher.follows("Ask for it again").sees("What would you like to do?")
    assert teacher.page.get_by_label("Talk about pupils on social media").is_checked()
    head.opens("/registers/permissions/received/?show=ended").sees("Saoirse Milldown", "Expired")
