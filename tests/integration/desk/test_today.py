"""Today of a council that has nothing yet says how to begin; once it runs, only what waits."""

from __future__ import annotations

import pytest

from tests.cast import Cast, signed_in


def test_a_new_council_is_told_how_to_begin(cast: Cast) -> None:
    secretary = signed_in(cast.shiomi.users["secretary"])
    page = secretary.get("/c/shiomi/today/").content.decode()
    assert "待っている作業はありません" not in page
    asked = {
        "rules": "規程を登録する",
        "members": "会員を受け入れる",
        "bodies": "会議体を設ける",
        "datasets": "データ資産を見る",
    }
    for step, words in asked.items():
        assert words in page
        assert secretary.get(f"/c/shiomi/{step}/").status_code == 200


def test_who_does_not_run_the_council_is_not_asked_to_begin(cast: Cast) -> None:
    assert "はじめに" not in signed_in(cast.shiomi.users["auditor"]).get("/c/shiomi/today/").content.decode()


@pytest.mark.usefixtures("demo")
def test_a_council_that_runs_is_no_longer_told(cast: Cast) -> None:
    assert (
        "はじめに" not in signed_in(cast.shiomi.users["secretary"]).get("/c/shiomi/today/").content.decode()
    )
