import os
import re
import signal
import socket
import stat
import time
import urllib.request

import pytest

from belisha.commands import Stop, parts, serve

READY = re.compile(r"Belisha is ready at (\S+) \(([\d.]+) s\)")


@pytest.fixture
def started():
    """Start servers that are ended with the test, whatever happens."""
    running = []

    def start(installation, *arguments, wait="Ctrl-C stops it"):
        process = installation.start(*(arguments or ["serve"]))
        running.append(process)
        return process, process.says(wait)

    yield start
    for process in running:
        process.kill()
        process.wait()


def children(pid):
    """All processes below a process."""
    below = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat") as file:
                below.setdefault(int(file.read().rpartition(")")[2].split()[1]), []).append(int(entry))
        except OSError:
            continue
    found, queue = [], [pid]
    while queue:
        queue += (more := below.get(queue.pop(), []))
        found += more
    return found


def alive(pids):
    return [pid for pid in pids if os.path.exists(f"/proc/{pid}")]


def gone(pids, seconds=10):
    deadline = time.monotonic() + seconds
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pids)


def page(said, path="health/"):
    with urllib.request.urlopen(READY.search(said)[1] + path, timeout=20) as answer:
        return answer.status, answer.read().decode()


def test_a_first_start_makes_everything_private_and_prints_the_link(empty, started):
    process, said = started(empty, wait="/set-up/")
    assert page(said) == (200, "ok")
    link = re.search(r"(http://\S+/set-up/\S+)", said)[1]
    assert urllib.request.urlopen(link, timeout=20).status == 200
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [empty.data, *empty.data.iterdir()]}
    assert not [name for name, mode in modes.items() if mode & 0o077]
    keys = list((empty.data / "keys").iterdir())
    assert keys
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys} == {0o600}

    family = children(process.pid)
    assert len(family) >= 3  # the web server, its process, the worker
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    took = time.monotonic() - asked
    assert process.returncode == 0
    assert "Belisha has stopped." in process.said
    assert took < 5
    assert gone(family)

    _, again = started(empty)
    print("second start:", READY.search(again)[2], "s")
    assert "Making the database" not in again


def test_a_part_that_is_killed_is_started_again_and_all_end_with_the_parent(lived_in, started):
    process, said = started(lived_in)
    assert "/set-up/" not in said
    web, worker = direct_children(process.pid)
    os.kill(worker, signal.SIGKILL)
    assert "The worker ended (signal SIGKILL) and is started again." in process.says("started again")
    os.kill(web, signal.SIGKILL)
    assert "The web server ended (signal SIGKILL)" in process.says("The web server ended")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and len(children(process.pid)) < 3:
        time.sleep(0.1)
    family = children(process.pid)
    assert len(family) >= 3
    process.kill()  # the parent cannot clean up: the kernel tells its children
    process.wait()
    assert gone(family)


def direct_children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return sorted(map(int, file.read().split()))


def test_a_part_that_cannot_start_ends_serving_with_a_sentence(capsys):
    broken = parts.Part("The worker", lambda: exec("raise SystemExit(3)"))
    ends = []
    try:
        with pytest.raises(Stop, match="The worker ended 3 times as soon as it was started"):
            parts.keep_running([broken], lambda: False, ends.append)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, parts.SIGNALS)
    assert capsys.readouterr().out.count("The worker ended (exit code 3) and is started again.") == 2


def test_a_port_in_use_is_a_sentence(empty):
    host, port = empty.settings["BELISHA_ADDRESS"].split(":")
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        door.bind((host, int(port)))
        door.listen()
        refused = empty.belisha("serve")
    assert refused.returncode == 1
    assert f"cannot listen at {host}:{port}" in refused.stderr
    assert "BELISHA_ADDRESS" in refused.stderr


@pytest.mark.parametrize("address", ["8000", "127.0.0.1:", "127.0.0.1:99999", "host:http"])
def test_an_address_that_is_none_is_a_sentence(address):
    with pytest.raises(Stop, match="must be a host and a port"):
        serve.listening(address)


def test_a_setting_of_the_wrong_kind_is_a_sentence(empty):
    empty.settings["BELISHA_WEB_WORKERS"] = "many"
    refused = empty.belisha("serve")
    assert refused.returncode == 1
    assert "BELISHA_WEB_WORKERS cannot be used" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_demonstration_and_a_school_are_kept_apart(lived_in):
    lived_in.settings["BELISHA_DEMO"] = "true"
    refused = lived_in.belisha("serve")
    assert refused.returncode == 1
    assert "anybody signs in as anybody" in refused.stderr


def test_a_missing_guard_of_the_audit_log_refuses_to_start(lived_in):
    lived_in.python(
        "import os, sqlite3; c = sqlite3.connect(os.environ['BELISHA_DATA'] + '/belisha.sqlite3');"
        "c.execute('DROP TRIGGER core_auditentry_no_delete'); c.commit(); c.close()"
    )
    refused = lived_in.belisha("serve")
    assert refused.returncode == 1
    assert "trigger core_auditentry_no_delete is missing" in refused.stderr
    checked = lived_in.belisha("check")
    assert checked.returncode == 1
    assert "red    The trigger core_auditentry_no_delete" in checked.stdout


def test_a_database_of_a_later_version_is_refused(lived_in):
    lived_in.python(
        "import os, sqlite3; c = sqlite3.connect(os.environ['BELISHA_DATA'] + '/belisha.sqlite3');"
        "c.execute(\"INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', 0)\");"
        "c.commit(); c.close()"
    )
    refused = lived_in.belisha("serve")
    assert refused.returncode == 1
    assert "a later version of Belisha (people.9999_later)" in refused.stderr


def test_the_demonstration_lists_people_and_signs_in_by_post_alone(empty, started):
    _, said = started(empty, "demo")
    status, people = page(said, "demo/")
    assert (status, people.count("<form")) == (200, 45)
    assert (empty.data / "demo" / "belisha.sqlite3").exists()
    assert not (empty.data / "belisha.sqlite3").exists()
    first = re.search(r"/demo/([0-9a-f-]{36})/sign-in/", people)[1]
    with pytest.raises(urllib.error.HTTPError, match="405"):
        page(said, f"demo/{first}/sign-in/")
