"""What a case is about, in the few words that somebody needs before the file opens, or beside a ballot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from core import clock
from core.http.dates import civil, short
from core.http.parts import Fact
from core.http.templatetags.sekisho import local, organ_name
from core.rulebook.provider import in_force
from governance.sharing.enums import LineState
from governance.sharing.models import RequestLine, Review, SharingRequest
from governance.sharing.queries.conditions import weight_of_vote
from governance.sharing.queries.requests import lines_of
from governance.sharing.queries.sittings import sitting_of
from governance.sharing.rules.conditions import ConditionAsked


def to_declare(row: SharingRequest) -> tuple[Fact, ...]:
    """Enough to see an interest: number, title, who applies, which data, and who holds them; nothing of the file."""
    return (
        Fact(_("Number"), row.reference),
        Fact(_("Title"), local(row, "title")),
        Fact(_("Applicant"), local(row.applicant, "name")),
        *(_data(line) for line in lines_of(row).exclude(state=LineState.WITHDRAWN).order_by("number")),
    )


def to_vote_on(line: RequestLine, review: Review) -> tuple[Fact, ...]:
    """What is voted on, of which request, by which body, and where."""
    row = line.request
    return (
        Fact(_("Voted on"), _("The opinion of the board on line %(line)s") % {"line": line.reference}),
        Fact(_("Request"), f"{row.reference} {local(row, 'title')}"),
        Fact(_("Applicant"), local(row.applicant, "name")),
        _data(line),
        Fact(_("Body"), local(review.body, "name")),
        *_where(review),
    )


def about_conditions(line: RequestLine, board: Sequence[ConditionAsked]) -> tuple[Fact, ...]:
    """What whoever approves has to know of conditions: those of the board stand in the form and are adopted as they
    are; what it takes to drop or soften one; and those that bind already."""
    binding = [row.text for row in line.conditions.filter(occurrence=1).order_by("pk")]
    facts = [Fact(_("Conditions that bind already"), "\n".join(binding))] if binding else []
    if board:
        words = _("They stand in the form and are adopted unless they are changed. Add others in empty rows.")
        facts.append(Fact(_("Conditions of the board"), words))
        facts.append(Fact(_("Dropping or softening one"), _departing(line)))
    return tuple(facts)


def _departing(line: RequestLine) -> str:
    rule = in_force(line.request.council, clock.today()).get("departure_from_opinion")
    if weight_of_vote(line) != "advice":
        return _("Not possible: by the rule the board's conditions bind the deciding body.")
    if rule is None:
        return _("Departs from the board's opinion. No rule says how; fix one first.")
    words = {"numerator": rule.threshold.numerator, "denominator": rule.threshold.denominator}
    return (
        _(
            "Departs from the board's opinion: it needs %(numerator)s/%(denominator)s of the votes, and reasons."
        )
        % words
    )


def _data(line: RequestLine) -> Fact:
    words = {"dataset": local(line.dataset, "title"), "provider": organ_name(line.dataset.provider)}
    return Fact(_("Dataset"), _("%(dataset)s, of %(provider)s") % words)


def _where(review: Review) -> Iterator[Fact]:
    sitting = sitting_of(review)
    if sitting is not None and sitting.motion is not None:
        meeting = sitting.motion.meeting
        words = {"n": meeting.number, "day": short(civil(meeting.starts_at)), "item": sitting.motion.number}
        yield Fact(_("Meeting"), _("Meeting %(n)s on %(day)s, item %(item)s") % words)
    elif sitting is not None and sitting.until is not None:
        yield Fact(_("Meeting"), _("none: papers circulate until %(day)s") % {"day": short(sitting.until)})
