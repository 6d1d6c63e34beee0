"""Shapes of input on the members' pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organisation
from core.administration.queries import account_of
from core.http.dates import short
from core.http.fields import LongText, NamedChoice, WholeNumber
from core.http.texts import Text
from governance.members.enums import BlockScope, DelegateKind, OfficeKind
from governance.members.models import Office


class ApplyForm(forms.Form):
    """Application for membership; organisations and classes are those open to the applicant."""

    organisation = NamedChoice(
        queryset=Organisation.objects.none(), label=_("Organisation"), empty_label=None
    )
    member_class = forms.ChoiceField(label=_("Class of membership"))
    motive = LongText(
        label=_("Why you want to join"),
        help_text=_("In a few sentences. The members read this."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, *args: Any, organisations: Any, classes: Iterable[tuple[str, Text]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["member_class"].choices = list(classes)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason."""

    reason = LongText(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class LeaveForm(ReasonForm):
    """Why the organisation leaves, and that it knows what follows."""

    is_sure = forms.BooleanField(
        label=_("We have read what ends and what remains to be done, and leave the council."),
        error_messages={
            "required": _("Tick this once you have read what follows. Nothing has been done yet.")
        },
    )

    def clean(self) -> dict[str, Any]:
        """The tick is asked, not kept."""
        data = super().clean() or {}
        data.pop("is_sure", None)
        return data


class PaperLeaveForm(LeaveForm):
    """The organisation leaves on paper."""

    notice = forms.CharField(
        label=_("Its written notice"),
        help_text=_("Its number or the day it came in, so that it is found in the council's files."),
        max_length=60,
    )
    reason = LongText(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    field_order: Sequence[str] = ("notice", "reason", "is_sure")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_sure"].label = _("The notice has been checked: the organisation leaves the council.")


class ClassForm(forms.Form):
    """Another class of membership, and the decision it rests on."""

    member_class = forms.ChoiceField(label=_("Class of membership"), widget=forms.RadioSelect)
    decision_number = forms.CharField(
        label=_("Number of the decision"), help_text=_("As printed, for instance ○○協第24号."), max_length=60
    )

    def __init__(self, *args: Any, classes: Iterable[tuple[str, Text]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member_class"].choices = list(classes)  # type: ignore[attr-defined]


class AdmitForm(forms.Form):
    """The decision on which an admission rests; ``is_decided``: a body sits that decides on applicants."""

    decision_number = forms.CharField(
        label=_("Number of the decision"),
        help_text=_("As printed, for instance ○○協第24号."),
        max_length=60,
    )

    def __init__(self, *args: Any, is_decided: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision_number"].required = is_decided


class DecidedForm(ReasonForm):
    """A reason and the decision it rests on."""

    decision_number = forms.CharField(
        label=_("Number of the decision"),
        help_text=_("As printed, for instance ○○協第24号."),
        max_length=60,
        required=False,
    )


class OutcomeForm(ReasonForm):
    """A reason and the decision that it needs."""

    decision_number = forms.CharField(
        label=_("Number of the decision"),
        help_text=_("As printed, for instance ○○協第24号."),
        max_length=60,
    )
    field_order: Sequence[str] = ("decision_number", "reason")


class SuspendForm(OutcomeForm):
    """A suspension as it was voted on: why, and up to which day."""

    until_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("As it was voted on. The suspension ends by itself after it."),
    )
    field_order: Sequence[str] = ("decision_number", "until_on", "reason")


class BlockForm(OutcomeForm):
    """A block by decision: what it keeps the organisation from, why, from when and until when."""

    scope = forms.ChoiceField(
        label=_("Keeps the organisation from"), choices=BlockScope.choices, widget=forms.RadioSelect
    )
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    field_order: Sequence[str] = ("decision_number", "scope", "from_on", "until_on", "reason")


class AppealForm(forms.Form):
    """What the organisation holds against a block."""

    objection = LongText(
        label=_("Objection"),
        help_text=_("Why the block is wrong, and what you ask for. The council decides by another decision."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class PledgeForm(forms.Form):
    """Acceptance of the participation rules: the edition that was read."""

    edition = WholeNumber(widget=forms.HiddenInput)
    text_digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agree = forms.BooleanField(
        label=_("On behalf of the organisation I have read the participation rules and accept them.")
    )


class PersonForm(forms.Form):
    """A person, found by e-mail address; the secretariat invites who has no account by giving the name."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("Needed only for somebody without an account; they get an invitation."),
    )

    def __init__(self, *args: Any, may_invite: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_invite = may_invite
        if not may_invite:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        """An account that there is, or a name to invite."""
        data = super().clean() or {}
        data.setdefault("name", "")
        email = data.get("email") or ""
        if email and account_of(email) is None:
            if not self.may_invite:
                self.add_error(
                    "email", _("Nobody has an account with this address. Ask the person to sign up.")
                )
            elif "name" not in self.errors and not data["name"]:
                self.add_error(
                    "name", _("Nobody has an account with this address. Write the name to invite.")
                )
        return data


class PostFields(forms.Form):
    """The post that a place goes with."""

    post_ja = forms.CharField(
        label=_("Post (Japanese)"),
        max_length=100,
        required=False,
        help_text=_(
            "Only where the place goes with a post (充て職): whoever follows in the post takes it over."
        ),
    )
    post_en = forms.CharField(label=_("Post (English)"), max_length=100, required=False)


class DelegateForm(PersonForm, PostFields):
    """Somebody who is to act for a member."""

    kind = forms.ChoiceField(
        label=_("Acts as"),
        choices=DelegateKind.choices,
        initial=DelegateKind.DEPUTY,
        widget=forms.RadioSelect,
        help_text=_("A representative binds the organisation; a deputy attends and votes in their place."),
    )
    field_order = ("email", "name", "kind", "post_ja", "post_en")

    def __init__(self, *args: Any, has_left: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_left:
            kind: Any = self.fields["kind"]
            kind.choices = [(DelegateKind.REPRESENTATIVE, DelegateKind.REPRESENTATIVE.label)]
            kind.initial = DelegateKind.REPRESENTATIVE
            kind.help_text = _("It has left; its representative settles what is still to be done.")


class OverlapFields(forms.Form):
    """Why an office is in one hand with what is better kept apart from it."""

    overlap_reason = LongText(
        label=_("Why it is in one hand"),
        help_text=_(
            "Only where the person also works in the secretariat, signs for the council or has another office that is "
            "better kept apart. It stands on the list of officers."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OfficeForm(PersonForm, PostFields, OverlapFields):
    """Somebody who is to hold an office."""

    kind = forms.ChoiceField(label=_("Office"), choices=OfficeKind.choices)
    organisation = NamedChoice(queryset=Organisation.objects.none(), label=_("Organisation"), required=False)
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    remainder_of = NamedChoice(
        queryset=Office.objects.none(),
        label=_("Serves the rest of the term of"),
        required=False,
        help_text=_("For a substitute: the term ends with that of the predecessor."),
    )
    field_order = (
        *("kind", "email", "name", "organisation", "from_on", "remainder_of"),
        *("post_ja", "post_en", "overlap_reason"),
    )

    def __init__(self, *args: Any, organisations: Any, predecessors: Any, **kwargs: Any) -> None:
        super().__init__(*args, may_invite=True, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        former: Any = self.fields["remainder_of"]
        former.queryset = predecessors
        former.label_from_instance = lambda office: (
            f"{office.get_kind_display()} {office.user.name} ({short(office.term_ends_on)})"
        )


class EndForm(forms.Form):
    """The last day of a term."""

    on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))


class HandOverForm(PersonForm):
    """Who follows in a post, and from when."""

    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))


class HandOverOfficeForm(HandOverForm, OverlapFields):
    """Who follows in a post that an office goes with."""

    field_order: Sequence[str] = ("email", "name", "from_on", "overlap_reason")


class ChargeForm(forms.Form):
    """A year's dues."""

    fiscal_year = WholeNumber(
        label=_("Fiscal year"), min_value=2000, max_value=2100, help_text=_("The year in which it begins.")
    )
    due_on = forms.DateField(label=_("To be paid by"), widget=forms.DateInput(attrs={"type": "date"}))
