"""Grant tables: one row per user, role and object."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from guardian.models import UserObjectPermissionBase

from core.accounts.models import Council, Organ, Organisation


class GrantBase(UserObjectPermissionBase):
    """Base of a concrete grant table; re-exported so that upper rooms need not know guardian."""

    plain_fields: ClassVar[frozenset[str]] = frozenset({"permission", "user", "content_object"})

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True


class CouncilGrant(GrantBase):
    """Roles held on a council."""

    content_object = models.ForeignKey(Council, on_delete=models.CASCADE)


class OrganisationGrant(GrantBase):
    """Roles held on an organisation."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class OrganGrant(GrantBase):
    """Roles held on an organ."""

    content_object = models.ForeignKey(Organ, on_delete=models.CASCADE)
