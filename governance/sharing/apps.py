from django.apps import AppConfig

from governance.sharing.documents import verdict_texts


class SharingConfig(AppConfig):
    name = "governance.sharing"
    label = "sharing"

    def ready(self) -> None:
        verdict_texts.register()
