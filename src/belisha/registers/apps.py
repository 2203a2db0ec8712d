from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "belisha.registers"
    label = "registers"
