"""Data items, purposes and countries are called by their names, with the code small beside it, in both languages."""

from __future__ import annotations

import re

import pytest

from core.http import codes
from governance.sharing.models import Delivery, Grant
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")

WORDS = {
    "ja": ('1日の歩数 <span class="ref">daily_steps</span>', "汐見市長（健康づくり課）"),
    "en": (
        'Daily steps <span class="ref">daily_steps</span>',
        "Mayor (Health Promotion Division), City of Shiomi",
    ),
}


def _page(cast: Cast, path: str, language: str) -> str:
    client = signed_in(cast.shiomi.users["secretary"])
    client.cookies["language"] = language
    return client.get(path).content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_on_the_pages_of_request_grant_and_delivery(cast: Cast, language: str) -> None:
    grant = Grant.objects.get(council=cast.shiomi.council, line__request__reference="R-2026-018")
    delivery = Delivery.objects.filter(grant=grant)[0]
    for path in (
        "/c/shiomi/requests/R-2026-018/",
        f"/c/shiomi/grants/{grant.reference}/",
        f"/c/shiomi/deliveries/{delivery.reference}/",
    ):
        page = _page(cast, path, language)
        for words in WORDS[language]:
            assert words in page, path
    flow = _page(cast, "/c/shiomi/requests/R-2026-018/?tab=flow", language)
    assert f'<span class="ref">{WORDS[language][1]}</span>' in flow


@pytest.mark.parametrize(
    ("language", "items", "purpose", "country"),
    [
        ("ja", "15分ごとの通過人数（10人以上）", "公共の安全の確保", "日本"),
        ("en", "Passages per 15 minutes (10 or more)", "Public security", "Japan"),
    ],
)
def test_on_the_pages_of_an_assessment(
    cast: Cast, language: str, items: str, purpose: str, country: str
) -> None:
    for page in ("", "revisions/1/report/", "flows/"):
        text = _page(cast, f"/c/shiomi/assessments/PIA-04/{page}", language)
        assert f'{items} <span class="ref">passages_15min</span>' in text
        assert country in text
        if page != "flows/":
            assert f'{purpose} <span class="ref">ProtectionOfPublicSecurity</span>' in text


def test_the_form_of_the_provision_record_is_named(cast: Cast) -> None:
    delivery = Delivery.objects.filter(council=cast.shiomi.council)[0]
    path = f"/c/shiomi/deliveries/{delivery.reference}/"
    english = _page(cast, path, "en")
    assert "council_rule" not in _page(cast, path, "ja") + english
    assert not re.search(r">\s*本人の同意\s*<", english), (
        "the item; what the provider wrote stays in its language"
    )


def test_a_code_without_a_name_is_shown_once_and_escaped() -> None:
    assert codes.named(["<b>"], {}) == "&lt;b&gt;"
    assert codes.country("ZZ") == "ZZ"
