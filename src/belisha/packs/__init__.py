"""The policies that ship with the product, as data, and the words of one school put into them."""

from .loading import build, load_pack, pack_names, read_pack
from .pack import Exemption, Gap, Modality, Pack, PackClause, PackError, Reference, Section, Term, Variable
from .rendering import as_document, complete_values, render

__all__ = [
    "Exemption",
    "Gap",
    "Modality",
    "Pack",
    "PackClause",
    "PackError",
    "Reference",
    "Section",
    "Term",
    "Variable",
    "as_document",
    "build",
    "complete_values",
    "load_pack",
    "pack_names",
    "read_pack",
    "render",
]
