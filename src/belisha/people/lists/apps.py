from django.apps import AppConfig


class PeopleListsConfig(AppConfig):
    name = "belisha.people.lists"
    label = "lists"

    def ready(self):
        from belisha.people.lists import tasks
        from belisha.people.tasks import TASKS

        TASKS.append(tasks.to_confirm)
