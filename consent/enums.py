"""Closed lists of the consent room."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.http.texts import Text


class EventKind(TextChoices):
    """What happened to one choice of one person. Each is a new row, never an edit."""

    REQUESTED = "requested", pgettext_lazy("consent event", "asked")
    DEFERRED = "deferred", pgettext_lazy("consent event", "put off")
    REFUSED = "refused", pgettext_lazy("consent event", "refused")
    GIVEN = "given", pgettext_lazy("consent event", "agreed")
    RENEWED = "renewed", pgettext_lazy("consent event", "agreed again")
    SHORTENED = "shortened", pgettext_lazy("consent event", "end brought forward")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent event", "withdrawn")
    REVOKED = "revoked", pgettext_lazy("consent event", "revoked by another party")
    EXPIRED = "expired", pgettext_lazy("consent event", "expired")
    INVALIDATED = "invalidated", pgettext_lazy("consent event", "invalidated")


class ConsentState(TextChoices):
    """Where one choice of one person stands: the fold of its events. No row means never asked."""

    REQUESTED = "requested", pgettext_lazy("consent state", "waiting for an answer")
    DEFERRED = "deferred", pgettext_lazy("consent state", "to be decided later")
    REFUSED = "refused", pgettext_lazy("consent state", "not agreed")
    IN_FORCE = "in_force", pgettext_lazy("consent state", "agreed")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent state", "withdrawn")
    REVOKED = "revoked", pgettext_lazy("consent state", "revoked by another party")
    EXPIRED = "expired", pgettext_lazy("consent state", "expired")
    INVALIDATED = "invalidated", pgettext_lazy("consent state", "invalid")


class Route(TextChoices):
    """How a consent event arrived."""

    DIRECT = "direct", pgettext_lazy("route", "on our pages")  # 直接
    HANDOVER = "handover", pgettext_lazy("route", "handed over by the provider's app")  # 遷移
    FEED = "feed", pgettext_lazy("route", "reported by the provider's app")  # 連携
    COUNTER = "counter", pgettext_lazy("route", "counter or paper")  # 窓口・紙
    MIGRATED = "migrated", pgettext_lazy("route", "taken over from earlier records")  # 移行
    TIME = "time", pgettext_lazy("route", "by time or by decision")  # 期限・決定


class Necessity(TextChoices):
    """Whether the service can be had without this choice."""

    REQUIRED = "required", pgettext_lazy("necessity", "needed for the service")
    OPTIONAL = "optional", pgettext_lazy("necessity", "optional")


class NoticeState(TextChoices):
    """A notice before its first version, while it is shown, and after."""

    DRAFTED = "drafted", pgettext_lazy("notice state", "in preparation")
    PUBLISHED = "published", pgettext_lazy("notice state", "published")
    RETIRED = "retired", pgettext_lazy("notice state", "no longer asked")


class Language(TextChoices):
    """The language whose text decides where the layers differ."""

    JA = "ja", _("Japanese")
    EN = "en", _("English")


class ProxyKind(TextChoices):
    """Why somebody acts for another."""

    STATUTORY = "statutory", _("legal representative")  # 法定代理人
    VOLUNTARY = "voluntary", _("representative chosen by the person")  # 任意代理人
    ASSISTANT = "assistant", _("helps with typing, decides nothing")  # 入力補助者


class HoldKind(TextChoices):
    """Why nothing about a person may flow."""

    USE_STOP = "use_stop", _("stop of use")  # 利用停止
    PROTECTION = "protection", _("protective measure")  # 支援措置
    DEATH = "death", _("death")


class PaperAnswer(TextChoices):
    """What is marked on a paper form."""

    GIVE = "give", _("agrees")
    REFUSE = "refuse", _("does not agree")


SCAN_KINDS = frozenset({".pdf", ".png", ".jpg", ".jpeg"})
"""Endings of a scanned form."""


BLOCK_TITLES: Mapping[str, tuple[Text, Text]] = {
    "purpose": (
        pgettext_lazy("standard", "What the data is used for"),
        pgettext_lazy("easy", "What the data is used for"),
    ),
    "controller": (
        pgettext_lazy("standard", "Who is responsible"),
        pgettext_lazy("easy", "Who is responsible"),
    ),
    "collection": (
        pgettext_lazy("standard", "What is collected and how"),
        pgettext_lazy("easy", "What is collected and how"),
    ),
    "use": (pgettext_lazy("standard", "How it is used"), pgettext_lazy("easy", "How it is used")),
    "location": (pgettext_lazy("standard", "Where it is kept"), pgettext_lazy("easy", "Where it is kept")),
    "third_party": (
        pgettext_lazy("standard", "Who else receives it"),
        pgettext_lazy("easy", "Who else receives it"),
    ),
    "retention": (
        pgettext_lazy("standard", "How long it is kept"),
        pgettext_lazy("easy", "How long it is kept"),
    ),
    "participation": (
        pgettext_lazy("standard", "What you can ask for"),
        pgettext_lazy("easy", "What you can ask for"),
    ),
    "complaint": (
        pgettext_lazy("standard", "Questions and complaints"),
        pgettext_lazy("easy", "Questions and complaints"),
    ),
    "choices": (pgettext_lazy("standard", "How you can choose"), pgettext_lazy("easy", "How you can choose")),
    "basis": (pgettext_lazy("standard", "On what basis"), pgettext_lazy("easy", "On what basis")),
    "risks": (pgettext_lazy("standard", "What could go wrong"), pgettext_lazy("easy", "What could go wrong")),
    "withdrawal": (
        pgettext_lazy("standard", "If you change your mind"),
        pgettext_lazy("easy", "If you change your mind"),
    ),
}
"""Block of a notice -> its heading, in full wording and in plain words."""
