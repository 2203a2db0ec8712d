"""Every form in which a version can be taken out, as a table."""

from collections.abc import Callable
from dataclasses import dataclass

from belisha.exchange import ciso, odrl, oscal, own, print
from belisha.exchange.plain import Plain
from belisha.policy.reading.intake import WORD


@dataclass(frozen=True)
class Format:
    """What it is called, what it is for, and how it is written."""

    label: str
    about: str
    ending: str
    media_type: str
    write: Callable[[Plain], bytes]

    def filename(self, number: int) -> str:
        """A name that says what it is and names nobody."""
        return f"policy-version-{number}{self.ending}"


def _word(plain: Plain) -> bytes:
    from belisha.exchange import word  # python-docx is slow to import; most processes need none of it

    return word.document(plain)


# Key, as in the address → format. The first two are for people, the others for programs.
FORMATS = {
    "pdf": Format(
        "PDF", "To print, to send or to keep. It can be read aloud by a screen reader.",
        ".pdf", print.MEDIA_TYPE, print.document,
    ),
    "word": Format(
        "Word", "To work on. The clauses keep their own numbers, and Belisha can read it back.",
        ".docx", WORD, _word,
    ),
    "yaml": Format(
        "Belisha (YAML)", "Everything, for another school that has Belisha, or to bring back here.",
        ".yaml", own.YAML_TYPE, own.as_yaml,
    ),
    "json": Format(
        "Belisha (JSON)", "The same for programs.",
        ".json", own.JSON_TYPE, own.as_json,
    ),
    "oscal": Format(
        "OSCAL catalog", "For trusts and auditors whose tools read the Open Security Controls Assessment Language.",
        ".oscal.json", oscal.MEDIA_TYPE, oscal.document,
    ),
    "odrl": Format(
        "ODRL", "What is forbidden, asked and allowed, as linked data. Advice comes with it but as no rule.",
        ".odrl.jsonld", odrl.MEDIA_TYPE, odrl.document,
    ),
    "ciso": Format(
        "CISO Assistant library", "The clauses as a framework that can be assessed in CISO Assistant.",
        ".ciso-assistant.yaml", ciso.MEDIA_TYPE, ciso.document,
    ),
}  # fmt: skip
FOR_PEOPLE = ("pdf", "word")
