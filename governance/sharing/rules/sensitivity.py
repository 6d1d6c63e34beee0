"""How sensitive an item is at least, by what the law calls it: 1 low, 2 medium, 3 high."""

from __future__ import annotations

from collections.abc import Mapping

LEAST: Mapping[str, int] = {
    "special_care": 3,
    "personal": 2,
    "pseudonymised": 2,
    "person_related": 1,
    "anonymised": 1,
    "statistical": 1,
    "non_personal": 1,
}
"""Class of data -> the lowest sensitivity that may be declared for it."""

TELLING = frozenset({"Biometric", "Disability", "Health", "HealthRecord", "MedicalHealth", "MentalHealth"})
"""DPV categories that make a record about a person highly sensitive."""

OPEN = frozenset({"non_personal", "statistical"})
"""Classes that may be published as open data: nothing in them speaks of one person."""


def least(data_class: str, category: str = "") -> int:
    """The lowest sensitivity that an item of this class and category (``pd:Health``) may have."""
    floor = LEAST[data_class]
    if floor > 1 and category.removeprefix("pd:") in TELLING:
        return 3
    return floor
