"""Words of a privacy impact assessment."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where an assessment stands; the transitions are in :mod:`pia.workflows`."""

    THRESHOLD = "threshold", pgettext_lazy("assessment", "Threshold analysis")
    NOT_REQUIRED = "not_required", pgettext_lazy("assessment", "Not required")
    PREPARING = "preparing", pgettext_lazy("assessment", "Preparing")
    ASSESSING = "assessing", pgettext_lazy("assessment", "Assessing")
    IN_REVIEW = "in_review", pgettext_lazy("assessment", "In review")
    APPROVED = "approved", pgettext_lazy("assessment", "Approved")
    PUBLISHED = "published", pgettext_lazy("assessment", "Published")
    OUTDATED = "outdated", pgettext_lazy("assessment", "Outdated")


class Standard(TextChoices):
    """The edition of the standard that an assessment follows. JIS X 9251:2021 is identical to ISO/IEC 29134:2017."""

    JIS_2021 = "jis_x_9251_2021", "JIS X 9251:2021"
    ISO_2023 = "iso_iec_29134_2023", "ISO/IEC 29134:2023"


class Stage(TextChoices):
    """The lifecycle of data (データの取得・利用・保管・廃棄)."""

    ACQUIRE = "acquire", pgettext_lazy("lifecycle", "Acquisition")
    USE = "use", pgettext_lazy("lifecycle", "Use")
    STORE = "store", pgettext_lazy("lifecycle", "Storage")
    DISPOSE = "dispose", pgettext_lazy("lifecycle", "Disposal")


class Trigger(TextChoices):
    """Circumstances that ask for an assessment whatever the number of persons."""

    SPECIAL_CARE = "special_care", _("Special-care data")
    CHILDREN = "children", _("Data about children")
    LOCATION = "location", _("Location data")
    CAMERA = "camera", _("Camera images")


class Principle(TextChoices):
    """The eleven privacy principles of ISO/IEC 29100 (clauses 5.2 to 5.12)."""

    CONSENT = "consent", _("Consent and choice")
    PURPOSE = "purpose", _("Legitimate and specified purpose")
    COLLECTION = "collection", _("Collection limitation")
    MINIMISATION = "minimisation", _("Data minimisation")
    USE_LIMITATION = "use_limitation", _("Limits on use, retention and disclosure")
    ACCURACY = "accuracy", _("Accuracy and quality")
    OPENNESS = "openness", _("Openness, transparency and notice")
    PARTICIPATION = "participation", _("Individual participation and access")
    ACCOUNTABILITY = "accountability", _("Accountability")
    SECURITY = "security", _("Information security")
    COMPLIANCE = "compliance", _("Privacy compliance")


class Answer(TextChoices):
    """Whether a requirement is met."""

    MET = "met", pgettext_lazy("requirement", "Met")
    NOT_MET = "not_met", pgettext_lazy("requirement", "Not met")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("requirement", "Not applicable")


class Treatment(TextChoices):
    """What is done about a risk (29134, 6.4.5)."""

    REDUCE = "reduce", pgettext_lazy("risk treatment", "Reduce")
    RETAIN = "retain", pgettext_lazy("risk treatment", "Retain")
    AVOID = "avoid", pgettext_lazy("risk treatment", "Avoid")
    TRANSFER = "transfer", pgettext_lazy("risk treatment", "Transfer")


class Impact(IntegerChoices):
    """How hard it is for a person to overcome the consequence."""

    NEGLIGIBLE = 1, pgettext_lazy("impact", "Negligible: overcome without difficulty")
    LIMITED = 2, pgettext_lazy("impact", "Limited: overcome with some effort")
    SIGNIFICANT = 3, pgettext_lazy("impact", "Significant: overcome only with serious difficulty")
    MAXIMUM = 4, pgettext_lazy("impact", "Maximum: may not be overcome")


class Likelihood(IntegerChoices):
    """How easily the threat can become real, with the controls that count."""

    NEGLIGIBLE = 1, pgettext_lazy("likelihood", "Negligible: hardly possible")
    LIMITED = 2, pgettext_lazy("likelihood", "Limited: difficult")
    SIGNIFICANT = 3, pgettext_lazy("likelihood", "Significant: possible")
    MAXIMUM = 4, pgettext_lazy("likelihood", "Maximum: very easy")


class LevelName(TextChoices):
    """The three regions of the risk map, as people read them."""

    LOW = "low", pgettext_lazy("risk level", "Low")
    MEDIUM = "medium", pgettext_lazy("risk level", "Medium")
    HIGH = "high", pgettext_lazy("risk level", "High")


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

    CHANGE = "change", _("A change in what was assessed")
    TIME = "time", _("The period of validity ended")
    INCIDENT = "incident", _("An incident")
    RULE = "rule", _("A change of the rules in force")
