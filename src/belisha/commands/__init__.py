"""What can be typed after `belisha`. One file per command, each with:

`SUMMARY` a sentence, `EXAMPLE` one to copy, `CODES` exit codes other than 0 and 2, `arguments(parser)`, `run(options)`.
Nothing heavy is imported before `run`: help and mistakes must answer at once.
"""

import os


class Stop(Exception):
    """The command ends here. The message is a sentence for the person who typed it."""

    def __init__(self, sentence: str, code: int = 1):
        super().__init__(sentence)
        self.code = code


def start_django() -> None:
    """Load Django with our settings, or say in a sentence which setting it cannot understand."""
    from pydantic import ValidationError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belisha.settings")
    try:
        import django

        django.setup()
    except ValidationError as fault:
        raise Stop(misunderstood(fault)) from fault
    except PermissionError as fault:
        raise Stop(f"{fault.filename} cannot be read or written by this account.") from fault


def misunderstood(fault) -> str:
    """A sentence per setting that has a value it cannot have."""
    return "\n".join(
        f"The setting BELISHA_{str(error['loc'][0]).upper()} cannot be used: {error['msg']}."
        for error in fault.errors()
    )


def say(words: str = "") -> None:
    """Print at once, also into a pipe or a journal."""
    print(words, flush=True)
