from django.apps import AppConfig


class TalliesConfig(AppConfig):
    name = "belisha.advice.tallies"
    label = "tallies"

    def ready(self):
        from belisha.advice.tallies import actions, beside
        from belisha.policy.asides import ASIDES

        assert actions  # it answers when somebody was given guidance
        ASIDES.append(beside.asked)
