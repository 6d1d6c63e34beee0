"""What an answer has nothing to say about is not in it: null and nothing are not told apart (AuthZEN 1.0, JSON)."""

from __future__ import annotations

from types import SimpleNamespace

from gateway.authzen import answers
from gateway.authzen.openapi import description
from governance.sharing.rules.verdict import Check, State


def test_what_is_not_there_is_left_out() -> None:
    check = Check("purpose", State.FAIL, "purpose_not_granted", {}, "council", None, True)
    assert "article" not in answers._reason(check, "en")
    owed = [SimpleNamespace(reference=name, text="報告", state="open", due=None) for name in ("C-1", "C-2")]
    told = answers._obligations(SimpleNamespace(obligations=owed, provided=None))  # type: ignore[arg-type]
    assert [one["properties"] for one in told] == [{"text": "報告", "state": "open"}] * 2
    assert "'null'" not in str(description("x"))
