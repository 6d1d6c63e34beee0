"""Requests: the request's page, drafting, the formal check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.errors import NotPermitted, Refused
from core.http.acting import act, fill_in
from core.http.parts import Crumb, Fact
from core.http.templatetags.sekisho import local, organ_name
from core.http.views import CouncilRequest, council_view, get_only, post_only
from governance.assembly import queries as assembly
from governance.sharing.actions import minor
from governance.sharing.actions import requests as verbs
from governance.sharing.actions.editing import stamp
from governance.sharing.documents.naming import listed
from governance.sharing.enums import LineState
from governance.sharing.forms.choices import PURPOSES, label
from governance.sharing.forms.requests import RequestForm
from governance.sharing.forms.steps import MinorForm, ReasonForm
from governance.sharing.models import SharingRequest
from governance.sharing.permissions import (
    may_draft_request,
    permit,
    permits,
    reads_file,
    roles_of,
)
from governance.sharing.queries.decided import decided_lines, lasting_lines
from governance.sharing.queries.emergencies import request_ratify_by
from governance.sharing.queries.evidence import of_request
from governance.sharing.queries.idle import OPEN_STATES, lapses_on
from governance.sharing.queries.panels import current_review
from governance.sharing.queries.proofs import listed_files
from governance.sharing.queries.questions import stop_of, waited
from governance.sharing.queries.reexamining import hand_in, refused_lines
from governance.sharing.queries.requests import granted_lines, lines_of, organs_asking, to_ask_for
from governance.sharing.queries.rights import rights_under
from governance.sharing.queries.turns import asked_to_change
from governance.sharing.rules import settled
from governance.sharing.rules.verdict import OPEN
from governance.sharing.views import field_changes, tabs, wizard
from governance.sharing.views.addresses import crumbs, page_url
from governance.sharing.views.addresses import one_request as one
from governance.sharing.views.declaring import declares_first
from governance.sharing.views.differences import followed_changes
from governance.sharing.views.editing import Save, held_by_another, keep, keep_quietly, may_write
from governance.sharing.views.evidence import timeline
from governance.sharing.views.history import events
from governance.sharing.views.step import Step, take

LONGEST = 20
"""Characters of the number of a dataset that led here."""
VERBS = (
    "edit",
    "submit",
    "judge_minor",
    "pass_formal_check",
    "return_for_correction",
    "return_to_applicant",
    "consolidate",
    "conclude",
    "withdraw",
    "withdraw_rest",
    "follow",
    "ask_reexamination",
    "tell_change",
    "purge_attachment",
)


@council_view
@get_only
def detail(request: CouncilRequest, reference: str) -> HttpResponse:
    """The request: the gate's checklist as of now, one tab of the rest, and what each line rests on."""
    row = one(request, reference)
    if asked := declares_first(request, row):
        return asked
    lines, verdicts = lines_of(row), permits(request.user, row, VERBS)
    now, parts = tabs.current(request), [tabs.part(request, line) for line in lines]
    context = {
        "row": row,
        "facts": _facts(row),
        "tab": now,
        "tabs": tabs.tabs(row, now),
        "parts": parts,
        "cards": [one.card for one in parts],
        **_readiness(parts),
        "lasting": listed(lasting_lines(row)) if row.state in OPEN_STATES else "",
        "stamp": stamp(row),
        "providers": listed(sorted({organ_name(one.card.line.dataset.provider) for one in parts})),
        "recipient": organ_name(row.recipient_organ),
        "returned": asked_to_change(row),
        "stop": stop_of(row),
        "waited": waited(row),
        "ratify_by": request_ratify_by(row),
        "followed": followed_changes(row, request.user),
        "files": listed_files(row, taken_out=bool(verdicts["purge_attachment"])),
        "reads_file": reads_file(request.user, row),
        **_settled(row, parts),
        "may_copy": may_draft_request(request.user, row.applicant),
        "lapses_on": lapses_on(row) if row.state in OPEN_STATES else None,
        "verdicts": verdicts,
        "review": current_review(row),
        "may_open": bool(roles_of(request.user, row) & {"panel", "secretary", "chair"}),
        "held": held_by_another(row, request.user),
        "crumbs": [
            Crumb(_("Requests"), reverse("sharing:requests", args=[request.council.slug])),
            Crumb(row.reference),
        ],
        **(_recorded(request, row, parts) if now == "record" else {}),
        **tabs.told(request, row, parts, now),
    }
    return render(request, "governance/sharing/requests/detail.html", context)


def _readiness(parts: list[tabs.Part]) -> dict[str, Any]:
    """How many checks keep the lines that are to be decided from being handed in; is there such a line, and none?"""
    drafted = [one.card for one in parts if one.card.line.state == LineState.DRAFTED]
    unmet = sum(len(card.verdict.blocking) for card in drafted)
    return {"ready": bool(drafted) and not unmet, "unmet": unmet}


def _settled(row: SharingRequest, parts: list[tabs.Part]) -> dict[str, Any]:
    """What came of it, what can be changed or was refused, whether that may be asked for again, and by when."""
    refused = refused_lines(row)
    return {
        "rights": rights_under([row]).get(row.pk, []),
        "has_grants": row.concluded_at is not None or granted_lines(row).exists(),
        "tone": settled.tone([one.card.line.state for one in parts]) if row.concluded_at else "",
        "refused": refused,
        "may_reexamine": any(one.verdict for one in refused),
        "hand_in": hand_in(row),
    }


def _recorded(request: CouncilRequest, row: SharingRequest, parts: list[tabs.Part]) -> dict[str, Any]:
    """What happened: the steps with their reasons, and what the evidence log tells."""
    lines = [one.card.line for one in parts]
    told = timeline(request, of_request(row, lines), row.reference)
    return {"events": events(row, lines), "field_changes": field_changes.of_request(request, row), **told}


def _project(row: SharingRequest) -> Fact:
    return Fact(
        _("Project"), f"{row.project.reference} {local(row.project, 'title')}" if row.project else "–"
    )


def _head(row: SharingRequest) -> list[Fact]:
    """The head of a request of which a line is decided: shown, no longer asked for."""
    return [
        _project(row),
        Fact(_("Title (Japanese)"), row.title_ja),
        Fact(_("Title (English)"), row.title_en or "–"),
        Fact(_("Purpose"), label(PURPOSES, row.purpose)),
        Fact(_("Purpose in plain words (Japanese)"), row.purpose_ja),
        Fact(_("Purpose in plain words (English)"), row.purpose_en or "–"),
        _emergency(row),
    ]


def _emergency(row: SharingRequest) -> Fact:
    return Fact(
        _("This is an emergency (disaster or danger to life)"), _("Yes") if row.is_emergency else _("No")
    )


def _facts(row: SharingRequest) -> list[Fact]:
    return [
        Fact(_("Applicant"), local(row.applicant, "name")),
        Fact(_("Recipient"), organ_name(row.recipient_organ)),
        Fact(_("Purpose"), label(PURPOSES, row.purpose)),
        _project(row),
        Fact(pgettext("turn", "Submission"), row.turn),
        *_follows(row),
        *([_emergency(row)] if row.is_emergency else []),
        *([Fact(_("Found to be a minor change"), row.minor_reason)] if row.minor_reason else []),
    ]


def _follows(row: SharingRequest) -> list[Fact]:
    """What the request changes or prolongs, and what follows it."""
    found = []
    if row.follows is not None:
        found = [Fact(row.get_kind_display(), row.follows.reference, page_url(row.follows))]
    later = row.followed_by.select_related("council").order_by("pk")
    return [*found, *(Fact(_("Followed by"), one.reference, page_url(one)) for one in later)]


@council_view
def new(request: CouncilRequest) -> HttpResponse:
    """Begin a request for an organisation that the reader represents, and for the dataset whose page led here."""
    organs = organs_asking(request.user)
    if not organs.exists():
        raise NotPermitted("sharing.not_representative")
    projects = assembly.running_projects(request.council)
    asked = request.GET.get("dataset", "").strip()[:LONGEST]
    dataset = to_ask_for(request.user, request.council).filter(reference=asked).first()
    only = {"recipient": organs.get()} if organs.count() == 1 else {}
    form = RequestForm(request.POST or None, organs=organs, projects=projects, initial=only)

    def save(data: dict[str, Any]) -> str:
        row = verbs.draft(request.council, by=request.user, dataset=dataset, **data)
        place = [request.council.slug, row.reference]
        if dataset is None:
            return reverse("sharing:add_line", args=place)
        return reverse("sharing:edit_line", args=[*place, row.lines.get().number])

    return fill_in(
        request,
        form,
        save,
        template="governance/sharing/requests/form.html",
        context={
            "dataset": dataset,
            "unknown": asked if dataset is None else "",
            "crumbs": [
                Crumb(_("Requests"), reverse("sharing:requests", args=[request.council.slug])),
                Crumb(_("New request")),
            ],
        },
        said=_("The draft is saved. Say next which data of it, and for how long.")
        if dataset
        else _("The draft is saved. Choose next which data you ask for."),
        creates=True,
    )


@council_view
def edit(request: CouncilRequest, reference: str) -> HttpResponse:
    """Change the head of a draft."""
    row = one(request, reference)
    may_write(request, row)
    form = _head_form(request, row)
    context = {
        "row": row,
        "decided": listed(decided_lines(row)) if request.method == "GET" else "",
        "facts": _head(row),
        "crumbs": crumbs(row, Crumb(_("Edit"))),
    }
    template = "governance/sharing/requests/form.html"
    return keep(request, form, _saving(form, row), template=template, context=context)


@council_view
@post_only
def keep_head(request: CouncilRequest, reference: str) -> HttpResponse:
    """Keep what is typed into the head of a draft: the page's script asks for it."""
    row = one(request, reference)
    may_write(request, row)
    form = _head_form(request, row)
    return keep_quietly(request, form, _saving(form, row))


def _head_form(request: CouncilRequest, row: SharingRequest) -> RequestForm:
    names = ("project", "title_ja", "title_en", "purpose", "purpose_ja", "purpose_en", "is_emergency")
    served = [row.project_id] if row.project_id else []
    projects = assembly.running_projects(request.council) | assembly.projects(request.council).filter(
        pk__in=served
    )
    stored = {name: getattr(row, name) for name in (*names, "revision")}
    return RequestForm(request.POST or None, organs=None, projects=projects, initial=stored)


def _saving(form: RequestForm, row: SharingRequest) -> Save:
    return Save(
        call=lambda **given: verbs.edit(row, **given),
        fresh=lambda: SharingRequest.objects.get(pk=row.pk),
        typed=lambda: {name: value for name, value in form.cleaned_data.items() if name != "revision"},
        goal=lambda: page_url(row),
        said=_("Saved."),
        row=row,
    )


@council_view
@post_only
def submit(request: CouncilRequest, reference: str) -> HttpResponse:
    """Hand in."""
    row = one(request, reference)
    said = _("The request is handed in. The secretariat checks that it is complete.")
    read = request.POST.get("read", "")
    try:
        return act(
            request, lambda: verbs.submit(row, by=request.user, read=read), done=page_url(row), said=said
        )
    except Refused as refused:
        again = hand_in(row)
        late = again is not None and refused.code == again.verdict.code
        if late or refused.code == "sharing.nothing_left_to_decide":
            raise
        return _not_ready(request, row)


def _not_ready(request: CouncilRequest, row: SharingRequest) -> HttpResponse:
    """Everything that keeps the request from being handed in, line by line, with the way to mend it."""
    parts = [
        (line, [(check, url) for check, url in wizard.rows(line, request.user) if check.state not in OPEN])
        for line in lines_of(row).filter(state=LineState.DRAFTED)
    ]
    context = {
        "row": row,
        "parts": parts,
        "count": sum(len(checks) for _line, checks in parts),
        "crumbs": crumbs(row, Crumb(_("Hand in"))),
    }
    return render(request, "governance/sharing/requests/not_ready.html", context, status=422)


@council_view
@post_only
def pass_formal_check(request: CouncilRequest, reference: str) -> HttpResponse:
    """The request is complete; the review opens."""
    row = one(request, reference)
    said = _("The formal check is passed; the board's review is open.")
    return act(request, lambda: verbs.pass_formal_check(row, by=request.user), done=page_url(row), said=said)


@council_view
def judge_minor(request: CouncilRequest, reference: str) -> HttpResponse:
    """Find a change minor, or not, at the formal check."""
    row = one(request, reference)
    permit(request.user, row, "judge_minor").or_raise()
    step = Step(
        title=_("Judge whether the change is minor"),
        action=_("Record"),
        back=page_url(row),
        said=_("The finding is on record."),
        lead=_(
            "For a minor change the rules of the council may open the expedited way and name another body that "
            "approves. What asks for more than was granted is never minor."
        ),
        crumbs=crumbs(row),
    )
    form = MinorForm(request.POST or None)
    return take(request, step, form, lambda data: minor.judge_minor(row, by=request.user, **data))


@council_view
@post_only
def withdraw(request: CouncilRequest, reference: str) -> HttpResponse:
    """Take the request back."""
    row = one(request, reference)
    said = _("The request is withdrawn.")
    return act(request, lambda: verbs.withdraw(row, by=request.user), done=page_url(row), said=said)


@council_view
@post_only
def withdraw_rest(request: CouncilRequest, reference: str) -> HttpResponse:
    """Take back what is not decided."""
    row = one(request, reference)
    said = _(
        "What was not decided is withdrawn. What was decided stays, and the request is concluded with it."
    )
    return act(request, lambda: verbs.withdraw_rest(row, by=request.user), done=page_url(row), said=said)


def _send_back(
    request: CouncilRequest, reference: str, action: Callable[..., SharingRequest], title: str
) -> HttpResponse:
    row = one(request, reference)
    permit(request.user, row, action.__name__).or_raise()
    step = Step(
        title=title,
        action=_("Send back"),
        back=page_url(row),
        said=_("The request is sent back to the applicant with your reason."),
        lead=_("The applicant reads this reason, edits the request and hands in the next turn."),
        crumbs=crumbs(row),
    )
    return take(
        request, step, ReasonForm(request.POST or None), lambda data: action(row, by=request.user, **data)
    )


@council_view
def return_for_correction(request: CouncilRequest, reference: str) -> HttpResponse:
    """Ask for correction after the formal check."""
    return _send_back(request, reference, verbs.return_for_correction, _("Ask for correction"))


@council_view
def return_to_applicant(request: CouncilRequest, reference: str) -> HttpResponse:
    """Send back from the board's review."""
    return _send_back(request, reference, verbs.return_to_applicant, _("Send back to the applicant"))
