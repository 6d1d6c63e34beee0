"""Entry points of the worker: terms that end by themselves, and outbox jobs of the kind ``document``."""

from __future__ import annotations

from functools import partial

from celery import shared_task

from core.outbox.work import Effect, GaveUp, Work
from core.paper import FORMS, LANGUAGES
from governance.assembly.actions.appointing import turn_appointments
from governance.assembly.actions.files import file_document
from governance.assembly.documents import files_of
from governance.assembly.queries.decisions import document_to_file


@shared_task
def end_terms() -> int:
    """End the appointments whose last day has passed, and begin those whose first day has come."""
    return turn_appointments()


def document(work: Work) -> Effect:
    """Draw the files of an issued document; they are kept in the transaction that completes the job.

    Raises:
        GaveUp: there is no such document.
    """
    found = document_to_file(work.payload["document"])
    if found is None:
        raise GaveUp("no_document")
    total, drawn = len(LANGUAGES) * len(FORMS), []
    for made in files_of(found):
        drawn.append(made)
        work.progress(len(drawn), total)
    return partial(file_document, found, drawn=drawn)
