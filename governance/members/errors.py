"""What membership refuses, in words (registered with core.http when the app is ready)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

SENTENCES: Mapping[str, Text] = {
    "already_member": _(
        "This organisation has already applied or is a member. See its entry in the list of members."
    ),
    "unknown_member_class": _(
        "The rules in force know no class of members called %(member_class)s. Choose one of those listed."
    ),
    "reason_needed": _("Please give the reason. It is kept with the record."),
    "decision_needed": _(
        "The rules ask for a decision first. Enter the number of the decision that this rests on."
    ),
    "decision_spent": _(
        "Decision %(number)s served for this organisation already: what is done again is decided again. Enter the "
        "number of the decision that was taken for this."
    ),
    "suspension_days": _("A suspension has a last day, today or later. It ends by itself after it."),
    "notice_needed": _(
        "Name the organisation's written notice by its number or day. Only the organisation leaves by itself."
    ),
    "class_held_already": _("The member belongs to this class already. Choose another."),
    "no_participation_rules": _(
        "No participation rules are in force yet, so there is nothing to accept. The secretariat adopts them."
    ),
    "pledge_of_another_edition": _(
        "The participation rules have changed while you were reading. Please read the edition now in force."
    ),
    "pledge_already_accepted": _("This edition of the participation rules has already been accepted."),
    "pledge_needed": _("The organisation has to accept the participation rules before it is admitted."),
    "duty_already_open": _("This duty is already on record."),
    "duty_settled": _("This duty has been settled already."),
    "term_not_renewable": _(
        "The rules allow no reappointment: this person's full term ended the day before. Appoint somebody else, or "
        "begin later."
    ),
    "term_backwards": _("The term would end before it begins. Check the dates."),
    "already_delegate": _("This person already acts for the member."),
    "auditor_apart": _(
        "The rules keep the auditors apart: they are neither chair nor vice-chair and do not sit on the steering body. "
        "Choose somebody else, or end the other office first."
    ),
    "offices_in_one_hand": _(
        "This person also has what is better kept apart from the office: who decides does not prepare the papers, who "
        "audits runs nothing. Choose somebody else, or write below why it is in one hand all the same."
    ),
    "role_in_one_hand": _(
        "This person also has what is better kept apart from the role (%(held)s): who decides does not prepare the "
        "papers, who audits runs nothing. Choose somebody else, or write below why it is in one hand all the same."
    ),
    "office_taken": _("Somebody else holds this office at that time. End that term first."),
    "office_ended": _("This term of office has ended already."),
    "end_lies_ahead": _("Enter the end of a term on its last day or later."),
    "organisation_names_its_own": _(
        "This organisation belongs to another council as well, so that its own representatives name those who "
        "represent it. You may enter a deputy."
    ),
    "member_of_own_people": _(
        "You belong to this organisation or come from it: a colleague of the secretariat who has no part in it handles "
        "its duties, blocks and sanctions. Where there is nobody, have the role of the secretariat given to somebody "
        "of another organisation."
    ),
    "nothing_unsettled": _(
        "The organisation has left and everything is settled, so that nobody has to act for it here."
    ),
    "representative_only": _("The organisation has left. Name a representative; a deputy has nothing to do."),
    "block_days": _("A block begins today or later, and ends on or after its first day."),
    "another_decision_needed": _(
        "This needs another decision than the one that the block rests on. Enter its number."
    ),
    "block_stands": _("Nobody has appealed, and the decision behind the block stands: it holds as it is."),
    "objection_needed": _("Write why the block is wrong. The council reads it before it decides."),
    "dues_paid": _("These dues have been paid already."),
}
