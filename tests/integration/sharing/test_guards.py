"""What was submitted, judged, voted, decided, agreed and delivered cannot be rewritten: not by us, not by SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from core import clock
from core.ledger.guards import GUARDED, Immutable
from governance.sharing.models import (
    Agreement,
    AgreementText,
    Approval,
    BoardBallot,
    CitedProvision,
    DeliberationNote,
    Delivery,
    Dissent,
    HandOver,
    IndividualOpinion,
    NoObjection,
    PanelMember,
    ProviderDecision,
    ReviewOutcome,
    StoredVerdict,
    Submission,
)

pytestmark = pytest.mark.usefixtures("demo")

STILL_WRITTEN: Mapping[type[models.Model], set[str]] = {
    Submission: {"returned_at", "returned_by", "return_reason"},
    Approval: {"ratified_by", "departure", "conditions", "adopts_conditions"},
    Agreement: {"terminated_from", "termination_reason", "terminated_at", "terminated_by"},
    Delivery: {"state", "persons", "confirmed_at", "confirmed_by", "erased_at", "erased_by"},
    HandOver: {"refused"},
}
"""Fields that a later act of the procedure writes."""


def opined() -> Any:
    return ReviewOutcome.objects.select_related("review", "line").first()


def note() -> Any:
    member = PanelMember.objects.filter(review=opined().review).first()
    return DeliberationNote.objects.create(
        member=member, line=opined().line, text="単位を確かめたい。", written_at=clock.now()
    )


def dissent() -> Any:
    outcome = opined()
    member = PanelMember.objects.filter(review=outcome.review).first()
    words = {"text": "期間が長い。", "recorded_at": clock.now()}
    return Dissent.objects.create(review=outcome.review, line=outcome.line, member=member, **words)


def without_objection() -> Any:
    outcome = opined()
    found = {"finding": "suitable", "recorded_at": clock.now(), "recorded_by": outcome.review.opened_by}
    return NoObjection.objects.create(review=outcome.review, line=outcome.line, **found)


def hand_over() -> Any:
    row = released()
    told = {"count": 3, "salt": b"0" * 16, "sent_at": clock.now(), "agrees": True, "reported_at": clock.now()}
    return HandOver.objects.create(delivery=row, key="1", reported_by=row.released_by, **told)


def released() -> Any:
    return Delivery.objects.filter(released_at__isnull=False).first()


def opened() -> Any:
    return IndividualOpinion.objects.filter(member__review__consolidated_at__isnull=False).first()


ROWS: Mapping[type[models.Model], Callable[[], Any]] = {
    DeliberationNote: note,
    Dissent: dissent,
    NoObjection: without_objection,
    HandOver: hand_over,
    Delivery: released,
    IndividualOpinion: opened,
    **{
        model: model.objects.first
        for model in (
            Submission,
            StoredVerdict,
            CitedProvision,
            BoardBallot,
            ReviewOutcome,
            Approval,
            ProviderDecision,
            Agreement,
            AgreementText,
        )
    },
}


def changed(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime | date):
        return value + timedelta(days=1)
    if isinstance(value, bytes | memoryview):
        return bytes(value) + b"x"
    return {"another": 1}


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_no_field_but_those_of_a_later_act_can_be_written(model: type[models.Model]) -> None:
    row = ROWS[model]()
    assert row is not None
    rows = model._base_manager.filter(pk=row.pk)
    for field in model._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.primary_key or value is None or field.name in STILL_WRITTEN.get(model, ()):
            continue
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            rows.update(**{field.attname: changed(value)})
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        rows._raw_delete("default")
    if model in STILL_WRITTEN:
        row.save()  # as the acts do, with the same in what is fixed
    elif model not in (Dissent, IndividualOpinion):
        with pytest.raises(Immutable):
            row.save()


def test_an_opinion_is_rewritten_until_all_are_opened_and_a_dissent_until_the_opinion_is_fixed() -> None:
    row = opened()
    review = row.member.review
    review.consolidated_at = review.consolidated_by = None
    review.save()
    row.text = "書き直した。"
    row.save()
    outcome = opined()
    others = {"review__outcomes__isnull": True}
    member = PanelMember.objects.filter(**others).first()
    line = member.review.request.lines.first()
    words = {"text": "期間が長い。", "recorded_at": clock.now()}
    mine = Dissent.objects.create(review=member.review, line=line, member=member, **words)
    Dissent.objects.filter(pk=mine.pk).update(text="期間がなお長い。")
    assert outcome.review != member.review


WORDS = ("append-only", "never changed", "never edited", "immutable")


def test_what_calls_itself_immutable_is_guarded() -> None:
    said = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ("governance", "consent", "pia", "core")
        and any(word in (model.__doc__ or "").lower() for word in WORDS)
    }
    assert said <= set(GUARDED)
    assert len(said) > 20
