"""Words of bodies, for templates."""

from __future__ import annotations

from django import template

from governance.assembly.enums import Expertise

register = template.Library()


@register.filter
def expertise_name(code: str) -> str:
    """The name of a field of expertise."""
    return str(Expertise(code).label) if code in Expertise.values else code
