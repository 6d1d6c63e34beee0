"""The printed report: asked for by a reader, made by a worker."""

from __future__ import annotations

from django.db import transaction

from core import clock, pdf
from core.accounts.models import User
from core.errors import NotFound
from core.files.actions import keep
from core.outbox.actions import cancel, enqueue, retry
from core.outbox.models import Job, JobState
from core.outbox.work import Effect, Work
from pia import documents, queries
from pia.actions import evidence
from pia.actions.evidence import record
from pia.models import Assessment

STEPS = 3
"""Reading, drawing, keeping."""


@transaction.atomic
def request_report(assessment: Assessment, *, by: User, language: str) -> Job:
    """Ask for the report as PDF; asking twice for the same content is asking once."""
    row = Assessment.objects.select_for_update(of=("self",)).select_related("council").get(pk=assessment.pk)
    _readable(row, by)
    job = queries.report_job(row, language)
    if job is not None:
        if job.state == JobState.STUCK:
            retry(job)
        return job
    key = queries.report_key(row, language)
    given_up = Job.objects.filter(key__startswith=key).count()
    record(evidence.REPORT_REQUESTED, row, by, language=language)
    return enqueue(
        "pia_report",
        key=f"{key}:{given_up + 1}",
        council=row.council,
        payload={"assessment": row.pk, "language": language},
    )


@transaction.atomic
def cancel_report(assessment: Assessment, *, by: User, language: str) -> None:
    """Give the report up while it is being made."""
    row = Assessment.objects.select_for_update(of=("self",)).select_related("council").get(pk=assessment.pk)
    _readable(row, by)
    job = queries.report_job(row, language)
    if job is not None:
        cancel(job)


def _readable(row: Assessment, by: User) -> None:
    if not queries.visible_to(by, row.council).filter(pk=row.pk).exists():
        raise NotFound("not_found")


def make_report(work: Work) -> Effect | None:
    """Done by a worker: draw the report and leave the keeping to the transaction that completes the job."""
    language = str(work.payload["language"])
    row = Assessment.objects.select_related("council", "coverage").get(pk=work.payload["assessment"])
    work.progress(1, STEPS)
    about = queries.report_key(row, language)
    title = (
        f"{row.reference} {row.title_en or row.title_ja}"
        if language == "en"
        else f"{row.reference} {row.title_ja}"
    )
    drawn = pdf.render(
        "pia/pdf/report.html",
        documents.printed(row, language),
        language=language,
        title=title,
        author=row.council.name_ja,
        at=clock.now(),
    )
    work.progress(2, STEPS)

    def effect() -> None:
        keep(
            drawn,
            name=f"{row.reference}-r{row.revision}-{language}.pdf",
            kind="application/pdf",
            about=about,
            council=row.council.slug,
        )

    return effect
