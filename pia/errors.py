"""Sentences for the refusals and missing pieces of assessments. Codes are words, never labels."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "pia_rule_asks": _("The rule asks for an assessment here, so it cannot be found unnecessary."),
    "pia_reason_missing": _("Write down the reason: it is kept with the decision."),
    "pia_threshold_unanswered": _("Answer the threshold questions first."),
    "pia_incomplete": _(
        "%(count)s pieces are still missing. The list on the review page names each of them."
    ),
    "pia_not_in_council": _(
        "This person holds no role in the council. Ask the secretariat to invite them first."
    ),
    "pia_not_independent": _(
        "The reviewer must be independent: not the assessor, nobody who wrote or submitted any of it, and not the one "
        "who assigns. Assign somebody else."
    ),
    "pia_no_finding": _("Name at least one finding, so that the assessor knows what to put right."),
    "pia_nothing_to_accept": _("No risk stays high, so there is nothing to accept."),
    "pia_already_accepted": _("The high residual risks of this round have been accepted already."),
    "pia_high_unaccepted": _(
        "Risks %(numbers)s stay high after treatment. The chair or an approver must accept them in a statement first."
    ),
    "pia_summary_missing": _("Write the public summary in both languages before it is published."),
    "pia_already_revised": _("A later revision exists. Continue there."),
    "pia_not_yet_expired": _("The assessment is still valid until %(until)s. Choose another reason."),
    "pia_changed_meanwhile": _(
        "This was changed since you opened it, by somebody else or by you in another window. Your text is kept below: "
        "compare it and save again."
    ),
    "pia_malformed": _("This value has the wrong form: %(value)s."),
    "pia_nothing_to_put_in_place": _(
        "No controls of this risk are waited for: they are in place already, or the risk is retained."
    ),
    "pia_in_place_unshown": _("Write what shows that the controls are in place."),
    "pia_in_place_ahead": _("The day lies ahead. Keep it once the controls are in place."),
    "pia_no_such_part": _("This part of the assessment is no longer there. Somebody may have removed it."),
    # What is missing before the review, each named with its page.
    "scope_missing": _("Describe the purpose and the scope."),
    "items_missing": _("Name the data items that are covered."),
    "purposes_missing": _("Name the purposes that are covered."),
    "recipients_missing": _("Name the recipients that are covered."),
    "places_missing": _("Name the countries in which data are kept."),
    "stages_missing": _("Choose the lifecycle stages that are covered."),
    "retention_missing": _("State for how many months a recipient may keep the data."),
    "stage_without_flow": _("The stage %(stage)s has no information flow yet."),
    "item_without_flow": _("The item %(item)s appears in no information flow."),
    "flow_outside_stages": _("Flow %(number)s lies in a stage that is not covered."),
    "flow_outside_items": _("Flow %(number)s carries an item that is not covered."),
    "flow_outside_places": _("Flow %(number)s goes to %(place)s, which is not among the countries covered."),
    "flow_without_measures": _("Flow %(number)s names no protective measures."),
    "principle_unanswered": _("The principle %(principle)s is not answered yet."),
    "principle_without_note": _("Say how the principle %(principle)s is met, or why not."),
    "no_risk_assessed": _("No risk has been assessed yet."),
    "stage_without_risk": _("No risk of the stage %(stage)s has been assessed."),
    "risk_untreated": _("Decide how risk %(number)s is treated."),
    "residual_missing": _("Estimate what remains of risk %(number)s after treatment."),
    "residual_above_initial": _("Risk %(number)s is estimated higher after treatment than before."),
    "controls_missing": _("Name the controls for risk %(number)s."),
    "owner_or_date_missing": _("Name the owner and the date for the treatment of risk %(number)s."),
    "findings_unanswered": _("%(count)s findings of the reviewer are not answered yet."),
    "no_reviewer": _("No reviewer is assigned yet. The secretariat assigns one."),
}
