from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "governance.rulebook"
    label = "rulebook"
