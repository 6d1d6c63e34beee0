"""Shapes of input on the pages of the assembly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import Organisation, User
from core.administration.queries import account_of
from core.clock import TOKYO
from core.http.dates import short
from core.http.fields import LongText, NamedChoice, NamedChoices, WholeNumber, not_far, not_past
from core.http.texts import Text
from governance.assembly.enums import (
    BodyKind,
    Channel,
    Choice,
    Interest,
    MeetingForm,
    MotionKind,
    Visibility,
)
from governance.assembly.errors import SENTENCES as ERRORS
from governance.assembly.models import Appointment, Attendance

Choices = Sequence[tuple[str, Any]]
"""Values with their labels, or groups of them."""
UNKNOWN: Any = ERRORS["matter_unknown"]
LONG = forms.Textarea(attrs={"rows": 5})


class ProjectForm(forms.Form):
    """What a project says."""

    title_ja = forms.CharField(label=_("Title (Japanese)"), max_length=200)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200, required=False)
    vision_ja = LongText(label=_("Vision (Japanese)"), max_length=4000, required=False, widget=LONG)
    vision_en = LongText(label=_("Vision (English)"), max_length=4000, required=False, widget=LONG)
    plan_ja = LongText(label=_("Plan (Japanese)"), max_length=8000, required=False, widget=LONG)
    plan_en = LongText(label=_("Plan (English)"), max_length=8000, required=False, widget=LONG)


class BodyForm(forms.Form):
    """A new body."""

    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("What the rules call it: assembly, steering, ethics_board, or another short name."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=BodyKind.choices, widget=forms.RadioSelect)

    def clean_code(self) -> str:
        """Not the word that the page for a new body uses."""
        code: str = self.cleaned_data["code"]
        if code == "new":
            raise forms.ValidationError(_("Choose another code."))
        return code


class AppointForm(forms.Form):
    """Who takes a seat, from when."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("Needed only for somebody without an account; they get an invitation."),
    )
    organisation = NamedChoice(
        queryset=Organisation.objects.none(),
        label=_("Organisation"),
        help_text=_("Where the person comes from. Needed to see conflicts of interest; empty for citizens."),
        required=False,
    )
    from_on = forms.DateField(
        label=_("From"),
        help_text=_("First day of the term. Empty means today; the rules set the last day."),
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[not_far],
        required=False,
    )
    remainder_of = NamedChoice(
        queryset=Appointment.objects.none(),
        label=_("Serves the rest of the term of"),
        required=False,
        help_text=_("For a substitute: the term ends with that of the predecessor."),
    )
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=60, required=False)
    post_ja = forms.CharField(
        label=_("Post (Japanese)"),
        max_length=100,
        required=False,
        help_text=_(
            "Only where the seat goes with a post (充て職): whoever follows in the post takes over the seat."
        ),
    )
    post_en = forms.CharField(label=_("Post (English)"), max_length=100, required=False)

    def __init__(self, *args: Any, organisations: Any, predecessors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        former: Any = self.fields["remainder_of"]
        former.queryset = predecessors
        former.label_from_instance = lambda row: f"{row.user.name} ({short(row.term_ends_on)})"
        if not predecessors.exists():
            del self.fields["remainder_of"]

    def clean(self) -> dict[str, Any]:
        """An account that there is, or a name to invite."""
        data = super().clean() or {}
        email = data.get("email") or ""
        if email and not data.get("name") and account_of(email) is None:
            self.add_error("name", _("Nobody has an account with this address. Write the name to invite."))
        return data


class ReasonForm(forms.Form):
    """A reason."""

    reason = LongText(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    """What whoever signs a draft that came back should know."""

    note = LongText(
        label=_("Note to those who sign"),
        max_length=2000,
        required=False,
        help_text=_("What was put right since, or why it stays as it was. It is not part of the document."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeBackForm(forms.Form):
    """Why an appointment does not begin."""

    reason = LongText(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(TakeBackForm):
    """Until when somebody sits, and whether they leave open reviews."""

    on = forms.DateField(
        label=_("Last day"),
        help_text=_(
            "Today ends the appointment at once. Until a day to come the person sits, with all roles; until then the "
            "day can be moved within the term."
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[not_far],
        required=False,
    )
    leaves = forms.BooleanField(
        label=_("They leave for good: excuse them from the open reviews at once"),
        help_text=_(
            "For whoever resigned or was dismissed. The reason is kept with each excuse and alternates are called in. "
            "Otherwise they finish these reviews."
        ),
        required=False,
    )
    field_order = ("on", "reason", "leaves")

    def __init__(self, *args: Any, has_places: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_places:
            del self.fields["leaves"]


class MeetingPlaceForm(forms.Form):
    """When and where a meeting is."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}), validators=[not_past, not_far]
    )
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A meeting is put on a moment to come; one that keeps its moment may be put in another place."""
        data = super().clean() or {}
        anew = data.get("day") and data.get("time") and {"day", "time"} & set(self.changed_data)
        if anew and self.starts_at() <= clock.now():
            self.add_error("time", _("This moment is over. Choose a later one."))
        return data

    def starts_at(self) -> datetime:
        """The moment it begins, in Tokyo."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], tzinfo=TOKYO)


class MeetingPlanForm(MeetingPlaceForm):
    """When, where and how a new meeting is."""

    form = forms.ChoiceField(
        label=_("How it is held"),
        choices=MeetingForm.choices,
        initial=MeetingForm.HELD,
        help_text=_("By circulation nobody meets: the day and time are the last for answers."),
        widget=forms.RadioSelect,
    )


class MotionWordsForm(forms.Form):
    """What an item says, and how it is decided."""

    title_ja = forms.CharField(label=_("Title (Japanese)"), max_length=300)
    title_en = forms.CharField(label=_("Title (English)"), max_length=300, required=False)
    text_ja = LongText(label=_("Text (Japanese)"), max_length=20000, required=False, widget=LONG)
    text_en = LongText(label=_("Text (English)"), max_length=20000, required=False, widget=LONG)
    kind = forms.ChoiceField(label=_("Kind"), choices=MotionKind.choices, initial=MotionKind.RESOLUTION)
    matter = forms.ChoiceField(
        label=_("Matter"),
        help_text=_("The rules ask for a larger majority in some matters."),
        choices=(
            ("ordinary", _("ordinary")),
            ("amendment", _("amendment of the rules")),
            ("expulsion", _("expulsion of a member")),
            ("dissolution", _("dissolution")),
            ("departure", _("departing from the board's opinion")),
        ),
    )


class MotionForm(MotionWordsForm):
    """A new item, and the matter that it is about; ``matters`` are groups of choices."""

    about = forms.ChoiceField(
        label=_("What it is about"),
        help_text=_("What is decided counts for this matter."),
        required=False,
        error_messages={"invalid_choice": UNKNOWN},
    )
    concerned = NamedChoices(
        queryset=Organisation.objects.none(),
        label=_("Whose own matter it is"),
        help_text=_(
            "People from these organisations will not vote. Whoever applied for the matter chosen is added by itself."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("about", *MotionWordsForm.base_fields, "concerned")

    def __init__(self, *args: Any, organisations: Any, matters: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concerned"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["about"].choices = matters  # type: ignore[attr-defined]


class AttendanceForm(forms.Form):
    """How one voter takes part, and who sits for a member (代理出席)."""

    who = NamedChoice(
        queryset=User.objects.none(),
        label=_("Who sits for the member"),
        help_text=_("The representative, or a deputy in their place."),
        required=False,
    )
    channel = forms.ChoiceField(label=_("Takes part"), choices=Channel.choices)
    proxy_to = NamedChoice(queryset=Attendance.objects.none(), label=_("Proxy held by"), required=False)

    def __init__(self, *args: Any, people: Any, holders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["who"]
        else:
            self.fields["who"].queryset = people  # type: ignore[attr-defined]
        self.fields["proxy_to"].queryset = holders  # type: ignore[attr-defined]


class AnswerForm(AttendanceForm):
    """Whether a voter comes, in the ways that the rules open."""

    def __init__(self, *args: Any, channels: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"] = forms.ChoiceField(
            label=_("Do you come?"), choices=channels, widget=forms.RadioSelect
        )
        if "proxy" not in dict(channels):
            del self.fields["proxy_to"]


class BallotForm(forms.Form):
    """One vote."""

    attendance = WholeNumber(label=_("Attendance"))
    choice = forms.ChoiceField(label=_("Vote"), choices=Choice.choices)


class CloseVoteForm(forms.Form):
    """The casting vote, where it is needed."""

    casting_vote = forms.ChoiceField(
        label=_("Casting vote, if the votes are equal"), choices=(("", ""), *Choice.choices), required=False
    )


class RecuseForm(forms.Form):
    """Who takes no part, and why."""

    attendance = NamedChoice(queryset=Attendance.objects.none(), label=_("Who"))
    interest = forms.ChoiceField(label=_("Interest"), choices=Interest.choices)


class OutcomeForm(forms.Form):
    """What came of an item for discussion."""

    outcome = LongText(
        label=_("What came of it"),
        help_text=_(
            "In a few sentences, as the minutes are to say it. What was noted before stays above it."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MinutesForm(forms.Form):
    """The minutes. ``revision``: which text of them the writer saw."""

    revision = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    minutes = LongText(label=_("Minutes"), max_length=40000, widget=forms.Textarea(attrs={"rows": 18}))
    minutes_en = LongText(
        label=_("Minutes in English"),
        help_text=_("Printed in the English version; the Japanese text is the authoritative one."),
        max_length=40000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class DecisionForm(forms.Form):
    """What a decision says."""

    title_ja = forms.CharField(label=_("Title (Japanese)"), max_length=300)
    title_en = forms.CharField(label=_("Title (English)"), max_length=300, required=False)
    reasons_ja = LongText(label=_("Reasons (Japanese)"), max_length=20000, widget=LONG)
    reasons_en = LongText(label=_("Reasons (English)"), max_length=20000, required=False, widget=LONG)
    dissent_ja = LongText(
        label=_("Dissent (Japanese)"),
        help_text=_("What the minority held. No names."),
        max_length=20000,
        required=False,
        widget=LONG,
    )
    dissent_en = LongText(label=_("Dissent (English)"), max_length=20000, required=False, widget=LONG)
    visibility = forms.ChoiceField(
        label=_("Publication"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )


class BasedDecisionForm(DecisionForm):
    """A decision, and the carried item or the power of the chair that it rests on."""

    rests_on = forms.ChoiceField(label=_("Rests on"))
    about = forms.ChoiceField(
        label=_("What it is about"),
        help_text=_(
            "If nothing is chosen, it is what the item was about. A decision is about nothing else than its item."
        ),
        required=False,
        error_messages={"invalid_choice": UNKNOWN},
    )
    field_order = ("rests_on", "about")

    def __init__(
        self, *args: Any, foundations: Iterable[tuple[str, Text]], matters: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = matters  # type: ignore[attr-defined]
        self.fields["rests_on"].choices = list(foundations)  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """What the log of decisions is searched for."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Text]] = [("", _("all"))]
        self.fields["year"].choices = choices + [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
