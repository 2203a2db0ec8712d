from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "belisha.exchange"
