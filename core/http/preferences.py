"""How a reader wants to read: theme, やさしい日本語, furigana. Kept in plain cookies, switched by POST."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from core.accounts.models import User

YEAR = 60 * 60 * 24 * 365
CHOICES = {
    "theme": frozenset({"light", "dark", "auto"}),
    "layer": frozenset({"standard", "easy"}),
    "furigana": frozenset({"on", "off"}),
}
"""Name of the cookie and the values that it may take; the first visit has none of them."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """``theme`` is empty where the machine decides; ``easy`` asks for the plain text layer."""

    theme: str = ""
    easy: bool = False
    furigana: bool = False


def preferences_of(request: HttpRequest) -> Preferences:
    """What the reader's cookies say; unknown values count as not set."""
    theme = request.COOKIES.get("theme", "")
    return Preferences(
        theme=theme if theme in {"light", "dark"} else "",
        easy=request.COOKIES.get("layer") == "easy",
        furigana=request.COOKIES.get("furigana") == "on",
    )


@require_POST
def prefer(request: HttpRequest) -> HttpResponse:
    """Keep one choice (``theme``, ``layer`` or ``furigana``) and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, allowed in CHOICES.items():
        value = request.POST.get(name, "")
        if value in allowed:
            response.set_cookie(
                name,
                value,
                max_age=YEAR,
                samesite="Lax",
                httponly=True,
                secure=request.is_secure(),
            )
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Django's own switch; somebody who is signed in also gets mails in that language."""
    answer = set_language(request)
    wanted = request.POST.get("language", "")
    if request.user.is_authenticated and wanted in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).exclude(language=wanted).update(language=wanted)
    return answer
