"""Who is told what about meetings, drafts and documents: rows for the outbox, written in the acting transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from core import clock
from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.http.templatetags.sekisho import local
from core.outbox.actions import enqueue
from governance.assembly.enums import MeetingForm
from governance.assembly.models import Document, Draft, Meeting, Motion
from governance.assembly.queries.exclusions import barred, excluded_from, reads_paper
from governance.assembly.queries.interests import next_signers
from governance.assembly.queries.invitations import takes_answers
from governance.assembly.queries.meetings import attendances, on_agenda
from governance.assembly.queries.voting import approves_minutes, asked_to_vote


def _mail(template: str, key: str, council: Council, users: Iterable[int], **refs: object) -> None:
    for user in sorted(set(users)):
        enqueue(
            "mail",
            key=f"{template}:{key}:{user}",
            council=council,
            payload={
                "template": f"governance/assembly/{template}",
                "user": user,
                "council": council.slug,
                **refs,
            },
        )


def _body(meeting: Meeting) -> dict[str, str]:
    return {"ja": meeting.body.name_ja, "en": meeting.body.name_en}


def _title(draft: Draft) -> dict[str, str]:
    return {"ja": draft.title_ja, "en": draft.title_en}


def _voters(meeting: Meeting) -> list[int]:
    return [row.user_id for row in attendances(meeting) if row.user_id is not None and row.weight > 0]


def _meeting(meeting: Meeting) -> dict[str, object]:
    """What every mail about a meeting carries."""
    path = f"/c/{meeting.body.council.slug}/meetings/{meeting.pk}/"
    starts = meeting.starts_at.isoformat()
    return {"meeting": meeting.pk, "starts_at": starts, "body": _body(meeting), "path": path}


def meeting_convened(meeting: Meeting) -> None:
    """The mail that convenes, to everyone who may vote; the numbered notice goes to them when it is issued."""
    refs = _meeting(meeting)
    _mail("meeting_convened", str(meeting.pk), meeting.body.council, _voters(meeting), **refs)


def meeting_moved(meeting: Meeting, before: datetime) -> None:
    """Another day, time or place, to everyone who may vote in a meeting that was convened."""
    key = f"{meeting.pk}:{clock.now().isoformat()}"
    refs = {**_meeting(meeting), "before": before.isoformat()}
    _mail("meeting_moved", key, meeting.body.council, _voters(meeting), **refs)


def agenda_changed(motion: Motion, change: str) -> None:
    """An item came, changed or went after the notice: to everyone who may vote and is not kept from it."""
    meeting = motion.meeting
    kept = set(excluded_from(meeting.body.council, motion.subject).values_list("user_id", flat=True))
    key = f"{meeting.pk}:{motion.number}:{change}:{clock.now().isoformat()}"
    refs = {**_meeting(meeting), "change": change, "item": motion.number}
    _mail("agenda_changed", key, meeting.body.council, set(_voters(meeting)) - kept, **refs)


def words_of_meeting(user: User, context: dict[str, Any]) -> dict[str, Any]:
    """What a mail about a meeting says when it is sent (config.reactions.MAILS): the place, the agenda as it stands
    for ``user``, without items from which they are excluded, whether it asks for an answer or is a round of papers, and
    when the meeting was to be before it was moved."""
    meeting = Meeting.objects.select_related("body__council").filter(pk=context.get("meeting") or 0).first()
    if meeting is None:
        return {"place": "", "agenda": [], "before": None, "asks": False, "circulated": False}
    shown = on_agenda(meeting).exclude(subject__in=barred(user, meeting.body.council))
    before = context.get("before")
    return {
        "place": meeting.place,
        "asks": takes_answers(meeting),
        "circulated": meeting.form == MeetingForm.CIRCULATED,
        "before": datetime.fromisoformat(before) if before else None,
        "agenda": [f"{motion.number}. {local(motion, 'title')}" for motion in shown],
    }


def vote_open(motion: Motion) -> None:
    """To everybody whose vote on the item is awaited."""
    meeting = motion.meeting
    title = {"ja": motion.title_ja, "en": motion.title_en}
    path = f"/c/{meeting.body.council.slug}/meetings/{meeting.pk}/items/{motion.number}/#vote"
    refs = {"motion": motion.pk, "body": _body(meeting), "title": title, "path": path}
    _mail("vote_open", str(motion.pk), meeting.body.council, asked_to_vote(motion), **refs)


def meeting_cancelled(meeting: Meeting) -> None:
    """To whoever had the notice."""
    refs = _meeting(meeting)
    _mail("meeting_cancelled", str(meeting.pk), meeting.body.council, _voters(meeting), **refs)


def minutes_wait(meeting: Meeting, but: User) -> None:
    """To whoever approves the minutes, once they are written; corrections are told by nobody."""
    approver = approves_minutes(meeting)
    if approver is not None and approver != but:
        refs = {**_meeting(meeting), "path": f"{_meeting(meeting)['path']}#minutes"}
        _mail("minutes_wait", str(meeting.pk), meeting.body.council, [approver.pk], **refs)


def draft_waits(draft: Draft) -> None:
    """To whoever holds the office whose signature is next, and may read and sign the draft."""
    order = draft.signatures.count()
    signers = [user.pk for user in next_signers(draft)]
    path = f"/c/{draft.council.slug}/drafts/{draft.pk}/"
    refs = {"draft": draft.pk, "title": _title(draft), "path": path}
    _mail("draft_waits", f"{draft.pk}:{order}", draft.council, signers, **refs)


def draft_returned(draft: Draft) -> None:
    """To whoever prepared it, unless the draft has been closed to them since."""
    if not reads_paper(draft.prepared_by, draft):
        return
    path = f"/c/{draft.council.slug}/drafts/{draft.pk}/"
    refs = {"draft": draft.pk, "title": _title(draft), "path": path}
    _mail("draft_returned", str(draft.pk), draft.council, [draft.prepared_by_id], **refs)


def document_ready(document: Document) -> None:
    """To the addressees who may read it, once the file is there."""
    draft = document.draft
    users = list(User.objects.filter(pk__in=draft.addressee_users))
    for organisation in Organisation.objects.filter(pk__in=draft.addressee_organisations):
        users += holders(Role.REPRESENTATIVE, organisation)
    readers = {user.pk for user in set(users) if reads_paper(user, draft)}
    path = f"/c/{document.council.slug}/documents/{document.pk}/"
    refs = {"document": document.pk, "number": document.number, "title": _title(draft), "path": path}
    _mail("document_ready", str(document.pk), document.council, readers, **refs)
