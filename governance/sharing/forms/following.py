"""Beginning a request from another one, and telling a change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.http.fields import LongText
from governance.sharing.enums import RequestKind, ToldChange
from governance.sharing.forms.fields import text_field


class FollowForm(forms.Form):
    """What changes, and for which lines."""

    kind = forms.ChoiceField(
        label=_("What do you want?"),
        choices=[
            (RequestKind.AMENDMENT, _("Change purpose, items, recipient, place or period")),
            (RequestKind.RENEWAL, _("Go on after the end, with the same terms")),
        ],
        widget=forms.RadioSelect,
    )
    lines = forms.TypedMultipleChoiceField(
        label=_("For which datasets"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, lines: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lines"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = lines


class ReexaminationForm(forms.Form):
    """What was refused is asked for again, with new reasons."""

    lines = forms.TypedMultipleChoiceField(
        label=_("For which datasets"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reasons = text_field(
        _("New reasons"),
        rows=8,
        help_text=_("What the board and the council did not know, or what has changed since."),
    )

    def __init__(self, *args: Any, lines: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lines"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = lines


class ChangeForm(forms.Form):
    """変更届."""

    what = forms.ChoiceField(
        label=_("What has changed"), choices=ToldChange.choices, widget=forms.RadioSelect
    )
    before = LongText(label=_("Before"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    after = LongText(label=_("Now"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
