"""The house as its rules see it: source files with their syntax trees, imports, calls, routes and views."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

import belisha

ROOT = Path(belisha.__file__).parents[2]
SOURCE = ROOT / "src/belisha"
TESTS = ROOT / "tests"


@dataclass(frozen=True)
class Module:
    """One Python file of the product. `name` is its path under src/belisha."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def folder(self) -> str:
        return self.name.split("/")[0] if "/" in self.name else ""

    @property
    def file(self) -> str:
        return self.name.rsplit("/")[-1]

    @property
    def is_view(self) -> bool:
        return "def " in self.text and any(
            name in {"belisha.look.pages.get_only", "belisha.look.pages.get_and_post", "belisha.look.pages.post_only"}
            for name, _ in imports(self)
        )


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of the product but the migrations, which Django writes."""
    paths = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    return tuple(Module(path.relative_to(SOURCE).as_posix(), path.read_text("utf-8")) for path in paths)


def imports(module: Module) -> list[tuple[str, int]]:
    """Every name that is imported anywhere in the file, also inside functions, in full, with its line."""
    found = []
    here = ["belisha", *module.name.split("/")[:-1]]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = here[: len(here) - node.level + 1] if node.level else []
            start = ".".join([*above, *([node.module] if node.module else [])])
            found += [(f"{start}.{alias.name}", node.lineno) for alias in node.names]
    return found


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call inside."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function and method inside, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@dataclass(frozen=True)
class Route:
    """One address: the pattern as it is written, its full name, its converters and its view."""

    path: str
    name: str
    converters: dict
    view: object

    @property
    def ours(self) -> bool:
        return self.view.__module__.startswith("belisha.")

    def __str__(self):
        return self.name or self.path


def routes(resolver=None, path="", space="") -> list[Route]:
    """Every address of the product, those of allauth too."""
    found = []
    for each in (resolver or get_resolver()).url_patterns:
        written = path + str(each.pattern)
        if isinstance(each, URLResolver):
            found += routes(each, written, space + (f"{each.namespace}:" if each.namespace else ""))
        elif isinstance(each, URLPattern):
            name = space + each.name if each.name else ""
            found.append(Route(written, name, each.pattern.converters, each.callback))
    return found


def our_routes() -> list[Route]:
    """The addresses whose views are ours."""
    return [route for route in routes() if route.ours]
