"""What the gate says of opinion, approval, decision, agreement, conditions, incidents and the grant."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_RULE = _("No provision in force settles this point. The council has to complete its rules.")

SENTENCES: Mapping[str, Mapping[str, str | Promise]] = {
    "opinion": {
        "suitable": _("The board finds it suitable (%(votes)s of %(base)s)."),
        "conditional": _("The board finds it suitable on conditions (%(votes)s of %(base)s)."),
        "departed": _(
            "The council decided otherwise than the board advised, by the majority asked and with "
            "reasons (votes: %(votes)s)."
        ),
        "statutory": _("A provision required by law does not go to the board; it has its own record."),
        "emergency": _("Provisionally approved in an emergency; the board judges when it is ratified."),
        "rule_not_set": NO_RULE,
        "no_panel": _("The board has not opened its review yet. It begins once the formal check is passed."),
        "conflict_not_declared": _(
            "Members who have not declared their interests yet: %(count)s. Each has to declare first."
        ),
        "opinions_missing": _("Individual opinions still missing: %(count)s. Each member has to give one."),
        "not_voted": _(
            "No vote has been cast yet. The members vote once their opinions are opened to the panel."
        ),
        "voting": _(
            "The board is voting; votes cast so far: %(voted)s. Its opinion is fixed after the vote."
        ),
        "not_fixed": _("The board has voted. Its opinion has not been fixed yet."),
        "continued": _("The board continues its review. Wait for its next meeting."),
        "departure_open": _(
            "The board advised otherwise. The deciding body needs %(numerator)s/%(denominator)s and "
            "published reasons to decide differently."
        ),
        "conflicted_member_sits": _(
            "A member with a declared interest is not recused. The vote has to be repeated without "
            "that member."
        ),
        "ballot_not_allowed": _(
            "A ballot was cast by somebody who may not vote, or twice. The vote has to be repeated."
        ),
        "expedited_not_open": _(
            "The rules do not open the expedited review for this request. It needs a full review."
        ),
        "no_quorum": _(
            "No quorum: %(present)s present, %(needed)s needed. The vote has to be repeated with more "
            "members."
        ),
        "seat_empty": _(
            "The seat for %(expertise)s was empty. An alternate has to sit, and the vote be repeated."
        ),
        "not_carried": _(
            "Not carried: %(votes)s of %(base)s, %(needed)s needed. The board has to deliberate on."
        ),
        "unsuitable": _(
            "The board finds it unsuitable (%(votes)s of %(base)s); the council cannot approve it. "
            "Read its reasons and ask for something else."
        ),
        "conditions_dropped": _(
            "The board's conditions were dropped in the approval. They have to be adopted."
        ),
        "conditions_not_recorded": _(
            "The board set conditions, but none is recorded. The secretariat has to record them."
        ),
        "departure_not_carried": _(
            "The departure from the board's opinion was not carried (votes: %(votes)s). Decide as the "
            "board advised, or vote again."
        ),
        "departure_unpublished": _(
            "The reasons for deciding otherwise than the board advised are not public. State them, and rest on a "
            "public decision; where it is not public, record another in its place."
        ),
    },
    "approval": {
        "approved": _("Approved by %(body)s (%(number)s), until %(until)s."),
        "provisional": _(
            "Provisionally approved by %(body)s (%(number)s). It lapses unless it is ratified by %(due)s."
        ),
        "statutory": _("A provision required by law needs no approval by the council."),
        "rule_not_set": NO_RULE,
        "risk_unknown": _(
            "The risk class cannot be told: the class of data or the traits of the dataset are "
            "missing. They have to be entered."
        ),
        "undated": _("%(number)s does not say until when it holds. The secretariat has to enter it."),
        "not_decided": _("The council has not decided yet. Wait for its decision."),
        "no_number": _("The approval has no number yet: its document is still to be signed."),
        "not_yet": _("%(number)s takes effect on %(on)s."),
        "not_approved": _("Not approved (%(number)s). Read the reasons and ask for something else."),
        "revoked": _("The approval %(number)s was revoked. A new request is needed."),
        "superseded": _(
            "%(by)s superseded %(number)s, the decision behind the approval. Record whether the new decision "
            "upholds the approval."
        ),
        "wrong_body": _(
            "%(number)s was decided by %(body)s; the rules name %(needed)s, which has to decide."
        ),
        "not_ratified": _(
            "%(number)s was to be ratified by %(due)s and was not; it has lapsed. Ask for an ordinary "
            "approval."
        ),
        "beyond_approval": _(
            "%(number)s does not reach that far: %(what)s. Keep within it, or make a new request."
        ),
        "expired": _("The approval %(number)s ended on %(until)s. A new request is needed."),
    },
    "provider_decision": {
        "decided": _("The provider has decided to provide (%(number)s)."),
        "not_decided": _("The provider has not made its own decision yet. Wait for it."),
        "no_number": _("The provider's decision has no file number yet. The provider has to enter it."),
        "not_yet": _("The provider's decision %(number)s takes effect on %(on)s."),
        "harm_not_judged": _(
            "The provider's decision %(number)s does not judge whether rights could be unjustly "
            "harmed. The provider has to."
        ),
        "declined": _("The provider has declined (%(number)s). Read its reasons and ask for something else."),
        "revoked": _("The provider has revoked its decision (%(number)s). Ask the provider."),
        "another_organ": _(
            "The decision %(number)s was made by another organ than the provider. The provider has to "
            "decide itself."
        ),
        "beyond_decision": _(
            "The provider's decision %(number)s does not include: %(what)s. Leave it out, or ask the "
            "provider for a wider decision."
        ),
        "ground_differs": _(
            "The provider's decision %(number)s rests on another legal ground than the request. The "
            "two have to agree."
        ),
        "harm_feared": _("The provider fears unjust harm (%(number)s). Ask for less."),
    },
    "agreement": {
        "in_force": _("Agreement %(reference)s is in force until %(until)s."),
        "none": _("There is no agreement yet. Provider and recipient have to conclude one."),
        "not_signed": _("Agreement %(reference)s is not signed yet. Provider and recipient have to sign it."),
        "not_yet": _("Agreement %(reference)s begins on %(on)s."),
        "undated": _(
            "Agreement %(reference)s does not say from when until when it holds. Its period has to be "
            "entered."
        ),
        "wrong_kind": _(
            "%(reference)s (%(kind)s) is not the kind of agreement that this form of transfer needs. "
            "Conclude one that is."
        ),
        "terminated": _("Agreement %(reference)s was terminated. A new one is needed."),
        "ended": _("Agreement %(reference)s ended on %(until)s. It has to be renewed."),
    },
    "conditions": {
        "met": _("The conditions of approval are in order (%(count)s)."),
        "none_set": _("No conditions were set."),
        "not_loaded": _("It is not known which conditions were set. Try again, or tell the secretariat."),
        "precedent_open": _(
            "Condition %(reference)s has to be met before anything flows. Submit the evidence."
        ),
        "overdue": _("Condition %(reference)s was due on %(due)s. Submit the evidence."),
        "waived_without_decision": _(
            "Condition %(reference)s is waived, and no decision stands behind that. Record one that waives it, or open "
            "the condition again."
        ),
    },
    "incident": {
        "none_open": _("No open incident or dispute concerns this line."),
        "not_loaded": _("It is not known whether an incident is open. Try again, or tell the secretariat."),
        "open": _("An open %(kind)s concerns this line: %(reference)s. Nothing flows until it is settled."),
    },
    "window": {
        "inside": _("Grant %(grant)s is active until %(until)s."),
        "until_disposal": _("The data may still be kept, not used, until %(until)s (%(grant)s)."),
        "no_grant": _("There is no grant yet. The agreement opens it."),
        "awaiting_conditions": _("Grant %(grant)s waits for its conditions. Submit the evidence for them."),
        "not_begun": _("Grant %(grant)s begins on %(on)s."),
        "suspended": _("Grant %(grant)s is suspended. Ask the secretariat."),
        "ended": _("Grant %(grant)s has ended; the data have to be returned or disposed of."),
        "closed": _(
            "Grant %(grant)s is closed: what was received has been returned or disposed of. To go on, make a"
            " new request."
        ),
        "revoked": _("Grant %(grant)s is revoked from %(on)s on. To go on, make a new request."),
        "expired": _("Grant %(grant)s expired on %(until)s. To go on, make a new request."),
    },
}
