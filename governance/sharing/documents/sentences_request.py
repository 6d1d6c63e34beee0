"""What the gate says of the request itself: who, what, on what ground, how long."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_RULE = _("No provision in force settles this point. The council has to complete its rules.")
NAME_STATUTE = _("Name the law that requires the provision.")
STATE_CLASS_FORM = _("Choose the class of data and the form of transfer.")

SENTENCES: Mapping[str, Mapping[str, str | Promise]] = {
    "standing": {
        "in_order": _("Provider and recipient are members in good standing."),
        "in_order_with_warning": _(
            "Both are members in good standing. Overdue duties that do not block this yet: %(count)s "
            "(%(reference)s)."
        ),
        "not_a_member": _("The %(who)s is not a member of the council. It can apply for membership."),
        "suspended": _(
            "The membership of the %(who)s is suspended. Ask the secretariat what has to be done to lift it."
        ),
        "left": _("The %(who)s has left the council. It has to join again before anything flows."),
        "not_yet_a_member": _("The membership of the %(who)s has not begun yet. Wait for its first day."),
        "blocked": _(
            "A decision of the council keeps the %(who)s from taking part for a time. Ask the secretariat."
        ),
        "membership_over": _("The membership of the %(who)s has ended. It has to be renewed."),
        "organ_over": _(
            "The organ of the %(who)s exists no more. Its successor has to register or request this anew."
        ),
        "membership_undated": _(
            "It is not recorded since when the %(who)s has been a member. The secretariat has to enter it."
        ),
        "duties_unknown": _(
            "It is not known whether duties are overdue. Try again, or tell the secretariat."
        ),
        "rule_not_set": NO_RULE,
        "duty_overdue": _(
            "A duty is overdue and blocks this: %(kind)s, %(reference)s (days late: %(days)s). Fulfil"
            " it first."
        ),
    },
    "pledge": {
        "accepted": _("The recipient has pledged itself to the participation rules in force."),
        "in_transition": _(
            "The pledge is to edition %(accepted)s; edition %(in_force)s is in force. It still counts"
            " until %(until)s: renew it before."
        ),
        "not_accepted": _(
            "The recipient has not accepted the participation rules. Its representative can do so "
            "under Members."
        ),
        "outdated": _(
            "The pledge is to edition %(accepted)s; since %(since)s edition %(in_force)s is in force."
            " The recipient's representative has to renew it."
        ),
        "no_edition_in_force": _("No participation rules are in force. The council has to adopt them first."),
    },
    "dataset": {
        "registered": _("Dataset %(dataset)s is registered and has the items asked for."),
        "not_registered": _("Dataset %(dataset)s is still a draft. The provider has to register it."),
        "suspended": _("Dataset %(dataset)s is suspended. Ask its provider."),
        "retired": _("Dataset %(dataset)s has been retired and is no longer offered. Choose another."),
        "lifecycle_incomplete": _(
            "The lifecycle of dataset %(dataset)s is not fully declared: %(missing)s. The provider "
            "has to complete it."
        ),
        "no_items": _("Choose the items you ask for."),
        "item_not_in_dataset": _("Not in dataset %(dataset)s: %(items)s. Choose among its items."),
        "item_not_granted": _(
            "Asked for, but not part of this line: %(items)s. Leave it out, or make a new request."
        ),
        "item_not_configured": _("Nobody has configured this item here: %(items)s. Check its code."),
    },
    "purpose": {
        "within": _("The purpose is among those stated when the data were acquired."),
        "judged_compatible": _(
            "The applicant names a paper in which the provider finds the purpose compatible (%(reference)s). The "
            "provider confirms it by its own decision."
        ),
        "not_personal": _(
            "The items are held as figures, not as records of persons; no purpose of acquisition binds them."
        ),
        "not_stated": _("State the purpose of use."),
        "acquisition_purpose_unknown": _(
            "It is not recorded for which purpose dataset %(dataset)s was acquired. The provider has "
            "to enter it."
        ),
        "outside": _(
            "The data were acquired for another purpose (%(acquired)s). Change the purpose, or ask "
            "the provider for its judgement."
        ),
        "purpose_not_granted": _(
            "This purpose is not the one of the line: %(asked)s. Keep to the purpose, or make a new request."
        ),
        "purpose_not_configured": _("Nobody has configured this purpose here: %(asked)s. Check its code."),
    },
    "transfer_form": {
        "fits": _("The form of transfer (%(form)s) fits what is stated."),
        "not_stated": _("Choose the form of transfer."),
        "own_purpose": _(
            "An entrusted recipient may not use the data for a purpose of its own. Choose another form."
        ),
        "own_purpose_not_answered": _("Say whether the recipient uses the data for a purpose of its own."),
        "subprocessors_not_named": _("Name the sub-processors, or say that there are none."),
        "subprocessor_incomplete": _(
            "Say in which country these sub-processors are and what they do: %(names)s."
        ),
        "subprocessor_abroad": _(
            "Sub-processors work in %(countries)s. Examine the legal system there and say so, or choose others."
        ),
        "not_in_law_table": _("The law tables do not say what has to be made known. Tell the operator."),
        "not_made_known": _("For joint use these items have to be made known beforehand: %(missing)s."),
        "made_known_undated": _("Say since when the joint use has been made known."),
        "made_known_nowhere": _("Say where the joint use was made known."),
        "made_known_too_late": _(
            "The joint use was made known too late: it has to be before it begins. Choose a later first day."
        ),
        "not_one_organisation": _(
            "Internal use stays inside one organ, and this recipient is another organisation. Choose another form."
        ),
        "not_one_organ": _(
            "Internal use stays inside the organ that holds the data. What another organ gets is provided to it: "
            "choose provision to a third party."
        ),
        "same_organ": _(
            "Provider and recipient are the same organ; nothing is provided. Choose internal use."
        ),
        "succession_not_documented": _("Name the document of the succession."),
        "statute_not_named": NAME_STATUTE,
    },
    "data_class": {
        "may_go": _("Data of this class (%(data_class)s) may go in this form (%(form)s)."),
        "not_stated": STATE_CLASS_FORM,
        "items_unknown": _(
            "The class cannot be checked: an item is not in the dataset. Choose the items anew."
        ),
        "not_in_law_table": _(
            "The law tables say nothing about this class (%(data_class)s) in this form (%(form)s). "
            "Ask the operator to complete them."
        ),
        "lighter_than_source": _(
            "The items are %(source)s; as %(stated)s they may go only after the processing is declared."
        ),
        "barred": _(
            "The law bars data of this class (%(data_class)s) in this form (%(form)s). Choose another"
            " form or class."
        ),
        "publication_record_missing": _(
            "Anonymised data may go only after its items and method are published. Name the publication."
        ),
        "public_procedure_missing": _(
            "A public body provides anonymised data only by the procedure of the Act. Name the case."
        ),
        "recipient_holding_not_answered": _("Say whether the recipient will hold the data as personal data."),
        "recipient_consent_unconfirmed": _(
            "The recipient will hold the data as personal data: confirm that the persons consented to it."
        ),
    },
    "legal_ground": {
        "valid": _(
            "The legal ground is valid for this provider, recipient and form. Row of the law table: "
            "%(confidence)s."
        ),
        "valid_if_harmless": _(
            "The legal ground is valid, provided that the provider finds no fear of unjust harm when "
            "it decides. Row of the law table: %(confidence)s."
        ),
        "not_personal": _("Data of this class (%(data_class)s) need no legal ground."),
        "shape_not_stated": STATE_CLASS_FORM,
        "not_stated": _("Choose the legal ground."),
        "not_in_law_table": _(
            "This legal ground is not in the law tables in force. Choose another, or ask the operator."
        ),
        "not_for_this_case": _(
            "This legal ground does not hold for this provider (%(provider)s), recipient "
            "(%(recipient)s), form and class. Choose another. Row of the law table: %(confidence)s."
        ),
        "not_used_by_rules": _(
            "The council does not use this legal ground. Choose another, or have its rules amended first."
        ),
        "statute_not_named": NAME_STATUTE,
        "provider_not_academic": _(
            "This ground is for data that an academic institution provides; the provider is none. Choose another. "
            "Row of the law table: %(confidence)s."
        ),
        "recipient_not_academic": _(
            "This ground is for academic institutions; the recipient is none. Choose another. Row of "
            "the law table: %(confidence)s."
        ),
        "reason_not_stated": _("This ground needs a stated reason. Enter it."),
        "joint_research_not_named": _(
            "This ground is for joint research of provider and recipient. Name the agreement or plan of the research."
        ),
        "opt_out_not_filed": _(
            "Opt-out asks for a filing with the Personal Information Protection Commission. Enter its number."
        ),
        "opt_out_not_told": _(
            "Opt-out asks that the persons were told before. Enter since when and where they could know of it."
        ),
        "opt_out_told_too_late": _(
            "The persons can know of the opt-out only from a later day on. Nothing may go before it."
        ),
        "harm_not_judged": _(
            "Judge whether the rights of the person or others could be unjustly harmed. Row of the "
            "law table: %(confidence)s."
        ),
        "harm_feared": _(
            "Unjust harm to the person or others is feared; on this ground the data may not go. Ask "
            "for less, or choose another ground. Row of the law table: %(confidence)s."
        ),
    },
    "pia": {
        "covered": _("%(pia)s covers this line; in date until %(until)s."),
        "in_transition": _(
            "%(pia)s was made under the former rules; it counts until %(until)s. Have it revised before."
        ),
        "not_personal": _(
            "The items are held as figures, not as records of persons; no assessment is asked."
        ),
        "not_asked": _(
            "The rules ask no assessment here (persons: %(persons)s; asked from %(threshold)s on)."
        ),
        "rule_not_set": NO_RULE,
        "scale_unknown": _(
            "Whether the rules ask an assessment cannot be said yet: it is not recorded how many and which"
            " persons dataset %(dataset)s concerns. The provider has to enter it on the page of the dataset."
        ),
        "incomplete": _(
            "%(pia)s lacks its date of approval or its remaining risks. The assessor has to complete it."
        ),
        "in_progress": _("%(pia)s is under way (%(state)s). It has to be approved first."),
        "none": _("The rules ask a privacy impact assessment, and there is none. Begin one."),
        "found_not_required": _(
            "%(pia)s was closed as not required, but the rules ask an assessment. Begin one."
        ),
        "outdated": _("%(pia)s is outdated (%(cause)s). It has to be revised."),
        "expired": _("%(pia)s was in date until %(until)s. It has to be renewed."),
        "does_not_cover": _("%(pia)s does not cover: %(missing)s. Have it extended, or change the request."),
        "high_risk_not_accepted": _(
            "%(pia)s leaves high risks that nobody has accepted (%(count)s). Treat them, or have them"
            " accepted."
        ),
    },
    "retention": {
        "within": _("%(asked)s months are within the limit of %(allowed)s; disposal by %(due)s."),
        "not_personal": _("The items are held as figures, not as records of persons; no limit applies."),
        "rule_not_set": NO_RULE,
        "limit_not_declared": _("No period of retention is declared by: %(by)s. It has to be entered first."),
        "not_stated": _("State for how many months the data will be kept."),
        "period_not_stated": _("State from when until when the data will be used."),
        "no_disposal_plan": _(
            "State how and by when the data will be returned or disposed of (by %(due)s at the latest)."
        ),
        "longer_than": _(
            "%(asked)s months of retention are asked; the limit is %(allowed)s, set by: %(by)s. Shorten the retention."
        ),
        "period_reversed": _("The last day of use lies before the first. Put the days right."),
        "period_over": _("Use until %(until)s is asked, which is past. Choose days to come."),
        "period_too_long": _(
            "Use until %(asked)s is asked; an approval reaches until %(allowed)s. Shorten the period of use."
        ),
        "disposal_too_early": _(
            "Disposal is planned for %(planned)s, before the use ends on %(until)s. Choose a later day."
        ),
        "disposal_too_late": _(
            "Disposal is planned for %(planned)s; it is due by %(due)s. Choose an earlier day."
        ),
    },
    "safeguards": {
        "in_place": _("The safety measures that the rules ask are declared (%(count)s)."),
        "not_asked": _("The rules ask no safety measures for this class (%(data_class)s)."),
        "rule_not_set": NO_RULE,
        "class_not_stated": _("Choose the class of data first."),
        "not_stated": _("Declare the safety measures."),
        "not_declared": _(
            "These safety measures are asked and not declared: %(missing)s. Take them and declare them."
        ),
        "not_evidenced": _(
            "No file proves: %(missing)s. Attach one to the draft at the step Safety; once it is handed in, with a "
            "change of the request."
        ),
    },
}
