"""Which datasets the catalogue shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organ
from core.http.templatetags.sekisho import local
from governance.sharing.enums import DataClass, DatasetState
from governance.sharing.enums.datasets import Sensitivity
from governance.sharing.queries.datasets import Asked

ALL = ("", _("All"))


class _Named(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of rows that have a name or a title in two languages."""

    def label_from_instance(self, obj: Any) -> str:
        """In the reader's language."""
        return local(obj, "name" if isinstance(obj, Organ) else "title")


class CatalogueForm(forms.Form):
    """The filter above the list; it lives in the address."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    provider = _Named(None, label=_("Provider"), required=False, empty_label=_("All"))
    data_class = forms.ChoiceField(label=_("Class"), choices=[ALL, *DataClass.choices], required=False)
    sensitivity = forms.TypedChoiceField(
        label=_("Sensitivity"),
        choices=[ALL, *Sensitivity.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    open = forms.TypedChoiceField(
        label=_("Open data"),
        choices=[ALL, ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )
    project = _Named(None, label=_("Project"), required=False, empty_label=_("All"))
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *DatasetState.choices], required=False)

    def __init__(
        self, *args: Any, providers: QuerySet[Organ], projects: QuerySet[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]

    def asked(self, sort: str) -> Asked:
        """What is asked for; a value that is none of the choices narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        provider, project = data.get("provider"), data.get("project")
        return Asked(
            words=data.get("q") or "",
            provider=provider.pk if provider else None,
            data_class=data.get("data_class") or "",
            state=data.get("state") or "",
            is_open=data.get("open"),
            sensitivity=data.get("sensitivity"),
            project=project.pk if project else None,
            sort=sort,
        )
