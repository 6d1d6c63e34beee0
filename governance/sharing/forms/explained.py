"""What a form of transfer or a legal ground means, in one plain sentence beside the choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.http.texts import Text
from governance.sharing.enums import TransferForm

FORMS: Mapping[str, Text] = {
    TransferForm.THIRD_PARTY: _(
        "Another organisation gets the data and uses them for a purpose of its own. The usual case."
    ),
    TransferForm.ENTRUSTMENT: _("The recipient only does work for the provider, for the provider's purpose."),
    TransferForm.JOINT_USE: _(
        "Organisations named to the persons beforehand use the same data together, and one of them answers for it."
    ),
    TransferForm.SUCCESSION: _("A business goes to another organisation, and its data go with it."),
    TransferForm.INTERNAL_USE: _(
        "Another office of the same organ uses the data for its duty. Between organs, such as the mayor and the board "
        "of education, the data are provided to a third party."
    ),
}

_CONSENT = _("Every person whose data go has agreed to this use.")
_ENTRUSTED = _(
    "The recipient only does work for the provider, within the purpose for which it holds the data."
)
_RELATED = _(
    "The provider cannot tell who it is, but the recipient could, so the recipient makes sure of it."
)
_PSEUDONYMISED = _("Names are replaced; nobody may find out who the persons are.")

GROUNDS: Mapping[str, Text] = {
    "consent_27_1": _CONSENT,
    "consent_69_2_1": _CONSENT,
    "consent_assembly": _CONSENT,
    "life_27_1_2": _("Life, body or property has to be protected, and the person cannot well be asked."),
    "public_health_27_1_3": _(
        "Public health or children's growth especially need it, and the persons cannot well be asked."
    ),
    "public_duty_27_1_4": _(
        "A public body needs help with its legal duty, and asking would hinder that duty."
    ),
    "academic_publication_27_1_5": _(
        "The provider is an academic institution, and cannot publish or teach its results without the data."
    ),
    "joint_research_27_1_6": _(
        "The provider is an academic institution and does the research together with the recipient."
    ),
    "academic_27_1_7": _("The recipient is an academic institution and needs the data for its research."),
    "opt_out_27_2": _("The persons were told beforehand and can object; the authority has the filing."),
    "entrustment_27_5_1": _ENTRUSTED,
    "entrustment_69_1": _ENTRUSTED,
    "entrustment_assembly": _ENTRUSTED,
    "succession_27_5_2": _("A merger or transfer of business hands the data over with the business."),
    "joint_use_27_5_3": _(
        "The persons could know beforehand who uses the data together, which, and for what."
    ),
    "related_31_1": _RELATED,
    "related_72": _RELATED,
    "pseudonymised_41_6": _PSEUDONYMISED,
    "pseudonymised_73_1": _PSEUDONYMISED,
    "purpose_69_1": _("Giving the data is itself part of the purpose for which the provider holds them."),
    "internal_69_2_2": _(
        "The organ that holds the data needs them for another duty by law, and has good reason."
    ),
    "public_need_69_2_3": _(
        "Another public body, or another organ of the same one, needs the data for a duty by law, and has good reason."
    ),
    "statistics_69_2_4": _("The data serve only to make statistics or for academic research."),
    "benefit_69_2_4": _("It is plainly in the person's own interest."),
    "special_reason_69_2_4": _(
        "Another reason as weighty as these; the provider examines it with particular care."
    ),
}


class ExplainedRadio(forms.RadioSelect):
    """Radio buttons, each with its sentence from ``words`` below it, which is read as its description."""

    option_template_name = "governance/sharing/requests/explained_option.html"

    def __init__(self, *args: Any, words: Mapping[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the sentence, where there is one for the choice."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["why"] = self.words.get(str(value), "")
        if option["why"] and "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_why"
        return option
