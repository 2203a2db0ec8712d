"""No log line holds what opens a door."""

import logging

import pytest

from belisha.look.logs import WithoutSecrets


@pytest.mark.parametrize("before", ["/welcome/", "/set-up/", "/account/password/reset/key/", "/calendars/"])
def test_a_link_is_written_without_its_secret(before):
    said = ("Forbidden (%s): %s", ("CSRF cookie not set.", f"{before}sk7fD3iQ-o1y/"))
    record = logging.LogRecord("django.security.csrf", logging.WARNING, "", 0, *said, None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Forbidden (CSRF cookie not set.): {before}…/"


def test_the_product_writes_its_log_through_it(settings):
    assert "secrets" in settings.LOGGING["handlers"]["console"]["filters"]
