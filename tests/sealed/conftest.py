"""A store and a key folder of the test's own."""

import uuid

import pytest

from belisha import config
from belisha.sealed import keys


@pytest.fixture
def data(tmp_path, monkeypatch):
    """The data folder, empty. The database stays the test run's."""
    mine = config.load().model_copy(update={"data": tmp_path})
    monkeypatch.setattr(config, "load", lambda: mine)
    keys.forget()
    yield tmp_path
    keys.forget()


@pytest.fixture
def school(data) -> uuid.UUID:
    return uuid.uuid4()
