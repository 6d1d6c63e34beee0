"""Conditions of approval in a form: a row for each, and as many rows as are asked for, also without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.http.fields import LongText, WholeNumber
from core.http.numbers import number_of
from core.http.texts import sentence
from governance.sharing.enums import ConditionChecker, ConditionOwner
from governance.sharing.forms.fields import PUBLISHED, date_field, text_field
from governance.sharing.models import RequestLine
from governance.sharing.queries.conditions import one_party
from governance.sharing.rules.conditions import ConditionAsked, checker_of, fault, owner_of

MORE = "add_row"
"""Name of the button that asks for another row; nothing is stored then."""

PREFIX = "conditions"
MOST, EMPTY = 30, 2
FIELD_OF: Mapping[str, str] = {
    "sharing.condition_without_text": "text",
    "sharing.condition_without_day": "due_days",
    "sharing.condition_precedent_repeats": "repeats_months",
    "sharing.condition_checks_itself": "checker",
}
"""Where the fault of a condition stands."""


class ConditionRow(forms.Form):
    """One condition; a row without anything typed is left out, and one that was given once its words are gone."""

    text = LongText(
        label=_("Condition"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False
    )
    kind = forms.ChoiceField(
        label=_("When it has to be met"),
        choices=[
            ("precedent", pgettext_lazy("condition", "Before the first delivery")),
            ("continuing", pgettext_lazy("condition", "While the grant runs")),
        ],
    )
    due_days = WholeNumber(
        label=_("Days to show that it is met"),
        min_value=1,
        max_value=730,
        required=False,
        help_text=_(
            "Counted from the approval; for what is met while the grant runs, from the day on which the grant opens. "
            "What has to be met before the first delivery needs a day; what holds while the grant runs and is not "
            "shown by a day, such as a prohibition, needs none."
        ),
    )
    repeats_months = WholeNumber(
        label=_("Due again every so many months, until the grant ends"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("For reports that come back. Only for a condition met while the grant runs."),
    )
    owner = forms.ChoiceField(label=_("Who owes it"), choices=ConditionOwner.choices)
    checker = forms.ChoiceField(label=_("Who checks it"), choices=ConditionChecker.choices)

    def __init__(self, *args: Any, one_party: bool, was_given: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.one_party, self.was_given = one_party, was_given

    def clean(self) -> dict[str, Any]:
        """The row says what is asked, by when, and nobody checks themselves."""
        data = super().clean() or {}
        if self.is_blank:
            self.errors.clear()
            return data
        if self.errors:
            return data
        code = fault(self.asked, one_party=self.one_party)
        if code:
            self.add_error(FIELD_OF[code], sentence(code, {}))
        return data

    @property
    def is_blank(self) -> bool:
        """Was nothing typed into the row, or were the words of a condition taken out that it was given with?"""
        asks = ("text",) if self.was_given else ("text", "due_days", "repeats_months")
        return not any((self.data.get(self.add_prefix(name)) or "").strip() for name in asks)

    @property
    def asked(self) -> ConditionAsked:
        """The condition as the actions take it."""
        data = self.cleaned_data
        return ConditionAsked(
            text=data["text"].strip(),
            precedent=data["kind"] == "precedent",
            due_days=data["due_days"],
            repeats_months=data["repeats_months"],
            owner=data["owner"],
            checker=data["checker"],
        )


class BaseConditionRows(forms.BaseFormSet):  # type: ignore[type-arg] # not a generic at run time
    """Rows that know whether they were given: the first ones, as many as there were conditions to begin from."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """``given`` of all together, as ``was_given`` of each."""
        kwargs = super().get_form_kwargs(index)
        given = kwargs.pop("given")
        return {**kwargs, "was_given": index is not None and index < given}


ConditionRows = forms.formset_factory(
    ConditionRow, formset=BaseConditionRows, extra=EMPTY, max_num=MOST, absolute_max=MOST
)


def _shown(asked: ConditionAsked) -> dict[str, Any]:
    """A condition as its row shows it."""
    return {
        "text": asked["text"],
        "kind": "precedent" if asked["precedent"] else "continuing",
        "due_days": asked["due_days"],
        "repeats_months": asked.get("repeats_months"),
        "owner": owner_of(asked),
        "checker": checker_of(asked),
    }


class ConditionsForm(forms.Form):
    """A form with rows of conditions. ``given``: those to begin from, which stand where no rows are sent."""

    template_name = "governance/sharing/conditions/form.html"

    def __init__(
        self,
        data: Any = None,
        *,
        line: RequestLine,
        given: Sequence[ConditionAsked] = (),
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        more = data is not None and MORE in data
        if more:
            initial = _typed(self.base_fields, data, "")
        super().__init__(None if more else data, initial=initial, **kwargs)
        self.given, sent = list(given), data is not None and f"{PREFIX}-TOTAL_FORMS" in data
        about_rows = {"one_party": one_party(line), "given": len(self.given)}
        common: dict[str, Any] = {"prefix": PREFIX, "form_kwargs": about_rows}
        if sent and not more:
            self.rows = ConditionRows(data, **common)
        else:
            shown = _typed_rows(data) if sent else [_shown(one) for one in self.given]
            self.rows = ConditionRows(initial=shown, **common)
        if more:
            self.rows.extra = 1

    def is_valid(self) -> bool:
        """Form and rows, each with its own errors."""
        return all([super().is_valid(), self.rows.is_valid() or not self.rows.is_bound])

    def clean(self) -> dict[str, Any]:
        """With the conditions as the actions take them."""
        data = super().clean() or {}
        if not self.rows.is_bound:
            data["conditions"] = self.given
        elif self.rows.is_valid():
            data["conditions"] = [row.asked for row in self.rows if not row.is_blank]
        return data


def _typed(fields: Mapping[str, forms.Field], data: Any, prefix: str) -> dict[str, Any]:
    """What stands in ``fields``, as it was typed."""
    return {
        name: field.widget.value_from_datadict(data, {}, f"{prefix}{name}") for name, field in fields.items()
    }


def _typed_rows(data: Any) -> list[dict[str, Any]]:
    """What stands in the rows, as they were typed; the form adds empty ones."""
    number = min(number_of(data[f"{PREFIX}-TOTAL_FORMS"]) or 0, MOST)
    return [_typed(ConditionRow.base_fields, data, f"{PREFIX}-{row}-") for row in range(number)]


class ApprovalForm(ConditionsForm):
    """The council's decision to approve, with the conditions under which it approves."""

    decision_number = forms.ChoiceField(label=_("Decision"))
    reasons = text_field(_("Reasons"), required=False, help_text=PUBLISHED)

    def __init__(self, *args: Any, decisions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision_number"].choices = decisions  # type: ignore[attr-defined]


class UpholdForm(ApprovalForm):
    """The decision in the place of another: the approval stays, with further conditions or an earlier end where so
    decided."""

    until = date_field(
        _("Approved until"),
        required=False,
        help_text=_("The end so far, or an earlier day where the new decision sets one."),
    )


class FindingForm(forms.Form):
    """The board's opinion as carried, where it has no conditions: reasons and remark."""

    reasons = text_field(_("Reasons"), rows=6)
    remark = text_field(_("Accompanying remark (does not bind)"), rows=3, required=False)


class BoardOpinionForm(FindingForm, ConditionsForm):
    """The same with conditions."""
