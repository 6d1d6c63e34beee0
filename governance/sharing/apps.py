from django.apps import AppConfig

from core.http.texts import register
from governance.sharing.documents import verdict_texts
from governance.sharing.errors import SENTENCES


class SharingConfig(AppConfig):
    name = "governance.sharing"
    label = "sharing"

    def ready(self) -> None:
        register(SENTENCES)
        verdict_texts.register()
