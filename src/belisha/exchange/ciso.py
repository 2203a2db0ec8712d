"""The policy as a library that CISO Assistant can load: a framework whose requirements are the clauses."""

import re

import yaml

from belisha.exchange.plain import Plain, Section, normative, sections
from belisha.packs import load_pack
from belisha.policy.written import SHIPPED, Written

MEDIA_TYPE = "application/yaml"
PACKAGER = "belisha"
NAME = 200


def library(plain: Plain) -> dict:
    """The library as plain values."""
    school, version = plain.standing.school, plain.standing.number
    ref = f"policy-{plain.id}"
    urn = f"urn:{PACKAGER}:risk"
    framework, nodes = f"{urn}:framework:{ref}", _nodes(plain, f"{urn}:req_node:{ref}")
    about = {"ref_id": ref, "name": plain.title, "description": f"{plain.title}, version {version}. {school}"}
    return {
        "urn": f"{urn}:library:{ref}",
        "locale": "en",
        **about,
        "copyright": school,
        "version": version,
        "publication_date": plain.last_changed.date().isoformat(),
        "provider": school,
        "packager": PACKAGER,
        "objects": {"framework": {"urn": framework, **about, "requirement_nodes": nodes}},
    }


def document(plain: Plain) -> bytes:
    """The library as YAML."""
    found = library(plain)
    return yaml.dump(found, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, encoding="utf-8")


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """YAML without anchors."""

    def ignore_aliases(self, data) -> bool:
        return True


def _nodes(plain: Plain, base: str) -> list[dict]:
    found: list[dict] = []
    above: dict[int, str] = {}
    for at, section in enumerate(sections(plain), 1):
        if not section.heading and not section.clauses:
            continue
        node = _heading(at, section, base, plain.title)
        above = {depth: urn for depth, urn in above.items() if depth < section.depth} | {section.depth: node["urn"]}
        parent = above.get(section.depth - 1)
        found.append(node | ({"parent_urn": parent} if parent else {}))
        found += [_requirement(clause, section.depth + 1, base, node["urn"]) for clause in section.clauses]
    return found


def _heading(number: int, section: Section, base: str, title: str) -> dict:
    heading = section.heading
    return {
        "urn": f"{base}:section-{number}", "assessable": False, "depth": section.depth,
        "ref_id": (heading.number if heading else "") or f"section-{number}",
        "name": (heading.text if heading else title)[:NAME],
    }  # fmt: skip


def _requirement(clause: Written, depth: int, base: str, parent: str) -> dict:
    first = re.split(r"(?<=[.;:!?])\s", clause.text, maxsplit=1)[0]
    return {
        "urn": f"{base}:{clause.ident}", "assessable": assessable(clause), "depth": depth, "parent_urn": parent,
        "ref_id": clause.number or clause.ident,
        "name": first if len(first) <= NAME else f"{first[: NAME - 2]} …",
        "description": clause.text,
    }  # fmt: skip


def assessable(clause: Written) -> bool:
    """Whether somebody can look whether it is kept: by its class in the shipped policy, else by what it is."""
    shipped = load_pack(SHIPPED).by_id.get(clause.pack_id) if clause.pack_sure else None
    return shipped.klass != "G" if shipped else normative(clause)
