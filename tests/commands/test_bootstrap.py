import os
import sys
from pathlib import Path

import pytest

import bootstrap


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """A machine whose own interpreter is too old, and on which programs can be put."""
    monkeypatch.setattr(bootstrap.sys, "executable", program(tmp_path / "old", "python3", "3 9"))
    monkeypatch.setattr(bootstrap, "HERE", tmp_path / "checkout")
    (tmp_path / "checkout").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    (tmp_path / "bin").mkdir()
    return tmp_path


def program(folder: Path, name: str, says: str, code: int = 0) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {says}\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def test_the_newest_liked_python_on_path_is_taken(fake):
    program(fake / "bin", "python3.12", "3 12")
    liked = program(fake / "bin", "python3.13", "3 13")
    assert bootstrap.find_python(str(fake / "bin"), fake) == liked


def test_a_shim_that_refuses_is_passed_over_for_the_interpreter_behind_it(fake):
    program(fake / "bin", "python3.13", "3 13", code=127)
    real = program(fake / ".pyenv/versions/3.13.0/bin", "python", "3 13")
    assert bootstrap.find_python(str(fake / "bin"), fake) == real


def test_a_python_that_is_too_old_is_none(fake):
    program(fake / "bin", "python3", "3 11")
    program(fake / "bin", "python3.12", "3 11")
    assert bootstrap.find_python(str(fake / "bin"), fake) is None


def test_without_any_python_the_sentence_names_what_to_install(fake):
    uv = [program(fake / "bin", "uv", "", code=1)]
    with pytest.raises(bootstrap.Sorry, match="apt-get install python3-venv"):
        bootstrap.fetch_python(uv)


def test_an_uv_on_the_machine_is_used_and_a_broken_one_is_not(fake):
    program(fake / "bin", "uv", "uv 0", code=1)
    ours = program(fake / "checkout/.tools/bin", "uv", "uv 1")
    assert bootstrap.find_uv() == [ours]
    theirs = program(fake / "bin", "uv", "uv 1")
    assert bootstrap.find_uv() == [theirs]


def test_without_venv_and_pip_the_sentence_names_the_package(fake, monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "executable", program(fake / "bare", "python3", "no", code=1))
    with pytest.raises(bootstrap.Sorry, match="python3-venv"):
        bootstrap.install_uv()


def test_without_venv_pip_installs_beside_the_system(fake, monkeypatch):
    python = fake / "half" / "python3"
    python.parent.mkdir()
    target = fake / "checkout/.tools/lib/bin/uv"
    python.write_text(
        f"#!/bin/sh\ncase \"$*\" in *'-m venv'*) exit 1;; *'pip --version'*) echo pip;;\n"
        f"*--target*) mkdir -p {target.parent}; printf '#!/bin/sh\\necho uv 1' > {target}; chmod +x {target};; esac\n"
    )
    python.chmod(0o755)
    monkeypatch.setattr(bootstrap.sys, "executable", str(python))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name, path=None: None)
    assert bootstrap.install_uv() == [str(target)]


def test_a_prepared_checkout_is_known_by_its_hashes(fake, monkeypatch):
    checkout = bootstrap.HERE
    for name in bootstrap.INPUTS:
        (checkout / name).write_text(name)
    wanted = bootstrap.fingerprint()
    assert not bootstrap.is_prepared(wanted, [])
    for name in (".venv/bin/belisha", bootstrap.LOOKS):
        (checkout / name).parent.mkdir(parents=True)
        (checkout / name).touch()
    for stamp in bootstrap.stamps(["test"]):
        stamp.write_text(wanted)
    assert bootstrap.is_prepared(wanted, ["test"])
    (checkout / "pyproject.toml").write_text("changed")
    assert not bootstrap.is_prepared(bootstrap.fingerprint(), [])


def test_somebody_who_is_not_root_is_told_the_line_to_type(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "missing_packages", lambda: ["chromium", "postgresql"])
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    with pytest.raises(bootstrap.Sorry, match="apt-get install --no-install-recommends chromium postgresql"):
        bootstrap.bring_system_packages()


def test_everything_written_stays_inside_the_checkout(fake, monkeypatch):
    for name in ("UV_CACHE_DIR", "UV_PYTHON_INSTALL_DIR", "npm_config_cache", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere")
    made = bootstrap.environment()
    assert "VIRTUAL_ENV" not in made
    assert all(made[name].startswith(str(bootstrap.HERE)) for name in ("UV_CACHE_DIR", "npm_config_cache"))


def test_it_is_written_for_the_oldest_python_that_debian_still_has():
    source = Path(bootstrap.__file__).read_text()
    compile(source, "bootstrap.py", "exec", flags=0, dont_inherit=True)
    assert "match " not in source
    assert " | None" not in source
    assert os.access(bootstrap.__file__, os.R_OK)
    assert sys.version_info >= bootstrap.OLDEST
