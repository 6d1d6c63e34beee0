"""Licences of open data that are well known: code -> name in Japanese and English, and where the text is.

Any other licence is kept as the words that the provider wrote.
"""

from __future__ import annotations

from collections.abc import Mapping

LICENCES: Mapping[str, tuple[str, str, str]] = {
    "CC-BY-4.0": (
        "CC BY 4.0（表示）",
        "CC BY 4.0 (attribution)",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC0-1.0": (
        "CC0 1.0（権利放棄）",
        "CC0 1.0 (no rights reserved)",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    "CC-BY-SA-4.0": (
        "CC BY-SA 4.0（表示・継承）",
        "CC BY-SA 4.0 (attribution, share alike)",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "CC-BY-2.1-JP": (
        "CC BY 2.1 日本（表示）",
        "CC BY 2.1 Japan (attribution)",
        "https://creativecommons.org/licenses/by/2.1/jp/",
    ),
    "PDL-1.0": (
        "公共データ利用規約（第1.0版）",
        "Public Data License 1.0 (Japan)",
        "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
    ),
    "ODbL-1.0": (
        "ODbL 1.0（データベース・継承）",
        "ODbL 1.0 (databases, share alike)",
        "https://opendatacommons.org/licenses/odbl/1-0/",
    ),
    "ODC-By-1.0": (
        "ODC-By 1.0（データベース・表示）",
        "ODC-By 1.0 (databases, attribution)",
        "https://opendatacommons.org/licenses/by/1-0/",
    ),
}


def name(licence: str, language: str) -> str:
    """What the licence is called in ``ja`` or ``en``; the provider's own words where it is none of ours."""
    ja, en, _url = LICENCES.get(licence, (licence, licence, ""))
    return en if language == "en" else ja


def address(licence: str) -> str:
    """Where the text of the licence is; empty where we do not know."""
    return LICENCES[licence][2] if licence in LICENCES else ""


def _plain(url: str) -> str:
    return url.strip().casefold().removeprefix("https://").removeprefix("http://").rstrip("/")


KNOWN_BY: Mapping[str, str] = {
    **{_plain(url): code for code, (_ja, _en, url) in LICENCES.items()},
    **{code.casefold(): code for code in LICENCES},
    **{code.replace("-", " ").casefold(): code for code in LICENCES},
    "cc-by": "CC-BY-4.0",
    "cc-by-sa": "CC-BY-SA-4.0",
    "cc-zero": "CC0-1.0",
    "odc-odbl": "ODbL-1.0",
    "odc-by": "ODC-By-1.0",
}
"""Address, name or code that other catalogues use, in small letters -> our code."""


def recognised(words: str) -> str:
    """Our code for what another catalogue writes as a licence; its own words where we do not know it."""
    found = KNOWN_BY.get(_plain(words)) or KNOWN_BY.get(words.strip().casefold())
    return found or words.strip()
