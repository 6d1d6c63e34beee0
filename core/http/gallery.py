"""The gallery: every component in every state, with invented content. It reads nothing and stores nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.errors import ALLOWED, ArticleRef, Verdict
from core.http import parts
from core.http.errors import PAGES

ARTICLE = ArticleRef("bylaws", "p9", "データ取扱規程9条", "Data rules, art. 9")


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=80,
        help_text=gettext_lazy("As it will stand in the register."),
    )
    purpose = forms.CharField(label=gettext_lazy("Purpose"), max_length=400, widget=forms.Textarea)
    contact = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    due = forms.DateField(label=gettext_lazy("Until when"), widget=forms.DateInput(attrs={"type": "date"}))
    form_of_transfer = forms.ChoiceField(
        label=gettext_lazy("Form of transfer"),
        choices=[
            ("third_party", gettext_lazy("Provision to a third party")),
            ("entrustment", gettext_lazy("Entrustment")),
        ],
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Legal ground"),
        widget=forms.RadioSelect,
        choices=[
            ("consent", gettext_lazy("Consent of the person")),
            ("law", gettext_lazy("Provided by law")),
        ],
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Data items"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("steps", gettext_lazy("Steps per day")),
            ("age", gettext_lazy("Age band")),
        ],
    )
    pledge = forms.BooleanField(label=gettext_lazy("I have read the participation rules"))
    evidence = forms.FileField(label=gettext_lazy("Evidence"), required=False)


def show(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    today = clock.today()
    context: dict[str, Any] = {
        "crumbs": [
            parts.Crumb(_("Public register"), "/"),
            parts.Crumb(_("Components")),
        ],
        "tabs": [
            parts.Tab(_("Content"), "#", True),
            parts.Tab(_("Data flow"), "#flow"),
            parts.Tab(_("Records"), "#log", count=12),
        ],
        "states": ["active", "submitted", "outdated", "overdue", "unknown", "drafted"],
        "allowed": ALLOWED,
        "denied": Verdict(False, "not_your_verb_now", {}, ARTICLE),
        "dues": [
            today - timedelta(days=12),
            today,
            today + timedelta(days=2),
            today + timedelta(days=30),
        ],
        "today": today,
        "now": clock.now(),
        "blank": SampleForm(),
        "wrong": SampleForm({"title": "x" * 90, "contact": "nobody"}),
        "page": Paginator(range(1204), 20).get_page(request.GET.get("page")),
        **figures(),
        **lists(),
    }
    return render(request, "core/gallery/show.html", context)


def lists() -> dict[str, Any]:
    """Rows for lists, timelines and checklists."""
    return {
        "checks": checks(),
        "steps": steps(),
        "events": events(),
        "facts": facts(),
        "works": works(),
        "rows": rows(),
    }


def checks() -> list[parts.CheckRow]:
    """One check in each state."""
    kept = _("3 years are asked; the notice says 1 year.")
    feed = _("The feed is 3 days old.")
    vote = _("The board votes on 27 November.")
    return [
        parts.CheckRow(_("Standing"), "pass", "", _("Bylaws, art. 6"), "#", "council"),
        parts.CheckRow(_("Retention"), "fail", kept, _("Data rules, art. 9"), "#", "council"),
        parts.CheckRow(_("Board's opinion"), "wait", vote),
        parts.CheckRow(_("Recipient abroad"), "not_applicable"),
        parts.CheckRow(_("Consents kept elsewhere"), "unknown", feed, _("Act, art. 69"), "", "law"),
    ]


def steps() -> list[parts.Step]:
    """A procedure in its third step."""
    return [
        parts.Step(_("Draft"), "done", "#"),
        parts.Step(_("Formal check"), "done"),
        parts.Step(_("Review"), "current"),
        parts.Step(_("Approval")),
        parts.Step(_("Delivery")),
    ]


def events() -> list[parts.Event]:
    """A turn history."""
    now = clock.now()
    board, gap = _("Ethics board"), _("The notice names no such recipient.")
    checked = _("The formal check was passed.")
    return [
        parts.Event(now, _("In review"), _("Secretariat"), checked, "wait", now=True),
        parts.Event(now - timedelta(days=3), _("Second submission"), _("Umikaze Delivery"), "", "info"),
        parts.Event(clock.today() - timedelta(days=20), _("Sent back"), board, gap, "bad"),
    ]


def facts() -> list[parts.Fact]:
    """A description list."""
    return [
        parts.Fact(_("Provider"), _("Board of Education, Shiomi City")),
        parts.Fact(_("Recipient"), _("Umikaze Delivery"), "#"),
        parts.Fact(_("Purpose"), _("Safer delivery routes along the ways to school")),
    ]


def works() -> list[parts.Work]:
    """A worklist: overdue, tomorrow, soon."""
    today = clock.today()
    return [
        parts.Work(
            _("Disposal certificate"),
            _("Return or destroy the data"),
            "#",
            ref="G-2026-007",
            who=_("Umikaze Delivery"),
            due=today - timedelta(days=12),
            tone="bad",
            action=_("Send a reminder"),
        ),
        parts.Work(
            _("Ethics board"),
            _("One legal expert missing for the quorum"),
            "#",
            due=today + timedelta(days=1),
            tone="warn",
            action=_("Call the alternate"),
        ),
        parts.Work(
            _("Formal check"),
            _("Safer delivery routes"),
            "#",
            ref="R-2026-031",
            due=today + timedelta(days=2),
            tone="wait",
            action=_("Check"),
        ),
    ]


def rows() -> list[tuple[Any, ...]]:
    """A list of requests."""
    today = clock.today()
    steps_, routes, stops = (
        _("Steps and walkable streets"),
        _("Safer delivery routes"),
        _("Bus stops near clinics"),
    )
    soon, later, past = today + timedelta(days=11), today + timedelta(days=30), today - timedelta(days=4)
    return [
        ("R-2026-018", steps_, _("Shiomi University"), "approved", _("Approved"), later, 8214),
        ("R-2026-031", routes, _("Umikaze Delivery"), "in_review", _("In review"), soon, 1926),
        ("R-2026-033", stops, _("Shiomi Coast Bus"), "drafted", _("Draft"), past, 0),
    ]


def figures() -> dict[str, Any]:
    """Values for pictures: the chain, the map of risks, charts, the lifecycle."""
    counts = (120, 480, 900, 2100, 3300, 4200, 5100, 6000, 6900, 7600, 8100, 8214)
    return {
        "links": chain(),
        "key_figures": [
            parts.Figure(2, _("Overdue"), url="#", tone="bad"),
            parts.Figure(3, _("Today"), url="#"),
            parts.Figure(9, _("This week"), url="#"),
            parts.Figure(8214, _("Consents in force"), _("persons")),
        ],
        "bars": [
            parts.Bar(_("Draft"), 3, "off"),
            parts.Bar(_("Formal check"), 2),
            parts.Bar(_("Review"), 5),
            parts.Bar(_("Approved"), 12),
        ],
        "points": [(str(month), count) for month, count in enumerate(counts, start=1)],
        "dots": [
            parts.RiskDot("1", _("Paths of children become known"), (4, 4), (2, 3)),
            parts.RiskDot("2", _("Use beyond the purpose"), (3, 3), (1, 3)),
            parts.RiskDot("3", _("Kept too long"), (2, 3), (1, 2)),
            parts.RiskDot("4", _("Wrong recipient"), (2, 2)),
        ],
        "stages": stages(),
    }


def chain() -> list[parts.Link]:
    """From the article to the disposal, on the way."""
    links = [
        (_("Article"), "article", _("Bylaws, art. 6"), "pass"),
        (_("Board"), "body", _("Ethics board"), "pass"),
        (_("PIA"), "pia", "PIA-12", "pass"),
        (_("Notice"), "notice", "v3", "pass"),
        (_("Consent"), "consent", "8,214", "pass"),
        (_("Request"), "request", "R-2026-031", "pass"),
        (_("Opinion"), "review", "", "wait"),
        (_("Approval"), "decision", "", "off"),
        (_("Provider"), "provider", "", "off"),
        (_("Agreement"), "agreement", "", "fail"),
        (_("Delivery"), "delivery", "", "off"),
        (_("Disposal"), "disposal", "", "off"),
    ]
    return [
        parts.Link(kind, icon, name, "#" if name else "", state, here=icon == "request")
        for kind, icon, name, state in links
    ]


def stages() -> list[parts.Stage]:
    """A lifecycle with one change and one gap."""
    where, what = _("Detectors at 24 crossings"), _("Tag id, detector, time")
    return [
        parts.Stage(_("Acquire"), [parts.Fact(_("Where"), where), parts.Fact(_("What"), what)]),
        parts.Stage(_("Use"), [parts.Fact(_("Who"), _("Umikaze Delivery"))], changed=True),
        parts.Stage(_("Keep"), gap=_("The place of storage is missing.")),
        parts.Stage(_("Dispose"), [parts.Fact(_("When"), _("30 days after the period"))]),
    ]


def citizen(request: HttpRequest) -> HttpResponse:
    """A request to agree and My page, as the citizen layout shows them."""
    return render(request, "core/gallery/citizen.html", {"today": clock.today()})


def workspace(request: HttpRequest) -> HttpResponse:
    """Three panes side by side."""
    return render(request, "core/gallery/workspace.html", {**figures(), **lists()})


def error(request: HttpRequest, name: str) -> HttpResponse:
    """An error page as it will look (status 200: nothing is wrong here)."""
    if name not in PAGES:
        raise Http404
    sample = Verdict(False, "not_in_this_state", {}, ARTICLE)
    return render(
        request,
        f"_errors/{name}.html",
        {
            "sentence": _("This step is not open at the moment."),
            "error": sample,
            "status": 409,
        },
    )
