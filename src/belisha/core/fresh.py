"""The tables of a database that has none yet, made as they are today and not as they came to be.

Going through every migration costs a minute of the first start, for tables in which nothing can have to be moved. What
comes out is the same, which a test holds: tests/engines/test_a_fresh_database.py.
"""

from django.apps import apps
from django.db import router
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_empty(connection) -> bool:
    """Does the database hold no table at all?"""
    return not connection.introspection.table_names()


def make(connection) -> None:
    """Make every table and every guard, and note every migration as applied: all of it or nothing."""
    migrations = _in_order(MigrationLoader(connection))
    with connection.schema_editor(atomic=True) as editor:
        for config in apps.get_app_configs():
            for model in router.get_migratable_models(config, connection.alias):
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        for migration in migrations:
            _guard(migration, editor)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for migration in migrations:
            recorder.record_applied(migration.app_label, migration.name)


def _in_order(loader: MigrationLoader) -> list:
    plan = loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True)
    return [loader.graph.nodes[key] for key in plan]


def _guard(migration, editor) -> None:
    """What our own migrations do beside tables: they let the database refuse. Others' move rows, and there are none."""
    if apps.get_app_config(migration.app_label).name.startswith("belisha."):
        for operation in migration.operations:
            if isinstance(operation, RunPython):
                operation.code(apps, editor)
