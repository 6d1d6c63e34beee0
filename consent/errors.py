"""What consent refuses, in words (registered with core.http when the app is ready)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

SENTENCES: Mapping[str, Text] = {
    "parent_decides": _(
        "Under the age of %(under)s a parent or guardian decides. Please ask them to answer for you."
    ),
    "newer_answer": _("There is an answer to a newer version of this notice already. It stays as it is."),
    "asked_already": _("This person was asked about this version before. Nobody is asked twice."),
    "choice_is_over": _("The period of this choice is over."),
    "no_revival": _("The person ended this consent. A synchronisation never brings it back."),
    "answer_unknown": _("Please choose one of the answers shown."),
    "notice_not_asked": _("This notice has changed, or is no longer asked. Please read the present one."),
    "notice_defective": _(
        "This version of the notice was found to be defective: nobody can agree to it any more, and nothing is handed "
        "over because of it. You need not do anything. The council asks again with a corrected version."
    ),
    "version_defective": _(
        "This version was declared defective before. What is left is told on the notice's page."
    ),
    "nothing_left_to_end": _("No consent under this version is left to be ended."),
    "consents_left": _("%(left)s consents could not be ended yet. It is tried again by itself."),
    "nothing_newer_to_ask": _(
        "No newer version is asked today. Publish one first: nobody is asked twice about the same version."
    ),
    "nobody_to_ask": _("Everybody of this version has been asked, has answered, or is held."),
    "decision_missing": _("Please enter the number of the decision that this rests on."),
    "draft_open": _("A draft is open already. Go on with it."),
    "no_draft": _("There is no draft to publish. Begin a new version first."),
    "notice_incomplete": _("The notice is not complete yet: %(count)s points are missing."),
    "notice_block_empty": _("This text is missing."),
    "notice_without_choice": _("Add at least one choice."),
    "choice_code_twice": _("Two choices have the same code."),
    "choice_incomplete": _("This part of the choice is missing."),
    "choice_without_end": _("Say until when a consent is valid: a number of months or a last day."),
    "purpose_unknown": _("Choose a purpose from the list."),
    "easy_sentence_long": _(
        "A sentence of the plain text is longer than %(longest)s characters. One fact per sentence."
    ),
    "secretariat_only": _("Only the secretariat may do this."),
    "proxy_incomplete": _("Say why this person acts for the other, and what was shown as proof."),
    "proxy_not_another": _("Choose another person, known to the same council."),
    "birth_date_missing": _(
        "No date of birth is kept of this person. Enter the one that the document shows, or that it is the guardian of "
        "a grown-up: the council's rules about children depend on it."
    ),
    "child_chooses_nobody": _(
        "Under the age of %(under)s nobody chooses a representative. Only a legal representative decides: a parent or "
        "guardian, registered with a document that shows it."
    ),
    "parent_objects": _(
        "A parent or guardian has objected, and the consent for this child was ended by a decision. As long as the "
        "objection stands, nobody agrees for the child. Once it is settled or taken back, a signed form is recorded at "
        "the counter of the council. Each parent can refuse or withdraw at any time."
    ),
    "parents_sign_together": _(
        "For this child %(needed)s parents agree together. They sign one form on paper, which the counter of the "
        "council records. Each parent can refuse or withdraw alone, at any time."
    ),
    "parent_missing": _(
        "For this child %(needed)s parents agree together, but only %(registered)s can sign; nobody else is registered "
        "with the authority. Another parent is registered at the counter of the council, with a document that shows "
        "it; where there is none, the form is recorded there with the decision that this is enough. Each parent can "
        "refuse or withdraw alone, at any time."
    ),
    "proxy_barred": _("This person cannot be registered here."),
    "proxy_exists": _("This person is registered already."),
    "proxy_over": _("This registration has ended already."),
    "proxy_without_authority": _("Whoever signed has no authority to decide for this person."),
    "hold_incomplete": _("Choose the kind of hold and enter the reference it rests on."),
    "hold_hides_protection_only": _("Only a protective measure hides records from somebody."),
    "hold_over": _("This hold has been lifted already."),
    "witness_missing": _("Enter who witnessed the signature."),
    "signed_before_notice": _("The date of signature must lie between the notice's publication and today."),
    "another_council": _("This person is not known to this council."),
    "idempotency_key_used": _(
        "This idempotency key was used for another person. Send a key of its own for each."
    ),
    "report_refused_before": _(
        "The agreements in this report were refused before; what it ended counts. If the person agrees now, report "
        "that under a key of its own."
    ),
    "own_matter": _("Nobody at the counter handles a matter that concerns themselves. Ask a colleague."),
    "copy_sent_already": _("The copy has been sent already."),
    "nothing_to_undo": _(
        "Nothing was agreed to in this entry, so nothing can be undone. Whoever wants to agree answers anew."
    ),
    "undo_over": _("The period for undoing this entry is over. The person can withdraw at any time."),
    "table_empty": _("There is no line in the file."),
    "table_id_wrong": _("Line %(line)s: the id is missing or longer than 100 characters."),
    "table_id_twice": _("Line %(line)s: this id stands in line %(first)s already."),
    "table_date_wrong": _("Line %(line)s: write the day of the consent as year-month-day, like 2025-06-01."),
    "given_in_the_future": _("A consent in the table was given after today. Check the dates."),
    "notice_unknown": _("No notice of this council has that digest, or it is not about your data."),
    "no_feed": _("Say first that this holder keeps consents of its own."),
    "person_unknown": _("Nobody is known under this id. Check it, or enrol the person first."),
    "number_unknown": _(
        "Nobody is found by this number. A code from My page counts once, within 30 minutes: ask for a new one. Check "
        "the number of the receipt or the mark."
    ),
    "handover_over": _(
        "This hand-over was used, or is older than an hour. Open the page once more from the provider's app."
    ),
    "id_of_another": _(
        "Somebody else's page is linked with this user number already. Ask the secretariat of the council: with an "
        "identification it is looked into there, and that link is ended first."
    ),
    "known_by_another_id": _(
        "This provider's data are linked under another user number already. The secretariat of the council ends that "
        "link first, with an identification."
    ),
    "id_of_represented": _(
        "A parent, guardian or representative is registered for whom this user number belongs to, or their records are "
        "protected. Such a number is not linked here: ask the secretariat of the council."
    ),
    "id_of_another_at_counter": _(
        "Somebody who signs in is linked with this user number already. Compare it with the holder's paper. If it is "
        "this person's all the same, find the other page by the holder and the number, and end the link there first."
    ),
    "known_by_another_id_at_counter": _(
        "This holder knows the person under another user number already. Where the holder's paper names the new one, "
        "end the link on the person's page first, under “Known to holders”."
    ),
    "id_of_represented_at_counter": _(
        "Somebody decides for whom this user number belongs to, or their records are protected. The two pages are not "
        "made one. Find that person by the holder and the number, and go on there."
    ),
    "persons_linked_both": _(
        "Both this page and the user number are linked with providers already, and data may have gone out under each. "
        "They stay apart. What you agreed to under the user number you see and withdraw in the provider's app; without "
        "it the counter of the council withdraws it for you, with an identification."
    ),
    "persons_linked_both_at_counter": _(
        "Both are linked with holders already, and data may have gone out under each. They stay two pages: what is in "
        "force is withdrawn, and what was signed is recorded, on the page that it belongs to. Find the other one by "
        "the holder and the number."
    ),
    "persons_are_two": _(
        "One of the two is registered as acting for the other, or the other's records are closed to them: they are two "
        "people. Nothing was linked. Please check the user number."
    ),
    "born_apart": _(
        "The dates of birth differ: they are two people. Nothing was linked. Please check the user number."
    ),
    "somebody_known": _(
        "Somebody is known under this user number already. Compare what is shown, and say whether it is the same "
        "person."
    ),
    "joined_before": _("This turned out to be the same as another person. Go on there."),
}
