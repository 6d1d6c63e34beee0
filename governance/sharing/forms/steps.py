"""Small forms of single steps: reasons, declarations, opinions, decisions, agreements, certificates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.http.fields import NamedChoice
from governance.sharing.enums import (
    AgreementKind,
    Ballot,
    Harm,
    Interest,
    Judgement,
)
from governance.sharing.forms.fields import PUBLISHED
from governance.sharing.forms.fields import date_field as _date
from governance.sharing.forms.fields import text_field as _text
from governance.sharing.models import RequestLine


class ReasonForm(forms.Form):
    """A reason that somebody else will read."""

    reason = _text(_("Reason"))


class MinorForm(forms.Form):
    """Is a change minor, and why; nothing is chosen beforehand."""

    is_minor = forms.TypedChoiceField(
        label=_("Is the change minor?"),
        choices=[("yes", _("Yes, it is minor")), ("no", _("No, it takes the usual way"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = _text(_("Reason"), help_text=_("The board reads it in its file."))


class QuestionForm(forms.Form):
    """A question to the applicant about a line, or about the whole request."""

    line = NamedChoice(
        label=_("About"),
        queryset=RequestLine.objects.none(),
        required=False,
        empty_label=_("The whole request"),
    )
    text = _text(_("Question"))

    def __init__(self, *args: Any, lines: QuerySet[RequestLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The applicant's answer to a question."""

    text = _text(_("Answer"), rows=6)


class DeclarationForm(forms.Form):
    """Interest in the case, declared before the file opens; nothing is chosen beforehand."""

    interest = forms.ChoiceField(
        label=_("Your interest in this case"), choices=Interest.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class OpinionForm(forms.Form):
    """A member's own opinion on one line."""

    judgement = forms.ChoiceField(label=_("Opinion"), choices=Judgement.choices, widget=forms.RadioSelect)
    text = _text(_("Reasons for the opinion"), rows=6)


class OpinionDraftForm(OpinionForm):
    """The same while it is being written: nothing has to be there yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False


class BallotForm(forms.Form):
    """A vote on the board's opinion."""

    choice = forms.ChoiceField(label=_("Vote"), choices=Ballot.choices, widget=forms.RadioSelect)


class DecisionForm(forms.Form):
    """The council's decision on a line, taken by the body that the rule names."""

    decision_number = forms.ChoiceField(label=_("Decision"))
    reasons = _text(_("Reasons"), required=False, help_text=PUBLISHED)

    def __init__(self, *args: Any, decisions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision_number"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = decisions


class ProviderDecisionForm(forms.Form):
    """The holder's own decision, on its own legal ground. ``grounds``: those that fit the line by the law table, the
    one of the request chosen beforehand; none where no ground is needed."""

    file_number = forms.CharField(label=_("File number"), max_length=60)
    ground = forms.ChoiceField(
        label=_("Legal ground of the decision"),
        help_text=_("Where it is not the one of the request, nothing flows until the two agree."),
    )
    harm = forms.ChoiceField(
        label=_("Unjust harm to the rights of persons"), choices=Harm.choices, widget=forms.RadioSelect
    )
    reasons = _text(_("Reasons"))

    def __init__(
        self, *args: Any, grounds: Sequence[tuple[str, str]] = (), expected: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = grounds
        codes = [code for code, _label in grounds]
        field.initial = expected if expected in codes else "".join(codes) if len(codes) == 1 else None
        if not grounds:
            del self.fields["ground"]
        elif field.initial is None:
            field.choices = [("", "–"), *grounds]


class ProvisionForm(ProviderDecisionForm):
    """The holder decides to provide: which items, and what of them it leaves out."""

    items = forms.MultipleChoiceField(
        label=_("Items provided"), widget=forms.CheckboxSelectMultiple, required=False
    )
    restriction = _text(
        _("What is left out or restricted"),
        rows=3,
        required=False,
        help_text=_(
            "What of these items does not go, such as a small district or a month. It is shown to the recipient and "
            "to whoever prepares a delivery, and stands in the agreement and in the record of each provision."
        ),
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = items
        field.initial = [code for code, _label in items]


class AgreementForm(forms.Form):
    """What provider and recipient signed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    contract_number = forms.CharField(label=_("Number"), max_length=60)
    signed_on = _date(_("Signed on"))
    valid_from = _date(_("Valid from"))
    valid_until = _date(_("Valid until"))


class NoteForm(forms.Form):
    """An optional note."""

    note = _text(_("Note"), rows=3, required=False)
