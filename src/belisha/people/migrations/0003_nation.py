from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_everyone_it_binds"),
    ]

    operations = [
        migrations.AddField(
            model_name="school",
            name="nation",
            field=models.CharField(
                choices=[
                    ("england", "England"),
                    ("wales", "Wales"),
                    ("scotland", "Scotland"),
                    ("northern_ireland", "Northern Ireland"),
                ],
                default="england",
                max_length=20,
                verbose_name="nation",
            ),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.CheckConstraint(
                condition=models.Q(("nation__in", ["england", "wales", "scotland", "northern_ireland"])),
                name="school_nation_known",
            ),
        ),
    ]
