"""Words of membership."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.http.texts import Text


class MembershipState(TextChoices):
    """Where a membership (会員) stands."""

    APPLIED = "applied", pgettext_lazy("membership", "applied")
    ADMITTED = "admitted", pgettext_lazy("membership", "admitted")
    SUSPENDED = "suspended", pgettext_lazy("membership", "suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("membership", "withdrawn")
    REJECTED = "rejected", pgettext_lazy("membership", "not admitted")
    EXPELLED = "expelled", pgettext_lazy("membership", "expelled")


OPEN_STATES = (MembershipState.APPLIED, MembershipState.ADMITTED, MembershipState.SUSPENDED)
"""At most one membership of an organisation in a council is in one of these."""


class DelegateKind(TextChoices):
    """How somebody acts for a member."""

    REPRESENTATIVE = "representative", pgettext_lazy("delegate", "representative")
    DEPUTY = "deputy", pgettext_lazy("delegate", "deputy")


class OfficeKind(TextChoices):
    """Offices of a council (役員)."""

    CHAIR = "chair", pgettext_lazy("office", "chair")
    VICE_CHAIR = "vice_chair", pgettext_lazy("office", "vice-chair")
    AUDITOR = "auditor", pgettext_lazy("office", "auditor")


KEPT_APART_NAMES: Mapping[str, Text] = {
    "chair": _("chair"),
    "vice_chair": _("vice-chair"),
    "auditor": _("auditor"),
    "secretary": _("secretariat"),
    "approver": _("approver of drafts"),
    "steering": _("steering body"),
    "ethics_board": _("ethics board"),
}
"""What is better not in one hand: offices, roles on the council, and seats by the code of their body."""


class DutyKind(TextChoices):
    """Duties that a member may fall behind with; the rule says which of them block."""

    DISPOSAL = "disposal", pgettext_lazy("duty", "return or disposal")
    CONDITION = "condition", pgettext_lazy("duty", "condition of an approval")
    REPORT = "report", pgettext_lazy("duty", "report")
    DUES = "dues", pgettext_lazy("duty", "dues")


class BlockScope(TextChoices):
    """What a block keeps an organisation from."""

    ALL = "all", pgettext_lazy("block", "providing and receiving")
    PROVIDER = "provider", pgettext_lazy("block", "providing")
    RECIPIENT = "recipient", pgettext_lazy("block", "receiving")


class BlockState(TextChoices):
    """A block stands, is appealed against and upheld, or has ended."""

    STANDING = "standing", pgettext_lazy("block", "in force")
    APPEALED = "appealed", pgettext_lazy("block", "appealed against")
    UPHELD = "upheld", pgettext_lazy("block", "upheld")
    LIFTED = "lifted", pgettext_lazy("block", "lifted")
    OVER = "over", pgettext_lazy("block", "over")


LIVE_BLOCKS = (BlockState.STANDING, BlockState.APPEALED, BlockState.UPHELD)
"""In these a block holds on its days; an appeal does not stay it."""
