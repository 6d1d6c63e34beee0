"""Words with which a provider declares a dataset: how sensitive its items are, and each stage of its lifecycle."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sensitivity(IntegerChoices):
    """What a leak of the item would mean to the person (機微性); a dataset is as sensitive as its heaviest item."""

    LOW = 1, pgettext_lazy("sensitivity", "Low")
    MEDIUM = 2, pgettext_lazy("sensitivity", "Medium")
    HIGH = 3, pgettext_lazy("sensitivity", "High")


class Source(TextChoices):
    """取得: from whom."""

    PERSON = "person", _("The person")
    GUARDIAN = "guardian", _("Parent or guardian")
    OTHER_ORGAN = "other_organ", _("Another organ or public body")
    THIRD_PARTY = "third_party", _("A third party")
    PUBLIC = "public", _("Published information")
    OBSERVATION = "observation", _("Observation of places or things, not of persons")
    OTHER = "other", _("Other, as described")


class Means(TextChoices):
    """取得: how."""

    FORM = "form", _("Paper form or counter")
    ONLINE = "online", _("Online form")
    APP = "app", _("App on the person's device")
    SENSOR = "sensor", _("Sensor or tag")
    CAMERA = "camera", _("Camera")
    TRANSFER = "transfer", _("Handed over by its holder")
    SURVEY = "survey", _("Survey on site")
    OTHER = "other", _("Other, as described")


class AcquiredOn(TextChoices):
    """取得: on what ground."""

    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Contract with the person")
    DUTY = "duty", _("Carrying out the organ's duties")
    STATUTE = "statute", _("A law or an ordinance")
    NOT_PERSONAL = "not_personal", _("No ground is needed: no personal data")
    OTHER = "other", _("Other, as described")


class Operation(TextChoices):
    """利用: what is done with the data."""

    RECORD = "record", _("Recording and looking up")
    NOTIFY = "notify", _("Informing the person")
    AGGREGATE = "aggregate", _("Making statistics")
    ANALYSE = "analyse", _("Analysis")
    LINK = "link", _("Linking with other data")
    PSEUDONYMISE = "pseudonymise", _("Pseudonymising")
    ANONYMISE = "anonymise", _("Anonymising")
    PROFILE = "profile", _("Evaluating individual persons")
    PUBLISH = "publish", _("Publication")
    OTHER = "other", _("Other, as described")


class Stopper(TextChoices):
    """Whose decision a suspension of a dataset was."""

    PROVIDER = "provider", pgettext_lazy("suspended by", "the provider")
    SECRETARIAT = "secretariat", pgettext_lazy("suspended by", "the secretariat")


class EndOfUse(TextChoices):
    """廃棄: when."""

    PERIOD_OVER = "period_over", _("When the period of storage is over")
    PURPOSE_OVER = "purpose_over", _("When the purpose is achieved")
    WITHDRAWAL = "withdrawal", _("When the person withdraws")
    SUPERSEDED = "superseded", _("When a new edition replaces it")


class ProofOfDisposal(TextChoices):
    """廃棄: by what it is shown."""

    LOG = "log", _("Record of erasure")
    CERTIFICATE = "certificate", _("Certificate of the contractor")
    CONFIRMATION = "confirmation", _("Confirmation by the person in charge")
    WITNESS = "witness", _("Witness on site")
    OTHER = "other", _("Other, as described")
