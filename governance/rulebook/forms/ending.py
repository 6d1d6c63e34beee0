"""How an edition, or a whole rule document, ends: by a decision, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.http.dates import short
from core.http.fields import LongText
from core.http.templatetags.sekisho import local
from governance.rulebook.forms.provisions import AdoptForm
from governance.rulebook.models import Edition


class WithdrawalForm(forms.Form):
    """The decision that takes the edition back, and why."""

    decision_number = forms.CharField(
        label=_("Number of the decision"),
        help_text=_("A later decision of the body that adopted the edition."),
        max_length=60,
    )
    reason_ja = LongText(label=_("Reason (Japanese)"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    reason_en = LongText(
        label=_("Reason (English)"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )


class TogetherForm(WithdrawalForm):
    """The same of an edition that may have to go with one of another document (``others``)."""

    together = forms.ModelChoiceField(
        queryset=Edition.objects.none(),
        label=_("Together with"),
        empty_label=_("Nothing else"),
        required=False,
        help_text=_(
            "Only where a setting moved from one document to the other, so that neither can be withdrawn alone. One "
            "decision covers both."
        ),
    )
    field_order: Sequence[str] = ("decision_number", "together", "reason_ja", "reason_en")

    def __init__(self, *args: Any, others: QuerySet[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["together"]
        field.queryset = others
        field.label_from_instance = edition_name
        if not others:
            del self.fields["together"]


def edition_name(edition: Edition) -> str:
    """An edition by its document, number and first day."""
    words = {"title": local(edition.instrument, "title"), "n": edition.number}
    return _("%(title)s, edition %(n)s, from %(day)s") % {**words, "day": short(edition.effective_on)}


class RepealForm(WithdrawalForm, AdoptForm):
    """The decision that repeals the document, the day from which it binds nobody, and why."""

    decision_number = forms.CharField(label=_("Number of the decision"), max_length=60)
    field_order: Sequence[str] = ("decision_number", "effective_on", "reason_ja", "reason_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = _("Repealed from")
