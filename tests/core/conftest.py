"""A school in a database of its own, made once, for tests that need real processes."""

import pytest
from engines.labour import Place


@pytest.fixture(scope="session")
def school_on_sqlite(tmp_path_factory) -> Place:
    """To be copied, not used."""
    made = Place(tmp_path_factory.mktemp("school") / "data")
    made.run("prepare")
    made.close()
    return made
