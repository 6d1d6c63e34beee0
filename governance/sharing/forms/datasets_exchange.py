"""Taking over a description from another catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organ
from core.errors import Invalid
from core.files.sniffing import text_of
from core.http.fields import LongText, NamedChoice, UploadField
from core.http.texts import sentence
from governance.sharing.rules import ckan
from governance.sharing.rules.described import Understood

KINDS = frozenset({".json", ".jsonld", ".txt"})


class ImportForm(forms.Form):
    """A document, pasted or uploaded. ``understood`` is what was read of it once the form is valid."""

    provider = NamedChoice(
        Organ.objects.none(), label=_("Provider (organ)"), help_text=_("Whose dataset the draft becomes.")
    )
    file = UploadField(kinds=KINDS, label=_("File"), required=False, help_text=_("JSON or JSON-LD"))
    text = LongText(
        label=_("Or paste the document"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        required=False,
        strip=False,
        help_text=_(
            "DCAT in JSON-LD, or what CKAN answers to package_show. Nothing is fetched from elsewhere."
        ),
    )

    understood: Understood

    def __init__(self, *args: Any, organs: QuerySet[Organ], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["provider"].queryset = organs  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the document; a file goes before what was pasted, and is shown in the field from then on."""
        data = super().clean() or {}
        if self.errors.get("file"):
            return data
        try:
            if data.get("file"):
                data["text"] = text_of(data["file"][1])
                sent: Any = self.data
                self.data = sent.copy()
                self.data["text"] = data["text"]  # type: ignore[index]
            self.understood = ckan.read(data.get("text", ""))
        except Invalid as refused:
            self.add_error("file" if data.get("file") else "text", sentence(refused.code, refused.params))
        return data
