"""What is refused about conditions of approval: asking for them, showing that they are met, checking, a later day."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

CONDITIONS: Mapping[str, Text] = {
    "sharing.conditions_and_judgement": _(
        "The votes carry “%(judgement)s”. Conditions belong to “suitable with conditions”, and only to it."
    ),
    "sharing.departure_without_reasons": _(
        "Conditions of the board are dropped or softened: that departs from its opinion. State the reasons."
    ),
    "sharing.condition_without_text": _("Say what the condition asks for."),
    "sharing.condition_without_day": _(
        "Say within how many days it is to be met before the first delivery. Only a condition that is met while the "
        "grant runs can do without a day."
    ),
    "sharing.condition_precedent_repeats": _(
        "A condition that comes back cannot have to be met before the first delivery."
    ),
    "sharing.condition_checks_itself": _(
        "Whoever owes a condition does not check it, nor does the same organisation. Choose another checker."
    ),
    "sharing.evidence_not_for_you": _(
        "Files of evidence are open to recipient, provider and secretariat only."
    ),
    "sharing.checker_filed": _("You handed this evidence in yourself. Somebody else checks it."),
    "sharing.extension_not_later": _("The new day has to be later than the one before, and lie ahead."),
    "sharing.extension_beyond_grant": _("The grant ends on %(ends)s. Choose a day by then."),
    "sharing.condition_not_owed": _(
        "The condition ended with the grant. Nothing remains to be done about it."
    ),
    "sharing.time_asked_already": _("More time is asked for already. Wait for the answer."),
    "sharing.no_time_asked": _("Nobody waits for an answer about more time. Reload the page."),
    "sharing.asked_time_yourself": _("You asked for more time yourself. Somebody else answers."),
    "sharing.waiver_stands": _(
        "The condition is waived by decision %(number)s, which stands. Only after that decision was superseded is the "
        "condition waived anew or opened again."
    ),
    "sharing.evidence_missing": _("Describe how the condition is met."),
}
