"""Drafts for approval (起案・決裁): nothing leaves the council before its line of approval has signed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import canonical, clock
from core.accounts.models import Council, Organisation, User
from core.errors import NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import public, sensitive
from core.numbering.actions import take
from core.outbox.actions import enqueue
from core.rulebook.provider import in_force
from core.rulebook.values import ApprovalLine
from governance.assembly import notices
from governance.assembly.enums import DocumentKind, DraftState
from governance.assembly.models import Decision, Document, Draft, Signature
from governance.assembly.permissions import keeps, permit, signing
from governance.assembly.rules.approval import next_office
from governance.assembly.workflows import DRAFT

PREPARED = sensitive("assembly.draft_prepared", _("Draft for approval prepared"))
CIRCULATED = sensitive("assembly.draft_circulated", _("Draft sent round for approval"))
SIGNED = sensitive("assembly.draft_signed", _("Draft signed"))
RETURNED = sensitive("assembly.draft_returned", _("Draft returned instead of signed"))
CALLED_BACK = sensitive("assembly.draft_called_back", _("Draft called back: something newer takes its place"))
ISSUED = public("assembly.draft_issued", _("Approved document issued"))


def locked(draft: Draft) -> Draft:
    """The row as it is now, locked for the acting transaction."""
    return Draft.objects.select_for_update(of=("self",)).select_related("council").get(pk=draft.pk)


def _name(draft: Draft) -> str:
    return f"draft:{draft.council.slug}:{draft.pk}"


@transaction.atomic
def prepare_draft(
    council: Council,
    *,
    by: User,
    kind: DocumentKind,
    about: str,
    papers: Mapping[str, Any],
    title_ja: str = "",
    title_en: str = "",
    addressees: Sequence[User] = (),
    organisations: Sequence[Organisation] = (),
    decision: Decision | None = None,
    replaces: Draft | None = None,
    note: str = "",
    circulate: bool = True,
) -> Draft:
    """Draft a document and send it along the line of approval that the rule sets.

    ``papers`` is the document in every language (:func:`core.paper.freeze`); its digest is what is signed.
    ``addressees`` are told and may read the document once it is issued, and so may who represents one of
    ``organisations``. The titles are those under which it is listed, where they are not the document's own;
    ``decision`` is the one that it tells, which no other but what ``replaces`` it does; ``note`` is for those who sign.

    Raises:
        Refused: no rule says who signs, or ``replaces`` was not returned.
    """
    keeps(by, council, "prepare_draft").or_raise()
    if replaces is not None and replaces.state != DraftState.RETURNED:
        raise Refused("not_returned")
    draft = Draft.objects.create(
        council=council,
        kind=kind,
        subject=about,
        title_ja=title_ja or papers["ja"]["title"],
        title_en=title_en or papers["en"]["title"],
        context=papers,
        digest=canonical.digest(papers),
        **_line(council),
        addressee_users=[user.pk for user in addressees],
        addressee_organisations=[organisation.pk for organisation in organisations],
        decision=decision,
        replaces=replaces,
        note=note,
        prepared_at=clock.now(),
        prepared_by=by,
    )
    facts = {"kind": str(kind), "about": about, "content": draft.digest}
    append(PREPARED, council=council, subject=_name(draft), facts=facts, by=by)
    return circulate_draft(draft, by=by) if circulate else draft


def _line(council: Council) -> dict[str, Any]:
    """Who signs, by the rule in force today."""
    rulebook = in_force(council, clock.today())
    rule: ApprovalLine | None = rulebook.get("approval_line")
    if rule is None or not rule.offices:
        raise Refused("no_approval_line")
    article = rulebook.article("approval_line")
    return {"line": list(rule.offices), "article": asdict(article) if article else None}


@transaction.atomic
def circulate_draft(draft: Draft, *, by: User) -> Draft:
    """Send the draft along its line of approval."""
    draft = locked(draft)
    permit(by, draft, "circulate").or_raise()
    draft.state = DraftState(DRAFT.after(draft.state, "circulate"))
    draft.save(update_fields=["state"])
    append(CIRCULATED, council=draft.council, subject=_name(draft), by=by)
    notices.draft_waits(draft)
    return draft


@transaction.atomic
def sign_draft(draft: Draft, *, by: User, digest: str = "") -> Draft:
    """Give the next signature; with the last one the document is issued.

    ``digest`` is that of the draft as it was read, where the page knows it.

    Raises:
        NotPermitted: the next signature is another office's, or ``by`` drafted it or signed before.
        NotNow: not in approval, or the draft changed since it was read.
    """
    draft = locked(draft)
    permit(by, draft, "sign").or_raise()
    signing(by, draft).or_raise()
    if digest and digest != draft.digest:
        raise NotNow("draft_changed")
    order = draft.signatures.count()
    Signature.objects.create(
        draft=draft,
        order=order,
        office=draft.line[order],
        digest=draft.digest,
        signed_at=clock.now(),
        signed_by=by,
    )
    facts = {"office": draft.line[order], "order": order, "content": draft.digest}
    append(SIGNED, council=draft.council, subject=_name(draft), facts=facts, by=by)
    if next_office(draft.line, order + 1) is None:
        return _issue(draft)
    notices.draft_waits(draft)
    return draft


@transaction.atomic
def return_draft(draft: Draft, *, by: User, reason: str) -> Draft:
    """Send the draft back instead of signing; a new draft takes its place."""
    draft = locked(draft)
    permit(by, draft, "return").or_raise()
    signing(by, draft).or_raise()
    if not reason.strip():
        raise Refused("reasons_needed")
    draft.state = DraftState(DRAFT.after(draft.state, "return"))
    draft.returned_at, draft.returned_by, draft.return_reason = clock.now(), by, reason.strip()
    draft.save()
    append(RETURNED, council=draft.council, subject=_name(draft), by=by)
    notices.draft_returned(draft)
    return draft


@transaction.atomic
def call_back(drafts: Iterable[Draft], *, by: User | None, reason: str) -> None:
    """Take the drafts off their lines of approval, as ``by`` (None: the clock) has done something newer than what they
    tell; those that are on their way alone. What nobody called back goes back to whoever prepared it."""
    for draft in drafts:
        row = locked(draft)
        if not permit(None, row, "call_back"):
            continue
        row.state = DraftState(DRAFT.after(row.state, "call_back"))
        row.returned_at, row.returned_by, row.return_reason = clock.now(), by or row.prepared_by, reason
        row.save()
        append(CALLED_BACK, council=row.council, subject=_name(row), by=by)


def _issue(draft: Draft) -> Draft:
    """Number the document, have a worker make its file, and let the case go on."""
    council = draft.council
    draft.state = DraftState(DRAFT.after(draft.state, "issue"))
    draft.save(update_fields=["state"])
    year = clock.fiscal_year(clock.today())
    serial = take(f"{council.slug}:document:{year}")
    document = Document.objects.create(
        council=council,
        draft=draft,
        fiscal_year=year,
        serial=serial,
        number=f"{council.short_name_ja}発第{serial}号",
        issued_at=clock.now(),
    )
    facts = {
        "number": document.number,
        "year": year,
        "kind": draft.kind,
        "about": draft.subject,
        "content": draft.digest,
    }
    append(ISSUED, council=council, subject=f"document:{year}:{document.number}", facts=facts, by=None)
    enqueue("document", key=f"document:{document.pk}", council=council, payload={"document": document.pk})
    return draft
