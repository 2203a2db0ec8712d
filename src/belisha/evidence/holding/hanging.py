"""Everything that hangs on a concern by foreign keys, found from the models, so that nothing new is forgotten."""

from collections.abc import Iterator

from django.db.models import Model, Q, QuerySet

from belisha.concerns.models import Concern


def on(concern: Concern) -> Iterator[QuerySet]:
    """The rows that hang on a concern, those first that nothing else hangs on. The concern itself is not among them.

    Where rows of a model could not be removed, those that they point to are left out: they would point to nothing.
    """
    paths = _paths()
    left: set[type[Model]] = set()
    for model in _leaves_first(paths):
        if model in left:
            left |= _pointed_to(model)
            continue
        wanted = Q()
        for path in paths[model]:
            wanted |= Q(**{path: concern.pk})
        rows = model._base_manager.filter(pk__in=model._base_manager.filter(wanted).values("pk"))
        yield rows
        if rows.exists():
            left |= _pointed_to(model)


def _paths() -> dict[type[Model], list[str]]:
    """Model → the ways by which it hangs on a concern."""
    found: dict[type[Model], list[str]] = {}
    waiting: list[tuple[type[Model], str]] = [(Concern, "")]
    while waiting:
        model, path = waiting.pop()
        for field in _pointing_at(model):
            child = field.model
            way = f"{field.name}__{path}" if path else field.name
            if child not in (model, Concern) and way not in found.setdefault(child, []):
                found[child].append(way)
                waiting.append((child, way))
    return found


def _pointing_at(model: type[Model]) -> list:
    rows = model._meta.get_fields(include_hidden=True)
    return [row.field for row in rows if row.auto_created and not row.concrete and not row.many_to_many]


def _pointed_to(model: type[Model]) -> set[type[Model]]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def _leaves_first(paths: dict[type[Model], list[str]]) -> list[type[Model]]:
    order: list[type[Model]] = []

    def visit(model: type[Model]) -> None:
        for field in _pointing_at(model):
            if field.model not in (model, Concern) and field.model not in order:
                visit(field.model)
        if model in paths and model not in order:
            order.append(model)

    visit(Concern)
    return order
