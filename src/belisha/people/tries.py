"""How often something may be tried at the door. The rates stand in the settings, beside those of the password."""

from allauth.core.internal import ratelimit


def within(request, action: str, key: str = "") -> bool:
    """Whether one more try is within the rates of its kind. Counts it, with GET too: answers come in by GET."""
    used = ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
    return used is not None
