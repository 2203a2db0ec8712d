from django.db import migrations

from belisha.policy import guards


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]
    operations = [migrations.RunPython(guards.protect, elidable=False)]
