"""The board's opinion (審査意見書), and a member's own (個別意見書)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.http.dates import civil
from core.http.templatetags.sekisho import local
from core.paper import Block, Fact, Facts, Paper, Text
from governance.assembly.documents.letterhead import contact, sender
from governance.assembly.enums import Expertise
from governance.sharing.documents import naming
from governance.sharing.documents.conditions import told, within
from governance.sharing.enums import Ballot, Judgement
from governance.sharing.models import IndividualOpinion, PanelMember, ReviewOutcome
from governance.sharing.queries.chairing import acting_chair
from governance.sharing.queries.facts_decisions import seated


def board_opinion(outcome: ReviewOutcome) -> Paper:
    """審査意見書. Counts and recusals are printed, never who voted how."""
    line = outcome.line
    request, council, body = line.request, line.request.council, local(outcome.review.body, "name")
    chair = acting_chair(seated(outcome.review, outcome.given_at), outcome.given_at)
    officer = ""
    if chair is not None:
        office = pgettext("board", "Chair %(name)s") if chair.is_chair else _("Acting chair %(name)s")
        officer = office % {"name": chair.user.name}
    opening = _("On %(request)s, the board has reviewed it and has come to the following opinion.")
    return Paper(
        title=pgettext("paper", "Opinion of the board"),
        to=(naming.to_organisation(request.applicant), naming.to_organ(line.dataset.provider)),
        sender=sender(council, officer, within=body),
        opening=(opening % {"request": naming.about(request)},),
        blocks=(Facts(tuple(_opined(outcome))),),
        notes=(naming.caveat(),),
        contact=contact(council),
        is_letter=True,
        author=local(council, "name"),
    )


def _opined(outcome: ReviewOutcome) -> Iterator[Fact]:
    voted = _("%(number)s (carried on %(day)s)") % {
        "number": outcome.number,
        "day": naming.day(outcome.voted_on),
    }
    yield Fact(_("Number of the opinion"), (voted,))
    yield from naming.data_of(outcome.line)
    yield Fact(pgettext("paper", "Opinion"), (str(Judgement(outcome.judgement).label),), strong=True)
    yield Fact(_("Reasons"), (outcome.reasons,))
    if outcome.conditions:
        asked = tuple(told(one, within(one)) for one in outcome.conditions)
        yield Fact(_("Conditions to be set"), asked, numbered=True)
    if outcome.remark:
        yield Fact(_("Remark"), (outcome.remark,), notes=(_("A remark does not bind as a condition does."),))
    yield from _dissents(outcome)
    yield _vote(outcome)
    if article := naming.article_of(outcome.line, "board_majority"):
        yield Fact(pgettext("paper", "Basis"), (article,))


def _dissents(outcome: ReviewOutcome) -> Iterator[Fact]:
    """少数意見: the words of who did not agree; the name only where they asked for it."""
    rows = outcome.line.dissents.filter(review=outcome.review).select_related("member__user")
    words = tuple(
        _("%(name)s (%(of)s)") % {"name": row.text, "of": row.member.user.name} if row.is_named else row.text
        for row in rows
    )
    if words:
        yield Fact(pgettext("paper", "Dissenting opinions"), words)


def counted(votes: Mapping[str, int]) -> str:
    """How many voted for what: 適当4名、条件付き適当1名."""
    return naming.listed(
        _("%(judgement)s %(count)s") % {"judgement": Ballot(one).label, "count": number}
        for one in Ballot.values
        if (number := votes.get(one))
    )


def _vote(outcome: ReviewOutcome) -> Fact:
    votes = outcome.votes
    needed = _("%(needed)s needed") % {"needed": votes["needed"]}
    notes = [
        _("present %(present)s, quorum %(quorum)s") % {"present": votes["present"], "quorum": votes["quorum"]}
    ]
    gone = outcome.review.panel.filter(excused_at__lte=outcome.given_at).exclude(is_recused=True)
    notes += _absent(_("recused %(count)s (%(seats)s)"), outcome.review.panel.filter(is_recused=True))
    notes += _absent(_("excused %(count)s (%(seats)s)"), gone)
    if outcome.ballot_round > 1:
        notes.append(_("round %(number)s of the vote") % {"number": outcome.ballot_round})
    told = _("%(name)s (%(of)s)") % {"name": counted(votes["votes_by_finding"]), "of": needed}
    return Fact(pgettext("paper", "Vote"), (told,), notes=tuple(notes))


def _absent(words: str, members: QuerySet[PanelMember]) -> list[str]:
    """How many are not there and from which seats; never which interest a member has."""
    rows = list(members.order_by("pk"))
    seats = naming.listed(dict.fromkeys(_expertise(row) for row in rows))
    return [words % {"count": len(rows), "seats": seats}] if rows else []


def _expertise(member: PanelMember) -> str:
    known = member.expertise in Expertise.values
    return str(Expertise(member.expertise).label) if known else member.expertise


def number_of_opinion(opinion: IndividualOpinion, seat: int) -> str:
    """Its line, the submission it is about, and the number of the member's ``seat``: one for each sheet."""
    return f"{opinion.line.reference}-{opinion.member.review.turn}-{seat}"


def individual_opinion(opinion: IndividualOpinion) -> Paper:
    """個別意見書: a member's own sheet, printed from the record."""
    line, member = opinion.line, opinion.member
    request, review = line.request, member.review
    expertise = _expertise(member)
    blocks: tuple[Block, ...] = (
        Facts(
            (
                Fact(_("Request"), (f"{line.reference} {local(request, 'title')}",)),
                Fact(_("Submission"), (_("No. %(turn)s") % {"turn": review.turn},)),
                Fact(_("Member"), (_("%(name)s (%(of)s)") % {"name": member.user.name, "of": expertise},)),
                Fact(_("Interest declared"), (str(member.get_interest_display()),)),
                *naming.data_of(line),
                Fact(pgettext("paper", "Opinion"), (str(Judgement(opinion.judgement).label),), strong=True),
                Fact(_("Given on"), (naming.day(civil(opinion.given_at)),)),
            )
        ),
        Text((pgettext("paper", "Text of the opinion"),), style="plain"),
        Text(tuple(opinion.text.splitlines())),
    )
    return Paper(
        title=_("Individual opinion"),
        to=(pgettext("addressee", "%(name)s") % {"name": local(review.body, "name")},),
        blocks=blocks,
        origin=_("This is the member's own opinion, printed from the record of the council."),
        notes=(naming.caveat(),),
        author=member.user.name,
    )
