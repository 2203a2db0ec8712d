"""The posts of a school as they ship: what each is for, and what breaks while nobody holds it."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .library import FOLDER, Library, read_library


@dataclass(frozen=True, slots=True)
class ShippedPost:
    """A post; the fields are those of posts.schema.json. `role` is the value of a role of `core.roles`."""

    key: str
    role: str
    is_for: str
    while_empty: str
    needed: bool
    source: str
    certainty: str


@cache
def shipped_posts() -> Library:
    """The posts that ship, checked."""
    text = files(__package__).joinpath(FOLDER, "posts.yaml").read_text("utf-8")
    return read_library(text, "posts", ShippedPost)
