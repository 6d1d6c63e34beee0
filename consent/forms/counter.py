"""What is typed at the counter: finding and enrolling a person, paper forms, holds, who acts for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from consent.enums import SCAN_KINDS, HoldKind, PaperAnswer, ProxyKind
from consent.models import ConsentItem, NoticeVersion
from consent.templatetags.names import LAYER_NAMES
from core import clock
from core.accounts.enums import Assurance
from core.accounts.models import Organ, Person
from core.http.fields import NamedChoice, UploadField
from core.http.templatetags.sekisho import local
from core.http.texts import sentence

DATE = forms.DateInput(attrs={"type": "date"})
SHOWN = (
    (Assurance.SUBSTANTIAL, _("two documents without a photograph")),
    (Assurance.HIGH, _("a document with a photograph")),
)
"""What somebody identified themselves with."""


def one_way(form: forms.BaseForm, typed: dict[str, Any]) -> None:
    """Somebody is named by the holder and the id, or by a number, and by that whole."""
    named = [bool(typed.get(name)) for name in ("holder", "holder_id")]
    if typed.get("number"):
        if any(named):
            form.add_error("number", _("Enter the holder and the id, or a number: not both."))
    elif not all(named):
        for name, there in zip(("holder", "holder_id"), named, strict=True):
            if not there and name not in form.errors:
                form.add_error(name, _("Enter the holder and the id, or a number."))


class Naming(forms.Form):
    """Somebody by the id under which a holder knows them, or by a number. There is no search by name."""

    holder = NamedChoice(label=_("Holder"), queryset=Organ.objects.none(), required=False)
    holder_id = forms.CharField(label=_("The holder's id of the person"), max_length=100, required=False)
    number = forms.CharField(
        label=_("Or a number"),
        max_length=40,
        required=False,
        help_text=_(
            "Instead of the holder and the id: the code that somebody reads out from My page, the number of a receipt, "
            "or the mark that the page of a person shows."
        ),
    )

    def __init__(self, *args: Any, holders: QuerySet[Organ], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = holders  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One way of naming somebody, and that whole."""
        typed = super().clean() or {}
        one_way(self, typed)
        return typed


class FindForm(Naming):
    """A person at the counter."""


class LinkForm(forms.Form):
    """Under which id a holder knows the person: from the holder's paper, with the identification on the desk."""

    holder = NamedChoice(label=_("Holder"), queryset=Organ.objects.none())
    holder_id = forms.CharField(label=_("The holder's id of the person"), max_length=100)
    assurance = forms.ChoiceField(
        label=_("Identification"),
        choices=SHOWN,
        widget=forms.RadioSelect,
        help_text=_("What the person showed. Without identification nothing is linked."),
    )
    same_as = forms.UUIDField(
        label=_("It is the same person: the identification and the holder's paper show it"),
        required=False,
        widget=forms.HiddenInput,
    )
    known: Person | None = None
    """Who is known under the id already; asked about before the two become one."""

    def ask_about(self, known: Person) -> None:
        """Have it said that ``known`` is the same person."""
        self.known = known
        self.fields["same_as"].widget = forms.CheckboxInput(attrs={"value": str(known.key)})
        self.data = {name: value for name, value in self.data.items() if name != "same_as"}

    def __init__(self, *args: Any, holders: QuerySet[Organ], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = holders  # type: ignore[attr-defined]


def _past(born: date | None) -> date | None:
    if born is not None and born > clock.today():
        raise forms.ValidationError(_("The date of birth lies in the future."))
    return born


class EnrolForm(forms.Form):
    """A person without a login, at the counter with identification."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kana = forms.CharField(label=_("Name in kana"), max_length=100, required=False)
    birth_date = forms.DateField(label=_("Date of birth"), widget=DATE)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)

    def clean_birth_date(self) -> date | None:
        """Nobody enrolled was born after today."""
        return _past(self.cleaned_data["birth_date"])

    def identifiers(self) -> dict[str, str]:
        """What is kept, sealed."""
        typed = {**self.cleaned_data, "birth_date": self.cleaned_data["birth_date"].isoformat()}
        return {name: value for name, value in typed.items() if value}


class PaperForm(forms.Form):
    """A signed form, as it lies on the desk."""

    signed_on = forms.DateField(label=_("Date of signature"), widget=DATE)
    witness = forms.CharField(label=_("Witness"), max_length=100, help_text=_("Who saw the signature."))
    scan = UploadField(
        kinds=SCAN_KINDS,
        label=_("Scan of the form"),
        required=False,
        help_text=_("PDF, PNG or JPEG, at most 20 MB."),
    )
    proxy = forms.ChoiceField(label=_("Who signed"), required=False)
    also = forms.MultipleChoiceField(
        label=_("Who else signed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Under the council's rule several parents sign an agreement for this child. A form that says no counts "
            "with one signature."
        ),
    )
    decision = forms.CharField(
        label=_("Decision, or the withdrawn objection"),
        max_length=60,
        required=False,
        help_text=_(
            "Only where a parent objected before, or where fewer parents sign than the rule says: number of the "
            "decision, or reference of the paper that takes the objection back."
        ),
    )
    layer = forms.ChoiceField(label=_("Text of the copy for the person"), choices=list(LAYER_NAMES.items()))

    def __init__(
        self,
        *args: Any,
        version: NoticeVersion,
        proxies: list[tuple[str, Any]],
        parents_needed: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.fields["also"].choices = proxies  # type: ignore[attr-defined]
        if parents_needed < 2:
            del self.fields["also"]
        if parents_needed < 1:
            del self.fields["decision"]
        self.fields["proxy"].choices = [("", _("The person")), *proxies]  # type: ignore[attr-defined]
        for item in version.items.all():
            self.fields[f"answer_{item.code}"] = forms.ChoiceField(
                label=_choice_label(item),
                choices=PaperAnswer.choices,
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[str, str]:
        """Code of the choice -> what is marked."""
        return {item.code: self.cleaned_data[f"answer_{item.code}"] for item in self.version.items.all()}


class WordForm(forms.Form):
    """A withdrawal by word at the counter: when, before whom, and who said it."""

    signed_on = forms.DateField(label=_("Day on which it was said"), widget=DATE)
    witness = forms.CharField(label=_("Witness"), max_length=100, help_text=_("Who heard it."))
    proxy = forms.ChoiceField(label=_("Who said it"), required=False)
    layer = forms.ChoiceField(label=_("Text of the copy for the person"), choices=list(LAYER_NAMES.items()))

    def __init__(self, *args: Any, proxies: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proxy"].choices = [("", _("The person")), *proxies]  # type: ignore[attr-defined]


def _choice_label(item: ConsentItem) -> str:
    """What goes to whom, in the reader's language."""
    kinds = pgettext("list", ", ").join(local(kind, "kind") for kind in item.data_items)
    return f"{kinds} → {local(item.recipient, 'name')}"


SOMEBODY, NOBODY = "somebody", "nobody"
"""From whom a protective measure closes records: somebody found by a holder's id, or nobody who is known here."""


class HoldForm(forms.Form):
    """A hold on a person. A protective measure says from whom the records are closed: nobody is left to be guessed."""

    kind = forms.ChoiceField(label=_("Kind of hold"), choices=HoldKind.choices, widget=forms.RadioSelect)
    basis = forms.CharField(
        label=_("Rests on"), max_length=100, help_text=_("Reference of the request or notice; no reasons.")
    )
    closed_to = forms.ChoiceField(
        label=_("Records closed to"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "For a protective measure only. Whoever is named here sees and answers nothing for the person, and signs "
            "nothing for them, even if they are registered as a parent. One at a time: for several, place a hold for "
            "each."
        ),
    )
    holder = NamedChoice(
        label=_("Holder"),
        queryset=Organ.objects.none(),
        required=False,
        help_text=_("Only for somebody else: the holder that knows them."),
    )
    holder_id = forms.CharField(
        label=_("The holder's id of whom the records are closed to"), max_length=100, required=False
    )
    number = forms.CharField(
        label=_("Or a number"),
        max_length=40,
        required=False,
        help_text=_("Instead of the holder and the id: the number of a receipt, or the mark of their page."),
    )

    def __init__(
        self, *args: Any, registered: list[tuple[str, Any]], holders: QuerySet[Organ], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_to"].choices = [  # type: ignore[attr-defined]
            *registered,
            (SOMEBODY, _("somebody else, by the holder's id or a number")),
            (NOBODY, _("nobody who is known here")),
        ]
        self.fields["holder"].queryset = holders  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """From whom: with a protective measure always, with another kind never."""
        typed = super().clean() or {}
        chosen = typed.get("closed_to")
        named = typed.get("holder") or typed.get("holder_id") or typed.get("number")
        if "closed_to" in self.errors or "kind" in self.errors:
            return typed
        if typed["kind"] != HoldKind.PROTECTION:
            if chosen or named:
                self.add_error("closed_to", sentence("hold_hides_protection_only"))
        elif not chosen:
            self.add_error(
                "closed_to",
                _("Choose from whom the records are closed, or that it is nobody who is known here."),
            )
        elif chosen != SOMEBODY and named:
            self.add_error(
                "closed_to", _("Choose somebody else, or leave the holder, the id and the number empty.")
            )
        elif chosen == SOMEBODY:
            one_way(self, typed)
        return typed


class ProxyForm(Naming):
    """Somebody who acts for the person: named like everybody at the counter."""

    kind = forms.ChoiceField(
        label=_("Acts as"),
        choices=ProxyKind.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "For a child below the age at which the council's rules let people answer for themselves, only a legal "
            "representative decides. From that age on the person can choose a representative."
        ),
    )
    holder_id = forms.CharField(label=_("The holder's id of whoever acts"), max_length=100, required=False)
    basis = forms.CharField(
        label=_("What was shown"), max_length=100, help_text=_("Kind and date of the document.")
    )
    until = forms.DateField(label=_("Last day"), required=False, widget=DATE)
    born_on = forms.DateField(
        label=_("Date of birth of the person"),
        required=False,
        widget=DATE,
        help_text=_(
            "For a legal representative: none is kept yet, and the council's rules about children depend on it. As the "
            "document shows it."
        ),
    )
    of_age = forms.BooleanField(label=_("The person is grown up, and has a guardian"), required=False)
    field_order = ("kind", "holder", "holder_id", "number", "basis", "until", "born_on", "of_age")

    def __init__(self, *args: Any, birth_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if birth_known:
            del self.fields["born_on"], self.fields["of_age"]

    def clean_born_on(self) -> date | None:
        """Nobody was born after today."""
        return _past(self.cleaned_data["born_on"])


class BirthForm(forms.Form):
    """When a person was born, from an identification."""

    born_on = forms.DateField(label=_("Date of birth"), widget=DATE)
    assurance = forms.ChoiceField(
        label=_("Identification"),
        choices=SHOWN,
        widget=forms.RadioSelect,
        help_text=_("What was shown. Without identification nothing is kept."),
    )

    def clean_born_on(self) -> date | None:
        """Nobody was born after today."""
        return _past(self.cleaned_data["born_on"])


class RevealForm(forms.Form):
    """Why somebody's identity is looked at."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
