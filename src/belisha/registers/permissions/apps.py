from django.apps import AppConfig


class RegistersPermissionsConfig(AppConfig):
    name = "belisha.registers.permissions"
    label = "permissions"
