from django.apps import AppConfig


class RegistersProtocolsConfig(AppConfig):
    name = "belisha.registers.protocols"
    label = "protocols"
