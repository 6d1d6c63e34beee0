"""What the rulebook refuses, in words (registered with core.http when the app is ready)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

SENTENCES: Mapping[str, Text] = {
    "rules_already_there": _(
        "This council has its rule documents already. Draft an amendment to change them."
    ),
    "founding_begun": _("The first rule documents are being drafted already. Go on with the drafts."),
    "founding_empty": _("There is no draft to put in force. Add a rule document first."),
    "founding_unexplained": _("Say by which meeting and on which day the council adopted the documents."),
    "founding_first": _(
        "The council has no rule documents yet. Put the first ones in force before adding others."
    ),
    "document_code_taken": _(
        "There is a rule document with the code %(document)s already. Give this one another code."
    ),
    "text_not_toml": _("This is not TOML: %(detail)s"),
    "text_no_document": _("This is not a rule document as the model texts write it: %(detail)s"),
    "text_code_unfit": _(
        "The code %(code)s does not fit: small letters, digits and underscores, and not a reserved word."
    ),
    "text_name_unfit": _("%(field)s has between 1 and %(limit)s characters."),
    "placeholder_missing": _(
        "The names that the rule documents need are not complete. Fill in those marked."
    ),
    "no_edition_yet": _("This rule document has no text that stands, so there is nothing to amend."),
    "amendment_changed_meanwhile": _(
        "This amendment was changed while you were writing, by somebody else or by you in another window. "
        "Reload the page, then enter your change again."
    ),
    "amendment_overtaken": _(
        "This amendment was drafted on edition %(base)s, but the text adopted last is edition %(last)s. "
        "Put it on that text first."
    ),
    "editions_not_together": _(
        "These two editions do not hang together: each can be withdrawn by a decision of its own."
    ),
    "edition_withdrawn_already": _("This edition was withdrawn already."),
    "edition_binds_already": _(
        "This edition has been binding since %(on)s. It is changed by an amendment, no longer withdrawn."
    ),
    "edition_not_last": _("Edition %(last)s was adopted on top of this one. Withdraw that one first."),
    "edition_of_founding": _(
        "The first rule documents were put in force without a decision in this system. Change them by an amendment."
    ),
    "ending_unexplained": _("Say why."),
    "decision_spent_on_edition": _(
        "Decision %(number)s adopted or withdrew an edition of this rule document that was withdrawn, and carries "
        "nothing more. Bring this before the council again, and give the number of what it carries."
    ),
    "document_repealed": _("This rule document is repealed, or will be. It is not amended any more."),
    "document_needed": _(
        "The council cannot act without what this text alone says: %(setting)s. Let another rule document say it from "
        "the same day first."
    ),
    "amendment_up_to_date": _("The amendment is built on the text adopted last already."),
    "amendment_clashes": _(
        "%(count)s provisions were changed by the newer edition as well. Say whose words shall stand."
    ),
    "amendment_changes_nothing": _("The text is the same as before. Change a provision first."),
    "edition_in_the_past": _("Rules cannot take effect on a day that is past. Choose today or a later day."),
    "edition_before_its_base": _(
        "The text that this amends takes effect on %(on)s. Choose that day or a later one."
    ),
    "edition_too_far": _("This day is more than a year ahead, and cannot be taken back. Check the year."),
    "founding_unamendable": _(
        "Nothing in these documents says by which majority the council decides, so that they could never be amended. "
        "Add a provision with the ordinary majority first."
    ),
    "founding_changed_meanwhile": _(
        "This draft was changed while you were writing, by somebody else or by you in another window. What you wrote "
        "is still here: open the draft in another window, and carry your change over."
    ),
    "document_not_as_voted": _(
        "The draft was changed after decision %(number)s was taken, and reads otherwise than what was voted on. Change "
        "it back, or have the text decided anew."
    ),
    "text_in_vote": _(
        "This text is being voted on, and stays as it is until the vote is over. Change it after that, and have what "
        "then reads otherwise decided anew."
    ),
    "decision_number_missing": _("Enter the number of the decision that adopted the amendment."),
    "provision_unknown": _("There is no such provision in this text. Reload the page to see what is."),
    "text_too_long": _("The text is too long. It may have up to %(limit)s characters."),
    "text_control_characters": _(
        "The text contains characters that cannot be seen. Remove them and try again."
    ),
    "text_key_twice": _("Another provision already has the identity %(provision)s. Choose another."),
    "text_key_malformed": _(
        "An identity is made of small letters, digits and underscores: %(provision)s is not one."
    ),
    "text_fixed_twice": _(
        "Two provisions fix the same thing: %(provision)s and %(other)s. Take one of them out."
    ),
    "text_fixed_elsewhere": _(
        "Another rule document (%(document)s) already fixes %(setting)s. It can be fixed in one place only."
    ),
    "text_fixed_beside": _(
        "The rule document %(document)s already fixes %(setting)s, and it can be fixed in one place only. Leave it out "
        "here; to move it here, first draft the amendment that takes it out there."
    ),
    "text_fixed_in_draft": _(
        "The draft %(document)s fixes %(setting)s as well, and it can be fixed in one place only. Leave it out here, "
        "or take it out there first."
    ),
    "text_no_article": _("The document has no article."),
    "text_after_supplement": _("The supplementary provisions come last."),
    "text_stands_alone": _("A paragraph belongs to an article and an item to a paragraph."),
    "text_empty": _("%(provision)s has nothing below it. Add its text or take it out."),
    "text_branch_of_nothing": _("A branch number needs a provision before it."),
    "text_text_missing": _("A text is missing at %(provision)s. Both languages are needed."),
    "text_setting_unknown": _("There is no setting %(setting)s."),
    "text_setting_malformed": _("The value of %(setting)s does not fit: %(detail)s"),
    "text_check_unknown": _("There is no check %(check)s."),
    "text_reference_to_nothing": _("%(provision)s refers to %(to)s, which is not in this text."),
}
