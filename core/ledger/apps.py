from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "core.ledger"
    label = "ledger"

    def ready(self) -> None:
        from core.ledger import guards

        guards.connect(self)
