"""What is printed: the context of outgoing documents, their preview and their file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import icalendar
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core import clock, pdf
from core.accounts.models import Organisation, User
from core.http.dates import civil, clock_time, era_date
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from governance.assembly.enums import Channel, MeetingState, TallyMethod
from governance.assembly.models import Attendance, Document, Draft, Meeting, Motion, Tally
from governance.assembly.queries.meetings import attendances, quorum_of, rules_of

BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
OFFICE_NAMES: Mapping[str, Text] = {
    "secretariat_head": pgettext_lazy("office", "head of the secretariat"),
    "chair": pgettext_lazy("office", "chair"),
}
MINUTES_PAPER = "governance/assembly/meeting/pdf/minutes.html"
INNER = (("<main", "<div"), ("</main>", "</div>"), ("<header", "<div"), ("</header>", "</div>"))


def context_of(draft: Draft, document: Document | None = None) -> dict[str, Any]:
    """What the template prints: the frozen content, the council, and number and day once it is issued."""
    with translation.override(draft.language):
        names = Organisation.objects.filter(pk__in=draft.addressee_organisations)
        return {
            **draft.context,
            "council": draft.council,
            "language": draft.language,
            "title": local(draft, "title"),
            "addressees": [local(row, "name") for row in names],
            "number": document.number if document else "",
            "issued_on": document.issued_at if document else None,
            "signatures": _signatures(draft),
        }


def _signatures(draft: Draft) -> list[dict[str, Any]]:
    """Who has signed, by office; paper shows them."""
    return [
        {
            "office": str(OFFICE_NAMES.get(row.office, row.office)),
            "name": str(row.signed_by),
            "on": row.signed_at,
        }
        for row in draft.signatures.select_related("signed_by")
    ]


def minutes_of(meeting: Meeting) -> dict[str, Any]:
    """What the minutes of ``meeting`` print, in Japanese: who took part and how, the quorum, each item with its
    result, those who took no part in it, and what was said."""
    with translation.override("ja"):
        rows = list(attendances(meeting))
        quorum = quorum_of(meeting)
        article = rules_of(meeting).quorum_article
        opened, closed = meeting.opened_at or meeting.starts_at, meeting.closed_at
        return {
            "name": f"第{meeting.number}回{meeting.body.name_ja}",
            "form": str(meeting.get_form_display()),
            "day": era_date(civil(opened)),
            "from": clock_time(opened),
            "until": clock_time(closed) if closed else "",
            "place": meeting.place,
            "presided_by": str(meeting.presided_by or ""),
            "attendance": [
                {"channel": str(label), "people": people}
                for channel, label in Channel.choices
                if (people := [_voter(row) for row in rows if row.channel == channel and row.weight])
            ],
            "quorum": {"present": quorum.present, "base": quorum.base, "needed": quorum.needed},
            "quorum_article": article.label_ja if article else "",
            "items": [_item(motion) for motion in meeting.motions.select_related("tally", "overruling")],
            "minutes": meeting.minutes,
            "approved_by": str(meeting.minutes_approved_by or ""),
            "approved_on": era_date(civil(meeting.minutes_approved_at))
            if meeting.minutes_approved_at
            else "",
        }


def _voter(row: Attendance) -> str:
    """名前（団体、代理：...）."""
    of = row.membership.organisation if row.membership else row.appointment and row.appointment.organisation
    told = [str(of)] if of else []
    if row.proxy_to is not None:
        told.append(f"受任者 {row.proxy_to.user}")
    name = str(row.user or "")
    return f"{name}（{'、'.join(told)}）" if told else name


def _item(motion: Motion) -> dict[str, Any]:
    """One item with its result."""
    tally, overruling = getattr(motion, "tally", None), getattr(motion, "overruling", None)
    recused = motion.recusals.select_related("attendance__user")
    decided = motion.decisions.first()
    return {
        "number": motion.number,
        "title": motion.title_ja,
        "kind": str(motion.get_kind_display()),
        "state": str(motion.get_state_display()),
        "result": _result(tally) if tally else "",
        "article": tally.article["label_ja"] if tally and tally.article else "",
        "recused": [str(row.attendance.user) for row in recused],
        "set_aside": overruling.reason if overruling else "",
        "decision": decided.number if decided else "",
        "hidden": False,
    }


def _result(tally: Tally) -> str:
    if tally.method == TallyMethod.NO_OBJECTION:
        return str(tally.get_method_display())
    counts = f"賛成{tally.votes_for}、反対{tally.votes_against}、棄権{tally.abstained}（要件{tally.needed}）"
    return counts + ("、議長の決するところによる" if tally.is_by_chair else "")


def calendar_of(meeting: Meeting, *, url: str) -> bytes:
    """The meeting as an iCalendar file, in the reader's language."""
    event = icalendar.Event()
    event.add("uid", f"meeting-{meeting.pk}@{meeting.body.council.slug}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", meeting.starts_at)
    event.add(
        "summary", _("%(body)s, meeting %(n)s") % {"body": local(meeting.body, "name"), "n": meeting.number}
    )
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", url)
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    agenda = [f"{motion.number}. {local(motion, 'title')}" for motion in meeting.motions.all()]
    event.add("description", "\n".join(agenda))
    file = icalendar.Calendar()
    file.add("prodid", "-//Sekisho//JA")
    file.add("version", "2.0")
    file.add_component(event)
    content: bytes = file.to_ical()
    return content


def preview(draft: Draft, document: Document | None = None) -> SafeString:
    """The document as part of a page: its body, headings one level lower."""
    with translation.override(draft.language):
        html = render_to_string(draft.template, context_of(draft, document))
    return _as_part(html)


def _as_part(html: str) -> SafeString:
    """The body of a document for a page: headings one level lower, no second main."""
    found = BODY.search(html)
    inside = found.group(1) if found else html
    for old, new in INNER:
        inside = inside.replace(old, new)
    for level in (3, 2, 1):
        inside = inside.replace(f"<h{level}", f"<h{level + 1}").replace(f"</h{level}>", f"</h{level + 1}>")
    return mark_safe(inside)  # noqa: S308 - our own template, escaped when it was rendered


def minutes_preview(meeting: Meeting, reader: User) -> SafeString:
    """The minutes as part of a page; results of items from which ``reader`` is recused are left out."""
    facts = minutes_of(meeting)
    barred = set(meeting.motions.filter(recusals__attendance__user=reader).values_list("number", flat=True))
    for item in facts["items"]:
        item["hidden"] = item["number"] in barred
    shown = {**facts, "council": meeting.body.council, "language": "ja"}
    shown |= {"number": "", "issued_on": None, "signatures": ()}
    with translation.override("ja"):
        return _as_part(render_to_string(MINUTES_PAPER, shown))


def as_pdf(document: Document) -> bytes:
    """The file of an issued document; takes seconds, for workers."""
    draft = document.draft
    with translation.override(draft.language):
        title = f"{document.number} {local(draft, 'title')}"
        author = local(draft.council, "name")
    return pdf.render(
        draft.template,
        context_of(draft, document),
        language=draft.language,
        title=title,
        author=author,
        at=document.issued_at,
    )
