"""An amendment, and the provisions of a text in work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.http.fields import LongText, not_far

TEXT_LIMIT = 10_000
LEVELS = (("article", _("an article")), ("paragraph", _("a paragraph")), ("item", _("an item")))


class ReasonForm(forms.Form):
    """Why the rule document is amended."""

    reason_ja = LongText(label=_("Reason (Japanese)"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    reason_en = LongText(label=_("Reason (English)"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class Revised(forms.Form):
    """``revision``: which state of the text in work the editor saw."""

    revision = forms.CharField(widget=forms.HiddenInput, max_length=64)


class Texts(forms.Form):
    """What a provision says, and why."""

    heading_ja = forms.CharField(label=_("Heading (Japanese)"), max_length=200)
    heading_en = forms.CharField(label=_("Heading (English)"), max_length=200)
    text_ja = LongText(label=_("Text (Japanese)"), max_length=TEXT_LIMIT, widget=forms.Textarea({"rows": 5}))
    text_en = LongText(label=_("Text (English)"), max_length=TEXT_LIMIT, widget=forms.Textarea({"rows": 5}))
    reason_ja = LongText(
        label=_("Reason (Japanese)"), max_length=TEXT_LIMIT, widget=forms.Textarea({"rows": 3})
    )
    reason_en = LongText(
        label=_("Reason (English)"), max_length=TEXT_LIMIT, widget=forms.Textarea({"rows": 3})
    )


class WordsForm(Texts, Revised):
    """The texts of one provision; those that its level does not have are left out."""

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unused = {"article": ("text",), "chapter": ("text", "reason")}.get(level, ("heading",))
        for name in unused:
            del self.fields[f"{name}_ja"], self.fields[f"{name}_en"]
        if level not in ("article", "chapter"):
            self.fields["reason_ja"].required = self.fields["reason_en"].required = False


class InsertForm(Revised):
    """A new provision. An article needs a heading, a reason and the text of its first paragraph."""

    level = forms.ChoiceField(label=_("What to add"), choices=LEVELS)
    branch = forms.BooleanField(
        label=_("Use a branch number, so that what follows keeps its number"), required=False
    )
    heading_ja = forms.CharField(label=_("Heading (Japanese)"), max_length=200, required=False)
    heading_en = forms.CharField(label=_("Heading (English)"), max_length=200, required=False)
    text_ja = LongText(label=_("Text (Japanese)"), max_length=TEXT_LIMIT, widget=forms.Textarea({"rows": 5}))
    text_en = LongText(label=_("Text (English)"), max_length=TEXT_LIMIT, widget=forms.Textarea({"rows": 5}))
    reason_ja = LongText(
        label=_("Reason (Japanese)"),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    reason_en = LongText(
        label=_("Reason (English)"), max_length=TEXT_LIMIT, required=False, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """An article without heading or reason is told so here, before anything is sent on."""
        data = super().clean() or {}
        if data.get("level") == "article":
            for name in ("heading_ja", "heading_en", "reason_ja", "reason_en"):
                if not data.get(name, "").strip():
                    self.add_error(name, _("An article needs this."))
        return data


class AdoptForm(forms.Form):
    """The decision that adopts the amendment, and the day from which the new text binds."""

    decision_number = forms.CharField(label=_("Number of the decision"), max_length=60)
    effective_on = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[not_far],
    )
