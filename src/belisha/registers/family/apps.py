from django.apps import AppConfig


class RegistersFamilyConfig(AppConfig):
    name = "belisha.registers.family"
    label = "family"
