"""The filter of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from governance.sharing.enums import RequestKind, RequestStage, RequestState

AFTER = [
    (str(stage), stage.label)
    for stage in (RequestStage.COUNCIL, RequestStage.PROVIDER, RequestStage.AGREEMENT)
]
"""What requests whose review is concluded may wait for."""


class QueueFilter(forms.Form):
    """What of the queue is shown; everything may be left open. ``staff``: whose cases can be told apart, none where
    the reader keeps no cases."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=(("", _("All")), ("open", _("Under way")), *RequestState.choices, *AFTER),
        required=False,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=(("", _("All")), *RequestKind.choices), required=False)
    due = forms.ChoiceField(
        label=_("Deadline"),
        choices=(("", _("Any")), ("overdue", _("Overdue")), ("week", _("Within seven days"))),
        required=False,
    )
    keeper = forms.ChoiceField(label=_("In charge"), required=False)
    q = forms.CharField(label=_("Words"), required=False, max_length=100)

    def __init__(self, *args: Any, staff: Sequence[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not staff:
            del self.fields["keeper"]
            return
        kept = [("", _("Anybody")), ("nobody", _("Nobody yet")), *((str(one.pk), str(one)) for one in staff)]
        self.fields["keeper"].choices = kept  # type: ignore[attr-defined]
