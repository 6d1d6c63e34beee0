"""The file of an issued document, kept once a worker has drawn it."""

from __future__ import annotations

from django.db import transaction

from core import clock
from core.files.actions import keep
from core.ledger.actions import append
from core.ledger.events import public
from governance.assembly import notices
from governance.assembly.models import Document, DocumentFile

FILED = public("assembly.document_filed", moves_epoch=False)


@transaction.atomic
def file_document(document: Document, *, content: bytes) -> DocumentFile:
    """Keep the file and tell the addressees; the ledger keeps its digest. Filing twice keeps the first."""
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("council", "draft")
        .get(pk=document.pk)
    )
    held = DocumentFile.objects.filter(document=document).first()
    if held is not None:
        return held
    name = f"document:{document.fiscal_year}:{document.number}"
    stored = keep(
        content,
        name=f"{document.number}.pdf",
        kind="application/pdf",
        about=name,
        council=document.council.slug,
    )
    made = DocumentFile.objects.create(document=document, stored=stored, rendered_at=clock.now())
    append(FILED, council=document.council, subject=name, facts={"file": stored.digest}, by=None)
    notices.document_ready(document)
    return made
