"""The notice of a council's approval on its way out: signed, drawn, filed and mailed by real workers."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from config.demo import procedure
from core import clock, crypto
from core.files.models import StoredFile
from core.ledger.models import LedgerEntry
from core.outbox.models import Job, JobState
from governance.assembly.enums import DocumentKind
from governance.assembly.models import Document, DocumentFile, Draft
from governance.sharing.actions import papers
from governance.sharing.models import Approval
from tests.cast import World
from tests.integration.authzen.conftest import NOON

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "OUTBOX_LEASE": "2"}
FILES = {(language, form) for language in ("ja", "en") for form in ("pdf", "docx")}


def notice(world: World) -> Document:
    """The notice of the approval, drafted and signed by its line: all that is left to do is the outbox's."""
    with clock.at(NOON):
        approval = Approval.objects.get(line__request__council=world.council)
        about = {"subject": f"line:{approval.line.reference}", "kind": DocumentKind.APPROVAL}
        told = Draft.objects.filter(council=world.council, **about)
        told.update(decision=None)  # that of the story is out; a decision is told once
        papers.draft_approval_notice(approval, by=world.users["secretary"])
        draft = Draft.objects.filter(council=world.council, **about).latest("pk")
        procedure.sign(world, draft)
    document = Document.objects.get(draft=draft)
    others = Job.objects.filter(state=JobState.WAITING).exclude(key=f"document:{document.pk}")
    others.update(state=JobState.CANCELLED, finished_at=clock.wall())
    return document


def job(document: Document) -> Job:
    """The job that makes its files."""
    return Job.objects.get(key=f"document:{document.pk}")


def mails(document: Document) -> Any:
    """The jobs of the mails that say that the document is there."""
    return Job.objects.filter(kind="mail", key__startswith=f"document_ready:{document.pk}:")


def all_told(document: Document) -> bool:
    return set(mails(document).values_list("state", flat=True)) == {JobState.DONE}


def complaint() -> str:
    return str(list(Job.objects.exclude(state="cancelled").values("key", "state", "attempts", "last_error")))


def on_disk(folder: Path) -> set[str]:
    """Where sealed bytes lie."""
    files = folder / "files"
    return {str(path.relative_to(files)) for path in files.rglob("*.sealed")}


def nothing_filed(document: Document, folder: Path) -> None:
    """The decision and its notice stand; no file, no byte, nobody was told."""
    assert Approval.objects.filter(line__request__council=document.council, is_approved=True).count() == 1
    assert document.draft.state == "approved"
    assert not DocumentFile.objects.filter(document=document).exists()
    assert not mails(document).exists()
    assert on_disk(folder) == set()


def filed_once(document: Document, folder: Path) -> None:
    """Each file of the document once, whole, and no other byte beside them."""
    name = f"document:{document.fiscal_year}:{document.number}"
    stored = StoredFile.objects.filter(about=name)
    assert set(DocumentFile.objects.filter(document=document).values_list("language", "form")) == FILES
    assert DocumentFile.objects.filter(document=document).count() == stored.count() == len(FILES)
    assert on_disk(folder) == {file.path for file in stored}
    for file in stored:
        content = crypto.unseal((folder / "files" / file.path).read_bytes(), purpose=file.purpose)
        assert hashlib.sha256(content).hexdigest() == file.digest
    assert Document.objects.filter(council=document.council, number=document.number).count() == 1
    assert LedgerEntry.objects.filter(event="assembly.document_filed", subject=name).count() == 1
