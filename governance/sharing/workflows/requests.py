"""Datasets, requests and their lines, and provisions required by law.

Roles: provider (data officer of the organ), applicant (representative of the applying organisation),
secretary, panel (a member of the board fixed for this case, not recused), presiding (who presides over it),
expert (from outside, invited to this review, not recused), chair, deciding (whoever may
record the deciding body's decision), second (another data officer or a representative of the provider, or the
secretariat), system.
"""

from __future__ import annotations

from core.workflow import Workflow, rows

DATASET = Workflow(
    "dataset",
    "drafted",
    rows(
        "drafted | edit | drafted | provider",
        "drafted | register | registered | provider | lifecycle declared in all four stages",
        "drafted | discard | = | provider | the draft is removed",
        "registered, suspended | begin_revision | = | provider | no other revision is open",
        "drafted | adopt | = | provider | a complete revision; items in use stay; reason",
        "registered | suspend | suspended | provider, secretary | reason",
        "suspended | resume | registered | provider, secretary | the side that suspended it; reason",
        "registered, suspended | retire | retired | provider | no active grant",
    ),
)

REQUEST = Workflow(
    "request",
    "drafted",
    rows(
        "drafted | edit | drafted | applicant",
        "drafted | submit | submitted | applicant | gate at submission",
        "submitted | return_for_correction | drafted | secretary | reason",
        "submitted | judge_minor | = | secretary | an extension or change that widens nothing; reason",
        "submitted | pass_formal_check | in_review | secretary | no interest of one's own",
        "in_review | return_to_applicant | drafted | secretary | reason",
        "in_review | declare_interest | in_review | panel",
        "in_review | record_opinion | in_review | panel | interest declared, none",
        "in_review | arrange_sitting | = | secretary | nobody has voted",
        "in_review | expedite | = | secretary | open by the rule, opinions not opened",
        "in_review | ask_for_meeting | = | panel | papers circulate, nobody has voted",
        "in_review | adopt_without_objection | = | secretary | the board's meeting is open",
        "in_review | excuse_member | = | secretary, presiding | reason; has not voted in this round",
        "in_review | reinstate_member | = | secretary | excused by mistake; opinions not opened; reason",
        "in_review | reopen_declaration | = | secretary | opinions not opened; reason",
        "in_review | call_in | = | secretary, presiding | a seat is empty",
        "in_review | vote_anew | = | secretary, presiding | the vote is over without an opinion; reason",
        "in_review | extend_circulation | = | secretary, presiding | papers circulate, somebody can still vote; reason",
        "in_review | consolidate | in_review | secretary | every individual opinion is in",
        "in_review | deliberate | = | panel | opinions opened, the opinion not fixed",
        "in_review | propose_opinion | = | panel, secretary | opinions opened, the opinion not fixed",
        "in_review | cast_ballot | in_review | panel | opinions consolidated",
        "in_review | ask_question | = | panel, secretary | interest declared, none",
        "in_review | answer_question | = | applicant | open",
        "in_review | withdraw_question | = | panel, secretary | one's own, or any by the secretariat",
        "in_review | invite_expert | = | secretary, presiding | reason; no part in the case",
        "in_review | uninvite_expert | = | secretary, presiding | reason",
        "in_review | declare_as_expert | = | expert",
        "in_review | comment_as_expert | = | expert | interest declared, none",
        "in_review | conclude | concluded | secretary | every line is opined, no question open",
        "drafted, submitted, in_review | withdraw | withdrawn | applicant | no line is decided",
        "drafted, submitted, in_review | withdraw_rest | concluded | applicant | a line is decided, and stays",
        "drafted, in_review, concluded | waive_letter | = | secretary | the letter is called for; reason",
        "in_review | waive_inquiry | = | secretary | the question is open; reason",
        "drafted, submitted, in_review, concluded, withdrawn, lapsed | purge_attachment | = | secretary | reason",
        "drafted, submitted, in_review, concluded | follow | = | applicant | a line is agreed",
        "drafted, submitted, in_review, concluded, withdrawn, lapsed | ask_reexamination | = | applicant | in time",
        "drafted, submitted, in_review, concluded | tell_change | = | applicant"
        " | contact or form only; a line is agreed or the request concluded",
        "drafted, submitted, in_review | lapse | lapsed | system | no line is decided",
        "drafted, submitted, in_review | lapse_rest | concluded | system | a line is decided, and stays",
    ),
)

LINE = Workflow(
    "line",
    "drafted",
    rows(
        "drafted | open_review | under_review | secretary",
        "under_review, opined | return | drafted | secretary, system | the request went back",
        "drafted, under_review, opined | withdraw | withdrawn | applicant, system | taken out, or left",
        "under_review | give_opinion | opined | secretary | carried by the rule in force",
        "under_review | approve_provisionally | provisional | chair | emergency",
        "provisional, accepted, agreed, closed | give_opinion | = | secretary | provisional, carried by the rule",
        "provisional | ratify | approved | deciding | before the deadline",
        "accepted, agreed, closed | ratify | = | deciding | provisional, before the deadline",
        "provisional, accepted, agreed, closed | revoke | not_approved | deciding, system | provisional",
        "opined | approve | approved | deciding | gate at approval, body named by the rule",
        "opined | not_approve | not_approved | deciding | reasons",
        "approved, provisional | accept | accepted | provider | ground, file number, harm judgement",
        "approved, provisional | decline | declined | provider | reasons",
        "approved, provisional, accepted, agreed | uphold | = | deciding | its decision is superseded; by a later one",
        "approved, provisional, accepted, agreed | overturn | not_approved | deciding | its decision is superseded; "
        "by a later one, reasons",
        "accepted | decide_anew | = | provider | its ground is not the one of the request",
        "accepted | take_back | declined | provider | file number, harm judgement, reasons",
        "accepted | conclude_agreement | agreed | secretary, provider | opens a grant",
        "approved, accepted | lapse | closed | system | the period of use is over",
        "agreed | close | closed | system | grant closed",
        "not_approved | close | = | system | grant of a provisional approval closed",
    ),
)

STATUTORY = Workflow(
    "statutory",
    "drafted",
    rows(
        "drafted | edit | drafted | provider",
        "drafted | decide | decided | provider | a statutory ground in the law table",
        "decided | send_back | drafted | second | reason; neither drafted nor decided it",
        "decided | confirm | provided | second | neither drafted nor decided it",
        "drafted, decided | drop | dropped | provider | reason",
        "provided, dropped | erase | = | provider, second | the time of keeping is over",
    ),
)
