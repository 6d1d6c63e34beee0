"""What happened to a request, from its first submission to the end of its grants."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.http.parts import Event
from core.http.templatetags.sekisho import organ_name
from governance.sharing.models import RequestLine, SharingRequest


def events(row: SharingRequest, lines: list[RequestLine]) -> list[Event]:
    """In the order of time."""
    found = [*_turns(row), *_reviews(row), *_letters(row)]
    for line in lines:
        found += _decisions(line)
    return sorted(found, key=lambda event: str(event.when))


def _turns(row: SharingRequest) -> Iterator[Event]:
    for turn in row.submissions.select_related("submitted_by", "returned_by"):
        what = _("Submission %(turn)s") % {"turn": turn.turn}
        yield Event(turn.submitted_at, what, str(turn.submitted_by))
        if turn.returned_at:
            yield Event(
                turn.returned_at, _("Sent back"), str(turn.returned_by), turn.return_reason, tone="warn"
            )


def _reviews(row: SharingRequest) -> Iterator[Event]:
    for review in row.reviews.select_related("opened_by"):
        yield Event(review.opened_at, _("Formal check passed"), str(review.opened_by), tone="ok")
    for told in row.change_notices.select_related("told_by").order_by("pk"):
        text = f"{told.get_what_display()}: {told.before} → {told.after}"
        yield Event(told.told_at, _("Notice of change"), str(told.told_by), text)
    if row.concluded_at:
        yield Event(row.concluded_at, _("Review concluded"))


def _letters(row: SharingRequest) -> Iterator[Event]:
    """Which letters were not written, and which are after all."""
    for waiver in row.letters_waived.select_related("waived_by", "taken_back_by"):
        letter = {"letter": waiver.get_kind_display()}
        yield Event(
            waiver.waived_at,
            _("Letter not written: %(letter)s") % letter,
            str(waiver.waived_by),
            waiver.reason,
        )
        if waiver.taken_back_at:
            what = _("Letter written after all: %(letter)s") % letter
            yield Event(waiver.taken_back_at, what, str(waiver.taken_back_by), waiver.why_taken_back)


def _decisions(line: RequestLine) -> Iterator[Event]:
    for outcome in line.outcomes.order_by("pk"):
        what = _("Board's opinion %(number)s") % {"number": outcome.number}
        yield Event(outcome.given_at, what, text=outcome.get_judgement_display())
    yield from _approvals(line)
    for decided in line.provider_decisions.order_by("pk"):
        what = _("Provider's decision %(number)s") % {"number": decided.file_number}
        said = _("Taken back") if decided.takes_back else _("Declined")
        said = _("Provided") if decided.is_accepted else said
        who = organ_name(line.dataset.provider)
        yield Event(decided.recorded_at, what, who, said, tone="ok" if decided.is_accepted else "bad")
    for agreement in line.agreements.order_by("pk"):
        what = _("Agreement %(number)s") % {"number": agreement.reference}
        yield Event(agreement.recorded_at, what, tone="ok")
    grant = getattr(line, "grant", None)
    if grant is not None and grant.closed_at:
        what = _("Grant %(number)s closed") % {"number": grant.reference}
        yield Event(grant.closed_at, what, tone="ok")


def _approvals(line: RequestLine) -> Iterator[Event]:
    """The council's decisions, and what ratified the one that was provisional."""
    for approval in line.approvals.select_related("decision", "ratified_by").order_by("pk"):
        what = _("Council's decision %(number)s") % {"number": approval.decision.number}
        approved = pgettext("paper", "Provisionally approved") if approval.is_provisional else _("Approved")
        said = approved if approval.is_approved else _("Not approved")
        yield Event(approval.recorded_at, what, text=said, tone="ok" if approval.is_approved else "bad")
        if approval.ratified_by:
            what = _("Council's decision %(number)s") % {"number": approval.ratified_by.number}
            yield Event(approval.ratified_by.recorded_at, what, text=_("Ratified"), tone="ok")
