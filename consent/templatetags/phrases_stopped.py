"""Sentences that say why nothing is handed over under a choice, in their full and their plain wording."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

STOPPED: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "flow_over": (
        pgettext_lazy(
            "standard",
            "Nothing is handed over for this any more%(since)s: %(why)s. Your consent stays until you "
            "withdraw it.",
        ),
        pgettext_lazy(
            "easy",
            "Nothing is handed over for this any more%(since)s: %(why)s. Your consent stays until you "
            "withdraw it.",
        ),
    ),
    "flow_over_until": (
        pgettext_lazy(
            "standard",
            "Nothing is handed over for this any more%(since)s: %(why)s. Your consent stays until "
            "%(until)s, unless you withdraw it before.",
        ),
        pgettext_lazy(
            "easy",
            "Nothing is handed over for this any more%(since)s: %(why)s. Your consent stays until "
            "%(until)s, unless you withdraw it before.",
        ),
    ),
    "flow_held": (
        pgettext_lazy(
            "standard",
            "At present nothing is handed over for this%(since)s: the approval is suspended.",
        ),
        pgettext_lazy(
            "easy",
            "At present nothing is handed over for this%(since)s: the approval is suspended.",
        ),
    ),
    "question_over": (
        pgettext_lazy(
            "standard",
            "At present nothing is handed over for this: %(why)s. If it is approved anew as it is "
            "written here, your answer counts.",
        ),
        pgettext_lazy(
            "easy",
            "At present nothing is handed over for this: %(why)s. If it is approved anew as it is "
            "written here, your answer counts.",
        ),
    ),
    "question_held": (
        pgettext_lazy(
            "standard",
            "At present nothing is handed over for this: the approval is suspended. Your answer counts "
            "once that is over.",
        ),
        pgettext_lazy(
            "easy",
            "At present nothing is handed over for this: the approval is suspended. Your answer counts "
            "once that is over.",
        ),
    ),
    "since_day": (
        pgettext_lazy("standard", " since %(day)s"),
        pgettext_lazy("easy", " since %(day)s"),
    ),
    "ended_expired": (
        pgettext_lazy("standard", "the period of the approval is over"),
        pgettext_lazy("easy", "the period of the approval is over"),
    ),
    "ended_given_back": (
        pgettext_lazy("standard", "the recipient needs it no longer and gave the approval back"),
        pgettext_lazy("easy", "the recipient needs it no longer and gave the approval back"),
    ),
    "ended_revoked": (
        pgettext_lazy("standard", "the approval was revoked"),
        pgettext_lazy("easy", "the approval was revoked"),
    ),
    "ended_agreement": (
        pgettext_lazy("standard", "the agreement on it between provider and recipient has ended"),
        pgettext_lazy("easy", "the agreement on it between provider and recipient has ended"),
    ),
    "ended_taken_back": (
        pgettext_lazy("standard", "the provider took its decision to provide back"),
        pgettext_lazy("easy", "the provider took its decision to provide back"),
    ),
    "ended_superseded": (
        pgettext_lazy("standard", "another approval has taken its place"),
        pgettext_lazy("easy", "another approval has taken its place"),
    ),
    "ended_lapsed": (
        pgettext_lazy("standard", "the approval ended before it took effect"),
        pgettext_lazy("easy", "the approval ended before it took effect"),
    ),
}
"""``ended_...``: how the approval ended, as a part of the sentences before."""
