"""Projects; setting up bodies and their seats."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import Council, User
from core.canonical import digest
from core.errors import NotNow, Refused
from core.ledger.actions import append
from core.ledger.events import public
from core.numbering.actions import reference
from governance.assembly.enums import BodyKind, Expertise, ProjectState
from governance.assembly.models import Body, Project, Seat
from governance.assembly.permissions import keeps, permit
from governance.assembly.workflows import PROJECT

PROJECT_OPENED = public("assembly.project_opened", _("Project opened"))
PROJECT_CHANGED = public("assembly.project_changed", _("Project changed"))
PROJECT_FINISHED = public("assembly.project_finished", _("Project finished"))
BODY_SET_UP = public("assembly.body_set_up", _("Body set up"))
BODY_RENAMED = public("assembly.body_renamed", _("Body renamed"))
SEAT_ADDED = public("assembly.seat_added", _("Seat added to a body"))

STANDS = Q(closed_on__isnull=True)
"""Seats that nobody has closed; one that closes on a day to come has its successor after that day is set."""


@transaction.atomic
def open_project(
    council: Council,
    *,
    by: User,
    title_ja: str,
    title_en: str = "",
    vision_ja: str = "",
    vision_en: str = "",
    plan_ja: str = "",
    plan_en: str = "",
) -> Project:
    """Open a project; it gets the next reference (P-01)."""
    keeps(by, council, "open_project").or_raise()
    project = Project.objects.create(
        council=council,
        reference=reference("P", council.slug, on=clock.today(), per="council"),
        title_ja=title_ja,
        title_en=title_en,
        vision_ja=vision_ja,
        vision_en=vision_en,
        plan_ja=plan_ja,
        plan_en=plan_en,
        opened_at=clock.now(),
    )
    append(PROJECT_OPENED, council=council, subject=f"project:{project.reference}", by=by)
    return project


PROJECT_WORDS = ("title_ja", "title_en", "vision_ja", "vision_en", "plan_ja", "plan_en")


@transaction.atomic
def edit_project(project: Project, *, by: User, **words: str) -> Project:
    """What the project is called, and the vision and plan that it serves, from now on; ``words`` by
    :data:`PROJECT_WORDS`."""
    project = Project.objects.select_for_update(of=("self",)).select_related("council").get(pk=project.pk)
    permit(by, project, "edit").or_raise()
    changed = [name for name in PROJECT_WORDS if words.get(name, "") != getattr(project, name)]
    if not changed:
        return project
    was = digest({name: getattr(project, name) for name in PROJECT_WORDS})
    for name in changed:
        setattr(project, name, words.get(name, ""))
    project.save(update_fields=changed)
    now = digest({name: getattr(project, name) for name in PROJECT_WORDS})
    facts = {"changed": changed, "was": was, "is": now}
    append(
        PROJECT_CHANGED,
        council=project.council,
        subject=f"project:{project.reference}",
        facts=facts,
        by=by,
    )
    return project


@transaction.atomic
def finish_project(project: Project, *, by: User) -> Project:
    """The project is over; what it started keeps its own duties."""
    project = Project.objects.select_for_update(of=("self",)).select_related("council").get(pk=project.pk)
    permit(by, project, "finish").or_raise()
    project.state = ProjectState(PROJECT.after(project.state, "finish"))
    project.finished_at = clock.now()
    project.save(update_fields=["state", "finished_at"])
    append(PROJECT_FINISHED, council=project.council, subject=f"project:{project.reference}", by=by)
    return project


def body_subject(body: Body) -> str:
    """How the ledger calls a body."""
    return f"body:{body.council.slug}:{body.code}"


@transaction.atomic
def set_up_body(
    council: Council,
    *,
    by: User,
    code: str,
    name_ja: str,
    name_en: str = "",
    kind: BodyKind = BodyKind.ORGAN,
) -> Body:
    """Set up a body under the code that the rules name it by.

    Raises:
        NotNow: the code is taken.
    """
    keeps(by, council, "set_up_body").or_raise()
    try:
        with transaction.atomic():
            body = Body.objects.create(
                council=council, code=code, kind=kind, name_ja=name_ja, name_en=name_en, set_up_at=clock.now()
            )
    except IntegrityError:
        raise NotNow("body_code_taken") from None
    append(BODY_SET_UP, council=council, subject=body_subject(body), facts={"kind": str(kind)}, by=by)
    return body


@transaction.atomic
def rename_body(body: Body, *, by: User, name_ja: str, name_en: str = "") -> Body:
    """What the body is called from now on; papers that were made keep the name they were made with."""
    body = Body.objects.select_for_update(of=("self",)).select_related("council").get(pk=body.pk)
    keeps(by, body.council, "rename_body").or_raise()
    was = {"ja": body.name_ja, "en": body.name_en}
    body.name_ja, body.name_en = name_ja, name_en
    body.save(update_fields=["name_ja", "name_en"])
    facts = {"was": was, "is": {"ja": name_ja, "en": name_en}}
    append(BODY_RENAMED, council=body.council, subject=body_subject(body), facts=facts, by=by)
    return body


@transaction.atomic
def add_seat(
    body: Body,
    *,
    by: User,
    expertise: Expertise,
    is_chair: bool = False,
    is_deputy: bool = False,
    is_required: bool = False,
    alternate_of: Seat | None = None,
    order: int | None = None,
) -> Seat:
    """Add a seat, or an alternate to a seat of the same body.

    Raises:
        NotNow: the chair's seat, or the alternate of that seat, is there already.
    """
    keeps(by, body.council, "add_seat").or_raise()
    body = Body.objects.select_for_update(of=("self",)).select_related("council").get(pk=body.pk)
    _check_place(body, is_chair, alternate_of)
    if is_deputy and (is_chair or alternate_of or body.seats.filter(STANDS, is_deputy=True).exists()):
        raise NotNow("deputy_seat_taken")
    seat = Seat.objects.create(
        body=body,
        expertise=expertise,
        is_chair=is_chair,
        is_deputy=is_deputy,
        is_required=is_required,
        alternate_of=alternate_of,
        order=order if order is not None else body.seats.count() + 1,
    )
    facts = {"seat": seat.pk, "expertise": str(expertise), "alternate_of": seat.alternate_of_id}
    append(SEAT_ADDED, council=body.council, subject=body_subject(body), facts=facts, by=by)
    return seat


def _check_place(body: Body, is_chair: bool, alternate_of: Seat | None) -> None:
    if alternate_of is None:
        if is_chair and body.seats.filter(STANDS, is_chair=True, alternate_of__isnull=True).exists():
            raise NotNow("chair_seat_taken")
        return
    if alternate_of.body_id != body.pk:
        raise Refused("not_found")
    if alternate_of.alternate_of_id is not None:
        raise Refused("alternate_of_alternate")
    if alternate_of.closed_on is not None:
        raise NotNow("seat_closed", day=alternate_of.closed_on.isoformat())
    if body.seats.filter(STANDS, alternate_of=alternate_of).exists():
        raise NotNow("alternate_taken")
