"""The verbs of membership."""

from governance.members.actions.blocks import appeal, block, end_blocks, lift, uphold
from governance.members.actions.duties import (
    charge_dues,
    charge_everyone,
    open_duty,
    record_dues,
    settle_duties_about,
    settle_duty,
)
from governance.members.actions.memberships import (
    accept_pledge,
    admit,
    apply_for_membership,
    change_class,
    expel,
    reject,
    withdraw,
)
from governance.members.actions.offices import (
    appoint_office,
    end_office,
    explain_overlap,
    hand_over_office,
    turn_offices,
)
from governance.members.actions.people import add_delegate, end_delegate, hand_over_post, seat_officers
from governance.members.actions.pledges import ask_for_pledges
from governance.members.actions.suspensions import end_suspensions, reinstate, suspend

__all__ = [
    "accept_pledge",
    "add_delegate",
    "admit",
    "appeal",
    "apply_for_membership",
    "appoint_office",
    "ask_for_pledges",
    "block",
    "change_class",
    "charge_dues",
    "charge_everyone",
    "end_blocks",
    "end_delegate",
    "end_office",
    "end_suspensions",
    "expel",
    "explain_overlap",
    "hand_over_office",
    "hand_over_post",
    "lift",
    "open_duty",
    "record_dues",
    "reinstate",
    "reject",
    "seat_officers",
    "settle_duties_about",
    "settle_duty",
    "suspend",
    "turn_offices",
    "uphold",
    "withdraw",
]
