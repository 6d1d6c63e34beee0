"""The clauses of two forms in which data go to no third party: succession of business (事業承継) and internal use
(内部利用), for which the holder asks for measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.http.templatetags.sekisho import local
from core.paper import Block, Items, Text
from governance.sharing.enums import TransferForm
from governance.sharing.models import RequestLine

Clause = tuple[str, tuple[Block, ...]]
Clauses = Callable[[RequestLine], Iterator[Clause]]


def shape(line: RequestLine, common: Clauses) -> tuple[str, str, Clauses]:
    """Title, opening and clauses of ``line``; ``common`` are those that every agreement has."""
    if line.form == TransferForm.SUCCESSION:
        opening = _(
            "%(provider)s (“the provider”) and %(recipient)s (“the recipient”) conclude the following agreement on "
            "the data that pass over together with a business."
        )
        title = pgettext("paper", "Agreement on data passing over with a business")
        return title, opening, lambda one: _succession(one, common)
    opening = _(
        "%(provider)s (“the provider”) lets %(recipient)s (“the recipient”) use data within the same body, and asks "
        "for the following measures."
    )
    return pgettext("paper", "Measures asked for internal use"), opening, lambda one: _internal(one, common)


def _succession(line: RequestLine, common: Clauses) -> Iterator[Clause]:
    told = _("Together with the following business, the recipient takes over the data of the next article:")
    yield pgettext("clause", "Succession"), (Text((told, local(line.request, "purpose"))),)
    yield from common(line)
    clauses = {
        pgettext("clause", "Use after the succession"): _(
            "The recipient uses personal data only as far as the purpose reaches for which the provider held them "
            "before the succession, unless the person has agreed to more."
        ),
        pgettext("clause", "Duties taken over"): _(
            "The recipient takes over what is under way towards persons: requests about their data, withdrawals and "
            "complaints. The provider hands over the record of each."
        ),
        pgettext("clause", "What stays with the provider"): _(
            "The provider keeps no copy but for what a law tells it to keep, and confirms this to the recipient in "
            "writing."
        ),
    }
    for heading, text in clauses.items():
        yield heading, (Text((text,)),)


def _internal(line: RequestLine, common: Clauses) -> Iterator[Clause]:
    told = _(
        "The recipient uses the data of the next article within its own duties under the law, as far as the "
        "following needs them, and for nothing else:"
    )
    yield pgettext("clause", "Use within the body"), (Text((told, local(line.request, "purpose"))),)
    yield from common(line)
    asked = (
        _("to name who answers for the data and who handles them; nobody else opens them"),
        _("to keep a record of each use"),
        _("to report on the handling when asked, and to let it be inspected"),
    )
    measures = _("The provider asks the recipient besides:")
    yield pgettext("clause", "Measures asked for"), (Text((measures,)), Items(asked, numbered=True))
