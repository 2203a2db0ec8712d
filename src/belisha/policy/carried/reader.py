"""The front door for policies that come as data."""

from pathlib import Path

from belisha.policy.carried import oscal, own
from belisha.policy.carried.parsing import LIMITS, kind_of, parsed
from belisha.policy.carried.shapes import Carried
from belisha.policy.reading import Unreadable


def read(path: Path, filename: str, limit: int = LIMITS["file"]) -> Carried | None:
    """The policy in a file of data; None where the name does not end in .yaml, .yml or .json.

    Raises Unreadable for a damaged, hostile, newer or foreign file. A catalog from elsewhere comes as clauses that
    nobody has read yet.
    """
    kind = kind_of(filename)
    if kind is None:
        return None
    data = parsed(Path(path), kind, limit)
    if data.get("format") == own.FORMAT:
        return own.carried(data)
    if oscal.CATALOG in data:
        return oscal.carried(data[oscal.CATALOG])
    for name, called in oscal.OTHER_MODELS.items():
        if name in data:
            raise Unreadable(
                f"This is an OSCAL {called}, and only an OSCAL catalog holds the words of a policy.",
                "Ask whoever made it for the catalog that it was made from.",
            )
    raise Unreadable(
        "This file is data, but neither a policy as Belisha writes it nor an OSCAL catalog.",
        "Choose a file that Belisha exported as YAML, JSON or OSCAL, or the document itself.",
    )
