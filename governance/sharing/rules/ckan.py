"""What CKAN answers to ``package_show``, as far as a draft can take it over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.errors import Invalid
from governance.sharing.rules import dcat, licences
from governance.sharing.rules.described import (
    Description,
    Left,
    Understood,
    clean,
    excerpt,
    in_two,
    keywords,
    web_address,
)
from governance.sharing.rules.jsonld import Graph, parse

READ = frozenset(
    {
        *("name", "id", "title", "title_translated", "notes", "notes_translated", "tags", "resources"),
        *("license_id", "license_title", "license_url", "isopen", "private", "organization", "type", "state"),
        *("temporal_start", "temporal_end", "extras", "num_tags", "num_resources", "url"),
    }
)
STARTS = ("temporal_start", "temporal_from", "start_date")
ENDS = ("temporal_end", "temporal_to", "end_date")


def is_package(document: Any) -> bool:
    """Does this look like CKAN's: the whole answer, or its ``result``?"""
    if not isinstance(document, dict):
        return False
    return "success" in document or ("resources" in document and "@context" not in document)


def read(text: str) -> Understood:
    """What a pasted document tells: CKAN's answer, or DCAT in JSON-LD.

    Raises:
        Invalid: it is neither, or says nothing about a dataset.
    """
    document = parse(text)
    return understood(document) if is_package(document) else dcat.of_graph(Graph(document))


def understood(document: Mapping[str, Any]) -> Understood:
    """The dataset in an answer to ``package_show``.

    Raises:
        Invalid: CKAN reports an error, or there is no title.
    """
    if document.get("success") is False:
        raise Invalid("sharing.import_ckan_failed")
    package = document.get("result", document)
    if not isinstance(package, dict):
        raise Invalid("sharing.import_no_dataset")
    extras = _extras(package)
    title_ja, title_en = in_two(_translated(package, "title", "name"), 200)
    if not title_ja and not title_en:
        raise Invalid("sharing.import_no_title")
    text_ja, text_en = in_two(_translated(package, "notes"), 4000, lines=True)
    licence, link = _licence(package), _link(package)
    start, end = _day(package, extras, STARTS), _day(package, extras, ENDS)
    words, more = keywords(tag.get("display_name") or tag.get("name") for tag in _dicts(package.get("tags")))
    description = Description(
        title_ja=title_ja or title_en,
        title_en=title_en,
        description_ja=text_ja,
        description_en=text_en,
        keywords=words,
        covers_from=start,
        covers_until=None if start and end and end < start else end,
        is_open=package.get("private") is not True and bool(licence and link),
        licence=licence,
        link=link,
    )
    return Understood(
        description=description,
        publisher=_publisher(package),
        identifier=clean(package.get("name") or package.get("id"), 100),
        left=(*(Left("tags", word) for word in more), *_left(package, extras)),
    )


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _extras(package: Mapping[str, Any]) -> dict[str, Any]:
    return {str(one.get("key")): one.get("value") for one in _dicts(package.get("extras"))}


def _translated(package: Mapping[str, Any], name: str, instead: str = "") -> dict[str, str]:
    several = package.get(f"{name}_translated")
    if isinstance(several, dict):
        found = {str(tag).split("-")[0]: str(text) for tag, text in several.items() if text}
        if found:
            return found
    alone = package.get(name) or package.get(instead)
    return {"": str(alone)} if alone else {}


def _licence(package: Mapping[str, Any]) -> str:
    for name in ("license_url", "license_id", "license_title"):
        found = licences.recognised(clean(package.get(name), 200))
        if found in licences.LICENCES:
            return found
    return clean(package.get("license_title") or package.get("license_id"), 100)


def _link(package: Mapping[str, Any]) -> str:
    places = [package.get("url"), *(one.get("url") for one in _dicts(package.get("resources")))]
    return next(filter(None, map(web_address, places)), "")


def _publisher(package: Mapping[str, Any]) -> str:
    organisation = package.get("organization")
    return clean(organisation.get("title"), 200) if isinstance(organisation, dict) else ""


def _day(package: Mapping[str, Any], extras: Mapping[str, Any], names: tuple[str, ...]) -> date | None:
    for name in names:
        try:
            return date.fromisoformat(str(package.get(name) or extras.get(name) or "")[:10])
        except ValueError:
            continue
    return None


def _left(package: Mapping[str, Any], extras: Mapping[str, Any]) -> Iterator[Left]:
    for name, value in {**package, **{f"extras: {key}": value for key, value in extras.items()}}.items():
        known = name in READ or name.removeprefix("extras: ") in (*STARTS, *ENDS)
        if not known and value not in (None, "", [], {}, False):
            shown = value if isinstance(value, (str, int, float)) else ""
            yield Left(excerpt(name), excerpt(shown))
    for one in _dicts(package.get("resources"))[1:]:
        yield Left("resources", excerpt(one.get("name") or one.get("url")))
