"""Documents on paper: tagged, accessible PDF (PDF/UA-1) from a template; WeasyPrint is known here alone."""

from core.pdf.binding import bind, count, leaves
from core.pdf.rendering import Broken, render

__all__ = ["Broken", "bind", "count", "leaves", "render"]
