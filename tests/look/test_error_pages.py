"""Every refusal and failure is a calm page, or problem JSON for a program. None tells that a hidden thing exists."""

import errno

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import include, path

from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.look import errors
from belisha.look.pages import get_and_post, get_only

REASON, HELP = "Only the Headteacher publishes.", "Ask the Headteacher."


def raising(error):
    @login_not_required
    def view(request):
        raise error

    return view


@login_not_required
@get_and_post
def form(request):
    return HttpResponse("a form")


@login_not_required
@get_only
def reading(request):
    return HttpResponse("words")


urlpatterns = [
    path("refused/", raising(Refused(REASON, HELP))),
    path("not-allowed/", raising(NotAllowed("It is published already."))),
    path("conflict/", raising(Conflict("Somebody saved it first."))),
    path("full/", raising(OperationalError("database or disk is full"))),
    path("no-room/", raising(OSError(errno.ENOSPC, "No space left on device"))),
    path("missing/", raising(Http404("secret case 7"))),
    path("hidden/", raising(Http404("not yours"))),
    path("forbidden/", raising(PermissionDenied("internal words"))),
    path("broken/", raising(ValueError("internal words"))),
    path("form/", form),
    path("reading/", reading),
    path("report/", include(([path("", reading, name="start")], "reporting"))),  # every page leads there
]
handler400, handler403 = errors.bad_request, errors.permission_denied
handler404, handler500 = errors.page_not_found, errors.server_error

pytestmark = pytest.mark.urls(__name__)
WEB = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(autouse=True)
def _plain_static(settings, tmp_path):
    """No collected manifest is needed to read a page."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = tmp_path
    settings.SECURE_SSL_REDIRECT = False
    settings.CSRF_FAILURE_VIEW = "belisha.look.errors.csrf_failure"


@pytest.fixture
def browser():
    return Client(raise_request_exception=False, headers={"accept": WEB})


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/refused/", 403, ["You cannot do this", REASON, HELP]),
        ("/not-allowed/", 409, ["This cannot be done now", "It is published already."]),
        ("/conflict/", 409, ["Somebody else changed this meanwhile", "Somebody saved it first."]),
        ("/missing/", 404, ["Page not found", "start again from the home page"]),
        ("/forbidden/", 403, ["You cannot open this page", "ask the Headteacher"]),
        ("/broken/", 500, ["Something went wrong on our side", "It is not your fault."]),
    ],
)
def test_a_failure_is_a_page_that_says_why_and_what_next(browser, address, status, words):
    response = browser.get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert all(word in page for word in words)
    assert 'class="govuk-heading-l"' in page
    assert "internal words" not in page


def test_a_hidden_thing_gets_the_very_words_of_a_missing_one(browser):
    pages = {browser.get(address).content for address in ("/missing/", "/hidden/", "/never-was/")}
    assert len(pages) == 1
    assert b"secret" not in pages.pop()


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("/refused/", 403, f"{REASON} {HELP}"),
        ("/conflict/", 409, "Somebody saved it first."),
        ("/broken/", 500, f"{errors.FAILED.reason} {errors.FAILED.help}"),
    ],
)
def test_a_program_gets_problem_json(browser, address, status, detail):
    response = browser.get(address, headers={"accept": "application/json"})
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code == status
    assert response.json()["detail"] == detail


def test_a_conflict_leads_back_to_where_one_was_but_never_to_another_site(browser):
    ours = browser.get("/conflict/", headers={"referer": "http://testserver/form/"})
    theirs = browser.get("/conflict/", headers={"referer": "http://evil.example/"})
    assert b'href="http://testserver/form/"' in ours.content
    assert b"evil.example" not in theirs.content


def test_an_old_form_loses_nothing_silently():
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/form/")
    assert response.status_code == 403
    assert "This form is out of date" in response.content.decode()


@pytest.mark.parametrize(("address", "allowed"), [("/form/", "GET, HEAD, POST"), ("/reading/", "GET, HEAD")])
def test_a_method_that_a_page_does_not_take_is_answered_kindly(browser, address, allowed):
    response = browser.put(address)
    assert (response.status_code, response.headers["Allow"]) == (405, allowed)
    assert "That does not work here" in response.content.decode()
    assert browser.get(address).status_code == 200


def test_too_many_tries_is_a_page(rf):
    response = errors.too_many(rf.post("/account/login/"))
    assert response.status_code == 429
    assert "Wait five minutes" in response.content.decode()


@pytest.mark.parametrize("address", ["/full/", "/no-room/"])
def test_a_full_disk_is_said_in_a_sentence(client, address):
    answer = client.get(address)
    assert answer.status_code == 507
    assert "Nothing was saved" in answer.content.decode()
