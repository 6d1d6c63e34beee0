"""State tables of projects, meetings, items and drafts.

Words of the case: secretary; presider (chairs the body or this meeting); participant (has a vote here); invited
(has a vote here, or acts for a member that has);
signer (holds the next office in the line of approval); drafter; system.
"""

from __future__ import annotations

from core.workflow import Workflow, rows

PROJECT = Workflow(
    name="project",
    initial="running",
    rows=rows(
        "running | edit | = | secretary",
        "running | finish | finished | secretary",
    ),
)

MEETING = Workflow(
    name="meeting",
    initial="planned",
    rows=rows(
        "planned | convene | convened | secretary, presider | notice in time",
        "planned, convened, open | table_motion | = | secretary, presider",
        "planned, convened | move | = | secretary | notice in time where the day changes; no draft of it on its way",
        "convened | draft_convocation | = | secretary | no draft of the notice is on its way or issued",
        "convened | answer | = | invited | for oneself or one's member; the channel is open by the rule",
        "convened, open | record_attendance | = | secretary | the channel is open by the rule",
        "convened | open | open | secretary, presider | quorum",
        "open | close | closed | secretary, presider | no item is still in the vote",
        "closed | write_minutes | = | secretary",
        "closed | approve_minutes | minutes_approved | presider | minutes are written; the chair of today where whoever"
        " presided has left",
        "minutes_approved | draft_minutes | = | secretary | no draft of them is on its way or issued",
        "planned, convened | cancel | cancelled | secretary, presider | a reason",
    ),
)

MOTION = Workflow(
    name="motion",
    initial="tabled",
    rows=rows(
        "tabled, voting | recuse | = | secretary, presider, participant | oneself, or anyone by the secretariat",
        "tabled | put_to_vote | voting | secretary, presider | for decision, meeting open, quorum after recusal",
        "tabled, voting | no_objection | carried | secretary, presider"
        " | for decision, no papers go round, open by the rule, no ballot cast, quorum",
        "tabled, deferred, concluded | note_outcome | concluded | secretary, presider | an item for discussion",
        "tabled, voting | defer | deferred | secretary, presider"
        " | from the vote only where too few answered a round of papers in time",
        "tabled | edit | = | secretary, presider | before the meeting opens",
        "tabled | withdraw | withdrawn | secretary, presider, system"
        " | in the open meeting the secretariat alone; by the system where what it is about was taken back",
        "voting | withdraw | withdrawn | system | what it is about was taken back",
        "voting | cast_ballot | = | participant, secretary | once, not recused; papers still go round",
        "voting | carry | carried | secretary, presider | no papers still go round; quorum again, then the majority",
        "voting | lose | lost | secretary, presider | no papers still go round; quorum again, then short of it",
        "carried | overrule | lost | presider | a reason",
        "lost | overrule | carried | presider | a reason",
    ),
)

DRAFT = Workflow(
    name="draft",
    initial="drafted",
    rows=rows(
        "drafted | circulate | in_approval | drafter, secretary",
        "in_approval | sign | = | signer | next in the line, neither drafter nor signed before",
        "in_approval | issue | approved | system | the line is through",
        "in_approval | return | returned | signer | a reason",
        "in_approval | call_back | returned | system | something newer takes the place of what it tells",
        "returned | draft_again | = | secretary | an opinion, an approval or a refusal; once",
    ),
)
