from django.apps import AppConfig

from core.http.texts import register
from pia.errors import SENTENCES


class PiaConfig(AppConfig):
    name = "pia"
    label = "pia"

    def ready(self) -> None:
        """Let refusals of this room be read as sentences."""
        register(SENTENCES)
