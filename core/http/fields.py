"""Form fields that look at what they are given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from core.errors import Invalid
from core.files.sniffing import LARGEST, clean_name, media_type
from core.http.texts import sentence


class UploadField(forms.FileField):
    """A file of an allowed kind; its cleaned value is ``(name, bytes)``, or None when nothing was chosen."""

    def __init__(self, *, kinds: frozenset[str] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.kinds = kinds
        if kinds:
            self.widget.attrs["accept"] = ",".join(sorted(kinds))

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Name and bytes, looked at."""
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        content = upload.read(LARGEST + 1)
        try:
            media_type(upload.name or "", content, self.kinds)
        except Invalid as refused:
            raise forms.ValidationError(sentence(refused.code, refused.params)) from refused
        return clean_name(upload.name or ""), content
