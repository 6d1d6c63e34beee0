"""Sealing everything anew with the newest key, so that an older one can be retired."""

from __future__ import annotations

import os
from collections.abc import Iterator

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model

from core import crypto
from core.accounts.models import SubjectLink
from core.accounts.subjects import subject_hash
from core.crypto.fields import SealedJSONField, SealedTextField
from core.files.models import StoredFile


def sealed_models() -> Iterator[tuple[type[Model], list[str]]]:
    """Every model with its sealed columns."""
    for model in apps.get_models():
        names = [
            f.name for f in model._meta.concrete_fields if isinstance(f, SealedTextField | SealedJSONField)
        ]
        if names:
            yield model, names


def reseal_columns() -> int:
    """Identities, reasons, secrets: each row opened and sealed again; how many."""
    count = 0
    for model, names in sealed_models():
        for row in model._default_manager.order_by("pk").iterator(chunk_size=500):
            row.save(update_fields=names)
            count += 1
    return count


def reseal_factors() -> int:
    """Seeds of second factors and recovery codes."""
    adapter, count = get_adapter(), 0
    for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = adapter.encrypt(adapter.decrypt(row.data[name]))
        row.save(update_fields=["data"])
        count += 1
    return count


def reseal_files() -> int:
    """Private files: written beside, then put in place of the old one in one move, so that one is always whole."""
    count = 0
    for file in StoredFile.objects.filter(erased_at=None).order_by("pk").iterator(chunk_size=100):
        with default_storage.open(file.path) as stream:
            content = crypto.unseal(stream.read(), purpose=file.purpose)
        sealed = ContentFile(crypto.seal(content, purpose=file.purpose))
        beside = default_storage.save(f"{file.path}.new", sealed)
        os.replace(default_storage.path(beside), default_storage.path(file.path))
        count += 1
    return count


@transaction.atomic
def rehash(key: str) -> int:
    """Matching hashes of holders' ids, computed with ``key``."""
    count = 0
    for link in SubjectLink.objects.select_related("person").order_by("pk").iterator(chunk_size=500):
        link.identifier_hash = subject_hash(link.person.council_id, link.holder_id, link.identifier, key=key)
        link.save(update_fields=["identifier_hash"])
        count += 1
    return count
