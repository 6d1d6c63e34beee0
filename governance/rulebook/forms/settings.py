"""A setting, part by part."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from core.http.fields import LongText, WholeNumber
from core.rulebook.values import EXPERTISE, KINDS, Kind, SeatCount
from governance.rulebook.documents.fields import BODIES, FIELDS, LISTED, choice_label, is_words_only
from governance.rulebook.documents.words import WORDS
from governance.rulebook.forms.provisions import Revised


class SettingForm(Revised):
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
        return WholeNumber(label=label, min_value=0, max_value=1_000_000_000)
    if of is str:
        return forms.CharField(label=label, max_length=60, help_text=_written(BODIES))
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
    elif name in LISTED:
        help_text = f"{help_text} / {_written(LISTED[name])}"
    return LongText(
        label=label, required=False, help_text=help_text, widget=forms.Textarea({"rows": 4}), max_length=2000
    )


def _expertise() -> str:
    """The words for what a seat asks, each with its name."""
    return _written(EXPERTISE)


def _written(words: Iterable[str]) -> str:
    """What is written for each of ``words``."""
    return ", ".join(f"{word} ({WORDS[word]})" for word in words)


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
