"""The pages on which one provision of a text in work is changed: those of an amendment and of a first rule document
are the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Verdict
from core.http.acting import act, fill_in
from core.http.parts import Crumb
from core.http.views import CouncilRequest
from core.rulebook.values import KINDS
from governance.rulebook.documents.settings import LABELS, label
from governance.rulebook.forms.provisions import InsertForm, WordsForm
from governance.rulebook.forms.settings import SettingForm
from governance.rulebook.rules.amending import WORDS
from governance.rulebook.rules.outline import Document, Entry, Unit, outline
from governance.rulebook.views.places import language


@dataclass(frozen=True, slots=True)
class Verbs:
    """What can be done with a provision of a text in work: the actions of its kind of text."""

    edit: Callable[..., Any]
    insert: Callable[..., Any]
    remove: Callable[..., Any]
    fix: Callable[..., Any]
    release: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text in work: how it reads, its verbs, who may call them, and where its pages are."""

    kept: Any
    """The row that holds it."""
    document: Document
    revision: int | str
    verbs: Verbs
    may: Callable[[str], Verdict]
    names: str
    """What the names of its addresses begin with."""
    at: tuple[str, int | str]
    fresh: str
    """The identity of the next provision that is added."""
    crumbs: list[Crumb]

    def url(self, name: str, *more: str) -> str:
        """Where its page ``name`` is."""
        return reverse(f"rulebook:{self.names}{name}", args=[*self.at, *more])

    def place(self, key: str = "") -> str:
        """Where the provision ``key`` is read in the whole text."""
        return f"{self.url('text')}#{key}"


def free() -> list[tuple[str, str]]:
    """Every setting that a provision can be made to fix, with its name."""
    return [(code, label(code)) for code in LABELS if code in KINDS]


def _entry(draft: Draft, key: str) -> Entry:
    found = next((entry for entry in outline(draft.document) if entry.unit.key == key), None)
    if found is None:
        raise Http404
    return found


def _editing(draft: Draft, entry: Entry) -> dict[str, Any]:
    label_here = entry.label_en if language() == "en" else entry.label_ja
    return {
        "document": draft.document,
        "place": label_here,
        "back": draft.place(entry.unit.key),
        "crumbs": [*draft.crumbs, Crumb(_("Text"), draft.url("text")), Crumb(label_here)],
    }


def edit(request: CouncilRequest, draft: Draft, key: str) -> HttpResponse:
    """Reword one provision, in both languages, with its reason."""
    draft.may("edit_provision").or_raise()
    entry = _entry(draft, key)
    if entry.unit.level == "supplement":
        raise Http404
    initial = {name: getattr(entry.unit, name) for name in WORDS} | {"revision": draft.revision}

    def reword(data: dict[str, Any]) -> str:
        draft.verbs.edit(draft.kept, key, by=request.user, **data)
        return draft.place(key)

    return fill_in(
        request,
        WordsForm(request.POST or None, initial=initial, level=entry.unit.level),
        reword,
        template="governance/rulebook/amendments/edit.html",
        context=_editing(draft, entry),
        said=gettext_lazy("The provision has been changed in the draft."),
    )


def insert(request: CouncilRequest, draft: Draft, key: str) -> HttpResponse:
    """Add a provision behind ``key``."""
    draft.may("insert_provision").or_raise()
    entry = _entry(draft, key)

    def add(data: dict[str, Any]) -> str:
        units = units_of(draft.fresh, data)
        draft.verbs.insert(draft.kept, units, after=key, by=request.user, revision=data["revision"])
        return draft.place(units[0].key)

    level = {"item": "item", "paragraph": "paragraph"}.get(entry.unit.level, "article")
    return fill_in(
        request,
        InsertForm(request.POST or None, initial={"revision": draft.revision, "level": level}),
        add,
        template="governance/rulebook/amendments/insert.html",
        context=_editing(draft, entry),
        said=gettext_lazy("The provision has been added to the draft."),
    )


def units_of(key: str, data: Mapping[str, Any]) -> list[Unit]:
    """What was typed as units: an article comes with its first paragraph."""
    texts = {name: data[name] for name in ("text_ja", "text_en")}
    reasons = {name: data[name] for name in ("reason_ja", "reason_en")}
    if data["level"] != "article":
        return [Unit(key, data["level"], branch=data["branch"], **texts, **reasons)]
    headings = {name: data[name] for name in ("heading_ja", "heading_en")}
    article = Unit(key, "article", branch=data["branch"], **headings, **reasons)
    return [article, Unit(f"{key}.main", "paragraph", **texts)]


def remove(request: CouncilRequest, draft: Draft, key: str) -> HttpResponse:
    """Take a provision and what belongs to it out of the text."""
    return act(
        request,
        lambda: draft.verbs.remove(draft.kept, key, by=request.user),
        done=draft.url("text"),
        said=gettext_lazy("The provision has been taken out of the draft."),
    )


def fix(request: CouncilRequest, draft: Draft, key: str, code: str) -> HttpResponse:
    """Let the provision fix a setting."""
    draft.may("set_setting").or_raise()
    entry = _entry(draft, key)
    if code not in KINDS:
        raise Http404
    owner = next((unit for unit in draft.document.units if code in unit.settings), None)
    value = owner.settings[code] if owner else None
    form = SettingForm(request.POST or None, code=code, value=value, initial={"revision": draft.revision})

    def put(data: dict[str, Any]) -> str:
        draft.verbs.fix(draft.kept, key, code, form.value(), by=request.user, revision=data["revision"])
        return draft.place(key)

    return fill_in(
        request,
        form,
        put,
        template="governance/rulebook/amendments/setting.html",
        context=_editing(draft, entry) | {"setting": label(code)},
        said=gettext_lazy("The provision now fixes this in the draft."),
    )


def release(request: CouncilRequest, draft: Draft, key: str, code: str) -> HttpResponse:
    """Let the provision no longer fix a setting."""
    return act(
        request,
        lambda: draft.verbs.release(draft.kept, key, code, by=request.user),
        done=draft.place(key),
        said=gettext_lazy("The provision no longer fixes this in the draft."),
    )
