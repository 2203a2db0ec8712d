from django.apps import AppConfig


class ShowingConfig(AppConfig):
    name = "belisha.evidence.showing"
    label = "showing"

    def ready(self):
        from belisha.concerns.asides import STEPS
        from belisha.evidence.asides import HELD_BACK, WARNINGS
        from belisha.evidence.showing import (  # noqa: F401 (importing actions registers its answers)
            actions,
            beside,
            queries,
        )

        STEPS.append(beside.step)
        WARNINGS.append(queries.warning_of)
        HELD_BACK.append(queries.held_back)
