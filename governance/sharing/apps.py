from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "governance.sharing"
    label = "sharing"
