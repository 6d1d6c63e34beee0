"""Words of bodies, meetings, decisions and documents."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ProjectState(TextChoices):
    """Where a project (事業) stands."""

    RUNNING = "running", pgettext_lazy("project", "running")
    FINISHED = "finished", pgettext_lazy("project", "finished")


class BodyKind(TextChoices):
    """What a body is in law."""

    ORGAN = "organ", pgettext_lazy("body", "body of the council")
    ORDINANCE = "ordinance", pgettext_lazy("body", "body of the city by ordinance")
    EXTERNAL = "external", pgettext_lazy("body", "external body")


class Expertise(TextChoices):
    """What a seat asks of the person on it."""

    INFORMATION_SECURITY = "information_security", pgettext_lazy("expertise", "information security")
    LAW = "law", pgettext_lazy("expertise", "law")
    DATA_ETHICS = "data_ethics", pgettext_lazy("expertise", "data ethics")
    CITIZEN = "citizen", pgettext_lazy("expertise", "citizen")
    MEMBER = "member", pgettext_lazy("expertise", "member organisation")


class MeetingForm(TextChoices):
    """Held as a meeting, or by circulation of papers (持ち回り)."""

    HELD = "held", pgettext_lazy("meeting", "at a meeting")
    CIRCULATED = "circulated", pgettext_lazy("meeting", "by circulation")


class MeetingState(TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    CONVENED = "convened", pgettext_lazy("meeting", "convened")
    OPEN = "open", pgettext_lazy("meeting", "open")
    CLOSED = "closed", pgettext_lazy("meeting", "closed")
    MINUTES_APPROVED = "minutes_approved", pgettext_lazy("meeting", "minutes approved")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class Channel(TextChoices):
    """How a voter takes part; a voter counts once, by the first of these that applies."""

    IN_PERSON = "in_person", pgettext_lazy("attendance", "in person")
    ONLINE = "online", pgettext_lazy("attendance", "online")
    WRITTEN = "written", pgettext_lazy("attendance", "in writing")
    PROXY = "proxy", pgettext_lazy("attendance", "by proxy")
    BLANK_PROXY = "blank_proxy", pgettext_lazy("attendance", "blank proxy to the chair")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")


class MotionKind(TextChoices):
    """What an item (議案) is for."""

    RESOLUTION = "resolution", pgettext_lazy("item", "for decision")
    CONSULTATION = "consultation", pgettext_lazy("item", "for discussion")
    REPORT = "report", pgettext_lazy("item", "for report")


class MotionState(TextChoices):
    """Where an item stands."""

    TABLED = "tabled", pgettext_lazy("item", "tabled")
    VOTING = "voting", pgettext_lazy("item", "in the vote")
    CARRIED = "carried", pgettext_lazy("item", "carried")
    LOST = "lost", pgettext_lazy("item", "lost")
    DEFERRED = "deferred", pgettext_lazy("item", "deferred")
    CONCLUDED = "concluded", pgettext_lazy("item", "concluded")
    WITHDRAWN = "withdrawn", pgettext_lazy("item", "withdrawn")


OPEN_ITEMS = (MotionState.TABLED, MotionState.VOTING)
"""Where an item stands that is still to be decided or talked about."""


class Choice(TextChoices):
    """A ballot."""

    FOR = "for", pgettext_lazy("ballot", "for")
    AGAINST = "against", pgettext_lazy("ballot", "against")
    ABSTAIN = "abstain", pgettext_lazy("ballot", "abstain")


class TallyMethod(TextChoices):
    """How a result came about."""

    BALLOTS = "ballots", pgettext_lazy("result", "by vote")
    NO_OBJECTION = "no_objection", pgettext_lazy("result", "without objection")


class Interest(TextChoices):
    """Why somebody is recused (除斥の範囲)."""

    EMPLOYER = "employer", pgettext_lazy("interest", "employer")
    FUNDING = "funding", pgettext_lazy("interest", "funding")
    FAMILY = "family", pgettext_lazy("interest", "family")
    ADVISER = "adviser", pgettext_lazy("interest", "adviser")
    PARTICIPANT = "participant", pgettext_lazy("interest", "taking part in the project")
    OTHER = "other", pgettext_lazy("interest", "other")


class Visibility(TextChoices):
    """How much of a decision anyone may read."""

    PUBLIC = "public", pgettext_lazy("decision", "public")
    PARTIAL = "partial", pgettext_lazy("decision", "public in part")
    CLOSED = "closed", pgettext_lazy("decision", "not public")


class Authority(TextChoices):
    """What a decision rests on."""

    MOTION = "motion", pgettext_lazy("decision", "item carried by the body")
    CHAIR = "chair", pgettext_lazy("decision", "the chair alone")
    EMERGENCY = "emergency", pgettext_lazy("decision", "the chair, provisionally in an emergency")


class DraftState(TextChoices):
    """Where a draft for approval (起案・決裁) stands."""

    DRAFTED = "drafted", pgettext_lazy("draft", "drafted")
    IN_APPROVAL = "in_approval", pgettext_lazy("draft", "in approval")
    APPROVED = "approved", pgettext_lazy("draft", "approved and issued")
    RETURNED = "returned", pgettext_lazy("draft", "returned")


class DocumentKind(TextChoices):
    """What an outgoing document is."""

    OPINION = "opinion", pgettext_lazy("document", "opinion of the board")
    APPROVAL = "approval", pgettext_lazy("document", "notice of approval")
    REFUSAL = "refusal", pgettext_lazy("document", "notice of refusal")
    ACCEPTANCE = "acceptance", pgettext_lazy("document", "notice of acceptance")
    CORRECTION = "correction", pgettext_lazy("document", "request for correction")
    QUESTION = "question", pgettext_lazy("document", "inquiry")
    CONVOCATION = "convocation", pgettext_lazy("document", "notice of meeting")
    MINUTES = "minutes", pgettext_lazy("document", "minutes")
    LETTER = "letter", pgettext_lazy("document", "letter")
