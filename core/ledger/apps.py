from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_delete, pre_save


class LedgerConfig(AppConfig):
    name = "core.ledger"
    label = "ledger"

    def ready(self) -> None:
        from core.ledger import guards

        post_migrate.connect(guards.after_migrate, sender=self, dispatch_uid="ledger.guards")
        for model, guard in guards.guarded():
            if guard.when:
                continue  # which rows, the database knows
            if not guard.but:
                pre_save.connect(guards.refuse_save, sender=model, dispatch_uid=f"save.{model._meta.label}")
            pre_delete.connect(guards.refuse_delete, sender=model, dispatch_uid=f"delete.{model._meta.label}")
