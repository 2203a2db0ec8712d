"""`belisha export-policy`: the version in force, or the one that was asked for, as a file."""

import pytest
from cast import a_school
from papers import a_draft, published

from belisha.cli import main
from belisha.commands import export_policy
from belisha.exchange.formats import FORMATS
from belisha.policy import carried

pytestmark = pytest.mark.django_db


def export(*arguments) -> int:
    return main(["export-policy", *map(str, arguments)])


def test_the_policy_in_force_goes_into_a_file_that_can_be_read_back(tmp_path, capsys):
    version = published(a_school(), tmp_path)
    assert export("--to", tmp_path / "out.yaml") == 0
    assert carried.read(tmp_path / "out.yaml", "out.yaml").source == version.source
    assert f"holds {version}." in capsys.readouterr().out


def test_every_form_of_the_pages_can_be_asked_for():
    assert list(FORMATS) == list(export_policy.FORMS)


def test_a_draft_is_taken_out_by_its_number_and_says_that_it_is_one(tmp_path):
    a_draft(a_school(), tmp_path)
    assert export("--to", tmp_path / "out.json", "--as", "json", "--version", 1) == 0
    assert '"state": "draft"' in (tmp_path / "out.json").read_text("utf-8")


def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path, capsys):
    cast = a_school()
    assert export("--to", tmp_path / "out.yaml") == 1
    published(cast, tmp_path)
    assert export("--to", tmp_path / "out.yaml", "--policy", "Another") == 1
    assert export("--to", tmp_path / "no" / "out.yaml") == 1
    published(cast, tmp_path)
    assert export("--to", tmp_path / "out.yaml") == 1
    said = capsys.readouterr().err
    for sentence in ("No policy is in force", "There is no such policy", "cannot be written", "There are several"):
        assert sentence in said
