"""The life of an assessment, as data.

Roles: ``secretary`` (of the council), ``assessor`` (of the council or of this assessment), ``reviewer`` (of
this assessment, and never one of its assessors or authors), ``owner`` (chair or approver: answers for residual risk),
``system`` (the clock, a reaction). ``revise`` makes a new revision in its target state; the old one stays.
"""

from __future__ import annotations

from core.workflow import Workflow, rows

ASSESSMENT = Workflow(
    "assessment",
    "threshold",
    rows(
        "threshold | answer_threshold | = | secretary, assessor",
        "threshold | find_not_required | not_required | secretary | the rule asks for no assessment; a reason is given",
        "threshold | begin | preparing | secretary, assessor | the threshold questions are answered",
        "preparing, assessing | describe | = | assessor",
        "preparing | start_assessing | assessing | assessor | scope and coverage are described",
        "assessing | edit_flows | = | assessor",
        "assessing | answer_requirements | = | assessor",
        "assessing | edit_risks | = | assessor",
        "assessing | answer_findings | = | assessor",
        "assessing | submit_for_review | in_review | assessor | complete; a reviewer is assigned",
        "threshold, preparing, assessing, in_review | assign | = | secretary | nobody assigns himself as reviewer",
        "in_review | return_with_findings | assessing | reviewer | at least one finding",
        "in_review | accept_residual_risk | = | owner | a high residual risk is there to be accepted",
        "in_review | approve | approved | reviewer | high residual risks are accepted",
        "in_review, approved | write_summary | = | assessor, secretary",
        "approved | publish_summary | published | secretary | the summary is there in both languages",
        "approved, published | outdate | outdated | secretary, system | a reason is given",
        "approved, published, outdated | put_in_place | = | secretary, assessor | promised controls; what shows it",
        "outdated | revise | assessing | secretary, assessor | no later revision exists",
    ),
)
