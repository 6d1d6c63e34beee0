"""Words of the law tables."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RowKind(TextChoices):
    """What a row of the law tables says (one per type in core.law.values.KINDS)."""

    ARTICLE = "article", _("article cited")
    GROUND = "ground", _("legal ground")
    CLASS_RULE = "class_rule", _("class and form of transfer")
    RECORD_ITEM = "record_item", _("item of a record")
    RECORD_RULE = "record_rule", _("record to be made")
    CLOCK = "clock", _("period fixed by law")
    COUNTRY = "country", _("country with equal protection")
    TOLD_ITEM = "told_item", _("item to be told")
    ANNOUNCEMENT = "announcement", _("change of law announced")
    BREACH_CASE = "breach_case", _("leak or loss to be reported")


class Confidence(TextChoices):
    """How sure we are of a row."""

    VERIFIED = "verified", _("checked against the source named")
    SECONDARY = "secondary", _("checked against a secondary source")
    MEMORY = "memory", _("not yet compared with the article")
    UNVERIFIED = "unverified", _("not checked")


class Origin(TextChoices):
    """Who wrote a row."""

    SHIPPED = "shipped", _("shipped with the product")
    OPERATOR = "operator", _("written by the operator")
