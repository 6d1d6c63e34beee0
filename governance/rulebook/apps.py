from django.apps import AppConfig

from core.http.texts import register
from governance.rulebook.errors import SENTENCES


class RulebookConfig(AppConfig):
    name = "governance.rulebook"
    label = "rulebook"

    def ready(self) -> None:
        register(SENTENCES)
