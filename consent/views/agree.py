"""A request to agree: one question per page, check the answers, send them. Until then they wait in the browser."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import queries
from consent.actions import Entry, answer, person_for
from consent.models import ConsentItem, NoticeVersion
from consent.templatetags.citizen import told
from consent.views import arriving, waiting
from consent.views.people import chosen_key, name_of, show, subject
from core.accounts.models import Person
from core.errors import ALLOWED, DomainError, NotNow
from core.http.texts import sentence
from core.http.views import get_only, post_only

WORDS = frozenset({"give", "refuse"})


def _version(council: str, reference: str) -> NoticeVersion:
    notice = get_object_or_404(queries.public_notices(), council__slug=council, reference=reference)
    version = queries.current_version(notice)
    if version is None:
        raise Http404
    if notice.state != "published":
        raise NotNow("notice_not_asked")
    if version.defective_at is not None:
        raise NotNow("notice_defective")
    return version


def _slot(request: HttpRequest, version: NoticeVersion) -> str:
    return waiting.slot(version, chosen_key(request))


def _there(request: HttpRequest, name: str, version: NoticeVersion, *more: str) -> str:
    notice = version.notice
    tail = f"?for={chosen_key(request)}" if chosen_key(request) else ""
    return reverse(f"my:{name}", args=[notice.council.slug, notice.reference, *more]) + tail


def _next_item(version: NoticeVersion, given: dict[str, str]) -> ConsentItem | None:
    return next((item for item in version.items.all() if item.code not in given), None)


def _others(request: HttpRequest, version: NoticeVersion, asked: Person | None) -> list[tuple[str, str]]:
    """Whom else of this council the reader may answer for: name and address of the question."""
    if not request.user.is_authenticated:
        return []
    council, path = version.notice.council, request.path
    own = queries.persons_of(request.user).filter(council=council)
    mine = [(_("myself"), path)] if asked is not None and asked not in own else []
    rows = [
        one for one in queries.principals_of(request.user) if one.council_id == council.pk and one != asked
    ]
    return mine + [(name_of(one), f"{path}?for={one.key}") for one in rows]


@get_only
def agree(request: HttpRequest, council: str, reference: str, code: str = "") -> HttpResponse:
    """One question: data, purpose, recipient, until when and how to stop, before two equal buttons."""
    version = _version(council, reference)
    subject(request, version.notice.council)
    items = list(version.items.all())
    given = waiting.kept(request).get(_slot(request, version), {})
    item = next((one for one in items if one.code == code), None) if code else _next_item(version, given)
    if item is None and code:
        raise Http404
    item = item or items[0]
    person = subject(request, version.notice.council) if request.user.is_authenticated else None
    answered = queries.answer_to(person, item) if person else None
    context = {
        "version": version,
        "notice": version.notice,
        "item": item,
        "place": items.index(item) + 1,
        "places": len(items),
        "chosen": given.get(item.code, ""),
        "person": person,
        "answered": answered,
        "stands": queries.stands(answered) if answered else None,
        "also": queries.ends_with(person, [item]) if person else [],
        "stopped": queries.stopped_choice(item),
        "agreeing": queries.may_agree_here(request.user, person, item) if person else ALLOWED,
        "others": _others(request, version, person),
    }
    return show(request, "agree", context)


@post_only
def choose(request: HttpRequest, council: str, reference: str, code: str) -> HttpResponse:
    """Keep one answer and go on; nothing is recorded before the answers are sent."""
    version = _version(council, reference)
    item = next((one for one in version.items.all() if one.code == code), None)
    if item is None:
        raise Http404
    if request.POST.get("answer") == "defer":
        return later(request, version)
    kept, slot = waiting.kept(request), _slot(request, version)
    given = kept.pop(slot, {})
    word = request.POST.get("answer", "")
    if word not in WORDS:
        messages.error(request, sentence("answer_unknown"))
        return redirect(_there(request, "question", version, code))
    if (
        given.get(code) != word
    ):  # another answer is another page: it is not taken for one that was sent before
        given["_"] = secrets.token_hex(8)
    kept[slot] = {**given, code: word}
    following = _next_item(version, kept[slot])
    name, more = ("question", [following.code]) if following else ("check", [])
    response = redirect(_there(request, name, version, *more))
    waiting.keep(request, response, kept)
    return response


def later(request: HttpRequest, version: NoticeVersion) -> HttpResponse:
    """Decide later: recorded for whoever is signed in, and never asked again by itself for this version."""
    if request.user.is_authenticated:
        person = subject(request, version.notice.council) or person_for(request.user, version.notice.council)
        answer(
            person,
            version,
            {item.code: "defer" for item in version.items.all()},
            entry=Entry(by=request.user),
        )
        messages.info(request, told(request, "done_later"))
        return redirect("my:home")
    messages.info(request, told(request, "done_later"))
    return redirect("my:notices")


@get_only
def check(request: HttpRequest, council: str, reference: str) -> HttpResponse:
    """The answers, before they are sent. Signing in is asked for here, not before the notice could be read."""
    version = _version(council, reference)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    person = subject(request, version.notice.council)
    given = waiting.kept(request).get(_slot(request, version), {})
    missing = _next_item(version, given)
    if missing:
        return redirect(_there(request, "question", version, missing.code))
    items = list(version.items.all())
    rows = [{"item": item, "word": given[item.code]} for item in items]
    no = [item for item in items if given[item.code] == "refuse"]
    context = {
        "version": version,
        "notice": version.notice,
        "rows": rows,
        "person": person,
        "also": queries.ends_with(person, no) if person else [],
    }
    return show(request, "check", context)


@post_only
def send(request: HttpRequest, council: str, reference: str) -> HttpResponse:
    """Send the answers: one transaction, one receipt. A lost session leads to the sign-in and back to them."""
    version = _version(council, reference)
    if not request.user.is_authenticated:
        return redirect_to_login(_there(request, "check", version))
    kept, slot = waiting.kept(request), _slot(request, version)
    given = dict(kept.get(slot, {}))
    nonce = given.pop("_", "")
    if not given:
        return redirect(_there(request, "agree", version))
    home = version.notice.council
    person = subject(request, home) or person_for(request.user, home)
    try:
        receipt = answer(
            person, version, given, entry=arriving.entry_of(request, version, key=f"page:{nonce}")
        )
    except DomainError as error:
        messages.error(request, sentence(error.code, error.params))
        return redirect(_there(request, "check", version))
    kept.pop(slot, None)
    messages.success(request, told(request, _done(person, given)))
    response = redirect("my:receipt", receipt.number) if receipt else redirect("my:home")
    waiting.keep(request, response, kept)
    return response


def _done(person: Person, given: dict[str, str]) -> str:
    """What happens next, and how to change one's mind: the key of the sentence."""
    if "give" not in given.values():
        return "done_no"
    linked = queries.links_of(person).filter(unlinked_at__isnull=True).exists()
    return "done_yes" if linked else "done_not_linked"
