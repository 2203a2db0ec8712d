from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "belisha.people"

    def ready(self):
        from belisha.people import entrances
        from belisha.people.leaving import actions  # noqa: F401 (importing actions registers answers)

        entrances.listen()
