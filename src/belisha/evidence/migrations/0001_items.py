import belisha.evidence.guards
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("concerns", "0001_begun"),
        ("people", "0002_everyone_it_binds"),
        ("people", "__first__"),
        ("sealed", "0002_only_the_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("draft_id", models.UUIDField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("png", "PNG picture"),
                            ("jpeg", "JPEG picture"),
                            ("webp", "WebP picture"),
                            ("heic", "HEIC picture"),
                            ("pdf", "PDF document"),
                            ("email", "E-mail"),
                            ("html", "Saved page (HTML)"),
                            ("mhtml", "Saved page (MHTML)"),
                            ("warc", "Saved page (WARC)"),
                            ("wacz", "Saved page (WACZ)"),
                            ("text", "Text"),
                            ("chat", "Exported chat"),
                            ("audio", "Sound"),
                            ("video", "Video"),
                            ("opaque", "File of another kind"),
                            ("no_file", "Written down, without a file"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.BinaryField(default=bytes)),
                ("captured_at", models.DateTimeField(null=True)),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[("minute", "To the minute"), ("day", "The day only"), ("", "Not said")],
                        max_length=6,
                    ),
                ),
                ("zone", models.CharField(blank=True, max_length=40)),
                ("complete", models.BooleanField(default=False)),
                ("arrived_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "source",
                    models.CharField(
                        choices=[("reporter", "Whoever reported"), ("handler", "Somebody who deals with the concern")],
                        max_length=10,
                        verbose_name="brought by",
                    ),
                ),
                ("day_only", models.BooleanField(default=False)),
                (
                    "derivation",
                    models.CharField(blank=True, choices=[("redacted", "Copy with parts blacked out")], max_length=10),
                ),
                ("shut_at", models.DateTimeField(null=True)),
                (
                    "brought_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="concerns.concern",
                    ),
                ),
                (
                    "derived_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derived",
                        to="evidence.item",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sealed.sealedfile"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["concern", "arrived_at", "id"], name="item_list"),
                    models.Index(condition=models.Q(("concern", None)), fields=["draft_id"], name="item_of_draft"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concern", None), ("draft_id__isnull", False)),
                            models.Q(("concern__isnull", False), ("draft_id", None)),
                            _connector="OR",
                        ),
                        name="item_of_draft_or_concern",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", None), ("kind", "no_file")),
                            models.Q(models.Q(("kind", "no_file"), _negated=True), ("file__isnull", False)),
                            _connector="OR",
                        ),
                        name="item_with_its_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("derivation", ""), ("derived_from", None)),
                            models.Q(("derived_from__isnull", False), models.Q(("derivation", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="item_derived_somehow",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("captured_at", None), ("precision", "")),
                            models.Q(("captured_at__isnull", False), models.Q(("precision", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="item_captured_how_exactly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "png",
                                    "jpeg",
                                    "webp",
                                    "heic",
                                    "pdf",
                                    "email",
                                    "html",
                                    "mhtml",
                                    "warc",
                                    "wacz",
                                    "text",
                                    "chat",
                                    "audio",
                                    "video",
                                    "opaque",
                                    "no_file",
                                ],
                            )
                        ),
                        name="item_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("whole", models.BooleanField()),
                ("found", models.CharField(blank=True, max_length=200)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="evidence.item"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["item", "-at"], name="check_newest")],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("place", models.UUIDField()),
                ("size", models.PositiveBigIntegerField()),
                ("wrapped_key", models.BinaryField()),
                ("name", models.BinaryField()),
                ("begun_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "adult",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place"], name="upload_place")],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("words", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="evidence.item"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("item", "number"), name="wording_once")],
            },
        ),
        migrations.RunPython(
            code=belisha.evidence.guards.protect,
        ),
    ]
