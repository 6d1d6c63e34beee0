"""The legal grounds that a line can state, why each of them fits, what it asks besides, and how sure the law table
is. The law tables decide; this page only tells what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.accounts.enums import Regime
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from core.law.enums import Confidence
from core.law.queries import in_force
from core.law.values import IDENTIFIABLE, Ground
from core.rulebook.provider import in_force as rules_in_force
from governance.sharing.enums import DataClass, TransferForm
from governance.sharing.models import RequestLine
from governance.sharing.rules.checks_grounds import not_used

ASKS: dict[str, Text] = {
    "unjust_harm": gettext_lazy("The provider judges that no rights of persons are unjustly harmed."),
    "reason": gettext_lazy("The reason is stated."),
    "statute": gettext_lazy("The statute is named."),
    "academic_recipient": gettext_lazy("The recipient is an academic institution."),
    "academic_provider": gettext_lazy("The provider is an academic institution."),
    "joint_research": gettext_lazy(
        "Provider and recipient do the research together, and its paper is named."
    ),
    "opt_out": gettext_lazy(
        "The opt-out is filed with the Personal Information Protection Commission, and the persons were told before."
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One ground as the form shows it. ``sure``: its row was seen in the law itself or in a secondary source."""

    code: str
    name: str
    article: str
    asks: tuple[str, ...]
    source: str
    confidence: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Grounds that fit the line. ``shape`` says for whom they are; ``gap`` why none can be offered yet."""

    fitting: tuple[Ground, ...]
    told: dict[str, Told]
    shape: str = ""
    gap: str = ""
    dropped: str = ""
    """The ground stated earlier, where it does not fit any more."""


def offer(line: RequestLine) -> Offer:
    """What the law in force has for parties, form and class of ``line``, without what the council does not use."""
    law = in_force(clock.today())
    if not line.form or not line.data_class:
        return Offer(
            (), {}, gap=_("Choose the items, the class and the form first: the grounds depend on them.")
        )
    if line.data_class not in IDENTIFIABLE:
        return Offer((), {}, gap=_("What is handed over is about no person: no ground is needed."))
    provider, recipient = line.dataset.provider.regime, line.request.recipient_organ.regime
    barred = not_used(rules_in_force(line.request.council, clock.today()))
    found = law.grounds_for(provider, recipient, line.form, line.data_class)
    fitting = tuple(row for row in found if row.code not in barred)
    told = {row.code: _told(row, law.references.get(row.code)) for row in fitting}
    stated = law.grounds.get(line.ground)
    dropped = local(stated, "label") if stated is not None and line.ground not in told else ""
    gap = (
        ""
        if fitting
        else _("The law table has no ground for this shape. Choose another form, or ask the secretariat.")
    )
    return Offer(fitting, told, _shape(line), gap, dropped)


def _shape(line: RequestLine) -> str:
    return _("From %(provider)s to %(recipient)s; form: %(form)s; class: %(data_class)s.") % {
        "provider": Regime(line.dataset.provider.regime).label,
        "recipient": Regime(line.request.recipient_organ.regime).label,
        "form": TransferForm(line.form).label,
        "data_class": DataClass(line.data_class).label,
    }


def _told(row: Ground, article: Any) -> Told:
    return Told(
        code=row.code,
        name=local(row, "label"),
        article=local(article, "label") if article else "",
        asks=tuple(str(text) for code, text in ASKS.items() if code in row.provisos),
        source=row.source,
        confidence=str(Confidence(row.confidence).label),
        sure=row.confidence in (Confidence.VERIFIED, Confidence.SECONDARY),
    )
