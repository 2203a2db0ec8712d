"""What a browser may keep, sense and run. A staffroom computer must not remember the last adult's pages."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from belisha.look.middleware import SENSORS

blank = login_not_required(lambda request: HttpResponse("words"))
urlpatterns = [path("", blank, name="home"), path("account/logout/", blank, name="account_logout")]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _plain_http(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.SECURE_SSL_REDIRECT = False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cache-Control", "no-store"),
        ("X-Robots-Tag", "noindex"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    ],
)
def test_every_page_is_private(client, name, value):
    assert client.get("/").headers[name] == value


def test_nothing_may_be_sensed_but_passkeys_may_be_used(client):
    header = client.get("/").headers["Permissions-Policy"]
    assert all(f"{sensor}=()" in header for sensor in SENSORS)
    assert "publickey-credentials-get=(self)" in header


def test_no_script_or_style_may_be_inline(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_signing_out_wipes_the_browser(client):
    assert client.post("/account/logout/").headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'


@pytest.mark.parametrize(("method", "address"), [("get", "/account/logout/"), ("post", "/"), ("get", "/")])
def test_nothing_else_does(client, method, address):
    assert "Clear-Site-Data" not in getattr(client, method)(address).headers
