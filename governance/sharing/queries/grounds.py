"""The legal grounds that fit a line by the law table in force, and whether request and provider rest on the same."""

from __future__ import annotations

from core import clock
from core.law.queries import in_force
from core.law.values import IDENTIFIABLE, Ground
from governance.sharing.models import ProviderDecision, RequestLine


def fitting_grounds(line: RequestLine) -> tuple[Ground, ...]:
    """What the law table in force has for parties, form and class of ``line``; nothing where no ground is needed."""
    if not line.form or line.data_class not in IDENTIFIABLE:
        return ()
    provider, recipient = line.dataset.provider.regime, line.request.recipient_organ.regime
    return in_force(clock.today()).grounds_for(provider, recipient, line.form, line.data_class)


def grounds_differ(line: RequestLine) -> bool:
    """Has the holder decided to provide on another ground than the one that the request states?"""
    made: ProviderDecision | None = line.provider_decisions.order_by("-pk").first()
    return (
        made is not None and made.is_accepted and bool(fitting_grounds(line)) and made.ground != line.ground
    )
