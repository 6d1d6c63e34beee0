"""The chain (根拠のつながり), from the article to the disposal, each link with the article that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.accounts.models import Council
from core.errors import ArticleRef
from core.http.dates import civil
from core.http.parts import Link
from core.http.templatetags.sekisho import article_label, local
from governance.rulebook.queries import article_url
from governance.sharing.models import Disposal
from governance.sharing.queries.chain import LineChain
from governance.sharing.rules.checks_people import covering
from governance.sharing.rules.verdict import GateVerdict


@dataclass(frozen=True, slots=True)
class Row:
    """One link with what the table says besides: since when, and the article."""

    link: Link
    on: date | None
    article: str
    article_url: str


def _state(verdict: GateVerdict, check: str, *, over: bool = False) -> str:
    """What the gate says of ``check``; *closed* for what has run its time and needs to hold no longer."""
    return "closed" if over else verdict.check(check).state.value


def rows(council: Council, chain: LineChain) -> list[Row]:
    """All links of one line, in order, each with the gate's present state of it; where the line is over, nothing
    waits."""
    found = [
        *_rules(council, chain),
        *_care(council, chain),
        *_judging(council, chain),
        *_receiving(council, chain),
    ]
    return [_ended(row) for row in found] if chain.line.is_over else found


def _ended(row: Row) -> Row:
    if row.link.state != "wait":
        return row
    return replace(row, link=replace(row.link, state="closed" if row.link.name else "off"))


def _row(council: Council, chain: LineChain, link: Link, check: str, on: date | None = None) -> Row:
    article: ArticleRef | None = chain.verdict.check(check).article
    basis = chain.verdict.check(check).basis
    url = article_url(council, article) if article and basis == "council" else ""
    return Row(link, on, article_label(article), url)


def _rules(council: Council, chain: LineChain) -> Iterator[Row]:
    line, verdict = chain.line, chain.verdict
    article = verdict.check("approval").article
    url = article_url(council, article) if article else ""
    name = article_label(article)
    yield Row(Link(_("Rule"), "article", name, url, "pass" if article else "fail"), None, name, url)
    yield _row(council, chain, _board(council, chain), "opinion")
    project = line.request.project
    if project is None:
        none, may = pgettext("chain", "none"), pgettext("chain", "optional")
        yield Row(Link(_("Project"), "project", none, state="not_applicable", note=may), None, "", "")
    else:
        url = reverse("assembly:project", args=[council.slug, project.reference])
        link = Link(_("Project"), "project", local(project, "title"), url)
        yield _row(council, chain, link, "dataset", civil(project.opened_at))
    dataset = line.dataset
    url = reverse("sharing:dataset", args=[council.slug, dataset.reference])
    link = Link(_("Dataset"), "dataset", dataset.reference, url, _state(verdict, "dataset"))
    registered = dataset.registered_at
    yield _row(council, chain, link, "dataset", civil(registered) if registered else None)


def _board(council: Council, chain: LineChain) -> Link:
    """The board that judges; before the review opened, the one that will, where the line has to be judged by one."""
    body = chain.body
    name = local(body, "name") if body else ""
    url = reverse("assembly:body", args=[council.slug, body.code]) if body else ""
    if chain.review is not None:
        return Link(_("Board"), "body", name, url)
    if _state(chain.verdict, "opinion") == "not_applicable":
        return Link(_("Board"), "body", "–", state="not_applicable")
    return Link(_("Board"), "body", name, url, "off" if chain.line.is_over else "wait")


def _care(council: Council, chain: LineChain) -> Iterator[Row]:
    facts, verdict = chain.facts, chain.verdict
    pia = facts.pia
    url = reverse("pia:show", args=[council.slug, pia.reference]) if pia and pia.approved_on else ""
    state = _state(verdict, "pia")
    none = "–" if state == "not_applicable" else pgettext("chain", "none yet")
    link = Link("PIA", "pia", pia.reference if pia else none, url, state)
    yield _row(council, chain, link, "pia", pia.approved_on if pia else None)
    consents = facts.consents
    found = covering(facts)
    notice, url = found[0].notice if found else "–", ""
    if found:
        reference, _v, version = notice.rpartition("v")
        url = reverse("my:notice_version", args=[council.slug, reference, version])
    yield _row(
        council, chain, Link(_("Notice"), "notice", notice, url, _state(verdict, "consent")), "consent"
    )
    number = consents.in_force if consents and consents.in_force is not None else 0
    name = _("%(number)s persons") % {"number": f"{number:,}"} if found else "–"
    yield _row(
        council, chain, Link(_("Consents"), "consent", name, state=_state(verdict, "consent")), "consent"
    )


def _judging(council: Council, chain: LineChain) -> Iterator[Row]:
    request, verdict = chain.line.request, chain.verdict
    url = reverse("sharing:request", args=[council.slug, request.reference])
    submitted = request.submitted_at
    link = Link(_("Request"), "request", chain.line.reference, url, "pass", here=True)
    yield _row(council, chain, link, "standing", civil(submitted) if submitted else None)
    outcome = chain.outcome
    acts = f"{url}?tab=review#acts-{chain.line.number}"
    name, there = (outcome.number, acts) if outcome else ("", "")
    link = Link(_("Opinion"), "review", name, there, _state(verdict, "opinion"))
    yield _row(council, chain, link, "opinion", outcome.voted_on if outcome else None)
    approval = chain.approval
    name = approval.decision.number if approval else ""
    url = reverse("assembly:decision", args=[council.slug, approval.decision_id]) if approval else ""
    link = Link(_("Approval"), "decision", name, url, _state(verdict, "approval", over=chain.is_over))
    yield _row(council, chain, link, "approval", approval.decided_on if approval else None)
    decided = chain.provider_decision
    name, there = (decided.file_number, acts) if decided else ("", "")
    link = Link(_("Provider's decision"), "provider", name, there, _state(verdict, "provider_decision"))
    yield _row(council, chain, link, "provider_decision", decided.decided_on if decided else None)
    agreement = chain.agreement
    name, there = (agreement.reference, acts) if agreement else ("", "")
    state = _state(verdict, "agreement", over=chain.is_over)
    link = Link(_("Agreement"), "agreement", name, there, state)
    yield _row(council, chain, link, "agreement", agreement.signed_on if agreement else None)


def _receiving(council: Council, chain: LineChain) -> Iterator[Row]:
    grant, verdict = chain.grant, chain.verdict
    url = reverse("sharing:grant", args=[council.slug, grant.reference]) if grant else ""
    name = grant.reference if grant else ""
    link = Link(_("Grant"), "gate", name, url, _state(verdict, "window", over=chain.is_over))
    yield _row(council, chain, link, "window", grant.starts_on if grant else None)
    for delivery in chain.deliveries:
        there = reverse("sharing:delivery", args=[council.slug, delivery.reference])
        on = civil(delivery.released_at) if delivery.released_at else None
        link = Link(_("Delivery"), "delivery", delivery.reference, there, delivery.state)
        yield _row(council, chain, link, "window", on)
    if not chain.deliveries:
        state = "off" if chain.is_over else "wait"
        yield _row(council, chain, Link(_("Delivery"), "delivery", state=state), "window")
    name, state = _disposed(chain.disposal)
    there = f"{url}#disposal" if chain.disposal else ""
    on = chain.disposal.disposed_on if chain.disposal else None
    yield _row(council, chain, Link(_("Disposal"), "disposal", name, there, state), "retention", on)


def _disposed(certificate: Disposal | None) -> tuple[str, str]:
    """How the newest certificate stands, in words, and the state of the link: open until one is verified."""
    if certificate is None:
        return "", "wait"
    if certificate.is_verified:
        return _("verified"), "pass"
    if certificate.is_verified is None:
        return _("certificate filed, to be verified"), "wait"
    return _("certificate rejected"), "wait"
