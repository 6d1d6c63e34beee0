"""The table of what the rules fix, and of the articles that checks rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import ArticleRef
from core.rulebook.values import Rulebook
from governance.rulebook.documents.fields import words_only
from governance.rulebook.documents.settings import LABELS, describe, label
from governance.rulebook.documents.words import CHECKS, check_label


@dataclass(frozen=True, slots=True)
class Fixed:
    """One line: a setting with its value, or a check without one, and the provision behind it."""

    code: str
    label: str
    value: str
    article: ArticleRef
    url: str
    words_only: tuple[str, ...] = ()
    """The parts that the system does not apply."""


def fixed(rules: Rulebook, url_of: Callable[[ArticleRef], str]) -> list[Fixed]:
    """Every setting in force, in the order of the documents' life: meetings, board, data, time."""
    return [
        Fixed(
            code,
            label(code),
            describe(setting.value),
            setting.article,
            url_of(setting.article),
            tuple(words_only(code)),
        )
        for code in LABELS
        if (setting := rules.settings.get(code))
    ]


def resting(rules: Rulebook, url_of: Callable[[ArticleRef], str]) -> list[Fixed]:
    """Every check that rests on a provision in force."""
    return [
        Fixed(code, check_label(code), "", article, url_of(article))
        for code in CHECKS
        if (article := rules.basis.get(code))
    ]
