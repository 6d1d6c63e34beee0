"""What sharing refuses, in words: what happened and what to do next (registered when the app is ready)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text
from governance.sharing.errors.conditions import CONDITIONS
from governance.sharing.errors.editing import EDITING
from governance.sharing.errors.endings import ENDINGS
from governance.sharing.errors.incidents import INCIDENTS
from governance.sharing.errors.lookups import LOOKUPS
from governance.sharing.errors.replays import REPLAYS
from governance.sharing.errors.reviews import REVIEW
from governance.sharing.errors.upholding import UPHOLDING

_RESTS_ON_ROLE: Mapping[str, Text] = {
    "sharing.not_data_officer": _(
        "Only a data officer of the provider may do this. Ask your organisation's representative."
    ),
    "sharing.not_representative": _(
        "Only a representative of the organisation may ask for data in its name."
    ),
    "sharing.not_recipient": _("Only the recipient answers for what it holds."),
    "sharing.not_on_panel": _("You do not sit on the panel of this case."),
    "sharing.not_in_council": _(
        "Only people of this council may report here. Write to the council's office instead."
    ),
}

_HANDLING: Mapping[str, Text] = {
    "sharing.second_person_needed": _(
        "You have an interest in this case: ask a colleague to check this step first."
    ),
    "sharing.colleague_without_interest": _(
        "You have an interest in this case: a colleague of the secretariat who has none does this. Where there is "
        "nobody, have the role of the secretariat given to somebody of another organisation."
    ),
    "sharing.not_of_the_secretariat": _("Only interests of the secretariat's staff are put on record here."),
    "sharing.interest_on_record": _("This person's interest is on record already."),
    "sharing.keeper_by_another": _(
        "You have an interest in case %(line)s: a colleague chooses who looks after it."
    ),
    "sharing.keeper_with_interest": _(
        "This person has an interest in case %(line)s on record. Choose somebody else."
    ),
    "sharing.no_successor": _(
        "Choose two different people who have a role in this council. Give the successor a role first."
    ),
    "sharing.in_hand_changed": _(
        "What is in hand has changed since it was shown. Look through the list again, then hand over."
    ),
    "sharing.nothing_to_hand_over": _(
        "Nothing would move to the successor. The list says why each part stays or is left over."
    ),
    "sharing.place_stays": _(
        "Whoever has voted, is recused or has left keeps this place on the panel as it is."
    ),
    "sharing.opinion_of_predecessor": _(
        "Your predecessor in this seat gave the opinion on this line. It stands, and none is asked for again."
    ),
    "sharing.none_chosen": _("Choose at least one case, and what is to be done."),
    "sharing.no_check_needed": _("This step needs no check by a second person, or is not yours."),
    "sharing.check_by_another": _("Another person without an interest in the case has to check it."),
    "sharing.expert_invited_already": _("This person is invited to the case already."),
    "sharing.expert_not_invited": _(
        "Nobody invites this person to the case any more, or an interest keeps them from it."
    ),
    "sharing.expert_has_part": _(
        "This person has a part in the case already: for a party, on the panel, or among those who keep it. Ask "
        "somebody from outside."
    ),
    "sharing.comment_incomplete": _("Write the comment, about this request."),
    "sharing.checked_already": _("This step is checked already."),
}

_PAPERS: Mapping[str, Text] = {
    "sharing.letter_not_called_for": _(
        "This letter is not the next step, or it is on its way already. Look among the documents of the request."
    ),
    "sharing.letter_not_owed_again": _(
        "This letter is called for already, or what it would have told is over. What is on record stays."
    ),
    "sharing.interest_unexplained": _("Write in the note what the other reason is."),
    "sharing.declare_first": _("Declare your interest in this case first. The file opens after that."),
}

_DATASETS: Mapping[str, Text] = {
    "sharing.unknown_field": _("There is no field “%(field)s” here. Reload the page and try again."),
    "sharing.suspended_by_provider": _("The provider suspended the dataset; the provider resumes it."),
    "sharing.suspended_by_secretariat": _(
        "The secretariat suspended the dataset; the secretariat resumes it."
    ),
    "sharing.dataset_without_items": _("The dataset has no items yet. Name them first."),
    "sharing.stages_undeclared": _(
        "These stages of the lifecycle are not declared yet: %(stages)s. Declare them first."
    ),
    "sharing.item_too_light": _(
        "Item “%(item)s” says more about a person than the sensitivity chosen for it. Choose a higher one."
    ),
    "sharing.open_data_about_persons": _(
        "Open data holds nothing about persons, but these items do: %(items)s. Take them out, or do not mark the "
        "dataset as open."
    ),
    "sharing.open_data_without_licence": _(
        "Open data needs a licence and a link to where it is. Add both first."
    ),
    "sharing.open_data_needs_no_request": _(
        "%(dataset)s is open data: take it at %(link)s under its licence. No request is needed."
    ),
    "sharing.import_empty": _("There is nothing to read. Choose a file or paste the document."),
    "sharing.import_too_large": _(
        "The document is longer than %(characters)s characters. Take one dataset out of it and try that."
    ),
    "sharing.import_not_json": _(
        "This is not JSON: it breaks in line %(line)s, column %(column)s. Copy the whole document again."
    ),
    "sharing.import_too_deep": _(
        "The document is nested too deeply, or holds numbers that JSON does not have. It was not read."
    ),
    "sharing.import_no_dataset": _(
        "No dataset was found in it. Take DCAT in JSON-LD with a dcat:Dataset, or what CKAN answers to package_show."
    ),
    "sharing.import_no_title": _(
        "The dataset in it has no title. Add one to the document (dct:title) and try again."
    ),
    "sharing.import_ckan_failed": _("CKAN answered with an error, not with a dataset. Ask it again."),
    "sharing.revision_is_adopted": _("A revision is not registered but adopted. Press “Adopt”."),
    "sharing.not_a_revision": _("This draft revises nothing. Register it instead."),
    "sharing.revision_open_already": _(
        "A revision of this dataset is open already. Go on with that one, or discard it first."
    ),
    "sharing.revision_changes_nothing": _(
        "The revision is the same as the declaration in force. Change it, or discard it."
    ),
    "sharing.items_in_use": _(
        "Requests rest on these items: %(items)s (%(lines)s). Keep them, or end what rests on them first."
    ),
    "sharing.dataset_in_use": _("Grants still rest on this dataset: %(grants)s. Close them first."),
    "sharing.dataset_not_available": _(
        "This dataset cannot be chosen here. Choose one from the council's catalogue."
    ),
}

_REQUESTS: Mapping[str, Text] = {
    "sharing.request_without_lines": _("The request asks for nothing yet. Add a dataset first."),
    "sharing.nothing_left_to_decide": _(
        "Everything in this request is decided: %(lines)s. Add a dataset, or end the request with what is decided: "
        "“Withdraw the rest of the request”."
    ),
    "sharing.only_rest_withdrawn": _(
        "Decided, and staying so: %(lines)s. Choose “Withdraw the rest of the request” to take back what is not "
        "decided."
    ),
    "sharing.nothing_decided": _("Nothing of %(reference)s is decided. Withdraw the whole request instead."),
    "sharing.line_taken_out": _(
        "Line %(line)s was taken out. Add the dataset anew if you want to ask for it again."
    ),
    "sharing.project_not_running": _(
        "The project “%(project)s” is finished or not of this council. Choose another."
    ),
    "sharing.period_backwards": _("The end of the use lies before its beginning. Correct the period."),
    "sharing.follow_kind_missing": _("Say whether it is a change or a renewal."),
    "sharing.line_followed": _(
        "%(line)s was changed or prolonged by %(by)s already. Open that request and begin from there."
    ),
    "sharing.nothing_granted": _("Nothing of %(reference)s is granted. Copy it into a new request instead."),
    "sharing.new_reasons_missing": _("Write the new reasons. A re-examination rests on them."),
    "sharing.nothing_refused": _("Choose what was refused in %(reference)s."),
    "sharing.reexamination_not_ruled": _(
        "No rule in force opens a re-examination. Begin a new request instead."
    ),
    "sharing.reexamined_before": _(
        "A re-examination can be asked for once, and it was: see %(reference)s. Begin a new request instead."
    ),
    "sharing.reexamination_too_late": _(
        "A re-examination was to be asked for by %(until)s. Begin a new request instead."
    ),
    "sharing.change_incomplete": _("Say what has changed, how it was before and how it is now."),
    "sharing.attachment_without_title": _("Say what the file is."),
    "sharing.measure_unknown": _("One of the safety measures is not known here. Choose from the list."),
    "sharing.attachment_gone": _("The file is not there any more."),
    "sharing.attachment_handed_in": _(
        "The file was handed in with an earlier submission, and stays on record as it was. Take it out and add it anew."
    ),
    "sharing.too_many_attachments": _(
        "A request takes %(most)s files. Take one out first, or put some together."
    ),
    "sharing.reason_missing": _("Write the reason. Others rely on it."),
    "sharing.decision_not_about_line": _(
        "Decision %(number)s is not about line %(line)s. Choose the decision taken about it."
    ),
    "sharing.no_approval_rule": _(
        "No rule in force says which body approves, or the class of the data is not known. Complete the line, or ask "
        "the secretariat about the rules."
    ),
    "sharing.wrong_body": _("This decision was taken by “%(took)s”; the rule asks for “%(needed)s”."),
    "sharing.not_provisional": _(
        "The approval of line %(line)s is not provisional: there is nothing to ratify."
    ),
    "sharing.ratification_overdue": _(
        "The approval was to be ratified by %(due)s and has lapsed. Let the request take the ordinary way."
    ),
    "sharing.not_an_emergency": _("The request is not marked as an emergency. It takes the ordinary way."),
    "sharing.harm_feared": _("Where unjust harm is feared the data may not be provided. Decline instead."),
    "sharing.provider_decision_incomplete": _(
        "Enter the file number, the judgement of harm and the reasons."
    ),
    "sharing.ground_not_fitting": _(
        "The law table has no such ground between these parties for this form and class. Choose one of the list."
    ),
    "sharing.grounds_agree": _("The provider has decided on the ground of the request already."),
    "sharing.items_not_asked": _("Choose at least one of the items asked for, and no others."),
}

_GRANTS: Mapping[str, Text] = {
    "sharing.agreement_kind_and_form": _("This kind of agreement does not fit the form “%(form)s”."),
    "sharing.agreement_number_missing": _("Enter the number of the contract."),
    "sharing.agreement_period_backwards": _("The period ends before it begins. Choose a later last day."),
    "sharing.agreement_not_signed_yet": _(
        "%(day)s is still to come. Record the agreement once both parties have signed it."
    ),
    "sharing.agreement_before_decision": _(
        "The provider decided on %(day)s, and an agreement is signed after that. Check the day of signature."
    ),
    "sharing.agreement_number_taken": _(
        "%(number)s is recorded already as the contract of other parties (%(line)s). Check the number."
    ),
    "sharing.agreement_ends_before_use": _(
        "The contract ends on %(until)s, before the approved use begins on %(first)s. Check its period."
    ),
    "sharing.agreement_begins_after_use": _(
        "The contract begins on %(starts)s, after the approved use has ended on %(last)s. Check its period."
    ),
    "sharing.approval_ends_before_use": _(
        "The use asked for begins on %(first)s, after the approval has ended on %(last)s. A new request is needed."
    ),
    "sharing.grant_not_over": _("The grant runs until %(ends)s."),
    "sharing.decision_superseded": _(
        "Decision %(number)s has been superseded. Choose the decision that took its place, if it was taken for this."
    ),
    "sharing.decision_missing": _("Choose the decision of the council that this rests on."),
    "sharing.decision_used_already": _(
        "Decision %(number)s was taken for something else. This needs a decision of its own about the line."
    ),
    "sharing.effect_in_past": _("The day of effect has passed. Choose today or a later day."),
    "sharing.effect_beyond_grant": _("The grant ends on %(ends)s by itself. Choose a day by then."),
    "sharing.no_revocation": _("No revocation is on its way."),
    "sharing.revocation_ordered": _(
        "By decision %(number)s the grant is revoked on %(day)s. An earlier day can be set; putting it off needs "
        "another decision."
    ),
    "sharing.suspension_begun": _(
        "The suspension has begun or was called off already. Resume the grant instead."
    ),
    "sharing.cause_remains_condition": _(
        "Condition %(about)s is still overdue. It has to be found met, be waived by a decision, or get a later day."
    ),
    "sharing.cause_remains_assessment": _(
        "Assessment %(about)s no longer counts for this line. It has to be revised and approved."
    ),
    "sharing.cause_remains_incident": _("Incident %(about)s is still open. It has to be settled."),
    "sharing.cause_remains_member": _(
        "A party is not a member in good standing yet. Its membership has to be reinstated."
    ),
    "sharing.items_not_granted": _("Choose items of this grant only."),
    "sharing.delivery_open": _("A delivery of this grant is still open. Release or cancel it first."),
    "sharing.nobody_may_flow": _(
        "Nobody's data may go at the moment: no person has a link, a consent in force and no hold. "
        "Nothing was released."
    ),
    "sharing.grant_not_begun": _("The grant is in force from %(on)s. It is released on that day or later."),
    "sharing.list_has_unlinked": _(
        "Since the release, the link between the holder's id and the person has ended for some on this list "
        "(persons: %(persons)s), so it goes no longer. Prepare a new delivery: its list is without them."
    ),
    "sharing.list_of_suspended_grant": _(
        "Grant %(grant)s is suspended: nothing is handed over until it is resumed. The list can be downloaded after "
        "that."
    ),
    "sharing.list_of_over_grant": _(
        "Grant %(grant)s was revoked or is over: nothing is handed over under it any more, and its lists are not "
        "downloaded."
    ),
    "sharing.not_released": _("The list can be downloaded once it is released."),
    "sharing.receipt_confirmed_already": _("The receipt is confirmed already."),
    "sharing.outcome_missing": _("Choose what was done."),
    "sharing.withdrawal_answered_already": _("It is answered already; the person sees it."),
    "sharing.manner_not_allowed": _(
        "The law, or the agreement, does not allow this manner of recording here. Choose another."
    ),
    "sharing.receipt_incomplete": _(
        "The law asks you to confirm the provider's name, address and representative, how it acquired the data, and "
        "the persons' consent. Fill in what is empty."
    ),
    "sharing.book_holds_hidden": _(
        "This book holds records of a case from which you are recused. The provider, or somebody else of the "
        "secretariat, can make it and take it."
    ),
    "sharing.not_keeper": _("Only the provider or the secretariat keeps these records."),
    "sharing.persons_erased_already": _("Nothing is left to erase here."),
    "sharing.keeping_not_over": _(
        "The records are kept until %(until)s, and until the return or disposal is verified. Nothing was erased."
    ),
    "sharing.withdrawal_unanswered": _(
        "A withdrawal or stop after this delivery is not answered yet. Have the recipient answer it first."
    ),
    "sharing.sent_at_impossible": _("The day and time lie before the release, or in the future."),
    "sharing.sent_while_stopped": _(
        "At that time grant %(grant)s was suspended, revoked or over: nothing was to be handed over. Correct day and "
        "time; if records did go out then, report an incident at once."
    ),
    "sharing.too_many_refused": _(
        "More than %(most)s ids are refused in one report. Prepare a new delivery."
    ),
    "sharing.refused_not_on_list": _(
        "Some of the ids refused are not on this list. Check them; nothing was kept."
    ),
    "sharing.refused_after_report": _(
        "An earlier report says that records under this list were sent. Whoever is on it stays on it, so that a "
        "withdrawal reaches the recipient. Report without ids that were not sent; nothing was kept."
    ),
    "sharing.refused_after_receipt": _(
        "The recipient has confirmed the receipt. Whoever is on the list stays on it, so that a withdrawal reaches the "
        "recipient. Report without ids that were not sent; nothing was kept."
    ),
    "sharing.method_missing": _("Say how the data were disposed of, when, and who confirms it."),
    "sharing.nothing_chosen": _("Choose at least one row first."),
    "sharing.no_records": _("There is no record of that year to put into a book."),
    "sharing.disposal_filed_already": _("A certificate is filed already; the provider verifies it."),
    "sharing.disposal_incomplete": _("Enter method, witness and what was disposed of."),
    "sharing.disposal_before_grant": _(
        "Nothing went under this grant before %(since)s. Give the day on which the data were returned or disposed of."
    ),
    "sharing.disposal_before_delivery": _(
        "The last delivery went on %(last)s. Give a day from then on, on which all of the data were returned or "
        "disposed of."
    ),
    "sharing.disposal_in_future": _("The date lies in the future. Certify what has been done."),
    "sharing.copy_holder_missing": _("Write who holds the copy."),
    "sharing.copy_named_already": _("This holder is on the list already."),
    "sharing.copy_outcome_missing": _("Choose what became of the copy, and the day."),
    "sharing.copy_accounted_already": _("This copy is accounted for already."),
    "sharing.copy_open": _(
        "The copy held by “%(holder)s” is not accounted for. The recipient says first what became of it."
    ),
    "sharing.withdrawals_open": _(
        "Withdrawals or stops of single persons are not answered yet. The recipient answers them first."
    ),
    "sharing.no_disposal_filed": _("The recipient has not filed a certificate yet."),
}

_AGREEMENTS: Mapping[str, Text] = {
    "sharing.agreement_of_others": _(
        "The agreement is for its two parties and the secretariat. Ask one of them for a copy."
    ),
}

_STATUTORY: Mapping[str, Text] = {
    "sharing.statutory_incomplete": _(
        "Say who asked, by which letter, under which statute and article, and for what."
    ),
    "sharing.statutory_in_future": _("The letter cannot be from a day to come. Correct the date."),
    "sharing.statutory_undecided": _(
        "Enter the file number and the judgement, and whether the persons are told."
    ),
    "sharing.statutory_reason_not_told": _("Say why the persons are not told."),
    "sharing.no_statutory_ground": _(
        "The law table has no ground for a provision required by law between these bodies for this class. Correct the "
        "record, or take the way of a data-use request."
    ),
    "sharing.second_person_needed": _("Whoever wrote or decided it cannot check it. Ask a second person."),
}

SENTENCES: Mapping[str, Text] = {
    **_RESTS_ON_ROLE,
    **_HANDLING,
    **_PAPERS,
    **_DATASETS,
    **_REQUESTS,
    **EDITING,
    **REVIEW,
    **CONDITIONS,
    **INCIDENTS,
    **LOOKUPS,
    **ENDINGS,
    **UPHOLDING,
    **_GRANTS,
    **_AGREEMENTS,
    **REPLAYS,
    **_STATUTORY,
}
