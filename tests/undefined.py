"""A template variable that nobody defined is a defect, in our own templates."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import FrameType
from typing import Any

from django.template.base import FilterExpression, Node

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
FORGIVING = {"default", "default_if_none"}


class UndefinedVariable(Exception):
    """Names the variable and the template."""


class Undefined(str):
    """Django's ``string_if_invalid``: raises for our templates, is empty for those of other packages.

    ``{{ x|default:"" }}`` and ``{% if x %}`` say that a variable may be absent, so they pass.
    """

    def __new__(cls) -> Undefined:
        return super().__new__(cls, "%s")

    def __contains__(self, key: object) -> bool:
        return key == "%s" or super().__contains__(key)  # type: ignore[operator]

    def __mod__(self, variable: object) -> Any:
        expression, context, origin = self.place()
        names = [getattr(function, "__name__", "") for function, _arguments in expression.filters]
        if names and names[0] in FORGIVING:
            return self.filtered(expression, context)
        if origin is None or TEMPLATES not in Path(origin).parents:
            return ""
        raise UndefinedVariable(f"{variable} is undefined in {Path(origin).relative_to(TEMPLATES)}")

    @staticmethod
    def place() -> tuple[FilterExpression, Any, str | None]:
        """The expression being resolved, its context, and the file of the innermost node around it."""
        frame: FrameType | None = inspect.currentframe()
        expression, context = None, None
        while frame is not None:
            found = frame.f_locals.get("self")
            if isinstance(found, FilterExpression) and expression is None:
                expression, context = found, frame.f_locals["context"]
            if isinstance(found, Node) and hasattr(found, "origin"):
                return expression, context, found.origin.name  # type: ignore[return-value]
            frame = frame.f_back
        return expression, context, None  # type: ignore[return-value]

    @staticmethod
    def filtered(expression: FilterExpression, context: Any) -> Any:
        """The filters applied to nothing, as Django does where no string_if_invalid is set."""
        value: Any = None
        for function, arguments in expression.filters:
            given = [argument.resolve(context) if lookup else argument for lookup, argument in arguments]
            value = function(value, *given)
        return value
