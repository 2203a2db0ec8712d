"""What higher rooms put into these: each appends to a list of these as Django starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from belisha.concerns.models import Concern


@dataclass(frozen=True)
class Panel:
    """A part of a concern's page: a heading and a template with what it needs."""

    title: str
    template: str
    context: dict = field(default_factory=dict)
    # Those with the lower number stand higher.
    place: int = 50
    # Whether only its heading shows until somebody opens it: what is looked up, and not what is worked with.
    folded: bool = False


@dataclass(frozen=True)
class Step:
    """Something to do about a concern, as a line of the task list on its page."""

    label: str
    url: str
    state: str = "not started"
    hint: str = ""
    place: int = 50


@dataclass(frozen=True)
class Hash:
    """What a receipt says of a file: its size and SHA-256, and never its name."""

    sha256: str
    size: int


# (actor, concern) → panels; → steps. The concern was fetched for the actor.
PANELS: list[Callable[..., Iterable[Panel]]] = []
STEPS: list[Callable[..., Iterable[Step]]] = []
# (concern) → the files that came with a report, as its receipt names them.
HASHES: list[Callable[[Concern], Iterable[Hash]]] = []
# (concern) → whether it has files that somebody can open: then it cannot become one without files.
OPEN_FILES: list[Callable[[Concern], bool]] = []
