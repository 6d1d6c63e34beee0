"""Who hands over to whom."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User


def _named(standing: Mapping[int, str], user: User) -> str:
    """A person with what they are in the council, since names alone may be alike."""
    about = standing.get(user.pk)
    return f"{user.name} – {about}" if about else user.name


class ReshuffleForm(forms.Form):
    """Predecessor and successor, and the digest of what was shown of them."""

    predecessor = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Who changes post"))
    successor = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("Who follows"),
        help_text=_("Everybody with a role in the council. Give a new colleague the role first."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, people: QuerySet[User], standing: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("predecessor", "successor"):
            choice: Any = self.fields[name]
            choice.queryset = people
            choice.label_from_instance = partial(_named, standing)

    def clean(self) -> dict[str, Any]:
        """Two different people."""
        data = super().clean() or {}
        if data.get("predecessor") and data.get("predecessor") == data.get("successor"):
            self.add_error("successor", _("Choose somebody other than who changes post."))
        return data
