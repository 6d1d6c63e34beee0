"""Incidents and disputes, as far as the gate must know them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Council, Organ, Organisation
from governance.sharing.enums import BreachAnswer, IncidentKind, IncidentState
from governance.sharing.models.datasets import Dataset


class Incident(models.Model):
    """An incident or dispute and its scope; with no dataset and no organisation it concerns the whole council."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="incidents")
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=IncidentKind, default=IncidentKind.INCIDENT)
    title_ja = models.CharField(_("title (Japanese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    description = models.TextField(_("what happened"))
    datasets = models.ManyToManyField(Dataset, blank=True, related_name="incidents")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="incidents")
    state = models.CharField(max_length=20, choices=IncidentState, default=IncidentState.REPORTED)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_nothing = models.BooleanField(_("said to be nothing to report"), default=False)
    """Did whoever reported it say that nothing is to be reported to the authority? Each holder may find otherwise."""
    stops = models.BooleanField(default=True)
    """Does it stop provision within its scope? Each incident does; a dispute by a decision, where the rules ask one."""
    stopping_decision = models.CharField(_("decision to stop"), max_length=60, blank=True)
    resuming_decision = models.CharField(_("decision to resume"), max_length=60, blank=True)
    """The decision by which provision resumes, where the rules ask for one."""
    finding = models.TextField(_("finding"), blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "council",
            "reference",
            "kind",
            "title_ja",
            "title_en",
            "description",
            "state",
            "reported_at",
            "reported_by",
            "said_nothing",
            "stops",
            "stopping_decision",
            "resuming_decision",
            "finding",
            "settled_at",
            "settled_by",
        }
    )

    class Meta:
        verbose_name = _("incident")
        constraints = (
            models.UniqueConstraint(fields=["council", "reference"], name="incident_reference_once"),
            models.CheckConstraint(condition=Q(kind__in=IncidentKind.values), name="incident_kind_known"),
            models.CheckConstraint(condition=Q(state__in=IncidentState.values), name="incident_state_known"),
            models.CheckConstraint(
                condition=Q(kind=IncidentKind.DISPUTE) | Q(stops=True), name="incident_stops_at_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="incident_settled_pair",
            ),
        )

    def __str__(self) -> str:
        return self.reference


class ScopeChange(models.Model):
    """A correction of the scope or the kind of an incident, and why."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="scope_changes")
    reason = models.TextField(_("reason"))
    decision_number = models.CharField(_("decision"), max_length=60, blank=True)
    """The decision on which it rests, where it lets something flow again or a dispute stop more."""
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"incident", "reason", "decision_number", "changed_at", "changed_by"}
    )

    class Meta:
        verbose_name = _("correction of the scope")

    def __str__(self) -> str:
        return f"{self.incident} {self.pk}"


class BreachReport(models.Model):
    """What one holder of the data tells the authority and the persons of an incident (漏えい等報告). Each holder has a
    case, a day of knowing and clocks of its own; without a case it does not know yet, or found that nothing is to be
    reported, and why: what went to the authority until then stays."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="breach_reports")
    holder = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("what it says"), max_length=10, choices=BreachAnswer)
    nothing_reason = models.TextField(_("why nothing is to be reported"), blank=True)
    breach_case = models.CharField(_("case of a leak or loss"), max_length=60, blank=True)
    """The case of the law table by which it is reported to the authority; empty where it is none, or not known yet."""
    known_on = models.DateField(_("known to the holder on"), null=True, blank=True)
    preliminary_filed_on = models.DateField(_("preliminary report filed on"), null=True, blank=True)
    full_filed_on = models.DateField(_("full report filed on"), null=True, blank=True)
    persons_told_on = models.DateField(_("persons told on"), null=True, blank=True)
    persons_otherwise = models.TextField(_("measure in place of telling the persons"), blank=True)
    """What protects the persons where it is difficult to tell them, and why it is."""

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "incident",
            "holder",
            "answer",
            "nothing_reason",
            "breach_case",
            "known_on",
            "preliminary_filed_on",
            "full_filed_on",
            "persons_told_on",
            "persons_otherwise",
        }
    )

    class Meta:
        verbose_name = _("reports of a holder about an incident")
        constraints = (
            models.UniqueConstraint(fields=["incident", "holder"], name="breach_reports_once_for_holder"),
            models.CheckConstraint(
                condition=Q(
                    Q(known_on__isnull=False) | Q(preliminary_filed_on__isnull=True),
                    answer=BreachAnswer.NOTHING,
                    breach_case="",
                    full_filed_on__isnull=True,
                    persons_told_on__isnull=True,
                    persons_otherwise="",
                )
                | Q(
                    answer=BreachAnswer.NOT_KNOWN,
                    nothing_reason="",
                    breach_case="",
                    known_on__isnull=False,
                    full_filed_on__isnull=True,
                    persons_told_on__isnull=True,
                    persons_otherwise="",
                )
                | (
                    Q(answer=BreachAnswer.CASE, nothing_reason="", known_on__isnull=False)
                    & ~Q(breach_case="")
                ),
                name="breach_report_of_case",
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident} {self.holder}"


class BreachChange(models.Model):
    """What a holder had reported was changed or taken back, and why."""

    report = models.ForeignKey(BreachReport, on_delete=models.PROTECT, related_name="changes")
    reason = models.TextField(_("reason"))
    former_nothing = models.TextField(_("why nothing was to be reported until then"), blank=True)
    """What the holder had said, where it says something else now."""
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    plain_fields: ClassVar[frozenset[str]] = frozenset(
        {"report", "reason", "former_nothing", "changed_at", "changed_by"}
    )

    class Meta:
        verbose_name = _("change of what was reported")

    def __str__(self) -> str:
        return f"{self.report} {self.pk}"
