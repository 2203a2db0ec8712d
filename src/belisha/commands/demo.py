"""`belisha demo`: an invented school to look around in."""

import os
import shutil
import time
from pathlib import Path

from belisha.commands import Stop, preparing, say, serve, start_django

SUMMARY = "Start with an invented school of 45 adults, in a folder of its own, and sign in as any of them."
EXAMPLE = "belisha demo"
CODES = {1: "it cannot start; the reason is printed"}


def arguments(parser) -> None:
    parser.add_argument("--fresh", action="store_true", help="throw the demonstration away and begin again")
    parser.add_argument("--only-seed", action="store_true", help="make the invented school and do not serve")


def run(options) -> int:
    began = time.monotonic()
    data = set_apart(options.fresh)
    start_django()
    from belisha import config

    serve.listening(config.load().address)
    preparing.prepare()
    seed(data)
    return 0 if options.only_seed else serve.run(options, began)


def set_apart(fresh: bool) -> Path:
    """A data folder that only the demonstration uses, on SQLite, and without a mail server, whatever is configured."""
    data = Path(os.environ.get("BELISHA_DATA", "data")) / "demo"
    mark = data / preparing.DEMO_MARK
    if data.exists() and any(data.iterdir()) and not mark.exists():
        raise Stop(f"{data.resolve()} is not a demonstration's folder. Name another parent folder with BELISHA_DATA.")
    if fresh and data.exists():
        shutil.rmtree(data)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.touch()
    os.environ.update(
        BELISHA_DATA=str(data),
        BELISHA_DEMO="true",
        BELISHA_DATABASE_URL="",
        BELISHA_EMAIL_HOST="",
        DJANGO_SETTINGS_MODULE="belisha.demo.settings",
    )
    return data


def seed(data: Path) -> None:
    """Invent the school, once. All of it or nothing: an interrupted first start begins again."""
    from django.db import transaction

    from belisha.commands import demo_school
    from belisha.people.models import School

    if School.objects.exists():
        return
    say("Inventing a school.")
    with transaction.atomic():
        school = None
        for step in demo_school.STEPS:
            school = step(school) or school
