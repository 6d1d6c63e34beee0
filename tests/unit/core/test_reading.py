"""What a page reads again is read once; a verb reads anew."""

from __future__ import annotations

from core.accounts.models import Council
from core.reading import once_a_page, reading


def test_the_same_question_is_asked_once_while_a_page_is_read() -> None:
    asked: list[object] = []

    @once_a_page
    def answer(council: Council, word: str = "") -> int:
        asked.append((council.pk, word))
        return len(asked)

    one, same, other = Council(pk=1), Council(pk=1), Council(pk=2)
    assert [answer(one), answer(same)] == [1, 2], "outside a page everything is read anew"
    with reading():
        assert answer(one) == answer(same) == 3
        assert answer(other) == 4
        assert answer(one, word="x") == answer(same, word="x") == 5
        with reading():
            assert answer(one) == 6
        assert answer(one) == 3
    assert answer(one) == 7


def test_rows_that_are_not_stored_are_never_the_same() -> None:
    @once_a_page
    def name(council: Council) -> str:
        return council.slug

    with reading():
        assert [name(Council(slug="a")), name(Council(slug="b"))] == ["a", "b"]
