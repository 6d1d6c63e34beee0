"""On whose account a council manages consents (同意管理の位置付け)."""

from __future__ import annotations

from core import clock
from core.accounts.models import Council
from core.rulebook.provider import settings_in_force
from core.rulebook.values import ConsentManagement


def managed_as(council: Council) -> str:
    """``entrusted`` by the provider of the data or the council's ``own``, as the rules say; empty where they do not."""
    fixed = settings_in_force(council, clock.today(), ["consent_management"]).get("consent_management")
    return fixed.value.position if fixed and isinstance(fixed.value, ConsentManagement) else ""
