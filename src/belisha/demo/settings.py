"""Belisha's settings, and a page that lists whom to sign in as. `belisha demo` chooses this module."""

from belisha.settings import *  # noqa: F403
from belisha.settings import CONFIG, INSTALLED_APPS

if not CONFIG.demo:
    raise RuntimeError("The demonstration is started with `belisha demo`.")

INSTALLED_APPS = [*INSTALLED_APPS, "belisha.demo"]
ROOT_URLCONF = "belisha.demo.urls"
LOGIN_URL = "demo:people"
LOGOUT_REDIRECT_URL = "demo:people"
