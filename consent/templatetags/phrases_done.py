"""What a citizen reads after an act, and before the first, in its full and its plain wording."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

DONE: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "nothing_yet": (
        pgettext_lazy("standard", "You have not agreed to anything."),
        pgettext_lazy("easy", "You have not agreed to anything."),
    ),
    "to_notices": (
        pgettext_lazy("standard", "Read what is asked, and answer"),
        pgettext_lazy("easy", "Read what is asked, and answer"),
    ),
    "nothing_yet_why": (
        pgettext_lazy("standard", "When a service asks you, the question and your answer are kept here."),
        pgettext_lazy("easy", "When a service asks you, the question and your answer are kept here."),
    ),
    "done_later": (
        pgettext_lazy("standard", "You can decide at any time. The question waits here."),
        pgettext_lazy("easy", "You can decide at any time. The question waits here."),
    ),
    "done_no": (
        pgettext_lazy(
            "standard",
            "Your answer has been recorded. Nothing is handed over because of it. You can agree at any time later.",
        ),
        pgettext_lazy(
            "easy",
            "Your answer has been recorded. Nothing is handed over because of it. You can agree at any time later.",
        ),
    ),
    "done_not_linked": (
        pgettext_lazy(
            "standard",
            "Your answer has been recorded. Your data is handed over once the provider's number for you is linked: see "
            "“What I agreed to”. There you can withdraw at any time, too.",
        ),
        pgettext_lazy(
            "easy",
            "Your answer has been recorded. Your data is handed over once the provider's number for you is linked: see "
            "“What I agreed to”. There you can withdraw at any time, too.",
        ),
    ),
    "done_yes": (
        pgettext_lazy(
            "standard",
            "Your answer has been recorded. From the next delivery on your data can be handed over as you agreed; who "
            "received it stands under “Where my information went”. You can withdraw at any time under “What I agreed "
            "to”.",
        ),
        pgettext_lazy(
            "easy",
            "Your answer has been recorded. From the next delivery on your data can be handed over as you agreed; who "
            "received it stands under “Where my information went”. You can withdraw at any time under “What I agreed "
            "to”.",
        ),
    ),
    "done_withdrawn": (
        pgettext_lazy("standard", "The consent is withdrawn. It takes effect from now."),
        pgettext_lazy("easy", "The consent is withdrawn. It takes effect from now."),
    ),
    "done_linked": (
        pgettext_lazy("standard", "Your user number is linked."),
        pgettext_lazy("easy", "Your user number is linked."),
    ),
    "done_proxy_ended": (
        pgettext_lazy("standard", "The registration has ended."),
        pgettext_lazy("easy", "The registration has ended."),
    ),
}
