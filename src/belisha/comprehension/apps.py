from django.apps import AppConfig


class ComprehensionConfig(AppConfig):
    name = "belisha.comprehension"
    label = "comprehension"

    def ready(self):
        from belisha.comprehension import actions, beside  # noqa: F401 (importing actions registers its answers)
        from belisha.policy.asides import BELOW

        BELOW.append(beside.below)
