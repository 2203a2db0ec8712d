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


KEY = "be3f9629-1b33-4f85-bcc1-7163190c5d39"
OF_WHOEVER_REPORTS = [
    f"/report/drafts/{KEY}/stop/", f"/reported/receipts/{KEY}/", f"/evidence/drafts/{KEY}/send/",
    f"/evidence/receipts/{KEY}/", f"/evidence/items/{KEY}/describe/", "/report/", "/reported/",
]  # fmt: skip


def _said(level: int, words: str, address: str) -> str | None:
    record = logging.LogRecord("django.request", level, "", 0, f"{words}: %s", (address,), None)
    return record.getMessage() if WithoutSecrets().filter(record) else None


@pytest.mark.parametrize("address", OF_WHOEVER_REPORTS)
def test_that_a_page_of_whoever_reports_was_refused_is_not_written_down(address):
    assert _said(logging.WARNING, "Not Found", address) is None


@pytest.mark.parametrize("address", OF_WHOEVER_REPORTS)
def test_what_broke_there_is_written_down_without_the_key_of_what_they_report(address):
    said = _said(logging.ERROR, "Internal Server Error", address)
    assert said == f"Internal Server Error: {address.replace(KEY, '…')}"


@pytest.mark.parametrize("address", ["/policies/1/", "/concerns/report/", f"/concerns/{KEY}/", "/reports/"])
def test_other_pages_are_written_down_as_they_were(address):
    assert _said(logging.WARNING, "Not Found", address) == f"Not Found: {address}"
