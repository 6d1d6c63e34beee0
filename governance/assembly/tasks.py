"""Entry points of the worker: outbox jobs of the kind ``document``."""

from __future__ import annotations

from core.outbox.work import Effect, GaveUp, Work
from governance.assembly.actions.files import file_document
from governance.assembly.documents import as_pdf
from governance.assembly.queries.decisions import document_to_file


def document(work: Work) -> Effect:
    """Draw the file of an issued document; it is kept in the transaction that completes the job.

    Raises:
        GaveUp: there is no such document.
    """
    found = document_to_file(work.payload["document"])
    if found is None:
        raise GaveUp("no_document")
    content = as_pdf(found)
    return lambda: void(file_document(found, content=content))


def void(_result: object) -> None:
    """An effect returns nothing."""
