"""Is an assessment needed? (ISO/IEC 29134, 6.2, by the council's own rule: setting ``pia_requirement``)."""

from __future__ import annotations

from dataclasses import dataclass

from core.rulebook.values import PiaRequirement

PERSONS = "persons"
TRIGGERS = ("special_care", "children", "location", "camera")


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: about how many persons (None: not answered yet), and which circumstances are there."""

    persons: int | None
    triggers: frozenset[str] = frozenset()

    @property
    def answered(self) -> bool:
        """Can the question be judged?"""
        return self.persons is not None


@dataclass(frozen=True, slots=True)
class Judgement:
    """``required`` with the grounds that make it so, in the order of the rule."""

    required: bool
    grounds: tuple[str, ...]
    persons_at_least: int | None
    """The number that the rule names; None where no rule is in force."""


def judge(answers: Answers, rule: PiaRequirement | None) -> Judgement:
    """Does ``rule`` ask for an assessment of what ``answers`` describe? Any one ground is enough.

    Where no provision is in force nothing is asked, and an assessment may still be made.

    Raises:
        ValueError: the number of persons has not been answered.
    """
    if answers.persons is None:
        raise ValueError("the number of persons is not answered")
    if rule is None:
        return Judgement(False, (), None)
    grounds = [PERSONS] if answers.persons >= rule.persons_at_least else []
    grounds += [name for name in TRIGGERS if name in answers.triggers & rule.triggers]
    return Judgement(bool(grounds), tuple(grounds), rule.persons_at_least)
