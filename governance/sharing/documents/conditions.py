"""How a condition of approval is told before it binds: its words, its day, who owes and who checks it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from governance.sharing.enums import ConditionChecker, ConditionOwner
from governance.sharing.rules.conditions import ConditionAsked, checker_of, owner_of


def within(asked: ConditionAsked) -> str:
    """When it is first due: counted from the approval, or from the opening or the first day of the grant while which it
    is met."""
    days = asked["due_days"]
    if not days:
        return ""
    told = ngettext("Within %(days)s day of the approval", "Within %(days)s days of the approval", days)
    if not asked["precedent"]:
        told = ngettext(
            "Within %(days)s day of the approval, or of the opening of the grant or its first day where that is later",
            "Within %(days)s days of the approval, or of the opening of the grant or its first day where that is later",
            days,
        )
    return told % {"days": days}


def told(asked: ConditionAsked, due: str) -> str:
    """A condition with its deadline ``due``, whether nothing flows before it is met, how often it comes back, and whom
    it concerns where that is not the recipient and the secretariat."""
    words = [due] if due else []
    if asked["precedent"]:
        words.append(_("To be met before the first delivery"))
    elif not asked["due_days"] and not asked.get("repeats_months"):
        words.append(_("Holds while the grant runs"))
    if months := asked.get("repeats_months"):
        words.append(ngettext("Every month", "Every %(months)s months", months) % {"months": months})
    if (owner := owner_of(asked)) != ConditionOwner.RECIPIENT:
        words.append(_("Owed by: %(name)s") % {"name": ConditionOwner(owner).label})
    if (checker := checker_of(asked)) != ConditionChecker.SECRETARIAT:
        words.append(_("Checked by: %(name)s") % {"name": ConditionChecker(checker).label})
    between = pgettext("between the sentences about a condition", ". ")
    return f"{asked['text']}\n{between.join(words)}"
