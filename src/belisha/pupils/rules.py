"""What decides about pupils, without a database."""

import unicodedata

from belisha.core.workflow import Workflow

STATES = {
    "matching": "Columns to be matched",
    "checked": "To be confirmed",
    "done": "Brought in",
    "dropped": "Not used",
}
LIFECYCLE = Workflow(
    check=({"matching", "checked"}, "checked"),
    bring_in=({"checked"}, "done"),
    drop=({"matching", "checked"}, "dropped"),
)
# How long a name, a year group and an identifier may be (letters).
LONGEST_NAME, LONGEST_YEAR, LONGEST_IDENTIFIER = 150, 40, 60


def folded(name: str) -> str:
    """A name as it is compared: without accents, case, marks and doubled spaces. "Zoë  O’Neill" → "zoe oneill"."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’‘`´.")
    return " ".join(letters.casefold().replace("-", " ").replace("‐", " ").replace("–", " ").split())


def is_whole(name: str) -> bool:
    """Whether this is a first and a last name: less would find everybody who shares one of them."""
    return len(folded(name).split()) > 1
