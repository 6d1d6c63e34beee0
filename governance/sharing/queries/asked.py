"""What a request asks for: a line that was taken out of it stays on record, and is asked for no more."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.sharing.enums import LineState
from governance.sharing.models import RequestLine, SharingRequest, StoredVerdict, Submission
from governance.sharing.rules.verdict import Moment


def asked_lines(request: SharingRequest) -> QuerySet[RequestLine]:
    """The lines of ``request`` without those that were taken out, in their order."""
    return request.lines.exclude(state=LineState.WITHDRAWN).order_by("number")


def asked_last() -> QuerySet[RequestLine]:
    """Lines that were not taken out, and those that were since the newest submission: until something is handed in
    without it, the provider of a line has a part in the case."""
    asked = StoredVerdict.objects.filter(
        line=OuterRef(OuterRef("pk")), moment=Moment.SUBMISSION.value, at__gte=OuterRef("submitted_at")
    )
    without = Submission.objects.filter(~Exists(asked), request=OuterRef("request"))
    return RequestLine.objects.filter(~Q(state=LineState.WITHDRAWN) | ~Exists(without))


def numbers_in(request: SharingRequest, turn: int) -> list[int]:
    """The numbers of the lines in a submission of ``request``, as it was handed in."""
    row = Submission.objects.get(request=request, turn=turn)
    return [line["number"] for line in row.snapshot["lines"]]
