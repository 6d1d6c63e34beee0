"""What the board's work refuses: panel, opinions, votes, questions."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

REVIEW: Mapping[str, Text] = {
    "sharing.no_board": _("The council has no data ethics board yet. Set it up first."),
    "sharing.board_without_members": _("Nobody sits on the board today. Appoint its members first."),
    "sharing.no_board_rules": _(
        "The charter in force does not say how the board votes. Complete the charter first."
    ),
    "sharing.no_open_review": _("No review is open for this request."),
    "sharing.already_declared": _("You have declared already. To correct it, ask the secretariat."),
    "sharing.not_excused": _("This member is not excused."),
    "sharing.member_left_board": _(
        "%(name)s has given up the seat on the board and does not come back to the case. Call somebody in for the seat."
    ),
    "sharing.not_declared": _("This member has declared nothing that could be made anew, or is excused."),
    "sharing.alternate_has_judged": _(
        "Whoever was called in has given an opinion already. The seat stays with them."
    ),
    "sharing.interest_missing": _("Choose what applies to you, also when you have no interest."),
    "sharing.interest_unexplained": _("Write in the note what the other reason is."),
    "sharing.declare_first": _("Declare your interest first; then the file opens."),
    "sharing.opinion_incomplete": _("Choose an opinion and write its reasons."),
    "sharing.opinions_consolidated": _(
        "The opinions are open to the panel already and can no longer be changed."
    ),
    "sharing.opinions_missing": _(
        "%(count)s individual opinions are still missing. They are opened when all are in; a "
        "member who does not answer "
        "can be excused under “Panel”."
    ),
    "sharing.line_decided_already": _(
        "The council has decided on line %(line)s: it stays as it was. Ask for something else in a new request."
    ),
    "sharing.head_decided_already": _(
        "Decided already: %(lines)s. The decision rests on title, purpose and project, so they stay as they were. Ask "
        "for something else in a new request; nothing was changed."
    ),
    "sharing.decision_too_early": _(
        "Decision %(number)s was taken before what line %(line)s asks for now was handed in, or before the board gave "
        "its opinion on it. Put the line on an agenda anew; it needs a decision of its own."
    ),
    "sharing.approval_superseded": _(
        "The decision behind the approval (%(number)s) was superseded by %(by)s. Whoever records the council's "
        "decisions records first whether the new decision upholds the approval."
    ),
    "sharing.approval_stands": _(
        "The decision behind the approval of line %(line)s stands: there is nothing to uphold."
    ),
    "sharing.line_not_under_review": _(
        "The board is not judging this line now: its opinion is given, or the request went back."
    ),
    "sharing.not_consolidated": _("The opinions are not open yet. Votes follow once all opinions are in."),
    "sharing.ballot_invalid": _("Choose one of the votes."),
    "sharing.already_voted": _("You have voted already. A vote cannot be changed."),
    "sharing.note_empty": _("Write something first."),
    "sharing.not_now_expedited": _("The expedited way is chosen before the opinions are opened, and once."),
    "sharing.not_open_to_expedite": _("The rule does not open the expedited way for this case."),
    "sharing.expediting_members": _("Choose %(count)s members besides the chair, none of them recused."),
    "sharing.members_not_declared": _(
        "The opinion on %(line)s cannot be fixed yet. Not declared yet: %(names)s. "
        "They declare first, or are excused under “Panel”."
    ),
    "sharing.members_without_opinion": _(
        "The opinion on %(line)s cannot be fixed yet. Voted without an own opinion: %(names)s. They write it "
        "first."
    ),
    "sharing.not_judging": _("In this expedited review the chair and the members chosen judge."),
    "sharing.voting_has_begun": _(
        "Somebody has voted already: the way of voting stays as it is in this round. Extend the "
        "circulation, or open a "
        "further round once the vote is over without an opinion."
    ),
    "sharing.not_the_boards_meeting": _("Choose a meeting of the board that reviews the case."),
    "sharing.not_all_before_meeting": _(
        "Nothing was put on the agenda, since not all of these can be: %(cases)s. Leave them out, or choose another "
        "meeting."
    ),
    "sharing.nothing_waits_for_this_body": _(
        "nothing of it waits for this body, or it is on an agenda already"
    ),
    "sharing.arranged_already": _(
        "it is on an agenda already, or its papers circulate; change that on the board's page of the request"
    ),
    "sharing.meeting_after_ratification": _(
        "it is to be ratified by %(due)s, and this meeting comes after that day"
    ),
    "sharing.meeting_asked_for": _("A member has asked for a meeting. Put the case on the agenda of one."),
    "sharing.circulation_in_the_past": _("Choose a day to come, by which the members send their votes."),
    "sharing.nothing_circulates": _("No papers circulate at present, or a meeting is asked for already."),
    "sharing.meeting_not_open": _("The meeting that considers the case is not open."),
    "sharing.meeting_not_open_yet": _("Votes are cast at the meeting on %(day)s, once it is open."),
    "sharing.not_at_the_meeting": _("You are not recorded as present at the meeting."),
    "sharing.circulation_over": _(
        "The papers circulated until %(until)s. No vote is cast any more, unless the secretariat "
        "extends the circulation."
    ),
    "sharing.circulation_runs": _(
        "%(count)s members have not voted yet, and the papers circulate until %(until)s. Wait for them."
    ),
    "sharing.question_incomplete": _("Write what the applicant is to answer."),
    "sharing.answer_incomplete": _("Write the answer. The board reads it as you hand it in."),
    "sharing.question_closed": _("The question is answered or withdrawn already."),
    "sharing.not_your_question": _("Only who asked, or the secretariat, may withdraw a question."),
    "sharing.questions_open": _(
        "%(count)s questions to the applicant are not answered yet. Wait for the answers, or withdraw the questions."
    ),
    "sharing.lines_without_opinion": _("%(count)s lines still wait for the board's opinion."),
    "sharing.vote_not_voted": _("Nobody has voted yet."),
    "sharing.vote_no_quorum": _(
        "%(present)s members voted; the quorum is %(quorum)s of %(eligible)s. Extend the "
        "circulation, or open a further "
        "round."
    ),
    "sharing.vote_seat_empty": _(
        "Nobody with the expertise “%(expertise)s” voted. Excuse the member under “Panel”, so that "
        "the alternate is called "
        "in; then extend the circulation, or open a further round."
    ),
    "sharing.vote_not_carried": _(
        "No opinion is carried: %(votes)s votes where %(needed)s are needed. Deliberate, and open "
        "a further round of voting."
    ),
    "sharing.vote_continued": _(
        "The board carried that the deliberation continues. That is no opinion: open a further "
        "round of voting for its "
        "next meeting."
    ),
    "sharing.not_sitting": _(
        "This member does not judge the case at present, or nothing waits for the board."
    ),
    "sharing.vote_of_member_stands": _(
        "This member has voted in this round, and the vote stands. They can be excused from the next round on."
    ),
    "sharing.excuse_missing": _("Choose why the member takes no part any more."),
    "sharing.may_still_answer": _(
        "The member has until %(due)s to answer. Wait, or choose the reason why they cannot take part."
    ),
    "sharing.seat_not_empty": _("Somebody judges in this seat, or was called in for it already."),
    "sharing.no_alternate": _(
        "Nobody is appointed who could sit for “%(expertise)s”. Appoint an alternate on the page "
        "of the board, then call "
        "them in here."
    ),
    "sharing.opinion_before_vote": _(
        "You came to the panel after the opinions were opened. Give your own opinion first; then "
        "you read the others' and "
        "vote."
    ),
    "sharing.round_not_arranged": _(
        "It is not arranged yet how the board votes in this round. The secretariat arranges a "
        "meeting or a circulation."
    ),
    "sharing.nobody_voted": _(
        "Nobody has voted in this round. Put the case before another meeting, or let the papers circulate."
    ),
    "sharing.meeting_votes": _(
        "%(count)s members who are at the meeting have not voted on %(line)s. Wait for them, or "
        "record that they left."
    ),
    "sharing.opinion_carried": _(
        "The vote on %(lines)s has been carried and is not repeated. Fix the opinion first, or "
        "open a further round where "
        "the deliberation continues."
    ),
    "sharing.round_in_the_past": _("Choose a day to come, by which the board meets again; or leave it open."),
    "sharing.board_speaks_first": _(
        "The board's opinion comes first; then the body that the rule names decides."
    ),
    "sharing.nothing_decided": _(
        "It is recorded here once the body that the rule names has decided and its decision has a number."
    ),
    "sharing.everybody_voted": _("Everybody who may vote has voted. There is nobody to wait for."),
}
