"""What every test stands on: a data folder of its own, made before the settings are read."""

import os
import tempfile
from pathlib import Path

os.environ["BELISHA_DATA"] = tempfile.mkdtemp(prefix="belisha-test-")
for name in [name for name in os.environ if name.startswith("BELISHA_") and name not in ("BELISHA_DATA", "BELISHA_SHARED")]:
    del os.environ[name]

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
