"""Form fields that look at what they are given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import ngettext_lazy

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


class SeveralFiles(forms.ClearableFileInput):
    """A chooser of more than one file."""

    allow_multiple_selected = True


class UploadsField(UploadField):
    """Several files of allowed kinds; the cleaned value is a list of ``(name, bytes)``, empty when none was chosen."""

    widget = SeveralFiles

    def __init__(self, *, most: int = 10, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Names and bytes, looked at one by one."""
        chosen = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if len(chosen) > self.most:
            raise forms.ValidationError(
                ngettext_lazy("Choose at most %(most)d file.", "Choose at most %(most)d files.", self.most)
                % {"most": self.most}
            )
        if self.required and not chosen:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(UploadsField, self).clean(one, initial) for one in chosen]
