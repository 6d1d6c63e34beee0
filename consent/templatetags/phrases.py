"""Every sentence of the citizens' pages that has a plain form, in its full and its plain wording."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from consent.templatetags.phrases_arriving import ARRIVING
from consent.templatetags.phrases_done import DONE
from consent.templatetags.phrases_received import RECEIVED
from consent.templatetags.phrases_stopped import STOPPED

Text = str | Promise

PHRASES: Mapping[str, tuple[Text, Text]] = {
    **ARRIVING,
    **DONE,
    **RECEIVED,
    **STOPPED,
    "my_consents": (pgettext_lazy("standard", "What I agreed to"), pgettext_lazy("easy", "What I agreed to")),
    "switch_on": (pgettext_lazy("standard", "Agreed"), pgettext_lazy("easy", "Agreed")),
    "switch_off": (pgettext_lazy("standard", "Not agreed"), pgettext_lazy("easy", "Not agreed")),
    "question": (
        pgettext_lazy("standard", "May %(data)s be used?"),
        pgettext_lazy("easy", "May %(data)s be used?"),
    ),
    "data": (pgettext_lazy("standard", "Data that is used"), pgettext_lazy("easy", "Data that is used")),
    "purpose": (
        pgettext_lazy("standard", "What it is used for"),
        pgettext_lazy("easy", "What it is used for"),
    ),
    "recipient": (pgettext_lazy("standard", "Who receives it"), pgettext_lazy("easy", "Who receives it")),
    "provider": (pgettext_lazy("standard", "Who hands it over"), pgettext_lazy("easy", "Who hands it over")),
    "ends": (pgettext_lazy("standard", "until"), pgettext_lazy("easy", "until")),
    "until": (pgettext_lazy("standard", "Until when"), pgettext_lazy("easy", "Until when")),
    "retention": (
        pgettext_lazy("standard", "How long they keep it"),
        pgettext_lazy("easy", "How long they keep it"),
    ),
    "stop": (pgettext_lazy("standard", "If you want to stop"), pgettext_lazy("easy", "If you want to stop")),
    "stop_how": (
        pgettext_lazy("standard", "At any time, on this site under “What I agreed to”. No reason is asked."),
        pgettext_lazy("easy", "At any time, on this site under “What I agreed to”. No reason is asked."),
    ),
    "optional": (
        pgettext_lazy("standard", "You can use the service in any case."),
        pgettext_lazy("easy", "You can use the service in any case."),
    ),
    "required": (
        pgettext_lazy("standard", "The service needs this data. Without it you cannot use the service."),
        pgettext_lazy("easy", "The service needs this data. Without it you cannot use the service."),
    ),
    "agree": (pgettext_lazy("standard", "I agree"), pgettext_lazy("easy", "I agree")),
    "refuse": (pgettext_lazy("standard", "I do not agree"), pgettext_lazy("easy", "I do not agree")),
    "later": (pgettext_lazy("standard", "Decide later"), pgettext_lazy("easy", "Decide later")),
    "check_answers": (
        pgettext_lazy("standard", "Check your answers"),
        pgettext_lazy("easy", "Check your answers"),
    ),
    "send_answers": (
        pgettext_lazy("standard", "Send these answers"),
        pgettext_lazy("easy", "Send these answers"),
    ),
    "not_sent_yet": (
        pgettext_lazy("standard", "Nothing has been sent yet."),
        pgettext_lazy("easy", "Nothing has been sent yet."),
    ),
    "unsent": (
        pgettext_lazy("standard", "Your answers about “%(service)s” have not been sent yet."),
        pgettext_lazy("easy", "Your answers about “%(service)s” have not been sent yet."),
    ),
    "go_on": (
        pgettext_lazy("standard", "Check and send them"),
        pgettext_lazy("easy", "Check and send them"),
    ),
    "read_all": (
        pgettext_lazy("standard", "Read the whole notice"),
        pgettext_lazy("easy", "Read the whole notice"),
    ),
    "months_from_now": (
        pgettext_lazy("standard", "%(months)s months from the day you agree"),
        pgettext_lazy("easy", "%(months)s months from the day you agree"),
    ),
    "months": (pgettext_lazy("standard", "%(months)s months"), pgettext_lazy("easy", "%(months)s months")),
    "not_replace": (
        pgettext_lazy(
            "standard",
            "The board's opinion and the council's approval do not replace the judgement that the provider"
            " makes under the law.",
        ),
        pgettext_lazy(
            "easy",
            "The board's opinion and the council's approval do not replace the judgement that the provider"
            " makes under the law.",
        ),
    ),
    "managed_entrusted": (
        pgettext_lazy(
            "standard", "The council manages consents as the provider of the data has entrusted it to."
        ),
        pgettext_lazy(
            "easy", "The council manages consents as the provider of the data has entrusted it to."
        ),
    ),
    "managed_own": (
        pgettext_lazy("standard", "The council manages consents on its own account."),
        pgettext_lazy("easy", "The council manages consents on its own account."),
    ),
    "withdraw_title": (
        pgettext_lazy("standard", "Stop the use of %(data)s"),
        pgettext_lazy("easy", "Stop the use of %(data)s"),
    ),
    "withdraw_effect": (
        pgettext_lazy("standard", "What happens then"),
        pgettext_lazy("easy", "What happens then"),
    ),
    "withdraw_now": (
        pgettext_lazy("standard", "It takes effect at once: your data is not in the next delivery."),
        pgettext_lazy("easy", "It takes effect at once: your data is not in the next delivery."),
    ),
    "withdraw_again": (
        pgettext_lazy("standard", "You can agree again later."),
        pgettext_lazy("easy", "You can agree again later."),
    ),
    "disposed": (
        pgettext_lazy(
            "standard", "What the recipient has already deleted or returned is not asked for again."
        ),
        pgettext_lazy("easy", "What the recipient has already deleted or returned is not asked for again."),
    ),
    "also_ends": (
        pgettext_lazy(
            "standard",
            "You agreed to the same use of the same data in another notice or version as well. That consent ends too:",
        ),
        pgettext_lazy("easy", "You also agreed to this somewhere else. That ends too:"),
    ),
    "also_asked": (
        pgettext_lazy(
            "standard",
            "You have agreed to the same use of the same data in another notice or version. If you do not agree here, "
            "that consent ends too:",
        ),
        pgettext_lazy("easy", "You agreed to this somewhere else. If you do not agree here, that ends too:"),
    ),
    "withdraw": (
        pgettext_lazy("standard", "Withdraw the consent"),
        pgettext_lazy("easy", "Withdraw the consent"),
    ),
    "close_account": (
        pgettext_lazy("standard", "Close my account"),
        pgettext_lazy("easy", "Close my account"),
    ),
    "close_no_sign_in": (
        pgettext_lazy(
            "standard",
            "You cannot sign in any more. Only the operator of this system can open the account again: tell the"
            " secretariat, which passes it on.",
        ),
        pgettext_lazy(
            "easy", "You cannot sign in any more. To come back, tell the secretariat: it asks the operator."
        ),
    ),
    "close_consents": (
        pgettext_lazy(
            "standard",
            "A consent that you do not withdraw goes on until its end; the secretariat withdraws it for you.",
        ),
        pgettext_lazy(
            "easy",
            "A consent that you do not withdraw goes on until its end; the secretariat withdraws it for you.",
        ),
    ),
    "close_receipts": (
        pgettext_lazy(
            "standard",
            "Receipts stay with the council as evidence. Save yours before you close the account.",
        ),
        pgettext_lazy(
            "easy", "Receipts stay with the council as evidence. Save yours before you close the account."
        ),
    ),
    "close_kept": (
        pgettext_lazy(
            "standard", "Name and address of the account are kept for as long as evidence refers to it."
        ),
        pgettext_lazy(
            "easy", "Name and address of the account are kept for as long as evidence refers to it."
        ),
    ),
    "close_others": (
        pgettext_lazy(
            "standard", "You decide for these people here. Tell the secretariat who does so after you."
        ),
        pgettext_lazy(
            "easy", "You decide for these people here. Tell the secretariat who does so after you."
        ),
    ),
    "close_alive": (
        pgettext_lazy("standard", "Consents in force: %(count)s"),
        pgettext_lazy("easy", "Consents in force: %(count)s"),
    ),
    "close_withdraw_all": (
        pgettext_lazy("standard", "Withdraw all of them"),
        pgettext_lazy("easy", "Withdraw all of them"),
    ),
    "close_or_leave": (
        pgettext_lazy(
            "standard", "Or leave them as they are. You can also withdraw them one by one on your page."
        ),
        pgettext_lazy(
            "easy", "Or leave them as they are. You can also withdraw them one by one on your page."
        ),
    ),
    "keep": (pgettext_lazy("standard", "Leave it as it is"), pgettext_lazy("easy", "Leave it as it is")),
    "receipts": (pgettext_lazy("standard", "My receipts"), pgettext_lazy("easy", "My receipts")),
    "authoritative": (
        pgettext_lazy("standard", "Authoritative text"),
        pgettext_lazy("easy", "Which text counts where they differ"),
    ),
    "receipt": (pgettext_lazy("standard", "Your receipt"), pgettext_lazy("easy", "Your receipt")),
    "receipt_number": (pgettext_lazy("standard", "Number"), pgettext_lazy("easy", "Number")),
    "receipt_keep": (
        pgettext_lazy("standard", "This is the record of your answer. You can open it here at any time."),
        pgettext_lazy("easy", "This is the record of your answer. You can open it here at any time."),
    ),
    "history": (
        pgettext_lazy("standard", "Everything that happened"),
        pgettext_lazy("easy", "Everything that happened"),
    ),
    "proxies": (
        pgettext_lazy("standard", "People who act for me"),
        pgettext_lazy("easy", "People who act for me"),
    ),
    "notices": (pgettext_lazy("standard", "Notices"), pgettext_lazy("easy", "Notices")),
    "waiting": (
        pgettext_lazy("standard", "There is a question for you about “%(service)s”."),
        pgettext_lazy("easy", "There is a question for you about “%(service)s”."),
    ),
    "answer_now": (
        pgettext_lazy("standard", "Answer the question"),
        pgettext_lazy("easy", "Answer the question"),
    ),
    "held": (
        pgettext_lazy("standard", "Nothing is handed over at present (a hold is in place)."),
        pgettext_lazy("easy", "Nothing is handed over at present (a hold is in place)."),
    ),
    "not_linked": (
        pgettext_lazy(
            "standard",
            "No provider knows you under a number of its own yet: nothing about you is handed over until the number is"
            " registered. Open this page from the provider's app if it offers that, or bring the provider's paper with"
            " your number, and an identification, to the counter of the council.",
        ),
        pgettext_lazy(
            "easy",
            "Nothing about you is handed over until your number is registered. Open this page from the provider's app."
            " Or bring the paper with your number, and an identification, to the counter.",
        ),
    ),
    "hold_why": (
        pgettext_lazy("standard", "Why: %(kind)s, since %(day)s, by %(basis)s."),
        pgettext_lazy("easy", "Why: %(kind)s, since %(day)s, by %(basis)s."),
    ),
    "hold_ask": (
        pgettext_lazy("standard", "If you want to know more about it, ask the secretariat of the council."),
        pgettext_lazy("easy", "If you want to know more about it, ask the secretariat of the council."),
    ),
    "complain": (
        pgettext_lazy(
            "standard",
            "Questions and complaints about how your data is handled in this council go to %(office)s.",
        ),
        pgettext_lazy(
            "easy",
            "Questions and complaints about how your data is handled in this council go to %(office)s.",
        ),
    ),
}
"""Key -> full wording, plain wording. Both may carry furigana in the translations."""

CHIPS: Mapping[str, Text] = {
    "requested": pgettext_lazy("easy chip", "waiting for your answer"),
    "deferred": pgettext_lazy("easy chip", "you decide later"),
    "refused": pgettext_lazy("easy chip", "you said no"),
    "given": pgettext_lazy("easy chip", "you said yes"),
    "renewed": pgettext_lazy("easy chip", "you said yes again"),
    "shortened": pgettext_lazy("easy chip", "it ends sooner"),
    "in_force": pgettext_lazy("easy chip", "you say yes"),
    "withdrawn": pgettext_lazy("easy chip", "you stopped it"),
    "revoked": pgettext_lazy("easy chip", "somebody else stopped it"),
    "expired": pgettext_lazy("easy chip", "its time is over"),
    "invalidated": pgettext_lazy("easy chip", "it does not count"),
    "drafted": pgettext_lazy("easy chip", "being written"),
    "published": pgettext_lazy("easy chip", "being asked"),
    "retired": pgettext_lazy("easy chip", "not asked any more"),
}
"""States of consents and notices in few plain words."""
