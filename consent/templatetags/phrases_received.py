"""Sentences about who received a person's data, in their full and their plain wording."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

RECEIVED: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "received": (
        pgettext_lazy("standard", "Who received my data"),
        pgettext_lazy("easy", "Who received my data"),
    ),
    "received_lead": (
        pgettext_lazy("standard", "Each time that your data were handed over, and the decision behind it."),
        pgettext_lazy("easy", "Each time that your data were handed over, and the decision behind it."),
    ),
    "received_own": (
        pgettext_lazy("standard", "About you"),
        pgettext_lazy("easy", "About you"),
    ),
    "received_whose": (
        pgettext_lazy("standard", "About %(whose)s, for whom you act"),
        pgettext_lazy("easy", "About %(whose)s, for whom you act"),
    ),
    "received_what": (
        pgettext_lazy("standard", "What was handed over"),
        pgettext_lazy("easy", "What was handed over"),
    ),
    "received_by": (
        pgettext_lazy("standard", "Handed over by"),
        pgettext_lazy("easy", "Handed over by"),
    ),
    "received_for": (
        pgettext_lazy("standard", "What for"),
        pgettext_lazy("easy", "What for"),
    ),
    "received_decided": (
        pgettext_lazy("standard", "Decided by the council"),
        pgettext_lazy("easy", "Decided by the council"),
    ),
    "received_until": (
        pgettext_lazy("standard", "Until when"),
        pgettext_lazy("easy", "Until when"),
    ),
    "received_held_on": (
        pgettext_lazy("standard", "Held on under a later approval (%(number)s)."),
        pgettext_lazy("easy", "Held on under a later approval (%(number)s)."),
    ),
    "received_closed": (
        pgettext_lazy(
            "standard", "Use has ended. The data were returned or disposed of, which was verified on %(day)s."
        ),
        pgettext_lazy(
            "easy", "Use has ended. The data were returned or disposed of, which was verified on %(day)s."
        ),
    ),
    "received_due": (
        pgettext_lazy("standard", "Use has ended. The data are returned or disposed of by %(day)s."),
        pgettext_lazy("easy", "Use has ended. The data are returned or disposed of by %(day)s."),
    ),
    "received_suspended": (
        pgettext_lazy("standard", "Stopped for now; otherwise until %(day)s."),
        pgettext_lazy("easy", "Stopped for now; otherwise until %(day)s."),
    ),
    "received_withdrew": (
        pgettext_lazy("standard", "After you withdrew"),
        pgettext_lazy("easy", "After you withdrew"),
    ),
    "received_stopped": (
        pgettext_lazy("standard", "After the use was stopped"),
        pgettext_lazy("easy", "After the use was stopped"),
    ),
    "received_no_longer": (
        pgettext_lazy("standard", "What your consent covers no longer"),
        pgettext_lazy("easy", "What your consent covers no longer"),
    ),
    "received_nobody": (
        pgettext_lazy("standard", "Nobody has received your data"),
        pgettext_lazy("easy", "Nobody has received your data"),
    ),
    "received_nobody_yet": (
        pgettext_lazy(
            "standard", "When a body receives data about you through the council, it is shown here at once."
        ),
        pgettext_lazy(
            "easy", "When a body receives data about you through the council, it is shown here at once."
        ),
    ),
    "holds_no_data": (
        pgettext_lazy("standard", "The council does not hold the data itself, such as your steps."),
        pgettext_lazy("easy", "The council does not hold the data itself, such as your steps."),
    ),
}
