"""How units of a rule document are numbered and how a number is printed.

A number is a tuple: ``(10,)`` is 第10条 and ``(10, 2)`` is 第10条の2, the branch number that drafters use so as
not to renumber what follows. The standard law XML writes the same with an underscore (``10_2``).
"""

from __future__ import annotations

from typing import Literal

Number = tuple[int, ...]
Level = Literal["chapter", "article", "paragraph", "item", "supplement"]
Digits = Literal["arabic", "kanji"]

_KANJI = "〇一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_WORDS_JA: dict[Level, str] = {
    "chapter": "章",
    "article": "条",
    "paragraph": "項",
    "item": "号",
}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def kanji(number: int) -> str:
    """``number`` (1 to 9999) in kanji as laws write it: 12 is 十二, 100 is 百.

    Raises:
        ValueError: out of range.
    """
    if not 0 < number < 10_000:
        raise ValueError(f"not a number of a provision: {number}")
    text = ""
    for size, sign in _UNITS:
        count, number = divmod(number, size)
        if count:
            text += (_KANJI[count] if count > 1 else "") + sign
    return text + (_KANJI[number] if number else "")


def roman(number: int) -> str:
    """``number`` in small roman numerals, as English translations of Japanese laws number items."""
    text = ""
    for size, sign in _ROMAN:
        count, number = divmod(number, size)
        text += sign * count
    return text


def code(number: Number) -> str:
    """The number as the standard law XML writes it: ``10_2``."""
    return "_".join(str(part) for part in number)


def following(previous: Number | None, *, branch: bool) -> Number:
    """The number after ``previous`` at the same level.

    A branch keeps the main number: after 第10条 comes 第10条の2, after 第10条の2 comes 第10条の3.

    Raises:
        ValueError: a branch without a unit before it.
    """
    if not branch:
        return ((previous[0] if previous else 0) + 1,)
    if previous is None:
        raise ValueError("a branch number needs a unit before it")
    return (previous[0], (previous[1] if len(previous) > 1 else 1) + 1)


def label_ja(level: Level, number: Number, digits: Digits = "arabic") -> str:
    """第9条, 第2項, 第3号, 第4章, with branches as の2; 附則 has no number."""
    if level == "supplement":
        return "附則"
    write = kanji if digits == "kanji" else str
    return f"第{write(number[0])}{_WORDS_JA[level]}" + "".join(f"の{write(part)}" for part in number[1:])


def label_en(level: Level, number: Number) -> str:
    """``Article 9``, ``(2)``, ``(iii)``, ``Chapter 4``; branches follow a hyphen (``Article 10-2``)."""
    if level == "supplement":
        return "Supplementary provisions"
    branch = "".join(f"-{part}" for part in number[1:])
    if level == "item":
        return f"({roman(number[0])}{branch})"
    if level == "paragraph":
        return f"({number[0]}{branch})"
    return f"{level.capitalize()} {number[0]}{branch}"


def mark_ja(level: Level, number: Number) -> str:
    """What stands at the head of the unit's own text: ``第9条``, ``2``, ``(3)``."""
    if level == "paragraph":
        return str(number[0]) + "".join(f"の{part}" for part in number[1:])
    if level == "item":
        return f"({number[0]}" + "".join(f"の{part}" for part in number[1:]) + ")"
    return label_ja(level, number)


def mark_en(level: Level, number: Number) -> str:
    """What stands at the head of the unit's English text."""
    return label_en(level, number)
