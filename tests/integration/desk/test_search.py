"""One search over everything that the reader may see, and nothing else."""

from __future__ import annotations

import re

import pytest

from governance.desk.queries.search import KINDS
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")


def hits(cast: Cast, key: str, words: str, council: str = "shiomi") -> list[tuple[str, str]]:
    """Kind and address of every hit of somebody of Shiomi."""
    answer = signed_in(cast.shiomi.users[key]).get(f"/c/{council}/search/", {"q": words})
    assert answer.status_code == 200, answer.status_code
    found = re.findall(
        r'<span class="kind">(.*?)</span> <a href="(.*?)"', answer.content.decode(), flags=re.DOTALL
    )
    return [(kind.strip(), url) for kind, url in found]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("審査会の意見", "規程"),
        ("R-2026-0", "申請"),
        ("歩数", "データ資産"),
        ("G-2026", "利用承認"),
        ("利用承認", "決定"),
        ("P-01", "事業"),
        ("PIA-0", "PIA"),
        ("汐見大学", "会員"),
        ("汐見大学", "申請"),
        ("Ｒ－２０２６－０", "申請"),
        ("T-2026", "提供"),
        ("汐見協発", "文書"),
    ],
)
def test_it_finds_what_it_says_and_leads_there(cast: Cast, words: str, kind: str) -> None:
    found = [url for name, url in hits(cast, "secretary", words) if name == kind]
    assert found, hits(cast, "secretary", words)
    assert signed_in(cast.shiomi.users["secretary"]).get(found[0], follow=True).status_code == 200


def test_items_of_meetings_are_found_by_their_title(cast: Cast) -> None:
    kinds = {name for name, _url in hits(cast, "secretary", "承認")}
    assert "議案" in kinds, kinds


def test_every_hit_opens_for_whoever_was_shown_it(cast: Cast) -> None:
    for key in ("rep_bus", "reviewer_law", "rep_university", "auditor"):
        person = signed_in(cast.shiomi.users[key])
        found = {url for words in ("承認", "-0", "歩", "大学") for _kind, url in hits(cast, key, words)}
        assert {url: person.get(url, follow=True).status_code for url in found} == dict.fromkeys(found, 200)


def test_who_is_recused_does_not_find_the_case(cast: Cast) -> None:
    """The lawyer of the panel is recused from R-2026-031; the assessment of the dataset is no part of the case."""
    assert "申請" in dict(hits(cast, "reviewer_ethics", "配送経路"))
    assert set(dict(hits(cast, "reviewer_law", "配送経路"))) <= {"PIA"}


def test_another_council_is_not_searched(cast: Cast) -> None:
    person = signed_in(cast.nagiura.users["secretary"])
    assert person.get("/c/shiomi/search/", {"q": "歩数"}).status_code == 404
    own = person.get("/c/nagiura/search/", {"q": "R-2026"}).content.decode()
    assert "/c/shiomi/" not in own


def test_one_character_and_none_find_nothing(cast: Cast) -> None:
    for words in ("", " ", "歩", " 歩 "):
        assert hits(cast, "secretary", words) == []


def test_wildcards_are_searched_for_as_they_stand(cast: Cast) -> None:
    assert hits(cast, "secretary", "%%") == []
    assert hits(cast, "secretary", "__") == []


def test_each_kind_asks_the_database_once_however_many_hits(
    cast: Cast, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for kind in KINDS:
        with django_assert_max_num_queries(6):
            list(kind(cast.shiomi.council, cast.shiomi.users["secretary"], "0"))
