#!/usr/bin/env python3
"""Prepare this checkout for `make serve` and `make test` on a machine that has Python, pip or venv, and make.

Everything lands inside the checkout (`.tools`, `.venv`, `.cache`), except what `make test` asks of Debian's packages.
Runs on Python 3.9 or later with nothing installed. The second time it only compares hashes and returns.
"""

import contextlib
import fcntl
import glob
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST = (3, 12)
# In the order of our liking: develop on 3.13, and take what there is.
VERSIONS = ("3.13", "3.14", "3.12", "3.15", "3.16")
FETCHED = "3.13"
INPUTS = ("pyproject.toml", "package.json", "package-lock.json", "hatch_build.py", "bootstrap.py")
LOOKS = "src/belisha/look/static/vendor/VERSION"
# What the tests run that PyPI does not have: how to see it is there, and the Debian package that brings it.
SYSTEM = (
    ("chromium", ("chromium", "chromium-browser"), ()),
    ("postgresql", ("pg_ctl",), ("/usr/lib/postgresql/*/bin/pg_ctl",)),
    ("libpangoft2-1.0-0", (), ("/usr/lib/*/libpangoft2-1.0.so.0",)),
    ("libharfbuzz-subset0", (), ("/usr/lib/*/libharfbuzz-subset.so.0",)),
)
NEEDS_TESTS = {"test", "check"}
GROUPS = {"test": ["test"], "check": ["test"], "bench": ["bench"]}
ASK = [sys.executable, "-c", "import sys; print(*sys.version_info[:2])"]


class Sorry(Exception):
    """Something is missing that this program cannot bring. The message says what to do."""


def main(arguments):
    """Prepare for one of Makefile's targets. Returns the exit code."""
    purpose = arguments[0] if arguments else "serve"
    groups = GROUPS.get(purpose, [])
    try:
        with alone():
            prepare(groups)
            if purpose in NEEDS_TESTS:
                bring_system_packages()
    except Sorry as sorry:
        print(f"\n{sorry}", file=sys.stderr)
        return 1
    return 0


@contextlib.contextmanager
def alone():
    """Hold off a second preparation of the same checkout."""
    (HERE / ".tools").mkdir(exist_ok=True)
    with open(HERE / ".tools" / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# -- the environment --------------------------------------------------------------------------------


def prepare(groups):
    """Make `.venv` what pyproject.toml says, unless it already is."""
    wanted = fingerprint()
    if is_prepared(wanted, groups):
        return
    say("Preparing Belisha. The first time takes a minute or two; later starts skip this.")
    uv = find_uv() or install_uv()
    python = current_python() or find_python() or fetch_python(uv)
    command = [*uv, "sync", "--quiet", "--inexact", "--python", python]
    for group in groups:
        command += ["--group", group]
    if not run(command, tries=2):
        raise Sorry(
            "Belisha's Python packages could not be installed; the lines above say why.\n"
            "Check that this machine reaches its package index (`pip download django` is a quick test), then try again."
        )
    if not (HERE / LOOKS).is_file() and not run([*command, "--reinstall-package", "belisha"], tries=2):
        raise Sorry("The style sheets could not be fetched; the lines above say why. Then run the same command again.")
    for stamp in stamps(groups):
        stamp.write_text(wanted, "utf-8")


def fingerprint():
    """One hash over the files that decide what is installed."""
    whole = hashlib.sha256()
    for name in INPUTS:
        whole.update(hashlib.sha256((HERE / name).read_bytes()).digest())
    return whole.hexdigest()


def is_prepared(wanted, groups):
    """Was this same environment installed already, with the same groups, and is it still there?"""
    if not (HERE / ".venv" / "bin" / "belisha").exists() or not (HERE / LOOKS).is_file():
        return False
    return all(stamp.is_file() and stamp.read_text("utf-8") == wanted for stamp in stamps(groups))


def stamps(groups):
    return [HERE / ".venv" / f".belisha-{group}" for group in ["run", *groups]]


def environment():
    """Our environment, with every cache inside the checkout and the package index that pip is set to."""
    inside = {
        "UV_CACHE_DIR": HERE / ".cache" / "uv",
        "UV_PYTHON_INSTALL_DIR": HERE / ".tools" / "python",
        "npm_config_cache": HERE / ".cache" / "npm",
    }
    kept = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT")}
    for name, folder in inside.items():
        kept.setdefault(name, str(folder))
    if os.environ.get("PIP_INDEX_URL"):
        kept.setdefault("UV_DEFAULT_INDEX", os.environ["PIP_INDEX_URL"])
    return kept


# -- uv ---------------------------------------------------------------------------------------------


def find_uv():
    """The command that runs uv: the machine's own, or the one that an earlier run put into `.tools`."""
    found = shutil.which("uv")
    candidates = [[found]] if found else []
    candidates += [[str(HERE / ".tools" / place / "uv")] for place in ("bin", "lib/bin")]
    return next((command for command in candidates if answers([*command, "--version"])), None)


def install_uv():
    """Put uv into `.tools`, by a virtual environment or, where Debian has none installed, by pip alone."""
    say("Installing uv into .tools.")
    tools = HERE / ".tools"
    if answers([sys.executable, "-m", "venv", str(tools)]):
        run([str(tools / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-cache-dir", "uv"], tries=2)
    elif answers([sys.executable, "-m", "pip", "--version"]):
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-cache-dir"]
        # --target is not the system's site-packages, so PEP 668 does not refuse it.
        run([*pip, "--upgrade", "--target", str(tools / "lib"), "uv"], tries=2)
    else:
        raise Sorry(
            "Belisha needs Python's venv or pip to install its tools, and neither is here.\n"
            "As root: apt-get install python3-venv"
        )
    found = find_uv()
    if not found:
        raise Sorry(
            "The installer uv could not be fetched from the package index; the lines above say why.\n"
            "Check the network or pip's settings (`pip config list`), then try again."
        )
    return found


# -- Python -----------------------------------------------------------------------------------------


def current_python():
    """The environment's own interpreter, so that a second run does not change it."""
    path = HERE / ".venv" / "bin" / "python"
    return str(path) if suits(str(path)) else None


def find_python(path=None, home=None):
    """An interpreter that is new enough and really runs: this one, one on PATH, or one of pyenv's."""
    home = Path(home) if home else Path.home()
    on_path = [shutil.which(f"python{version}", path=path) for version in VERSIONS]
    of_pyenv = [
        found
        for version in VERSIONS
        for found in sorted(glob.glob(str(home / ".pyenv" / "versions" / f"{version}.*" / "bin" / "python")))[::-1]
    ]
    candidates = [sys.executable, *filter(None, on_path), shutil.which("python3", path=path), *of_pyenv]
    return next((found for found in candidates if found and suits(found)), None)


def suits(python):
    """Does this interpreter run, and is it new enough? (A pyenv shim may be there and refuse.)"""
    said = answers([python, *ASK[1:]]).split()
    return len(said) == 2 and tuple(map(int, said)) >= OLDEST


def fetch_python(uv):
    """Let uv bring an interpreter of its own into `.tools`."""
    say(f"No Python {OLDEST[0]}.{OLDEST[1]} or later here: fetching one into .tools.")
    run([*uv, "python", "install", FETCHED], tries=2)
    found = answers([*uv, "python", "find", "--managed-python", FETCHED]).strip()
    if not found or not suits(found):
        raise Sorry(
            f"Belisha needs Python {OLDEST[0]}.{OLDEST[1]} or later. None was found, and none could be fetched.\n"
            "Debian 13 brings one: as root, apt-get install python3-venv. On Debian 12, install Python 3.13 under\n"
            "~/.pyenv, or let this machine reach github.com once, where uv fetches Python from."
        )
    return found


# -- what PyPI does not have ------------------------------------------------------------------------


def missing_packages():
    """The Debian packages that the tests need and that are not here."""
    return [
        package
        for package, commands, places in SYSTEM
        if not any(shutil.which(command) for command in commands) and not any(glob.glob(place) for place in places)
    ]


def bring_system_packages():
    """Install what the tests need, where we may; elsewhere say the line to type."""
    missing = missing_packages()
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Sorry(
            f"The tests need {' and '.join(missing)}.\n"
            f"Once, as root: apt-get update && apt-get install --no-install-recommends {' '.join(missing)}"
        )
    say(f"Installing {' and '.join(missing)} with apt-get.")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "-qq", "update"], tries=2, more=quiet)
    install = ["apt-get", "-qq", "-y", "-o=Dpkg::Use-Pty=0", "install", "--no-install-recommends", *missing]
    if not run(install, tries=2, more=quiet):
        raise Sorry(f"apt-get could not install {' and '.join(missing)}; the lines above say why.")


# -- running things ---------------------------------------------------------------------------------


def run(command, tries=1, more=None):
    """Run a command, its words shown. A second try, because networks hiccup. Whether it went well."""
    for _ in range(tries):
        env = {**environment(), **(more or {})}
        if subprocess.run(command, cwd=HERE, env=env, stdin=subprocess.DEVNULL, check=False).returncode == 0:  # noqa: S603
            return True
    return False


def answers(command):
    """What a command prints, or nothing where it is not there or fails. Its complaints are not shown."""
    try:
        done = subprocess.run(  # noqa: S603
            command,
            cwd=HERE,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") or " " if done.returncode == 0 else ""


def say(words):
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
