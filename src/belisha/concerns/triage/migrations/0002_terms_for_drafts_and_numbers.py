from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("triage", "0001_begun")]

    operations = [
        migrations.AddField(
            model_name="concernterms",
            name="draft_days",
            field=models.PositiveSmallIntegerField(default=28),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="concernterms",
            name="number_months",
            field=models.PositiveSmallIntegerField(default=6),
            preserve_default=False,
        ),
    ]
