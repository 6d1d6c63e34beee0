"""Words of a privacy impact assessment."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where an assessment stands; the transitions are in :mod:`pia.workflows`."""

    THRESHOLD = "threshold", pgettext_lazy("assessment", "threshold analysis")
    NOT_REQUIRED = "not_required", pgettext_lazy("assessment", "not required")
    PREPARING = "preparing", pgettext_lazy("assessment", "preparing")
    ASSESSING = "assessing", pgettext_lazy("assessment", "assessing")
    IN_REVIEW = "in_review", pgettext_lazy("assessment", "in review")
    APPROVED = "approved", pgettext_lazy("assessment", "approved")
    PUBLISHED = "published", pgettext_lazy("assessment", "published")
    OUTDATED = "outdated", pgettext_lazy("assessment", "outdated")


class Standard(TextChoices):
    """The edition of the standard that an assessment follows. JIS X 9251:2021 is identical to ISO/IEC 29134:2017."""

    JIS_2021 = "jis_x_9251_2021", "JIS X 9251:2021"
    ISO_2023 = "iso_iec_29134_2023", "ISO/IEC 29134:2023"


class Stage(TextChoices):
    """The lifecycle of data (データの取得・利用・保管・廃棄)."""

    ACQUIRE = "acquire", pgettext_lazy("lifecycle", "acquisition")
    USE = "use", pgettext_lazy("lifecycle", "use")
    STORE = "store", pgettext_lazy("lifecycle", "storage")
    DISPOSE = "dispose", pgettext_lazy("lifecycle", "disposal")


class Trigger(TextChoices):
    """Circumstances that ask for an assessment whatever the number of persons."""

    SPECIAL_CARE = "special_care", _("special-care data")
    CHILDREN = "children", _("data about children")
    LOCATION = "location", _("location data")
    CAMERA = "camera", _("camera images")


class Principle(TextChoices):
    """The eleven privacy principles of ISO/IEC 29100 (clauses 5.2 to 5.12)."""

    CONSENT = "consent", _("consent and choice")
    PURPOSE = "purpose", _("legitimate and specified purpose")
    COLLECTION = "collection", _("collection limitation")
    MINIMISATION = "minimisation", _("data minimisation")
    USE_LIMITATION = "use_limitation", _("limits on use, retention and disclosure")
    ACCURACY = "accuracy", _("accuracy and quality")
    OPENNESS = "openness", _("openness, transparency and notice")
    PARTICIPATION = "participation", _("individual participation and access")
    ACCOUNTABILITY = "accountability", _("accountability")
    SECURITY = "security", _("information security")
    COMPLIANCE = "compliance", _("privacy compliance")


class Answer(TextChoices):
    """Whether a requirement is met."""

    MET = "met", pgettext_lazy("requirement", "met")
    NOT_MET = "not_met", pgettext_lazy("requirement", "not met")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("requirement", "not applicable")


class Treatment(TextChoices):
    """What is done about a risk (29134, 6.4.5)."""

    REDUCE = "reduce", pgettext_lazy("risk treatment", "reduce")
    RETAIN = "retain", pgettext_lazy("risk treatment", "retain")
    AVOID = "avoid", pgettext_lazy("risk treatment", "avoid")
    TRANSFER = "transfer", pgettext_lazy("risk treatment", "transfer")


class Impact(IntegerChoices):
    """How hard it is for a person to overcome the consequence."""

    NEGLIGIBLE = 1, pgettext_lazy("impact", "negligible: overcome without difficulty")
    LIMITED = 2, pgettext_lazy("impact", "limited: overcome with some effort")
    SIGNIFICANT = 3, pgettext_lazy("impact", "significant: overcome only with serious difficulty")
    MAXIMUM = 4, pgettext_lazy("impact", "maximum: may not be overcome")


class Likelihood(IntegerChoices):
    """How easily the threat can become real, with the controls that count."""

    NEGLIGIBLE = 1, pgettext_lazy("likelihood", "negligible: hardly possible")
    LIMITED = 2, pgettext_lazy("likelihood", "limited: difficult")
    SIGNIFICANT = 3, pgettext_lazy("likelihood", "significant: possible")
    MAXIMUM = 4, pgettext_lazy("likelihood", "maximum: very easy")


class LevelName(TextChoices):
    """The three regions of the risk map, as people read them."""

    LOW = "low", pgettext_lazy("risk level", "low")
    MEDIUM = "medium", pgettext_lazy("risk level", "medium")
    HIGH = "high", pgettext_lazy("risk level", "high")


class Section(TextChoices):
    """The steps of the work, in order; each is a page."""

    THRESHOLD = "threshold", _("Threshold analysis")
    PREPARATION = "preparation", _("Preparation and scope")
    FLOWS = "flows", _("Information flows")
    REQUIREMENTS = "requirements", _("Privacy requirements")
    RISKS = "risks", _("Risks")
    TREATMENT = "treatment", _("Risk treatment")
    REVIEW = "review", _("Review and summary")


class OutdatedBy(TextChoices):
    """Why an assessment no longer counts."""

    CHANGE = "change", _("a change in what was assessed")
    TIME = "time", _("the period of validity ended")
    INCIDENT = "incident", _("an incident")
    RULE = "rule", _("a change of the rules in force")
