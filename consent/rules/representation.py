"""Who may answer for whom.

A child below the age that the council's rule names is represented by a legal representative and by nobody else:
whoever cannot agree alone cannot choose somebody to agree for them. An older person answers alone or through a
representative of their own choice. A helper who types decides nothing.
A protective measure closes the person's records to whoever it names, parent or not.
Parents agree for a child together, as many as the rule says, and not while another parent's objection stands; each of
them refuses and withdraws alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consent.rules.validity import age
from core.errors import ALLOWED, ArticleRef, NotPermitted, Verdict


@dataclass(frozen=True, slots=True)
class Agent:
    """One registration of somebody who acts for a person."""

    kind: str
    since: date
    until: date | None = None
    ended: bool = False
    hidden: bool = False
    """A protective measure names the agent."""

    def in_force(self, on: date) -> bool:
        """Does the registration hold on ``on``? It holds through its last day."""
        return not self.ended and self.since <= on and (self.until is None or on <= self.until)


def has_authority(agent: Agent, *, born: date | None, under: int, on: date) -> bool:
    """May ``agent`` decide for the person? A legal representative of a child only until the child turns
    ``under``; of an adult (guardianship) while the registration holds. Whoever was chosen only from ``under`` on."""
    if agent.hidden or agent.kind == "assistant" or not agent.in_force(on):
        return False
    if born is None:
        return True
    years = age(born, on)
    if years < under:
        return agent.kind == "statutory"
    return agent.kind != "statutory" or years >= 18


def able_to_choose(
    *, kind: str, born: date | None, under: int, on: date, article: ArticleRef | None = None
) -> Verdict:
    """May somebody be registered as acting for the person as ``kind``? Below ``under`` nobody chooses who decides."""
    if kind != "voluntary" or born is None or age(born, on) >= under:
        return ALLOWED
    return Verdict(False, "child_chooses_nobody", {"under": under}, article=article)


def able_to_consent(
    *, as_agent: bool, born: date | None, under: int, on: date, article: ArticleRef | None = None
) -> Verdict:
    """May the one who answers decide alone? A child below ``under`` may refuse or withdraw, but not agree."""
    if as_agent or born is None or age(born, on) >= under:
        return ALLOWED
    return Verdict(False, "parent_decides", {"under": under}, article=article, error=NotPermitted)


def is_parent_of_child(kind: str, *, born: date | None, under: int, on: date) -> bool:
    """Does whoever acts as ``kind`` decide for a child below ``under``? Without a date of birth nobody is a child."""
    return kind == "statutory" and born is not None and age(born, on) < under


def parents_agree(
    *, needed: int, signed: int, registered: int, opposed: bool, article: ArticleRef | None = None
) -> Verdict:
    """May the ``signed`` parents agree for a child? ``registered`` have the authority; ``opposed``: another parent
    objected, and the objection stands."""
    if opposed:
        return Verdict(False, "parent_objects", article=article)
    if signed >= needed:
        return ALLOWED
    params = {"needed": needed, "registered": registered}
    code = "parents_sign_together" if registered >= needed else "parent_missing"
    return Verdict(False, code, params, article=article)
