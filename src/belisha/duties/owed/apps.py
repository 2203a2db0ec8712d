from django.apps import AppConfig


class DutiesOwedConfig(AppConfig):
    name = "belisha.duties.owed"
    label = "owed"

    def ready(self):
        from belisha.duties.dated import OWED
        from belisha.duties.owed import actions, beside, tasks
        from belisha.duties.owed.keeping import actions as keeping
        from belisha.people.tasks import TASKS
        from belisha.references.asides import BESIDE_REFERENCE

        assert actions, keeping  # importing them registers their answers
        OWED.append(tasks.own)
        TASKS.extend((tasks.help_wanted, tasks.to_choose))
        BESIDE_REFERENCE.append(beside.asked)
