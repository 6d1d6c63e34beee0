"""Outside experts of a case: who is invited, and which one file an expert may open."""

from __future__ import annotations

from django.db.models import QuerySet

from core.access.queries import Someone
from core.accounts.models import Council
from governance.sharing.models import ExpertComment, OutsideExpert, Review, SharingRequest


def _running() -> QuerySet[OutsideExpert]:
    """Invitations that last: not taken back, to a review that is open."""
    rows = OutsideExpert.objects.filter(ended_at__isnull=True, review__closed_at__isnull=True)
    return rows.select_related("review__request__council", "review__request__applicant", "user")


def invitations_of(user: Someone) -> QuerySet[OutsideExpert]:
    """The invitations of ``user`` that last, soonest deadline first; also those from which they are recused."""
    if not user.is_authenticated or not user.is_active:
        return OutsideExpert.objects.none()
    return _running().filter(user=user).order_by("review__due_on", "pk")


def councils_inviting(user: Someone) -> QuerySet[Council]:
    """Councils whose boards ask ``user`` as an outside expert."""
    return Council.objects.filter(pk__in=invitations_of(user).order_by().values("review__request__council"))


def invitation(user: Someone, request: SharingRequest) -> OutsideExpert | None:
    """The invitation of ``user`` to the open review of ``request``, recused or not."""
    return invitations_of(user).filter(review__request=request).first()


def experts_invited(request: SharingRequest) -> QuerySet[OutsideExpert]:
    """Whoever the open review of ``request`` asks from outside, recused or not."""
    return _running().filter(review__request=request)


def is_expert(user: Someone, request: SharingRequest) -> bool:
    """Is ``user`` invited to the open review of ``request``, and not recused by whichever invitation?"""
    recused = invitations_of(user).filter(review__request=request).values_list("is_recused", flat=True)
    return set(recused) == {False}


def experts_of(review: Review) -> QuerySet[OutsideExpert]:
    """Everybody who was invited to ``review``, with what they commented, the oldest first."""
    rows = OutsideExpert.objects.filter(review=review).select_related("user")
    return rows.prefetch_related("comments__line").order_by("pk")


def comments_on(request: SharingRequest) -> QuerySet[ExpertComment]:
    """What outside experts wrote about ``request``, in whichever review."""
    rows = ExpertComment.objects.filter(expert__review__request=request)
    return rows.select_related("expert__user", "line")


def asked_elsewhere(expert: OutsideExpert) -> bool:
    """Is the same person still invited to the same request by another invitation?"""
    rows = _running().filter(user=expert.user_id, review__request=expert.review.request_id)
    return rows.exclude(pk=expert.pk).exists()
