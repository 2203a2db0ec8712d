"""What a request may write to the disk before any view looks at it."""

import pytest
from cast import a_school, signed_in
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(monkeypatch):
    """How many bytes of uploads reach the disk."""
    sizes, write = [], TemporaryFileUploadHandler.receive_data_chunk
    monkeypatch.setattr(
        TemporaryFileUploadHandler,
        "receive_data_chunk",
        lambda self, data, start: sizes.append(len(data)) or write(self, data, start),
    )
    return sizes


def test_a_stranger_with_a_made_up_cookie_writes_nothing(client, written):
    client.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    client.post("/account/login/", {"file": SimpleUploadedFile("policy.txt", b"x" * 1000)})
    assert written == []


def test_somebody_who_is_signed_in_may_upload(client, written):
    signed_in(client, a_school().head).post("/policies/import/", {"document": SimpleUploadedFile("policy.txt", b"x")})
    assert sum(written) == 1
