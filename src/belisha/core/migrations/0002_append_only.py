from django.db import migrations

from belisha.core import guards


def protect(apps, schema_editor):
    for table in guards.APPEND_ONLY:
        for statement in guards.statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(protect, elidable=False)]
