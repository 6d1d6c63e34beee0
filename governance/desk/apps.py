from django.apps import AppConfig

from core.http.texts import register
from governance.desk.errors import SENTENCES


class DeskConfig(AppConfig):
    name = "governance.desk"
    label = "desk"

    def ready(self) -> None:
        register(SENTENCES)
