"""Words of bodies, for templates."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from core.errors import ArticleRef
from core.http.templatetags.sekisho import draw
from core.rulebook.provider import article_url
from governance.assembly.enums import Expertise

register = template.Library()


@register.simple_tag(takes_context=True)
def cite(context: Context, article: ArticleRef | None) -> SafeString:
    """The article behind a rule, linked to its text; nothing for none."""
    url = article_url(context["council"], article) if article else ""
    return draw(context, "article", {"article": article, "url": url})


@register.filter
def bare(reference: str) -> str:
    """The number that people say: R-2026-031 for ``request:R-2026-031``."""
    return reference.partition(":")[2] or reference


@register.filter
def expertise_name(code: str) -> str:
    """The name of a field of expertise."""
    return str(Expertise(code).label) if code in Expertise.values else code
