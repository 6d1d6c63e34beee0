"""What a form of transfer asks for besides: sub-processors, the items of joint use, the succession, a recipient
abroad."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from core.http.fields import not_ahead
from core.http.texts import Text
from governance.sharing.enums import ForeignRoute, TransferForm
from governance.sharing.enums.told import ABROAD, JOINT_ITEMS
from governance.sharing.forms.choices import COUNTRIES
from governance.sharing.forms.lines import LineStep, boxes, buttons, day, line_of_text, text, yes_or_no
from governance.sharing.models import RequestLine

SPARE = 2
"""Empty places for more sub-processors."""
MOST = 30


def parts_of(line: RequestLine) -> frozenset[str]:
    """Which further questions the line has to answer."""
    found = {
        TransferForm.ENTRUSTMENT: "entrustment",
        TransferForm.JOINT_USE: "joint_use",
        TransferForm.SUCCESSION: "succession",
    }
    parts = {found[TransferForm(line.form)]} if line.form in found else set()
    if (line.request.recipient_organ.organisation.country or "JP") != "JP":
        parts.add("abroad")
    return frozenset(parts)


class TermsStep(LineStep):
    """The further questions of one line; those that do not concern it are not asked."""

    questions = frozenset({"own_purpose"})
    PARTS: ClassVar[dict[str, tuple[Text, tuple[str, ...]]]] = {
        "entrustment": (_("Entrustment"), ("own_purpose", "no_subprocessors")),
        "joint_use": (
            _("Joint use: what was made known beforehand"),
            (*(f"joint_{name}" for name in JOINT_ITEMS), "joint_use_known_on", "joint_use_where"),
        ),
        "succession": (_("Succession of business"), ("succession_reference",)),
        "abroad": (
            _("Recipient abroad"),
            ("foreign_route", "foreign_told", "foreign_measures", "foreign_measures_checked_on"),
        ),
    }

    own_purpose = yes_or_no(_("Does the recipient pursue a purpose of its own?"))
    no_subprocessors = forms.BooleanField(label=_("There are no sub-processors"), required=False)
    joint_use_known_on = day(_("Joint use made known on"))
    joint_use_where = line_of_text(
        _("Made known where"), 300, help_text=_("Address of the page, or the place.")
    )
    succession_reference = line_of_text(
        _("Document of the succession"),
        help_text=_("Merger agreement, division plan or transfer of business."),
    )
    foreign_route = buttons(_("The transfer abroad rests on"), ForeignRoute.choices)
    foreign_told = boxes(_("The persons were told"), ABROAD)
    foreign_measures = line_of_text(_("Document of the equivalent measures"))
    foreign_measures_checked_on = day(_("Equivalent measures checked on"), validators=[not_ahead])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts_of(self.line)
        for name, label in JOINT_ITEMS.items():
            self.fields[f"joint_{name}"] = text(label, rows=2, max_length=1000)
            self.initial[f"joint_{name}"] = self.line.joint_use.get(name, "")
        for part, (_label, names) in self.PARTS.items():
            if part not in self.parts:
                for name in names:
                    del self.fields[name]
        if "entrustment" in self.parts:
            self._ask_for_subprocessors()

    def _ask_for_subprocessors(self) -> None:
        named = self.line.subprocessors or []
        self.initial["no_subprocessors"] = self.line.subprocessors == []
        self.places = min(len(named) + SPARE, MOST)
        for n in range(1, self.places + 1):
            one = named[n - 1] if n <= len(named) else {}
            above = [
                ("0", _("the recipient")),
                *(
                    (str(k), f"{k} {named[k - 1]['name']}" if k <= len(named) else str(k))
                    for k in range(1, n)
                ),
            ]
            self.fields[f"sub_{n}_name"] = line_of_text(_("Name"))
            self.fields[f"sub_{n}_country"] = forms.ChoiceField(
                label=_("Country"), choices=(("", _("Choose the country")), *COUNTRIES), required=False
            )
            self.fields[f"sub_{n}_task"] = line_of_text(_("What it does"))
            self.fields[f"sub_{n}_of"] = forms.ChoiceField(
                label=_("Entrusted by"), choices=above, required=False
            )
            for key in ("name", "country", "task", "of"):
                self.initial[f"sub_{n}_{key}"] = one.get(key, 0 if key == "of" else "")

    def clean(self) -> dict[str, Any]:
        """Sub-processors are named, or there are none; not both."""
        data = super().clean() or {}
        if data.get("no_subprocessors") and any(self._named(data)):
            self.add_error(
                "no_subprocessors", _("Sub-processors are named below. Take the mark away, or the names.")
            )
        return data

    def _named(self, data: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The tree as typed, gaps closed, so that each place still names the one above it."""
        moved = {"0": 0}
        for n in range(1, getattr(self, "places", 0) + 1):
            name = data.get(f"sub_{n}_name", "")
            if not name:
                continue
            moved[str(n)] = len(moved)
            yield {
                "name": name,
                "country": data.get(f"sub_{n}_country", ""),
                "task": data.get(f"sub_{n}_task", ""),
                "of": moved.get(data.get(f"sub_{n}_of", "0"), 0),
            }

    def said(self) -> dict[str, Any]:
        """The fields of the line: the tree and the items of joint use are put together."""
        data = self.cleaned_data
        plain = {
            name: value for name, value in data.items() if hasattr(self.line, name) and name != "revision"
        }
        if "entrustment" in self.parts:
            named = list(self._named(data))
            plain["subprocessors"] = named or ([] if data.get("no_subprocessors") else None)
        if "joint_use" in self.parts:
            told = {name: data.get(f"joint_{name}", "").strip() for name in JOINT_ITEMS}
            plain["joint_use"] = {name: words for name, words in told.items() if words}
        return plain

    def groups(self) -> list[tuple[Any, list[BoundField]]]:
        """By part; each sub-processor is a group of its own."""
        found: list[tuple[Any, list[BoundField]]] = []
        for part, (label, names) in self.PARTS.items():
            if part in self.parts:
                found.append((label, [self[name] for name in names]))
            if part == "entrustment" and part in self.parts:
                found += [
                    (
                        _("Sub-processor %(number)s") % {"number": n},
                        [self[f"sub_{n}_{key}"] for key in ("name", "country", "task", "of")],
                    )
                    for n in range(1, self.places + 1)
                ]
        return found
