"""Tables of bodies, meetings, decisions and outgoing documents."""

from governance.assembly.models.bodies import Appointment, Body, BodyGrant, Project, Seat
from governance.assembly.models.decisions import Decision, Document, DocumentFile, Draft, Signature
from governance.assembly.models.exclusions import Exclusion
from governance.assembly.models.meetings import (
    Attendance,
    Ballot,
    Meeting,
    Motion,
    Overruling,
    Recusal,
    Tally,
)

__all__ = [
    "Appointment",
    "Attendance",
    "Ballot",
    "Body",
    "BodyGrant",
    "Decision",
    "Document",
    "DocumentFile",
    "Draft",
    "Exclusion",
    "Meeting",
    "Motion",
    "Overruling",
    "Project",
    "Recusal",
    "Seat",
    "Signature",
    "Tally",
]
