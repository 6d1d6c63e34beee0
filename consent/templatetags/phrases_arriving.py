"""Sentences about user numbers and the counter, in their full and their plain wording."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

ARRIVING: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "arrive": (
        pgettext_lazy(
            "standard",
            "Link your user number",
        ),
        pgettext_lazy(
            "easy",
            "Link your user number",
        ),
    ),
    "arrive_why": (
        pgettext_lazy(
            "standard",
            "%(holder)s knows you by a user number. If you link it, what you agreed to there and here stands on one "
            "page.",
        ),
        pgettext_lazy(
            "easy",
            "%(holder)s knows you by a user number. If you link it, what you agreed to there and here stands on one "
            "page.",
        ),
    ),
    "arrive_sees": (
        pgettext_lazy(
            "standard",
            "You can see and withdraw on My page what %(holder)s has reported about your consents to %(council)s.",
        ),
        pgettext_lazy(
            "easy",
            "You can see and withdraw on My page what %(holder)s has reported about your consents to %(council)s.",
        ),
    ),
    "arrive_no_consent": (
        pgettext_lazy(
            "standard",
            "Linking is no consent: nothing is handed over because of it that you have not agreed to.",
        ),
        pgettext_lazy(
            "easy",
            "Linking is no consent: nothing is handed over because of it that you have not agreed to.",
        ),
    ),
    "arrive_only_you": (
        pgettext_lazy(
            "standard",
            "Only go on if you are the one who signed in to the app. For a child or somebody else, "
            "ask the secretariat of the council.",
        ),
        pgettext_lazy(
            "easy",
            "Only go on if you are the one who signed in to the app. For a child or somebody else, "
            "ask the secretariat of the council.",
        ),
    ),
    "arrive_yes": (
        pgettext_lazy(
            "standard",
            "It is me: link the number",
        ),
        pgettext_lazy(
            "easy",
            "It is me: link the number",
        ),
    ),
    "arrive_no": (
        pgettext_lazy(
            "standard",
            "Do not link it",
        ),
        pgettext_lazy(
            "easy",
            "Do not link it",
        ),
    ),
    "counter_code": (
        pgettext_lazy(
            "standard",
            "Code for the counter",
        ),
        pgettext_lazy(
            "easy",
            "Code for the counter",
        ),
    ),
    "counter_code_why": (
        pgettext_lazy(
            "standard",
            "Tell this code at the counter of %(council)s. You are found there by it, and nobody else is.",
        ),
        pgettext_lazy(
            "easy",
            "Tell this code at the counter of %(council)s. You are found there by it, and nobody else is.",
        ),
    ),
    "counter_code_until": (
        pgettext_lazy(
            "standard",
            "It counts once, within 30 minutes. A new code takes its place.",
        ),
        pgettext_lazy(
            "easy",
            "It counts once, within 30 minutes. A new code takes its place.",
        ),
    ),
    "counter_code_get": (
        pgettext_lazy(
            "standard",
            "Show a code for the counter",
        ),
        pgettext_lazy(
            "easy",
            "Show a code for the counter",
        ),
    ),
    "counter_code_for": (
        pgettext_lazy(
            "standard",
            "At the counter of the council you are found by a code, without your name.",
        ),
        pgettext_lazy(
            "easy",
            "At the counter of the council you are found by a code, without your name.",
        ),
    ),
}
