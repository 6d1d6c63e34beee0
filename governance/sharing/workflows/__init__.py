"""State tables of sharing: one per kind of object."""

from __future__ import annotations

from governance.sharing.workflows.grants import CONDITION, DELIVERY, GRANT, INCIDENT
from governance.sharing.workflows.requests import DATASET, LINE, REQUEST, STATUTORY

ALL = (DATASET, REQUEST, LINE, CONDITION, GRANT, DELIVERY, INCIDENT, STATUTORY)

__all__ = ["ALL", "CONDITION", "DATASET", "DELIVERY", "GRANT", "INCIDENT", "LINE", "REQUEST", "STATUTORY"]
