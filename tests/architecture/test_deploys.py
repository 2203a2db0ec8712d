"""What goes out is what the code says: migrations, production settings, the reference, the table of settings."""

import os
import re
import subprocess
import sys

import pytest
from django.core.management import call_command
from house import ROOT

from belisha.commands import clauses, reference
from belisha.config import Config
from belisha.core.workflow import Workflow
from belisha.packs import load_pack

DOCS = ROOT / "docs/reference"
CHECK = """
import warnings
warnings.simplefilter("error")
from belisha.commands import start_django, preparing
start_django()
preparing.prepare()
from django.core.management import call_command
call_command("check", deploy=True, fail_level="INFO", databases=["default"])
"""


def in_production(program: str, data, **settings) -> subprocess.CompletedProcess:
    """A program in a process of its own, with the settings of a school that is online."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BELISHA_", "DJANGO_"))}
    chosen = {"BELISHA_DATA": str(data), "BELISHA_PUBLIC_URL": "https://policy.alder.example", **settings}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env={**kept, **chosen}, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_djangos_own_checks_find_nothing_in_production(tmp_path):
    done = in_production(CHECK, tmp_path / "data")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "no issues" in done.stdout


def test_djangos_own_checks_would_find_an_address_without_https(tmp_path):
    quick = CHECK.replace("preparing.prepare()", "").replace(', databases=["default"]', "")
    done = in_production(quick, tmp_path / "data", BELISHA_PUBLIC_URL="http://policy.alder.example")
    assert done.returncode != 0
    assert "security.W" in done.stderr


@pytest.mark.parametrize("name", sorted(reference.pages()))
def test_a_page_of_the_reference_is_what_would_be_written_now(name):
    written = (DOCS / name).read_text("utf-8") if (DOCS / name).is_file() else ""
    assert written == reference.pages()[name], f"docs/reference/{name} is out of date: run `belisha reference`"


def test_every_setting_says_what_it_is():
    assert [name for name, field in Config.model_fields.items() if not field.description] == []


def test_every_setting_is_in_the_reference():
    rows = re.findall(r"^\| `BELISHA_(\w+)` \|", reference.settings(), re.MULTILINE)
    assert [name.lower() for name in rows] == list(Config.model_fields)


def test_no_secret_shows_in_the_reference():
    secrets = [name for name, field in Config.model_fields.items() if "Secret" in str(field.annotation)]
    lines = {
        name: line for line in reference.settings().splitlines() for name in secrets if f"_{name.upper()}`" in line
    }
    assert secrets
    assert all("(secret)" in line for line in lines.values())


def test_every_state_of_a_workflow_has_a_label_and_a_constraint():
    for rules in reference.folders("rules"):
        flows = [(name, value) for name, value in vars(rules).items() if isinstance(value, Workflow)]
        for name, flow in flows:
            labels = getattr(rules, name.replace("LIFECYCLE", "STATES"))
            assert set(flow.states()) == set(labels), f"{rules.__name__}.{name}"


def test_every_clause_that_a_test_cites_exists():
    cited = clauses.citations(ROOT / "tests")
    assert set(cited) - set(load_pack(clauses.SHIPPED).by_id) == set()


def test_a_stale_page_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(clauses, "repository", lambda: tmp_path)
    (tmp_path / "tests").mkdir()
    options = type("Options", (), {"check": True})
    with pytest.raises(Exception, match=r"roles\.md.*Run `belisha reference`"):
        reference.run(options)
    options.check = False
    assert reference.run(options) == 0
    options.check = True
    assert reference.run(options) == 0
    (tmp_path / "docs/reference/roles.md").write_text("Nothing.", "utf-8")
    with pytest.raises(Exception, match=r"Out of date: roles\.md\."):
        reference.run(options)
