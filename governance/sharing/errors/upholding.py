"""What is refused where a decision upholds an approval in the place of another."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

UPHOLDING: Mapping[str, Text] = {
    "sharing.nothing_to_uphold": _("The grant of %(line)s has ended: there is nothing left to uphold."),
    "sharing.upheld_beyond": _(
        "The approval ends on %(ends)s. Choose that day or an earlier one; more time needs a new request."
    ),
    "sharing.upheld_too_short": _(
        "Choose %(first)s or a later day. Where nothing is to flow any more, record that the approval is not upheld."
    ),
}
