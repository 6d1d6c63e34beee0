"""What is told about past cases judged again under a text in work."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

REPLAYS: Mapping[str, Text] = {
    "sharing.replay_period": _("The period ends before it begins. Choose a later last day."),
    "sharing.replay_moments": _("Choose at least one of the moments at which answers are kept."),
    "sharing.replay_draft_gone": _(
        "This draft was adopted or taken out since. Past cases are judged under a draft that is in work."
    ),
}
