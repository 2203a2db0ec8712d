"""Real commands in real processes, each with a data folder of its own."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

# What a school's data folder holds after some use: adults, an audit log with a checkpoint, and two sealed files.
LIVED_IN = """
from belisha.commands import start_django, preparing
start_django()
preparing.prepare()
from django.db import transaction
from belisha import schedule
from belisha.core.access import SET_UP
from belisha.people import actions
from belisha.people.models import School
from belisha.sealed.store import keep, store
school = actions.found(School(name="Kestrel Lane School", kind="community"), by=SET_UP)
actions.add(school, by=SET_UP, name="Ada Okafor", roles=("headteacher",))
actions.add(school, by=SET_UP, name="Ben Marsh")
for record, words in (("policy:one", b"The words of the first file."), ("policy:two", b"The second file's words.")):
    stored = store([words], school_id=school.pk, record=record, filename="a.txt", media_type="text/plain", limit=None)
    with transaction.atomic():
        keep(stored)
schedule.sign_checkpoints()
"""


@dataclass
class Installation:
    """A data folder and the settings to run commands with."""

    data: Path
    settings: dict = field(default_factory=dict)

    @property
    def environment(self) -> dict:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BELISHA_", "DJANGO_"))}
        return {**kept, "BELISHA_DATA": str(self.data), **self.settings}

    def belisha(self, *arguments, timeout=120, **more) -> subprocess.CompletedProcess:
        """Run a command to its end."""
        return subprocess.run(
            command(*arguments),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            **more,
        )

    def python(self, program: str) -> str:
        """Run a few lines inside the installation; what they print."""
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *arguments) -> "Running":
        """Start a command and leave it running; what it prints goes to a file."""
        said = self.data.with_name(f"said-{time.monotonic_ns()}.log")
        with said.open("w") as file:
            return Running(command(*arguments), env=self.environment, stdout=file, stderr=subprocess.STDOUT, said=said)


class Running(subprocess.Popen):
    """A process whose words can be read while it runs."""

    def __init__(self, *arguments, said: Path, **more):
        self.path = said
        super().__init__(*arguments, **more)

    @property
    def said(self) -> str:
        return self.path.read_text()

    def says(self, words: str, seconds=90) -> str:
        """Wait until it has printed some words; everything it printed."""
        deadline = time.monotonic() + seconds
        while words not in self.said and self.poll() is None:
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)
        assert words in self.said, self.said
        return self.said


def command(*arguments) -> list[str]:
    return [sys.executable, "-m", "belisha.cli", *map(str, arguments)]


@pytest.fixture
def empty(tmp_path) -> Installation:
    """An installation that was never started, with a port of its own."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    return Installation(tmp_path / "data", {"BELISHA_ADDRESS": f"127.0.0.1:{port}", "BELISHA_WEB_WORKERS": "1"})


@pytest.fixture(scope="session")
def _template(tmp_path_factory) -> Path:
    made = Installation(tmp_path_factory.mktemp("lived-in") / "data")
    made.python(LIVED_IN)
    return made.data


@pytest.fixture
def lived_in(_template, tmp_path, empty) -> Installation:
    """A copy of a school's installation."""
    shutil.copytree(_template, empty.data)
    return empty


@pytest.fixture(scope="session")
def _kept_template(_template, tmp_path_factory) -> Path:
    """A school's installation with one backup: `data`, `kept` and `identity.txt` in one folder."""
    folder = tmp_path_factory.mktemp("kept")
    shutil.copytree(_template, folder / "data")
    made = Installation(folder / "data").belisha("backup", "--to", folder / "kept")
    assert made.returncode == 0, made.stderr
    (folder / "identity.txt").write_text(re.search(r"AGE-SECRET-KEY-1\w+", made.stdout).group())
    return folder
