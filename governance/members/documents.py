"""What the pages and papers of members say: names of classes, sentences for what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.accounts.models import Council
from core.http.dates import short
from core.http.parts import CheckRow
from core.http.templatetags.sekisho import article_label
from core.http.texts import Text
from core.rulebook.provider import article_url
from governance.members.enums import DutyKind
from governance.members.rules import Missing

CLASS_NAMES: Mapping[str, Text] = {
    "full": pgettext_lazy("member class", "full member"),
    "supporting": pgettext_lazy("member class", "supporting member"),
}

TITLES: Mapping[str, Text] = {
    "membership_none": _("Membership"),
    "membership_applied": _("Membership"),
    "membership_suspended": _("Membership"),
    "membership_withdrawn": _("Membership"),
    "membership_rejected": _("Membership"),
    "membership_expelled": _("Membership"),
    "pledge_missing": _("Pledge"),
    "pledge_outdated": _("Pledge"),
    "duty_overdue": _("Duty"),
}

GAPS: Mapping[str, Text] = {
    "membership_none": _("The organisation is not a member. Apply for membership."),
    "membership_applied": _("The application has not been decided yet. The steering body decides it."),
    "membership_suspended": _(
        "The membership is suspended: no data may be provided or received. Ask the secretariat what ends it."
    ),
    "membership_withdrawn": _("The organisation has left the council. It may apply again."),
    "membership_rejected": _("The organisation was not admitted. It may apply again."),
    "membership_expelled": _("The organisation has been expelled."),
    "pledge_missing": _("The participation rules have not been accepted. Read and accept them."),
    "pledge_outdated": _("The participation rules have a new edition. Read and accept it."),
    "duty_overdue": _("This was due and is not done. Do it, or ask the secretariat."),
}


def class_name(code: str) -> Text:
    """The name of a class of members; its code where nobody named it."""
    return CLASS_NAMES.get(code, code)


def gap_row(gap: Missing, council: Council, *, concerned: bool = True) -> CheckRow:
    """One line of what a member lacks, for the checklist component; with the way to it for those ``concerned``."""
    text, url = str(GAPS[gap.code]), ""
    if gap.duty is not None:
        url = import_string(settings.DUTY_PAGE)(council, gap.duty.reference) if concerned else ""
        kind = DutyKind(gap.duty.kind).label
        text = f"{kind} {gap.duty.reference.partition(':')[2]} ({short(gap.duty.due)}): {text}"
    elif gap.until is not None and not gap.blocks:
        text += " " + str(_("The former edition still counts until %(day)s.") % {"day": short(gap.until)})
    return CheckRow(
        title=TITLES[gap.code],
        state="fail" if gap.blocks else "wait",
        text=text,
        article=article_label(gap.article),
        article_url=article_url(council, gap.article) if gap.article else "",
        basis="council",
        url=url,
    )
