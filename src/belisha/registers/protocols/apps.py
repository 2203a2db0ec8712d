from django.apps import AppConfig


class RegistersProtocolsConfig(AppConfig):
    name = "belisha.registers.protocols"
    label = "protocols"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.registers.protocols import guards

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
