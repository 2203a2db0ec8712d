from django.db import migrations

from belisha.policy import guards


def protect(apps, schema_editor):
    for statement in guards.STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]
    operations = [migrations.RunPython(protect, elidable=False)]
