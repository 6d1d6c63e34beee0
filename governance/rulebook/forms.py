"""Shapes of input on the pages of the rulebook. They decide nothing: the actions do."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Self

import msgspec
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from core.http.dates import era_date
from core.http.fields import LongText, not_far
from core.http.texts import sentence
from core.rulebook.values import EXPERTISE, KINDS, Kind, SeatCount
from governance.rulebook.documents.fields import FIELDS, choice_label, is_words_only
from governance.rulebook.documents.words import WORDS
from governance.rulebook.rules.taking_in import take_in

TEXT_LIMIT = 10_000
DOCUMENT_LIMIT = 400_000
SHOWN = 10
"""So many defects of a text are told at once."""
LEVELS = (("article", _("an article")), ("paragraph", _("a paragraph")), ("item", _("an item")))


class AsOfForm(forms.Form):
    """The day whose rules are read."""

    on = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    @classmethod
    def asked(cls, query: Mapping[str, str], today: date) -> tuple[Self, date]:
        """The form and the day asked for; today where none, or none that exists, was given."""
        form = cls(query) if query.get("on") else cls(initial={"on": today})
        return form, (form.cleaned_data["on"] if form.is_bound and form.is_valid() else None) or today


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


class ReasonForm(forms.Form):
    """Why the rule document is amended."""

    reason_ja = LongText(label=_("Reason (Japanese)"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    reason_en = LongText(label=_("Reason (English)"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class _Revised(forms.Form):
    """``revision``: which state of the amendment the editor saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class WordsForm(_Revised):
    """The texts of one provision; those that its level does not have are left out."""

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

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unused = {"article": ("text",), "chapter": ("text", "reason")}.get(level, ("heading",))
        for name in unused:
            del self.fields[f"{name}_ja"], self.fields[f"{name}_en"]
        if level not in ("article", "chapter"):
            self.fields["reason_ja"].required = self.fields["reason_en"].required = False


class InsertForm(_Revised):
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


class NewDocumentForm(TextForm, AdoptForm):
    """A further rule document: its text, the decision that adopts it, and the day from which it binds."""

    field_order: Sequence[str] = ("decision_number", "effective_on", "text")


class SettingForm(_Revised):
    """A setting, with one field for each part of its value, made from the type of its kind."""

    def __init__(self, *args: Any, code: str, value: Any = None, **kwargs: Any) -> None:
        self.kind = KINDS[code]
        kwargs["initial"] = {**(kwargs.get("initial") or {}), **dict(_flat(self.kind, value or {}))}
        super().__init__(*args, **kwargs)
        for name, of in _parts(self.kind):
            self.fields[name] = _field(name, of)
            if is_words_only(code, name):
                self.fields[name].help_text = _("Words only (the system does not apply it)")

    def clean(self) -> dict[str, Any]:
        """Seats are asked for in the words that seats are set up with, or nobody could ever be seated."""
        data = super().clean() or {}
        for name, of in _parts(self.kind):
            if typing.get_args(of)[:1] == (SeatCount,):
                asked = [str(row.get("expertise", "")) for row in _entered(of, data.get(name, ""))]
                if unknown := [word for word in asked if word not in EXPERTISE]:
                    words = {"unknown": ", ".join(unknown), "known": _expertise()}
                    self.add_error(
                        name, _("No seat can ask for “%(unknown)s”. Write one of: %(known)s.") % words
                    )
        return data

    def value(self) -> dict[str, Any]:
        """What was entered, as the JSON-ready value of the setting."""
        return _gathered(self.kind, self.cleaned_data)


def _parts(kind: type[Kind], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for field in msgspec.structs.fields(kind):
        if _is_kind(field.type):
            yield from _parts(field.type, f"{prefix}{field.name}__")
        else:
            yield prefix + field.name, _bare(field.type)


def _is_kind(of: Any) -> bool:
    return isinstance(of, type) and issubclass(of, Kind)


def _bare(of: Any) -> Any:
    """The type without its limits; the action checks those."""
    return typing.get_args(of)[0] if typing.get_origin(of) is typing.Annotated else of


def _field(name: str, of: Any) -> forms.Field:
    label: Any = FIELDS.get(name.rsplit("__", 1)[-1], name)
    if of is bool:
        return forms.BooleanField(label=label, required=False)
    if of is int:
        return forms.IntegerField(label=label, min_value=0, max_value=1_000_000_000)
    if of is str:
        return forms.CharField(label=label, max_length=60)
    if typing.get_origin(of) is typing.Literal:
        return forms.ChoiceField(label=label, choices=_choices(name, typing.get_args(of)))
    inner = typing.get_args(of)[0]
    if typing.get_origin(inner) is typing.Literal:
        return forms.MultipleChoiceField(
            label=label,
            choices=_choices(name, typing.get_args(inner)),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    help_text: Any = _("One a line.")
    if _is_kind(inner):
        names = [str(FIELDS.get(field.name, field.name)) for field in msgspec.structs.fields(inner)]
        help_text = _("One a line, with commas between: %(names)s") % {"names": ", ".join(names)}
    if inner is SeatCount:
        help_text = f"{help_text} / {_expertise()}"
    return LongText(
        label=label, required=False, help_text=help_text, widget=forms.Textarea({"rows": 4}), max_length=2000
    )


def _expertise() -> str:
    """The words for what a seat asks, each with its name."""
    return ", ".join(f"{word} ({WORDS[word]})" for word in EXPERTISE)


def _choices(name: str, codes: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(code, choice_label(name.rsplit("__", 1)[-1], code)) for code in codes]


def _flat(kind: type[Kind], value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The stored value as initial values of the fields."""
    for field in msgspec.structs.fields(kind):
        part = value.get(field.name, None if field.default is msgspec.NODEFAULT else field.default)
        if _is_kind(field.type):
            yield from _flat(field.type, part or {}, f"{prefix}{field.name}__")
        elif (
            isinstance(part, (list, tuple, frozenset)) and typing.get_origin(field.type) is not typing.Literal
        ):
            yield prefix + field.name, _lines(field.type, part)
        else:
            yield prefix + field.name, part


def _lines(of: Any, part: Any) -> Any:
    inner = typing.get_args(of)[0]
    if typing.get_origin(inner) is typing.Literal:
        return list(part)
    if not _is_kind(inner):
        return "\n".join(part)
    names = [field.name for field in msgspec.structs.fields(inner)]
    return "\n".join(", ".join(str(row.get(name, "")) for name in names) for row in part)


def _gathered(kind: type[Kind], data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        if _is_kind(field.type):
            found[field.name] = _gathered(field.type, data, f"{prefix}{field.name}__")
        else:
            found[field.name] = _entered(_bare(field.type), data[prefix + field.name])
    return found


def _entered(of: Any, entered: Any) -> Any:
    if of in (bool, int, str) or typing.get_origin(of) is typing.Literal or isinstance(entered, list):
        return entered
    lines = [line.strip() for line in entered.splitlines() if line.strip()]
    inner = typing.get_args(of)[0]
    if not _is_kind(inner):
        return lines
    return [_row(inner, line) for line in lines]


def _row(kind: type[Kind], line: str) -> dict[str, Any]:
    """``law, 1`` as a row; a number that is none stays text, and the action's check names the place."""
    cells = [cell.strip() for cell in line.replace("、", ",").replace("，", ",").split(",")]
    row: dict[str, Any] = {}
    for field, cell in zip(msgspec.structs.fields(kind), cells, strict=False):
        row[field.name] = (
            int(cell) if _bare(field.type) is int and cell.isascii() and cell.isdigit() else cell
        )
    return row
