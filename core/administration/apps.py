from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "core.administration"
    label = "administration"

    def ready(self) -> None:
        from core.administration.texts import SENTENCES
        from core.http.texts import register

        register(SENTENCES)
