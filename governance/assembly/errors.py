"""What bodies, meetings, decisions and drafts refuse, in words (registered with core.http when the app is ready)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

SENTENCES: Mapping[str, Text] = {
    "body_code_taken": _("The council already has a body with this code."),
    "deputy_seat_taken": _("The chair has a deputy already, or the seat cannot be the deputy's."),
    "meeting_has_begun": _(
        "The meeting has begun, is over or was cancelled; its agenda stands. Put the item on the agenda of "
        "another meeting."
    ),
    "kind_is_given": _(
        "A report stays a report, and a case of the board stays for discussion. Take the item off and put another "
        "one on."
    ),
    "notice_shows_old_day": _(
        "The notice with the old day and place is in its line of approval. Have it returned first, then move the "
        "meeting."
    ),
    "matter_unknown": _(
        "What the item should be about is not in this council, or not open to you. Go back to the page of the matter, "
        "or choose it from the list of a new item."
    ),
    "outcome_with_the_meeting": _(
        "What came of an item is noted from the opening of the meeting until its minutes are approved."
    ),
    "not_for_discussion": _("Only an item for discussion has its outcome noted; others are voted on."),
    "chair_seat_taken": _("The body has a seat for its chair already."),
    "alternate_taken": _("This seat has an alternate already."),
    "alternate_of_alternate": _("An alternate stands in for a seat, not for another alternate."),
    "convocation_on_its_way": _("The notice is in its line of approval already, or issued."),
    "minutes_on_their_way": _("The minutes are in their line of approval already, or issued."),
    "not_the_chairs_own": _("Only what the chair decided alone is reported."),
    "reported_already": _("This decision is on an agenda as a report already."),
    "seat_closed": _("The body does without this seat from %(day)s on. Add a new seat if it needs one."),
    "seat_is_held": _(
        "Somebody sits on this seat on that day or later. Give that appointment a last day before it, or take it back, "
        "then close the seat."
    ),
    "seat_has_alternate": _(
        "This seat has an alternate. Close the alternate's seat first, for the same day at the latest."
    ),
    "day_has_passed": _("This day has passed. Give today or a day to come."),
    "seat_taken": _(
        "Somebody sits on this seat at that time. Give that appointment a last day before the new term begins, or "
        "take the coming one back."
    ),
    "last_day_outside_term": _(
        "The last day lies outside the term. Give a day from the first day of the term to the last."
    ),
    "leaves_on_the_day": _(
        "Whoever sits until a day to come cannot be excused today. Leave the box empty, and excuse them from the "
        "reviews on that day."
    ),
    "appointment_ended": _("This appointment has ended already."),
    "already_on_body": _("This person already sits on this body. One person holds one seat."),
    "organisation_not_of_council": _("Choose an organisation of this council."),
    "notice_too_late": _(
        "The notice is too late: the rules ask for %(days)s days, so for a meeting on %(meeting)s it has to go "
        "out by %(latest)s. With a notice of today the earliest day is %(earliest)s."
    ),
    "meeting_is_later": _(
        "The meeting is called for %(day)s and opens on that day. To hold it earlier, cancel it and plan it anew, so "
        "that everybody is given notice."
    ),
    "no_quorum": _(
        "Not enough members are there: %(present)s of %(base)s, and %(needed)s are needed. "
        "Record who is present, or postpone the item."
    ),
    "expertise_lacking": _(
        "The quorum asks for every field of expertise; nobody sits for %(lacking)s. Call the alternate, or "
        "postpone the item."
    ),
    "channel_closed": _("The rules do not open this way of taking part. Choose another one."),
    "proxy_needs_holder": _(
        "A proxy names another voter who is there in person or online. Without a name enter a blank proxy to the chair."
    ),
    "not_your_attendance": _(
        "Each voter says themselves whether they come, and for a member whoever acts for it. Ask the secretariat if "
        "somebody else has to be on record."
    ),
    "nobody_comes": _("The papers go round, so nobody has to come. Vote on the items."),
    "proxy_of_proxy": _("Whoever gave a proxy cannot hold one for others."),
    "nobody_presides": _("Say who presides: somebody who is there in person or online."),
    "meeting_not_open": _("The meeting is not open. Open it first."),
    "not_for_decision": _(
        "Only an item for decision is put to the vote. A report counts as heard when the meeting closes."
    ),
    "papers_ask_everybody": _("The papers go round, so everybody is asked. Put the item to the vote."),
    "papers_still_go_round": _(
        "%(count)s have not answered yet, and answers may come until %(until)s, %(time)s. The vote is closed once "
        "everybody has answered, or after that."
    ),
    "answers_are_over": _(
        "Answers could come until %(until)s, %(time)s. No vote is cast any more. Close the vote, or defer the item if "
        "too few have answered."
    ),
    "vote_goes_on": _("The vote has begun. Close it and count."),
    "items_in_the_vote": _("An item is still in the vote. Close that vote first."),
    "recused_here": _("Whoever is recused takes no part in this item."),
    "not_your_ballot": _("You may cast your own ballot and those of the proxies you hold."),
    "voted_already": _("This vote has been cast already. A ballot is final."),
    "not_present": _("Only those who take part in the meeting vote. Record the attendance first."),
    "no_objection_closed": _("The rules do not allow carrying an item without a vote. Put it to the vote."),
    "no_majority_rule": _("No rule in force says what majority this item needs. Complete the rules first."),
    "casting_vote_needed": _(
        "The votes are equal. The rules leave it to whoever presides: give the casting vote."
    ),
    "excluded_from_item": _(
        "You are excluded from an item of this meeting. Somebody else of the secretariat writes its notice and minutes."
    ),
    "minutes_changed_meanwhile": _(
        "The minutes were changed while you were writing, by somebody else or by you in another window. What you wrote "
        "is still here: open the minutes in another window, and carry your change over."
    ),
    "minutes_changed_unread": _(
        "The minutes were changed after you opened the page. Go back, read them again and then approve them."
    ),
    "minutes_missing": _("There are no minutes yet. Write them first."),
    "motion_not_carried": _("A decision rests on an item that was carried. This one is not."),
    "decided_already": _("A decision on this item is recorded already. Supersede it instead."),
    "decided_about_another": _(
        "The vote was on %(voted)s, and whoever is recused was recused from that. The decision is about the same; "
        "something else needs an item and a vote of its own."
    ),
    "a_body_decided": _(
        "A body decided this. Bring it before that body, or the general assembly, and record what it carries."
    ),
    "overruled_too_late": _(
        "A decision rests on this result, or it stands in approved minutes. Bring the matter up again, and record the "
        "new decision in the place of the old."
    ),
    "amendment_matter": _(
        "This is about an amendment of the rules. Choose “amendment of the rules” as the matter."
    ),
    "superseded_already": _("This decision has been superseded already. Supersede the newest one."),
    "chair_may_not_decide_alone": _(
        "The rules do not leave this to the chair alone. Bring it before the body they name."
    ),
    "reasons_needed": _("Please give the reasons. They are part of the record."),
    "no_approval_line": _("No rule in force says who signs. Complete the rules first."),
    "line_complete": _("Every signature is there already."),
    "not_your_signature": _("The next signature belongs to another office."),
    "drafter_cannot_sign": _("Whoever prepared a draft cannot approve it. Another person has to."),
    "signed_already": _("You have signed this draft already. Each signature is another person's."),
    "another_signs": _(
        "You have an interest in the case that this paper is about. Somebody else who holds the office signs it."
    ),
    "another_keeps": _(
        "You have an interest in the case that this is about. A colleague of the secretariat who has none begins and "
        "counts the vote, enters votes on paper and records the decision."
    ),
    "draft_changed": _("The draft is not the one you read. Read it again before signing."),
    "drafted_again_already": _("Another draft has taken the place of this one. Open it from this page."),
    "told_no_longer": _(
        "Something newer has taken the place of what this paper told, or the request was taken back. There is nothing "
        "to draft again."
    ),
    "drafted_elsewhere": _(
        "Draft this again where it was drafted: on the page of the request or of the meeting."
    ),
    "minutes_final": _("The minutes are approved: nothing is added to them any more."),
    "minutes_unfinished": _(
        "The board voted at this meeting on %(what)s and its opinion is not fixed. Fix it, or open a further round of "
        "voting; it belongs in the minutes."
    ),
    "not_returned": _("Only a returned draft is replaced by a new one."),
    "ballot_incomplete": _("Choose for, against or abstain."),
    "document_not_ready": _("The document is being made. Try again in a moment."),
}
