"""What others may ask about assessments."""

from __future__ import annotations

from pia.queries.assessments import (
    assessors,
    current,
    duties,
    expired,
    find,
    listed,
    people_of,
    possible_recipients,
    to_look_at,
    visible_to,
)
from pia.queries.content import content, digest, report_file, report_job, report_key, unaltered
from pia.queries.coverage import AssessmentCoverage, coverage
from pia.queries.facts import facts, reviewer_count
from pia.queries.register import AssessmentLink, Published, links, published

__all__ = [
    "AssessmentCoverage",
    "AssessmentLink",
    "Published",
    "assessors",
    "content",
    "coverage",
    "current",
    "digest",
    "duties",
    "expired",
    "facts",
    "find",
    "links",
    "listed",
    "people_of",
    "possible_recipients",
    "published",
    "report_file",
    "report_job",
    "report_key",
    "reviewer_count",
    "to_look_at",
    "unaltered",
    "visible_to",
]
