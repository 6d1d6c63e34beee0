"""What waits for somebody among the assessments stands on the secretariat's first page."""

from __future__ import annotations

import pytest

from tests.cast import Cast, signed_in


@pytest.mark.usefixtures("demo")
def test_today_names_the_assessments_that_wait(cast: Cast) -> None:
    client = signed_in(cast.shiomi.users["secretary"])
    text = client.get("/c/shiomi/today/").content.decode()
    assert "/c/shiomi/assessments/PIA-02/" in text, "outdated"
    assert "/c/shiomi/assessments/PIA-03/" in text, "in review"
    assert "/c/shiomi/assessments/PIA-01/" not in text, "published, and valid for long"
