from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("concerns", "0001_begun")]

    operations = [
        migrations.AddField(
            model_name="barred",
            name="words",
            field=models.BinaryField(default=bytes),
        ),
    ]
