from django.apps import AppConfig

from core.http.texts import register, register_words
from governance.rulebook.documents.settings import LABELS, missing_names
from governance.rulebook.documents.words import CHECKS
from governance.rulebook.errors import SENTENCES
from governance.rulebook.rules.founding import PARTICIPATION


class RulebookConfig(AppConfig):
    name = "governance.rulebook"
    label = "rulebook"

    def ready(self) -> None:
        register(SENTENCES)
        register_words({"setting": {**CHECKS, **LABELS, PARTICIPATION: missing_names([PARTICIPATION])[0]}})
