"""What somebody wants to hand over, to whom and why. Plain data."""

from dataclasses import asdict, dataclass
from uuid import UUID


@dataclass(frozen=True)
class Wanted:
    """A bundle as it was asked for. `whom`: a key of `rules.FOR`; `body`: which one, and which post there."""

    whom: str
    body: str
    purpose: str
    why: str
    items: tuple[UUID, ...]

    def as_words(self) -> dict:
        """As what is sealed."""
        return {**asdict(self), "items": [str(each) for each in self.items]}

    @classmethod
    def of(cls, words: dict) -> "Wanted":
        """From what was sealed."""
        return cls(**{**words, "items": tuple(UUID(each) for each in words["items"])})
