from django.apps import AppConfig


class PeopleCodesConfig(AppConfig):
    name = "belisha.people.codes"
    label = "codes"
