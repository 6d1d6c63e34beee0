"""The first rule documents, and those that come later as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from core.http.dates import era_date
from core.http.fields import LongText, not_far
from core.http.texts import sentence
from governance.rulebook.forms.provisions import AdoptForm, Revised, Texts
from governance.rulebook.rules.taking_in import is_code, take_in

DOCUMENT_LIMIT = 400_000
SHOWN = 10
"""So many defects of a text are told at once."""


class FoundForm(forms.Form):
    """The names that the model documents leave open."""

    city_ja = forms.CharField(label=_("City (Japanese)"), max_length=200)
    city_en = forms.CharField(label=_("City (English)"), max_length=200)
    office_ja = forms.CharField(label=_("Where the council has its office (Japanese)"), max_length=200)
    office_en = forms.CharField(label=_("Where the council has its office (English)"), max_length=200)
    secretariat_ja = forms.CharField(label=_("Secretariat (Japanese)"), max_length=200)
    secretariat_en = forms.CharField(label=_("Secretariat (English)"), max_length=200)


def _binding_from(on: date) -> str:
    """From when the first rule documents would bind, in words, and that another press makes it so."""
    days = (on - clock.today()).days
    if days == 0:
        said = gettext(
            "All documents above bind from today, %(day)s, and every later change needs an amendment. "
            "If that is right, press once more."
        )
    elif days > 0:
        said = gettext(
            "The rules will bind from %(day)s (days until then: %(n)s). If that is right, press once more."
        )
    else:
        said = gettext(
            "The rules count as binding since %(day)s (days since then: %(n)s). If that is right, press once more."
        )
    return said % {"day": era_date(on), "n": abs(days)}


class InForceForm(forms.Form):
    """From when the first rule documents bind, and how the council adopted them. The day is told in words before it
    counts, today as well, and so is what is ``lacking``: neither can be taken back."""

    on = forms.DateField(
        label=_("In force from"),
        help_text=_("The day of the founding assembly; it may lie in the past."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[not_far],
    )
    told = forms.DateField(required=False, widget=forms.HiddenInput)
    adopted_ja = LongText(
        label=_("How the council adopted them (Japanese)"),
        help_text=_(
            "The meeting, its day and the item. It stands beside the first edition of every document."
        ),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    adopted_en = LongText(
        label=_("How the council adopted them (English)"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    is_sure = forms.BooleanField(
        label=_("We know what is missing, and add it later by a decision."),
        error_messages={
            "required": _("Tick this once you have read what is missing. Nothing has been done yet.")
        },
    )

    def __init__(self, *args: Any, lacking: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lacking:
            del self.fields["is_sure"]

    def clean(self) -> dict[str, Any]:
        """The day is sent a second time, after it was read in words; ticks and days told are not kept."""
        data = super().clean() or {}
        told, on = data.pop("told", None), data.get("on")
        data.pop("is_sure", None)
        if on and on != told:
            typed: Any = self.data
            self.data = typed.copy()
            self.data["told"] = on.isoformat()  # type: ignore[index]
            self.add_error("on", _binding_from(on))
        return data


class TextForm(forms.Form):
    """A whole rule document as TOML; what is wrong with it is told by line."""

    text = LongText(
        label=_("Text of the document (TOML)"),
        help_text=_(
            "One [[units]] for each chapter, article, paragraph and item, in both languages, as the model texts write "
            "it. Paste it here from a file, or change it in place. The rules that members accept have the code "
            "participation."
        ),
        max_length=DOCUMENT_LIMIT,
        strip=False,
        widget=forms.Textarea({"rows": 24, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """The document that was written, or its first defects."""
        data = super().clean() or {}
        if "text" in data:
            data["document"], complaints = take_in(data.pop("text"))
            for one in complaints[:SHOWN]:
                words = {"line": one.line, "what": sentence(one.code, one.params)}
                self.add_error("text", _("Line %(line)s: %(what)s") % words)
        return data


class DraftForm(TextForm):
    """A draft that is there already. ``revision``: which text of it the editor saw."""

    revision = forms.CharField(widget=forms.HiddenInput, max_length=64)


class NamesForm(Revised):
    """What a first rule document is called."""

    title_ja = forms.CharField(label=pgettext_lazy("rule document", "Title (Japanese)"), max_length=200)
    title_en = forms.CharField(label=pgettext_lazy("rule document", "Title (English)"), max_length=200)
    short_ja = forms.CharField(
        label=_("Short name (Japanese)"),
        help_text=_("It stands before the number of an article."),
        max_length=40,
    )
    short_en = forms.CharField(label=_("Short name (English)"), max_length=60)


class OwnTextForm(Texts, NamesForm):
    """A document of the council's own: its names and its first article; everything else is added to the draft."""

    revision = None  # type: ignore[assignment]  # there is no draft yet
    code = forms.CharField(
        label=_("Name in addresses"),
        help_text=_("Small letters, digits and underscores, for example travel. It cannot be changed later."),
        max_length=40,
    )
    heading_ja = forms.CharField(label=_("Heading of the first article (Japanese)"), max_length=200)
    heading_en = forms.CharField(label=_("Heading of the first article (English)"), max_length=200)
    field_order: Sequence[str] = (*NamesForm.base_fields, "code")

    def clean_code(self) -> str:
        """A word that can stand in an address and is no page of its own."""
        code = str(self.cleaned_data["code"])
        if not is_code(code):
            raise forms.ValidationError(sentence("text_code_unfit", {"code": code}))
        return code


class NewDocumentForm(TextForm, AdoptForm):
    """A further rule document: its text, the decision that adopts it, and the day from which it binds."""

    field_order: Sequence[str] = ("decision_number", "effective_on", "text")


class AdoptDraftForm(Revised, AdoptForm):
    """The decision that adopts a further rule document as it was drafted, and the day from which it binds."""
