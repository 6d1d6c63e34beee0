"""How papers call parties, items and grounds, in the language in force, and what every paper of a case says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.accounts.models import Organ, Organisation
from core.http.codes import country
from core.http.dates import civil, era_date
from core.http.templatetags.sekisho import local, organ_name
from core.law.queries import in_force as law_in_force
from core.law.words import rests_on
from core.paper import Fact
from core.rulebook.provider import in_force
from governance.sharing.enums import DataClass, TransferForm
from governance.sharing.models import RequestLine, SharingRequest


def day(on: date | None) -> str:
    """令和8年11月22日; empty for none."""
    return era_date(on) if on else ""


def counted(number: int | None) -> str:
    """A number as it is, 0 too; a dash where none was stated."""
    return "–" if number is None else str(number)


def digest(value: str) -> str:
    """A digest in groups that find room in a column."""
    return " ".join(wrap(value, 16))


def listed(names: Iterable[str]) -> str:
    """A、B and C, as the language has it."""
    return pgettext("list", ", ").join(names)


def to_organisation(organisation: Organisation) -> str:
    """To a person where one represents the organisation (様), else to the organisation (御中)."""
    name = local(organisation, "name")
    if organisation.representative:
        return _("%(organisation)s, %(person)s") % {
            "organisation": name,
            "person": organisation.representative,
        }
    return pgettext("addressee", "%(name)s") % {"name": name}


def to_organ(organ: Organ) -> str:
    """To an organ (御中)."""
    return pgettext("addressee", "%(name)s") % {"name": organ_name(organ)}


def items_of(line: RequestLine, codes: list[str] | None = None) -> str:
    """The items asked for (or ``codes`` of them) by name."""
    labels = {item.code: local(item, "label") for item in line.dataset.items.all()}
    return listed([labels.get(code, code) for code in (line.items if codes is None else codes)])


def subprocessors(tree: Sequence[dict[str, Any]]) -> list[str]:
    """Each sub-processor by name with country and task, and whose sub-processor it is."""
    shown = []
    for one in tree:
        what = [country(one["country"])] if one["country"] else []
        what += [one["task"]] if one["task"] else []
        above = f" ← {tree[one['of'] - 1]['name']}" if 0 < one["of"] <= len(tree) else ""
        shown.append(f"{one['name']}{above} ({', '.join(what)})" if what else f"{one['name']}{above}")
    return shown


def ground_of(line: RequestLine) -> str:
    """The legal ground with its article and, until somebody has seen it in its source, where it was taken from; empty
    where none is needed."""
    return ground_called(line.ground)


def ground_called(code: str) -> str:
    """A legal ground with its article and, as :func:`ground_of`, its source; the code where there is none."""
    law = law_in_force(clock.today())
    ground, article = law.grounds.get(code), law.references.get(code)
    if ground is None:
        return code
    name = local(ground, "label")
    told = [local(article, "label")] if article else []
    told += [] if ground.confidence == "verified" else [rests_on(ground.source, ground.confidence)]
    return _("%(name)s (%(of)s)") % {"name": name, "of": listed(told)} if told else name


def article_of(line: RequestLine, code: str, on: date | None = None) -> str:
    """The article of the council's rules behind the setting ``code``, as they were on a day (today's)."""
    article = in_force(line.request.council, on or clock.today()).article(code)
    return local(article, "label") if article else ""


def caveat() -> str:
    """Printed on every opinion, approval and notice."""
    return _(
        "The opinion of the board and the approval of the council do not take the place of the decision that "
        "the provider makes under the law."
    )


def about(request: SharingRequest) -> str:
    """The request by day, title and number, as the opening of a letter names it."""
    facts = {"title": local(request, "title"), "number": request.reference}
    if request.submitted_at is None:
        return _("“%(title)s” (request %(number)s)") % facts
    facts["day"] = era_date(civil(request.submitted_at))
    return _("the request of %(day)s, “%(title)s” (request %(number)s)") % facts


def papers_of_ground(line: RequestLine) -> tuple[tuple[str, str], ...]:
    """What the ground asks for besides a reason, by name: the joint research; the filing and the notice of opt-out."""
    ground = law_in_force(clock.today()).grounds.get(line.ground)
    asked = ground.provisos if ground else frozenset()
    told: tuple[tuple[str, str], ...] = ()
    if "joint_research" in asked:
        told += ((_("Paper of the joint research"), line.joint_research or "–"),)
    if "opt_out" in asked:
        known = f"{day(line.opt_out_known_on) or '–'}　{line.opt_out_where}".strip()
        told += (
            (_("Number of the opt-out filing"), line.opt_out_filing or "–"),
            (_("Opt-out made known"), known),
        )
    return told


def data_of(line: RequestLine) -> tuple[Fact, ...]:
    """What is asked for: dataset, items, purpose, form, ground."""
    under = _("Line %(line)s, provider: %(provider)s") % {
        "line": line.reference,
        "provider": organ_name(line.dataset.provider),
    }
    dataset = _("%(name)s (%(of)s)") % {"name": local(line.dataset, "title"), "of": line.dataset.reference}
    rows = [
        Fact(pgettext("paper", "Data"), (dataset,), notes=(under,)),
        Fact(_("Items"), (items_of(line),)),
        Fact(_("Purpose of use"), (local(line.request, "purpose"),)),
    ]
    if line.form:
        rows.append(Fact(_("Form of transfer"), (str(TransferForm(line.form).label),)))
    if line.data_class:
        rows.append(Fact(_("Class of data"), (str(DataClass(line.data_class).label),)))
    if ground := ground_of(line):
        rows.append(Fact(_("Legal ground"), (ground,)))
    rows += [Fact(label, (text,)) for label, text in papers_of_ground(line)]
    return tuple(rows)


def period_of(line: RequestLine) -> str:
    """From when until when the data are to be used."""
    return _("%(first)s to %(last)s") % {"first": day(line.use_from), "last": day(line.use_until)}
