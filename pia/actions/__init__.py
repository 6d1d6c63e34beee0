"""The verbs of an assessment. Each is one transaction: lock, permissions, rules, change, evidence, outbox."""

from __future__ import annotations

from pia.actions.assessments import (
    Description,
    answer_threshold,
    assign,
    begin,
    describe,
    find_not_required,
    open_assessment,
    start_assessing,
    unassign,
)
from pia.actions.lifecycle import (
    outdate,
    outdate_changed,
    outdate_expired,
    publish_summary,
    revise,
    write_summary,
)
from pia.actions.parts import (
    FlowInput,
    RiskInput,
    TreatmentInput,
    add_flow,
    add_risk,
    answer_requirements,
    change_flow,
    change_risk,
    put_in_place,
    remove_flow,
    remove_risk,
    treat_risk,
)
from pia.actions.reports import cancel_report, make_report, request_report
from pia.actions.reviews import (
    accept_residual_risk,
    answer_finding,
    approve,
    return_with_findings,
    submit_for_review,
)

__all__ = [
    "Description",
    "FlowInput",
    "RiskInput",
    "TreatmentInput",
    "accept_residual_risk",
    "add_flow",
    "add_risk",
    "answer_finding",
    "answer_requirements",
    "answer_threshold",
    "approve",
    "assign",
    "begin",
    "cancel_report",
    "change_flow",
    "change_risk",
    "describe",
    "find_not_required",
    "make_report",
    "open_assessment",
    "outdate",
    "outdate_changed",
    "outdate_expired",
    "publish_summary",
    "put_in_place",
    "remove_flow",
    "remove_risk",
    "request_report",
    "return_with_findings",
    "revise",
    "start_assessing",
    "submit_for_review",
    "treat_risk",
    "unassign",
    "write_summary",
]
