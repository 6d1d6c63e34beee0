"""The verbs of membership."""

from governance.members.actions.duties import (
    charge_dues,
    open_duty,
    record_dues,
    settle_duties_about,
    settle_duty,
)
from governance.members.actions.memberships import (
    accept_pledge,
    admit,
    apply_for_membership,
    expel,
    reinstate,
    suspend,
    withdraw,
)
from governance.members.actions.people import add_delegate, appoint_office, end_delegate, end_office

__all__ = [
    "accept_pledge",
    "add_delegate",
    "admit",
    "apply_for_membership",
    "appoint_office",
    "charge_dues",
    "end_delegate",
    "end_office",
    "expel",
    "open_duty",
    "record_dues",
    "reinstate",
    "settle_duties_about",
    "settle_duty",
    "suspend",
    "withdraw",
]
