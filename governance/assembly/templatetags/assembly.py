"""Words of bodies, for templates."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import format_html

from core.errors import ArticleRef
from core.http.templatetags.sekisho import article_link
from governance.assembly.enums import Expertise
from governance.assembly.models import Attendance
from governance.assembly.queries.voting import answers

register = template.Library()


@register.simple_tag(takes_context=True)
def cite(context: Context, article: ArticleRef | None) -> str:
    """The article behind a rule, as a reference linked to its text; nothing for none."""
    return format_html('<span class="ref">{}</span>', article_link(context, article)) if article else ""


@register.filter
def bare(reference: str) -> str:
    """The number that people say: R-2026-031 for ``request:R-2026-031``."""
    return reference.partition(":")[2] or reference


@register.filter
def is_in(row: Attendance, known: dict[int, bool] | None = None) -> bool | None:
    """In a round of papers: is the voter's answer in? None where the voter is not asked; ``known`` are the answers."""
    return (answers(row.meeting) if known is None else known).get(row.pk)


@register.filter
def expertise_name(code: str) -> str:
    """The name of a field of expertise."""
    return str(Expertise(code).label) if code in Expertise.values else code
