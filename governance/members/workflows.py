"""The life of a membership, as a table. Words of the case: secretary, representative, system."""

from __future__ import annotations

from core.workflow import Workflow, rows

MEMBERSHIP = Workflow(
    name="membership",
    initial="applied",
    rows=rows(
        "applied | admit | admitted | secretary | the participation rules in force are accepted",
        "applied, admitted, suspended | accept_pledge | = | representative | the edition in force, once",
        "admitted | suspend | suspended | secretary | a reason and the decision it rests on",
        "suspended | reinstate | admitted | secretary | a reason",
        "applied, admitted, suspended | withdraw | withdrawn | representative",
        "admitted, suspended | expel | expelled | secretary | a decision by special majority",
        "applied, admitted, suspended | add_delegate | = | secretary, representative",
        "applied, admitted, suspended | end_delegate | = | secretary, representative",
        "admitted, suspended | open_duty | = | secretary, system",
        "admitted, suspended, withdrawn, expelled | settle_duty | = | secretary, system",
        "admitted, suspended | charge_dues | = | secretary, system",
        "admitted, suspended, withdrawn, expelled | record_dues | = | secretary",
    ),
)
