"""Writing in a draft together: nobody's words are lost to somebody else's.

Whoever saves says which revision they had read; and a draft that a colleague is writing in says so. Both refuse with
a code that the page answers by showing both versions.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import NotNow
from core.http.dates import clock_time
from governance.sharing.actions.locking import locked
from governance.sharing.models import EditLock, RequestLine, SharingRequest
from governance.sharing.permissions import permit

MINUTES = 10
"""How long a draft stays somebody's after the last thing that they saved."""
CHANGED, HELD = "sharing.changed_meanwhile", "sharing.being_edited"
OWN = "sharing.changed_by_yourself"
"""The refusals after which the page shows what stands now beside what was typed."""


def same_revision(row: SharingRequest | RequestLine, revision: int | None, by: User) -> None:
    """Refuse where ``row`` was saved since ``by``, its writer, read it; None: the writer read it in this very step.

    Raises:
        NotNow: another revision stands there; says who saved it, and when, or that ``by`` did so in another window.
    """
    if revision is None or revision == row.revision:
        return
    last = row.history.select_related("history_user").order_by("-history_date", "-history_id").first()
    who = str(last.history_user) if last is not None and last.history_user else "–"
    when = clock_time(last.history_date) if last is not None else "–"
    if last is not None and last.history_user_id == by.pk:
        raise NotNow(OWN, time=when)
    raise NotNow(CHANGED, who=who, time=when)


def stamp(request: SharingRequest) -> str:
    """Which revisions of the head and of the lines stand now: what a page shows before the draft is handed in."""
    lines = request.lines.order_by("number").values_list("number", "revision", "state")
    return "-".join(
        [str(request.revision), *(f"{number}.{revision}.{state}" for number, revision, state in lines)]
    )


def same_stamp(request: SharingRequest, read: str) -> None:
    """Refuse to hand in what its reader has not seen; an empty ``read``: it was read in this very step.

    Raises:
        NotNow: head or lines were changed since.
    """
    if read and read != stamp(request):
        raise NotNow("sharing.changed_before_handing_in", reference=request.reference)


def hold(request: SharingRequest, by: User, *, take_over: bool = False) -> None:
    """The draft is ``by``'s for a while. ``request`` is locked.

    Raises:
        NotNow: a colleague is writing in it, and ``take_over`` was not asked for.
    """
    now = clock.now()
    held = EditLock.objects.filter(request=request).select_related("holder").first()
    running = held is not None and held.until > now
    if held is not None and running and held.holder_id != by.pk and not take_over:
        raise NotNow(HELD, who=str(held.holder), time=clock_time(held.since))
    mine = held is not None and running and held.holder_id == by.pk
    since = held.since if held is not None and mine else now
    EditLock.objects.update_or_create(
        request=request,
        defaults={"holder": by, "since": since, "until": now + timedelta(minutes=MINUTES)},
    )


def release(request: SharingRequest) -> None:
    """Nobody writes in the draft any more."""
    EditLock.objects.filter(request=request).delete()


@transaction.atomic
def take_over(request: SharingRequest, *, by: User) -> None:
    """A colleague goes on where another one stopped."""
    row = locked(request)
    permit(by, row, "edit").or_raise()
    hold(row, by, take_over=True)


@transaction.atomic
def let_go(request: SharingRequest, *, by: User) -> None:
    """The writer is done for now, and colleagues need not wait."""
    row = locked(request)
    permit(by, row, "edit").or_raise()
    EditLock.objects.filter(request=row, holder=by).delete()
