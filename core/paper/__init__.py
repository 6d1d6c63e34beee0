"""A document described once, drawn twice: as tagged PDF and as DOCX, from the same frozen content."""

from core.paper.drawing import FORMS, MEDIA, draw, html
from core.paper.freezing import LANGUAGES, freeze, thaw
from core.paper.values import Block, Fact, Facts, Heading, Issue, Items, Paper, Table, Text

__all__ = [
    "FORMS",
    "LANGUAGES",
    "MEDIA",
    "Block",
    "Fact",
    "Facts",
    "Heading",
    "Issue",
    "Items",
    "Paper",
    "Table",
    "Text",
    "draw",
    "freeze",
    "html",
    "thaw",
]
