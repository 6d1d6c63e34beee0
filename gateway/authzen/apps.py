from django.apps import AppConfig

from core.http.texts import register
from gateway.authzen.texts import SENTENCES


class AuthzenConfig(AppConfig):
    name = "gateway.authzen"
    label = "authzen"

    def ready(self) -> None:
        register(SENTENCES)
