"""Words of the administration."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoleGiven(TextChoices):
    """What came of giving a role."""

    GIVEN = "given", _("The role has been given.")
    EXPLAINED = (
        "explained",
        _("The person had this role already. The reason has been kept; it stands on the list of officers."),
    )
    PLACED = "placed", _("The person had this role already. The organisation they come from has been kept.")
    HELD = "held", _("The person had this role already; nothing has changed.")


class ResetReason(TextChoices):
    """Why a second factor is taken from an account."""

    LOST = "lost", _("The device is lost, and the recovery codes with it")
    STOLEN = "stolen", _("The device is stolen, or somebody else may use it")
    REPLACED = "replaced", _("The device is broken or was replaced")


class KnownBy(TextChoices):
    """How the operator made sure that the owner of the account asks."""

    IN_PERSON = "in_person", _("They came in person, with identification")
    CALLED_BACK = "called_back", _("They were called back at a number that was known before")
    CONFIRMED = "confirmed", _("Their organisation or the secretariat confirmed it")
