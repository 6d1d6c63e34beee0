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
    "no_edition_yet": _("This rule document has no text yet, so there is nothing to amend."),
    "amendment_changed_meanwhile": _(
        "Somebody else has changed this amendment while you were writing. "
        "Reload the page, then enter your change again."
    ),
    "amendment_overtaken": _(
        "Edition %(last)s was adopted after this amendment had been drafted on edition %(base)s. "
        "Put it on the text adopted last first."
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
        "Somebody else has changed this draft while you were writing. What you wrote is still here: open the draft in "
        "another window, and carry your change over."
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
