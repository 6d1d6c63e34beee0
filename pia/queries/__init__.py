"""What others may ask about assessments."""

from __future__ import annotations

from pia.queries.assessments import (
    current,
    duties,
    expired,
    find,
    of_council,
    visible_to,
)
from pia.queries.content import content, digest, unaltered
from pia.queries.coverage import AssessmentCoverage, coverage
from pia.queries.facts import facts, reviewer_count
from pia.queries.register import AssessmentLink, Published, links, published

__all__ = [
    "AssessmentCoverage",
    "AssessmentLink",
    "Published",
    "content",
    "coverage",
    "current",
    "digest",
    "duties",
    "expired",
    "facts",
    "find",
    "links",
    "of_council",
    "published",
    "reviewer_count",
    "unaltered",
    "visible_to",
]
