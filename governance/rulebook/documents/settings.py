"""What a setting says, in a sentence of the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from core.http.texts import Text
from core.rulebook import values
from governance.rulebook.documents.words import WORDS

LABELS: Mapping[str, Text] = {
    "assembly_quorum": _("Quorum of the general assembly"),
    "ordinary_majority": _("Majority for ordinary matters"),
    "special_majority": _("Majority for special matters"),
    "notice_of_meeting": _("Notice of meetings"),
    "board_notice": _("Notice of meetings of the board"),
    "voting_methods": _("Methods of voting"),
    "membership_classes": _("Classes of members and their votes"),
    "terms_of_office": _("Terms of office"),
    "board_authority": _("Weight of the board's opinion"),
    "approval_bodies": _("Who approves a use of data"),
    "risk_classes": _("What makes a request minor or major"),
    "departure_from_opinion": _("Deciding otherwise than the board advised"),
    "board_composition": _("Composition of the board"),
    "board_quorum": _("Quorum of the board"),
    "board_majority": _("Majority of the board"),
    "recusal_scope": _("Scope of recusal"),
    "independent_opinions": _("Independence of opinions"),
    "review_periods": _("Periods for review"),
    "expedited_review": _("Expedited review"),
    "pia_requirement": _("When an impact assessment is needed, and how long it is valid"),
    "consent_validity": _("Validity of consent and effect of withdrawal"),
    "proxy_age": _("Age below which a parent consents"),
    "retention": _("Period of approval, disposal and keeping of records"),
    "amendment_transition": _("Transition after a revision of rules"),
    "blocking_duties": _("Overdue duties that block"),
    "storage_places": _("Places of storage"),
    "legal_grounds": _("Legal grounds that are not used"),
    "safeguards": _("Safety measures"),
    "feed_freshness": _("Reconciliation of consents kept elsewhere"),
    "consent_management": _("Position of consent management"),
    "emergency_approval": _("Provisional approval in an emergency"),
    "idle_requests": _("Lapse of requests that nobody touches"),
    "reexamination": _("Time to ask for re-examination"),
    "breach_clock": _("Deadlines for reporting a breach"),
    "approval_line": _("Line of approval for documents"),
    "indicator_review": _("Review of indicators"),
    "confidentiality": _("Confidentiality"),
}
"""The name of each setting (規程の定め)."""


def label(code: str) -> str:
    """The name of setting ``code``."""
    return str(LABELS.get(code, code))


def describe(value: values.Kind) -> str:
    """What ``value`` says."""
    return _DESCRIBE[type(value)](value)


def word(code: str) -> str:
    """The word for a code inside a setting; the code itself where a council made its own."""
    return str(WORDS.get(code, code))


def listed(codes: Iterable[str]) -> str:
    """Words joined as a list; empty sets say so."""
    return gettext(", ").join(word(code) for code in codes) or gettext("none")


def _fraction(value: values.Threshold) -> str:
    base = word(f"base_{value.base}")
    if (value.numerator, value.denominator, value.strict) == (1, 2, True):
        return gettext("more than half of %(base)s") % {"base": base}
    fraction = {"base": base, "n": value.numerator, "d": value.denominator}
    if value.strict:
        return gettext("more than %(n)s/%(d)s of %(base)s") % fraction
    return gettext("at least %(n)s/%(d)s of %(base)s") % fraction


def _majority(value: values.Majority) -> str:
    parts = [_fraction(value.threshold), word(f"tie_{value.tie}")]
    if value.matters:
        parts.append(gettext("for: %(matters)s") % {"matters": listed(value.matters)})
    return gettext("; ").join(parts)


def _days(value: values.Period) -> str:
    if value.business:
        return ngettext("%(n)s business day", "%(n)s business days", value.days) % {"n": value.days}
    return ngettext("%(n)s day", "%(n)s days", value.days) % {"n": value.days}


def _months(count: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", count) % {"n": count}


def _years(count: int) -> str:
    return ngettext("%(n)s year", "%(n)s years", count) % {"n": count}


def _business(count: int) -> str:
    return _days(values.Period(count, True))


def _calendar(count: int) -> str:
    return _days(values.Period(count))


def _methods(value: values.VotingMethods) -> str:
    order = ("no_objection", "show_of_hands", "written", "online", "proxy")
    methods = listed(m for m in order if m in value.methods)
    return gettext("; ").join([methods, word(f"blank_{value.blank_proxy_to}")])


def _classes(value: values.MembershipClasses) -> str:
    one = pgettext("class of members", "%(name)s: %(votes)s votes, dues %(dues)s yen")
    lines = ({"name": word(c.code), "votes": c.votes, "dues": f"{c.dues:,}"} for c in value.classes)
    return gettext("; ").join(one % line for line in lines)


def _term(value: values.Term) -> str:
    renewal = gettext("renewable") if value.renewable else gettext("not renewable")
    return gettext("; ").join(
        [_years(value.years), renewal, gettext("a substitute serves the rest of the term")]
    )


def _bodies(value: values.ApprovalBodies) -> str:
    cells = {"minor": word(value.minor), "ordinary": word(value.ordinary), "major": word(value.major)}
    return gettext("minor: %(minor)s; ordinary: %(ordinary)s; major: %(major)s") % cells


def _risk(value: values.RiskClasses) -> str:
    parts = [gettext("minor: %(what)s") % {"what": listed(sorted(value.minor))}]
    parts.append(gettext("major: %(what)s") % {"what": listed(sorted(value.major))})
    if value.major_persons:
        parts.append(gettext("major from %(n)s persons") % {"n": f"{value.major_persons:,}"})
    return gettext("; ").join(parts)


def _departure(value: values.Departure) -> str:
    reasons = (
        gettext("reasons are published")
        if value.publish_reasons
        else gettext("reasons need not be published")
    )
    return gettext("; ").join([_fraction(value.threshold), reasons])


def _seats(seats: Iterable[values.SeatCount]) -> str:
    return gettext(", ").join(f"{word(seat.expertise)} {seat.seats}" for seat in seats)


def _quorum(value: values.BoardQuorum) -> str:
    required = gettext("and present: %(seats)s") % {"seats": _seats(value.required)}
    return gettext("; ").join([_fraction(value.threshold), required])


def _recusal(value: values.RecusalScope) -> str:
    order = ("employer", "funding", "family", "adviser", "participant", "other")
    base = (
        gettext("not counted in quorum and vote")
        if value.leaves_base
        else gettext("still counted in the quorum")
    )
    return gettext("; ").join([listed(i for i in order if i in value.interests), base])


def _independence(value: values.Independence) -> str:
    return gettext("hidden until all are in") if value.blind else gettext("open from the start")


def _periods(value: values.ReviewPeriods) -> str:
    cells = {"screening": _business(value.screening), "review": _business(value.review)}
    text = gettext("formal check %(screening)s, review %(review)s") % cells
    stops = gettext("stops for: %(what)s") % {"what": listed(sorted(value.stops))}
    return gettext("; ").join([text, stops])


def _expedited(value: values.ExpeditedReview) -> str:
    parts = [listed(sorted(value.conditions))]
    parts.append(gettext("the chair and %(n)s more") % {"n": value.members_besides_chair})
    parts += [gettext("reported at the next meeting")] if value.report_at_next_meeting else []
    return gettext("; ").join(parts)


def _pia(value: values.PiaRequirement) -> str:
    persons = gettext("%(n)s persons or more") % {"n": f"{value.persons_at_least:,}"}
    triggers = listed(sorted(value.triggers))
    valid = gettext("valid for %(period)s") % {"period": _months(value.months)}
    return gettext("; ").join([persons, triggers, valid])


def _consent(value: values.ConsentValidity) -> str:
    cells = {
        "valid": _months(value.months),
        "tell": _business(value.tell_within),
        "stop": _business(value.stop_within),
    }
    return (
        gettext("valid for %(valid)s; withdrawal passed on within %(tell)s, use stopped within %(stop)s")
        % cells
    )


def _proxy(value: values.ProxyAge) -> str:
    text = gettext("below %(age)s: %(parents)s holder(s) of parental authority") % {
        "age": value.under,
        "parents": value.parents,
    }
    hold = (
        gettext("held while another objects")
        if value.objection_holds
        else gettext("not held by an objection")
    )
    return gettext("; ").join([text, hold])


def _retention(value: values.Retention) -> str:
    parts = [gettext("approval up to %(period)s") % {"period": _months(value.approval_months)}]
    parts += [gettext("at most to the end of the fiscal year")] if value.until_fiscal_year_end else []
    parts.append(gettext("kept by recipients up to %(period)s") % {"period": _months(value.recipient_months)})
    parts.append(gettext("disposal within %(period)s") % {"period": _calendar(value.disposal_days)})
    years = {"period": _years(value.record_years), "law": _years(value.statutory_years)}
    parts.append(gettext("records kept %(period)s (by law %(law)s in principle)") % years)
    return gettext("; ").join(parts)


def _safeguards(value: values.Safeguards) -> str:
    order = tuple(code for code in WORDS if code in value.personal | value.special_care | value.pseudonymised)
    parts = [
        f"{word(name)}: {listed(code for code in order if code in getattr(value, name))}"
        for name in ("personal", "special_care", "pseudonymised")
    ]
    parts += [gettext("evidence needed: %(what)s") % {"what": listed(sorted(value.evidenced))}]
    return gettext("; ").join(parts)


def _emergency(value: values.EmergencyApproval) -> str:
    cells = {"who": word(value.by), "period": _business(value.ratify_within)}
    return gettext("by %(who)s; to be ratified within %(period)s") % cells


def _idle(value: values.IdleRequests) -> str:
    never = gettext("never")
    cells = {
        "drafts": _calendar(value.drafts) if value.drafts else never,
        "pending": _calendar(value.pending) if value.pending else never,
        "warn": _calendar(value.warn),
    }
    return gettext("drafts %(drafts)s, handed in %(pending)s, warned %(warn)s before") % cells


def _breach(value: values.BreachClock) -> str:
    hours = value.to_council_hours
    cells = {
        "council": ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours},
        "first": _calendar(value.preliminary_days),
        "full": _calendar(value.full_days),
    }
    return gettext("to the council %(council)s, preliminary report %(first)s, full report %(full)s") % cells


def _duty(value: values.Duty) -> str:
    after = {"period": _years(value.years_after)}
    return (
        gettext("also for %(period)s after leaving") % after
        if value.years_after
        else gettext("while a member")
    )


_DESCRIBE: Mapping[type[values.Kind], Callable[[Any], str]] = {
    values.Threshold: _fraction,
    values.Majority: _majority,
    values.Period: _days,
    values.VotingMethods: _methods,
    values.MembershipClasses: _classes,
    values.Term: _term,
    values.BoardAuthority: lambda value: word(f"weight_{value.weight}"),
    values.ApprovalBodies: _bodies,
    values.RiskClasses: _risk,
    values.Departure: _departure,
    values.BoardComposition: lambda value: _seats(value.seats),
    values.BoardQuorum: _quorum,
    values.RecusalScope: _recusal,
    values.Independence: _independence,
    values.ReviewPeriods: _periods,
    values.ExpeditedReview: _expedited,
    values.PiaRequirement: _pia,
    values.ConsentValidity: _consent,
    values.ProxyAge: _proxy,
    values.Retention: _retention,
    values.Transition: lambda value: _calendar(value.days),
    values.BlockingDuties: lambda value: listed(sorted(value.duties)),
    values.StoragePlaces: lambda value: listed(sorted(value.countries)),
    values.LegalGrounds: lambda value: listed(sorted(value.barred)),
    values.Safeguards: _safeguards,
    values.Freshness: lambda value: _calendar(value.days),
    values.ConsentManagement: lambda value: word(f"position_{value.position}"),
    values.EmergencyApproval: _emergency,
    values.IdleRequests: _idle,
    values.BreachClock: _breach,
    values.ApprovalLine: lambda value: gettext(" → ").join(word(office) for office in value.offices),
    values.ReviewInterval: lambda value: gettext("every %(period)s") % {"period": _months(value.months)},
    values.Duty: _duty,
}


def missing_names(codes: Iterable[str]) -> list[Text]:
    """What the first rule documents lack, as people call it: settings, and the participation rules by their code."""
    rules = _("Participation rules (a document with the code participation)")
    return [LABELS.get(code, rules) for code in codes]
