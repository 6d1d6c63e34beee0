"""Jobs of the kind ``mail``: rendered when sent, in the recipient's language.

The payload names a template, a user and references, never an address or a name. The template is
``<room>/email/<name>.txt`` (payload ``<room>/<name>``) with the subject in its first line, and beside it,
if wanted, ``.html``. Sending is at least once; the Message-ID comes from the job's key, so that a mail
program shows a repeated mail once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from email.utils import parseaddr
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string, select_template
from django.utils import translation
from django.utils.module_loading import import_string

from core.accounts.models import Council, User
from core.outbox.work import GaveUp, Work

FALLBACK = "core/email/notice"
"""For a message that has no words of its own yet: what it is about and where to look."""


def message_id(key: str) -> str:
    """The same for every attempt of one job."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def candidates(template: str) -> list[str]:
    """Where the texts of ``template`` are looked for, without their ending."""
    room, _, name = template.rpartition("/")
    return [template, f"{room}/email/{name}", FALLBACK]


def _context(work: Work, user: User) -> dict[str, Any]:
    payload = dict(work.payload)
    references: Mapping[str, Any] = payload.pop("references", {})
    slug = references.get("council") or payload.get("council") or work.council
    path = references.get("path") or payload.get("path") or "/home/"
    context = {**payload, **references, "user": user, "base_url": settings.BASE_URL}
    context["due"] = date.fromisoformat(context["due"]) if context.get("due") else None
    context["starts_at"] = datetime.fromisoformat(context["starts_at"]) if context.get("starts_at") else None
    context["council"] = Council.objects.filter(slug=slug).first()
    context["url"] = settings.BASE_URL + path
    more = getattr(import_module(settings.REACTIONS), "MAILS", {}).get(payload["template"])
    if more:
        add: Callable[[User, dict[str, Any]], dict[str, Any]] = import_string(more)
        context.update(add(user, context))
    return context


def compose(work: Work) -> EmailMultiAlternatives:
    """The mail of a job.

    Raises:
        GaveUp: the account is gone, closed or has no address.
    """
    user = User.objects.filter(pk=work.payload["user"], is_active=True).first()
    if user is None or not user.email:
        raise GaveUp("no_recipient")
    names = candidates(work.payload["template"])
    with translation.override(user.language):
        context = _context(work, user)
        text = select_template([f"{name}.txt" for name in names]).render(context)
        subject, _, body = text.lstrip().partition("\n")
        mail = EmailMultiAlternatives(subject.strip()[:200], body.strip() + "\n", None, [user.email])
        for name in names[:-1]:
            try:
                mail.attach_alternative(render_to_string(f"{name}.html", context), "text/html")
                break
            except TemplateDoesNotExist:
                continue
    mail.extra_headers = {"Message-ID": message_id(work.key), "Auto-Submitted": "auto-generated"}
    return mail


def send(work: Work) -> None:
    """Send it; there is no effect in the database."""
    compose(work).send()
