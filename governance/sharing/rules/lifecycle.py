"""What a provider declares at each stage of a dataset's life, and which stages are declared.

取得 from whom, how, on what ground · 利用 operations, purposes · 保管 where, measures, period · 廃棄 method, when,
proof. Lists of codes, and texts in Japanese with an optional English one. The purposes and the period are the
dataset's own, since the gate reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

CODED: Mapping[str, tuple[str, ...]] = {
    "acquire": ("sources", "means", "grounds"),
    "use": ("operations",),
    "store": ("countries", "measures"),
    "dispose": ("methods", "times", "proofs"),
}
"""Stage -> fields that hold a list of codes; each needs at least one."""

TEXTS: Mapping[str, tuple[str, ...]] = {
    "acquire": ("text_ja", "basis_ja"),
    "use": ("text_ja",),
    "store": ("text_ja",),
    "dispose": ("text_ja",),
}
"""Stage -> texts that it needs."""

OF_DATASET: Mapping[str, str] = {"use": "purposes", "store": "retention_months"}
"""Stage -> what of the dataset itself is declared with it."""

Content = Mapping[str, Any]
"""What is kept of one stage: lists of codes and texts by the name of the field."""


def fields_of(stage: str) -> tuple[str, ...]:
    """The names of everything that is kept of ``stage``, the English texts included."""
    texts = TEXTS[stage]
    return (*CODED[stage], *texts, *(name.replace("_ja", "_en") for name in texts))


def missing(stage: str, content: Content, *, purposes: Iterable[str], months: int | None) -> tuple[str, ...]:
    """The fields of ``stage`` that are not filled yet; it is declared when there are none."""
    found = [name for name in CODED[stage] if not content.get(name)]
    found += [name for name in TEXTS[stage] if not str(content.get(name) or "").strip()]
    if stage == "use" and not list(purposes):
        found.append("purposes")
    if stage == "store" and months is None:
        found.append("retention_months")
    return tuple(found)


def declared(stages: Mapping[str, Content], *, purposes: Iterable[str], months: int | None) -> frozenset[str]:
    """The stages of which nothing is missing."""
    chosen = list(purposes)
    return frozenset(
        stage
        for stage in CODED
        if stage in stages and not missing(stage, stages[stage], purposes=chosen, months=months)
    )
