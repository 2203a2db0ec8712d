"""A real PostgreSQL server that the tests start and stop by themselves, and a place to work on each engine."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path

import pytest
from engines.labour import Place

ENGINES = ("sqlite", "postgresql")


def _tools() -> Path | None:
    """Where PostgreSQL's server programs are: on the PATH, or where Debian puts them."""
    found = shutil.which("pg_ctl")
    folders = [str(Path(found).resolve().parent)] if found else sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    return Path(folders[-1]) if folders and Path(folders[-1], "initdb").exists() else None


def _account() -> dict:
    """PostgreSQL refuses to run as root; then it runs as its own account, or as nobody."""
    if os.geteuid():
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


class Server:
    """One server in a folder of its own, on a free loopback port."""

    def __init__(self, tools: Path):
        # Not pytest's folder: only its owner may enter that, and the server may be somebody else.
        self.folder, self.tools, self.account = Path(tempfile.mkdtemp(prefix="belisha-pg-")), tools, _account()
        if self.account:
            os.chown(self.folder, self.account["user"], self.account["group"])
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]

    def tool(self, name: str, *arguments) -> None:
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        done = subprocess.run(
            [self.tools / name, *map(str, arguments)],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
            **self.account,
        )
        assert done.returncode == 0, f"{name}: {done.stderr}"

    def start(self) -> None:
        data = self.folder / "data"
        self.tool("initdb", "-D", data, "-U", "belisha", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        self.go_on()

    def go_on(self) -> None:
        """Start it where it was left, or where it has only been made."""
        listens = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.folder}"
        options = f"{listens} -c shared_buffers=32MB"
        self.tool("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o", options, "start")

    def pause(self) -> None:
        """Stop it as a crash would; what was committed is found again when it goes on."""
        self.tool("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")

    def stop(self) -> None:
        try:
            self.pause()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def database(self) -> str:
        """A new, empty database; its address."""
        name = f"b{uuid.uuid4().hex[:12]}"
        self.tool("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "belisha", name)
        return f"postgresql://belisha@127.0.0.1:{self.port}/{name}"


@pytest.fixture(scope="session")
def server():
    """PostgreSQL, or a reason why not. Continuous integration has to have it."""
    tools = _tools()
    if tools is None:
        missing = "no PostgreSQL server is installed here (Debian: apt-get install postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    running = Server(tools)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session", params=ENGINES)
def empty(request, tmp_path_factory) -> Place:
    """An empty database on one engine and then on the other."""
    settings = {}
    if request.param == "postgresql":
        settings["BELISHA_DATABASE_URL"] = request.getfixturevalue("server").database()
    made = Place(tmp_path_factory.mktemp(request.param) / "data", settings)
    yield made
    made.close()


@pytest.fixture(scope="session")
def place(empty) -> Place:
    """A school on each engine. Tests share it, and each looks only at what it did."""
    empty.run("migrate")
    empty.run("prepare")
    return empty
