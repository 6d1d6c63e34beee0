"""Shapes of what is typed in the administration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.access.roles import Role
from core.accounts.enums import Regime
from core.accounts.models import Council, Organisation
from core.administration.enums import KnownBy, ResetReason
from core.administration.queries import account_of
from core.clients.enums import Scope
from core.http.fields import CountryCode, LongText, NamedChoice, WholeNumber, not_far

COUNCIL_ROLES = (
    (Role.SECRETARY, _("secretariat")),
    (Role.APPROVER, _("approver of drafts")),
    (Role.CHAIR, _("chair")),
    (Role.AUDITOR, _("auditor")),
    (Role.ASSESSOR, _("assessor of privacy risk")),
    (Role.REVIEWER, _("reviewer")),
    (Role.MEMBER, _("member")),
)


class CouncilParticularsForm(forms.Form):
    """What a council is called, where its secretariat is and whom to ask."""

    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    short_name_ja = forms.CharField(
        label=_("Short name"), max_length=40, help_text=_("Before the number of decisions: ○○協第24号")
    )
    office_ja = forms.CharField(label=_("Secretariat in Japanese"), max_length=200, required=False)
    office_en = forms.CharField(label=_("Secretariat in English"), max_length=200, required=False)
    address_ja = forms.CharField(
        label=_("Address in Japanese"),
        help_text=_("As letters have it, with the postal code"),
        max_length=300,
        required=False,
    )
    address_en = forms.CharField(label=_("Address in English"), max_length=300, required=False)
    contact = forms.EmailField(label=_("E-mail address for questions"), required=False)


class CouncilForm(CouncilParticularsForm):
    """A new council."""

    slug = forms.SlugField(
        label=_("Short name in addresses"), max_length=40, help_text=_("Latin letters, as in /c/shiomi/")
    )
    secretary = forms.EmailField(
        label=_("E-mail address of the first secretary"),
        help_text=_("Gets an invitation if there is no account yet."),
    )
    secretary_name = forms.CharField(
        label=_("Name of the first secretary"),
        max_length=100,
        required=False,
        help_text=_("Needed only for somebody without an account."),
    )
    field_order = ("slug",)


class NumberingForm(forms.Form):
    """Up to which number papers went before the council used the product."""

    series = forms.ChoiceField(
        label=_("Numbers of"),
        choices=(
            ("R", _("data-use requests (R)")),
            ("G", _("grants (G)")),
            ("decision", _("decisions of the council (○○協第…号)")),
            ("document", _("letters and other documents")),
        ),
    )
    last = WholeNumber(label=_("Last number given"), min_value=1, max_value=9999)


class IdentityForm(forms.Form):
    """What an organisation is in law."""

    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    regime = forms.ChoiceField(label=_("Legal regime"), choices=Regime.choices)
    corporate_number = forms.CharField(
        label=_("Corporate number"),
        required=False,
        validators=[RegexValidator(r"^\d{13}$", _("A corporate number has 13 digits."))],
    )
    is_academic = forms.BooleanField(label=_("Academic research institution"), required=False)
    country = CountryCode(label=_("Country (two letters)"), initial="JP")


class OrganisationForm(IdentityForm):
    """A legal entity."""

    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    representative = forms.CharField(
        label=_("Title and name of the legal representative"), max_length=100, required=False
    )


class OriginForm(forms.Form):
    """From which organisation somebody of the secretariat comes."""

    origin = NamedChoice(
        Organisation.objects.none(),
        label=_("Comes from"),
        help_text=_(
            "For the secretariat alone: the organisation that sent the person (出向元), or that they belong to. In its "
            "cases a colleague checks their steps, and what concerns it as a member is done by a colleague. Empty for "
            "the council's own staff."
        ),
        empty_label=_("the council's own staff"),
        required=False,
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].queryset = organisations  # type: ignore[attr-defined]


class RoleForm(OriginForm):
    """A role for an account, found by its e-mail address; invited when there is none."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("Needed only for somebody without an account."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=COUNCIL_ROLES)
    overlap_reason = LongText(
        label=_("Why it is in one hand"),
        help_text=_(
            "Only where the person has an office, a role or a seat that is better kept apart from this role, also "
            "when they hold the role already. It stands on the list of officers."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("email", "name", "role", "origin", "overlap_reason")


class ClientForm(forms.Form):
    """A key for a machine."""

    council = NamedChoice(Council.objects.none(), label=_("Council"))
    organisation = NamedChoice(Organisation.objects.none(), label=_("Organisation"))
    name = forms.CharField(label=_("Name of the machine"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    per_minute = WholeNumber(
        label=_("Requests per minute"),
        help_text=_(
            "Each process of the server counts for itself: where several answer, as many times more can come through."
        ),
        min_value=1,
        max_value=600_000,
        initial=6000,
    )

    def __init__(self, *args: Any, councils: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class EndpointForm(forms.Form):
    """Where a machine wants to be told of events."""

    council = NamedChoice(Council.objects.none(), label=_("Council"))
    organisation = NamedChoice(Organisation.objects.none(), label=_("Organisation"))
    url = forms.URLField(
        label=_("Address"), max_length=500, assume_scheme="https", help_text=_("Begins with https://")
    )

    def __init__(self, *args: Any, councils: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class OrganForm(forms.Form):
    """An organ of an organisation."""

    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    regime = forms.ChoiceField(label=_("Legal regime"), choices=Regime.choices)


class OrganEndForm(forms.Form):
    """Until when there is an organ."""

    last_on = forms.DateField(
        label=_("Last day"),
        help_text=_(
            "After this day nothing flows from the organ or to it, and nothing new is begun in its name. Empty where "
            "it goes on."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[not_far],
    )


class ParticularsForm(forms.Form):
    """Where an organisation has its seat, and who stands for it."""

    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    representative = forms.CharField(
        label=_("Representative"),
        max_length=200,
        required=False,
        help_text=_("Title and name, as on documents."),
    )


class RepresentativeForm(forms.Form):
    """Who stands for an organ."""

    representative = forms.CharField(
        label=_("Representative"),
        max_length=200,
        required=False,
        help_text=_(
            "Title and name, as on documents. Leave it empty where it is who stands for the whole organisation."
        ),
    )


class OfficerForm(forms.Form):
    """Who keeps the data of an organ."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("Needed only for somebody without an account."),
    )

    def __init__(self, *args: Any, may_invite: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_invite = may_invite
        if not may_invite:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        """Only a secretariat invites who has no account."""
        data = super().clean() or {}
        data.setdefault("name", "")
        if data.get("email") and not self.may_invite and account_of(data["email"]) is None:
            self.add_error("email", _("Nobody has an account with this address. Ask the person to sign up."))
        return data


class ResetForm(forms.Form):
    """Why a second factor is taken away, and how one knows who asks."""

    reason = forms.ChoiceField(label=_("Reason"), choices=ResetReason.choices, widget=forms.RadioSelect)
    known_by = forms.ChoiceField(
        label=_("How you made sure who asks"), choices=KnownBy.choices, widget=forms.RadioSelect
    )


class SearchForm(forms.Form):
    """Whose account is looked for."""

    q = forms.CharField(label=_("Name or e-mail address"), max_length=100, required=False)
