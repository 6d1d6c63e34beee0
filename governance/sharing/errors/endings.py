"""What is refused where a grant changes, ends or is checked again, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

ENDINGS: Mapping[str, Text] = {
    "sharing.statutory_holds_not_looked_at": _(
        "Look first whether the use is stopped, or a person protected, of those whom it is about; then say so."
    ),
    "sharing.statutory_held_missing": _(
        "Say how many of the %(persons)s persons are held; 0 where nobody is."
    ),
    "sharing.statutory_kept": _("The record is kept until %(until)s. Nothing was erased."),
    "sharing.statutory_erased_already": _("What may name a person is erased already."),
    "sharing.something_was_received": _(
        "Something was delivered under this grant, last on %(last)s. Certify how it was returned or disposed of."
    ),
    "sharing.no_change_to_judge": _("Only a change or an extension of what was granted can be minor."),
    "sharing.change_is_not_minor": _(
        "It asks for more than what was granted: %(what)s. Such a change is not minor; let it take the usual way."
    ),
    "sharing.agreement_goes_on": _("The agreement does not end yet: its day has not come."),
    "sharing.no_end_of_agreement": _("No end of the agreement lies ahead."),
    "sharing.agreement_number_ended": _(
        "The contract %(number)s of these parties ended early: it is not in force from %(day)s on. Enter the number "
        "of the contract in its place."
    ),
    "sharing.no_measures_abroad": _("This transfer does not rest on equivalent measures abroad."),
    "sharing.measures_check_incomplete": _("Say what was checked and found, and name the paper."),
    "sharing.measures_check_ahead": _("The check cannot be of a day to come. Correct the day."),
}
