"""What a line asks for, in words, for somebody who may see it."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.http.dates import short
from core.http.parts import Fact
from core.http.templatetags.sekisho import organ_name
from governance.sharing.documents.naming import counted, ground_called, listed, papers_of_ground
from governance.sharing.documents.terms import terms
from governance.sharing.enums import DataClass, TransferForm
from governance.sharing.forms.choices import COUNTRIES, SAFEGUARDS, label
from governance.sharing.models import RequestLine
from governance.sharing.permissions import sees_trade_secret
from governance.sharing.queries.restrictions import provided
from governance.sharing.views import naming


def _day(value: date | None) -> str:
    return short(value) if value else "–"


def facts(line: RequestLine, reader: User) -> list[Fact]:
    """What the line asks for, in words; the trade secret only for those who may read it."""
    return [
        Fact(
            _("Dataset"),
            naming.titled(line.dataset),
            reverse("sharing:dataset", args=[line.request.council.slug, line.dataset.reference]),
        ),
        Fact(_("Provider"), organ_name(line.dataset.provider)),
        Fact(_("Items"), naming.items(line.dataset, line.items) or "–"),
        *_left_out(line),
        Fact(_("Form of transfer"), TransferForm(line.form).label if line.form else "–"),
        Fact(_("Handed over as"), DataClass(line.data_class).label if line.data_class else "–"),
        Fact(_("Legal ground"), ground_called(line.ground) or "–"),
        *(Fact(label, text) for label, text in (*papers_of_ground(line), *terms(line, _day))),
        Fact(_("Period of use"), naming.span(line.use_from, line.use_until)),
        Fact(_("Kept for (months)"), counted(line.retention_months)),
        Fact(_("Stored in"), listed(label(COUNTRIES, code) for code in line.storage) or "–"),
        Fact(_("Safety measures"), listed(label(SAFEGUARDS, code) for code in line.safeguards) or "–"),
        Fact(_("Return or disposal"), naming.disposal(line)),
        *_secret(line, reader),
    ]


def _left_out(line: RequestLine) -> list[Fact]:
    """What of the items does not go by the provider's decision."""
    made = provided(line)
    found = []
    if made and made.left_out:
        found.append(Fact(_("Items that do not go (provider's decision)"), naming.left_out(line)))
    if made and made.restriction:
        found.append(Fact(_("What is left out or restricted"), made.restriction))
    return found


def _secret(line: RequestLine, reader: User) -> list[Fact]:
    if not line.trade_secret or not sees_trade_secret(reader, line):
        return []
    return [Fact(_("Trade secret (not shown to others)"), line.trade_secret)]
