"""Words of accounts."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Regime(TextChoices):
    """The legal regime an organ stands under (個人情報保護法)."""

    BUSINESS = "business", _("business operator")  # 個人情報取扱事業者
    PUBLIC_BODY = "public_body", _("administrative organ")  # 行政機関等
    SPECIFIED_CORPORATION = (
        "specified_corporation",
        _("corporation under the private-sector rules"),
    )  # 規律移行法人等
    ASSEMBLY = "assembly", _("local assembly")  # 議会
    FOREIGN = "foreign", _("foreign operator")  # 国外事業者


class LinkMethod(TextChoices):
    """How the holder's id came to be linked with a person."""

    SIGN_IN = "sign_in", _("own sign-in from the holder's app")
    COUNTER = "counter", _("at the counter with identification")
    ENTRUSTED_TABLE = "entrusted_table", _("the holder's table under entrustment")


class Assurance(TextChoices):
    """Strength of the identification behind a link."""

    LOW = "low", _("low")
    SUBSTANTIAL = "substantial", _("substantial")
    HIGH = "high", _("high")
