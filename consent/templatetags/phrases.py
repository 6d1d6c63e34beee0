"""Every sentence of the citizens' pages that has a plain form, in its full and its plain wording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

PHRASES: Mapping[str, tuple[Text, Text]] = {
    "my_consents": (_("What I agreed to"), pgettext_lazy("easy", "What I agreed to")),
    "question": (
        _("May %(data)s be used?"),
        pgettext_lazy("easy", "May %(data)s be used?"),
    ),
    "data": (_("Data that is used"), pgettext_lazy("easy", "Data that is used")),
    "purpose": (_("What it is used for"), pgettext_lazy("easy", "What it is used for")),
    "recipient": (_("Who receives it"), pgettext_lazy("easy", "Who receives it")),
    "provider": (_("Who hands it over"), pgettext_lazy("easy", "Who hands it over")),
    "until": (_("Until when"), pgettext_lazy("easy", "Until when")),
    "retention": (_("How long they keep it"), pgettext_lazy("easy", "How long they keep it")),
    "stop": (_("If you want to stop"), pgettext_lazy("easy", "If you want to stop")),
    "stop_how": (
        _("At any time, on this site under “What I agreed to”. No reason is asked."),
        pgettext_lazy("easy", "At any time, on this site under “What I agreed to”. No reason is asked."),
    ),
    "optional": (
        _("You can use the service in any case."),
        pgettext_lazy("easy", "You can use the service in any case."),
    ),
    "required": (
        _("The service needs this data. Without it you cannot use the service."),
        pgettext_lazy("easy", "The service needs this data. Without it you cannot use the service."),
    ),
    "agree": (_("I agree"), pgettext_lazy("easy", "I agree")),
    "refuse": (_("I do not agree"), pgettext_lazy("easy", "I do not agree")),
    "later": (_("Decide later"), pgettext_lazy("easy", "Decide later")),
    "check_answers": (_("Check your answers"), pgettext_lazy("easy", "Check your answers")),
    "send_answers": (_("Send these answers"), pgettext_lazy("easy", "Send these answers")),
    "not_sent_yet": (
        _("Nothing has been sent yet."),
        pgettext_lazy("easy", "Nothing has been sent yet."),
    ),
    "read_all": (_("Read the whole notice"), pgettext_lazy("easy", "Read the whole notice")),
    "months_from_now": (
        _("%(months)s months from the day you agree"),
        pgettext_lazy("easy", "%(months)s months from the day you agree"),
    ),
    "months": (_("%(months)s months"), pgettext_lazy("easy", "%(months)s months")),
    "not_replace": (
        _(
            "The board's opinion and the council's approval do not replace the judgement that the provider"
            " makes under the law."
        ),
        pgettext_lazy(
            "easy",
            "The board's opinion and the council's approval do not replace the judgement that the provider"
            " makes under the law.",
        ),
    ),
    "holds_no_data": (
        _("The council does not hold the data itself, such as your steps."),
        pgettext_lazy("easy", "The council does not hold the data itself, such as your steps."),
    ),
    "withdraw_title": (_("Stop the use of %(data)s"), pgettext_lazy("easy", "Stop the use of %(data)s")),
    "withdraw_effect": (_("What happens then"), pgettext_lazy("easy", "What happens then")),
    "withdraw_now": (
        _("It takes effect at once: your data is not in the next delivery."),
        pgettext_lazy("easy", "It takes effect at once: your data is not in the next delivery."),
    ),
    "withdraw_again": (
        _("You can agree again later."),
        pgettext_lazy("easy", "You can agree again later."),
    ),
    "withdraw": (_("Withdraw the consent"), pgettext_lazy("easy", "Withdraw the consent")),
    "keep": (_("Leave it as it is"), pgettext_lazy("easy", "Leave it as it is")),
    "receipt": (_("Your receipt"), pgettext_lazy("easy", "Your receipt")),
    "receipt_number": (_("Number"), pgettext_lazy("easy", "Number")),
    "receipt_keep": (
        _("This is the record of your answer. You can open it here at any time."),
        pgettext_lazy("easy", "This is the record of your answer. You can open it here at any time."),
    ),
    "history": (_("Everything that happened"), pgettext_lazy("easy", "Everything that happened")),
    "proxies": (_("People who act for me"), pgettext_lazy("easy", "People who act for me")),
    "notices": (_("Notices"), pgettext_lazy("easy", "Notices")),
    "waiting": (
        _("There is a question for you about “%(service)s”."),
        pgettext_lazy("easy", "There is a question for you about “%(service)s”."),
    ),
    "answer_now": (_("See the question"), pgettext_lazy("easy", "See the question")),
    "nothing_yet": (
        _("You have not agreed to anything."),
        pgettext_lazy("easy", "You have not agreed to anything."),
    ),
    "held": (
        _("Nothing is handed over at present (a hold is in place)."),
        pgettext_lazy("easy", "Nothing is handed over at present (a hold is in place)."),
    ),
}
"""Key -> full wording, plain wording. Both may carry furigana in the translations."""

BLOCK_TITLES: Mapping[str, tuple[Text, Text]] = {
    "purpose": (_("What the data is used for"), pgettext_lazy("easy", "What the data is used for")),
    "controller": (_("Who is responsible"), pgettext_lazy("easy", "Who is responsible")),
    "collection": (_("What is collected and how"), pgettext_lazy("easy", "What is collected and how")),
    "use": (_("How it is used"), pgettext_lazy("easy", "How it is used")),
    "location": (_("Where it is kept"), pgettext_lazy("easy", "Where it is kept")),
    "third_party": (_("Who else receives it"), pgettext_lazy("easy", "Who else receives it")),
    "retention": (_("How long it is kept"), pgettext_lazy("easy", "How long it is kept")),
    "participation": (_("What you can ask for"), pgettext_lazy("easy", "What you can ask for")),
    "complaint": (_("Questions and complaints"), pgettext_lazy("easy", "Questions and complaints")),
    "choices": (_("How you can choose"), pgettext_lazy("easy", "How you can choose")),
    "basis": (_("On what basis"), pgettext_lazy("easy", "On what basis")),
    "risks": (_("What could go wrong"), pgettext_lazy("easy", "What could go wrong")),
    "withdrawal": (_("If you change your mind"), pgettext_lazy("easy", "If you change your mind")),
}
"""Block of a notice -> its heading."""

LAYER_NAMES: Mapping[str, Any] = {
    "ja": pgettext_lazy("layer", "Japanese"),
    "easy": pgettext_lazy("layer", "Plain Japanese"),
    "en": pgettext_lazy("layer", "English"),
}
"""Layer of a text -> its name."""
