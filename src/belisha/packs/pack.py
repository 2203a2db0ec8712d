"""What a policy pack is, once it has been read and checked: plain frozen values."""

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

NORMATIVE = frozenset({"norm", "consequence", "power", "exception"})


class PackError(Exception):
    """A pack, or the values a school gave it, cannot be used; the message names the clause, field or variable."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """What switches a clause off or limits it: words of its own, or another clause."""

    text: str | None
    clause_id: str | None
    curable_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackClause:
    """One clause; the fields are those of policy-pack.schema.json, `class` being `klass` here."""

    id: str
    section: int
    text: str
    binds: tuple[str, ...]
    modality: str
    kind: str
    klass: str
    features: tuple[str, ...]
    keywords: tuple[str, ...]
    deadline: str | None = None
    deadline_from: str | None = None
    tell: tuple[str, ...] = ()
    absolute: bool = False
    severity: str | None = None
    exceptions: tuple[Exemption, ...] = ()
    consequences: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    defines: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def normative(self) -> bool:
        """Whether the clause asks, allows or threatens something, rather than explaining."""
        return self.kind in NORMATIVE

    @property
    def paragraph(self) -> int:
        """Number of the paragraph inside the section."""
        return int(self.id.split("-")[1])

    @property
    def letter(self) -> str:
        """Letter of the duty inside the paragraph."""
        return self.id.split("-")[2]


@dataclass(frozen=True, slots=True)
class Modality:
    """A strength of speech, and the words of which a clause of that strength must hold one."""

    id: str
    words: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A particular of the school; `default` is None where the school has to give it."""

    name: str
    label: str
    hint: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Section:
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A law, guidance or sister policy; `edition` is the one cited, which may not be the one in force."""

    id: str
    title: str
    kind: str
    edition: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Term:
    id: str
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing, unclear or out of date; `mended` when only an original document still has it."""

    id: str
    clauses: tuple[str, ...]
    gap: str
    suggestion: str
    mended: bool = False


@dataclass(frozen=True)
class Pack:
    """A whole pack; everything in the order of its file."""

    name: str
    title: str
    edition: str
    language: str
    source: str
    last_checked: str
    review: str
    modalities: tuple[Modality, ...]
    variables: tuple[Variable, ...]
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    glossary: tuple[Term, ...]
    gaps: tuple[Gap, ...]
    clauses: tuple[PackClause, ...]

    @cached_property
    def by_id(self) -> MappingProxyType[str, PackClause]:
        """The clauses by id, read only."""
        return MappingProxyType({clause.id: clause for clause in self.clauses})

    @cached_property
    def defaults(self) -> MappingProxyType[str, str]:
        """The values of the variables that have one before the school says anything."""
        return MappingProxyType({each.name: each.default for each in self.variables if each.default is not None})
