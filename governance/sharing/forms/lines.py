"""What one line asks for, asked step by step. Nothing but the items has to be there while drafting: the checklist
says what is missing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from core import clock
from core.http.fields import LongText, WholeNumber
from core.http.templatetags.sekisho import local
from core.law.values import Ground
from governance.sharing.enums import DataClass, DisposalMethod, Processing, TransferForm
from governance.sharing.enums.datasets import Sensitivity
from governance.sharing.forms.choices import COUNTRIES, SAFEGUARDS
from governance.sharing.forms.explained import FORMS, GROUNDS, ExplainedRadio
from governance.sharing.models import DatasetItem, RequestLine

ABROAD = [choice for choice in COUNTRIES if choice[0] != "JP"]


def text(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    """A text that is not required yet."""
    area = forms.Textarea(attrs={"rows": rows})
    return LongText(label=label, widget=area, required=False, **options)


def line_of_text(label: Any, length: int = 200, **options: Any) -> forms.CharField:
    """One line of text that is not required yet."""
    return LongText(label=label, max_length=length, required=False, widget=forms.TextInput, **options)


def day(label: Any, **options: Any) -> forms.DateField:
    """A day that is not required yet."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=False, **options)


def yes_or_no(label: Any, **options: Any) -> forms.TypedChoiceField:
    """A question that may still be unanswered."""
    return forms.TypedChoiceField(
        label=label,
        choices=(("", _("Not answered")), ("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda value: {"yes": True, "no": False}.get(value),
        empty_value=None,
        required=False,
        **options,
    )


def boxes(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    """Any number of boxes."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **options
    )


def buttons(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of several; none is chosen beforehand."""
    options.setdefault("widget", forms.RadioSelect)
    return forms.ChoiceField(label=label, choices=choices, required=False, **options)


class LineStep(forms.Form):
    """One step. ``revision`` is that of the line which the page showed."""

    questions: ClassVar[frozenset[str]] = frozenset()
    """Fields that are yes, no or not answered."""

    needed: frozenset[str] = frozenset()
    """Fields that may stay empty while drafting, and that the checklist asks for when the request is handed in."""

    revision = WholeNumber(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, line: RequestLine, grounds: tuple[Ground, ...] = (), **kwargs: Any
    ) -> None:
        self.line, self.grounds = line, grounds
        stored = {name: getattr(line, name) for name in self.base_fields if hasattr(line, name)}
        stored |= {name: {True: "yes", False: "no"}.get(stored[name], "") for name in self.questions}
        super().__init__(*args, **{**kwargs, "initial": stored})

    def said(self) -> dict[str, Any]:
        """What was typed and is in order, as fields of the line."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    def groups(self) -> list[tuple[Any, list[BoundField]]]:
        """The fields in groups with a heading; one group without a heading where they need none."""
        return [("", self.visible_fields())]


def item_label(item: DatasetItem) -> str:
    """An item to choose; whoever asks is told where a leak would do serious harm."""
    words = local(item, "label")
    if item.sensitivity < Sensitivity.HIGH:
        return words
    return str(_("%(item)s: high sensitivity") % {"item": words})


class WhatStep(LineStep):
    """Which items, and what is done to them before they go."""

    items = forms.MultipleChoiceField(label=_("Items"), widget=forms.CheckboxSelectMultiple)
    processing = forms.ChoiceField(
        label=_("Processing before the transfer"), choices=Processing.choices, required=False
    )
    data_class = forms.ChoiceField(
        label=_("Class of what is handed over"),
        choices=[("", _("Not chosen yet")), *DataClass.choices],
        required=False,
        help_text=_("After the processing: as the recipient gets it."),
    )
    purpose_judgement = line_of_text(
        _("The provider's paper that finds the purpose compatible"),
        100,
        help_text=_(
            "Only where the purpose is not one of those stated when the data were acquired: number and date of the "
            "paper that you have from the provider. The provider confirms it when it decides. Without such a paper, "
            "change the purpose of the request."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = self.fields["items"]
        assert isinstance(items, forms.MultipleChoiceField)
        items.choices = [(one.code, item_label(one)) for one in self.line.dataset.items.order_by("pk")]
        within = self.line.request.purpose in self.line.dataset.purposes
        if within and not self.line.purpose_judgement:
            del self.fields["purpose_judgement"]


class FormStep(LineStep):
    """The form of transfer, and what the class asks for besides."""

    questions = frozenset({"recipient_holds_as_personal", "recipient_consent_confirmed"})
    BY_CLASS: ClassVar[dict[str, tuple[str, ...]]] = {
        DataClass.ANONYMISED: ("publication_record", "procedure_reference"),
        DataClass.PERSON_RELATED: ("recipient_holds_as_personal", "recipient_consent_confirmed"),
    }

    form = buttons(
        _("Form of transfer"),
        TransferForm.choices,
        widget=ExplainedRadio(words=FORMS),
        help_text=_(
            "What a law obliges the provider to give goes another way: see “Provisions required by law” under Requests."
        ),
    )
    publication_record = line_of_text(_("Where the anonymised data were announced"))
    procedure_reference = line_of_text(
        _("Case of the procedure for anonymised data of public bodies"),
        help_text=_("Only where the provider is a public body."),
    )
    recipient_holds_as_personal = yes_or_no(_("Will the recipient hold it as personal data?"))
    recipient_consent_confirmed = yes_or_no(
        _("Is it confirmed that the persons consented to that?"), help_text=_("Only where it will.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for data_class, names in self.BY_CLASS.items():
            if self.line.data_class != data_class:
                for name in names:
                    del self.fields[name]


class GroundStep(LineStep):
    """The legal ground: only those that the law has for parties, form and class of this line."""

    ground = buttons(_("Legal ground"), (), widget=ExplainedRadio(words=GROUNDS))
    ground_reason = line_of_text(_("Reason for the ground"), 300)
    statute = line_of_text(_("Statute"), 200, help_text=_("Law and article, where the ground is a statute."))
    joint_research = line_of_text(
        _("Paper of the joint research"),
        help_text=_(
            "Where the ground is joint research: the agreement or plan that provider and recipient made, with its "
            "number and date."
        ),
    )
    opt_out_filing = line_of_text(
        _("Number of the opt-out filing"),
        100,
        help_text=_(
            "Where the ground is opt-out: the number under which the Personal Information Protection Commission "
            "publishes the provider's filing."
        ),
    )
    opt_out_known_on = day(
        _("Opt-out made known on"),
        help_text=_("Since when the persons have been told of it, or could easily know of it."),
    )
    opt_out_where = line_of_text(
        _("Opt-out made known where"), 300, help_text=_("Address of the page, or the notice to the persons.")
    )

    BY_PROVISO: ClassVar[dict[str, tuple[str, ...]]] = {
        "joint_research": ("joint_research",),
        "opt_out": ("opt_out_filing", "opt_out_known_on", "opt_out_where"),
    }
    """What is asked only where a ground that can be chosen asks for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = frozenset[str]().union(*(one.provisos for one in self.grounds))
        for proviso, names in self.BY_PROVISO.items():
            if proviso not in asked:
                for name in names:
                    del self.fields[name]
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)
        ground.choices = [(one.code, local(one, "label")) for one in self.grounds]
        if not self.grounds:
            del self.fields["ground"]
            for name in (
                "ground_reason",
                "statute",
            ):  # what was written for an earlier ground can be taken out
                if not getattr(self.line, name):
                    del self.fields[name]


class PeriodStep(LineStep):
    """How long, where, and what becomes of the data."""

    use_from = day(_("Use from"))
    use_until = day(_("Use until"))
    retention_months = WholeNumber(
        label=_("Retention in months"), min_value=0, max_value=1200, required=False
    )
    storage = boxes(_("Countries where the data are stored"), COUNTRIES)
    environment_grasped = boxes(_("Foreign countries whose legal system was examined"), ABROAD)
    disposal_method = buttons(_("Return or disposal"), DisposalMethod.choices)
    disposal_by = day(_("Disposed of by"))

    def clean(self) -> dict[str, Any]:
        """The period runs forward, is not over, and the data are disposed of after it."""
        data = super().clean() or {}
        start, end, disposal = data.get("use_from"), data.get("use_until"), data.get("disposal_by")
        if start and start < clock.today():
            self.add_error(
                "use_from", _("This day is over. Write the first day on which you will use the data.")
            )
        if end and disposal and disposal < end:
            self.add_error(
                "disposal_by", _("This day lies before the end of use. Write the end of use or a later day.")
            )
        if start and end and end < start:
            self.add_error("use_until", _("The end lies before the beginning."))
        elif end and end < clock.today():
            self.add_error(
                "use_until", _("This day is over. Write the last day on which you will use the data.")
            )
        return data


class SafeguardsStep(LineStep):
    """How the data are kept safe, and what of it is nobody else's business."""

    safeguards = boxes(_("Safety measures"), SAFEGUARDS)
    trade_secret = text(
        _("Trade secret"),
        rows=5,
        max_length=4000,
        help_text=_(
            "What other members and the public must not read, such as how a product works. Only you, the provider "
            "of this dataset, the secretariat, the members who judge the case and the auditor see it."
        ),
    )
