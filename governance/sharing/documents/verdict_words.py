"""Words for the values that a verdict's parameters carry, by the name of the parameter."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import pgettext_lazy

from consent.rules.dpv import PURPOSES
from core.http.dates import english
from core.law.enums import Confidence

Words = Mapping[str, str | Promise]

_WHO: Words = {
    "provider": pgettext_lazy("verdict", "provider"),
    "recipient": pgettext_lazy("verdict", "recipient"),
}

_KIND: Words = {
    "disposal": pgettext_lazy("verdict", "return or disposal"),
    "condition": pgettext_lazy("verdict", "condition of approval"),
    "report": pgettext_lazy("verdict", "report"),
    "dues": pgettext_lazy("verdict", "membership dues"),
    "incident": pgettext_lazy("verdict", "incident"),
    "dispute": pgettext_lazy("verdict", "dispute"),
    "contract": pgettext_lazy("verdict", "contract"),
    "memorandum": pgettext_lazy("verdict", "memorandum"),
    "entrustment_contract": pgettext_lazy("verdict", "entrustment contract"),
    "joint_use_notice": pgettext_lazy("verdict", "notice of joint use"),
    "succession": pgettext_lazy("verdict", "succession agreement"),
    "measures_requested": pgettext_lazy("verdict", "measures requested of the recipient"),
}

_MISSING: Words = {
    "acquire": pgettext_lazy("verdict", "acquisition"),
    "use": pgettext_lazy("verdict", "use"),
    "store": pgettext_lazy("verdict", "storage"),
    "dispose": pgettext_lazy("verdict", "disposal"),
    "items": pgettext_lazy("verdict", "items"),
    "purpose": pgettext_lazy("verdict", "purpose"),
    "recipient": pgettext_lazy("verdict", "recipient"),
    "places": pgettext_lazy("verdict", "places of storage"),
    "stages": pgettext_lazy("verdict", "stages of the lifecycle"),
    "fact": pgettext_lazy("verdict", "the fact of joint use"),
    "scope": pgettext_lazy("verdict", "who uses it jointly"),
    "manager": pgettext_lazy("verdict", "who is responsible"),
    "country": pgettext_lazy("verdict", "name of the country"),
    "system": pgettext_lazy("verdict", "its system of protection"),
    "measures": pgettext_lazy("verdict", "the recipient's measures"),
    "access_control": pgettext_lazy("verdict", "access control"),
    "access_log": pgettext_lazy("verdict", "access log"),
    "encryption": pgettext_lazy("verdict", "encryption"),
    "training": pgettext_lazy("verdict", "training of staff"),
    "separation": pgettext_lazy("verdict", "separate storage"),
    "no_reidentification": pgettext_lazy("verdict", "ban on re-identification"),
}

_LACKING: Words = {
    "items": pgettext_lazy("verdict", "items"),
    "purpose": pgettext_lazy("verdict", "purpose"),
    "recipient": pgettext_lazy("verdict", "recipient"),
    "opt_in": pgettext_lazy("verdict", "express consent"),
    "storage": pgettext_lazy("verdict", "the country of storage outside Japan"),
}

_WHAT: Words = {
    "items": pgettext_lazy("verdict", "items"),
    "purpose": pgettext_lazy("verdict", "purpose"),
    "data_class": pgettext_lazy("verdict", "class of data"),
}

_STATE: Words = {
    "threshold": pgettext_lazy("verdict", "threshold analysis"),
    "preparing": pgettext_lazy("verdict", "in preparation"),
    "assessing": pgettext_lazy("verdict", "being assessed"),
    "in_review": pgettext_lazy("verdict", "in review"),
    "none": pgettext_lazy("verdict", "never asked"),
    "requested": pgettext_lazy("verdict", "asked, not answered"),
    "deferred": pgettext_lazy("verdict", "deferred"),
    "refused": pgettext_lazy("verdict", "refused"),
    "withdrawn": pgettext_lazy("verdict", "withdrawn"),
    "revoked": pgettext_lazy("verdict", "revoked"),
    "expired": pgettext_lazy("verdict", "expired"),
    "invalidated": pgettext_lazy("verdict", "invalidated"),
}

_BY: Words = {
    "rule": pgettext_lazy("verdict", "the rules"),
    "dataset": pgettext_lazy("verdict", "the dataset"),
    "pia": pgettext_lazy("verdict", "the assessment"),
    "notice": pgettext_lazy("verdict", "the notice"),
}

_CAUSE: Words = {
    "change": pgettext_lazy("verdict", "change of circumstances"),
    "time": pgettext_lazy("verdict", "passage of time"),
    "incident": pgettext_lazy("verdict", "incident"),
    "rule": pgettext_lazy("verdict", "change of the rules"),
}

_DATA_CLASS_STATED_SOURCE: Words = {
    "personal": pgettext_lazy("verdict", "personal information"),
    "special_care": pgettext_lazy("verdict", "special-care personal information"),
    "pseudonymised": pgettext_lazy("verdict", "pseudonymised information"),
    "anonymised": pgettext_lazy("verdict", "anonymised information"),
    "person_related": pgettext_lazy("verdict", "information related to a person"),
    "statistical": pgettext_lazy("verdict", "statistics"),
    "non_personal": pgettext_lazy("verdict", "non-personal data"),
}

_FORM: Words = {
    "third_party": pgettext_lazy("verdict", "provision to a third party"),
    "entrustment": pgettext_lazy("verdict", "entrustment"),
    "joint_use": pgettext_lazy("verdict", "joint use"),
    "succession": pgettext_lazy("verdict", "succession of a business"),
    "internal_use": pgettext_lazy("verdict", "internal use"),
    "statutory": pgettext_lazy("verdict", "provision required by law"),
}

_PROVIDER_RECIPIENT: Words = {
    "business": pgettext_lazy("verdict", "business operator"),
    "public_body": pgettext_lazy("verdict", "administrative organ"),
    "specified_corporation": pgettext_lazy("verdict", "corporation under the private-sector rules"),
    "assembly": pgettext_lazy("verdict", "local assembly"),
    "foreign": pgettext_lazy("verdict", "foreign operator"),
}

_EXPERTISE: Words = {
    "information_security": pgettext_lazy("verdict", "information security"),
    "law": pgettext_lazy("verdict", "law"),
    "data_ethics": pgettext_lazy("verdict", "data ethics"),
    "citizen": pgettext_lazy("verdict", "citizens"),
    "chair": pgettext_lazy("verdict", "chair of the board"),
}

_BODY_NEEDED: Words = {
    "chair": pgettext_lazy("verdict", "the chair"),
    "steering": pgettext_lazy("verdict", "the steering body"),
    "assembly": pgettext_lazy("verdict", "the general assembly"),
    "board": pgettext_lazy("verdict", "the board"),
    "ethics_board": pgettext_lazy("verdict", "the data ethics board"),
}


def _purpose(code: str) -> str:
    return PURPOSES[code][1 if english() else 0]


_purpose_lazy = lazy(_purpose, str)
_PURPOSE: Words = {code: _purpose_lazy(code) for code in PURPOSES}
_CONFIDENCE: Words = {str(value): label for value, label in Confidence.choices}

WORDS: Mapping[str, Words] = {
    "who": _WHO,
    "confidence": _CONFIDENCE,
    "acquired": _PURPOSE,
    "asked": _PURPOSE,
    "kind": _KIND,
    "missing": _MISSING,
    "lacking": _LACKING,
    "what": _WHAT,
    "state": _STATE,
    "by": _BY,
    "cause": _CAUSE,
    "data_class": _DATA_CLASS_STATED_SOURCE,
    "stated": _DATA_CLASS_STATED_SOURCE,
    "source": _DATA_CLASS_STATED_SOURCE,
    "form": _FORM,
    "provider": _PROVIDER_RECIPIENT,
    "recipient": _PROVIDER_RECIPIENT,
    "expertise": _EXPERTISE,
    "body": _BODY_NEEDED,
    "needed": _BODY_NEEDED,
}
