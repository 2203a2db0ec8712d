import contextlib
import json
import sqlite3

import pytest

from belisha import cli
from belisha.commands import import_policy

AUDIT_EXPORT = """
from belisha.commands import start_django
start_django()
from belisha.core import audit
from belisha.people.models import School
print("".join(audit.export(School.objects.get().pk)), end="")
"""


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert "Example:" in said
    assert "Exit codes:" in said
    told = cli.module(name)
    assert told.SUMMARY.endswith(".")
    assert told.EXAMPLE in said


def test_a_command_typed_wrongly_ends_with_2(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["sevre"])
    assert ended.value.code == 2


# -- import-policy ----------------------------------------------------------------------------------


def test_a_text_file_becomes_clauses(tmp_path, capsys):
    policy = tmp_path / "policy.txt"
    policy.write_text("Staff Social Media Policy\n\n1 Conduct\n\n1.1 Staff must not add pupils as friends.\n")
    assert cli.main(["import-policy", str(policy), "--json", "-"]) == 0
    clauses = json.loads(capsys.readouterr().out)
    assert {frozenset(clause) for clause in clauses} == {frozenset(import_policy.FIELDS)}
    norms = [clause for clause in clauses if clause["normative"]]
    assert [(norm["modality"], "add pupils as friends" in norm["text"]) for norm in norms] == [("must-not", True)]
    assert cli.main(["import-policy", str(policy), "--json", str(tmp_path / "out.json")]) == 0
    assert json.loads((tmp_path / "out.json").read_text()) == clauses


def test_a_document_that_cannot_be_read_is_refused_with_a_remedy(tmp_path, capsys):
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 no more")
    assert cli.main(["import-policy", str(broken), "--json", "-"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count(".") >= 2
    assert cli.main(["import-policy", str(tmp_path / "nothing.txt"), "--json", "-"]) == 2
    assert capsys.readouterr().err


# -- verify -----------------------------------------------------------------------------------------


def test_a_whole_log_verifies_and_a_changed_one_does_not(lived_in):
    open_log, confidential = lived_in.belisha("verify").stdout.splitlines()
    assert open_log == "Kestrel Lane School: 4 entries and 1 checkpoints are whole."
    # Never how long it is, nor whether there is one.
    assert confidential == "Kestrel Lane School, what is confidential: The log is whole, as far as there is one."
    with contextlib.closing(sqlite3.connect(lived_in.data / "belisha.sqlite3")) as raw:
        raw.execute("DROP TRIGGER core_auditentry_no_update")
        raw.execute("UPDATE core_auditentry SET kind = 'adult.change' WHERE seq = 1")
        raw.commit()
    broken = lived_in.belisha("verify")
    assert broken.returncode == 1
    assert "Entry 1 does not match its hash: it was changed." in broken.stdout


def test_an_export_verifies_without_a_database(lived_in, tmp_path, capsys):
    export = tmp_path / "log.jsonl"
    export.write_text(lived_in.python(AUDIT_EXPORT))
    assert cli.main(["verify", "--offline", str(export)]) == 0
    point = [json.loads(line) for line in export.read_text().splitlines() if "signature" in line][-1]
    held = ["--size", str(point["size"]), "--root", point["root"]]
    assert cli.main(["verify", "--offline", str(export), *held]) == 0
    assert cli.main(["verify", "--offline", str(export), *held[:3], "00" * 32]) == 1
    export.write_text(export.read_text().replace("adult.add", "adult.end", 1))
    assert cli.main(["verify", "--offline", str(export)]) == 1
    assert "it was changed" in capsys.readouterr().out
    assert cli.main(["verify", "--offline", str(tmp_path / "nothing")]) == 1
    assert cli.main(["verify", "--size", "3", "--root", "ab"]) == 2


# -- the smaller ones -------------------------------------------------------------------------------


def test_reconcile_tells_of_a_missing_file(lived_in):
    assert lived_in.belisha("reconcile", "--deep").returncode == 0
    next(iter((lived_in.data / "sealed").glob("??/??/*"))).unlink()
    missing = lived_in.belisha("reconcile")
    assert missing.returncode == 1
    assert "1 faults" in missing.stdout


def test_rotating_keys_is_written_into_the_log_and_keeps_every_file(lived_in):
    before = (lived_in.data / "keys" / "instance.key").read_bytes()
    rotated = lived_in.belisha("rotate-keys", "--schools")
    assert rotated.returncode == 0, rotated.stderr
    assert (lived_in.data / "keys" / "instance.key").read_bytes() != before
    assert lived_in.belisha("reconcile", "--deep").returncode == 0
    assert "6 entries" in lived_in.belisha("verify").stdout


def test_nobody_of_that_name_is_a_sentence(lived_in):
    refused = lived_in.belisha("invite", "nobody")
    assert refused.returncode == 1
    assert "Nobody here signs in as “nobody”" in refused.stderr


def test_a_locked_out_headteacher_is_let_in_again(lived_in):
    from belisha.core.access import COMMAND_LINE, Can

    if Can.CHANGE_PEOPLE not in COMMAND_LINE.permissions:
        pytest.skip("the command line may not invite yet: core/access.py")
    invited = lived_in.belisha("invite", "ada.okafor")
    assert invited.returncode == 0, invited.stderr
    assert "/welcome/" in invited.stdout
    assert "5 entries" in lived_in.belisha("verify").stdout


# -- check ------------------------------------------------------------------------------------------


def test_check_names_what_is_wrong_and_how_to_mend_it(lived_in):
    fine = lived_in.belisha("check")
    assert fine.returncode == 0, fine.stdout + fine.stderr
    assert "red " not in fine.stdout
    assert "Policies can be printed to PDF" in fine.stdout
    (lived_in.data / "keys" / "instance.key").chmod(0o644)
    lived_in.settings |= {
        "BELISHA_PUBLIC_URL": "https://policy.school.example",
        "BELISHA_EMAIL_HOST": "127.0.0.1",
        "BELISHA_EMAIL_PORT": "9",
    }
    wrong = lived_in.belisha("check")
    assert wrong.returncode == 1
    assert "instance.key can be read by other accounts" in wrong.stdout
    assert "BELISHA_BEHIND_PROXY=true" in wrong.stdout
    assert "127.0.0.1:9 does not take letters" in wrong.stdout


def test_check_says_when_people_would_sign_in_without_https(lived_in):
    lived_in.settings["BELISHA_PUBLIC_URL"] = "http://policy.school.example"
    assert "without HTTPS" in lived_in.belisha("check").stdout
