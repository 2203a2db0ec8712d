"""What the reader makes of words that somebody wrote: a proposal, which a person confirms. No database."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher

from belisha.packs import load_pack
from belisha.policy.matching import match, stems
from belisha.policy.reading import Item, Unreadable, read_text
from belisha.policy.rules import NORMATIVE
from belisha.policy.written import SHIPPED

# So much of the meaning words of a clause must stay for it to say what it said in the shipped policy: a typing mistake
# or a new name leaves it far above, another rule far below.
STILL_NEAR = 0.6


@dataclass(frozen=True)
class Proposal:
    """How some words may be read. `cue` is a span of the words themselves, if they hold it."""

    kind: str = "information"
    modality: str = "statement"
    binds: tuple[str, ...] = ()
    why: str = ""
    cue: tuple[int, int] | None = None
    inherited: bool = False
    particulars: dict = field(default_factory=dict)
    duties: int = 0
    pack_id: str = ""


def propose(words: str, *, section: str = "", lead: str = "") -> Proposal:
    """Read the words again where they will stand: under their heading, and below the lead-in of their list."""
    place = f"# {section}\n\n" if section else ""
    place += f"{lead}\n\n- " if lead else ""
    items = [item for item in _read(place + words) if item.start >= len(place) - 2 and item.kind != "heading"]
    if not items:
        return Proposal()
    duties = [item for item in items if item.kind in NORMATIVE]
    chosen = (duties or items)[0]
    own = chosen.cue and not chosen.inherited and chosen.cue[0] >= len(place)
    cue = (chosen.cue[0] - len(place), chosen.cue[1] - len(place)) if own else None
    return Proposal(
        chosen.kind, chosen.modality, chosen.binds, chosen.why, cue, chosen.inherited, asdict(chosen.particulars),
        len(duties), _near(chosen),
    )  # fmt: skip


def still_says(old: str, new: str) -> bool:
    """Whether new words are near enough to the old ones to say the same as the shipped policy."""
    return SequenceMatcher(None, stems(old), stems(new), autojunk=False).ratio() >= STILL_NEAR


def _read(text: str) -> Iterable[Item]:
    try:
        return read_text(text).items
    except Unreadable:
        return ()


def _near(item: Item) -> str:
    return match([item], load_pack(SHIPPED).clauses, use_numbers=False)[0].pack_id or ""
