"""Words of the rulebook, and its events."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ledger.events import public, sensitive


class Level(models.TextChoices):
    """Units of a rule document, from the outside in."""

    CHAPTER = "chapter", _("chapter")
    ARTICLE = "article", _("article")
    PARAGRAPH = "paragraph", _("paragraph")
    ITEM = "item", _("item")
    SUPPLEMENT = "supplement", _("supplementary provisions")


class AmendmentState(models.TextChoices):
    """Where an amendment stands; it is in force once the day of its edition has come."""

    DRAFTED = "drafted", _("drafted")
    ADOPTED = "adopted", _("adopted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Force(models.TextChoices):
    """Whether an edition is in force on a day (現行・未施行・過去)."""

    CURRENT = "current", _("in force")
    FUTURE = "future", _("not yet in force")
    PAST = "past", _("former")
    WITHDRAWN = "withdrawn", pgettext_lazy("edition", "withdrawn before its day")
    REPEALED = "repealed", _("repealed")


EDITION_ADOPTED = public("rulebook.edition_adopted", _("Edition of a rule document adopted"))
EDITION_WITHDRAWN = public(
    "rulebook.edition_withdrawn", _("Edition of a rule document withdrawn before its day")
)
DOCUMENT_REPEALED = public("rulebook.document_repealed", _("Rule document repealed"))
FOUNDING_DRAFTED = sensitive(
    "rulebook.founding_text_drafted", _("Rule document drafted or changed"), moves_epoch=False
)
FOUNDING_DROPPED = sensitive(
    "rulebook.founding_text_dropped", _("Draft of a rule document taken out"), moves_epoch=False
)
AMENDMENT_DRAFTED = sensitive("rulebook.amendment_drafted", _("Amendment drafted"), moves_epoch=False)
AMENDMENT_CHANGED = sensitive("rulebook.amendment_changed", _("Draft amendment changed"), moves_epoch=False)
AMENDMENT_WITHDRAWN = sensitive(
    "rulebook.amendment_withdrawn", _("Draft amendment withdrawn"), moves_epoch=False
)
