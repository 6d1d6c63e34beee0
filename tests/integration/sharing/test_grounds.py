"""Wherever a legal ground is shown to choose or to judge, it says how sure we are of its row of law."""

from __future__ import annotations

import html

import pytest
from django.utils.translation import override

from core import clock
from core.http.templatetags.sekisho import local
from core.law.enums import Confidence
from core.law.queries import in_force
from governance.sharing.forms.lines import GroundStep
from governance.sharing.models import RequestLine
from governance.sharing.views.grounds import offer
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")


def _sure(language: str, ground: str = "consent_69_2_1") -> str:
    with override(language):
        return str(Confidence(in_force(clock.today()).grounds[ground].confidence).label)


def _page(cast: Cast, user: str, path: str, language: str) -> str:
    client = signed_in(cast.shiomi.users[user])
    client.cookies["language"] = language
    return html.unescape(client.get(path).content.decode())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_on_the_form_the_facts_and_the_checklist(cast: Cast, language: str) -> None:
    form = _page(cast, "rep_bus", "/c/shiomi/requests/R-2026-033/lines/1/edit/ground/", language)
    assert 'value="consent_69_2_1"' in form
    assert _sure(language) in form
    shown = _page(cast, "secretary", "/c/shiomi/requests/R-2026-018/", language)
    with override(language):
        assert local(in_force(clock.today()).references["consent_69_2_1"], "label") in shown
    assert ("次に動く人：" if language == "ja" else "Next: ") in form


def test_what_the_council_does_not_use_is_not_offered_and_a_ground_asks_for_its_papers(cast: Cast) -> None:
    rows = RequestLine.objects.select_related("dataset__provider", "request__recipient_organ")
    line = rows.filter(request__council=cast.shiomi.council).first()
    line.form, line.data_class = "third_party", "personal"
    line.dataset.provider.regime = line.request.recipient_organ.regime = "business"
    fitting = offer(line).fitting
    codes = {row.code for row in fitting}
    assert ("opt_out_27_2" in codes, "joint_research_27_1_6" in codes) == (False, True)
    step = GroundStep(line=line, grounds=fitting)
    assert "joint_research" in step.fields
    assert not {name for name in step.fields if name.startswith("opt_out")}
    everything = tuple(in_force(clock.today()).grounds.values())
    assert "opt_out_filing" in GroundStep(line=line, grounds=everything).fields
    line.ground_reason, line.statute = "", ""
    assert set(GroundStep(line=line).fields) == {"revision"}, (
        "where there is none to choose, nothing is asked"
    )
    line.statute = "住民基本台帳法"
    assert "statute" in GroundStep(line=line).fields, "what stands there can be taken out"


def test_where_the_provider_judges(cast: Cast) -> None:
    line = RequestLine.objects.get(request__reference="R-2026-018", request__council=cast.shiomi.council)
    RequestLine.objects.filter(pk=line.pk).update(state="approved", ground="purpose_69_1")
    path = "/c/shiomi/requests/R-2026-018/lines/1/accept/"
    for page in (path, "/c/shiomi/requests/R-2026-018/"):
        assert _sure("ja", "purpose_69_1") in _page(cast, "officer_mayor", page, "ja")
