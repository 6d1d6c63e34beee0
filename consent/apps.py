from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "consent"
    label = "consent"

    def ready(self) -> None:
        from consent.errors import SENTENCES
        from core.http.texts import register

        register(SENTENCES)
