"""Roles as data: which permissions each role carries on the object it is held on."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role is held on one object (council, organisation, organ, body, assessment); nothing is global."""

    SECRETARY = "secretary"
    APPROVER = "approver"
    CHAIR = "chair"
    AUDITOR = "auditor"
    ASSESSOR = "assessor"
    MEMBER = "member"
    REPRESENTATIVE = "representative"
    DATA_OFFICER = "data_officer"
    REVIEWER = "reviewer"
    EXPERT = "expert"


STAFF = frozenset({Role.SECRETARY, Role.APPROVER, Role.CHAIR, Role.AUDITOR, Role.ASSESSOR})
"""Roles on a council of those who run it, sign for it or check it: Today is theirs."""

READS_LOG = frozenset({Role.SECRETARY, Role.CHAIR, Role.AUDITOR})
"""Roles on a council that read the list of its entries in the evidence log."""
