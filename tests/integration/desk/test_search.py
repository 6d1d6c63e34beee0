"""One search over everything that the reader may see, and nothing else."""

from __future__ import annotations

import re

import pytest

from governance.desk.queries.search import KINDS
from governance.sharing.models import Dataset
from tests.cast import UNDRAWN, Cast, signed_in

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


def test_whole_words_come_first_then_beginnings_of_words(cast: Cast) -> None:
    rows = list(Dataset.objects.filter(council=cast.shiomi.council, revises=None).order_by("reference")[:3])
    for row, title in zip(rows, ("Antibus", "Business", "The bus"), strict=True):
        Dataset.objects.filter(pk=row.pk).update(title_en=f"{title} of zelkovas")
    found = [url for kind, url in hits(cast, "secretary", "zelkovas bus") if kind == "データ資産"]
    wanted = [rows[2], rows[1], rows[0]]
    assert found == [f"/c/shiomi/datasets/{row.reference}/" for row in wanted]


def test_items_of_meetings_are_found_by_their_title(cast: Cast) -> None:
    kinds = {name for name, _url in hits(cast, "secretary", "承認")}
    assert "議案" in kinds, kinds


def test_every_hit_opens_for_whoever_was_shown_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("rep_bus", "reviewer_law", "rep_university", "auditor"):
        person = signed_in(cast.shiomi.users[key])
        found = {url for words in ("承認", "-0", "歩", "大学") for _kind, url in hits(cast, key, words)}
        assert found
        with monkeypatch.context() as patch:
            patch.setattr("django.shortcuts.loader", UNDRAWN)
            answers = {url: person.get(url, follow=True).status_code for url in found}
        assert answers == dict.fromkeys(found, 200)


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


def test_of_very_many_words_the_first_eight_are_searched_for_and_the_page_says_so(cast: Cast) -> None:
    page, name = signed_in(cast.shiomi.users["secretary"]), "/c/shiomi/search/"
    answer = page.get(name, {"q": " ".join(["歩数"] * 1500)})
    assert "データ資産" in {hit.kind for hit in answer.context["hits"]}, "one word, said often, is one word"
    many = page.get(name, {"q": " ".join(f"w{number}" for number in range(1500))})
    assert (many.status_code, many.context["hits"]) == (200, [])
    assert "異なる8語" in many.content.decode()
    assert "異なる8語" not in page.get(name, {"q": "歩数"}).content.decode()


def test_a_nul_is_no_letter_of_a_search(cast: Cast) -> None:
    page, name = signed_in(cast.shiomi.users["secretary"]), "/c/shiomi/search/"
    answer = page.get(name, {"q": "歩数\0"})
    assert "データ資産" in {hit.kind for hit in answer.context["hits"]}
    assert page.get(name, {"q": "\0\0\0"}).context["hits"] == []
