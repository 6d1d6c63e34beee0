"""Handing a file in with a request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.http.fields import UploadField
from governance.sharing.forms.choices import SAFEGUARDS


class AttachmentWords(forms.Form):
    """What a file is, and what it is evidence of."""

    title = forms.CharField(label=_("What it is"), max_length=150)
    measures = forms.MultipleChoiceField(
        label=_("Evidence of safety measures"),
        choices=SAFEGUARDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Only where the file shows that the measure is in place, such as a procedure or a certificate."
        ),
    )


class AttachmentForm(AttachmentWords):
    """A file with its words; ``kinds`` are the endings that are taken."""

    field_order = ("title", "file", "measures")

    def __init__(self, *args: Any, kinds: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = UploadField(
            label=_("File"),
            kinds=kinds,
            help_text=_(
                "PDF, Word, Excel, CSV, text or picture, up to 20 MB. Hand in no personal data: everybody who judges "
                "the case reads it."
            ),
        )
        self.order_fields(self.field_order)
