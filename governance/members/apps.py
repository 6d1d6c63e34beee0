from django.apps import AppConfig

from core.http.texts import register
from governance.members.errors import SENTENCES


class MembersConfig(AppConfig):
    name = "governance.members"
    label = "members"

    def ready(self) -> None:
        register(SENTENCES)
