from django.apps import AppConfig


class RegistersAccountsConfig(AppConfig):
    name = "belisha.registers.accounts"
    label = "accounts"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.registers.accounts import guards

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
