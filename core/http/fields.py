"""Form fields that look at what they are given."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core import clock
from core.errors import Invalid
from core.files.sniffing import LARGEST, clean_name, media_type
from core.http.numbers import number_of
from core.http.templatetags.sekisho import local, number
from core.http.texts import sentence

GREATEST = 1_000_000_000
"""The greatest number that a form takes where it says no other."""


class _AtMost(MaxLengthValidator):
    """Says how much too long a text is."""

    def __call__(self, value: Any) -> None:
        """Raise with the number of characters over."""
        over = len(value) - int(self.limit_value)
        if over > 0:
            raise forms.ValidationError(
                ngettext_lazy(
                    "The text is %(over)d character too long; up to %(most)d are taken. Shorten it: nothing was cut.",
                    "The text is %(over)d characters too long; up to %(most)d are taken. Shorten it: nothing was cut.",
                    "over",
                ),
                code="max_length",
                params={"over": over, "most": self.limit_value},
            )


class _Within:
    """Says between which numbers one is taken."""

    def __init__(self, least: int | None, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, value: int) -> None:
        """Raise with the bounds."""
        words = {"least": number(self.least), "most": number(self.most)}
        if self.least is not None and value < self.least:
            raise forms.ValidationError(
                _("Write a number from %(least)s to %(most)s."), code="min_value", params=words
            )
        if value > self.most:
            told = _("Write a number up to %(most)s.")
            if self.least is not None:
                told = _("Write a number from %(least)s to %(most)s.")
            raise forms.ValidationError(told, code="max_value", params=words)


class WholeNumber(forms.IntegerField):
    """A whole number. What is none, or lies outside its bounds, is told what is taken; without a bound of its own none
    is greater than :data:`GREATEST`, which every database takes."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": gettext_lazy("Write a whole number in digits, such as 12.")
    }

    def __init__(self, *, min_value: int | None = None, max_value: int | None = None, **options: Any) -> None:
        most = GREATEST if max_value is None else max_value
        super().__init__(**options)
        self.min_value, self.max_value = min_value, max_value
        self.widget.attrs.update(self.widget_attrs(self.widget))
        self.validators.append(_Within(min_value, most))


def not_past(day: date) -> None:
    """For what is planned: refuse a day that is over."""
    if day < clock.today():
        raise forms.ValidationError(_("This day is over. Choose a day to come."))


def not_far(day: date) -> None:
    """For what is planned: refuse a day more than a year ahead, which is a slip of the pen."""
    if day > clock.add_months(clock.today(), 12):
        raise forms.ValidationError(_("This day is more than a year ahead. Check the year."))


def not_ahead(day: date) -> None:
    """For what was done: refuse a day to come."""
    if day > clock.today():
        raise forms.ValidationError(_("This day lies ahead. Give the day on which it was done."))


class CountryCode(forms.RegexField):
    """A country by its two letters; small letters are taken, and what is no code is told what one looks like."""

    def __init__(self, **options: Any) -> None:
        told = {"invalid": gettext_lazy("Write the two-letter code of the country, such as JP.")}
        super().__init__(r"^[A-Z]{2}$", error_messages=told, **options)

    def to_python(self, value: Any) -> str:
        """In capitals."""
        return str(super().to_python(value)).upper()


class LongText(forms.CharField):
    """A text, of several lines unless ``widget`` says otherwise. A browser cuts what is pasted beyond ``maxlength``
    without a word, so it is not told the limit: the counter says how much is over, and whoever sends it all the same
    gets it back whole."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators = [one for one in self.validators if not isinstance(one, MaxLengthValidator)]
        if self.max_length is not None:
            self.validators.append(_AtMost(self.max_length))

    def to_python(self, value: Any) -> Any:
        """With the ends of lines as people count them: one character each, however the browser sends them."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without the limit, which stands at the counter."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


def named(row: Any) -> str:
    """A row as a list of choices shows it: its number, if it has one, and its name in the reader's language."""
    words = local(row, "name") or local(row, "title")
    number = getattr(row, "reference", "")
    return f"{number} {words}" if number and words else words or str(row)


class NamedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of several rows, called by their names in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Number and name."""
        return named(obj)


class NamedChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of rows, called by their names in the reader's language."""

    def clean(self, value: Any) -> Any:
        """Without asking the database for a key that it could not take."""
        for one in value or ():
            if isinstance(one, str) and number_of(one) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": one}
                )
        return super().clean(value)

    def label_from_instance(self, obj: Any) -> str:
        """Number and name."""
        return named(obj)


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
