import belisha.concerns.rules
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_everyone_it_binds"),
        ("people", "__first__"),
        ("pupils", "0001_pupils"),
    ]

    operations = [
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(default=belisha.concerns.rules.fresh_number, editable=False, max_length=9)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pupil_contact", "An adult and a pupil in contact online"),
                            ("undeclared_relationship", "A family tie that was not declared"),
                            ("image", "A picture or film of pupils, families or colleagues"),
                            ("indecent_image", "An indecent image of a child"),
                            ("inappropriate_material", "Adult or other unsuitable material"),
                            ("filtering_gap", "Something a pupil saw, or could see, online"),
                            ("radicalisation", "Somebody drawn towards extremism or terrorism"),
                            ("cyberbullying_of_staff", "Somebody at school is being bullied online"),
                            ("trolling", "Trolling"),
                            ("abuse_of_colleague", "Words against a colleague"),
                            ("discriminatory_post", "A discriminating or hateful post"),
                            ("disrepute", "A post that could harm the school’s good name"),
                            ("confidentiality", "Something confidential was shared"),
                            ("pupil_data", "Pupils’ personal details"),
                            ("unsafe_account", "An account that is not safe"),
                            ("policy_breach", "Something else that the policy forbids"),
                            ("other", "Something else"),
                        ],
                        max_length=30,
                        verbose_name="what it is about",
                    ),
                ),
                (
                    "lane",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("indecent", "An indecent image of a child"),
                            ("terrorist", "A terrorist publication"),
                        ],
                        max_length=10,
                        verbose_name="no file can be attached",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "Nobody has taken it"), ("taken", "Taken"), ("closed", "Closed")],
                        default="new",
                        max_length=10,
                    ),
                ),
                (
                    "basket",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No concern"),
                            ("low_level", "Low-level concern"),
                            ("may_meet_threshold", "May meet the harm threshold"),
                        ],
                        max_length=20,
                    ),
                ),
                ("account", models.BinaryField()),
                ("danger", models.BooleanField(null=True, verbose_name="a child may be in danger now")),
                ("learned_on", models.DateField(null=True, verbose_name="the reporter learned of it on")),
                ("known_at", models.DateTimeField(verbose_name="the school first knew")),
                ("reported_at", models.DateTimeField()),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("named", "With their name"),
                            ("confidential", "In confidence: their name is for whoever takes the concern"),
                            ("anonymous", "Without a name"),
                        ],
                        default="named",
                        max_length=12,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("signed_in", "By an adult working in school"),
                            ("public", "By somebody without an account"),
                            ("on_behalf", "Written down for somebody who told the school"),
                            ("self", "By an adult about themselves"),
                        ],
                        default="signed_in",
                        max_length=10,
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
                (
                    "reporter",
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
                "indexes": [
                    models.Index(fields=["school", "state", "-known_at", "id"], name="concern_list"),
                    models.Index(fields=["school", "-known_at", "id"], name="concern_newest"),
                    models.Index(condition=models.Q(("state", "new")), fields=["known_at"], name="concern_unowned"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "number"), name="concern_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "pupil_contact",
                                    "undeclared_relationship",
                                    "image",
                                    "indecent_image",
                                    "inappropriate_material",
                                    "filtering_gap",
                                    "radicalisation",
                                    "cyberbullying_of_staff",
                                    "trolling",
                                    "abuse_of_colleague",
                                    "discriminatory_post",
                                    "disrepute",
                                    "confidentiality",
                                    "pupil_data",
                                    "unsafe_account",
                                    "policy_breach",
                                    "other",
                                ],
                            )
                        ),
                        name="concern_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "taken", "closed"])), name="concern_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basket__in", ["", "none", "low_level", "may_meet_threshold"])),
                        name="concern_basket_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "indecent_image"), _negated=True), ("lane", "indecent"), _connector="OR"
                        ),
                        name="concern_without_files",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("openness", "anonymous"), _negated=True), ("reporter", None), _connector="OR"
                        ),
                        name="concern_anonymous",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner", None), ("state", "new"), ("taken_at", None)),
                            models.Q(
                                models.Q(("state", "new"), _negated=True),
                                ("owner__isnull", False),
                                ("taken_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="concern_taken_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                            _connector="OR",
                        ),
                        name="concern_closed_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Child",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.BinaryField(default=bytes)),
                (
                    "pupil",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="pupils.pupil"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="children", to="concerns.concern"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "children",
            },
        ),
        migrations.CreateModel(
            name="Barred",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("why", models.CharField(max_length=20)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "adult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="barred", to="concerns.concern"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "barred",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["concern", "adult"], name="barred_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("concern", "adult", "why"), name="barred_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("adult", "Adult working in school"),
                            ("teacher", "Teacher"),
                            ("headteacher", "Headteacher"),
                            ("deputy", "Deputy headteacher"),
                            ("senior_leader", "Senior leader"),
                            ("dsl", "Designated safeguarding lead"),
                            ("deputy_dsl", "Deputy designated safeguarding lead"),
                            ("governor", "Governor or trustee"),
                            ("chair", "Chair of governors"),
                            ("vice_chair", "Vice-chair of governors"),
                            ("link_governor", "Safeguarding link governor"),
                            ("hr", "HR adviser"),
                            ("dpo", "Data protection officer"),
                            ("it_lead", "IT and filtering lead"),
                            ("office", "Office"),
                            ("administrator", "System administrator"),
                            ("inspector", "Inspector"),
                            ("trust_safeguarding", "Trust safeguarding lead"),
                        ],
                        max_length=20,
                    ),
                ),
                ("leads", models.BooleanField(default=False)),
                ("why", models.CharField(max_length=120)),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="routes", to="concerns.concern"
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
                    models.Index(condition=models.Q(("ended_at", None)), fields=["concern", "post"], name="route_open"),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["school", "post"], name="route_of_post"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("concern", "post"), name="route_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("leads", True)),
                        fields=("concern",),
                        name="route_led_by_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("adult", "An adult working in school"),
                            ("elsewhere", "An adult who does not work in school"),
                            ("pupil", "A pupil"),
                            ("family", "A parent or another member of a family"),
                            ("unknown", "Not known"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.BinaryField(default=bytes)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True, verbose_name="found not to be the subject")),
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
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="concerns.concern"
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
                "indexes": [models.Index(fields=["adult", "concern"], name="subject_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adult__isnull", False), ("kind", "adult")),
                            models.Q(models.Q(("kind", "adult"), _negated=True), ("adult", None)),
                            _connector="OR",
                        ),
                        name="subject_adult_by_key",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("concern", "adult"), name="subject_once"
                    ),
                ],
            },
        ),
    ]
