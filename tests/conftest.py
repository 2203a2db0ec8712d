"""What every test may use. The data folder is made in `settings_for_tests.py`."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The project's shared documents, which lie beside some checkouts only."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not beside this checkout, so the source policy cannot be read")
    return SHARED
