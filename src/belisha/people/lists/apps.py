from django.apps import AppConfig


class PeopleListsConfig(AppConfig):
    name = "belisha.people.lists"
    label = "lists"
