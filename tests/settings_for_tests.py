"""The product's own settings, in a data folder that lives as long as this test process.

pytest-django reads settings before any conftest, so the folder is made here. Afterwards the environment names the
product's settings again: what a test starts as a process of its own runs exactly as it would in a school.
"""

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="belisha-test-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
KEPT = ("BELISHA_DATABASE_URL",)  # tests/engines runs the same tests on PostgreSQL
for name in [name for name in os.environ if name.startswith("BELISHA_") and name not in KEPT]:
    del os.environ[name]
os.environ["BELISHA_DATA"] = FOLDER

from belisha.settings import *  # noqa: E402, F403
from belisha.settings import CONFIG, STORAGES  # noqa: E402

# No collectstatic before each run: pages name their files plainly.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
(CONFIG.data / "static").mkdir()

os.environ["DJANGO_SETTINGS_MODULE"] = "belisha.settings"
