from django.apps import AppConfig


class RegistersAccountsConfig(AppConfig):
    name = "belisha.registers.accounts"
    label = "accounts"
