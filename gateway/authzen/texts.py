"""What is said where nobody has configured what a machine asks about."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "authzen.flow_not_configured": _(
        "Nobody has configured this flow, or it is not yours to ask about. Check the ids of the recipient and of "
        "the dataset."
    ),
    "authzen.subject_type_not_configured": _(
        "Questions are answered about subjects of the type organization or service."
    ),
    "authzen.action_not_configured": _("Questions are answered about the actions share, use and retain."),
    "authzen.resource_type_not_configured": _(
        "Questions are answered about resources of the type dataset, data_item or personal_data."
    ),
    "authzen.dataset_not_named": _("Name the dataset in resource.properties.dataset."),
}
