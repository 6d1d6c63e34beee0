"""One question through the gate."""

from __future__ import annotations

from tests.integration.authzen.conftest import Flow


def test_a_person_in_force_may_flow(shiomi: Flow) -> None:
    answer = shiomi.decision()
    assert answer["decision"] is True, answer
    context = answer["context"]
    assert context["state"] == "pass"
    assert context["grant"] == shiomi.grant.reference
    assert context["council_decision"].startswith("汐見協第")
    assert context["provider_decision"] == "汐健第112号"
    assert context["article"]["label"]
