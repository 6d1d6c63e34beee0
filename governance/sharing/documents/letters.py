"""Letters about a request on its way: that it was accepted (受理通知), that it must be corrected (補正依頼)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.http.dates import civil, era_date
from core.http.templatetags.sekisho import local
from core.paper import Fact, Facts, Paper
from core.rulebook.provider import in_force
from governance.assembly.documents.letterhead import chair, contact, sender
from governance.sharing.documents import naming
from governance.sharing.models import Review, SharingRequest, Submission


def acceptance(review: Review) -> Paper:
    """受理通知: the request is complete, and the board's review of it is open."""
    request = review.request
    opening = _(
        "Notice is hereby given that %(request)s has been found complete and is accepted, and that the review of the "
        "%(body)s is open."
    ) % {"request": naming.about(request), "body": local(review.body, "name")}
    rows = (
        *_head(request, review.turn),
        Fact(_("Accepted on"), (era_date(civil(review.opened_at)),)),
        Fact(_("Reviewed by"), (local(review.body, "name"),)),
        Fact(_("Review to be finished by"), (era_date(review.due_on),), notes=(_clock_stops(),)),
        *_basis(request),
    )
    return _letter(request, pgettext("paper", "Acceptance of a request to use data"), opening, rows)


def correction(submission: Submission) -> Paper:
    """補正依頼: what is to be corrected before the request can go on."""
    request = submission.request
    opening = _("Please correct %(request)s as follows and hand it in again.") % {
        "request": naming.about(request)
    }
    rows = (
        *_head(request, submission.turn),
        Fact(pgettext("paper", "To be corrected"), tuple(submission.return_reason.splitlines())),
        Fact(
            pgettext("paper", "How to correct"),
            (
                _("Edit the request on its page and hand it in as submission no. %(turn)s.")
                % {"turn": submission.turn + 1},
            ),
            notes=(_clock_stops(),),
        ),
        *_basis(request),
    )
    return _letter(request, pgettext("paper", "Request for correction"), opening, rows)


def _clock_stops() -> str:
    return _("The period of the review does not run while a correction or an answer is waited for.")


def _head(request: SharingRequest, turn: int) -> tuple[Fact, ...]:
    lines = tuple(
        _("%(line)s: %(data)s, provider: %(provider)s")
        % {
            "line": line.reference,
            "data": local(line.dataset, "title"),
            "provider": naming.organ_name(line.dataset.provider),
        }
        for line in request.lines.select_related("dataset__provider__organisation")
    )
    return (
        Fact(_("Request"), (f"{request.reference} {local(request, 'title')}",)),
        Fact(_("Submission"), (_("No. %(turn)s") % {"turn": turn},)),
        Fact(pgettext("paper", "Data"), lines),
    )


def _basis(request: SharingRequest) -> tuple[Fact, ...]:
    article = in_force(request.council, clock.today()).article("review_periods")
    return (Fact(pgettext("paper", "Basis"), (local(article, "label"),)),) if article else ()


def _letter(request: SharingRequest, title: str, opening: str, rows: tuple[Fact, ...]) -> Paper:
    council = request.council
    return Paper(
        title=title,
        to=(naming.to_organisation(request.applicant),),
        sender=sender(council, chair(council, clock.today())),
        opening=(opening,),
        blocks=(Facts(rows),),
        notes=(naming.caveat(),),
        contact=contact(council),
        is_letter=True,
        author=local(council, "name"),
    )
