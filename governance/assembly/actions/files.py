"""The files of an issued document, kept once a worker has drawn them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.files.actions import keep
from core.ledger.actions import append
from core.ledger.events import public
from core.paper import MEDIA
from governance.assembly import notices
from governance.assembly.models import Document, DocumentFile

FILED = public("assembly.document_filed", _("File of an issued document kept"), moves_epoch=False)


@transaction.atomic
def file_document(document: Document, *, drawn: Sequence[tuple[str, str, bytes]]) -> None:
    """Keep the files (language, form, bytes) and tell the addressees; the ledger keeps their digests. Filing
    twice keeps the first."""
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("council", "draft")
        .get(pk=document.pk)
    )
    if DocumentFile.objects.filter(document=document).exists():
        return
    name, digests = f"document:{document.fiscal_year}:{document.number}", {}
    for language, form, content in drawn:
        stored = keep(
            content,
            name=f"{document.number}{'' if language == 'ja' else f'_{language}'}.{form}",
            kind=MEDIA[form],
            about=name,
            council=document.council.slug,
        )
        DocumentFile.objects.create(
            document=document, language=language, form=form, stored=stored, rendered_at=clock.now()
        )
        digests[f"{language}.{form}"] = stored.digest
    append(FILED, council=document.council, subject=name, facts=digests, by=None)
    notices.document_ready(document)
