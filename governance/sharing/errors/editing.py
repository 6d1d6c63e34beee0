"""What is refused where two write in one draft."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.http.texts import Text

EDITING: Mapping[str, Text] = {
    "sharing.changed_before_handing_in": _(
        "The draft was changed since you opened this page, by a colleague or by you in another window. Read "
        "%(reference)s once more, then hand it in."
    ),
    "sharing.changed_meanwhile": _(
        "%(who)s saved this at %(time)s, after you had opened it. Nothing of yours is lost: compare both versions, "
        "then save again."
    ),
    "sharing.changed_by_yourself": _(
        "You saved this yourself at %(time)s in another window, after you had opened it here. Nothing of yours is "
        "lost: compare both versions, then save again."
    ),
    "sharing.being_edited": _(
        "%(who)s has been writing in this draft since %(time)s. Wait, or take it over."
    ),
}
