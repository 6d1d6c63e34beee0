"""The rules in force of a council, and whether it took a decision, loaded by the providers that settings name.

consent and pia obey and cite articles through here without knowing governance; rooms below the assembly rest their
acts on its decisions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import NamedTuple, TypedDict, Unpack, cast

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from core import clock
from core.accounts.models import Council
from core.errors import ArticleRef, Refused
from core.rulebook.values import Rulebook, Setting


def in_force(council: Council, on: date) -> Rulebook:
    """All settings and bases in force in ``council`` on the civil date ``on``."""
    load = cast("Callable[[Council, date], Rulebook]", import_string(settings.RULEBOOK_PROVIDER))
    return load(council, on)


def settings_in_force(council: Council, on: date, codes: Collection[str]) -> dict[str, Setting]:
    """Only the settings ``codes`` in force, those that no provision fixes left out. One statement, by the function of
    this name beside the provider: for verbs that go by one or two settings and are called often."""
    beside = str(settings.RULEBOOK_PROVIDER).rpartition(".")[0]
    load = cast(
        "Callable[[Council, date, Collection[str]], dict[str, Setting]]",
        import_string(f"{beside}.settings_in_force"),
    )
    return load(council, on, codes)


class Standing(NamedTuple):
    """A decision, as it stands or stood: what it is about, whether a body took it by a vote, as which matter
    of the general assembly (総会), if it was that, whose own matter it was (keys of organisations), when it was taken,
    and by which body (its code; none where an officer took it)."""

    subject: str
    is_voted: bool
    matter: str
    concerned: frozenset[int] = frozenset()
    taken_at: datetime | None = None
    body: str = ""


def _that_stand(council: Council, number: str) -> list[Standing] | None:
    find = cast("Callable[[Council, str], list[Standing] | None]", import_string(settings.DECISION_STANDS))
    return find(council, number)


def has_fallen(council: Council, number: str) -> bool:
    """Was every decision ``number`` of ``council`` superseded?"""
    return _that_stand(council, number) == []


def is_voted_on(council: Council, subject: str) -> bool:
    """Is an item about ``subject`` in the vote of a body of ``council``, or do its papers go round?"""
    ask = cast("Callable[[Council, str], bool]", import_string(settings.SUBJECT_VOTED_ON))
    return ask(council, subject)


def decided(council: Council, number: str, at: datetime, about: Collection[str] = ()) -> Standing | None:
    """The decision ``number`` of ``council`` that an act of the moment ``at`` rests on, whether or not another has
    taken its place since: the newest of that number then. Numbers begin anew each fiscal year; where it is known what
    the act was ``about`` (one of these), it is a decision that carries that."""
    find = cast("Callable[[Council, str, datetime], list[Standing]]", import_string(settings.DECISION_THEN))
    found = find(council, number, at)
    if about:
        found = [one for one in found if any(_carries(one, subject, None, False) for subject in about)]
        return _nearest(found) if found else None
    return found[0] if found else None


class Asked(TypedDict, total=False):
    """What an act asks of the decision it rests on (:func:`rests_on`)."""

    about: str
    party: int | None
    is_named: bool
    matter: str
    is_voted: bool
    since: datetime | None
    bodies: Collection[str]


def rests_on(council: Council, number: str, **asked: Unpack[Asked]) -> str:
    """The number of the decision of ``council`` that an act rests on, as it is printed. A decision about something in
    particular (a data-use request, an amendment) carries nothing but what becomes of that: ``about`` is its name. One
    that was the own matter of organisations carries nothing against another: ``party`` is the key of the one concerned,
    and where it has to be one of them (``is_named``), a decision about nothing in particular is not enough. Where the
    rules in force ask a special majority for ``matter``, the assembly has to have voted on it as that; where they
    ask any majority and the act ``is_voted`` on, the chair alone cannot have decided it. What came up at ``since`` was
    not decided about before. Where ``bodies`` are named (by their codes), one of them took it.

    Raises:
        Refused: the council has recorded no such decision, another has taken its place, it is about something else, is
            older than what it is named for, or was not taken as the rules ask; carries their article.
    """
    carrying(council, number, **asked)
    return number.strip()


def carrying(
    council: Council,
    number: str,
    *,
    about: str = "",
    party: int | None = None,
    is_named: bool = False,
    matter: str = "",
    is_voted: bool = False,
    since: datetime | None = None,
    bodies: Collection[str] = (),
) -> Standing:
    """The decision ``number`` that an act rests on, as :func:`rests_on` asks it to be: one decision that is all of it,
    since numbers begin anew each fiscal year.

    Raises:
        Refused: as there.
    """
    number = number.strip()
    found = _that_stand(council, number)
    if not found:
        raise Refused("decision_unknown" if found is None else "decision_superseded", number=number)
    found = [one for one in found if _carries(one, about, party, is_named)]
    if not found:
        raise Refused("decision_about_else", number=number)
    found = [one for one in found if _is_since(one, since)]
    if not found:
        raise Refused("decision_too_early", number=number)
    rules = in_force(council, clock.today())
    special = rules.get("special_majority")
    if special is not None and matter in special.matters:
        found = [one for one in found if one.matter == matter]
        if not found:
            raise Refused(
                "decision_without_special", article=rules.article("special_majority"), number=number
            )
    elif is_voted and rules.get("ordinary_majority") is not None:
        found = [one for one in found if one.is_voted]
        if not found:
            raise Refused("decision_not_voted", article=rules.article("ordinary_majority"), number=number)
    found = [one for one in found if not bodies or one.body in bodies]
    if not found:
        raise Refused("decision_not_theirs", number=number)
    return _nearest(found)


def _nearest(found: Collection[Standing]) -> Standing:
    """Of several decisions of one number that carry an act, the one it means: one that was voted on before another, one
    about it before one about nothing in particular, then the newest."""
    return max(
        found,
        key=lambda one: (one.is_voted, bool(one.subject), one.taken_at.timestamp() if one.taken_at else 0.0),
    )


def _carries(one: Standing, about: str, party: int | None, is_named: bool) -> bool:
    """Is the decision about what becomes of ``about``, or against nobody else than ``party``?"""
    if one.subject:
        return one.subject == about
    if party is None:
        return True
    return party in one.concerned or not (one.concerned or is_named)


def _is_since(one: Standing, since: datetime | None) -> bool:
    return since is None or (one.taken_at is not None and one.taken_at >= since)


def decision_urls(
    council: Council, named: Collection[tuple[str, datetime]]
) -> dict[tuple[str, datetime], str]:
    """Where the decisions of ``council`` can be read that were ``named`` by number and moment: the newest of that
    number then, since numbers begin anew each fiscal year. None is told that was not recorded. One statement."""
    find = cast(
        "Callable[[Council, Collection[tuple[str, datetime]]], dict[tuple[str, datetime], str]]",
        import_string(settings.DECISION_ADDRESSES),
    )
    return find(council, named)


def article_url(council: Council, article: ArticleRef) -> str:
    """Where ``article`` of a rule document of ``council`` can be read, in the edition that it was cited from."""
    path = reverse(settings.RULEBOOK_ARTICLE, args=[council.slug, article.instrument, article.provision])
    return f"{path}?edition={article.edition}" if article.edition else path
