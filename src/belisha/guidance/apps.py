from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "belisha.guidance"
    label = "guidance"

    def ready(self):
        from belisha.guidance import actions, beside, queries, tasks  # noqa: F401 (importing actions registers answers)
        from belisha.people.tasks import TASKS
        from belisha.policy.asides import BESIDE_CLAUSE
        from belisha.policy.searching.places import SEARCHED

        BESIDE_CLAUSE.append(beside.helping)
        SEARCHED.append(queries.search)
        TASKS.append(tasks.to_look_at)
