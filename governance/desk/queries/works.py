"""The worklists: what is due, about whom, until when, and the one next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import clock
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation, User
from core.http.dates import short
from core.http.parts import Work
from core.http.templatetags.sekisho import local
from core.outbox.queries import stuck_in
from core.rulebook.provider import in_force
from governance.assembly import queries as assembly
from governance.assembly.rules.bodies import sole_power
from governance.desk.queries import breaches, duties, meetings
from governance.desk.queries.applicants import applicants
from governance.desk.queries.beginnings import first_steps
from governance.desk.queries.duties import work as _work
from governance.desk.queries.overlaps import overlaps
from governance.desk.queries.untold import endings_untold
from governance.sharing.actions.counting import ended_without_opinion
from governance.sharing.enums import GrantState
from governance.sharing.permissions import roles_of
from governance.sharing.queries import papers, waiting
from governance.sharing.queries.deliveries import person_by_person
from governance.sharing.queries.emergencies import ratify_by, unratified
from governance.sharing.queries.handling import keepers_in, waiting_checks
from governance.sharing.queries.incidents import datasets_with_incidents
from governance.sharing.queries.panels import recused_references
from governance.sharing.queries.questions import standing_still, waiting_for
from governance.sharing.queries.reexamining import hand_in
from governance.sharing.queries.sittings import ballots_open_to
from governance.sharing.queries.upholding import fallen_revocations, fallen_waivers, to_uphold
from pia import queries as pia


def _request_url(council: Council, reference: str) -> str:
    return reverse("sharing:request", args=[council.slug, reference])


def _line_url(council: Council, line: Any) -> str:
    """Where on the page of the request the steps of ``line`` are."""
    return f"{_request_url(council, line.request.reference)}#line-{line.number}"


def _delivery_url(council: Council, reference: str) -> str:
    return reverse("sharing:delivery", args=[council.slug, reference])


def today(council: Council, user: User, roles: frozenset[Role]) -> list[Work]:
    """What waits for ``user``: open votes, then overdue first signatures, assessments and evidence before the board for
    all who have any, the rest for the secretariat."""
    works = [*signatures(council, user), *_assessing(council, user), *_after_incidents(council, user)]
    works += [*duties.before_board(council, user), *meetings.minutes(council, user)]
    if Role.CHAIR in roles and Role.SECRETARY not in roles:
        works += duties.ratifications(unratified(), council)
    if Role.CHAIR in roles:
        works += _urging(council)
    if Role.SECRETARY in roles:
        works += applicants(council)
        works += first_steps(council)
        works += overlaps(council)
        works += endings_untold(council)
        works += _reviewing(council)
        works += _deciding(council, user)
        works += _ending(council)
        works += _returned(council, user)
        works += meetings.of_secretariat(council, user)
        works += _seating(council, user)
        works += breaches.of_secretariat(council)
        works += _checking(council, user)
        works += _undelivered(council)
    kept = in_order(works) if Role.SECRETARY not in roles else _by_keeper(in_order(works), council, user)
    return _without_recusals([*votes(council, user), *kept], council, user)


def _without_recusals(works: Iterable[Work], council: Council, user: User) -> list[Work]:
    """Nothing about a case from which the reader is recused."""
    kept_from = frozenset(recused_references(user, council))
    return [work for work in works if work.case not in kept_from]


def _by_keeper(works: list[Work], council: Council, user: User) -> list[Work]:
    """Each row with who looks after its case; what colleagues look after comes after one's own and nobody's."""
    keepers = keepers_in(council, {work.case for work in works if work.case})
    others = [work for work in works if work.case in keepers and keepers[work.case] != user]
    own = [work for work in works if work not in others]
    return [
        replace(work, keeper=str(keepers[work.case])) if work.case in keepers else work
        for work in (*own, *others)
    ]


def _checking(council: Council, user: User) -> Iterator[Work]:
    """Steps of colleagues with an interest, which somebody else checks first."""
    for check in waiting_checks(council):
        if check.asked_by_id != user.pk:
            row = check.request
            url = _request_url(council, row.reference) + "?tab=review"
            ref = row.reference
            yield _work(_("Check by a second person"), local(row, "title"), url, _("See"), ref=ref, case=ref)


def _undelivered(council: Council) -> Iterator[Work]:
    """Mails, documents and calls that are stuck: until somebody looks, nobody is told."""
    if many := stuck_in(council):
        title = ngettext("%(many)d could not be delivered", "%(many)d could not be delivered", many)
        url = reverse("administration:jobs")
        yield _work(_("Background work"), title % {"many": many}, url, _("Try again, or give up"))


def in_order(works: Iterable[Work]) -> list[Work]:
    """Overdue first, then by date, those without a date last."""
    return sorted(works, key=lambda work: (work.due is None, work.due or date.max))


def signatures(council: Council, user: User) -> Iterator[Work]:
    """Drafts whose next signature is the reader's."""
    for draft in assembly.to_sign(user, council):
        url = f"/c/{council.slug}/drafts/{draft.pk}/"
        yield _work(_("Draft for approval"), local(draft, "title"), url, _("Read and sign"))


def _returned(council: Council, user: User) -> Iterator[Work]:
    """Drafts that came back from their line of approval and that somebody drafts again."""
    for draft in assembly.to_draft_again(user, council):
        url = reverse("assembly:draft", args=[council.slug, draft.pk])
        yield _work(_("Returned draft"), local(draft, "title"), url, _("Draft again"))


def votes(council: Council, user: User) -> Iterator[Work]:
    """What the reader may vote on at this moment and has not: items of meetings, and opinions of the board."""
    for motion in assembly.votes_open_to(user, council):
        at = [council.slug, motion.meeting_id, motion.number]
        url = reverse("assembly:motion", args=at) + "#vote"
        who = local(motion.meeting.body, "name")
        due = motion.meeting.starts_at.astimezone(clock.TOKYO).date()
        what = pgettext("worklist", "Vote")
        yield _work(what, local(motion, "title"), url, _("Cast your vote"), due=due, who=who)
    for line, sitting in ballots_open_to(user, council):
        url = reverse("sharing:ballot", args=[council.slug, line.request.reference, line.number])
        yield _work(
            pgettext("worklist", "Vote"),
            local(line.request, "title"),
            url,
            _("Cast your vote"),
            due=sitting.until,
            ref=line.reference,
            who=local(sitting.review.body, "name"),
            case=line.request.reference,
        )


def _urging(council: Council) -> Iterator[Work]:
    """Emergencies that the chair may approve before the board has spoken, where the rules allow it."""
    if not sole_power(in_force(council, clock.today()), None):
        return
    for line in waiting.emergencies(council):
        row = line.request
        url, who, ref = _line_url(council, line), local(row.applicant, "name"), line.reference
        case = row.reference
        yield _work(_("Emergency"), local(row, "title"), url, _("Decide"), ref=ref, who=who, case=case)


def invited(council: Council, user: User) -> Iterator[Work]:
    """Meetings for which nobody has said yet whether the reader, or the member they act for, comes."""
    for one in assembly.invitations(user, council):
        if one.waits:
            url = reverse("assembly:meeting", args=[council.slug, one.meeting.pk]) + "#answer"
            due = one.meeting.starts_at.astimezone(clock.TOKYO).date()
            title = local(one.meeting.body, "name")
            yield _work(_("Meeting"), title, url, _("Say whether you come"), due=due)


def _reviewing(council: Council) -> Iterator[Work]:
    for row in waiting.formal_checks(council):
        url = _request_url(council, row.reference)
        who = local(row.applicant, "name")
        yield _work(
            _("Formal check (emergency)") if row.is_emergency else _("Formal check"),
            local(row, "title"),
            url,
            pgettext("worklist", "Check"),
            due=row.due_on,
            ref=row.reference,
            who=who,
            case=row.reference,
        )
    for review in papers.to_accept(council):
        yield _letter(council, review.request, _("Acceptance"), _("Draft the notice of acceptance"))
    for sent_back in papers.to_correct(council):
        yield _letter(council, sent_back.request, _("Correction"), _("Draft the request for correction"))
    for question in papers.board_asks(council):
        row = question.review.request
        yield _letter(council, row, _("Question of the board"), _("Draft the inquiry"), "review#questions")
    still = standing_still(council)
    ended = {sitting.review_id: sitting for sitting in ended_without_opinion(council)}
    for review in waiting.open_reviews(council):
        row = review.request
        if review.pk in ended:
            yield _ended_vote(council, row, ended[review.pk].until)
            continue
        url = reverse("sharing:board", args=[council.slug, row.reference])
        waits = row.pk in still
        kind = _("Review (waiting for the applicant)") if waits else _("Review")
        due = None if waits else review.due_on
        ref = row.reference
        yield _work(kind, local(row, "title"), url, _("Open"), due=due, ref=ref, case=ref)


def _ended_vote(council: Council, row: Any, until: date | None) -> Work:
    """A circulation whose last day is over, with no opinion carried: it is extended, or the board votes anew."""
    url = reverse("sharing:board", args=[council.slug, row.reference])
    kind, action = _("Circulation ended without an opinion"), _("Extend it, or vote anew")
    ref = row.reference
    return _work(kind, local(row, "title"), url, action, due=until, ref=ref, case=ref)


def _letter(council: Council, row: Any, kind: str, action: str, place: str = "record#documents") -> Work:
    """A letter that the procedure calls for; the button stands at ``place`` on the page of the request."""
    url = f"{_request_url(council, row.reference)}?tab={place}"
    ref, who = row.reference, local(row.applicant, "name")
    return _work(kind, local(row, "title"), url, action, ref=ref, who=who, case=ref)


def _deciding(council: Council, user: User) -> Iterator[Work]:
    for line in waiting.undecided(council):
        url = _line_url(council, line)
        due = ratify_by(line)
        kind = _("Ratification") if due else _("Decision")
        title = local(line.request, "title")
        action = _("Put it to the body")
        if not line.judged:
            action = _("The board's opinion comes first")
            if roles_of(user, line.request) & {"panel", "secretary", "chair"}:
                url = reverse("sharing:board", args=[council.slug, line.request.reference])
        ref, case = line.reference, line.request.reference
        yield _work(kind, title, url, action, due=due, ref=ref, case=case)
    for line in to_uphold(council):
        url, title = _line_url(council, line), local(line.request, "title")
        kind, action = _("Superseded decision"), _("Record whether the approval is upheld")
        ref, case = line.reference, line.request.reference
        yield _work(kind, title, url, action, ref=ref, case=case)
    for condition in fallen_waivers(council):
        kind, action = _("Superseded decision"), _("Waive the condition anew, or open it again")
        ref, case = condition.reference, condition.line.request.reference
        url = reverse("sharing:grant", args=[council.slug, condition.line.grant.reference])
        yield _work(kind, condition.text, url, action, ref=ref, case=case)
    for grant in fallen_revocations(council):
        kind, action = _("Superseded decision"), _("Revoke by the new decision, or call the revocation off")
        ref, case, title = grant.reference, grant.line.request.reference, local(grant.line.request, "title")
        url = reverse("sharing:grant", args=[council.slug, grant.reference])
        yield _work(kind, title, url, action, due=grant.revoked_from, ref=ref, case=case)
    yield from _agreements(council)


def _agreements(council: Council, organs: list[Organ] | None = None) -> Iterator[Work]:
    """Agreements that secretariat or provider record next."""
    for line in waiting.without_agreement(council, organs):
        url, ref, case = _line_url(council, line), line.reference, line.request.reference
        yield _work(_("Agreement"), local(line.request, "title"), url, _("Record it"), ref=ref, case=case)


def _assessing(council: Council, user: User) -> Iterator[Work]:
    kinds = {
        "review": _("PIA in review"),
        "answer_findings": _("PIA returned"),
        "publish": _("PIA summary to publish"),
        "revise": _("Outdated PIA"),
        "expires": _("PIA about to expire"),
        "measure": _("Controls promised in a PIA"),
    }
    for duty in pia.duties(user, council, clock.today()):
        url = reverse("pia:show", args=[council.slug, duty.reference])
        due = duty.due if duty.kind in ("expires", "measure") else None
        yield _work(kinds[duty.kind], local(duty, "title"), url, _("See"), due=due, ref=duty.reference)


def _after_incidents(council: Council, user: User) -> Iterator[Work]:
    """Assessments in force on whose dataset an incident was reported since."""
    for row in pia.to_look_at(user, council, datasets_with_incidents(council)):
        url = reverse("pia:show", args=[council.slug, row.reference]) + "#risks"
        kind, step = _("Incident on the dataset of a PIA"), _("See whether the PIA still holds")
        yield _work(kind, local(row, "title"), url, step, ref=row.reference)


def _ending(council: Council) -> Iterator[Work]:
    yield from duties.of_secretariat(council)
    for pursuit in waiting.withdrawals_due(council):
        url = _delivery_url(council, pursuit.delivery.reference)
        who, case = local(pursuit.recipient, "name"), pursuit.delivery.grant.line.request.reference
        title, due = _("Answer of the recipient"), pursuit.due_on
        yield _work(_("Withdrawal"), title, url, _("See"), due=due, who=who, case=case)


def _seating(council: Council, user: User) -> Iterator[Work]:
    """Seats that are empty or soon will be; what the chair decided alone and no meeting has heard."""
    for place in assembly.vacancies(council, clock.today(), ending_by=ends_within(60)):
        url = reverse("assembly:body", args=[council.slug, place.seat.body.code])
        kind = _("Term of a seat ends") if place.until else _("Empty seat")
        title = f"{local(place.seat.body, 'name')} {place.seat.get_expertise_display()}"
        if place.filled_from:
            words = {"seat": title, "day": short(place.filled_from)}
            title = _("%(seat)s (filled from %(day)s)") % words
        yield _work(kind, title, url, _("See") if place.filled_from else _("Appoint"), due=place.until)
    for decision in assembly.unreported(council, user):
        url = reverse("assembly:decision", args=[council.slug, decision.pk])
        yield _work(
            _("To be reported"), local(decision, "title"), url, _("Put on an agenda"), ref=decision.number
        )


def member(council: Council, organisations: Iterable[Organisation], organs: Iterable[Organ]) -> list[Work]:
    """Everything that waits for a member: as recipient, and as provider."""
    organisations, organs = list(organisations), list(organs)
    telling = breaches.of_holder(council, organisations, organs)
    return in_order([*_receiving(council, organisations), *_providing(council, organs), *telling])


def settling(council: Council, organisations: Iterable[Organisation], organs: Iterable[Organ]) -> list[Work]:
    """What organisations that left the council still have to settle, and certificates that wait for those that
    provided the data."""
    return in_order([*_accounting(council, list(organisations)), *duties.certificates(council, organs)])


def _receiving(council: Council, organisations: list[Organisation]) -> Iterator[Work]:
    for row in waiting.drafts_of(council, organisations):
        again = hand_in(row)
        yield _work(
            _("Changes asked for") if row.turn > 1 else _("Draft"),
            local(row, "title"),
            _request_url(council, row.reference),
            _("Go on"),
            due=again.until if again else None,
            ref=row.reference,
        )
    for question in waiting_for(council, organisations):
        row = question.review.request
        url = reverse("sharing:answer_question", args=[council.slug, row.reference, question.pk])
        title = local(row, "title")
        yield _work(_("Question about your request"), title, url, _("Answer"), ref=row.reference)
    yield from _accounting(council, organisations)


def _accounting(council: Council, organisations: list[Organisation]) -> Iterator[Work]:
    """What holding data asks for: conditions, disposal, receipts, withdrawals."""
    yield from duties.of_recipient(council, organisations)
    for delivery in waiting.receipts_to_confirm(council, organisations):
        url = _delivery_url(council, delivery.reference)
        yield _work(
            pgettext("delivery", "Receipt"),
            local(delivery.grant.line.request, "title"),
            url,
            _("Confirm"),
            ref=delivery.reference,
            state=_("owed on: the grant is closed") if delivery.grant.state == GrantState.CLOSED else "",
        )
    for pursuit in waiting.withdrawals_due(council, organisations):
        url = _delivery_url(council, pursuit.delivery.reference)
        yield _work(_("Withdrawal"), pursuit.get_cause_display(), url, _("Answer"), due=pursuit.due_on)


def _providing(council: Council, organs: list[Organ]) -> Iterator[Work]:
    for line in waiting.for_provider(council, organs):
        url = _line_url(council, line)
        yield _work(
            _("Provider's decision"), local(line.request, "title"), url, _("Decide"), ref=line.reference
        )
    yield from _agreements(council, organs)
    for delivery in waiting.lists_to_release(council, organs):
        url = _delivery_url(council, delivery.reference)
        yield _work(
            _("Release list") if person_by_person(delivery.grant.line) else _("Delivery"),
            local(delivery.grant.line.request, "title"),
            url,
            _("Release"),
            ref=delivery.reference,
        )
    yield from duties.of_provider(council, organs)


def ends_within(days: int) -> date:
    """The last day of the coming ``days``."""
    return clock.today() + timedelta(days=days)
