"""The life of a membership, and of a block, as tables. Words of the case: secretary, representative, system."""

from __future__ import annotations

from core.workflow import Workflow, rows

MEMBERSHIP = Workflow(
    name="membership",
    initial="applied",
    rows=rows(
        "applied | admit | admitted | secretary | the participation rules in force are accepted",
        "applied | reject | rejected | secretary | a reason; a decision where a body took one",
        "applied, admitted, suspended | accept_pledge | = | representative | the edition in force, once",
        "admitted | suspend | suspended | secretary | a reason, a last day and the vote it rests on",
        "suspended | reinstate | admitted | secretary | a reason",
        "suspended | run_out | admitted | system | its last day has passed",
        "applied, admitted, suspended | withdraw | withdrawn | representative, secretary"
        " | the secretariat by the organisation's written notice",
        "admitted, suspended | change_class | = | secretary | another class of the rules; a decision",
        "admitted, suspended | expel | expelled | secretary | a decision by special majority",
        "applied, admitted, suspended | add_delegate | = | secretary, representative",
        "withdrawn, expelled | add_delegate | = | secretary"
        " | a representative, while data is not accounted for",
        "applied, admitted, suspended | end_delegate | = | secretary, representative",
        "withdrawn, expelled | end_delegate | = | secretary",
        "admitted, suspended | open_duty | = | system",
        "applied, withdrawn, rejected, expelled | open_duty | = | system"
        " | what was received before is still to be disposed of",
        "applied, admitted, suspended, withdrawn, rejected, expelled | settle_duty | = | secretary, system"
        " | done; or a reason of the secretariat, none of the organisation's own people",
        "admitted, suspended | block | = | secretary | a decision, a reason and a last day",
        "admitted, suspended | charge_dues | = | secretary, system",
        "admitted, suspended, withdrawn, rejected, expelled | record_dues | = | secretary",
    ),
)

BLOCK = Workflow(
    name="block",
    initial="standing",
    rows=rows(
        "standing | appeal | appealed | representative | once, the objection in words",
        "appealed | uphold | upheld | secretary | another decision of the council",
        "standing, upheld | uphold | upheld | secretary | its decision is superseded; by another",
        "standing, appealed, upheld | lift | lifted | secretary | another decision of the council",
        "standing, appealed, upheld | run_out | over | system | its last day has passed",
    ),
)
"""A block of an organisation by decision; none of the organisation's own people is the secretary of its case."""
