"""From the file of a pack to values."""

from functools import cache
from importlib.resources import files

import yaml

from .checking import check
from .pack import Exemption, Gap, Modality, Pack, PackClause, PackError, Reference, Section, Term, Variable

# The parser in C is ten times faster, but not every build of PyYAML has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TABLES = (
    ("modalities", Modality),
    ("variables", Variable),
    ("sections", Section),
    ("references", Reference),
    ("glossary", Term),
    ("gaps", Gap),
)


def pack_names() -> tuple[str, ...]:
    """The names of the packs that ship with the product, sorted."""
    entries = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in entries if name.endswith(".yaml")))


@cache
def load_pack(name: str) -> Pack:
    """The shipped pack of that name, checked. PackError if there is none or it is damaged."""
    if name not in pack_names():
        raise PackError(f"There is no pack called {name!r}. There are: {', '.join(pack_names())}.")
    pack = read_pack(files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    if pack.name != name:
        raise PackError(f"The pack in {name}.yaml calls itself {pack.name!r}.")
    return pack


def read_pack(text: str) -> Pack:
    """A pack from the YAML of its file. PackError, naming the clause, if it is not one."""
    try:
        data = yaml.load(text, Loader=LOADER)  # noqa: S506 - both loaders are the safe ones
    except yaml.YAMLError as error:
        raise PackError(f"The pack is not readable YAML: {error}") from error
    return build(data)


def build(data: object) -> Pack:
    """A pack from the plain lists and mappings of its file, after checking them."""
    check(data)
    head = {key: data[key] for key in ("title", "edition", "language", "source", "last_checked", "review")}
    tables = {key: tuple(kind(**_frozen(row)) for row in data[key]) for key, kind in TABLES}
    return Pack(name=data["pack"], clauses=tuple(map(_clause, data["clauses"])), **head, **tables)


def _frozen(row: dict) -> dict:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _clause(row: dict) -> PackClause:
    fields = _frozen(row)
    fields["klass"] = fields.pop("class")
    fields["exceptions"] = tuple(
        Exemption(each.get("text"), each.get("id"), tuple(each["curable_by"])) for each in row.get("exceptions", ())
    )
    return PackClause(**fields)
