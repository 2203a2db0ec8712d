from django.apps import AppConfig


class ComprehensionConfig(AppConfig):
    name = "belisha.comprehension"
    label = "comprehension"
