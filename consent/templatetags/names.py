"""Names of layers and of the parts of a choice, for whoever writes notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.http.texts import Text

LAYER_NAMES: Mapping[str, Any] = {
    "ja": pgettext_lazy("layer", "Japanese"),
    "easy": pgettext_lazy("layer", "Plain Japanese"),
    "en": pgettext_lazy("layer", "English"),
}
"""Layer of a text -> its name."""

CHOICE_PARTS: Mapping[str, Text] = {
    "code": _("Item code"),
    "dataset": _("Dataset"),
    "provider": _("Provider"),
    "recipient": _("Recipient"),
    "data_items": _("Kinds of data"),
    "purpose": _("Purpose"),
    "purpose_words": _("purpose in plain words"),
    "retention_months": _("Months the recipient keeps it"),
    "storage_country": _("Country of storage"),
}
"""What the fields of a choice are called where one of them is missing."""
