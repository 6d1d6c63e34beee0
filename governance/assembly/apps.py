from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "governance.assembly"
    label = "assembly"
