"""Where what goes is not about single persons, pages and papers speak of the data and not of persons on a list."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from core.paper import Paper, html
from governance.sharing.documents.agreements import agreement
from governance.sharing.documents.transfers import delivery_record
from governance.sharing.models import Delivery
from governance.sharing.queries.records import kept_of
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")


def delivered(cast: Cast, request: str) -> Delivery:
    rows = Delivery.objects.filter(council=cast.shiomi.council, state="released")
    return rows.filter(grant__line__request__reference=request)[0]


def page(cast: Cast, path: str, language: str) -> str:
    client = enter(Client(), cast.shiomi.users["officer_education"])
    client.cookies["language"] = language
    answer = client.get(f"/c/shiomi/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "told", "persons"),
    [
        ("ja", "データの引渡し", ("リスト上の", "リストを取得", "<th>人数", "提供できる方")),
        ("en", "Handing over", ("on the list", "Download the list", "<th>Persons", "whose records")),
    ],
)
def test_a_delivery_of_statistics_speaks_of_data(
    cast: Cast, language: str, told: str, persons: tuple[str, ...]
) -> None:
    delivery = delivered(cast, "R-2026-031")
    shown = page(cast, f"deliveries/{delivery.reference}/", language)
    assert told in shown
    assert f"{delivery.reference}/list." not in shown, "there is no list to download"
    for words in persons:
        assert words not in shown, words
    grant = page(cast, f"grants/{delivery.grant.reference}/", language)
    assert f'data-label="{"人数" if language == "ja" else "Persons"}"' not in grant
    report = page(cast, f"deliveries/{delivery.reference}/hand-over/", language)
    assert 'name="count"' in report
    assert 'name="refused"' not in report


def printed(paper: Paper) -> str:
    return str(html(paper, language="en"))


@pytest.mark.parametrize(("request_", "about_persons"), [("R-2026-031", False), ("R-2026-018", True)])
def test_record_and_agreement_speak_of_persons_only_where_there_are_any(
    cast: Cast, request_: str, about_persons: bool
) -> None:
    delivery = delivered(cast, request_)
    with override("en"):
        record = printed(delivery_record(kept_of(delivery)))
        contract = printed(agreement(delivery.grant.line, None))
    for words in ("persons, on the list of", "consent was obtained", "The persons concerned"):
        assert (words in record) is about_persons, words
    assert ("No single persons" in record) is not about_persons
    assert ("Withdrawal of consent" in contract) is about_persons
    assert "Return and disposal" in contract


def test_the_work_list_calls_it_a_delivery(cast: Cast) -> None:
    delivery = delivered(cast, "R-2026-031")
    Delivery.objects.filter(pk=delivery.pk).update(state="prepared")
    shown = page(cast, "standing/", "ja")
    assert delivery.reference in shown
    assert "提供リスト" not in shown
