"""Conditions, grants, deliveries and incidents.

Roles: owner (of a condition: representative of the organisation that owes it), checker, provider,
recipient (representative of the receiving organisation), secretary (of an incident: none of the own people of a
party), holder (officer of the provider of a dataset of the incident, or representative of an organisation of it),
deciding, system.
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
        "waived | waive | waived | deciding | its decision is superseded; by another",
        "waived | reopen | open | deciding | its decision is superseded; reason",
        "open | ask_for_time | = | owner | reason, a later day; no answer to another is awaited",
        "open, submitted | answer_time | = | secretary, checker | not who asked; reason where it is declined",
        "open, submitted | extend | = | secretary | reason, a later day",
    ),
)

GRANT = Workflow(
    "grant",
    "awaiting_conditions",
    rows(
        "awaiting_conditions | activate | active | system | all conditions precedent met",
        "awaiting_conditions | revoke | closed | deciding, system | by decision, from its day on",
        "awaiting_conditions | lapse | closed | system",
        "active | prepare_delivery | active | provider",
        "active, suspended | suspend | suspended | secretary, system | reason, from its day on",
        "suspended | resume | active | secretary, system | cause removed",
        "active, suspended | call_off_suspension | = | secretary | not begun",
        "active, suspended | supersede | closed | system | the grant that follows carries all its items",
        "active, suspended | supersede_in_part | disposal_due | system | items are left out",
        "active, suspended | expire | disposal_due | system",
        "active, suspended | revoke | disposal_due | deciding, system | by decision, from its day on",
        "awaiting_conditions, active, suspended | call_off_revocation | = | deciding | by another decision",
        "awaiting_conditions | take_back | closed | provider | file number, harm judgement, reasons",
        "active, suspended | take_back | disposal_due | provider | file number, harm judgement, reasons",
        "awaiting_conditions | end_agreement | closed | provider, secretary, system | reason, from its day on",
        "active, suspended | end_agreement | disposal_due | provider, secretary, system | reason, from its day on",
        "awaiting_conditions, active, suspended | call_off_end | = | provider, secretary"
        " | its day has not come; a reason",
        "awaiting_conditions, active, suspended | check_measures | = | provider | on equivalent measures abroad",
        "active, suspended | give_back | disposal_due | recipient",
        "active, suspended, disposal_due | name_copy | = | recipient",
        "active, suspended, disposal_due, closed | account_for_copy | = | recipient | outcome",
        "disposal_due | file_disposal | disposal_due | recipient | certificate",
        "disposal_due | reject_disposal | disposal_due | provider | reason",
        "disposal_due | verify_disposal | closed | provider | certificate filed, copies and withdrawals accounted for",
    ),
)

DELIVERY = Workflow(
    "delivery",
    "preparing",
    rows(
        "preparing | finish | prepared | system",
        "preparing | choose_manner | preparing | provider | manner allowed by law",
        "prepared | choose_manner | prepared | provider | manner allowed by law",
        "prepared | release | released | provider | gate at the flow, asked again",
        "preparing, prepared | cancel | cancelled | provider, system",
        "released | report_hand_over | released | provider",
        "released | confirm_receipt | released | recipient | what the law asks to confirm",
    ),
)

INCIDENT = Workflow(
    "incident",
    "reported",
    rows(
        "reported | take_in_hand | in_hand | secretary",
        "reported, in_hand | rescope | = | secretary | reason, another scope or kind",
        "reported, in_hand | stop | = | secretary | a dispute, and the vote of a body",
        "reported, in_hand, settled, closed | keep_breach | = | secretary, holder | each holder its own case",
        "in_hand | settle | settled | secretary | finding, and the vote that the rules ask for",
        "settled | close | closed | secretary | authority and persons told",
    ),
)
