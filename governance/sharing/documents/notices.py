"""The text of a consent notice on paper, as those who judge a case read what the persons were shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consent.enums import BLOCK_TITLES
from consent.queries.notices import version_named
from consent.rules.notices import BLOCKS, without_ruby
from core.accounts.models import Council
from core.http.dates import civil, english
from core.http.templatetags.sekisho import local
from core.paper import Block, Fact, Facts, Heading
from governance.sharing.documents import naming
from governance.sharing.rules.checks_people import binding, covering
from governance.sharing.rules.facts import GateFacts


def notices_of(council: Council, facts: Iterable[GateFacts]) -> Iterator[Block]:
    """Every version of a notice on whose choices one of the lines with these ``facts`` rests, once."""
    names = dict.fromkeys(choice.notice for one in facts for choice in binding(covering(one)))
    for name in names:
        version = version_named(council, name)
        if version is not None:
            yield from _notice(version)


def _notice(version: Any) -> Iterator[Block]:
    notice = version.notice
    name = f"{notice.reference} v{version.number}"
    title = _("Consent notice %(name)s: %(title)s") % {"name": name, "title": local(notice, "title")}
    yield Heading(title, level=3)
    yield Facts(
        (
            Fact(pgettext("notice", "Published"), (naming.day(civil(version.published_at)),)),
            Fact(_("Published by decision"), (version.decision or "–",)),
            Fact(_("Choices"), tuple(map(_choice, version.items.all())), numbered=True),
            Fact(_("Digest (SHA-256)"), (naming.digest(version.digest),)),
        )
    )
    told = [(BLOCK_TITLES[block][0], _said(version.texts.get(block, {}))) for block in BLOCKS]
    rows = tuple(Fact(without_ruby(str(heading)), lines) for heading, lines in told if lines)
    yield Facts(rows, caption=_("What the persons are told"))


def _choice(item: Any) -> str:
    data = naming.listed([_words(kind) for kind in item.data_items])
    return f"{data} → {local(item.recipient, 'name')}: {_words(item.purpose_words)}"


def _words(value: dict[str, str]) -> str:
    return without_ruby(value.get("en" if english() else "ja", ""))


def _said(value: dict[str, str]) -> tuple[str, ...]:
    return tuple(line for line in _words(value).splitlines() if line.strip())
