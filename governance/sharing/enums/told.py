"""What persons are told beforehand: of joint use (個人情報保護法27条5項3号) and of a transfer abroad (28条)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

JOINT_ITEMS = {
    "fact": _("That the data are used jointly"),
    "items": _("Items used jointly"),
    "scope": _("Who uses them jointly"),
    "purpose": _("Purpose of the joint use"),
    "manager": _("Who is responsible for managing them (name, address, representative)"),
}
ABROAD = (
    ("country", _("Name of the country")),
    ("system", _("Its system of protecting personal information")),
    ("measures", _("Measures that the recipient takes")),
)
