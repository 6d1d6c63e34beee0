"""Who is told what: rows for the outbox."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from consent.enums import ProxyKind
from consent.models import ConsentEvent, PaperEntry, Proxy, Receipt
from consent.queries.asking import asked_now
from consent.queries.people import deciding
from core.accounts.models import Council, Organ, Person, User
from core.outbox.actions import enqueue, react
from core.outbox.models import Job

PURSUED = frozenset({"withdrawn", "revoked", "invalidated"})
"""Ends of a consent after which recipients are asked to stop; by mere time nobody is."""


def _mail(person: Person, template: str, key: str, path: str, *, theirs: bool = False) -> None:
    """A mail to the person behind ``person``; where nobody signs in for them, or the account was closed, to everybody
    who decides for them today. ``theirs``: the page at ``path`` is told for whom it is opened."""
    if person.user_id is not None and person.user is not None and person.user.is_active:
        _send(person, person.user_id, template, key, path)
        return
    tail = f"?for={person.key}" if theirs else ""
    for proxy in deciding(person):
        if proxy.agent.user_id is not None:
            _send(
                person, proxy.agent.user_id, template, f"{key}:{proxy.agent_id}", path + tail, for_other=True
            )


def _send(person: Person, user: int, template: str, key: str, path: str, **more: Any) -> None:
    enqueue(
        "mail",
        key=f"consent:{template}:{key}",
        council=person.council,
        payload={
            "template": f"consent/{template}",
            "user": user,
            "references": {"council": person.council.slug, "path": path},
            **more,
        },
    )


def receipt_issued(receipt: Receipt, person: Person) -> None:
    """The person gets the receipt by mail as well."""
    _mail(person, "receipt", receipt.number, reverse("my:receipt", args=[receipt.number]))


def asked(person: Person, notice: str, version: int) -> None:
    """The one unasked prompt of a notice version."""
    path = reverse("my:agree", args=[person.council.slug, notice])
    _mail(person, "asked", f"{person.pk}:{notice}:{version}", path, theirs=True)


def paper_copy(entry: PaperEntry, person: Person) -> None:
    """The copy of a paper entry, with the period in which it can be undone; of a form in which nothing was agreed to,
    and of a word at the counter, there is none."""
    template = "word_copy" if entry.spoken else "paper_copy" if entry.gives else "paper_copy_no"
    _mail(person, template, str(entry.pk), reverse("my:home"))


def ended(event: ConsentEvent, person: Person) -> None:
    """A consent ended by time or by somebody else. After its period the mail leads to the question, if it is asked."""
    notice, path = event.item.version.notice, reverse("my:history")
    again = event.kind == "expired" and asked_now(notice) is not None
    if again:
        path = reverse("my:agree", args=[person.council.slug, notice.reference])
    _mail(person, "expired_asked" if again else event.kind, str(event.pk), path, theirs=True)


def endings(user: User, council: Council, organ: Organ, *, day: date, many: int) -> bool:
    """A provider's data officer learns that ``many`` consents ended on ``day``, and where they stand; False where that
    was told before."""
    key = f"consent:endings:{council.pk}:{organ.pk}:{user.pk}:{day.isoformat()}"
    if Job.objects.filter(key=key).exists():
        return False
    path = reverse("consent:endings", args=[council.slug, organ.pk])
    references = {"council": council.slug, "path": path}
    payload = {"template": "consent/endings", "user": user.pk, "many": many, "references": references}
    enqueue("mail", key=key, council=council, payload=payload)
    return True


def proxy_changed(proxy: Proxy, person: Person, what: str) -> None:
    """The principal learns who was registered as acting for them, or that it ended; whoever acts learns it too: that
    they were registered, and afterwards that it ended. Nobody else is told."""
    if person.user_id is not None:
        chosen = proxy.kind != ProxyKind.STATUTORY
        _send(person, person.user_id, f"proxy_{what}", str(proxy.pk), reverse("my:proxies"), chosen=chosen)


def _payload(event: ConsentEvent, person: Person, **more: str) -> dict[str, Any]:
    return more | {
        "council": person.council_id,
        "person": person.pk,
        "item": event.item_id,
        "choice": str(event.choice),
        "event": str(event.pk),
    }


def tell_narrowed(event: ConsentEvent, person: Person) -> None:
    """The person agreed anew to less than before: recipients are asked for the rest in the same transaction."""
    react("consent.narrowed", key=str(event.pk), council=person.council, payload=_payload(event, person))


def tell_others(event: ConsentEvent, person: Person, *, together: str = "") -> None:
    """What must happen elsewhere: an end that somebody asked for reaches recipients in the same transaction.

    ``choice`` is that of every version: data may have gone out under an earlier one. Of all that ends ``together``
    (a mark of its own, or nothing) each recipient is told once.
    """
    if event.kind in PURSUED:
        payload = _payload(event, person, together=together)
        react(f"consent.{event.kind}", key=str(event.pk), council=person.council, payload=payload)
