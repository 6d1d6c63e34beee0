"""The notice of the council's decision (利用承認通知 / 不承認), and the provider's own decision (提供決定通知)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.http.dates import era_date
from core.http.templatetags.sekisho import local, organ_name
from core.paper import Fact, Facts, Paper
from core.rulebook.provider import in_force
from core.rulebook.values import Period
from governance.assembly.documents.letterhead import chair, contact, sender
from governance.sharing.documents import naming
from governance.sharing.documents.conditions import told, within
from governance.sharing.enums import Harm, Judgement
from governance.sharing.models import Approval, ProviderDecision
from governance.sharing.queries.conditions import conditions_asked
from governance.sharing.queries.emergencies import holds_until
from governance.sharing.rules.conditions import ConditionAsked, first_due
from governance.sharing.rules.reexamining import reexamination_until


def approval_notice(approval: Approval) -> Paper:
    """利用承認(不承認)通知書. A provisional approval says until when it must be ratified; once it is, the notice tells
    the decision that ratified it."""
    line, decision = approval.line, _rests_on(approval)
    council = line.request.council
    if decision.body:
        opening = _("On %(request)s, the %(body)s has decided as follows, of which notice is hereby given.")
    else:
        opening = _("On %(request)s, the chair has decided as follows, of which notice is hereby given.")
    return Paper(
        title=_title(approval),
        to=(naming.to_organisation(line.request.applicant), naming.to_organ(line.dataset.provider)),
        sender=sender(council, chair(council, decision.decided_on)),
        opening=(
            opening
            % {
                "request": naming.about(line.request),
                "body": local(decision.body, "name") if decision.body else "",
            },
        ),
        blocks=(Facts(tuple(_decided(approval))),),
        notes=(naming.caveat(), _afterwards(approval)),
        contact=contact(council),
        is_letter=True,
        author=local(council, "name"),
    )


def _rests_on(approval: Approval) -> Any:
    """The decision that ``approval`` rests on: the one that ratified it, where one did."""
    return approval.ratified_by or approval.decision


def _title(approval: Approval) -> str:
    if not approval.is_approved:
        return pgettext("paper", "Notice of refusal to approve the use of data")
    if approval.ratified_by:
        return pgettext("paper", "Notice of approval to use data (ratification of a provisional approval)")
    if approval.is_provisional:
        return pgettext("paper", "Notice of provisional approval to use data")
    return pgettext("paper", "Notice of approval to use data")


def _word(approval: Approval) -> str:
    if not approval.is_approved:
        return pgettext("paper", "Not approved")
    if approval.ratified_by:
        return pgettext("paper", "Approved: the provisional approval is ratified")
    if approval.is_provisional:
        return pgettext("paper", "Provisionally approved")
    return pgettext("paper", "Approved")


def _afterwards(approval: Approval) -> str:
    if approval.is_approved:
        return _(
            "Provision begins after the provider has decided, the agreement is concluded and the conditions "
            "of approval are met."
        )
    until = reexamination_until(approval.decided_on, _period_of(approval))
    if until is None:
        return _("A new request may be handed in.")
    return _(
        "Re-examination may be asked for once, by %(day)s, with new reasons (rules on the handling of data)."
    ) % {"day": era_date(until)}


def _period_of(approval: Approval) -> Period | None:
    period: Period | None = in_force(approval.line.request.council, approval.decided_on).get("reexamination")
    return period


def _decided(approval: Approval) -> Iterator[Fact]:
    line, decision = approval.line, _rests_on(approval)
    outcome = line.outcomes.order_by("-pk").first()
    yield Fact(pgettext("paper", "Decision"), (_word(approval),), strong=True, notes=_lapses(approval))
    yield Fact(_("Number of the decision"), (_numbered(decision.number, decision.decided_on),))
    if approval.ratified_by:
        provisional = _numbered(approval.decision.number, approval.decided_on)
        yield Fact(pgettext("paper", "Provisional approval"), (provisional,))
    yield from naming.data_of(line)
    if approval.is_approved:
        yield Fact(_("Approved until"), (naming.day(approval.valid_until),))
    if reasons := _reasons(approval):
        yield Fact(_("Reasons"), (reasons,))
    if outcome:
        found = str(Judgement(outcome.judgement).label)
        opinion = _("%(name)s (%(of)s)") % {"name": found, "of": outcome.number}
        yield Fact(pgettext("paper", "Opinion of the board"), (opinion,))
    if approval.conditions:
        yield Fact(_("Conditions of approval"), tuple(_conditions(approval)), numbered=True)
    if not approval.adopts_conditions:
        departed = _("Conditions of the board's opinion were dropped or softened, for the reasons stated.")
        yield Fact(_("Departure from the board's opinion"), (departed,))
    rule = "emergency_approval" if approval.is_provisional else "approval_bodies"
    if article := naming.article_of(line, rule):
        yield Fact(pgettext("paper", "Basis"), (article,))


def _numbered(number: str, on: date) -> str:
    return _("%(number)s of %(day)s") % {"number": number, "day": naming.day(on)}


def _reasons(approval: Approval) -> str:
    """Those of the decision, in the reader's language where they are the same; and those of a departure."""
    decision = _rests_on(approval)
    said = decision.reasons_ja if approval.ratified_by else approval.reasons
    told = [str(local(decision, "reasons")) if said == decision.reasons_ja else said]
    departing = (approval.departure or {}).get("reasons", "")
    return "\n".join(filter(None, [*told, departing if departing != said else ""]))


def _conditions(approval: Approval) -> Iterator[str]:
    """Each with its first day; of what was ratified, some are older than others, and bind already."""
    if not approval.ratified_by:
        yield from (told(one, _first(one, approval.decided_on)) for one in approval.conditions)
        return
    for row, one in conditions_asked(approval.line):
        yield told(one, _due(row.due_on) if one["precedent"] else within(one))


def _first(one: ConditionAsked, on: date) -> str:
    """The day of what comes first, decided ``on``; of what is met while the grant runs, how it is counted."""
    return _due(first_due(one, on)) if one["precedent"] else within(one)


def _due(on: date | None) -> str:
    return _("By %(day)s") % {"day": naming.day(on)} if on else ""


def _lapses(approval: Approval) -> tuple[str, ...]:
    until = holds_until(approval)
    return (_("It lapses unless it is ratified by %(day)s.") % {"day": naming.day(until)},) if until else ()


def provider_decision(decision: ProviderDecision) -> Paper:
    """提供決定通知書: the provider's own document, printed from the record, under its own file number."""
    line, organ = decision.line, decision.organ
    name = organ_name(organ)
    opening = _("On %(request)s, the provider has decided as follows on its own responsibility.")
    title = _("Notice of the decision to provide") if decision.is_accepted else _("Notice not to provide")
    return Paper(
        title=title,
        to=(naming.to_organisation(line.request.applicant),),
        sender=_of_provider(decision),
        opening=(opening % {"request": naming.about(line.request)},),
        blocks=(Facts(tuple(_provided(decision))),),
        origin=_(
            "This is a document of the provider (%(name)s), printed from the record of the council. Number of "
            "the document: %(number)s"
        )
        % {"name": name, "number": decision.file_number},
        notes=(naming.caveat(),),
        contact=(_("Contact: %(office)s") % {"office": f"{name}　{decision.recorded_by.name}"},),
        is_letter=True,
        author=name,
    )


def _of_provider(decision: ProviderDecision) -> tuple[str, ...]:
    """Address and name of the organ, and who stood for it on the day of the decision."""
    organ, signed = decision.organ, decision.signatory
    seal = pgettext("letter", "(official seal omitted)") if signed else ""
    return tuple(one for one in (organ.organisation.address, organ_name(organ), signed, seal) if one)


def _provided(decision: ProviderDecision) -> Iterator[Fact]:
    line = decision.line
    word = _("Provided") if decision.is_accepted else _("Not provided")
    word = _("Not provided any more: the former decision is taken back") if decision.takes_back else word
    yield Fact(pgettext("paper", "Decision"), (word,), strong=True)
    number = _("%(number)s of %(day)s") % {
        "number": decision.file_number,
        "day": naming.day(decision.decided_on),
    }
    yield Fact(_("File number"), (number,))
    yield from naming.data_of(line)
    if decision.is_accepted and set(decision.items) != set(line.items):
        yield Fact(_("Items provided"), (naming.items_of(line, decision.items),))
    if decision.restriction:
        yield Fact(_("What is left out or restricted"), (decision.restriction,))
    if ground := naming.ground_called(decision.ground):
        yield Fact(_("Legal ground of the decision"), (ground,))
    yield Fact(_("Judgement of harm"), (str(Harm(decision.harm).label),))
    yield Fact(_("Reasons"), (decision.reasons,))
    if number := _approved_by(decision):
        yield Fact(_("Approval of the council"), (number,))
    if article := naming.article_of(line, "provider_decision", decision.decided_on):
        yield Fact(pgettext("paper", "Basis"), (article,))


def _approved_by(decision: ProviderDecision) -> str:
    """The decision of the council that approved the line when the provider decided."""
    then = decision.recorded_at
    rows = decision.line.approvals.filter(is_approved=True, recorded_at__lte=then)
    approval = rows.select_related("decision", "ratified_by").order_by("-pk").first()
    if approval is None:
        return ""
    ratified = approval.ratified_by
    return str((ratified if ratified and ratified.recorded_at <= then else approval.decision).number)
