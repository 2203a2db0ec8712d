from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "belisha.advice"

    def ready(self):
        from belisha.advice import actions, beside, queries, tasks  # noqa: F401 (importing actions registers answers)
        from belisha.people.tasks import TASKS
        from belisha.policy.asides import BESIDE_CLAUSE, MARKS
        from belisha.policy.searching.places import SEARCHED

        BESIDE_CLAUSE.append(beside.asked)
        MARKS.append(beside.answered)
        SEARCHED.append(queries.search)
        TASKS.append(tasks.to_answer)
