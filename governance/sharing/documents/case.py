"""The papers of one case, for those who judge it: the request with its data flow, the assessment, the consents and
their notices, what changed since the earlier submissions, the individual opinions and the board's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consent.enums import ConsentState
from core import clock
from core.http.codes import COUNTRIES
from core.http.dates import civil
from core.http.parts import Stage
from core.http.templatetags.sekisho import local, number, organ_name
from core.paper import Block, Fact, Facts, Heading, Items, Table, Text
from governance.sharing.documents import changes, naming, terms
from governance.sharing.documents.notices import notices_of
from governance.sharing.documents.verdict_texts import name, sentence, state
from governance.sharing.enums import DisposalMethod, Judgement, RequestState
from governance.sharing.enums.safeguards import SAFEGUARDS
from governance.sharing.models import Dataset, IndividualOpinion, RequestLine, SharingRequest
from governance.sharing.queries.asked import asked_lines
from governance.sharing.queries.experts import comments_on
from governance.sharing.queries.proofs import live_files
from governance.sharing.queries.turns import since_followed
from governance.sharing.queries.verdicts import Judged, judge
from governance.sharing.rules.verdict import Moment
from pia.queries import content, coverage, find

Stages = Callable[[Dataset], Sequence[Stage]]
"""How the page of a dataset tells its declared lifecycle."""


def case_parts(
    request: SharingRequest,
    *,
    stages: Stages,
    opinions: Sequence[IndividualOpinion] | None,
    under_item: bool = False,
) -> Iterator[Block]:
    """Everything about ``request``, with the members' own ``opinions`` that the reader may read; None: nothing of what
    the board hears and says among itself. It begins a page, unless it stands ``under_item``."""
    title = f"{request.reference} {local(request, 'title')}"
    yield Heading(title, fresh=not under_item, inner=under_item)
    yield _head(request)
    lines = list(asked_lines(request).select_related("dataset__provider__organisation", "request__council"))
    judged = [judge(line, Moment.DRAFTING) for line in lines]
    for line, found in zip(lines, judged, strict=True):
        yield from _line(line, found, stages)
    yield from notices_of(request.council, [found.facts for found in judged])
    yield from _files(request)
    yield from _followed(request)
    yield from _changes(request)
    if opinions is not None:
        yield from _outside(request)
    for line in lines:
        yield from _opinions(line, [one for one in opinions or () if one.line_id == line.pk])


def _head(request: SharingRequest) -> Block:
    found = [Fact(_("Found to be a minor change"), (request.minor_reason,))] if request.minor_reason else []
    if request.is_emergency:
        found.append(Fact(str(terms.LABELS["is_emergency"]), (_("Yes"),)))
    return Facts(
        (
            Fact(_("Applicant"), (local(request.applicant, "name"),)),
            Fact(_("Recipient"), (organ_name(request.recipient_organ),)),
            Fact(_("Purpose of use"), (local(request, "purpose"),)),
            Fact(_("Submission"), (_("No. %(turn)s") % {"turn": request.turn},)),
            Fact(_("Handed in"), (naming.day(civil(request.submitted_at)) if request.submitted_at else "–",)),
            Fact(pgettext("paper", "State"), (str(RequestState(request.state).label),)),
            *found,
        )
    )


def _line(line: RequestLine, judged: Judged, stages: Stages) -> Iterator[Block]:
    yield Heading(f"{line.reference} {local(line.dataset, 'title')}", level=3)
    yield Facts((*naming.data_of(line), *_asked(line), *_told(terms.risk(line, judged.facts))))
    yield _flow(line, stages)
    yield from _assessment(line)
    yield from _consents(judged.facts)
    rows = tuple((name(check), state(check), sentence(check)) for check in judged.verdict.checks)
    heads = (_("Check"), pgettext("paper", "State"), pgettext("paper", "What was found"))
    yield Table(heads, rows, caption=_("Check before sharing"))


def _told(rows: Iterable[terms.Said]) -> Iterator[Fact]:
    for label, text in rows:
        yield Fact(label, (text,))


def _asked(line: RequestLine) -> Iterator[Fact]:
    measures: dict[str, Any] = dict(SAFEGUARDS)
    yield from _told(terms.terms(line))
    yield Fact(_("Period of use"), (naming.period_of(line),))
    yield Fact(_("Kept for (months)"), (naming.counted(line.retention_months),))
    yield Fact(
        _("Stored in"), (naming.listed([str(dict(COUNTRIES).get(c, c)) for c in line.storage]) or "–",)
    )
    yield Fact(
        _("Safety measures"), (naming.listed([str(measures.get(c, c)) for c in line.safeguards]) or "–",)
    )
    method = str(DisposalMethod(line.disposal_method).label) if line.disposal_method else "–"
    yield Fact(_("Return or disposal"), (f"{method}　{naming.day(line.disposal_by)}",))


def _flow(line: RequestLine, stages: Stages) -> Block:
    """The declared lifecycle of the dataset, stage by stage, as its page tells it."""
    rows = tuple(
        (
            str(stage.label),
            "\n".join([*(f"{fact.label}　{fact.value}" for fact in stage.facts), str(stage.gap)]).strip(),
        )
        for stage in stages(line.dataset)
    )
    return Table((_("Stage"), pgettext("paper", "Declared")), rows, caption=_("Data flow at the provider"))


def _assessment(line: RequestLine) -> Iterator[Block]:
    """The summary of the assessment that speaks for the dataset, and its risks before and after treatment."""
    council = line.request.council
    rows = coverage(council, dataset=line.dataset.reference, on=clock.today())
    row = find(council, rows[0].reference, rows[0].revision) if rows else None
    title = _("Privacy impact assessment")
    if row is None:
        yield Facts((Fact(title, (_("There is no assessment of this dataset."),)),))
        return
    told = content(row)
    summary = local(row, "summary") or local(told["scope"], "scope")
    yield Facts(
        (
            Fact(title, (f"{row.reference} {local(row, 'title')}",)),
            Fact(_("Valid until"), (naming.day(rows[0].valid_until) or "–",)),
            Fact(pgettext("paper", "Summary"), tuple(summary.splitlines()) or ("–",)),
        ),
    )
    risks = tuple(
        (
            f"{risk['number']}. {risk['threat']}",
            _level(risk["likelihood"], risk["impact"]),
            risk["controls"] or "–",
            _level(risk["residual_likelihood"], risk["residual_impact"]),
        )
        for risk in told["risks"]
    )
    if risks:
        heads = (
            _("Risk"),
            _("Before (likelihood × impact)"),
            _("Controls"),
            pgettext("risk", "After treatment"),
        )
        yield Table(heads, risks, caption=_("Risks of the assessment"))


def _level(likelihood: object, impact: object) -> str:
    return f"{likelihood} × {impact}" if likelihood and impact else "–"


def _consents(facts: Any) -> Iterator[Block]:
    given = facts.consents
    if given is None or given.in_force is None:
        return
    rows = [Fact(str(ConsentState("in_force").label), (number(given.in_force),))]
    for one, count in given.fell_out.items():
        label = str(ConsentState(one).label) if one in ConsentState.values else one
        rows.append(Fact(label, (number(count),)))
    yield Facts(tuple(rows), caption=_("Consents by state (persons)"))


def _changes(request: SharingRequest) -> Iterator[Block]:
    """What each submission changed against the one before, and why it had been sent back."""
    turns = list(request.submissions.order_by("turn"))
    for before, after in pairwise(turns):
        yield Heading(_("Changes in submission no. %(turn)s") % {"turn": after.turn}, level=3)
        if before.return_reason:
            yield Text(
                (_("Why it was sent back: %(reason)s") % {"reason": before.return_reason},), style="plain"
            )
        yield _compared(tuple(changes.rows(request, before, after)))


def _compared(rows: Sequence[tuple[str, str, str]]) -> Block:
    if not rows:
        return Text((_("Nothing of what stands in this paper was changed."),))
    return Table((_("Where"), pgettext("paper", "Before"), pgettext("paper", "After")), tuple(rows))


def _followed(request: SharingRequest) -> Iterator[Block]:
    """What a change or a renewal asks for otherwise than the request that it follows."""
    if request.follows is not None:
        names = {"reference": request.reference, "former": request.follows.reference}
        yield Heading(_("What %(reference)s asks for otherwise than %(former)s") % names, level=3)
        yield _compared(tuple(changes.told(request, since_followed(request))))


def _files(request: SharingRequest) -> Iterator[Block]:
    """What was handed in, by name and digest in groups that find room in a column: the files themselves are read on
    the page of the request, and at the end of a book."""
    told = tuple(
        (
            one.title,
            one.stored.name,
            naming.listed(one.measure_labels) or "–",
            naming.digest(one.stored.digest),
        )
        for one in live_files(request)
    )
    if told:
        yield Heading(pgettext("paper", "Files"), level=3)
        yield Table((_("What it is"), _("File"), _("Evidence of"), _("SHA-256")), told)


def _outside(request: SharingRequest) -> Iterator[Block]:
    """What outside experts wrote to the board."""
    told = tuple(
        (one.expert.user.name, one.line.reference if one.line else _("The whole request"), one.text)
        for one in comments_on(request)
    )
    if told:
        yield Heading(_("Comments of outside experts"), level=3)
        yield Table((pgettext("paper", "Expert"), pgettext("paper", "About"), _("Comment")), told)


def _opinions(line: RequestLine, given: Sequence[IndividualOpinion]) -> Iterator[Block]:
    if given:
        yield Heading(_("Individual opinions on %(line)s") % {"line": line.reference}, level=3)
        told = tuple(
            (
                f"{one.member.user.name}\n{_('No. %(turn)s') % {'turn': one.member.review.turn}}",
                str(Judgement(one.judgement).label),
                one.text,
            )
            for one in given
        )
        yield Table(
            (_("Member"), pgettext("paper", "Opinion"), pgettext("paper", "Text of the opinion")), told
        )
    outcome = line.outcomes.order_by("-pk").first()
    if outcome:
        yield Heading(_("Opinion of the board on %(line)s") % {"line": line.reference}, level=3)
        found = _("%(name)s (%(of)s)") % {"name": Judgement(outcome.judgement).label, "of": outcome.number}
        yield Facts(
            (
                Fact(pgettext("paper", "Opinion"), (found,), strong=True),
                Fact(_("Reasons"), (outcome.reasons,)),
            )
        )
        if outcome.conditions:
            yield Items(tuple(one["text"] for one in outcome.conditions), numbered=True)
