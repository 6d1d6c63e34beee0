from django.apps import AppConfig

from core.http.texts import register
from governance.assembly.errors import SENTENCES


class AssemblyConfig(AppConfig):
    name = "governance.assembly"
    label = "assembly"

    def ready(self) -> None:
        register(SENTENCES)
