from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "belisha.people"

    def ready(self):
        from belisha.people import entrances

        entrances.listen()
