from django.apps import AppConfig


class PeopleProvidersConfig(AppConfig):
    name = "belisha.people.providers"
    label = "providers"
