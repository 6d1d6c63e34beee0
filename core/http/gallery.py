"""The gallery: every component in every state, with invented content. It reads nothing and stores nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext, pgettext_lazy

from core import clock
from core.errors import ALLOWED, ArticleRef, Verdict
from core.http import parts
from core.http.changes import Change, Section
from core.http.errors import PAGES
from core.http.fields import LongText

ARTICLE = ArticleRef("bylaws", "p9", "データ取扱規程9条", "Data rules, art. 9")


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(
        label=pgettext_lazy("gallery", "Title"),
        max_length=80,
        help_text=pgettext_lazy("gallery", "As it will stand in the register."),
    )
    purpose = LongText(label=pgettext_lazy("gallery", "Purpose"), max_length=400)
    contact = forms.EmailField(label=pgettext_lazy("gallery", "E-mail address"), required=False)
    due = forms.DateField(
        label=pgettext_lazy("gallery", "Until when"), widget=forms.DateInput(attrs={"type": "date"})
    )
    form_of_transfer = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Form of transfer"),
        choices=[
            ("third_party", pgettext_lazy("gallery", "Provision to a third party")),
            ("entrustment", pgettext_lazy("gallery", "Entrustment")),
        ],
    )
    ground = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Legal ground"),
        widget=forms.RadioSelect,
        choices=[
            ("consent", pgettext_lazy("gallery", "Consent of the person")),
            ("law", pgettext_lazy("gallery", "Provided by law")),
        ],
    )
    items = forms.MultipleChoiceField(
        label=pgettext_lazy("gallery", "Data items"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("steps", pgettext_lazy("gallery", "Steps per day")),
            ("age", pgettext_lazy("gallery", "Age band")),
        ],
    )
    pledge = forms.BooleanField(label=pgettext_lazy("gallery", "I have read the participation rules"))
    evidence = forms.FileField(label=pgettext_lazy("gallery", "Evidence"), required=False)


class SampleFilter(forms.Form):
    """A filter of a list."""

    q = forms.CharField(label=pgettext_lazy("gallery", "Words"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("gallery", "State"),
        required=False,
        choices=[("", pgettext_lazy("gallery", "All")), ("open", pgettext_lazy("gallery", "Open"))],
    )


def show(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    today = clock.today()
    context: dict[str, Any] = {
        "crumbs": [
            parts.Crumb(pgettext("gallery", "Public register"), "/"),
            parts.Crumb(pgettext("gallery", "Components")),
        ],
        "tabs": [
            parts.Tab(pgettext("gallery", "Content"), "#", True),
            parts.Tab(pgettext("gallery", "Data flow"), "#flow"),
            parts.Tab(pgettext("gallery", "Records"), "#log", count=12),
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
        "filter": SampleFilter(),
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
        "changes": changes(),
        "facts": facts(),
        "works": works(),
        "rows": rows(),
    }


def checks() -> list[parts.CheckRow]:
    """One check in each state."""
    kept = pgettext("gallery", "3 years are asked; the notice says 1 year.")
    feed = pgettext("gallery", "The feed is 3 days old.")
    vote = pgettext("gallery", "The board votes on 27 November.")
    return [
        parts.CheckRow(
            pgettext("gallery", "Standing"), "pass", "", pgettext("gallery", "Bylaws, art. 6"), "#", "council"
        ),
        parts.CheckRow(
            pgettext("gallery", "Retention"),
            "fail",
            kept,
            pgettext("gallery", "Data rules, art. 9"),
            "#",
            "council",
        ),
        parts.CheckRow(pgettext("gallery", "Board's opinion"), "wait", vote),
        parts.CheckRow(pgettext("gallery", "Recipient abroad"), "not_applicable"),
        parts.CheckRow(
            pgettext("gallery", "Consents kept elsewhere"),
            "unknown",
            feed,
            pgettext("gallery", "Act, art. 69"),
            "",
            "law",
        ),
    ]


def steps() -> list[parts.Step]:
    """A procedure in its third step."""
    return [
        parts.Step(pgettext("gallery", "Draft"), "done", "#"),
        parts.Step(pgettext("gallery", "Formal check"), "done"),
        parts.Step(pgettext("gallery", "Review"), "current"),
        parts.Step(pgettext("gallery", "Approval")),
        parts.Step(pgettext("gallery", "Delivery")),
    ]


def events() -> list[parts.Event]:
    """A turn history."""
    now = clock.now()
    board, gap = (
        pgettext("gallery", "Ethics board"),
        pgettext("gallery", "The notice names no such recipient."),
    )
    checked = pgettext("gallery", "The formal check was passed.")
    return [
        parts.Event(
            now,
            pgettext("gallery", "In review"),
            pgettext("gallery", "Secretariat"),
            checked,
            "wait",
            now=True,
        ),
        parts.Event(
            now - timedelta(days=3),
            pgettext("gallery", "Second submission"),
            pgettext("gallery", "Umikaze Delivery"),
            "",
            "info",
        ),
        parts.Event(clock.today() - timedelta(days=20), pgettext("gallery", "Sent back"), board, gap, "bad"),
    ]


def facts() -> list[parts.Fact]:
    """A description list."""
    return [
        parts.Fact(pgettext("gallery", "Provider"), pgettext("gallery", "Board of Education, Shiomi City")),
        parts.Fact(pgettext("gallery", "Recipient"), pgettext("gallery", "Umikaze Delivery"), "#"),
        parts.Fact(
            pgettext("gallery", "Purpose"),
            pgettext("gallery", "Safer delivery routes along the ways to school"),
        ),
    ]


def works() -> list[parts.Work]:
    """A worklist: overdue, tomorrow, soon."""
    today = clock.today()
    return [
        parts.Work(
            pgettext("gallery", "Disposal certificate"),
            pgettext("gallery", "Return or destroy the data"),
            "#",
            ref="G-2026-007",
            who=pgettext("gallery", "Umikaze Delivery"),
            due=today - timedelta(days=12),
            tone="bad",
            action=pgettext("gallery", "Send a reminder"),
        ),
        parts.Work(
            pgettext("gallery", "Ethics board"),
            pgettext("gallery", "One legal expert missing for the quorum"),
            "#",
            due=today + timedelta(days=1),
            tone="warn",
            action=pgettext("gallery", "Call the alternate"),
        ),
        parts.Work(
            pgettext("gallery", "Formal check"),
            pgettext("gallery", "Safer delivery routes"),
            "#",
            ref="R-2026-031",
            due=today + timedelta(days=2),
            tone="wait",
            action=pgettext("gallery", "Check"),
        ),
    ]


def rows() -> list[tuple[Any, ...]]:
    """A list of requests."""
    today = clock.today()
    steps_, routes, stops = (
        pgettext("gallery", "Steps and walkable streets"),
        pgettext("gallery", "Safer delivery routes"),
        pgettext("gallery", "Bus stops near clinics"),
    )
    soon, later, past = today + timedelta(days=11), today + timedelta(days=30), today - timedelta(days=4)
    return [
        (
            "R-2026-018",
            steps_,
            pgettext("gallery", "Shiomi University"),
            "approved",
            pgettext("gallery", "Approved"),
            later,
            8214,
        ),
        (
            "R-2026-031",
            routes,
            pgettext("gallery", "Umikaze Delivery"),
            "in_review",
            pgettext("gallery", "In review"),
            soon,
            1926,
        ),
        (
            "R-2026-033",
            stops,
            pgettext("gallery", "Shiomi Coast Bus"),
            "drafted",
            pgettext("gallery", "Draft"),
            past,
            0,
        ),
    ]


def figures() -> dict[str, Any]:
    """Values for pictures: the chain, the map of risks, charts, the lifecycle."""
    counts = (120, 480, 900, 2100, 3300, 4200, 5100, 6000, 6900, 7600, 8100, 8214)
    return {
        "links": chain(),
        "key_figures": [
            parts.Figure(2, pgettext("gallery", "Overdue"), url="#", tone="bad"),
            parts.Figure(3, pgettext("gallery", "Today"), url="#"),
            parts.Figure(9, pgettext("gallery", "This week"), url="#"),
            parts.Figure(8214, pgettext("gallery", "Consents in force"), pgettext("gallery", "persons")),
        ],
        "bars": [
            parts.Bar(pgettext("gallery", "Draft"), 3, "off"),
            parts.Bar(pgettext("gallery", "Formal check"), 2),
            parts.Bar(pgettext("gallery", "Review"), 5),
            parts.Bar(pgettext("gallery", "Approved"), 12),
        ],
        "points": [(str(month), count) for month, count in enumerate(counts, start=1)],
        "dots": [
            parts.RiskDot("1", pgettext("gallery", "Paths of children become known"), (4, 4), (2, 3)),
            parts.RiskDot("2", pgettext("gallery", "Use beyond the purpose"), (3, 3), (1, 3)),
            parts.RiskDot("3", pgettext("gallery", "Kept too long"), (2, 3), (1, 2)),
            parts.RiskDot("4", pgettext("gallery", "Wrong recipient"), (2, 2)),
        ],
        "stages": stages(),
    }


def changes() -> Section:
    """A risk that was changed and one that was taken out, and what is told without its words."""
    who, risk = pgettext("gallery", "Data officer"), pgettext("gallery", "Risk")
    told = [
        Change(clock.now(), who, f"{risk} 1", pgettext("gallery", "Impact"), "4", "2"),
        Change(clock.now(), who, f"{risk} 2", pgettext("gallery", "Impact"), "3", "–", "removed"),
        Change(clock.now(), who, f"{risk} 3", pgettext("gallery", "Impact"), "–", "1", "added"),
        Change(clock.now(), who, "R-2026-031-1", pgettext("gallery", "Trade secret"), "", "", hidden=True),
    ]
    return Section(Paginator(told, len(told)).get_page(1))


def chain() -> list[parts.Link]:
    """From the article to the disposal, on the way."""
    links = [
        (pgettext("gallery", "Article"), "article", pgettext("gallery", "Bylaws, art. 6"), "pass"),
        (pgettext("gallery", "Board"), "body", pgettext("gallery", "Ethics board"), "pass"),
        (pgettext("gallery", "PIA"), "pia", "PIA-12", "pass"),
        (pgettext("gallery", "Notice"), "notice", "v3", "pass"),
        (pgettext("gallery", "Consent"), "consent", "8,214", "pass"),
        (pgettext("gallery", "Request"), "request", "R-2026-031", "pass"),
        (pgettext("gallery", "Opinion"), "review", "", "wait"),
        (pgettext("gallery", "Approval"), "decision", "", "off"),
        (pgettext("gallery", "Provider"), "provider", "", "off"),
        (pgettext("gallery", "Agreement"), "agreement", "", "fail"),
        (pgettext("gallery", "Delivery"), "delivery", "", "off"),
        (pgettext("gallery", "Disposal"), "disposal", "", "off"),
    ]
    return [
        parts.Link(kind, icon, name, "#" if name else "", state, here=icon == "request")
        for kind, icon, name, state in links
    ]


def stages() -> list[parts.Stage]:
    """A lifecycle with one change and one gap."""
    where, what = (
        pgettext("gallery", "Detectors at 24 crossings"),
        pgettext("gallery", "Tag id, detector, time"),
    )
    return [
        parts.Stage(
            pgettext("gallery", "Acquire"),
            [parts.Fact(pgettext("gallery", "Where"), where), parts.Fact(pgettext("gallery", "What"), what)],
        ),
        parts.Stage(
            pgettext("gallery", "Use"),
            [parts.Fact(pgettext("gallery", "Who"), pgettext("gallery", "Umikaze Delivery"))],
            changed=True,
        ),
        parts.Stage(pgettext("gallery", "Keep"), gap=pgettext("gallery", "The place of storage is missing.")),
        parts.Stage(
            pgettext("gallery", "Dispose"),
            [parts.Fact(pgettext("gallery", "When"), pgettext("gallery", "30 days after the period"))],
        ),
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
            "sentence": pgettext("gallery", "This step is not open at the moment."),
            "error": sample,
            "status": 409,
            "megabytes": 5,
            "fields": 1000,
        },
    )
