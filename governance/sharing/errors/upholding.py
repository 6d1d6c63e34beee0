"""What is refused of the decision that an act rests on: whose it is, and what it upholds."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

UPHOLDING: Mapping[str, Text] = {
    "sharing.departure_by_a_body": _(
        "The board speaks for %(line)s. The chair alone does not decide otherwise: put the line before the body that "
        "decides."
    ),
    "sharing.departure_not_carried": _(
        "The board speaks for it: to refuse it takes %(numerator)s/%(denominator)s, and %(votes)s voted for that. "
        "Decide as the board advised, or vote again."
    ),
    "sharing.departure_unpublished": _(
        "The board speaks for it: to refuse it takes public reasons. State them, and rest on a public decision; where "
        "it is not public, record another in its place."
    ),
    "sharing.chair_of_a_party": _(
        "The chair took decision %(number)s alone, and is of a party to this line. Put the line before the body that "
        "decides."
    ),
    "sharing.nothing_to_uphold": _("The grant of %(line)s has ended: there is nothing left to uphold."),
    "sharing.upheld_beyond": _(
        "The approval ends on %(ends)s. Choose that day or an earlier one; more time needs a new request."
    ),
    "sharing.upheld_too_short": _(
        "Choose %(first)s or a later day. Where nothing is to flow any more, record that the approval is not upheld."
    ),
}
