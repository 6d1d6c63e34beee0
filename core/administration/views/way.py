"""The way from the administration to its pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.http.parts import Crumb


def way(*more: Crumb) -> list[Crumb]:
    """Breadcrumbs of a page of the administration."""
    return [Crumb(_("Administration"), reverse("administration:index")), *more]
