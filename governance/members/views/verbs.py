"""What the secretariat and members do to a membership: one address per verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import canonical, clock
from core.http.acting import act, fill_in
from core.http.dates import english, short
from core.http.parts import Crumb, Fact
from core.http.templatetags.sekisho import article_label, local, money
from core.http.texts import Text
from core.http.views import CouncilRequest, View, post_only
from core.rulebook.provider import in_force
from governance.members import actions, queries
from governance.members.documents import class_name
from governance.members.forms import (
    AdmitForm,
    ClassForm,
    DecidedForm,
    LeaveForm,
    PaperLeaveForm,
    PledgeForm,
    ReasonForm,
    SuspendForm,
)
from governance.members.models import Dues, Membership
from governance.members.permissions import permit, roles_of
from governance.members.rules import PARTICIPATION, may_admit
from governance.members.views.finding import address, crumbs, member_view
from governance.rulebook.queries import document_of, edition_on, instruments
from governance.rulebook.rules.reading import lay_out


@post_only
@member_view
def record_dues(request: CouncilRequest, membership: Membership, year: int) -> HttpResponse:
    """The year's dues have been paid."""
    dues = get_object_or_404(Dues, membership=membership, fiscal_year=year)
    return act(
        request,
        lambda: actions.record_dues(dues, by=request.user),
        done=address(membership),
        said=_("The payment is on record."),
    )


def _with_reason(
    verb: str,
    form_class: type[forms.Form],
    action: Callable[..., Membership],
    title: Text,
    said: Text,
    warning: Text,
    follows: Callable[[Membership], list[Fact]] | None = None,
) -> View:
    """A page that asks for the reason of ``verb``, says what it does, and does it."""

    @member_view
    def view(request: CouncilRequest, membership: Membership) -> HttpResponse:
        permit(request.user, membership, verb).or_raise()
        form = form_class(request.POST or None)

        def do(data: dict[str, Any]) -> str:
            action(membership, by=request.user, **data)
            return address(membership)

        trail = (Crumb(local(membership.organisation, "name"), address(membership)), Crumb(title))
        context = {
            "membership": membership,
            "title": title,
            "warning": warning,
            "held": None,
            "follows": follows(membership) if follows else [],
            "cancel_url": address(membership),
            "crumbs": crumbs(membership.council, *trail, inside=bool(request.roles)),
        }
        return fill_in(
            request, form, do, template="governance/members/membership/verb.html", context=context, said=said
        )

    return view


def _admission(membership: Membership, *, is_decided: bool) -> str:
    """What is still missing from an application, what an admission does, and what it rests on."""
    council, rulebook = membership.council, in_force(membership.council, clock.today())
    may = may_admit(queries.pledge_of(membership), rulebook)
    said = [] if may else [_("Not yet: the organisation has not accepted the participation rules.")]
    votes = queries.votes_by_class(council, clock.today()).get(membership.member_class, 0)
    said.append(
        _("The organisation takes part and votes from today, and those who represent it get in.")
        if votes
        else _("The organisation takes part from today, without a vote, and those who represent it get in.")
    )
    if is_decided:
        said.append(_("Enter the decision by which the steering body admits it."))
    if article := rulebook.article("admission"):
        said.append(f"({article_label(article)})")
    return " ".join(said)


@member_view
def admit(request: CouncilRequest, membership: Membership) -> HttpResponse:
    """Admit the applicant, by the decision of the body that decides on applicants where it sits."""
    permit(request.user, membership, "admit").or_raise()
    is_decided = queries.admits_by_decision(membership.council)
    title = _("Admit the applicant")
    trail = (Crumb(local(membership.organisation, "name"), address(membership)), Crumb(title))

    def do(data: dict[str, Any]) -> str:
        actions.admit(membership, by=request.user, **data)
        return address(membership)

    context = {
        "membership": membership,
        "title": title,
        "warning": _admission(membership, is_decided=is_decided),
        "held": None,
        "follows": [],
        "cancel_url": address(membership),
        "crumbs": crumbs(membership.council, *trail, inside=bool(request.roles)),
    }
    form = AdmitForm(request.POST or None, is_decided=is_decided)
    said = _("The organisation is a member now.")
    template = "governance/members/membership/verb.html"
    return fill_in(request, form, do, template=template, context=context, said=said)


suspend = _with_reason(
    "suspend",
    SuspendForm,
    actions.suspend,
    gettext_lazy("Suspend the membership"),
    gettext_lazy("The membership is suspended."),
    gettext_lazy(
        "From this moment up to the last day no data flows to or from this member, and it has no vote. It rests on the "
        "vote of the steering body, taken for this, and ends by itself after its last day; the member is told of both."
    ),
)
reinstate = _with_reason(
    "reinstate",
    ReasonForm,
    actions.reinstate,
    gettext_lazy("End the suspension"),
    gettext_lazy("The suspension has ended."),
    gettext_lazy("Data may flow again where everything else is in order."),
)


def _left_behind(membership: Membership) -> list[Fact]:
    """What ends with the membership, and what remains to be done all the same."""
    found: list[Fact] = import_string(settings.LEFT_BY_MEMBER)(membership.council, membership.organisation)
    for row in queries.unpaid(membership):
        words = {"amount": money(row.amount), "day": short(row.due_on)}
        label = _("Dues for the fiscal year %(year)s") % {"year": row.fiscal_year}
        found.append(Fact(label, _("%(amount)s, due on %(day)s: still to be paid.") % words))
    return found


LEAVING = gettext_lazy(
    "From this moment no data flows to or from the organisation, it has no vote, and those who act for it lose the "
    "rights that came with that. Duties such as disposal remain until they are done. This cannot be taken back; "
    "the organisation may apply again."
)
HAS_LEFT = gettext_lazy("The organisation has left the council.")
leave = _with_reason(
    "withdraw",
    LeaveForm,
    actions.withdraw,
    gettext_lazy("Leave the council"),
    HAS_LEFT,
    LEAVING,
    _left_behind,
)
record_leaving = _with_reason(
    "withdraw",
    PaperLeaveForm,
    actions.withdraw,
    gettext_lazy("Record that the organisation leaves"),
    HAS_LEFT,
    LEAVING,
    _left_behind,
)


@member_view
def withdraw(request: CouncilRequest, membership: Membership) -> HttpResponseBase:
    """The organisation leaves by itself, or the secretariat records its written notice."""
    own = "representative" in roles_of(request.user, membership)
    page = leave if own else record_leaving
    return page(request, membership.council.slug, pk=membership.pk)


reject = _with_reason(
    "reject",
    DecidedForm,
    actions.reject,
    gettext_lazy("Do not admit"),
    gettext_lazy("The application is closed: the organisation was not admitted."),
    gettext_lazy(
        "The application is closed, and the organisation is told why. It may apply again. Where a body decided, "
        "enter the number of its decision; for an application entered by mistake the reason is enough."
    ),
)
expel = _with_reason(
    "expel",
    DecidedForm,
    actions.expel,
    gettext_lazy("Expel the member"),
    gettext_lazy("The organisation has been expelled."),
    gettext_lazy(
        "This rests on a decision of the general assembly by special majority. It cannot be undone."
    ),
)


@member_view
def change_class(request: CouncilRequest, membership: Membership) -> HttpResponse:
    """Another class of membership, by a decision."""
    permit(request.user, membership, "change_class").or_raise()
    table = in_force(membership.council, clock.today()).get("membership_classes")
    codes = [one.code for one in (table.classes if table else ()) if one.code != membership.member_class]
    title = _("Change the class of the membership")
    trail = (Crumb(local(membership.organisation, "name"), address(membership)), Crumb(title))

    def do(data: dict[str, Any]) -> str:
        actions.change_class(membership, by=request.user, **data)
        return address(membership)

    context = {
        "membership": membership,
        "title": title,
        "warning": _("From this moment the member has as many votes as the rules give to the new class."),
        "held": None,
        "follows": [],
        "cancel_url": address(membership),
        "crumbs": crumbs(membership.council, *trail, inside=bool(request.roles)),
    }
    form = ClassForm(request.POST or None, classes=[(code, class_name(code)) for code in codes])
    said = _("The member belongs to the new class.")
    template = "governance/members/membership/verb.html"
    return fill_in(request, form, do, template=template, context=context, said=said)


@member_view
def pledge(request: CouncilRequest, membership: Membership) -> HttpResponse:
    """Read the participation rules in force and accept them for the organisation."""
    instrument = instruments(membership.council).filter(code=PARTICIPATION).first()
    edition = edition_on(instrument, clock.today()) if instrument else None
    if instrument is None or edition is None:
        raise Http404
    document = document_of(edition)
    digest = canonical.digest([[unit.key, unit.text_ja, unit.text_en] for unit in document.units])
    start = {"edition": edition.number, "text_digest": digest}
    may = permit(request.user, membership, "accept_pledge")
    if request.method == "POST":
        may.or_raise()
    form = PledgeForm(request.POST or None, initial=start)

    def do(data: dict[str, Any]) -> str:
        actions.accept_pledge(
            membership, by=request.user, edition=data["edition"], text_digest=data["text_digest"]
        )
        return address(membership)

    trail = (Crumb(local(membership.organisation, "name"), address(membership)), Crumb(_("Pledge")))
    context = {
        "membership": membership,
        "instrument": instrument,
        "edition": edition,
        "chapters": lay_out(document, "en" if english() else "ja"),
        "may": may,
        "held": queries.pledge_of(membership),
        "crumbs": crumbs(membership.council, *trail, inside=bool(request.roles)),
    }
    return fill_in(
        request,
        form,
        do,
        template="governance/members/membership/pledge.html",
        context=context,
        said=_("The participation rules have been accepted."),
    )
