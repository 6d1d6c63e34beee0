"""What a hand-over says: each part by name, what becomes of it, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import Council, User
from core.http.icons import Tone
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from governance.assembly import queries as assembly
from governance.members import queries as members
from governance.members.enums import OfficeKind
from governance.sharing.documents.naming import listed
from governance.sharing.queries.requests import visible_to
from governance.sharing.rules.reshuffle import Fate, Kind, Part

KINDS: Mapping[Kind, Text] = {
    Kind.OFFICE: _("Office of the council"),
    Kind.POST: _("Acting for a member"),
    Kind.SEAT: _("Seat on a body"),
    Kind.PANEL: _("Place on the panel of an open review"),
    Kind.SAID: _("Declaration, opinions and votes given"),
    Kind.CASE: _("Case in charge"),
    Kind.CONDITION: _("Evidence to check"),
    Kind.DRAFT: _("Draft to sign"),
    Kind.CHECK: _("Check of an own step"),
}
FATES: Mapping[Fate, tuple[Text, Tone]] = {
    Fate.MOVES: (pgettext_lazy("hand-over", "moves"), "ok"),
    Fate.STAYS: (pgettext_lazy("hand-over", "stays"), "off"),
    Fate.LEFT: (pgettext_lazy("hand-over", "left over"), "warn"),
}
"""Word and tone."""

REASONS: Mapping[str, Text] = {
    "held_already": _("The successor holds it already."),
    "to_staff": _(
        "The successor is of the secretariat, which prepares what this office decides. Hand over only if the bylaws "
        "allow one person to do both."
    ),
    "to_another": _(
        "The successor acts for another member than the one whose office this is. Hand over only if the bylaws let "
        "it go there."
    ),
    "begun_today": _("It began today. Hand it over from tomorrow."),
    "names_its_own": _(
        "Another council knows the organisation too: its own representatives name who follows."
    ),
    "on_body": _("The successor sits on this body already."),
    "meeting_open": _("The body is in a meeting. Hand the seat over once the meeting is closed."),
    "in_person": _("They sit there in person, not because of a post, and finish the review."),
    "seat_stays": _("The seat on the body is left over, and they finish the review."),
    "recused": _("They are recused from the case; this stays on record."),
    "voted": _("They have voted in this review. The successor does not vote in it again."),
    "on_panel": _("The successor has a place on this panel already."),
    "closed_to_mover": _("The case is closed to you. A colleague hands it over."),
    "mover_interested": _("You have an interest in this case. A colleague hands it over."),
    "successor_interested": _("The successor has an interest in this case. Choose somebody else for it."),
    "not_of_staff": _("The successor is not of the secretariat. Give them the role first."),
    "case_stays": _("The case itself is left over."),
    "works_for_owner": _(
        "The successor works for the organisation that owes the condition. A colleague checks it."
    ),
    "role_stays": _("The signature comes with a role or a term, not with a post. It moves with that."),
    "office_stays": _("The office itself is left over."),
    "drafted": _("The successor drafted it and cannot sign it. Send it back and let a colleague draft it."),
    "signed": _(
        "The successor has signed it and cannot sign twice. Send it back and let a colleague draft it anew."
    ),
    "theirs": _("What was said stays theirs. The successor declares anew before the file opens."),
    "own_act": _("It is for a step of their own."),
}


def standing_of(council: Council, staff: Iterable[User]) -> dict[int, str]:
    """What each person is in the council, by their key: of the ``staff``, in which office, for which member."""
    found: dict[int, list[str]] = {user.pk: [gettext("Secretariat")] for user in staff}
    for office in members.offices(council, clock.today()):
        found.setdefault(office.user_id, []).append(office.get_kind_display())
    for delegate in members.all_delegates(council):
        found.setdefault(delegate.user_id, []).append(local(delegate.membership.organisation, "name"))
    return {pk: listed(words) for pk, words in found.items()}


@dataclass(frozen=True, slots=True)
class Told:
    """One part in words."""

    kind: Text
    name: str
    url: str
    fate: Text
    tone: Tone
    reason: Text


def tell(parts: Iterable[Part], council: Council, reader: User) -> list[Told]:
    """The parts in words, for ``reader``: a case that is closed to the reader is told without its number."""
    rows = list(parts)
    asked = {part.request for part in rows if part.request}
    seen = set(visible_to(reader, council).filter(reference__in=asked).values_list("reference", flat=True))
    names = _names(rows, council, reader)
    told = []
    for part in rows:
        word, tone = FATES[part.fate]
        if part.reason and part.fate == Fate.MOVES:
            tone = "warn"
        known = part.request in seen
        name = part.ref if known else names.get((part.kind, part.ref), "")
        url = reverse("sharing:request", args=[council.slug, part.request]) if known else ""
        told.append(Told(KINDS[part.kind], name, url, word, tone, REASONS.get(part.reason, "")))
    return told


def _names(parts: list[Part], council: Council, reader: User) -> dict[tuple[Kind, str], str]:
    """What the offices, members, bodies and drafts among the parts are called."""
    found = {(Kind.OFFICE, kind.value): str(kind.label) for kind in OfficeKind}
    kinds = {part.kind for part in parts}
    if Kind.POST in kinds:
        for one in members.memberships(council):
            found[Kind.POST, str(one.pk)] = local(one.organisation, "name")
    if Kind.SEAT in kinds:
        for body in assembly.bodies(council):
            found[Kind.SEAT, body.code] = local(body, "name")
    drafts = [int(part.ref) for part in parts if part.kind == Kind.DRAFT]
    for draft in assembly.drafts_for(reader, council).filter(pk__in=drafts):
        found[Kind.DRAFT, str(draft.pk)] = local(draft, "title")
    return found
