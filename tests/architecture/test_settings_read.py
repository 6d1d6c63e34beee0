"""Each part of a setting is read by a rule of the product, or its page says that it is words only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec
import pytest

from core.rulebook.values import KINDS
from governance.rulebook.documents.fields import WORDS_ONLY

ROOMS = ("core", "consent", "pia", "governance", "gateway", "config")
WRITING = ("governance/rulebook/documents/", "core/rulebook/values.py", "/migrations/")
"""Where settings are said and defined, and not applied."""
BY_NAME = frozenset({"approval_bodies.minor", "approval_bodies.ordinary", "approval_bodies.major"})
"""Read by their names in :meth:`ApprovalBodies.body_for`."""
HANDED_ON = {
    "governance/assembly/rules/bodies.py": {"board_composition.seats"},
    "governance/assembly/rules/convening.py": {
        "board_notice.business",
        "board_notice.days",
        "notice_of_meeting.business",
        "notice_of_meeting.days",
    },
    "governance/assembly/rules/tally.py": {
        "assembly_quorum.base",
        "assembly_quorum.denominator",
        "assembly_quorum.numerator",
        "assembly_quorum.strict",
        "board_majority.tie",
        "board_quorum.required",
        "ordinary_majority.tie",
        "special_majority.tie",
    },
    "governance/sharing/queries/sittings.py": {"expedited_review.report_at_next_meeting"},
    "governance/sharing/rules/approving.py": {
        "risk_classes.major",
        "risk_classes.major_persons",
        "risk_classes.minor",
    },
    "governance/sharing/rules/breaches.py": {"breach_clock.full_days", "breach_clock.preliminary_days"},
    "governance/sharing/rules/outcome.py": {"departure_from_opinion.publish_reasons"},
    "governance/sharing/rules/reexamining.py": {"reexamination.business", "reexamination.days"},
    "governance/sharing/rules/retention.py": {"retention.disposal_days", "retention.recipient_months"},
    "governance/sharing/views/breaches.py": {"breach_clock.to_council_hours"},
}
"""Parts that are read where the setting is handed to, and not where it is asked for by its code."""


@cache
def product() -> dict[str, str]:
    found = [path for room in ROOMS for path in Path(room).rglob("*.py")]
    found += Path("templates").rglob("*.html")
    return {str(path): path.read_text() for path in found if not any(one in str(path) for one in WRITING)}


def reads(text: str, part: str) -> bool:
    return re.search(rf"\.{part}\b", text) is not None


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_part_of_a_setting_has_a_reader_or_is_marked(code: str) -> None:
    parts = {f"{code}.{field.name}": field.name for field in msgspec.structs.fields(KINDS[code])}
    asking = "\n".join(text for text in product().values() if f'"{code}"' in text)
    unread = {name for name, part in parts.items() if not reads(asking, part)}
    assert unread - BY_NAME - set().union(*HANDED_ON.values()) <= WORDS_ONLY
    if not asking:
        assert set(parts) <= WORDS_ONLY, "nobody asks for the setting"


@pytest.mark.parametrize("module", sorted(HANDED_ON))
def test_what_is_handed_on_is_read_there(module: str) -> None:
    text = product()[module]
    assert [name for name in HANDED_ON[module] if not reads(text, name.partition(".")[2])] == []


def test_what_is_marked_exists() -> None:
    known = {f"{code}.{field.name}" for code, kind in KINDS.items() for field in msgspec.structs.fields(kind)}
    assert known >= WORDS_ONLY
