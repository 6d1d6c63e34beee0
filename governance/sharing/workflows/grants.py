"""Conditions, grants, deliveries and incidents.

Roles: owner (of a condition: representative of the organisation that owes it), checker, provider,
recipient (representative of the receiving organisation), secretary, deciding, system.
"""

from __future__ import annotations

from core.workflow import Workflow, rows

CONDITION = Workflow(
    "condition",
    "open",
    rows(
        "open | submit_evidence | submitted | owner",
        "submitted | accept_evidence | met | checker",
        "submitted | reject_evidence | open | checker | reason",
        "open, submitted | waive | waived | deciding | by decision",
    ),
)

GRANT = Workflow(
    "grant",
    "awaiting_conditions",
    rows(
        "awaiting_conditions | activate | active | system, secretary | all conditions precedent met",
        "awaiting_conditions | revoke | closed | deciding | by decision",
        "awaiting_conditions | lapse | closed | system",
        "active | prepare_delivery | active | provider",
        "active | suspend | suspended | secretary, system | reason",
        "suspended | resume | active | secretary | cause removed",
        "active, suspended | expire | disposal_due | system",
        "active, suspended | revoke | disposal_due | deciding | by decision",
        "active, suspended | give_back | disposal_due | recipient",
        "disposal_due | file_disposal | disposal_due | recipient | certificate",
        "disposal_due | reject_disposal | disposal_due | provider | reason",
        "disposal_due | verify_disposal | closed | provider | certificate filed",
    ),
)

DELIVERY = Workflow(
    "delivery",
    "preparing",
    rows(
        "preparing | finish | prepared | system",
        "prepared | release | released | provider | gate at the flow, asked again",
        "preparing, prepared | cancel | cancelled | provider, system",
        "released | confirm_receipt | released | recipient",
    ),
)

INCIDENT = Workflow(
    "incident",
    "reported",
    rows(
        "reported | take_in_hand | in_hand | secretary",
        "in_hand | settle | settled | secretary | finding",
        "settled | close | closed | secretary",
    ),
)
