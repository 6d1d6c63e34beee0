"""Forms about a grant: suspending, resuming and revoking with a day of effect; conditions; disposal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.http.fields import UploadsField, not_ahead
from core.http.texts import sentence
from governance.sharing.enums import EVIDENCE_KINDS, Certified, CopyOutcome, DisposalMethod, Harm
from governance.sharing.forms.fields import date_field, text_field


def _files() -> UploadsField:
    return UploadsField(
        label=_("Files"),
        kinds=EVIDENCE_KINDS,
        required=False,
        help_text=_(
            "PDF, pictures, CSV, text, Excel or Word, up to ten. Only those concerned can open them."
        ),
    )


class EffectForm(forms.Form):
    """A day from which something takes effect: today, unless a later one is chosen."""

    from_on = date_field(
        _("Takes effect on"),
        initial=clock.today,
        help_text=_("Today, or a later day: then it happens by itself."),
    )

    def clean_from_on(self) -> date:
        """Not a day that has passed."""
        day: date = self.cleaned_data["from_on"]
        if day < clock.today():
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        return day


class SuspendForm(EffectForm):
    """Why nothing may be delivered, from when."""

    reason = text_field(_("Reason"), help_text=_("Recipient and provider read it."))


class ResumeForm(EffectForm):
    """Why deliveries may go on, and from when."""

    reason = text_field(_("Reason"), help_text=_("Recipient and provider read it."))


class OwnDecisionForm(forms.Form):
    """A decision taken for this act."""

    decision_number = forms.ChoiceField(label=_("Decision"))

    def __init__(self, *args: Any, decisions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision_number"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = decisions


class RevokeForm(OwnDecisionForm, EffectForm):
    """The decision that takes a grant back, why, and from when."""

    reason = text_field(_("Reason"), help_text=_("Recipient and provider read it."))
    field_order = ("decision_number", "reason", "from_on")


class TakeBackForm(forms.Form):
    """The holder takes its decision to provide back."""

    file_number = forms.CharField(label=_("File number"), max_length=60)
    harm = forms.ChoiceField(
        label=_("Unjust harm to the rights of persons"), choices=Harm.choices, widget=forms.RadioSelect
    )
    reasons = text_field(_("Reasons"), help_text=_("The recipient and the council read them."))


class EndAgreementForm(EffectForm):
    """Why an agreement ends before its last day, and from when it is no longer in force."""

    reason = text_field(
        _("Reason"), help_text=_("By which clause or agreement it ends. Recipient and provider read it.")
    )
    field_order = ("reason", "from_on")


class CallOffEndForm(forms.Form):
    """Why an agreement does not end before its last day after all."""

    reason = text_field(_("Reason"), help_text=_("Recipient and provider read it."))


class MeasuresForm(forms.Form):
    """A check that a recipient abroad keeps its equivalent measures up."""

    checked_on = date_field(_("Checked on"), initial=clock.today, validators=[not_ahead])
    findings = text_field(
        _("What was checked and found"),
        help_text=_(
            "The measures that the recipient takes, and whether the system of its country could hinder them."
        ),
    )
    paper = forms.CharField(
        label=_("Paper of the check"), max_length=200, help_text=_("Its number and date, at the provider.")
    )


class EvidenceForm(forms.Form):
    """How a condition is met."""

    evidence = text_field(_("How the condition is met, and where the evidence is"))
    uploads = _files()


class ExtendForm(forms.Form):
    """A later day for a condition."""

    due_on = date_field(_("New day"))
    reason = text_field(_("Reason"))


class AskTimeForm(forms.Form):
    """A later day that the owner of a condition asks for."""

    due_on = date_field(
        _("Day you ask for"), help_text=_("The present day holds until somebody has agreed to the new one.")
    )
    reason = text_field(_("Why the condition cannot be shown by its day, and what is done until then"))


class AnswerTimeForm(forms.Form):
    """Whether more time is given."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("agree", _("Agree to the day asked for")), ("decline", _("Decline: the day stays"))],
        widget=forms.RadioSelect,
    )
    note = text_field(
        _("Reason"),
        required=False,
        help_text=_("Needed where you decline. Whoever owes the condition reads it."),
    )

    def clean(self) -> dict[str, Any]:
        """Who declines says why."""
        data = super().clean() or {}
        if data.get("answer") == "decline" and not (data.get("note") or "").strip():
            self.add_error("note", sentence("sharing.reason_missing", {}))
        return data


class DisposalForm(forms.Form):
    """A return or disposal certificate; where nothing was delivered it may say that (``may_be_nothing``)."""

    method = forms.ChoiceField(label=_("Method"), choices=DisposalMethod.choices, widget=forms.RadioSelect)
    disposed_on = date_field(
        _("Done on"),
        initial=clock.today,
        help_text=_("The day on which the data were returned or disposed of, not that of this certificate."),
    )
    witness = forms.CharField(label=_("Witness (post and name)"), max_length=100)
    description = text_field(_("What, where and how"))
    uploads = _files()

    def __init__(self, *args: Any, may_be_nothing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_nothing:
            return
        method = self.fields["method"]
        assert isinstance(method, forms.ChoiceField)
        method.choices = Certified.choices
        method.initial = Certified.NOTHING
        method.help_text = _("Where nothing was received, leave the other fields as they are.")
        for name in WHERE_RECEIVED:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Day, witness and words belong to data that there were."""
        data = super().clean() or {}
        if data.get("method") not in (None, Certified.NOTHING):
            for name in WHERE_RECEIVED:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed where data were returned or disposed of."))
        return data


WHERE_RECEIVED = ("disposed_on", "witness", "description")


class CopyForm(forms.Form):
    """Somebody to whom the data were passed on."""

    holder = forms.CharField(label=_("Who holds it"), max_length=200)
    place = forms.CharField(label=_("Where it is held"), max_length=200, required=False)


class AccountForm(forms.Form):
    """What became of a copy."""

    outcome = forms.ChoiceField(
        label=_("What became of it"), choices=CopyOutcome.choices, widget=forms.RadioSelect
    )
    done_on = date_field(_("Done on"), required=False, help_text=_("Not needed where no copy was made."))
    note = text_field(_("How, and who saw it"), rows=3, required=False)
