"""Ended consents that nobody can be told of, as the secretariat's work."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent import queries as consent
from core.accounts.models import Council
from core.http.parts import Work
from core.http.templatetags.sekisho import local
from governance.desk.queries.duties import work


def endings_untold(council: Council) -> Iterator[Work]:
    """Providers that have no data officer in ``council``, so that the mail about what ended reaches nobody."""
    for row in consent.untold(council):
        title = ngettext(
            "%(n)s consent ended, and the provider has no data officer to be told",
            "%(n)s consents ended, and the provider has no data officer to be told",
            row.many,
        ) % {"n": row.many}
        url, who = reverse("administration:organisations"), local(row.holder, "name")
        yield work(_("Ended consents"), title, url, _("Name data officers"), due=row.due, who=who)
