from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "belisha.evidence.bundles"
    label = "bundles"
