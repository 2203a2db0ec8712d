"""The three ways in which Belisha says no. `look/errors.py` turns each into a page or into problem JSON, once."""


class No(Exception):
    """Something was asked that will not be done. `reason` is a sentence; `help` says who or what can help."""

    def __init__(self, reason: str, help: str = ""):
        super().__init__(reason)
        self.reason = reason
        self.help = help


class Refused(No):
    """This person may not do this."""


class NotAllowed(No):
    """The state of things does not allow it, whoever asks."""


class Conflict(No):
    """Somebody else changed the thing in the meantime; nothing was overwritten."""
