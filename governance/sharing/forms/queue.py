"""The filter of the queue."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.sharing.enums import RequestKind, RequestState


class QueueFilter(forms.Form):
    """What of the queue is shown; everything may be left open."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=(("", _("All")), ("open", _("Under way")), *RequestState.choices),
        required=False,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=(("", _("All")), *RequestKind.choices), required=False)
    due = forms.ChoiceField(
        label=_("Deadline"),
        choices=(("", _("Any")), ("overdue", _("Overdue")), ("week", _("Within seven days"))),
        required=False,
    )
    q = forms.CharField(label=_("Words"), required=False, max_length=100)
