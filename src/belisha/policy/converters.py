"""What may stand in an address of the policy library."""

from django.urls import register_converter

from belisha.policy.rules import IDENT


class Ident:
    """A clause's id, such as 6-07-a."""

    regex = IDENT

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Step:
    """One of the steps that take one button."""

    regex = "submit|send-back|publish|withdraw"
    to_python = to_url = staticmethod(str)


class Page:
    """The number of a page in a document, from 1."""

    regex = "[1-9][0-9]{0,3}"
    to_python, to_url = staticmethod(int), staticmethod(str)


register_converter(Ident, "ident")
register_converter(Page, "page")
register_converter(Step, "step")
