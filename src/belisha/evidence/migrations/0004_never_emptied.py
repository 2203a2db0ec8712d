from django.db import migrations

from belisha.evidence import guards


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0003_redacted_in_words"),
    ]

    operations = [
        migrations.RunPython(guards.protect_from_emptying, migrations.RunPython.noop, elidable=False),
    ]
