"""The demo council is filled whole, however often, and after a start that was cut off."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from config import demo
from config.demo import bodies, clients
from core.ledger.models import LedgerEntry
from core.outbox.models import Job
from governance.assembly import queries
from governance.assembly.models import Decision
from tests.cast import Cast


def filled() -> None:
    call_command("fill_demo", stdout=StringIO())


@pytest.mark.fresh_database("demo")
def test_filled_again_it_stays_as_it_was(cast: Cast) -> None:
    clients.fill(cast)  # the copied council's machine has its key elsewhere
    before = set(LedgerEntry.objects.values_list("pk", flat=True)), Job.objects.count()
    filled()
    new = LedgerEntry.objects.exclude(pk__in=before[0])
    assert list(new.values_list("event", "subject")) == []
    assert Job.objects.count() == before[1]
    assert len(before[0]) > 500


@pytest.mark.fresh_database
def test_a_step_that_was_cut_off_is_done_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(*_arguments: object, **_words: object) -> None:
        assert queries.bodies(cast.shiomi.council).exists(), "the step is half done"
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "STEPS", ("rules", "members", "bodies"))
    with monkeypatch.context() as cut:
        cut.setattr(bodies, "_hold_past_meetings", cut_off)
        with pytest.raises(KeyboardInterrupt):
            filled()
    assert not queries.bodies(cast.shiomi.council).exists()
    filled()
    for world in cast.worlds:
        assert queries.bodies(world.council).count() == 3
    assert Decision.objects.filter(council=cast.shiomi.council).exists()
