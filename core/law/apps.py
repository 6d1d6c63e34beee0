from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class LawConfig(AppConfig):
    name = "core.law"
    label = "law"

    def ready(self) -> None:
        """The shipped tables come in with every migrate, like the tables' own shape."""
        post_migrate.connect(load_after_migrate, sender=self)


def load_after_migrate(*, using: str, **kwargs: Any) -> None:
    """Load the shipped law, once its table is there (not on the way back to nothing)."""
    if using == "default" and "law_lawrow" in connections[using].introspection.table_names():
        import_string("core.law.actions.load_law_tables")()
