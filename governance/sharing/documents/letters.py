"""Letters about a request on its way: that it was accepted (受理通知), that it must be corrected (補正依頼), what the
board or the secretariat asks (照会書)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.http.dates import civil, era_date
from core.http.templatetags.sekisho import local, organ_name
from core.paper import Fact, Facts, Paper
from core.rulebook.provider import in_force
from governance.assembly.documents.letterhead import chair, contact, sender
from governance.sharing.documents import naming
from governance.sharing.enums import AskedAs
from governance.sharing.models import Question, RequestLine, Review, SharingRequest, Submission
from governance.sharing.queries.asked import numbers_in


def acceptance(review: Review) -> Paper:
    """受理通知: the request is complete, and the board's review of it is open, or over where the letter comes late."""
    request = review.request
    opening = _(
        "Notice is hereby given that %(request)s has been found complete and is accepted, and that the review of the "
        "%(body)s is open."
    )
    until = Fact(_("Review to be finished by"), (era_date(review.due_on),), notes=(_clock_stops(),))
    if review.closed_at is not None:
        opening = _(
            "Notice is hereby given that %(request)s was found complete and accepted, and that the %(body)s has "
            "finished its review of it. The decision of the council is told by a notice of its own."
        )
        until = Fact(_("Review finished on"), (era_date(civil(review.closed_at)),))
    names = {"request": naming.about(request), "body": local(review.body, "name")}
    rows = (
        *_head(request, review.turn),
        Fact(_("Accepted on"), (era_date(civil(review.opened_at)),)),
        Fact(_("Reviewed by"), (local(review.body, "name"),)),
        until,
        *_basis(request),
    )
    return _letter(request, pgettext("paper", "Acceptance of a request to use data"), opening % names, rows)


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


def inquiry(question: Question) -> Paper:
    """照会書: a question of the board, or of the secretariat, that the applicant is to answer; it names nobody."""
    review, request = question.review, question.review.request
    who = local(review.body, "name") if question.asked_as == AskedAs.BOARD else _secretariat(request)
    opening = _("For the review of %(request)s, %(who)s asks you as follows. Please answer.") % {
        "request": naming.about(request),
        "who": who,
    }
    rows = (
        *_head(request, review.turn, question.line),
        Fact(pgettext("paper", "Asked by"), (who,)),
        Fact(pgettext("paper", "Asked on"), (era_date(civil(question.asked_at)),)),
        Fact(pgettext("paper", "Question"), tuple(question.text.splitlines()), strong=True),
        Fact(
            pgettext("paper", "How to answer"),
            (_("Write the answer on the page of the request, in its part “Review”."),),
            notes=(_clock_stops(),),
        ),
        *_basis(request),
    )
    return _letter(request, pgettext("paper", "Inquiry about a request to use data"), opening, rows)


def _secretariat(request: SharingRequest) -> str:
    return local(request.council, "office") or _("the secretariat")


def _clock_stops() -> str:
    return _("The period of the review does not run while a correction or an answer is waited for.")


def _head(request: SharingRequest, turn: int, only: RequestLine | None = None) -> tuple[Fact, ...]:
    """The request and its lines, or the one line that the letter is about."""
    rows = request.lines.filter(number__in=numbers_in(request, turn)).order_by("number")
    rows = rows.select_related("dataset__provider__organisation")
    lines = tuple(
        _("%(line)s: %(data)s, provider: %(provider)s")
        % {
            "line": line.reference,
            "data": local(line.dataset, "title"),
            "provider": organ_name(line.dataset.provider),
        }
        for line in (rows.filter(pk=only.pk) if only else rows)
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
