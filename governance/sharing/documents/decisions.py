"""The notice of the council's decision (利用承認通知 / 不承認), and the provider's own decision (提供決定通知)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
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
from governance.sharing.rules.conditions import ConditionAsked, first_due
from governance.sharing.rules.reexamining import reexamination_until


def approval_notice(approval: Approval) -> Paper:
    """利用承認(不承認)通知書. A provisional approval says until when it must be ratified."""
    line, decision = approval.line, approval.decision
    council = line.request.council
    if decision.body:
        opening = _("On %(request)s, the %(body)s has decided as follows, of which notice is hereby given.")
    else:
        opening = _("On %(request)s, the chair has decided as follows, of which notice is hereby given.")
    return Paper(
        title=_title(approval),
        to=(naming.to_organisation(line.request.applicant), naming.to_organ(line.dataset.provider)),
        sender=sender(council, chair(council, approval.decided_on)),
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


def _title(approval: Approval) -> str:
    if not approval.is_approved:
        return pgettext("paper", "Notice of refusal to approve the use of data")
    if approval.is_provisional:
        return pgettext("paper", "Notice of provisional approval to use data")
    return pgettext("paper", "Notice of approval to use data")


def _word(approval: Approval) -> str:
    if not approval.is_approved:
        return pgettext("paper", "Not approved")
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
    line, decision = approval.line, approval.decision
    outcome = line.outcomes.order_by("-pk").first()
    ratify_by = _ratify_by(approval)
    yield Fact(pgettext("paper", "Decision"), (_word(approval),), strong=True, notes=ratify_by)
    number = _("%(number)s of %(day)s") % {
        "number": decision.number,
        "day": naming.day(approval.decided_on),
    }
    yield Fact(_("Number of the decision"), (number,))
    yield from naming.data_of(line)
    if approval.is_approved:
        yield Fact(_("Approved until"), (naming.day(approval.valid_until),))
    if approval.reasons:
        same = approval.reasons == decision.reasons_ja
        yield Fact(_("Reasons"), (local(decision, "reasons") if same else approval.reasons,))
    if outcome:
        found = str(Judgement(outcome.judgement).label)
        opinion = _("%(name)s (%(of)s)") % {"name": found, "of": outcome.number}
        yield Fact(pgettext("paper", "Opinion of the board"), (opinion,))
    if approval.conditions:
        asked = (told(one, _first(one, approval.decided_on)) for one in approval.conditions)
        yield Fact(_("Conditions of approval"), tuple(asked), numbered=True)
    if not approval.adopts_conditions:
        departed = _("Conditions of the board's opinion were dropped or softened, for the reasons stated.")
        yield Fact(_("Departure from the board's opinion"), (departed,))
    rule = "emergency_approval" if approval.is_provisional else "approval_bodies"
    if article := naming.article_of(line, rule):
        yield Fact(pgettext("paper", "Basis"), (article,))


def _first(one: ConditionAsked, on: date) -> str:
    """The day of what comes first, decided ``on``; of what is met while the grant runs, how it is counted."""
    return _due(first_due(one, on)) if one["precedent"] else within(one)


def _due(on: date | None) -> str:
    return _("By %(day)s") % {"day": naming.day(on)} if on else ""


def _ratify_by(approval: Approval) -> tuple[str, ...]:
    rule = in_force(approval.line.request.council, clock.today()).get("emergency_approval")
    if not approval.is_provisional or rule is None:
        return ()
    until = clock.add_business_days(approval.decided_on, rule.ratify_within)
    return (_("It lapses unless it is ratified by %(day)s.") % {"day": naming.day(until)},)


def provider_decision(decision: ProviderDecision) -> Paper:
    """提供決定通知書: the provider's own document, printed from the record, under its own file number."""
    line, organ = decision.line, decision.organ
    name = organ_name(organ)
    opening = _("On %(request)s, the provider has decided as follows on its own responsibility.")
    title = _("Notice of the decision to provide") if decision.is_accepted else _("Notice not to provide")
    return Paper(
        title=title,
        to=(naming.to_organisation(line.request.applicant),),
        sender=tuple(x for x in (organ.organisation.address, name) if x),
        opening=(opening % {"request": naming.about(line.request)},),
        blocks=(Facts(tuple(_provided(decision))),),
        origin=_(
            "This is a document of the provider (%(name)s), printed from the record of the council. Number of "
            "the document: %(number)s"
        )
        % {"name": name, "number": decision.file_number},
        notes=(naming.caveat(),),
        is_letter=True,
        author=name,
    )


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
    approval = line.approvals.select_related("decision").order_by("-pk").first()
    if approval:
        yield Fact(_("Approval of the council"), (approval.decision.number,))
